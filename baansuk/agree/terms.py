"""When an agreement's term begins and ends, as its paper prints it, and when to warn that the end is near.

Three papers, three readings, each of them on the side of granting less:

- **No term printed** (Mukdahan 2564): nobody can say on which day it ends, so it grants nothing until an amendment names a
  term. Its promises stand all the same.
- **A year only** (Nakhon Ratchasima, "พ.ศ. 2564-2568"): the paper is kept by several ends: 24 June 2569 (five years from
  the signing), 31 December 2568, 30 September 2568 (the budget year), or any day of 2568. Only the earliest, 1 January
  2568, is an end that every reading allows to have come; after it somebody could rightly say that it is over. So a
  year-only end is the first of January of that year, which is its last day in force. A year-only beginning is read the
  other way round: not before the signing, and without a signing day not before the year is over.
- **Days**: as printed. Both are days in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from baansuk.thai.words import Refusal

UNKNOWN, YEAR, DAY = "unknown", "year", "day"
# Days before the end at which to warn: time for a new round of signatures, for a reminder, and for the last call.
WARNINGS: Final = (180, 90, 30)


@dataclass(frozen=True, slots=True)
class Term:
    """The term as recorded. With precision ``year`` only the years of the two days say anything."""

    begins: date | None
    ends: date | None
    precision: str
    signed_on: date | None = None

    @property
    def first_day(self) -> date | None:
        """The first day it can be in force; None while the paper does not tell."""
        if self.precision == UNKNOWN or self.last_day is None:
            return None
        if self.precision == DAY:
            return _later(self.begins, self.signed_on)
        opening = date(self.begins.year, 1, 1) if self.begins else None
        if self.signed_on is None:
            return date(opening.year, 12, 31) if opening else None
        return _later(opening, self.signed_on)

    @property
    def last_day(self) -> date | None:
        """The last day in force, read at its earliest; None while the paper does not tell."""
        if self.precision == UNKNOWN or self.ends is None:
            return None
        return date(self.ends.year, 1, 1) if self.precision == YEAR else self.ends

    def covers(self, day: date) -> bool:
        """Say whether the term covers a day for certain."""
        first, last = self.first_day, self.last_day
        return first is not None and last is not None and first <= day <= last

    def days_left(self, day: date) -> int | None:
        """Return how many days remain after ``day``, negative when it is over, None for a term not known."""
        return None if self.last_day is None else (self.last_day - day).days

    def warning(self, day: date) -> int | None:
        """Return the nearest warning that is due (30, 90 or 180 days), None when it is too early, over or not known."""
        left = self.days_left(day)
        if left is None or left < 0:
            return None
        return min((days for days in WARNINGS if left <= days), default=None)

    def overlaps(self, other: Term) -> bool:
        """Say whether two terms share a day for certain; a term not known shares none."""
        mine, theirs = (self.first_day, self.last_day), (other.first_day, other.last_day)
        if mine[0] is None or mine[1] is None or theirs[0] is None or theirs[1] is None:
            return False
        return max(mine[0], theirs[0]) <= min(mine[1], theirs[1])


def check_term(term: Term) -> None:
    """Raise Refusal for a term that cannot be: days turned round, or days where the paper prints none."""
    if term.precision not in (UNKNOWN, YEAR, DAY):
        raise Refusal("term_unreadable", "ไม่รู้จักวิธีอ่านอายุข้อตกลงนี้", "There is no such way to read a term")
    if term.precision == UNKNOWN and (term.begins or term.ends):
        raise Refusal(
            "term_not_printed",
            "เลือกว่าไม่ได้พิมพ์อายุไว้ จึงต้องไม่กรอกวันเริ่มหรือวันสิ้นสุด",
            "The term is said to be not printed, so no first or last day may be given",
        )
    if term.precision != UNKNOWN and (term.begins is None or term.ends is None):
        raise Refusal(
            "term_half",
            "ต้องกรอกทั้งวันเริ่มและวันสิ้นสุด หรือเลือกว่าไม่ได้พิมพ์อายุไว้",
            "Give both the first and the last day, or say that no term is printed",
        )
    if term.begins and term.ends and term.ends < term.begins:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")


def years_after(day: date, years: int) -> date:
    """Return the last day of a term of whole years that begins on ``day``: five years from 16 March end on 15 March."""
    try:
        again = day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)  # from 29 February: the day before 1 March
    return date.fromordinal(again.toordinal() - 1)


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)
