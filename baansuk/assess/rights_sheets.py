"""The workbook by which a province hands in its own list of benefits: which sheets and columns it has, in the words of officers."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.assess.frameworks_sheets import TYPES, BookForm, Column
from baansuk.thai.words import Words

ABOUT, OFFICES, BENEFITS, CLAUSES, BANDS, AWAITED, COUNTS = (
    *("เกี่ยวกับรายการ", "หน่วยงานที่รับคำขอ", "สวัสดิการ", "เงื่อนไข", "อัตราตามอายุ"),
    *("ข้อมูลที่รอ", "จำนวนสมาชิก"),
)
KINDS: Mapping[str, str] = {"สิทธิ": "right", "เงินสงเคราะห์": "relief"}
UNITS: Mapping[str, str] = {"บุคคล": "person", "ครัวเรือน": "household"}
OF: Mapping[str, str] = {"ผู้มีชีวิต": "living", "ผู้เสียชีวิต": "dead"}
CERTAIN: Mapping[str, str] = {"ยืนยันแล้ว": "yes", "ยังไม่ยืนยัน": "no"}
PERS: Mapping[str, str] = {"เดือน": "month", "ปี": "year", "ครั้ง": "time"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS, "unit": UNITS, "of": OF, "certain": CERTAIN, "per": PERS, "type": TYPES,
}  # fmt: skip
_CODE = Words("อักษรอังกฤษตัวเล็ก ตัวเลข ขีดล่าง", "Small Latin letters, digits, underscore")
_DAY = Words("วัน/เดือน/ปี พ.ศ.", "Day/month/Buddhist year")
_EMPTY = Words("เว้นว่างได้", "May be empty")
_PAPERS = Words("คั่นแต่ละอย่างด้วย ;", "Parted by ;")
_WHOSE = Words("รหัสจากแผ่น “สวัสดิการ”", "A code of the sheet “สวัสดิการ”")
_WHEN = Words("เว้นว่างถ้ารหัสนั้นมีแถวเดียว", "Empty where the code has one row only")

SHEETS: Mapping[str, tuple[Column, ...]] = {
    OFFICES: (
        Column("code", "รหัสหน่วยงาน", _CODE, "local", True),
        Column("th", "ชื่อหน่วยงาน", Words("ชื่อภาษาไทย", "Thai name"), "อปท. (อบต./เทศบาล)", True, 36),
        Column("en", "ชื่ออังกฤษ", _EMPTY, "Local government", width=30),
    ),
    BENEFITS: (
        Column("code", "รหัสสวัสดิการ", _CODE, "elderly_allowance", True, 24),
        Column("th", "ชื่อสวัสดิการ", Words("ชื่อภาษาไทย", "Thai name"), "เบี้ยยังชีพผู้สูงอายุ", True, 36),
        Column("en", "ชื่ออังกฤษ", _EMPTY, "Old-age allowance", width=26),
        Column("kind", "ประเภท", Words(" / ".join(KINDS), "A right, or relief"), "สิทธิ", True, 14),
        Column("unit", "ให้ใคร", Words(" / ".join(UNITS), "Person or household"), "บุคคล", True, 12),
        Column("of", "ผู้เกี่ยวข้อง", Words("เว้นว่างคือผู้มีชีวิต", "Empty: the living"), "", width=12),
        Column("valid_from", "ใช้ตั้งแต่", _DAY, "1/10/2554", True, 14),
        Column("valid_to", "ใช้ถึง", Words("เว้นว่างถ้ายังไม่สิ้นสุด", "Empty while it has no end"), "", width=14),
        Column("certain", "อัตรายืนยันหรือไม่", Words(" / ".join(CERTAIN), "Confirmed or not"), "ยืนยันแล้ว", True, 16),
        Column("as_of", "วันที่ของแหล่งอ้างอิง", _DAY, "3/10/2566", True, 16),
        Column("source", "แหล่งอ้างอิง", Words("เอกสาร ระเบียบ หรือลิงก์", "Document, rule or link"), "ระเบียบ มท. 2566", True, 40),
        Column("instead_of", "แทนสวัสดิการ", Words("รหัสที่จะแทนเมื่อใช้บังคับ เว้นว่างได้", "The code it would replace"), "", width=20),
        Column("office", "ยื่นที่", Words("รหัสหรือชื่อหน่วยงาน", "Code or name of an office"), "local", True, 20),
        Column("per", "จ่ายต่อ", Words(" / ".join(PERS), "Month, year or time"), "เดือน", True, 10),
        Column("amount", "จำนวนบาท", Words("เว้นว่างถ้าอัตราต่างกันตามอายุ", "Empty where it goes by age"), "", width=12),
        Column("times", "จำนวนครั้งต่อปี", Words("เว้นว่างคือ 1", "Empty: 1"), "", width=12),
        Column("receives", "กติกา: ได้รับแล้วเมื่อ", Words("กติกาที่ให้ใช่/ไม่ใช่", "A rule of true or false"), "on_elderly", True, 40),
        Column("paid_from", "บัญชีที่จ่าย", Words("รหัสบัญชี คั่นด้วย ,", "Codes of lists, parted by ,"), "elderly", width=16),
        Column("papers_th", "เอกสารที่ใช้", _PAPERS, "บัตรประชาชน; ทะเบียนบ้าน", True, 44),
        Column("papers_en", "เอกสาร (อังกฤษ)", _PAPERS, "National id card; House registration", width=34),
        Column("check_th", "ข้อควรรู้", _EMPTY, "", width=34),
        Column("check_en", "ข้อควรรู้ (อังกฤษ)", _EMPTY, "", width=30),
        Column("excludes", "ไม่ให้พร้อมกับ", Words("รหัส คั่นด้วย ,", "Codes, parted by ,"), "", width=20),
    ),
    CLAUSES: (
        Column("benefit", "รหัสสวัสดิการ", _WHOSE, "elderly_allowance", True, 24),
        Column("valid_from", "ของรุ่นที่ใช้ตั้งแต่", _WHEN, "", width=16),
        Column("rule", "กติกา", Words("ต้องเป็นจริงทุกข้อจึงมีสิทธิ", "All must be true"), "age >= 60", True, 44),
        Column("th", "เงื่อนไข", Words("ภาษาไทย", "In Thai"), "อายุ 60 ปีขึ้นไป", True, 40),
        Column("en", "เงื่อนไข (อังกฤษ)", _EMPTY, "aged 60 or over", width=34),
    ),
    BANDS: (
        Column("benefit", "รหัสสวัสดิการ", _WHOSE, "elderly_allowance", True, 24),
        Column("valid_from", "ของรุ่นที่ใช้ตั้งแต่", _WHEN, "", width=16),
        Column("from", "อายุตั้งแต่", Words("ปีเต็ม", "Completed years"), "60", True, 12),
        Column("to", "ถึงอายุ", Words("เว้นว่างถ้าขึ้นไป", "Empty for “and over”"), "69", width=12),
        Column("amount", "จำนวนบาท", Words("บาท", "Baht"), "600", True, 12),
    ),
    AWAITED: (
        Column("name", "ชื่อข้อมูล", _CODE, "funeral_help", True, 26),
        Column("type", "ชนิด", Words(" ".join(TYPES), "One of the kinds"), "ใช่/ไม่ใช่", True, 16),
        Column("th", "คำอธิบาย", Words("ภาษาไทย", "In Thai"), "ได้รับค่าจัดการศพแล้ว", True, 40),
        Column("en", "คำอธิบาย (อังกฤษ)", _EMPTY, "Funeral help was received", width=34),
    ),
    COUNTS: (
        Column("name", "ชื่อจำนวน", _CODE, "elders", True, 20),
        Column("rule", "กติกา: นับสมาชิกที่", Words("กติกาของสมาชิกแต่ละคน", "A rule of each member"), "age >= 60", True, 40),
        Column("th", "คำอธิบาย", Words("ภาษาไทย", "In Thai"), "จำนวนสมาชิกอายุ 60 ปีขึ้นไป", True, 40),
        Column("en", "คำอธิบาย (อังกฤษ)", _EMPTY, "Members aged 60 or over", width=34),
    ),
}  # fmt: skip
ABOUT_ROWS: tuple[Column, ...] = (
    Column("source", "แหล่งที่มาของรายการ", Words("ใครรวบรวม จากอะไร", "Who put it together, from what"), needed=True),
)
BENEFITS_FORM = BookForm(
    Words("แบบหลักเกณฑ์สวัสดิการ", "the workbook of benefits"),
    ABOUT,
    ABOUT_ROWS,
    SHEETS,
    (ABOUT, OFFICES, BENEFITS, CLAUSES, BANDS),
)
