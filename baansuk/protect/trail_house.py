"""Who looked at one household: folded by day for its keeper, counted by office and month for the household itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from baansuk.audit.models import Event
from baansuk.audit.questions import LARGEST, begin_of, events_about
from baansuk.protect.trail_folds import BANGKOK, Fold, by_day, day_of, folded, whole_days
from baansuk.protect.trail_kinds import HOUSE_ACTS, SHEET_ACTS, sheet_kind
from baansuk.protect.trail_names import Names, Who, words_of_act, words_of_purpose
from baansuk.thai.words import Words

MOST = 200
# The household's sheet tells of so many months, and of no more events than these: the page says when there were more.
MONTHS = 12
MOST_ON_SHEET = 5_000
AT_ONCE = 500
VALID_DAYS = 30
# What shows nothing of the household to anybody, and the parts of a request that are told by their own events.
NOT_ON_SHEET = frozenset({"web.request"})
SEEN = frozenset({"done", "broken_off"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the keeper: who did what to the household, for what, when and how often."""

    fold: Fold[Event]
    who: Who
    sentence: Words
    purpose: Words
    refused: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the household's sheet: no officer is named in it."""

    office: Words
    purpose: Words
    act: Words
    times: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed for the household: months, the newest first, each with its lines; ``cut``: there was more."""

    months: list[tuple[date, list[SheetRow]]]
    first_day: date
    last_day: date
    expires: date
    times: int
    cut: bool


def lines_about(code: str, *, below: int = LARGEST) -> tuple[list[tuple[date, list[Line]]], int | None]:
    """Return a page of who touched a household, by day, and the number below which the next page begins."""
    events, last = whole_days(events_about("household", code, below=below, most=MOST + 1), MOST)
    names = Names(events)
    folds = folded(events, lambda one: (one.actor, one.post, one.partner, one.purpose, one.act, one.outcome))
    days = [(day, [_line(one, names) for one in of_day]) for day, of_day in by_day(folds)]
    return days, last.pk if last else None


def _line(fold: Fold[Event], names: Names) -> Line:
    event = fold.newest
    act = HOUSE_ACTS.get(event.act) or words_of_act(event.act)
    return Line(
        fold=fold,
        who=names.who(event),
        sentence=names.sentence(event, act),
        purpose=words_of_purpose(event.purpose),
        refused=event.outcome == "refused",
    )


def sheet_for(code: str, today: date) -> Sheet:
    """Return the sheet of a household: by month, office, purpose and what was done, of what was really seen."""
    first = first_month(today, MONTHS)
    events, cut = _since(code, first)
    names = Names(events)
    counted: dict[date, Counter[tuple[Words, Words, Words]]] = {}
    for event in events:
        month = event.at.astimezone(BANGKOK).date().replace(day=1)
        row = (names.office(event), words_of_purpose(event.purpose), SHEET_ACTS[sheet_kind(event.act)])
        counted.setdefault(month, Counter())[row] += 1
    months = [(month, _rows(counted[month])) for month in sorted(counted, reverse=True)]
    return Sheet(months, first, today, today + timedelta(days=VALID_DAYS), len(events), cut)


def _rows(counted: Counter[tuple[Words, Words, Words]]) -> list[SheetRow]:
    rows = [SheetRow(office, purpose, act, times) for (office, purpose, act), times in counted.items()]
    return sorted(rows, key=lambda row: (-row.times, row.office.th, row.purpose.th, row.act.th))


def _since(code: str, first: date) -> tuple[list[Event], bool]:
    """Return the events in which somebody saw or changed the household since a day, and whether there were too many."""
    found: list[Event] = []
    below, begin = LARGEST, begin_of(first)
    while events := events_about("household", code, below=below, most=AT_ONCE):
        found += [one for one in events if one.at >= begin and one.outcome in SEEN and one.act not in NOT_ON_SHEET]
        if len(found) >= MOST_ON_SHEET:
            return found[:MOST_ON_SHEET], True
        below = events[-1].pk
        # A clock that was set back may have left a few of earlier days among the later: a day more is looked at.
        if day_of(events[-1].at) < first - timedelta(days=1) or len(events) < AT_ONCE:
            break
    return found, False


def first_month(today: date, months: int) -> date:
    """Return the first day of the month with which a span of months ends today."""
    back = today.year * 12 + today.month - months
    return date(back // 12, back % 12 + 1, 1)
