"""Opens workbooks through calamine: their sheets, their first rows, and their rows as batches of text."""

from __future__ import annotations

import gc
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from baansuk.collect.formats import XLS, broken, password
from baansuk.collect.harmless import SUM_COLUMNS, as_arrow, harmless, may_sum
from baansuk.collect.issues import issue_lines, no_issues
from baansuk.collect.raw_tables import BATCH, ROW, Batch, Top
from baansuk.collect.workbook_safety import SheetLook, column_letters, look_through

TOP_ROWS = 60
_AT_ONCE = 4096
# Above this a whole number no longer survives as a spreadsheet number: the last digits are made up.
LARGEST_EXACT = 2**53


@dataclass
class Workbook:
    """A workbook that was looked through: its sheets by name and what was seen in each."""

    book: CalamineWorkbook
    looks: dict[str, SheetLook] = field(default_factory=dict)
    sheets: dict[str, CalamineSheet] = field(default_factory=dict)

    def sheet(self, name: str) -> CalamineSheet:
        """Return a sheet, read once."""
        if name not in self.sheets:
            try:
                self.sheets[name] = self.book.get_sheet_by_name(name)
            except (CalamineError, OSError, ValueError) as error:
                raise broken() from error
        return self.sheets[name]

    @property
    def names(self) -> list[str]:
        """Return the names of the sheets that are worksheets."""
        return list(self.book.sheet_names)

    def hidden(self, name: str) -> bool:
        """Say whether a sheet is hidden from who opens the workbook."""
        shown = {sheet.name: sheet.visible for sheet in self.book.sheets_metadata}
        return shown.get(name) not in (None, SheetVisibleEnum.Visible)


def open_workbook(path: Path, kind: str) -> Workbook:
    """Open a workbook after looking through it. Raises Refusal as ``look_through`` does, ``password``, ``broken_file``."""
    seen = look_through(path) if kind != XLS else {}
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise password() from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken() from error
    entries = _entries_of(path) if seen else {}
    return Workbook(book, {name: seen[entry] for name, entry in entries.items() if entry in seen})


def _entries_of(path: Path) -> dict[str, str]:
    """Return which entry of the zip holds each sheet, from the workbook's own list."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", relations):
        marks = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = marks.get("Target", "")
        targets[marks.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    entries = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", listed):
        marks = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        entries[_unescape(marks.get("name", ""))] = targets.get(marks.get("r:id", ""), "")
    return entries


def _unescape(text: str) -> str:
    for sign, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(sign, letter)
    return text


def tops(workbook: Workbook) -> list[Top]:
    """Return the first rows of each sheet."""
    return [_top(workbook, name) for name in workbook.names]


def _top(workbook: Workbook, name: str) -> Top:
    sheet = workbook.sheet(name)
    if sheet.start is None:
        return Top(name, (), workbook.hidden(name), 0)
    rows = tuple(tuple(as_text(cell) for cell in row) for row in islice(sheet.iter_rows(), TOP_ROWS))
    return Top(name, rows, workbook.hidden(name), sheet.total_height)


def merged_ranges(sheet: CalamineSheet, header_row: int) -> list[str]:
    """Return the merged ranges that touch the header or the body, such as ``A8:B9``."""
    try:
        ranges = sheet.merged_cell_ranges or []
    except (CalamineError, ParseError, ValueError):
        return []
    return [
        f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"
        for (top, left), (bottom, right) in ranges
        if bottom + 1 >= header_row
    ]


def sheet_batches(
    sheet: CalamineSheet, look: SheetLook | None, header_row: int, headers: tuple[str, ...], table: str
) -> Iterator[Batch]:
    """Yield the rows below the header as batches of text cells; cells without a value to trust come as issues."""
    width, row = len(headers), header_row + 1
    bad = _bad_cells(look, headers)
    rows = islice(sheet.iter_rows(), header_row, None)
    while len(frame := _frame(rows, width)):
        end = row + len(frame)
        numbered = frame.with_columns(pl.int_range(row, end, dtype=pl.Int64, eager=True).alias(ROW))
        yield _batch(numbered, bad, row, end, width, table)
        row = end


def _frame(rows: Iterator[list[Any]], width: int) -> pl.DataFrame:
    """Take the next rows as columns of text.

    Rows are turned into columns some thousands at a time, while they are in the processor's cache, and without the
    collector of garbage, which would walk over every row again and again.
    """
    pieces: list[pl.DataFrame] = []
    collecting = gc.isenabled()
    gc.disable()
    try:
        while len(pieces) < BATCH // _AT_ONCE and (some := list(islice(rows, _AT_ONCE))):
            columns = list(zip(*some, strict=True))[:width]
            filled = {str(place): column_of_text(cells) for place, cells in enumerate(columns)}
            blank = {str(place): pl.repeat("", len(some), eager=True) for place in range(len(columns), width)}
            pieces.append(pl.DataFrame(filled | blank))
    finally:
        if collecting:
            gc.enable()
    return pl.concat(pieces) if pieces else pl.DataFrame()


def _batch(
    frame: pl.DataFrame, bad: dict[int, list[tuple[int, str, str, str]]], first: int, end: int, width: int, table: str
) -> Batch:
    found = [line for number in bad if first <= number < end for line in bad[number]]
    filled = frame.filter(
        ~pl.all_horizontal(pl.col(str(place)) == "" for place in range(width)) | pl.col(ROW).is_in(list(bad))
    )
    texts = as_arrow(filled.drop(ROW))
    looked_at, sums = harmless(texts), may_sum(texts[:SUM_COLUMNS])
    if not found:
        return Batch(filled, looked_at=looked_at, may_sum=sums)
    refused = {line[0] for line in found}
    kept = filled.filter(~pl.col(ROW).is_in(list(refused)))
    return Batch(kept, issue_lines(found, table), len(refused), looked_at, sums)


def _bad_cells(look: SheetLook | None, headers: tuple[str, ...]) -> dict[int, list[tuple[int, str, str, str]]]:
    bad: dict[int, list[tuple[int, str, str, str]]] = {}
    if look is None:
        return bad
    for places, code in ((look.errors, "error_cell"), (look.formulas, "formula_without_value")):
        for row, column in places:
            if column <= len(headers):
                bad.setdefault(row, []).append((row, headers[column - 1], "", code))
    return bad


def column_of_text(cells: tuple[Any, ...]) -> pl.Series:
    """Return the cells of one column as text; a column of texts alone, the usual case, is taken as it is."""
    try:
        return pl.Series(cells, dtype=pl.String, strict=True)
    except (TypeError, pl.exceptions.PolarsError):
        return pl.Series([cell if type(cell) is str else as_text(cell) for cell in cells], dtype=pl.String)


def as_text(cell: Any) -> str:
    """Return a cell as a person would type it: whole numbers without a point, days as year-month-day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) <= LARGEST_EXACT:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, time, timedelta)):
        return str(cell)
    return "" if cell is None else str(cell)


__all__ = ["Workbook", "as_text", "merged_ranges", "no_issues", "open_workbook", "sheet_batches", "tops"]
