"""The rule of two persons: what one person drafted or asked for, another must approve; no database, no clock."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand did something: the natural persons it counts as, and whether somebody has vouched for who they are.

    Persons, not accounts: two accounts of one person are one, and whoever stands in for another counts as both.
    """

    persons: frozenset[str]
    known: bool = True


def check_two_persons(*, first: Hand, second: Hand) -> None:
    """Raise Refusal unless ``second`` may approve what ``first`` drafted or asked for.

    A second hand that nobody has vouched for approves nothing. Neither is approved what such a hand drafted: as each
    person has one account that is vouched for, another account of the same person is exactly one that is not.
    """
    if not second.known:
        raise Refusal(
            "person_unknown",
            "บัญชีนี้ยังไม่ได้ยืนยันว่าเป็นของผู้ใด จึงอนุมัติไม่ได้ เข้าสู่ระบบด้วย ThaiD หรือให้ผู้ดูแลบัญชีบันทึกเลขประจำตัว",
            "Nobody has confirmed whose account this is, so it cannot approve. Sign in with ThaiD, or ask your keeper of posts "
            "to record your id number.",
        )
    if _same(first.persons, second.persons):
        raise Refusal(
            "own_draft",
            "ท่าน หรือผู้ที่ท่านทำการแทน เป็นผู้ร่างหรือผู้ขอเรื่องนี้ จึงต้องให้ผู้อื่นอนุมัติ",
            "You drafted this, so someone else must approve it.",
        )
    if not first.known:
        raise Refusal(
            "drafter_unknown",
            "ยังไม่ได้ยืนยันว่าบัญชีของผู้ร่างหรือผู้ขอเป็นของผู้ใด จึงไม่รู้ว่าเป็นคนละคนกับท่าน ให้ผู้ร่างยืนยันตัวตนก่อน",
            "Nobody has confirmed whose account drafted this, so it may be your own. Its holder must be confirmed first.",
        )


def may_be_second(*, first: Hand, second: Hand) -> bool:
    """Say whether ``second`` may approve what ``first`` drafted: for a page that offers it."""
    try:
        check_two_persons(first=first, second=second)
    except Refusal:
        return False
    return True


def _same(one: Set[str], other: Set[str]) -> bool:
    return not one.isdisjoint(other)
