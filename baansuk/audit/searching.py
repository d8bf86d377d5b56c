"""A search of the trail that always comes back in time: it looks at the newest days first and says how far it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from baansuk.audit.gate import EPOCH, MICROSECOND
from baansuk.audit.models import Event
from baansuk.audit.questions import LARGEST, Asked, batches_about, begin_of, said_of

# A page is counted on for so many events and no further: nobody needs to know whether it is 40,000 or 41,000.
MOST_COUNTED = 1_000
SECONDS = 0.5
FIRST_LOOK = timedelta(days=1)
QUICK, SLOW = 0.04, 0.15
LEAST_LOOK = timedelta(hours=1)
DAY = timedelta(days=1)


class Place(NamedTuple):
    """Where a page ended: microseconds since 1970 in UTC, and the number of the event (0: before any of that moment).

    A search by subject goes by numbers alone, with no moment.
    """

    at: int
    number: int

    def __str__(self) -> str:
        return f"{self.at}-{self.number}"


START = Place(0, LARGEST)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. ``count``: how many from here on, at most ``MOST_COUNTED + 1``; ``next``: where the next
    page begins, None at the end; ``back_to``: the moment to which the search came when its time was over, else None.
    """

    events: list[Event]
    count: int
    next: Place | None
    back_to: datetime | None = None

    @property
    def many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED or self.back_to is not None


def read_place(text: str) -> Place:
    """Read a place as it stands in an address; anything that is none is the start."""
    at, _dash, number = text.partition("-")
    if not (at.isdecimal() and number.isdecimal() and at.isascii() and number.isascii()):
        return START
    read = Place(int(at), int(number))
    return read if read.at < LARGEST and read.number <= LARGEST else START


def search(asked: Asked, *, after: Place = START, most: int = 50, seconds: float = SECONDS) -> Found:
    """Return one page of the events that fit, the newest first, and count on to a thousand.

    Whatever is asked, it takes about ``seconds`` at most: then it says to which moment it came. ``asked`` must name the
    first day, or a subject.
    """
    if asked.kind and asked.code:
        return _search_about(asked, after, most, seconds)
    return _search_days(asked, after, most, seconds)


def walk(asked: Asked, *, at_once: int = 1_000) -> Iterator[Event]:
    """Yield every event that fits, the newest first, in short reads of which none lasts."""
    place: Place | None = START
    while place is not None:
        page = search(asked, after=place, most=at_once)
        yield from page.events
        place = page.next


def _search_about(asked: Asked, after: Place, most: int, seconds: float) -> Found:
    found: list[Event] = []
    count, stop = 0, monotonic() + seconds
    for lowest, events in batches_about(asked, after.number):
        found += events[: max(0, most + 1 - len(found))]
        count += len(events)
        if count > MOST_COUNTED or (monotonic() > stop and lowest > 1):
            break
    else:
        return _page(found, most, count, about=True)
    if len(found) > most or count > MOST_COUNTED:
        return _page(found, most, MOST_COUNTED + 1, about=True)
    moment = Event.objects.filter(pk=lowest).values_list("at", flat=True).first()
    return Found(found, count, Place(0, lowest), moment)


def _search_days(asked: Asked, after: Place, most: int, seconds: float) -> Found:
    """Look at spans of time, the newest first; a span grows while it is quick to look through, and shrinks where not."""
    assert asked.begins is not None, "a search without a first day would have no end"
    fits = said_of(replace(asked, begins=None, ends=None))
    first, top = begin_of(asked.begins), _top(asked, after)
    found: list[tuple[datetime, int]] = []
    stop, look = monotonic() + seconds, FIRST_LOOK
    while top > first and len(found) <= MOST_COUNTED:
        bottom = max(first, top - look)
        began = monotonic()
        rows = _within(fits, bottom, top, after)[: MOST_COUNTED + 1 - len(found)]
        found += rows.values_list("at", "pk")
        top, now = bottom, monotonic()
        look = look * 2 if now - began < QUICK else max(LEAST_LOOK, look / 2) if now - began > SLOW else look
        if now > stop:
            break
    done = top <= first or len(found) > MOST_COUNTED
    shown = Event.objects.in_bulk([number for _at, number in found[: most + 1]])
    events = [shown[number] for _at, number in found[: most + 1]]
    page = _page(events, most, len(found))
    if done:
        return page
    return replace(page, next=page.next or Place(_micros(top), 0), back_to=top)


def _top(asked: Asked, after: Place) -> datetime:
    """The moment before which the page begins: the end of the span, or where the page before ended."""
    # An hour beyond now: another machine's clock may be a little ahead.
    end = begin_of(asked.ends + DAY) if asked.ends else timezone.now() + timedelta(hours=1)
    if after == START:
        return end
    try:
        place = EPOCH + after.at * MICROSECOND
    except OverflowError:
        return end
    return min(end, place + (MICROSECOND if after.number else timedelta(0)))


def _within(fits: Q, bottom: datetime, top: datetime, after: Place) -> QuerySet[Event]:
    rows = Event.objects.filter(fits, at__gte=bottom, at__lt=top)
    if after != START and after.number and _micros(top) == after.at + 1:
        rows = rows.exclude(at=top - MICROSECOND, pk__gte=after.number)
    return rows.order_by("-at", "-pk")


def _page(found: list[Event], most: int, count: int, *, about: bool = False) -> Found:
    events = found[:most]
    more = len(found) > most
    last = events[-1] if events else None
    place = Place(0 if about else _micros(last.at), last.pk) if more and last is not None else None
    return Found(events, count, place)


def _micros(moment: datetime) -> int:
    return (moment.astimezone(UTC) - EPOCH) // MICROSECOND
