"""Takes the cells of a province's workbook as text, by sheet and column, whatever order the columns are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from baansuk.assess.frameworks_sheets import EXAMPLE, FRAMEWORK_FORM, BookForm, Column
from baansuk.collect.openings import open_file
from baansuk.collect.workbook_safety import SheetLook, column_letters
from baansuk.collect.workbooks import Workbook, as_text
from baansuk.thai.text import clean
from baansuk.thai.words import Refusal, Words

# Far more than any manual has; a sheet that goes on longer is no manual.
MOST_ROWS = 500
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken: sheet, row (0 where it is none in particular), column by its header, and what to do."""

    sheet: str
    row: int
    column: str
    words: Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by key."""

    number: int
    cells: dict[str, str]


@dataclass
class Taken:
    """The workbook as text: the first sheet as key -> (row, text), the others as rows."""

    about: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def taken_sheets(path: Path, filename: str, form: BookForm = FRAMEWORK_FORM) -> Taken:
    """Return the cells of a workbook. Raises Refusal for one that is not safe to open or lacks a sheet that is needed."""
    workbook = open_file(path, filename).workbook
    needed = [name for name in form.needed if workbook is None or name not in workbook.names]
    if workbook is None or needed:
        listed = ", ".join(f"“{name}”" for name in needed)
        raise Refusal(
            "not_the_template",
            f"ไฟล์นี้ไม่ใช่{form.what.th} ขาดแผ่นงาน {listed} ให้ดาวน์โหลดแบบแล้วกรอกในแบบนั้น",
            f"This is not {form.what.en}: it lacks {listed}. Download the template and fill that in.",
        )
    taken = Taken()
    _take_about(workbook, form, taken)
    for name, columns in form.sheets.items():
        taken.rows[name] = _take_rows(workbook, name, columns, taken) if name in workbook.names else []
    return taken


def _cells(workbook: Workbook, name: str) -> list[list[str]]:
    sheet = workbook.sheet(name)
    if sheet.start is None:
        return []
    before, left = sheet.start
    rows = islice(sheet.to_python(skip_empty_area=True), MOST_ROWS + 1)
    found = [[""] * left + [_text(cell) for cell in row] for row in rows]
    return [[] for _ in range(before)] + found


def _text(cell: object) -> str:
    # What a spreadsheet needed to keep a text from being a formula is no part of the text.
    return clean(as_text(cell)[:LONGEST]).strip().removeprefix("'")


def _take_about(workbook: Workbook, form: BookForm, taken: Taken) -> None:
    keys = {row.header: row.key for row in form.about_rows}
    for number, row in enumerate(_cells(workbook, form.about), start=1):
        if row and row[0] in keys:
            taken.about[keys[row[0]]] = (number, row[1] if len(row) > 1 else "")


def _take_rows(workbook: Workbook, name: str, columns: Sequence[Column], taken: Taken) -> list[Row]:
    rows = _cells(workbook, name)
    if not rows:
        return []
    places = _places(name, rows[0], columns, taken)
    _say_errors(name, rows[0], workbook.looks.get(name), taken)
    if len(rows) > MOST_ROWS:
        words = Words(
            f"แผ่นนี้ยาวเกิน {MOST_ROWS} แถว ให้ลบแถวที่ไม่ใช้", f"This sheet is longer than {MOST_ROWS} rows; delete the rest"
        )
        taken.faults.append(Fault(name, MOST_ROWS, "", words))
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        if any(cells.values()) and not (row and row[0] == EXAMPLE):
            found.append(Row(number, {column.key: cells.get(column.key, "") for column in columns}))
    return found


def _places(name: str, headers: list[str], columns: Sequence[Column], taken: Taken) -> Mapping[str, int]:
    """Where each column stands; a heading that is needed and gone is a fault, a foreign one is passed over and said."""
    places = {}
    for column in columns:
        at = [place for place, header in enumerate(headers) if header == column.header]
        if len(at) > 1:
            words = Words(
                f"หัวคอลัมน์ “{column.header}” มีสองช่อง ให้เหลือช่องเดียว",
                f"The heading “{column.header}” stands twice; keep one",
            )
            taken.faults.append(Fault(name, 1, column_letters(at[1] + 1), words))
        if at:
            places[column.key] = at[0]
        elif column.needed:
            words = Words(
                f"ไม่พบหัวคอลัมน์ “{column.header}” ให้คืนหัวตารางตามแบบ",
                f"The heading “{column.header}” is gone; put it back",
            )
            taken.faults.append(Fault(name, 1, column.header, words))
    return places


def _say_errors(name: str, headers: list[str], look: SheetLook | None, taken: Taken) -> None:
    """Cells that hold an error, or a formula that was never worked out, have no text to take."""
    for row, column in (*look.errors, *look.formulas) if look is not None else ():
        header = headers[column - 1] if column <= len(headers) else column_letters(column)
        words = Words(
            "ช่องนี้เป็นสูตรที่ไม่มีค่าหรือมีข้อผิดพลาด ให้พิมพ์ค่าลงไปแทน", "A formula without a value, or an error; type the value"
        )
        taken.faults.append(Fault(name, row, header, words))
