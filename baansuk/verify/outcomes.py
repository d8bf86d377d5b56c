"""The closed lists of verification with their words: what may be found of a household, and why; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from baansuk.thai.words import Words

CONFIRMED, NOT_CONFIRMED, REMOVED = "confirmed", "not_confirmed", "removed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: its words, what it means at the last deciding step ("" where nothing is decided by it).

    ``reason``: it is not taken without one.
    """

    code: str
    name: Words
    result: str
    reason: bool


_TABLE = (
    Outcome("confirmed", Words("ยืนยันว่าเดือดร้อนจริง", "Confirmed"), CONFIRMED, False),
    Outcome("not_poor", Words("ไม่เข้าข่าย", "Not poor"), NOT_CONFIRMED, True),
    Outcome("missed", Words("ตกหล่น เพิ่มเข้า", "Missed, added"), CONFIRMED, False),
    Outcome("away", Words("ไม่พบ ไปทำงานต่างถิ่น", "Away for work"), NOT_CONFIRMED, False),
    Outcome("refused", Words("ไม่ประสงค์ให้ข้อมูล", "Refused to be asked"), NOT_CONFIRMED, False),
    Outcome("resident_unregistered", Words("อยู่จริงแต่ไม่มีชื่อในทะเบียนบ้าน", "Lives here, not registered"), CONFIRMED, False),
    Outcome("registered_not_resident", Words("มีชื่อแต่ไม่ได้อยู่จริง", "Registered, does not live here"), REMOVED, True),
    Outcome("moved", Words("ย้ายออก", "Moved away"), REMOVED, True),
    Outcome("died", Words("เสียชีวิต", "Died"), REMOVED, True),
    Outcome("hidden_household", Words("ครัวเรือนแฝง", "A household behind the household"), CONFIRMED, True),
    Outcome("duplicate", Words("ซ้ำกับอีกหลัง", "Counted twice"), REMOVED, True),
    Outcome("disputed", Words("เห็นต่าง ขอให้คนนอกหมู่บ้านเยี่ยม", "Disputed: to be visited from outside"), "", True),
)
OUTCOMES: Mapping[str, Outcome] = MappingProxyType({one.code: one for one in _TABLE})

# Why an outcome, a return, an objection or an appeal: a code that a paper can carry as a number, beside words of one's own.
REASONS: Mapping[str, Words] = MappingProxyType(
    {
        "seen": Words("กรรมการไปเห็นเอง", "Members have seen it themselves"),
        "family_says": Words("ครอบครัวแจ้งเอง", "The family says so"),
        "enough": Words("มีรายได้หรือคนดูแลพอ", "Has enough income or care"),
        "papers": Words("มีเอกสารราชการยืนยัน", "An official paper says so"),
        "data_wrong": Words("ข้อมูลเดิมไม่ถูกต้อง", "The facts held are wrong"),
        "views_differ": Words("ความเห็นไม่ตรงกัน", "Views differ"),
        "more_needed": Words("ต้องหาข้อมูลเพิ่ม", "More has to be found out"),
        "other": Words("เหตุอื่น (ระบุ)", "Other (say which)"),
    }
)


MISSED = "missed"


def fits(outcome: str, *, added: bool) -> bool:
    """Say whether an outcome may be recorded of a household: only one that was added is "missed, added"."""
    return added or outcome != MISSED


def offered(outcomes: Iterable[str], *, added: bool, now: str = "") -> list[str]:
    """Return the outcomes to choose from for one household, with what it has ``now``.

    Of a household that was added, "missed, added" is the word for confirmed; the list has one word for one thing.
    """
    left_out = CONFIRMED if added else MISSED
    return [one for one in outcomes if one != left_out or one == now]


def outcome_words(code: str) -> Words:
    """Return the words of an outcome, empty ones for none."""
    return OUTCOMES[code].name if code in OUTCOMES else Words("", "")
