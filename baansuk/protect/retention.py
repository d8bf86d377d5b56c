"""When what was delivered under an agreement is to be erased: the months of the giver's annex after the agreement's end."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an annex says of a register: given by whom under which agreement, and kept so many months after its end."""

    agreement: str
    source: str
    partner: str
    months: int
    ends: date


def due_day(ends: date, months: int) -> date:
    """Return the first day on which nothing may be kept any more; a day that the month lacks is its last one."""
    year, month = divmod(ends.year * 12 + ends.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(ends.day, last))


def due_of(agreement: str, source: str, keepings: Iterable[Keeping]) -> date | None:
    """Return when a delivery of a source under an agreement is due; of several annexes the one that keeps it longest."""
    days = [due_day(one.ends, one.months) for one in keepings if (one.agreement, one.source) == (agreement, source)]
    return max(days, default=None)
