"""Why might two records be one person, or not? An agreement pattern said in sentences, strong and weak apart.

A pattern is the text of its levels in a fixed order, ``id:unknown given:same family:sound …``; the linker writes it, the
clerk reads it here. A level that is not in the table is an error of the linker and is said as it stands, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.thai.words import Words

FOR, AGAINST, SILENT = "for", "against", "silent"
FIELDS = ("id", "given", "family", "birth", "place", "sex", "phone")
NAMES: Mapping[str, Words] = {
    "id": Words("เลขประจำตัว", "Id number"),
    "given": Words("ชื่อ", "Given name"),
    "family": Words("นามสกุล", "Family name"),
    "birth": Words("วันเกิด", "Date of birth"),
    "place": Words("ที่อยู่", "Address"),
    "sex": Words("เพศ", "Sex"),
    "phone": Words("โทรศัพท์", "Phone"),
}


# An id number is never put into a sentence, whoever calls; an address is told by the level already.
UNTOLD = ("id", "place")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one level of one field says: for or against one person (or nothing), how strongly, in both languages."""

    side: str
    strong: bool
    words: Words


def _for(th: str, en: str, *, strong: bool = False) -> Meaning:
    return Meaning(FOR, strong, Words(th, en))


def _against(th: str, en: str, *, strong: bool = False) -> Meaning:
    return Meaning(AGAINST, strong, Words(th, en))


def _silent(th: str, en: str) -> Meaning:
    return Meaning(SILENT, False, Words(th, en))


