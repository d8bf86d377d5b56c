"""Puts kin, families and the days of moving into words for the page of a household."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.people.kin import Kin
from baansuk.people.stays import Stay
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words

DEAD = "dead"


def kin_words(kin: Kin, whose: Mapping[str, str]) -> list[Words]:
    """Return whose spouse and whose child somebody is, by name."""
    parents = [whose[code] for code in (kin.father, kin.mother) if code]
    found = [Words(f"คู่สมรสของ {whose[kin.spouse]}", f"Spouse of {whose[kin.spouse]}")] if kin.spouse else []
    if parents:
        found.append(Words(f"บุตรของ {' และ '.join(parents)}", f"Child of {' and '.join(parents)}"))
    return found


def family_words(number: int) -> Words:
    """Return which of the families of a household somebody is of."""
    return Words(f"ครอบครัวที่ {number}", f"Family {number}")


def stay_words(stay: Stay, life_status: str = "") -> list[Words]:
    """Return the day of moving in and that of leaving, each where it is told; of the dead it is the day of death."""
    found = []
    if stay.begins_on is not None:
        th, en = (show_date(stay.begins_on, stay.begins_precision or "day", one) for one in ("th", "en"))
        found.append(Words(f"ย้ายเข้า {th}", f"Moved in {en}"))
    if stay.ends_on is not None:
        th, en = (show_date(stay.ends_on, stay.ends_precision or "day", one) for one in ("th", "en"))
        died = life_status == DEAD
        found.append(Words(f"เสียชีวิต {th}", f"Died {en}") if died else Words(f"ย้ายออก {th}", f"Moved out {en}"))
    return found
