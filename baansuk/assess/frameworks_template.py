"""Writes the workbook that a keeper fills from a manual: Thai headings, one example a sheet, and what is known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_sheets import (
    DIMENSIONS,
    EXAMPLE,
    FRAMEWORK_FORM,
    LINES,
    MARK,
    MISSING,
    TYPES,
    UNITS,
    BookForm,
    Column,
)
from baansuk.collect.escaping import escape_cell

ROWS_PREPARED = 60
GUIDE = (
    "1. กรอกแผ่น “เกี่ยวกับกรอบ” แล้ว “มิติ” แล้ว “ตัวชี้วัด” แผ่นอื่นกรอกเมื่อต้องใช้",
    "2. แถวที่ช่องแรกเขียนว่า “ตัวอย่าง” ระบบไม่นำเข้า ลบหรือเก็บไว้ก็ได้",
    "3. ข้อที่แบบสำรวจตอบ ผ่าน/ไม่ผ่าน อยู่แล้ว ปล่อยช่องกติกาว่าง ระบบจะรอคำตอบของข้อนั้นเอง",
    "4. ช่องสีเข้มต้องกรอก ใช้เลขไทยหรืออารบิกก็ได้ ปีเป็น พ.ศ.",
    "5. นำเข้าแล้วระบบจะแสดงสิ่งที่เข้าใจและสิ่งที่ต้องแก้ก่อน ยังไม่มีผลจนกว่าผู้ดูแลคนที่สองอนุมัติ",
)


CHOICES = {"unit": UNITS, "type": TYPES, "missing": MISSING}


def write_template(path: Path, framework: Framework) -> None:
    """Write the workbook for a framework: what is known of it is filled in, its indicators are for the keeper to fill."""
    known = {DIMENSIONS: _dimensions(framework), LINES: _lines(framework)}
    write_book(path, FRAMEWORK_FORM, GUIDE, _known_about(framework), known, CHOICES)


def _known_about(framework: Framework) -> dict[str, str]:
    about = framework.framework
    known = {
        "code": about.code,
        "th": about.th,
        "en": about.en,
        "expects": str(about.expects or ""),
        "missing": {value: key for key, value in MISSING.items()}[about.missing],
    }
    return known | ({"valid_to": day_in_cell(about.valid_to)} if about.valid_to is not None else {})


def day_in_cell(day: date) -> str:
    """Return a day as an officer writes it: day, month, Buddhist year."""
    return f"{day.day}/{day.month}/{day.year + 543}"


def write_book(
    path: Path,
    form: BookForm,
    guide: Sequence[str],
    about: Mapping[str, str],
    known: Mapping[str, Sequence[Mapping[str, str]]],
    choices: Mapping[str, Iterable[str]],
) -> None:
    """Write a form as a workbook to fill: how to fill it, what it is about, and each sheet with an example and ``known`` rows.

    ``choices``: what the cells of a column are chosen from, by the column's key.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = _looks(book)
        _guide(book, looks, guide)
        _about(book, looks, form, about, choices)
        for name, columns in form.sheets.items():
            _sheet(book, looks, name, columns, known.get(name, ()), choices)


def _looks(book: Any) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    head = wrapped | {"bold": True, "border": 1}
    return {
        "head": book.add_format(head | {"bg_color": "#DCE6E4"}),
        "needed": book.add_format(head | {"bg_color": "#1F5C57", "font_color": "#FFFFFF"}),
        "help": book.add_format(wrapped | {"italic": True, "font_color": "#5B6664"}),
        "example": book.add_format(wrapped | {"italic": True, "bg_color": "#FBF3E4"}),
        "cell": book.add_format(wrapped),
    }


def _guide(book: Any, looks: Mapping[str, Any], guide: Sequence[str]) -> None:
    sheet = book.add_worksheet("วิธีกรอก")
    sheet.set_column(0, 0, 100)
    for place, line in enumerate(guide):
        sheet.write_string(place, 0, line, looks["cell"])


def _about(
    book: Any, looks: Mapping[str, Any], form: BookForm, known: Mapping[str, str], choices: Mapping[str, Iterable[str]]
) -> None:
    sheet = book.add_worksheet(form.about)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 44)
    for place, row in enumerate(form.about_rows):
        sheet.write_string(place, 0, row.header, looks["needed" if row.needed else "head"])
        sheet.write_string(place, 1, escape_cell(known.get(row.key, "")), looks["cell"])
        sheet.write_string(place, 2, row.help.th, looks["help"])
        if row.key in choices:
            sheet.data_validation(place, 1, place, 1, {"validate": "list", "source": list(choices[row.key])})


def _sheet(
    book: Any,
    looks: Mapping[str, Any],
    name: str,
    columns: Sequence[Column],
    known: Sequence[Mapping[str, str]],
    choices: Mapping[str, Iterable[str]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 16)
    sheet.write_string(0, 0, MARK, looks["head"])
    sheet.write_string(1, 0, EXAMPLE, looks["example"])
    for place, column in enumerate(columns, start=1):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, looks["needed" if column.needed else "head"])
        sheet.write_comment(0, place, column.help.th)
        sheet.write_string(1, place, escape_cell(column.example), looks["example"])
        if column.key in choices:
            chosen = {"validate": "list", "source": list(choices[column.key])}
            sheet.data_validation(1, place, ROWS_PREPARED, place, chosen)
        for line, row in enumerate(known, start=2):
            sheet.write_string(line, place, escape_cell(row.get(column.key, "")), looks["cell"])


def _dimensions(framework: Framework) -> list[dict[str, str]]:
    return [{"code": one.code, "th": one.th, "en": one.en, "weight": one.weight} for one in framework.dimension]


def _lines(framework: Framework) -> list[dict[str, str]]:
    rows = []
    for line in framework.line:
        last = line.value[-1]
        day = day_in_cell(last.valid_from)
        rows.append(
            {"name": line.name, "th": line.th, "value": str(last.value), "valid_from": day, "source": last.source}
        )
    return rows
