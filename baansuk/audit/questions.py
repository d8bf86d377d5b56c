"""Reads of the trail: who touched one thing, what an account did, how often each act was done; never what they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from baansuk.audit import lists, waiting
from baansuk.audit.models import DayCount, Event, IndexedList, Subject

THAILAND = ZoneInfo("Asia/Bangkok")
LARGEST = 2**63 - 1
AT_ONCE = 500
# All events of one request are written within moments of each other.
NEAR = 20_000
# Acts inside a protection compartment are named so. Nobody comes to one from a household or a person, and nobody reads
# from one whom it touched: that there is a case must not be told, not even to whoever reads the trail.
COMPARTMENT = "protection."


@dataclass(frozen=True, slots=True)
class Asked:
    """What an auditor looks for: everything that is said must fit. Days are days in Thailand, both included.

    ``acts``: any of these, where ``act`` names none; ``post``: in that post.
    """

    actor: str = ""
    partner: str = ""
    act: str = ""
    acts: tuple[str, ...] = ()
    address: str = ""
    post: int | None = None
    outcome: str = ""
    source: str = ""
    kind: str = ""
    code: str = ""
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class ActCount:
    """How often one act was done or refused since a moment, and when last."""

    act: str
    outcome: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class DayActs:
    """How often an act ended in one way on one day."""

    day: date
    act: str
    outcome: str
    times: int


def acts_since(moment: datetime) -> list[ActCount]:
    """Return the acts since ``moment``, the most frequent first; days that are over were counted by the worker."""
    next_day = moment.astimezone(THAILAND).date() + timedelta(days=1)
    over = DayCount.objects.filter(day__gte=next_day)
    last = over.aggregate(last=Max("day"))["last"]
    rows = _counted(Event.objects.filter(at__gte=moment, at__lt=begin_of(next_day)))
    rows += over.values_list("act", "outcome", "times", "last")
    rows += _counted(Event.objects.filter(at__gte=begin_of(last + timedelta(days=1) if last else next_day)))
    found: dict[tuple[str, str], ActCount] = {}
    for act, outcome, times, newest in rows:
        before = found.get((act, outcome), ActCount(act, outcome, 0, newest))
        found[act, outcome] = ActCount(act, outcome, before.times + times, max(before.last, newest))
    return sorted(found.values(), key=lambda one: (-one.times, one.act, one.outcome))


def _counted(events: QuerySet[Event]) -> list[tuple[str, str, int, datetime]]:
    """Count events by act and outcome, with the newest of each.

    Grouped by the bare columns SQLite walks the whole index of acts, all years of it, to save itself the sorting.
    """
    grouped = events.annotate(which=Concat("act", Value("")), how=Concat("outcome", Value("")))
    return list(grouped.values_list("which", "how").order_by().annotate(n=Count("pk"), newest=Max("at")))


def acts_by_day(begins: date, ends: date, *, act: str = "") -> list[DayActs]:
    """Return how often each act (or one) was done on each day from ``begins`` to ``ends``, the newest day first.

    Days that are over were counted once, by the worker; the others are counted now.
    """
    named = Q(act=act) if act else Q()
    counted = DayCount.objects.filter(named, day__gte=begins, day__lte=ends)
    last = DayCount.objects.aggregate(last=Max("day"))["last"]
    from_day = begins if last is None else max(begins, last + timedelta(days=1))
    rows = [DayActs(*row) for row in counted.values_list("day", "act", "outcome", "times")]
    if from_day <= ends:
        rows += [DayActs(*row[:4]) for row in counted_now(from_day, ends, act=act)]
    return sorted(rows, key=lambda one: (-one.day.toordinal(), -one.times, one.act, one.outcome))


def counted_now(begins: date, ends: date, *, act: str = "") -> list[tuple[date, str, str, int, datetime]]:
    """Count the events of some days: day, act, outcome, how many, and the newest of them."""
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return []
    day, rows = max(begins, first.astimezone(THAILAND).date()), []
    named = Event.objects.filter(act=act) if act else Event.objects.all()
    while day <= min(ends, timezone.now().astimezone(THAILAND).date()):
        within = named.filter(at__gte=begin_of(day), at__lt=begin_of(day + timedelta(days=1)))
        rows += [(day, *row) for row in _counted(within)]
        day += timedelta(days=1)
    return rows


def find(asked: Asked, *, before: int = LARGEST, most: int = 50) -> list[Event]:
    """Return the newest events that fit, at most ``most``; ``before`` is the number of the last event of the page before.

    With a subject (kind and code) they come in the order of their numbers, else by time; a clock that was set back is
    the only difference between the two.
    """
    if asked.kind and asked.code:
        fitting = (event for _lowest, events in batches_about(asked, before) for event in events)
        return list(islice(fitting, most))
    rows = Event.objects.filter(said_of(asked))
    if before < LARGEST and (last := Event.objects.filter(pk=before).first()):
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=before), at__lte=last.at)
    return list(rows.order_by("-at", "-pk")[:most])


def events_about(kind: str, code: str, *, below: int, most: int) -> list[Event]:
    """Return who touched one thing, the newest first, of the events numbered below ``below``, long lists included.

    Acts inside a protection compartment are not among them.
    """
    return find(Asked(kind=kind, code=code), before=below, most=most)


def events_of_request(event: Event) -> list[Event]:
    """Return all that was written in the same request or run as an event, in order; the event alone where none is named."""
    if not event.request:
        return [event]
    near = Event.objects.filter(pk__gt=event.pk - NEAR, pk__lt=event.pk + NEAR, request=event.request)
    return list(near.order_by("pk"))


def subjects_of(event: Event) -> list[tuple[str, str]]:
    """Return what an event touched, by kind and code; of a long list all of it; of a protection case nothing.

    Raises Refusal when the list's file is gone.
    """
    if event.act.startswith(COMPARTMENT):
        return []
    if event.list_hash:
        return lists.read(event.list_hash)
    return waiting.touched(event.pk)


def touched_by(actor: str, begins: datetime, ends: datetime, *, kinds: Iterable[str] = ()) -> set[tuple[str, str]]:
    """Return everything that an account touched from ``begins`` to before ``ends``, long lists included.

    For whoever must tell what a stolen account saw. Raises Refusal when a list file is gone: an incomplete answer
    would be taken for a whole one.
    """
    events = Event.objects.filter(actor=actor, at__gte=begins, at__lt=ends)
    wanted = set(kinds)
    rows = Subject.objects.filter(Exists(events.filter(pk=OuterRef("event"))))
    first = events.aggregate(first=Min("pk"), last=Max("pk"))
    if first["first"] is None:
        return set()
    rows = rows.filter(event__gte=first["first"], event__lte=first["last"])
    if wanted:
        rows = rows.filter(kind__in=wanted)
    found = {one for one in waiting.of_events(events) if not wanted or one[0] in wanted}
    found |= set(rows.values_list("kind", "code").distinct().iterator(chunk_size=10_000))
    for name in waiting_lists(events).values_list("list_hash", flat=True).distinct():
        found |= {one for one in lists.read(name) if not wanted or one[0] in wanted}
    return found


def waiting_lists(events: QuerySet[Event] | None = None) -> QuerySet[Event]:
    """Return the events whose list file has not been written out as subjects yet."""
    rows = Event.objects.all() if events is None else events
    return rows.exclude(list_hash="").exclude(Exists(IndexedList.objects.filter(event=OuterRef("pk"))))


def said_of(asked: Asked) -> Q:
    """Return the conditions of the event itself."""
    names = ("actor", "partner", "act", "outcome", "source", "address")
    fits = Q(**{name: value for name in names if (value := getattr(asked, name))})
    if asked.acts and not asked.act:
        fits &= Q(act__in=asked.acts)
    if asked.post is not None:
        fits &= Q(post=asked.post)
    if asked.begins:
        fits &= Q(at__gte=begin_of(asked.begins))
    if asked.ends:
        fits &= Q(at__lt=begin_of(asked.ends + timedelta(days=1)))
    return fits


def batches_about(asked: Asked, before: int) -> Iterator[tuple[int, list[Event]]]:
    """Yield the events that touched one thing, the newest first, from the index and from the lists not yet in it.

    They come in batches, each with the lowest number that was looked at, so that a reader may stop and go on from there.
    """
    fits = said_of(asked) & ~Q(act__startswith=COMPARTMENT)
    for numbers in _batches(_numbers(asked.kind, asked.code, before)):
        yield numbers[-1], list(Event.objects.filter(fits, pk__in=numbers).order_by("-pk"))


def _numbers(kind: str, code: str, before: int) -> Iterator[int]:
    """Yield the numbers of the events that touched one thing, falling and each once."""
    # Neither sorted nor cut here: for either SQLite would leave the small index of lists and walk all events.
    apart = waiting.touching(kind, code) + [
        number for number, name in waiting_lists().values_list("pk", "list_hash") if lists.holds(name, kind, code)
    ]
    while True:
        rows = Subject.objects.filter(kind=kind, code=code, event__lt=before).order_by("-event")
        indexed = list(rows.values_list("event", flat=True).distinct()[:AT_ONCE])
        lowest = indexed[-1] if len(indexed) == AT_ONCE else 0
        yield from sorted({*indexed, *(one for one in apart if lowest <= one < before)}, reverse=True)
        if not lowest:
            return
        before = lowest


def _batches(numbers: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(numbers, AT_ONCE)):
        yield batch


def begin_of(day: date) -> datetime:
    """Return the moment at which a day begins in Thailand."""
    return datetime(day.year, day.month, day.day, tzinfo=THAILAND)
