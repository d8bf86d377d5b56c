"""Small files for the tests: a source called ``people`` and ways to write its rows as text and as workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl

from baansuk.collect.declaration import SourceDeclaration, read_declaration
from baansuk.collect.openings import open_file
from baansuk.collect.place_reading import Places
from baansuk.collect.reading import FileRead, read_file
from baansuk.places.names import AreaName
from baansuk.places.place_tables import PlaceTable
from baansuk.places.resolver import Resolver
from baansuk.thai.words import Refusal

TODAY = date(2026, 11, 1)
ID_1, ID_2, ID_3 = "1000000000009", "3000000000129", "5000000000036"
HEADERS = (
    "ที่",
    "เลขประจำตัว",
    "ชื่อ-สกุล",
    "วันเกิด",
    "บ้านเลขที่",
    "หมู่ที่",
    "ตำบล",
    "รหัสพื้นที่",
    "รายได้",
    "ละติจูด",
    "ลองจิจูด",
    "วันที่สำรวจ",
    "อาชีพ",
)
ROW = ("1", ID_1, "นางสมมุติ ตัวอย่าง", "02/05/2510", "12/3", "4", "ทุ่งตัวอย่าง", "", "1000", "", "", "", "ทำนา")

PEOPLE = """
code = "people"
name_th = "บัญชีทดสอบ"
name_en = "Test list"
partner = "TEST"
agreement = "SAMPLE-2569"
part = { pattern = '_part(?P<part>\\d+)' }

[[table]]
name = "people"
unit = "person"
kind = "%s"
filename = ["people*"]
sheet = ["คน"]
error_share = 0.5
row_key = ["ที่"]
presence = { welfare_card = true }
columns = [
  { header = "ที่", raw = true },
  { header = "เลขประจำตัว", field = "national_id", required = true },
  { header = "ชื่อ-สกุล", field = "full_name", required = true },
  { header = "วันเกิด", field = "birth_date", era = "BE" },
  { header = "บ้านเลขที่", field = "house_no" },
  { header = "หมู่ที่", field = "village_no" },
  { header = "ตำบล", field = "tambon" },
  { header = "รหัสพื้นที่", field = "area_code" },
  { header = "รายได้", field = "income_person_year" },
  { header = "ละติจูด", field = "lat" },
  { header = "ลองจิจูด", field = "lon" },
  { header = "วันที่สำรวจ", field = "observed_on", era = "BE" },
  { header = "อาชีพ", field = "occupation" },
]
"""


def people(kind: str = "text", **changes: str) -> SourceDeclaration:
    """Return the declaration of the test source, with words of its TOML replaced."""
    text = PEOPLE % kind
    for old, new in changes.items():
        text = text.replace(WORDS[old], new)
    return read_declaration(text)


WORDS = {"birth_era": 'field = "birth_date", era = "BE"', "error_share": "error_share = 0.5"}


def row(**cells: str) -> tuple[str, ...]:
    """Return a good row with some cells changed, named by their place in ``PLACES``."""
    changed = list(ROW)
    for name, cell in cells.items():
        changed[PLACES[name]] = cell
    return tuple(changed)


PLACES = {
    name: place
    for place, name in enumerate(
        ["nr", "id", "name", "birth", "house", "village", "tambon", "area", "income", "lat", "lon", "observed", "job"]
    )
}


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", end: str = "\r\n", by: str = ",") -> bytes:
    """Return rows below the header as delimited text, quoted where needed."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in (by, '"', "\n", "\r")) else text

    lines = [by.join(cell(text) for text in line) for line in (HEADERS, *rows)]
    return (end.join(lines) + end).encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]], *, above: Sequence[Sequence[object]] = (), sheet: str = "คน") -> bytes:
    """Return a workbook of the test source."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in (*above, HEADERS, *rows):
        book.active.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(content: bytes, change: dict[str, bytes], add: dict[str, bytes] | None = None) -> bytes:
    """Return a zip with the text of some entries changed (old -> new) or entries added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return out.getvalue()


@cache
def some_places() -> Places:
    """Return a province 99 with two tambons and one retired village."""
    names = [
        ("99", "สมมุติ"),
        ("9901", "สมมุติเหนือ"),
        ("990101", "ทุ่งตัวอย่าง"),
        ("990102", "ป่าตัวอย่าง"),
        ("99010104", "บ้านตัวอย่างงาม"),
        ("99010105", "บ้านตัวอย่างดี"),
        ("99010201", "บ้านตัวอย่างใหม่"),
    ]
    areas = [AreaName(code, name, "") for code, name in names]
    resolver = Resolver(areas, [("99010190", "99010104")])
    return Places(PlaceTable(resolver), "99", (9.0, 101.0, 10.0, 102.5))


@dataclass
class Got:
    """What came of reading a file: the clean rows, the issues by code, and the counts."""

    rows: pl.DataFrame
    issues: pl.DataFrame
    read: FileRead

    @property
    def codes(self) -> list[tuple[int, str, str]]:
        """Return row, code and answer of each issue."""
        return sorted(self.issues.select("row", "code", "answer").rows())

    def only(self, column: str) -> object:
        """Return the value of a column in the only clean row."""
        assert len(self.rows) == 1, self.codes
        return self.rows[column][0]


def got(
    content: bytes,
    tmp_path: Path,
    *,
    name: str = "people.csv",
    declaration: SourceDeclaration | None = None,
    sheet: str = "",
) -> Got:
    """Read a file of the test source."""
    path = tmp_path / "raw"
    path.write_bytes(content)
    opened = open_file(path, name)
    declared = declaration or people("text" if opened.kind == "text" else "workbook")
    out = tmp_path / "read"
    read = read_file(opened, name, declared, some_places(), out, today=TODAY, delivery=7, sheet=sheet)
    table = read.tables[0].name
    return Got(pl.read_parquet(out / f"{table}.parquet"), pl.read_parquet(out / "issues.parquet"), read)


def refused(content: bytes, tmp_path: Path, **how: object) -> str:
    """Return the code under which a file is refused; fails when it is taken."""
    try:
        got(content, tmp_path, **how)  # type: ignore[arg-type]  # passed on as they are
    except Refusal as refusal:
        assert refusal.words.th
        assert refusal.words.en
        return refusal.code
    raise AssertionError("the file was taken")
