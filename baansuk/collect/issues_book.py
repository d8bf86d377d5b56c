"""Writes the workbook that goes back to the agency: its own rows that had something wrong, the bad cells marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from baansuk.collect.declaration import SourceDeclaration
from baansuk.collect.escaping import escape_cell
from baansuk.collect.issues import REFUSED, issue_kinds
from baansuk.collect.layout import Layout, find_layout
from baansuk.collect.openings import Opened
from baansuk.collect.raw_tables import ROW
from baansuk.collect.recognising import Found, find_tables

# Nobody mends more rows by hand; the counts on the first sheet are of all of them.
MOST_ROWS = 20_000
_LONGEST_CELL = 2_000
_FIRST = ("แถวที่ / Row", "ผล / Result", "เหตุผล", "Reason")
_RESULT = {REFUSED: "ไม่รับแถวนี้ / not taken", "Q": "รับ แต่รอตรวจช่องนี้ / taken, cell in question"}


@dataclass
class _Marks:
    """What is wrong in one row: codes by column header ("" = the whole row)."""

    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    refused: bool = False


def write_book(
    opened: Opened, declaration: SourceDeclaration, issues: pl.DataFrame, path: Path, sheet: str = ""
) -> None:
    """Write the workbook of a delivery's issues to ``path``.

    One sheet counts the issues; one sheet per table shows the rows as received with the bad cells coloured and the
    reasons in Thai and English. What a spreadsheet would run as a formula is written as text.
    """
    # Its pieces lie beside it while it is made: in the private folder, not where every program leaves its own.
    how = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), how) as book:
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#E8E2D6", "text_wrap": True, "valign": "top"}),
            REFUSED: book.add_format({"bg_color": "#F4C7C3", "border": 1}),
            "Q": book.add_format({"bg_color": "#FFE8A3", "border": 1}),
        }
        _counts(book, looks, issues)
        for found in find_tables(opened, declaration, sheet):
            marks = _marks(issues.filter(pl.col("table") == found.table.name))
            if marks:
                _rows(book, looks, opened, found, marks)


def _counts(book: Any, looks: dict[str, Any], issues: pl.DataFrame) -> None:
    sheet = book.add_worksheet("สรุป Summary")
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 4, 60)
    for place, text in enumerate(("จำนวน / Count", "ผล / Result", "คอลัมน์ / Column", "เหตุผล", "Reason")):
        sheet.write_string(0, place, text, looks["head"])
    counted = issues.group_by("column", "code", "answer").len().sort("len", descending=True)
    for number, (column, code, answer, count) in enumerate(counted.iter_rows(), start=1):
        words = issue_kinds()[code].words
        sheet.write_number(number, 0, count)
        for place, text in enumerate((_RESULT[answer], column, words.th, words.en), start=1):
            sheet.write_string(number, place, escape_cell(text), looks[answer] if place == 1 else None)


def _marks(issues: pl.DataFrame) -> dict[int, _Marks]:
    marks: dict[int, _Marks] = defaultdict(_Marks)
    first = issues.select("row").unique().sort("row").head(MOST_ROWS)
    for row, column, code, answer in issues.join(first, on="row").select("row", "column", "code", "answer").iter_rows():
        marks[row].codes[column].append(code)
        marks[row].refused |= answer == REFUSED
    return marks


def _rows(book: Any, looks: dict[str, Any], opened: Opened, found: Found, marks: dict[int, _Marks]) -> None:
    layout = find_layout(found.table, found.top)
    sheet = book.add_worksheet(found.table.name[:31])
    sheet.freeze_panes(1, len(_FIRST))
    sheet.set_column(1, len(_FIRST) - 1, 32)
    for place, text in enumerate((*_FIRST, *layout.headers)):
        sheet.write_string(0, place, escape_cell(text), looks["head"])
    declared = {place: column.header for place, column in layout.places} | dict(layout.unexpected)
    wanted = pl.Series(list(marks), dtype=pl.Int64)
    line, written = 1, set()
    for batch in opened.batches(found.top, layout, found.table.name):
        for cells in batch.frame.filter(pl.col(ROW).is_in(wanted.implode())).iter_rows(named=True):
            _row(sheet, looks, line, int(cells[ROW]), marks[int(cells[ROW])], layout, declared, cells)
            written.add(int(cells[ROW]))
            line += 1
    for row in sorted(set(marks) - written):
        # Ragged rows and rows with error cells never became cells; their number and reason are told all the same.
        _row(sheet, looks, line, row, marks[row], layout, declared, {})
        line += 1


def _row(
    sheet: Any,
    looks: dict[str, Any],
    line: int,
    row: int,
    marks: _Marks,
    layout: Layout,
    declared: dict[int, str],
    cells: dict[str, Any],
) -> None:
    kinds = [(header, issue_kinds()[code]) for header, codes in marks.codes.items() for code in codes]
    answer = REFUSED if marks.refused else "Q"
    sheet.write_number(line, 0, row)
    sheet.write_string(line, 1, _RESULT[answer], looks[answer])
    sheet.write_string(line, 2, "; ".join(f"{h}: {kind.words.th}" if h else kind.words.th for h, kind in kinds))
    sheet.write_string(line, 3, "; ".join(f"{h}: {kind.words.en}" if h else kind.words.en for h, kind in kinds))
    for place in range(len(layout.headers)):
        text = escape_cell(str(cells.get(str(place)) or "")[:_LONGEST_CELL])
        header = declared.get(place, "")
        bad = {issue_kinds()[code].answer for code in marks.codes.get(header, ())} if header else set()
        look = looks[REFUSED] if REFUSED in bad else looks["Q"] if bad else None
        sheet.write_string(line, len(_FIRST) + place, text, look)
