"""The workbook by which a province hands in its own manual: which sheets and columns it has, in the words of officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baansuk.thai.words import Words

ABOUT, DIMENSIONS, INDICATORS, AWAITED, LINES, OUTCOMES = (
    *("เกี่ยวกับกรอบ", "มิติ", "ตัวชี้วัด", "ข้อมูลที่รอ", "เส้นรายได้", "ผลที่นับ"),
)
# A row whose first cell says so shows how the sheet is filled, and is never taken.
EXAMPLE = "ตัวอย่าง"
MARK = "ตัวอย่าง/หมายเหตุ"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key it is read under, its header, what to write, and an example; ``needed`` may not be empty."""

    key: str
    header: str
    help: Words
    example: str = ""
    needed: bool = False
    width: int = 18


@dataclass(frozen=True, slots=True)
class BookForm:
    """A workbook that is filled and handed in: its first sheet as rows of things, the others as tables by name.

    ``needed`` are the sheets that a file must have; ``what`` is the form's name, for whoever hands in another file.
    """

    what: Words
    about: str
    about_rows: tuple[Column, ...]
    sheets: Mapping[str, tuple[Column, ...]]
    needed: tuple[str, ...]


UNITS: Mapping[str, str] = {"บุคคล": "person", "ครัวเรือน": "household", "หมู่บ้าน": "area"}
TYPES: Mapping[str, str] = {
    "ผ่าน/ไม่ผ่าน": "answer",
    "ใช่/ไม่ใช่": "yes_no",
    "จำนวน": "number",
    "ทศนิยม": "decimal",
    "เงิน": "money",
    "รหัส": "code",
    "ข้อความ": "text",
}
MISSING: Mapping[str, str] = {
    "ไม่ทราบจนกว่าจะตัดสินได้": "unknown",
    "ใช้เฉพาะที่ตอบครบ": "complete-cases",
    "ใช้เท่าที่ทราบ": "available",
}

