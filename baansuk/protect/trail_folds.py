"""Folds events of a day that say the same thing into one line: who did what, from when to when, how many times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Generic, Protocol, TypeVar

# Thailand has kept no summer time since 1920.
BANGKOK = timezone(timedelta(hours=7))


class Happened(Protocol):
    """What folding needs to know of an event."""

    @property
    def at(self) -> Any:
        """When it was: a ``datetime``, which a field of a model is to whoever reads it."""


E = TypeVar("E", bound=Happened)


@dataclass(frozen=True, slots=True)
class Fold(Generic[E]):
    """Events of one day that say the same: the newest, the moments of the first and the last, and how many."""

    newest: E
    day: date
    first: datetime
    last: datetime
    times: int

    @property
    def lasts(self) -> bool:
        """Whether the first and the last were in different minutes."""
        return f"{self.first:%H:%M}" != f"{self.last:%H:%M}"


def day_of(moment: datetime) -> date:
    """Return the day of a moment in Thailand."""
    return moment.astimezone(BANGKOK).date()


def folded(events: Iterable[E], same: Callable[[E], Hashable]) -> list[Fold[E]]:
    """Fold events, given the newest first, where ``same`` gives the same for events of one day; the order stays."""
    found: dict[Hashable, Fold[E]] = {}
    for event in events:
        key = (day_of(event.at), same(event))
        one = found.get(key)
        if one is None:
            found[key] = Fold(event, key[0], event.at, event.at, 1)
        else:
            found[key] = Fold(one.newest, one.day, min(one.first, event.at), max(one.last, event.at), one.times + 1)
    return list(found.values())


def whole_days(events: Sequence[E], most: int) -> tuple[list[E], E | None]:
    """Cut a page of at most ``most`` events so that its last day is whole, given one more where there are more.

    Returns the page and its last event when others follow. A day with more than ``most`` events is cut all the same.
    """
    if len(events) <= most:
        return list(events), None
    cut = day_of(events[most].at)
    kept = list(events[:most])
    while kept and day_of(kept[-1].at) == cut:
        kept.pop()
    kept = kept or list(events[:most])
    return kept, kept[-1]


def by_day(folds: Iterable[Fold[E]]) -> list[tuple[date, list[Fold[E]]]]:
    """Return folds under their days, in the order given."""
    days: dict[date, list[Fold[E]]] = {}
    for one in folds:
        days.setdefault(one.day, []).append(one)
    return list(days.items())
