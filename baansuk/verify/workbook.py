"""Writes one village's page as a workbook to fill: what is known is locked, an outcome is chosen from a list."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from baansuk.collect.escaping import escape_cell
from baansuk.screen.figures import show_day
from baansuk.verify.outcomes import offered
from baansuk.verify.page_of_village import Line, Page

LIST, ADDED, GUIDE = "บัญชีตรวจสอบ", "เพิ่มผู้ตกหล่น", "วิธีกรอก"
HEADERS = ("ลำดับ", "เลขที่เรื่อง", "บ้านเลขที่", "ผู้แทนครัวเรือน", "ผล", "เหตุผล", "หมายเหตุ", "ตรวจ")
ADDED_HEADERS = ("บ้านเลขที่", "ชื่อที่เรียกกัน", "จุดสังเกตหรือสิ่งที่ทราบ")
WIDTHS = (7, 17, 11, 30, 30, 28, 30, 8)
# Rows as the spreadsheet counts them from 0: title, page code, note, headers, households.
CODE_ROW, HEADER_ROW, FIRST_ROW = 1, 3, 4
CODE_LABEL, VERSION_LABEL, EXPIRY_LABEL = "รหัสหน้า", "รุ่นที่", "ใช้ได้ถึง"
ADDED_ROWS = 20
NOTE = "เลือกผลจากรายการในช่อง “ผล” ช่องที่ไม่ได้กรอกถือว่ายังไม่ตรวจ ห้ามลบแถว ห้ามแก้ช่องสีเทา"
_GUIDE = (
    "1. หน้านี้เรียงตามบ้านเลขที่ ไม่บอกว่าเพราะเหตุใดจึงอยู่ในบัญชี และต้องไม่เขียนโรค หนี้ หรือสถานะของใครลงไป",
    "2. เลือกผลในช่อง “ผล” ตามที่ที่ประชุมตกลง ผลที่ต้องมีเหตุผลให้เลือกในช่อง “เหตุผล”",
    "3. กรรมการที่เป็นญาติหรือมีส่วนได้เสียกับบ้านใด ต้องไม่ลงความเห็นในบ้านนั้น",
    "4. บ้านที่ควรอยู่ในบัญชีแต่ไม่มี ให้เขียนในแผ่น “เพิ่มผู้ตกหล่น” บอกเพียงจุดสังเกตก็ได้",
    "5. ส่งไฟล์กลับทั้งไฟล์ ส่งซ้ำได้ ระบบรับครั้งเดียวและให้ใบรับเดิม",
)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_workbook(page: Page) -> bytes:
    """Return the workbook of a page."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        looks = _looks(book)
        _list(book, looks, page)
        _added(book, looks)
        _guide(book, looks)
        _choices(book, page)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    grey = {"bg_color": "#EEF1F1", "border": 1, "valign": "top"}
    free = {"border": 1, "valign": "top", "text_wrap": True, "locked": False, "num_format": "@"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "bg_color": "#1F5C57", "font_color": "#FFFFFF", "border": 1}),
        "code": book.add_format({"bold": True, "bg_color": "#EEF1F1", "num_format": "@"}),
        "known": book.add_format(grey | {"num_format": "@"}),
        "small": book.add_format(grey | {"font_color": "#8A9492", "num_format": "@"}),
        "free": book.add_format(free),
    }


def _list(book: Any, looks: dict[str, Any], page: Page) -> None:
    sheet = book.add_worksheet(LIST)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{page.step} {page.village} รอบ {page.round}", looks["title"])
    facts = (
        (CODE_LABEL, page.page_code),
        (VERSION_LABEL, str(page.version)),
        (EXPIRY_LABEL, show_day(page.expires_on, "th", short=True)),
    )
    for place, (label, value) in enumerate(facts):
        sheet.write_string(CODE_ROW, 2 * place, label, looks["plain"])
        sheet.write_string(CODE_ROW, 2 * place + 1, value, looks["code"])
    sheet.write_string(CODE_ROW + 1, 0, NOTE)
    for column, header in enumerate(HEADERS):
        sheet.write_string(HEADER_ROW, column, header, looks["head"])
    for place, line in enumerate(page.lines):
        row = FIRST_ROW + place
        sheet.write_number(row, 0, place + 1, looks["known"])
        written = Line(line.case, escape_cell(line.house_no), escape_cell(line.name))
        for column, text in enumerate((written.case, written.house_no, written.name), start=1):
            sheet.write_string(row, column, text, looks["known"])
        for column in (4, 5, 6):
            sheet.write_blank(row, column, None, looks["free"])
        sheet.write_string(row, 7, written.seal, looks["small"])
    _rules(sheet, page)
    sheet.protect("", {"sort": True, "autofilter": True})
    sheet.freeze_panes(FIRST_ROW, 3)
    _print(sheet)
    sheet.repeat_rows(HEADER_ROW)


def _rules(sheet: Any, page: Page) -> None:
    last = FIRST_ROW + max(len(page.lines), 1) - 1
    sheet.data_validation(FIRST_ROW, 5, last, 5, _rule("เหตุผล", "B", len(page.reasons)))
    row = FIRST_ROW
    # Neighbours of one kind share a rule: a rule for each row would make the file slow to write and to open.
    for added, lines in groupby(page.lines, key=lambda line: line.added):
        end = row + len(list(lines)) - 1
        letter, count = ("C", len(_outcomes(page, True))) if added else ("A", len(_outcomes(page, False)))
        sheet.data_validation(row, 4, end, 4, _rule("ผล", letter, count))
        row = end + 1


def _rule(name: str, letter: str, count: int) -> dict[str, str]:
    where = f"=ตัวเลือก!${letter}$1:${letter}${count}"
    return {"validate": "list", "source": where, "error_title": name, "error_message": "โปรดเลือกจากรายการ"}


def _outcomes(page: Page, added: bool) -> list[tuple[str, str]]:
    words = dict(page.outcomes)
    return [(code, words[code]) for code in offered(words, added=added)]


def _added(book: Any, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet(ADDED)
    for column, (header, width) in enumerate(zip(ADDED_HEADERS, (14, 32, 60), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, looks["head"])
    for row in range(1, ADDED_ROWS + 1):
        for column in range(len(ADDED_HEADERS)):
            sheet.write_blank(row, column, None, looks["free"])
    sheet.protect("")
    _print(sheet)


def _guide(book: Any, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(_GUIDE):
        sheet.write_string(row, 0, line, looks["plain"])


def _choices(book: Any, page: Page) -> None:
    sheet = book.add_worksheet("ตัวเลือก")
    for column, choices in enumerate((_outcomes(page, False), page.reasons, _outcomes(page, True))):
        for row, (_code, words) in enumerate(choices):
            sheet.write_string(row, column, words)
    sheet.hide()


def _print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P/&N")