SHEETS: Mapping[str, tuple[Column, ...]] = {
    DIMENSIONS: (
        Column("code", "รหัสมิติ", Words("อักษรอังกฤษตัวเล็ก ไม่เว้นวรรค", "Small Latin letters, no space"), "health", True),
        Column("th", "ชื่อมิติ", Words("ชื่อภาษาไทย", "Thai name"), "มิติด้านสุขภาพ", True, 34),
        Column("en", "ชื่ออังกฤษ", Words("เว้นว่างได้", "May be empty"), "Health", width=26),
        Column("weight", "น้ำหนัก", Words("เช่น 1/5 เว้นว่างทุกแถวถ้าเท่ากัน", "Such as 1/5; all empty for equal"), ""),
    ),
    INDICATORS: (
        Column("number", "ข้อที่", Words("เลขข้อตามคู่มือ", "The number in the manual"), "8", True, 8),
        Column("dimension", "มิติ", Words("รหัสหรือชื่อมิติจากแผ่น “มิติ”", "A code or name of the sheet “มิติ”"), "health", True, 22),
        Column("th", "ตัวชี้วัด", Words("ข้อความตามคู่มือ", "As the manual has it"),
               "ครัวเรือนสามารถดูแลตนเอง/สมาชิก เมื่อมีอาการเจ็บป่วยเบื้องต้น", True, 54),
        Column("en", "ตัวชี้วัด (อังกฤษ)", Words("เว้นว่างได้", "May be empty"), "The household cares for minor illness", width=34),
        Column("unit", "หน่วย", Words("บุคคล ครัวเรือน หรือหมู่บ้าน", "Person, household or village"), "ครัวเรือน", True, 12),
        Column("ages_from", "อายุตั้งแต่", Words("ปีเต็ม เว้นว่างถ้าทุกคน", "Completed years; empty for everybody"), "", width=11),
        Column("ages_to", "ถึงอายุ", Words("เว้นว่างถ้าขึ้นไป", "Empty for “and over”"), "", width=10),
        Column("rule_th", "เกณฑ์ผ่าน", Words("อธิบายเป็นภาษาไทย", "In Thai"), "ผ่านครบทั้ง 4 ข้อย่อย", True, 40),
        Column("rule_en", "เกณฑ์ผ่าน (อังกฤษ)", Words("เว้นว่างได้", "May be empty"), "All four parts are met", width=30),
        Column("applies", "กติกา: ใช้กับใคร", Words("เว้นว่างถ้าใช้คำตอบของแบบสำรวจ", "Empty: the survey's answer"), "", width=34),
        Column("passes", "กติกา: ผ่านเมื่อ", Words("เว้นว่างถ้าใช้คำตอบของแบบสำรวจ", "Empty: the survey's answer"), "", width=34),
        Column("fact", "ชื่อข้อมูลคำตอบ", Words("เว้นว่างให้ระบบตั้งให้", "Empty: the system names it"), "", width=18),
        Column("weight", "น้ำหนัก", Words("เว้นว่างทุกข้อถ้าเท่ากันในมิติ", "All empty for equal in a dimension"), "", width=10),
        Column("source", "หน้าในคู่มือ", Words("เช่น หน้า 42", "Such as page 42"), "หน้า 42", width=16),
    ),
    AWAITED: (
        Column("name", "ชื่อข้อมูล", Words("อักษรอังกฤษตัวเล็ก", "Small Latin letters"), "has_internet", True, 24),
        Column("type", "ชนิด", Words(" ".join(TYPES), "One of the kinds"), "ใช่/ไม่ใช่", True, 16),
        Column("th", "คำอธิบาย", Words("ภาษาไทย", "In Thai"), "ครัวเรือนมีอินเทอร์เน็ตใช้", True, 40),
        Column("en", "คำอธิบาย (อังกฤษ)", Words("เว้นว่างได้", "May be empty"), "The household has internet", width=34),
    ),
    LINES: (
        Column("name", "ชื่อเส้น", Words("อักษรอังกฤษตัวเล็ก", "Small Latin letters"), "line_bmn_income", True, 24),
        Column("th", "คำอธิบาย", Words("ภาษาไทย", "In Thai"), "เส้นรายได้ จปฐ.", True, 34),
        Column("value", "ค่า", Words("จำนวนบาท", "Baht"), "40000", True, 12),
        Column("valid_from", "ใช้ตั้งแต่", Words("วัน เดือน ปี พ.ศ.", "Day, month, Buddhist year"), "1 ม.ค. 2565", True, 16),
        Column("source", "แหล่งที่มา", Words("เอกสารและหน้า", "Document and page"), "คู่มือ จปฐ. 2565-2570 หน้า 60", True, 40),
    ),
    OUTCOMES: (
        Column("code", "รหัส", Words("อักษรอังกฤษตัวเล็ก", "Small Latin letters"), "poor_33", True, 16),
        Column("th", "ชื่อ", Words("ภาษาไทย", "In Thai"), "จนหลายมิติ (k = 1/3)", True, 34),
        Column("definition_th", "คำนิยาม", Words("นับใคร", "Who is counted"), "ขาดตั้งแต่ 1 ใน 3 ของน้ำหนัก", True, 44),
        Column("cutoff", "เกณฑ์ตัด", Words("เช่น 1/3 หรือ 20%", "Such as 1/3 or 20%"), "1/3", width=12),
        Column("rule", "หรือกติกา", Words("ถ้าไม่ใช้เกณฑ์ตัด", "Where there is no cut-off"), "", width=34),
    ),
}  # fmt: skip
# The first sheet is a list of what the framework is, one thing a row.
ABOUT_ROWS: tuple[Column, ...] = (
    Column("code", "รหัสกรอบ", Words("อักษรอังกฤษตัวเล็ก ตัวเลข ขีดกลาง", "Small Latin letters, digits, hyphen"), needed=True),
    Column("th", "ชื่อกรอบ", Words("ชื่อภาษาไทย", "Thai name"), needed=True),
    Column("en", "ชื่ออังกฤษ", Words("เว้นว่างได้", "May be empty")),
    Column("source", "แหล่งที่มา", Words("ชื่อคู่มือ ผู้จัดทำ ปี และลิงก์", "Manual, publisher, year, link"), needed=True),
    Column("valid_to", "ใช้ถึงวันที่", Words("เว้นว่างถ้ายังไม่กำหนด", "Empty while it has no end")),
    Column("expects", "จำนวนตัวชี้วัดตามคู่มือ", Words("ใช้ตรวจว่ากรอกครบ", "To check that none is missing")),
    Column("missing", "ค่าที่ไม่ทราบ", Words(" / ".join(MISSING), "How unknown answers count")),
    Column("note_th", "หมายเหตุ", Words("เว้นว่างได้", "May be empty")),
)
FRAMEWORK_FORM = BookForm(
    Words("แบบนำเข้ากรอบ", "the workbook for frameworks"), ABOUT, ABOUT_ROWS, SHEETS, (ABOUT, DIMENSIONS, INDICATORS)
)
