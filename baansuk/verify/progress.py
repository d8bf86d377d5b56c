"""How far a round is, area by area: exact for whoever sees the households, by the rules of disclosure for all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.assess.models import Figure
from baansuk.people.disclosure import release
from baansuk.people.figures import FOUND, Counts, Total, limits_on, subset
from baansuk.people.questions import current_edition
from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Round
from baansuk.verify.outcomes import outcome_words
from baansuk.verify.place_names import place_of
from baansuk.verify.questions import cases_for, works_on_cases

# Area, step, state, result, and how many cases stand there.
Tally = tuple[str, str, str, str, int]
WAITING, RECORDED, ONWARD, CONFIRMED, NOT = "waiting", "recorded", "onward", "confirmed", "not"
ALL = "cases"
GROUPS: Mapping[str, Words] = {
    ALL: Words("ครัวเรือนที่จะตรวจ", "To be checked"),
    WAITING: Words("รอตรวจขั้นแรก", "Waiting at the first step"),
    RECORDED: Words("บันทึกแล้ว", "Recorded"),
    ONWARD: Words("อยู่ขั้นถัดไป", "At later steps"),
    CONFIRMED: Words("รับรองแล้ว", "Confirmed"),
    NOT: Words("ไม่รับรองหรือจำหน่าย", "Not confirmed or removed"),
}
# How old figures may be that a reader is told who does not see households: hiding small counts takes its time.
MINUTES = 10
_LEVELS = (2, 4, 6)
# What a reader of figures is told of households; how many still wait says nothing of any of them, only of the work.
TOLD = (ALL, CONFIRMED)
RELATIONS = (subset((CONFIRMED, FOUND), (ALL, FOUND)),)


@dataclass(frozen=True, slots=True)
class Line:
    """One area of a round: its counts by group, None where one is not told."""

    area_code: str
    name: Words
    counts: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[Words, int | None]]:
        """The counts in the order of the groups, each with its words."""
        return [(GROUPS[group], count) for group, count in self.counts.items()]


def lines_of(scope: Scope, round: Round, area_code: str) -> list[Line]:
    """Return the areas right below one, in the order of their codes, as the reader may be told of them."""
    digits = min(8, len(area_code) + 2)
    if works_on_cases(scope):
        rows = cases_for(scope, round).filter(area_code__startswith=area_code)
        counts: Mapping[str, Mapping[str, int | None]] = counted(round, rows, digits)
    else:
        counts = _told(scope, round, area_code, digits)
    names = names_of(counts)
    return [Line(code, place_of(names, code), counts[code]) for code in sorted(counts)]


def counted(round: Round, rows: QuerySet[Case], digits: int) -> dict[str, dict[str, int | None]]:
    """Return how many cases stand in each group, by the area of so many digits: one query."""
    grouped = rows.order_by().annotate(place=Substr("area_code", 1, digits))
    return _grouped(round, grouped.values_list("place", "step", "state", "result").annotate(n=Count("pk")), digits)


def tallied(round: Round) -> list[Tally]:
    """Return how many cases of households of the register stand where, by village, whoever asks: for figures alone.

    A household that was added and is in no register is not among the households of its area. On PostgreSQL whoever sees
    figures only sees no case: a function of the database counts for them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select area, step, state, result, cases from baansuk_case_tally(%s)", [round.pk])
            return list(cursor.fetchall())
    known = Case.objects.filter(round=round).exclude(household_code="").order_by()
    return list(known.values_list("area_code", "step", "state", "result").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Results:
    """What the last step found so far in an area: how many by outcome, the most first, and how many that no register knows."""

    found: Sequence[tuple[str, Words, int]]
    unregistered: int

    @property
    def count(self) -> int:
        """How many have a result."""
        return sum(count for _code, _words, count in self.found)


def results_of(scope: Scope, round: Round, area_code: str) -> Results | None:
    """Return the results of an area for whoever works there: two queries; None for a reader of figures."""
    if not works_on_cases(scope):
        return None
    settled = cases_for(scope, round).filter(area_code__startswith=area_code).exclude(result="").order_by()
    counted = settled.values_list("outcome").annotate(n=Count("pk")).order_by("-n", "outcome")
    unknown = settled.filter(household_code="").count()
    return Results([(code, outcome_words(code), n) for code, n in counted], unknown)


def _grouped(round: Round, tally: Iterable[Tally], digits: int) -> dict[str, dict[str, int | None]]:
    first = flow_of(round.flow).first.code
    found: dict[str, dict[str, int | None]] = {}
    for area, step, state, result, count in tally:
        into = found.setdefault(area[:digits], dict.fromkeys(GROUPS, 0))
        for group in (ALL, group_of(step, state, result, first)):
            into[group] = (into[group] or 0) + count
    return found


def group_of(step: str, state: str, result: str, first: str) -> str:
    """Return in which group a case counts."""
    if result:
        return CONFIRMED if result == CONFIRMED else NOT
    if step != first:
        return ONWARD
    return RECORDED if state in ("recorded", "proposed") else WAITING


def _told(scope: Scope, round: Round, area_code: str, digits: int) -> dict[str, dict[str, int | None]]:
    now = timezone.now()
    made = _released(round.pk, now.date(), (now.hour * 60 + now.minute) // MINUTES)
    return {
        area: counts for area, counts in made.items() if _is_below(area, area_code, digits) and scope.leads_to(area)
    }


def _is_below(area: str, above: str, digits: int) -> bool:
    return len(area) == digits and area.startswith(above)


@lru_cache(maxsize=8)
def _released(round_id: int, day: object, _moment: int) -> dict[str, dict[str, int | None]]:
    """The counts of a province with small ones hidden, and whatever would give them away: one release for all readers."""
    round = Round.objects.get(pk=round_id)
    totals = _totals(round)
    measures: dict[str, dict[str, Counts]] = {group: {} for group in TOLD}
    waiting: dict[str, int | None] = {}
    tally = tallied(round)
    for digits in _LEVELS:
        for area, groups in _grouped(round, tally, digits).items():
            if area in totals:
                waiting[area] = groups[WAITING]
                _measure(measures, area, groups, totals[area])
    told = release(totals, measures, limits_on(timezone.localdate()), relations=RELATIONS)
    cells = {area: {group: told.cells[group, area].found for group in TOLD} for area in totals}
    return {
        area: {
            ALL: found[ALL],
            WAITING: waiting.get(area) if found[ALL] is not None else None,
            CONFIRMED: found[CONFIRMED],
        }
        for area, found in cells.items()
        if not area.endswith("00") or len(area) == 2
    }


def _measure(
    measures: Mapping[str, dict[str, Counts]], area: str, groups: Mapping[str, int | None], whole: Total
) -> None:
    for group in TOLD:
        count = groups[group]
        # Of a household that moved since, the case still stands in its old area.
        found = min(count or 0, whole.households)
        # In each household lives somebody: how many in all is not told here, and hides nothing that the count would not.
        measures[group][area] = Counts(found, whole.households - found, 0, found)


def _totals(round: Round) -> dict[str, Total]:
    rows = Figure.objects.filter(
        edition=current_edition(), measure="all", level__in=_LEVELS, area_code__startswith=round.area_code
    )
    columns = ("area_code", "households_fail", "persons_all")
    return {area: Total(households, persons) for area, households, persons in rows.values_list(*columns)}


def summed(lines: Iterable[Line]) -> dict[str, int | None]:
    """Add lines up; a sum with a part that is not told is not told either."""
    listed = [one.counts for one in lines]
    groups = listed[0] if listed else dict.fromkeys(GROUPS, 0)
    return {group: _sum(one[group] for one in listed) for group in groups}


def _sum(counts: Iterable[int | None]) -> int | None:
    listed = list(counts)
    return None if None in listed else sum(count or 0 for count in listed)


def decided(sums: Mapping[str, int | None]) -> int | None:
    """Return how many the first step has decided, None where that is not told."""
    total, waiting = sums[ALL], sums[WAITING]
    return None if total is None or waiting is None else total - waiting
