"""Writes the workbook that a keeper fills from a manual: Thai headings, one example a sheet, and what is known already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_sheets import (
    ABOUT,
    ABOUT_ROWS,
    DIMENSIONS,
    EXAMPLE,
    LINES,
    MARK,
    MISSING,
    SHEETS,
    TYPES,
    UNITS,
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


def write_template(path: Path, framework: Framework) -> None:
    """Write the workbook for a framework: what is known of it is filled in, its indicators are for the keeper to fill."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#DCE6E4", "text_wrap": True, "valign": "top", "border": 1}
            ),
            "needed": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#1F5C57",
                    "font_color": "#FFFFFF",
                    "text_wrap": True,
                    "valign": "top",
                    "border": 1,
                }
            ),
            "help": book.add_format({"italic": True, "font_color": "#5B6664", "text_wrap": True, "valign": "top"}),
            "example": book.add_format({"italic": True, "bg_color": "#FBF3E4", "text_wrap": True, "valign": "top"}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _guide(book, looks)
        _about(book, looks, framework)
        known = {DIMENSIONS: _dimensions(framework), LINES: _lines(framework)}
        for name, columns in SHEETS.items():
            _sheet(book, looks, name, columns, known.get(name, []))


def _guide(book: Any, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet("วิธีกรอก")
    sheet.set_column(0, 0, 100)
    for place, line in enumerate(GUIDE):
        sheet.write_string(place, 0, line, looks["cell"])


def _about(book: Any, looks: dict[str, Any], framework: Framework) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 44)
    about = framework.framework
    missing = {value: key for key, value in MISSING.items()}[about.missing]
    known = {
        "code": about.code,
        "th": about.th,
        "en": about.en,
        "expects": str(about.expects or ""),
        "missing": missing,
    }
    if about.valid_to is not None:
        known["valid_to"] = f"{about.valid_to.day}/{about.valid_to.month}/{about.valid_to.year + 543}"
    for place, row in enumerate(ABOUT_ROWS):
        sheet.write_string(place, 0, row.header, looks["needed" if row.needed else "head"])
        sheet.write_string(place, 1, escape_cell(known.get(row.key, "")), looks["cell"])
        sheet.write_string(place, 2, row.help.th, looks["help"])
    sheet.data_validation(
        _place_of("missing"), 1, _place_of("missing"), 1, {"validate": "list", "source": list(MISSING)}
    )


def _place_of(key: str) -> int:
    return next(place for place, row in enumerate(ABOUT_ROWS) if row.key == key)


def _sheet(
    book: Any, looks: dict[str, Any], name: str, columns: tuple[Column, ...], known: list[dict[str, str]]
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
        choices = {"unit": UNITS, "type": TYPES}.get(column.key)
        if choices:
            sheet.data_validation(1, place, ROWS_PREPARED, place, {"validate": "list", "source": list(choices)})
        for line, row in enumerate(known, start=2):
            sheet.write_string(line, place, escape_cell(row.get(column.key, "")), looks["cell"])


def _dimensions(framework: Framework) -> list[dict[str, str]]:
    return [{"code": one.code, "th": one.th, "en": one.en, "weight": one.weight} for one in framework.dimension]


def _lines(framework: Framework) -> list[dict[str, str]]:
    rows = []
    for line in framework.line:
        last = line.value[-1]
        day = f"{last.valid_from.day}/{last.valid_from.month}/{last.valid_from.year + 543}"
        rows.append(
            {"name": line.name, "th": line.th, "value": str(last.value), "valid_from": day, "source": last.source}
        )
    return rows