MEANINGS: Mapping[str, Mapping[str, Meaning]] = {
    "id": {
        "same": _for("เลขประจำตัวตรงกันทุกหลักและถูกต้อง", "The same valid id number", strong=True),
        "near": _for(
            "เลขประจำตัวต่างกันเพียงพลั้งมือครั้งเดียว และเลขหนึ่งไม่ถูกต้อง",
            "The id numbers differ by one slip, and one of them is not valid",
        ),
        "different": _against(
            "เลขประจำตัวถูกต้องทั้งคู่ แต่เป็นคนละเลข", "Both id numbers are valid, and they differ", strong=True
        ),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่มีเลขประจำตัวที่ใช้ได้", "One side has no usable id number"),
    },
    "given": {
        "same": _for("ชื่อตรงกัน", "The same given name"),
        "sound": _for("เสียงเหมือนกัน สะกดต่างกัน", "The same sound, another spelling"),
        "near": _for("ชื่อสะกดต่างกันเล็กน้อย", "The given names are spelled almost alike"),
        "part": _for(
            "ชื่อหนึ่งเป็นตัวย่อหรือส่วนต้นของอีกชื่อ หรือชื่อกับนามสกุลสลับช่อง",
            "One name is an initial or the beginning of the other, or given and family name are swapped",
        ),
        "different": _against("ชื่อต่างกัน", "The given names differ", strong=True),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่บอกชื่อ", "One side gives no given name"),
    },
    "family": {
        "same": _for("นามสกุลตรงกัน (คนบ้านเดียวกันก็ตรงกันได้)", "The same family name (as a whole family has)"),
        "sound": _for("นามสกุลเสียงเหมือนกัน สะกดต่างกัน", "The family names sound the same, spelled differently"),
        "near": _for("นามสกุลสะกดต่างกันเล็กน้อย", "The family names are spelled almost alike"),
        "part": _for("นามสกุลหนึ่งเป็นส่วนต้นของอีกนามสกุล", "One family name is the beginning of the other"),
        "different": _against(
            "นามสกุลต่างกัน (อาจเปลี่ยนหลังสมรสหรือหย่า)", "The family names differ (marriage or divorce may explain it)"
        ),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่บอกนามสกุล", "One side gives no family name"),
    },
    "birth": {
        "same": _for("วันเดือนปีเกิดตรงกัน", "Born on the same day", strong=True),
        "near": _for(
            "วันเกิดต่างกันเพียงส่วนเดียว หรือวันกับเดือนสลับกัน", "One part of the birth date differs, or day and month are swapped"
        ),
        "year": _for("ปีเกิดตรงกัน ไม่ทราบวันเดือน", "The same year of birth; day and month not known"),
        "close": _for("ปีเกิดต่างกันหนึ่งปี ไม่ทราบวันเดือน", "The years of birth are one apart; day and month not known"),
        "different": _against("วันเกิดต่างกัน", "The dates of birth differ", strong=True),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่บอกวันเกิด", "One side gives no date of birth"),
    },
    "place": {
        "house": _for("บ้านหลังเดียวกัน", "The same house", strong=True),
        "number": _for("บ้านเลขที่เดียวกัน ฝ่ายหนึ่งไม่บอกหมู่", "The same house number; one side gives no village"),
        "village": _for("หมู่บ้านเดียวกัน", "The same village"),
        "tambon": _for("ตำบลเดียวกัน", "The same tambon"),
        "amphoe": _for("อำเภอเดียวกัน", "The same amphoe"),
        "door": _for(
            "บ้านเลขที่เดียวกัน แต่ตำบลต่างกันหรือไม่ทราบ", "The same house number, in another tambon or one that is not known"
        ),
        "different": _against("คนละอำเภอ (อาจย้ายที่อยู่)", "In different amphoe (a move may explain it)"),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่บอกที่อยู่", "One side gives no address"),
    },
    "sex": {
        "same": _for("เพศเดียวกัน", "The same sex"),
        "different": _against("คนละเพศ", "Different sex", strong=True),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่บอกเพศ", "One side does not say the sex"),
    },
    "phone": {
        "same": _for("หมายเลขโทรศัพท์เดียวกัน", "The same phone number", strong=True),
        "different": _against("หมายเลขโทรศัพท์ต่างกัน (เปลี่ยนเลขได้)", "Different phone numbers (people change them)"),
        "unknown": _silent("ฝ่ายใดฝ่ายหนึ่งไม่มีหมายเลขโทรศัพท์", "One side has no phone number"),
    },
}
# How common the names are that agree: told only where it makes the agreement weigh more or less than names mostly do.
OF_NAMES: Mapping[str, Meaning] = {
    "rare": _for("ชื่อที่ตรงกันมีผู้ใช้น้อย", "Few bear the names that agree"),
    "common": _against("ชื่อที่ตรงกันมีผู้ใช้มาก ตรงกันโดยบังเอิญได้", "Many bear the names that agree, so that may be chance"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One piece of evidence, with both values where they differ and may be shown."""

    field: str
    level: str
    side: str
    strong: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of a pattern by side and strength; ``unknown``: what nobody has said."""

    strong_for: Sequence[Sentence]
    weak_for: Sequence[Sentence]
    strong_against: Sequence[Sentence]
    weak_against: Sequence[Sentence]
    unknown: Sequence[Sentence]


def levels_of(pattern: str) -> dict[str, str]:
    """Return the level of each field in a pattern, in the order in which they stand."""
    return dict(part.split(":", 1) for part in pattern.split() if ":" in part)


def sentences(
    pattern: str, left: Mapping[str, str] | None = None, right: Mapping[str, str] | None = None
) -> list[Sentence]:
    """Return one sentence for each level; ``left`` and ``right`` give values as shown, by field, never an id number."""
    first, second = left or {}, right or {}
    return [
        _sentence(field, level, first.get(field, ""), second.get(field, ""))
        for field, level in levels_of(pattern).items()
        if field != "names" or level in OF_NAMES
    ]


def evidence(pattern: str, left: Mapping[str, str] | None = None, right: Mapping[str, str] | None = None) -> Evidence:
    """Return the sentences of a pattern, strong and weak, for and against apart."""
    said = sentences(pattern, left, right)

    def of(side: str, *, strong: bool) -> list[Sentence]:
        return [one for one in said if one.side == side and one.strong is strong]

    return Evidence(
        of(FOR, strong=True), of(FOR, strong=False), of(AGAINST, strong=True), of(AGAINST, strong=False),
        of(SILENT, strong=False),
    )  # fmt: skip


def _sentence(field: str, level: str, left: str, right: str) -> Sentence:
    found = OF_NAMES.get(level) if field == "names" else MEANINGS.get(field, {}).get(level)
    if found is None:
        return Sentence(field, level, SILENT, False, Words(f"{field}: {level}", f"{field}: {level}"))
    differing = bool(left and right) and left != right and level not in ("same", "unknown")
    told = f": {left} / {right}" if differing and field not in UNTOLD else ""
    return Sentence(field, level, found.side, found.strong, Words(found.words.th + told, found.words.en + told))
