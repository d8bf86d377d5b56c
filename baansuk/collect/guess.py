"""Suggests how an unknown file might be declared: a field for each header, by its words and by what its cells look like."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from baansuk.collect import guess_codes as codes
from baansuk.collect.declaration import SourceDeclaration
from baansuk.collect.headers import header_key
from baansuk.collect.openings import open_file
from baansuk.collect.raw_tables import Top
from baansuk.people.fields import Field, load_fields
from baansuk.thai.digits import to_arabic
from baansuk.thai.ids import read_id

# Headers as agencies write them, beside the vocabulary's own words.
ALSO: Mapping[str, Sequence[str]] = {
    "national_id": ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขที่บัตรประชาชน", "CID", "PID13", "เลข13หลัก"),
    "full_name": ("ชื่อ-นามสกุล", "ชื่อ-สกุล", "ชื่อสกุล", "ชื่อ นามสกุล", "ชื่อและนามสกุล", "fullname", "name"),
    "title": ("คำนำหน้าชื่อ", "คำนำหน้านาม", "PRENAME"),
    "given_name": ("ชื่อตัว", "NAME", "firstname", "first_name"),
    "family_name": ("นามสกุล", "สกุล", "LNAME", "lastname", "last_name", "surname"),
    "birth_date": ("วันเดือนปีเกิด", "ว/ด/ป เกิด", "วันเกิด(พ.ศ.)", "BIRTH", "dob", "birthdate"),
    "sex": ("SEX", "gender"),
    "house_no": ("เลขที่บ้าน", "บ้านเลขที่", "HOUSE"),
    "village_no": ("หมู่", "หมู่ที่", "ม.", "VILLAGE"),
    "village_name": ("บ้าน", "ชื่อบ้าน", "หมู่บ้าน", "VILLANAME"),
    "tambon": ("ต.", "ตำบล/แขวง", "subdistrict"),
    "amphoe": ("อ.", "อำเภอ/เขต", "district"),
    "province": ("จ.", "province"),
    "address_line": ("ที่อยู่", "ที่อยู่ปัจจุบัน", "ที่อยู่ตามทะเบียนบ้าน", "address"),
    "area_code": ("รหัสหมู่บ้าน", "รหัสตำบล", "รหัสพื้นที่"),
    "house_code": ("รหัสบ้าน", "เลขรหัสประจำบ้าน", "HOUSE_ID"),
    "phone": ("เบอร์โทร", "เบอร์โทรศัพท์", "โทร", "หมายเลขโทรศัพท์", "MOBILE", "tel", "telephone"),
    "lat": ("latitude", "ละติจูด", "LATITUDE"),
    "lon": ("longitude", "lng", "ลองจิจูด", "LONGITUDE"),
    "observed_on": ("วันที่สำรวจ", "วันที่บันทึก", "วันสำรวจ"),
    "household_key": ("เลขที่แบบสอบถาม", "รหัสครัวเรือน", "เลขที่ครัวเรือน"),
    "relation": ("ความสัมพันธ์", "เกี่ยวข้องเป็น"),
    "father_id": ("FATHER", "เลขบัตรประชาชนบิดา"),
    "mother_id": ("MOTHER", "เลขบัตรประชาชนมารดา"),
    "spouse_id": ("COUPLE", "เลขบัตรประชาชนคู่สมรส"),
    "moved_in_on": ("MOVEIN", "วันที่ย้ายเข้า"),
    "left_on": ("DDISCHARGE", "วันที่จำหน่าย", "วันที่ย้ายออก"),
}
_DATE = re.compile(r"^\d{1,2}[-/. ]\S{1,12}[-/. ](\d{4})$|^(\d{4})-?\d{2}-?\d{2}")


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """One column of a file: what it might be read into ("" = keep as received), how sure (0 to 1), its first cells.

    ``values`` are its different values where they are few enough to be codes; ``meanings`` what each of them means.
    A file without a ``needed`` column is refused; ``names_rows`` columns say which row is which from file to file.
    """

    header: str
    field: str
    sure: float
    era: str
    samples: tuple[str, ...]
    values: tuple[str, ...] = ()
    meanings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    needed: bool = False
    names_rows: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """How a file might be declared: its kind, encoding, sheets, header row and columns."""

    kind: str
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    unit: str
    columns: tuple[GuessedColumn, ...] = dataclasses.field(default_factory=tuple)


def guess(path: Path, filename: str, sheet: str = "") -> Guess:
    """Open a file and suggest its declaration. Raises Refusal when it is no table or not safe to read."""
    return guesses(path, filename, sheet)[0]


def guesses(path: Path, filename: str, sheet: str = "") -> tuple[Guess, list[tuple[int, Guess]]]:
    """Suggest the declaration of the sheet that is named (else the longest), and of every other sheet by its number."""
    opened = open_file(path, filename)
    tops = opened.tops()
    filled = [top for top in tops if top.rows]
    first = next((one for one in tops if one.name == sheet), max(filled or tops, key=lambda one: len(one.rows)))
    kind = "text" if opened.kind == "text" else "workbook"
    names = tuple(one.name for one in tops)
    others = [
        (number, _guess_sheet(top, kind, opened.encoding, names))
        for number, top in enumerate(tops)
        if top is not first and len(top.rows) > 1 and not top.hidden
    ]
    return _guess_sheet(first, kind, opened.encoding, names), others


def _guess_sheet(top: Top, kind: str, encoding: str, sheets: tuple[str, ...]) -> Guess:
    row = guess_header_row(top)
    headers = top.rows[row - 1] if top.rows else ()
    columns = guess_fields(headers, top.rows[row:])
    unit = guess_unit(columns)
    columns = tuple(replace(one, needed=codes.is_needed(unit, one.field, one.sure)) for one in columns)
    return Guess(kind, encoding, top.name, sheets, row, unit, columns)


def guess_header_row(top: Top) -> int:
    """Return the row with most headers that are known, or else the first with as many cells as any."""
    known = _names()
    scored = [
        (sum(header_key(cell) in known for cell in cells), sum(bool(cell.strip()) for cell in cells), -number)
        for number, cells in enumerate(top.rows[:30], start=1)
    ]
    return -max(scored, default=(0, 0, -1))[2]


def guess_fields(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[GuessedColumn, ...]:
    """Suggest a field for each header; no field is given twice."""
    guessed: list[GuessedColumn] = []
    keys = {header_key(header) for header in headers}
    # Where given names have a column of their own, another column of names is somebody else's (a guardian, a head).
    own_names = any(_names().get(key) == "given_name" for key in keys)
    taken: set[str] = {"full_name"} if own_names else set()
    for place, header in enumerate(headers):
        column = [row[place].strip() if place < len(row) else "" for row in rows]
        cells = [cell for cell in column[:50] if cell]
        code, sure = _field_of(header, cells)
        if code in taken:
            code, sure = "", 0.0
        taken.add(code)
        is_date = code in load_fields() and load_fields()[code].type == "date"
        guessed.append(
            GuessedColumn(
                header.strip(),
                code,
                sure,
                _era(cells) if is_date else "",
                tuple(cells[:3]),
                values=codes.values_of(column),
                names_rows=codes.names_rows(header, [cell for row, cell in zip(rows, column, strict=True) if any(row)]),
            )
        )
    return tuple(guessed)


def guess_unit(columns: Sequence[GuessedColumn]) -> str:
    """Return ``person`` when somebody is named, else ``household`` when a house is, else ``area``."""
    fields = {column.field for column in columns}
    if fields & {"national_id", "full_name", "given_name"}:
        return "person"
    return "household" if fields & {"house_no", "house_code", "household_key"} else "area"


def _field_of(header: str, cells: Sequence[str]) -> tuple[str, float]:
    code = _names().get(header_key(header), "")
    looks = _by_cells(cells)
    if code:
        return code, 1.0 if looks in ("", code) else 0.8
    if looks:
        return looks, 0.6
    key = header_key(header)
    near = [(len(name), field_code) for name, field_code in _names().items() if len(name) > 3 and name in key]
    return (max(near)[1], 0.5) if near else ("", 0.0)


def _by_cells(cells: Sequence[str]) -> str:
    """Return the field whose values the cells look like, where looks alone are enough."""
    if len(cells) < 3:
        return ""
    arabic = [to_arabic(cell) for cell in cells]
    ids = [read_id(cell) for cell in arabic]
    if sum(i.kind in ("thai_id", "zero_number", "g_code") and i.problem is None for i in ids) > 0.6 * len(cells):
        return "national_id"
    phones = sum(bool(re.fullmatch(r"0[689]\d[- ]?\d{3}[- ]?\d{4}", cell)) for cell in arabic)
    if phones > 0.6 * len(cells):
        return "phone"
    titled = sum(bool(re.match(r"(นาย|นาง|นางสาว|น\.ส\.|ด\.[ชญ]\.|เด็ก)\S+\s+\S+", cell)) for cell in cells)
    return "full_name" if titled > 0.6 * len(cells) else ""


def _era(cells: Sequence[str]) -> str:
    years = [int(next(filter(None, found.groups()))) for cell in cells if (found := _DATE.match(to_arabic(cell)))]
    if not years:
        return "per_value"
    buddhist = sum(year > 2400 for year in years)
    return "BE" if buddhist == len(years) else "CE" if buddhist == 0 else "per_value"


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code, one in load_fields().items():
        for text in _words(one):
            names.setdefault(header_key(text), code)
    for code, texts in ALSO.items():
        names |= {header_key(text): code for text in texts}
    return names


def _words(one: Field) -> tuple[str, ...]:
    return (one.words.th, one.words.en, one.code, one.words.th.split(" (")[0])


def as_declaration(
    made: Guess, *, code: str, name_th: str, name_en: str, partner: str, agreement: str, chosen: Mapping[str, str]
) -> SourceDeclaration:
    """Make a declaration of a guess; ``chosen`` gives each header's field, ``""`` to keep as received, ``-`` to leave out."""
    columns = tuple(replace(one, field=chosen.get(one.header, one.field)) for one in made.columns)
    names = {"code": code, "name_th": name_th, "name_en": name_en, "partner": partner, "agreement": agreement}
    return SourceDeclaration.model_validate({**names, "table": [as_table(replace(made, columns=columns), code)]})


def as_table(made: Guess, name: str) -> dict[str, object]:
    """Return the table that a guess declares, as plain values of a declaration."""
    return {
        "name": name,
        "unit": made.unit,
        "kind": made.kind,
        "sheet": [made.sheet] if made.kind == "workbook" else [],
        "header_row": made.header_row,
        "row_key": [one.header for one in made.columns if one.header and one.names_rows and one.field != "-"],
        "columns": [_declared(one) for one in made.columns if one.header],
    }


def _declared(one: GuessedColumn) -> dict[str, object]:
    to = one.field
    if to == "-":
        return {"header": one.header, "ignore": "ไม่ใช้ / not used"}
    column: dict[str, object] = {"header": one.header, "required": one.needed}
    column |= {"field": to} if to else {"raw": True}
    if to in load_fields() and load_fields()[to].type == "date":
        column["era"] = one.era or "per_value"
    if codes.has_codes(to) and one.values:
        meant = {value: one.meanings.get(value, codes.guess_meaning(to, value)) for value in one.values}
        column["meanings"] = codes.meanings_to_declare(to, meant)
    return column
