"""The words of the register's labels, as every figure's definition and the help page say them."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Label:
    """One label of households: its measure in the figures, its name, and exactly what it counts."""

    measure: str
    name: Words
    meaning: Words


LABELS = (
    Label(
        "label.bmn_fail",
        Words("ตกเกณฑ์ จปฐ.", "Fail the basic needs"),
        Words(
            "ครัวเรือนที่ไม่ผ่านตัวชี้วัดความจำเป็นพื้นฐาน (จปฐ.) อย่างน้อยหนึ่งข้อ จากการสำรวจรอบที่ใช้",
            "Households that fail at least one basic minimum need (BMN) indicator in the survey round in use",
        ),
    ),
    Label(
        "label.mpi_poor",
        Words("จนหลายมิติ", "Poor in many dimensions"),
        Words(
            "ครัวเรือนที่ขาดในมิติของ TPMAP (สุขภาพ ความเป็นอยู่ การศึกษา รายได้ การเข้าถึงบริการรัฐ) อย่างน้อยหนึ่งมิติ",
            "Households lacking in at least one TPMAP dimension: health, living, education, income, access to services",
        ),
    ),
    Label(
        "label.target_poor",
        Words("คนจนเป้าหมาย", "Target poor"),
        Words(
            "ครัวเรือนที่จนหลายมิติและมีคนลงทะเบียนบัตรสวัสดิการแห่งรัฐด้วย",
            "Households poor in many dimensions where somebody also holds the state welfare card",
        ),
    ),
    Label(
        "label.no_list",
        Words("ไม่อยู่ในบัญชีใด", "On no list"),
        Words(
            "ครัวเรือนที่ยังไม่มีหน่วยงานใดมีชื่อไว้ในบัญชีความช่วยเหลือ",
            "Households that no agency yet has on a list of help",
        ),
    ),
)
