"""Writes the list of benefits as a workbook that a keeper changes, extends and hands in again."""

from __future__ import annotations

from pathlib import Path

from baansuk.assess.frameworks_template import day_in_cell, write_book
from baansuk.assess.rights import OLDEST, Benefit, Benefits
from baansuk.assess.rights_sheets import AWAITED, BANDS, BENEFITS, BENEFITS_FORM, CHOICES, CLAUSES, COUNTS, OFFICES

GUIDE = (
    "1. ไฟล์นี้มีหลักเกณฑ์ที่ใช้อยู่ครบแล้ว แก้หรือเพิ่มแถวได้ แถวที่ลบออกจะเลิกใช้ในรุ่นใหม่",
    "2. แถวที่ช่องแรกเขียนว่า “ตัวอย่าง” ระบบไม่นำเข้า",
    "3. เมื่ออัตราเปลี่ยน อย่าแก้แถวเดิม ให้ใส่วัน “ใช้ถึง” ในแถวเดิม แล้วเพิ่มแถวใหม่รหัสเดิมที่ “ใช้ตั้งแต่” วันถัดไป พร้อมเงื่อนไขและอัตราของแถวใหม่",
    "4. อัตราเท่ากันทุกคนกรอกช่อง “จำนวนบาท” อัตราต่างกันตามอายุเว้นช่องนั้นไว้แล้วกรอกแผ่น “อัตราตามอายุ”",
    "5. ช่องสีเข้มต้องกรอก ใช้เลขไทยหรืออารบิกก็ได้ ปีเป็น พ.ศ.",
    "6. นำเข้าแล้วระบบจะแสดงสิ่งที่เข้าใจ สิ่งที่ต้องแก้ และจำนวนคนที่คำตอบเปลี่ยน ยังไม่มีผลจนกว่าผู้ดูแลคนที่สองอนุมัติ",
)
PAPERS_PARTED, CODES_PARTED = "; ", ", "


def write_benefits(path: Path, listed: Benefits) -> None:
    """Write the workbook of a list: all that it says stands in it, so that what comes back unchanged is the same list."""
    twice = {one.code for one in listed.benefit if sum(other.code == one.code for other in listed.benefit) > 1}
    known = {
        OFFICES: [{"code": one.code, "th": one.th, "en": one.en} for one in listed.office],
        BENEFITS: [benefit_cells(one) for one in listed.benefit],
        CLAUSES: [
            _whose(one, twice) | {"rule": clause.rule, "th": clause.th, "en": clause.en}
            for one in listed.benefit
            for clause in one.clause
        ],
        BANDS: [
            _whose(one, twice)
            | {"from": str(band.from_), "to": "" if band.to == OLDEST else str(band.to), "amount": f"{band.amount:f}"}
            for one in listed.benefit
            for band in one.band
        ],
        AWAITED: [
            {"name": one.name, "type": _chosen("type", one.type), "th": one.th, "en": one.en} for one in listed.awaited
        ],
        COUNTS: [{"name": one.name, "rule": one.rule, "th": one.th, "en": one.en} for one in listed.count],
    }
    write_book(path, BENEFITS_FORM, GUIDE, {"source": listed.about.source}, known, CHOICES)


def _whose(one: Benefit, twice: set[str]) -> dict[str, str]:
    """The benefit that a row is of; with its first day where the code has several rows."""
    return {"benefit": one.code, "valid_from": day_in_cell(one.valid_from) if one.code in twice else ""}


def benefit_cells(one: Benefit) -> dict[str, str]:
    """Return what stands in the row of a benefit, by the keys of its columns."""
    return {
        "code": one.code,
        "th": one.th,
        "en": one.en,
        "kind": _chosen("kind", one.kind),
        "unit": _chosen("unit", one.unit),
        "of": _chosen("of", one.of) if one.of != "living" else "",
        "valid_from": day_in_cell(one.valid_from),
        "valid_to": day_in_cell(one.valid_to) if one.valid_to else "",
        "certain": _chosen("certain", "yes" if one.certain else "no"),
        "as_of": day_in_cell(one.as_of),
        "source": one.source,
        "instead_of": one.instead_of,
        "office": one.office,
        "per": _chosen("per", one.per),
        "amount": f"{one.amount:f}" if one.amount is not None else "",
        "times": str(one.times) if one.times != 1 else "",
        "receives": one.receives,
        "paid_from": CODES_PARTED.join(one.paid_from),
        "papers_th": PAPERS_PARTED.join(one.papers_th),
        "papers_en": PAPERS_PARTED.join(one.papers_en),
        "check_th": one.check_th,
        "check_en": one.check_en,
        "excludes": CODES_PARTED.join(one.excludes),
    }


def _chosen(key: str, value: str) -> str:
    """How a value is written in a cell of choices."""
    return next(said for said, kept in CHOICES[key].items() if kept == value)


def said_of_clauses(one: Benefit) -> str:
    """Return the conditions of a benefit as a text to compare."""
    return "\n".join(f"{clause.th}: {clause.rule}" for clause in one.clause)


def said_of_bands(one: Benefit) -> str:
    """Return the rates by age of a benefit as a text to compare."""
    return "\n".join(f"{band.from_}–{band.to if band.to < OLDEST else ''}: {band.amount:f}" for band in one.band)
