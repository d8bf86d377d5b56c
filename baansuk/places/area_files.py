"""Area lists as people hand them over (CSV), read and checked before anything is written."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from baansuk.places.names import AMPHOE, PROVINCE, TAMBON, VILLAGE, parents_of, without_prefix, written_code
from baansuk.places.refusals import refuse
from baansuk.places.sheets import Sheet, day_of, point_of, read_sheet
from baansuk.thai.text import clean

LEVEL_WORDS = {
    PROVINCE: ("province", "จังหวัด"),
    AMPHOE: ("amphoe", "อำเภอ"),
    TAMBON: ("tambon", "ตำบล"),
    VILLAGE: ("village", "หมู่บ้าน"),
}
# Headings by level: our own, then those of OCHA COD-AB in its older (ADM3_PCODE) and newer (adm3_name1) spelling.
_HEADINGS = {
    level: {
        "code": (f"{name}_code", f"adm{number}_pcode"),
        "th": (f"{name}_th", f"adm{number}_th", f"adm{number}_name1"),
        "en": (f"{name}_en", f"adm{number}_en", f"adm{number}_name"),
    }
    for number, (level, (name, _)) in enumerate(LEVEL_WORDS.items(), start=1)
}
_PLAIN = {"code": ("code", "area_code", "pcode"), "th": ("name_th", "th"), "en": ("name_en", "en")}
_THAI_LETTER = re.compile("[ก-๙]")
MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of a list with the number of the line that names it first; None and "" where the list is silent."""

    code: str
    name_th: str
    name_en: str
    row: int
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    point_source: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass
class AreaList:
    """What one or more area files hold; ``outline_of`` gives the code under which an area's outline is filed."""

    areas: dict[str, AreaRow] = field(default_factory=dict)
    outline_of: dict[str, str] = field(default_factory=dict)
    # Codes that stand as parents without a name of their own: they must be held already.
    parents: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a level stands in a sheet; ``th`` is "" when the sheet only points at areas of this level."""

    code: str
    th: str
    en: str


def read_areas(path: Path, into: AreaList | None = None, *, only: int | None = None) -> AreaList:
    """Read an area list: one line for each tambon (or village), parents beside it, or plain code, name_th, name_en.

    ``into`` adds to a list read before; ``only`` asks for one level, as of a file of villages. Codes are DOPA codes of 2, 4, 6 or 8 digits, with or without ``TH``. Raises Refusal with the row and column for a
    code that is none, a parent that does not fit, one code with two names, a blank name, a point off the earth.
    """
    sheet = read_sheet(path)
    found = into or AreaList()
    levels = _levels(sheet)
    for number, cells in sheet.rows:
        above = ""
        for place, (level, columns) in enumerate(levels):
            code = _code(sheet, number, cells, columns.code, level)
            if not code.startswith(above):
                _refuse_parent(sheet, number, columns.code, code, above)
            _take(sheet, found, number, cells, columns, code, deepest=place == len(levels) - 1)
            above = code
        if only and len(above) != only:
            _refuse_level(sheet, number, above, only)
    return found


def _levels(sheet: Sheet) -> list[tuple[int, _Columns]]:
    """Return the levels of the sheet from the widest down; level 0 stands for a plain list of codes of any level."""
    levels = []
    for level, names in _HEADINGS.items():
        if code := sheet.heading(*names["code"]):
            levels.append((level, _Columns(code, sheet.heading(*names["th"]), sheet.heading(*names["en"]))))
    if not levels and sheet.heading(*_PLAIN["code"]):
        levels = [
            (0, _Columns(sheet.need(*_PLAIN["code"]), sheet.heading(*_PLAIN["th"]), sheet.heading(*_PLAIN["en"])))
        ]
    if not levels:
        sheet.need(*(names["code"][0] for names in _HEADINGS.values()), "adm3_pcode", "code")
    level, deepest = levels[-1]
    if not deepest.th:
        sheet.need(*(_HEADINGS[level] if level else _PLAIN)["th"])
    return levels


def _code(sheet: Sheet, number: int, cells: dict[str, str], column: str, level: int) -> str:
    code = written_code(cells[column])
    if not code or (level and len(code) != level):
        digits = str(level) if level else "2, 4, 6, 8"
        refuse(
            "places.bad_code",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {column}: “{cells[column]}” ไม่ใช่รหัสพื้นที่ {digits} หลัก",
            f"{sheet.name} row {number} column {column}: “{cells[column]}” is not an area code of {digits} digits",
        )
    return code


def _take(
    sheet: Sheet, found: AreaList, number: int, cells: dict[str, str], columns: _Columns, code: str, *, deepest: bool
) -> None:
    """Add one area of one row, or check that it says the same as before."""
    if not columns.th:
        found.parents.setdefault(code, number)
        return
    known = found.areas.get(code)
    written_th, written_en = cells[columns.th], cells.get(columns.en, "")
    if known and known.name_th == written_th and not deepest:
        return  # the parent named again on the next line, as nearly every line does
    thai, english = _names(sheet, number, columns, code, written_th, written_en)
    if known and known.name_th != thai:
        refuse(
            "places.two_names",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {columns.th}: รหัส {code} ชื่อ “{thai}” แต่แถว {known.row} ชื่อ “{known.name_th}”",
            f"{sheet.name} row {number} column {columns.th}: code {code} is “{thai}” here and “{known.name_th}” in row {known.row}",
        )
    if deepest:
        found.areas[code] = _deepest(sheet, number, cells, code, thai, english)
        if filed := written_code(cells.get("polygon_code", "")):
            found.outline_of[code] = filed
    elif not known:
        found.areas[code] = AreaRow(code, thai, english, number)
    for parent in parents_of(code)[-1:]:
        found.parents.setdefault(parent, number)


def _names(sheet: Sheet, number: int, columns: _Columns, code: str, th: str, en: str) -> tuple[str, str]:
    level = len(code)
    thai, english = clean(th), clean(en)
    if level != VILLAGE:
        thai, english = without_prefix(thai, level), without_prefix(english, level)
    if _THAI_LETTER.search(english) and not _THAI_LETTER.search(thai):
        thai, english = english, thai
    if not thai or len(thai) > MOST_LETTERS or len(english) > MOST_LETTERS:
        refuse(
            "places.bad_name",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {columns.th}: รหัส {code} ไม่มีชื่อ หรือชื่อยาวเกิน {MOST_LETTERS} ตัวอักษร",
            f"{sheet.name} row {number} column {columns.th}: code {code} has no name, or one of more than {MOST_LETTERS} letters",
        )
    return thai, english


def _deepest(sheet: Sheet, number: int, cells: dict[str, str], code: str, thai: str, english: str) -> AreaRow:
    lat, lon = point_of(sheet, number, cells)
    return AreaRow(
        code,
        thai,
        english,
        number,
        postcode=_postcode(sheet, number, cells),
        lat=lat,
        lon=lon,
        point_source=cells.get("latlon_source", "")[:20] or ("list" if lat is not None else ""),
        valid_from=day_of(sheet, number, cells, "valid_from"),
        valid_to=day_of(sheet, number, cells, "valid_to"),
    )


def _postcode(sheet: Sheet, number: int, cells: dict[str, str]) -> str:
    written = cells.get("postcode", "")
    if written and not re.fullmatch("[0-9]{5}", written):
        refuse(
            "places.bad_postcode",
            f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ postcode: “{written}” ไม่ใช่รหัสไปรษณีย์ 5 หลัก",
            f"{sheet.name} row {number} column postcode: “{written}” is not a postcode of 5 digits",
        )
    return written


def _refuse_parent(sheet: Sheet, number: int, column: str, code: str, above: str) -> NoReturn:
    refuse(
        "places.wrong_parent",
        f"ไฟล์ {sheet.name} แถว {number} คอลัมน์ {column}: รหัส {code} ไม่ได้อยู่ใต้ {above} ของแถวเดียวกัน",
        f"{sheet.name} row {number} column {column}: code {code} does not lie under {above} of the same row",
    )


def _refuse_level(sheet: Sheet, number: int, code: str, only: int) -> NoReturn:
    refuse(
        "places.bad_code",
        f"ไฟล์ {sheet.name} แถว {number}: รหัส {code} ไม่ใช่รหัส{LEVEL_WORDS[only][1]} {only} หลัก",
        f"{sheet.name} row {number}: {code} is not the {only}-digit code of a {LEVEL_WORDS[only][0]}",
    )
