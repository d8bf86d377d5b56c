"""Writes registers that are workbooks: row by row with little memory, the same bytes every time, on two processes."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

from .tables import Table

CREATED = dt.datetime(2026, 4, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # workbooks carry no time zone
FEW_CELLS = 1_500_000  # below this, starting a second process costs more than it saves


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: rows start..stop of a spooled table, under its titles."""

    name: str
    spool: Path
    start: int
    stop: int
    titles: tuple[str, ...]
    numbers: frozenset[str]
    total: str


@dataclass(frozen=True)
class Book:
    """One workbook to write."""

    path: Path
    sheets: tuple[Sheet, ...]
    cells: int


class Spool:
    """Tables put aside as Arrow files until all are drawn; then the workbooks that are to be written from them."""

    def __init__(self, making: Path) -> None:
        self.making, self.count = making, 0
        self.sheets: dict[str, list[Sheet]] = {}
        self.cells: dict[str, int] = {}

    def add(self, table: Table) -> None:
        """Put a table aside; its rows need no memory after this."""
        path = self.making / f"{self.count}.arrow"
        self.count += 1
        frame = table.rows.frame
        frame.write_ipc(path)
        for part in table.parts:
            sheet = Sheet(table.name, path, part.start, part.stop, part.titles, table.numbers, table.total)
            self.sheets.setdefault(part.file, []).append(sheet)
            self.cells[part.file] = self.cells.get(part.file, 0) + (part.stop - part.start) * frame.width

    def books(self, folder: Path) -> list[Book]:
        """The workbooks, with their sheets in the order in which their tables came."""
        return [Book(folder / file, tuple(sheets), self.cells[file]) for file, sheets in self.sheets.items()]


def write_books(books: Sequence[Book], done: Callable[[Book], None]) -> None:
    """Write all workbooks, the largest first, in two processes when there is enough to do; calls ``done`` after each."""
    for book in books:
        book.path.parent.mkdir(parents=True, exist_ok=True)
    order = sorted(books, key=lambda book: -book.cells)
    for book in _written(order):
        done(book)


def _written(books: Sequence[Book]) -> Iterator[Book]:
    if sum(book.cells for book in books) < FEW_CELLS or len(books) < 2:
        yield from map(write_book, books)
        return
    # Spawned, not forked: Polars' threads do not survive a fork.
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        yield from pool.imap_unordered(write_book, books)


def write_book(book: Book) -> Book:
    """Write one workbook; its creation time is fixed and its zip entries carry no clock."""
    workbook = xlsxwriter.Workbook(str(book.path), {"constant_memory": True})
    workbook.set_properties({"title": "ข้อมูลสมมุติ", "author": "Baansuk sample", "created": CREATED})
    heading = workbook.add_format({"bold": True, "align": "center"})
    for sheet in book.sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, heading)
    workbook.close()
    return book


def _write_sheet(paper: xlsxwriter.worksheet.Worksheet, sheet: Sheet, heading: object) -> None:
    frame = pl.scan_ipc(sheet.spool).slice(sheet.start, sheet.stop - sheet.start).collect()
    for row, title in enumerate(sheet.titles):
        if row == 0:
            paper.merge_range(0, 0, 0, frame.width - 1, title, heading)
        elif title:
            paper.write_string(row, 0, title)
    top = len(sheet.titles)
    paper.write_row(top, 0, frame.columns, heading)
    numeric = [column in sheet.numbers for column in frame.columns]
    columns = [
        _as_numbers(column) if number else column.to_list()
        for column, number in zip(frame.iter_columns(), numeric, strict=True)
    ]
    text, number = paper.write_string, paper.write_number
    for row, cells in enumerate(zip(*columns, strict=True), start=top + 1):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if type(cell) is str:
                text(row, column, cell)
            else:
                number(row, column, cell)
    if sheet.total:
        paper.write_string(top + 1 + len(frame), 0, "ข้อมูลสมมุติ")
        paper.write_string(top + 1 + len(frame), 1, sheet.total)


def _as_numbers(column: pl.Series) -> list[int | float | str | None]:
    """Cells that are plain numbers become numbers; "-", "12,500" and the like stay text."""
    known: dict[str | None, int | float | str | None] = {None: None}

    def read(cell: str | None) -> int | float | str | None:
        if cell not in known:
            plain = cell is not None and cell.isascii() and cell.replace(".", "", 1).removeprefix("-").isdigit()
            known[cell] = cell if not plain or cell is None else (float(cell) if "." in cell else int(cell))
        return known[cell]

    return [read(cell) for cell in column.to_list()]
