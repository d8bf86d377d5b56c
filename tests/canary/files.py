"""The files in which the canary's persons arrive, and how they are declared."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl

from tests.canary import marks

FIELDS = {
    "บ้าน": "household_key",
    "เลขประจำตัว": "national_id",
    "ชื่อ": "given_name",
    "สกุล": "family_name",
    "เพศ": "sex",
    "วันเกิด": "birth_date",
    "โทรศัพท์": "phone",
    "ความพิการ": "disability_kind",
    "ชาติพันธุ์": "ethnicity",
    "สัญชาติ": "nationality",
    "โรคเรื้อรัง": "chronic_illness",
    "บ้านเลขที่": "house_no",
    "รหัสหมู่บ้าน": "area_code",
    "ความสัมพันธ์": "relation",
    "บิดา": "father_id",
}
NOTE = "บันทึก"
NUMBERED = "ลำดับ"
HEADERS = [NUMBERED, *FIELDS, NOTE]


def declaration(kind: str) -> str:
    """Return how files called canary_text_1… (or _book_) are read; each is a part of its own, so that all count."""
    columns = [f'{{ header = "{NUMBERED}", raw = true }}', f'{{ header = "{NOTE}", raw = true }}']
    for header, field in FIELDS.items():
        era = ', era = "BE"' if field == "birth_date" else ""
        columns.append(f'{{ header = "{header}", field = "{field}"{era} }}')
    listed = ",\n  ".join(columns)
    name = "book" if kind == "workbook" else "text"
    return f"""
code = "canary_{name}"
name_th = "ทะเบียนทดสอบการรั่ว (สมมุติ)"
name_en = "Canary register (fictional)"
partner = "CDD"
agreement = "SAMPLE-2569"
delivery = "full"
part = {{ pattern = 'canary_{name}_(?P<part>\\d)' }}

[[table]]
name = "persons"
unit = "person"
kind = "{kind}"
filename = ["canary_{name}_*"]
rows = [1, 100000]
error_share = 0.2
row_key = ["{NUMBERED}"]
columns = [
  {listed},
]
"""


def row_of(person: int, village: str) -> list[str]:
    """Return a person's row; of some the number or an answer is one that nobody can read."""
    number = marks.number_of(person)
    if person % 50 == 7:
        number = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = f"{marks.ILLNESS.core}{person}" if person % 50 == 3 else ("มี" if person % 3 else "ไม่มี")
    return [
        str(person + 1),
        f"K{person // 4}",
        number,
        marks.given_of(person),
        marks.family_of(person),
        "ชาย" if person % 2 else "หญิง",
        f"{person % 28 + 1:02}/05/{2500 + person % 60}",
        marks.phone_of(person),
        f"{marks.DISABILITY.core}{person}" if person % 5 == 0 else "",
        f"{marks.ETHNICITY.core}{person}",
        f"{marks.NATIONALITY.core}{person}",
        answer,
        marks.house_of(person),
        village,
        "หัวหน้าครัวเรือน" if person % 4 == 0 else "",
        marks.number_of(person - 1) if person % 4 == 2 else "",
        f"{marks.NOTE.core} โทร {marks.phone_of(person)} บัตร {number}",
    ]


def write_csv(path: Path, persons: range, village: str, encoding: str = "utf-8-sig") -> Path:
    """Write persons as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *(row_of(person, village) for person in persons)])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_workbook(path: Path, persons: range, village: str) -> Path:
    """Write persons as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADERS, *(row_of(person, village) for person in persons)]:
        sheet.append(row)
    book.save(path)
    return path
