"""Which figures a reader is told: exact where they see the households, elsewhere as the release of the province has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.utils import timezone

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.measures import ALL, by_code, measures
from baansuk.assess.models import Figure
from baansuk.assess.relations import LIST, SURVEY, relations, rests_on_survey
from baansuk.assess.sets import load_rules
from baansuk.people.disclosure import release
from baansuk.people.figures import Counts, Limits, Release, Total, limits_on
from baansuk.people.lists import load_lists
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.sight import Sight
from baansuk.places.names import PROVINCE, TAMBON, VILLAGE

# What a governor asks for first: hidden only where nothing else will do.
HEADLINES = frozenset({"label.mpi_poor", "label.target_poor", "label.bmn_fail"})
NOT_ASKED = "none.bmn"
# Whom the survey reached says nothing of a household where it reached all, or none.
COVERAGE = frozenset({NOT_ASKED, SURVEY})


@dataclass(frozen=True, slots=True)
class Told:
    """One measure in one area; None is not told, and ``few`` says that it is not for being below the least count.

    ``without_strays``: the few found among households of unknown place are not in this count, so that it can be told.
    """

    fail: int | None = None
    passed: int | None = None
    not_applicable: int | None = None
    unknown: int | None = None
    persons: int | None = None
    persons_all: int | None = None
    households: int | None = None
    few: bool = False
    exact: bool = False
    without_strays: bool = False


NOTHING = Told(0, 0, 0, 0, 0, 0, 0, exact=True)


@dataclass
class Telling:
    """A reader before the figures of one edition."""

    scope: Scope
    edition: Edition

    @cached_property
    def limits(self) -> Limits:
        return limits_on(timezone.localdate())

    def exact(self, measure: str, area: str) -> bool:
        """Say whether the reader sees the very households that are counted, by all that the measure rests on."""
        return any(area.startswith(prefix) for prefix in self.known(classes_of(measure)))

    def deepest(self, measure: str, area: str) -> int:
        """Return how many digits the smallest areas have of which figures inside this area are told."""
        return VILLAGE if self.exact(measure, area) else self.limits.deepest

    def read(self, held: Iterable[Figure]) -> dict[tuple[str, str], Told]:
        """Return what is told of stored figures, by measure and area; what is not told at all is left out."""
        told = {}
        for one in held:
            if self.exact(one.measure, one.area_code):
                told[one.measure, one.area_code] = _exact(one)
            elif (found := self._released(one.measure, one.area_code)) is not None:
                told[one.measure, one.area_code] = found
        return told

    def _released(self, measure: str, area: str) -> Told | None:
        made = released(self.edition, area[:PROVINCE], self.known_by_classes(), self.limits)
        whole = made.totals.get(area)
        if whole is None:
            return None
        if measure == ALL:
            return Told(whole.households, 0, 0, 0, whole.persons, whole.persons, whole.households, few=whole.few)
        cell = made.cells.get((measure, area))
        if cell is None:
            return None
        passed = None if cell.found is None or cell.answered is None else cell.answered - cell.found
        told = Told(cell.found, passed, None, None, cell.persons, whole.persons, whole.households, few=cell.few)
        outside = any(name == measure and stray != area and stray.startswith(area) for name, stray in made.outside)
        return replace(told, without_strays=outside)

    def known_by_classes(self) -> Known:
        """Return for every set of classes that a figure rests on the areas that the reader knows by them, if any."""
        wanted = {frozenset[str](), *(one.classes for one in measures()), load_lists().unnamed}
        return tuple((classes, areas) for classes in sorted(wanted, key=sorted) if (areas := self.known(classes)))

    def known(self, classes: frozenset[str]) -> tuple[str, ...]:
        """The areas in which the reader sees every household and all these classes of them."""
        if self.scope.houses is not None:
            return ()
        if classes not in self._known_by:
            wanted = classes | {HOUSEHOLD}
            areas = {reach.area for name in wanted for reach in self._sight.reaches(name)}
            self._known_by[classes] = tuple(area for area in sorted(areas) if self._sight.throughout(wanted, [area]))
        return self._known_by[classes]

    @cached_property
    def _sight(self) -> Sight:
        return sight_in(self.scope, self.edition)

    @cached_property
    def _known_by(self) -> dict[frozenset[str], tuple[str, ...]]:
        return {}


def classes_of(measure: str) -> frozenset[str]:
    """Return the classes a measure rests on; a list that no rule names needs those of a source nobody knows."""
    found = by_code().get(measure)
    return found.classes if found else load_lists().of(measure.removeprefix(LIST))


def may_open(scope: Scope, area: str) -> bool:
    """Say whether the figures of an area of this size can be a page for the reader; asks the database nothing."""
    deepest = limits_on(timezone.localdate()).deepest
    return len(area) <= deepest or (scope.sees_persons and scope.houses is None and scope.sees_class(HOUSEHOLD, area))


def _exact(one: Figure) -> Told:
    counts = (one.households_fail, one.households_pass, one.households_na, one.households_unknown)
    fail, passed, not_applicable, unknown = counts
    return Told(fail, passed, not_applicable, unknown, one.persons_fail, one.persons_all, sum(counts), exact=True)


Known = tuple[tuple[frozenset[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What is stored of one province down to its tambons: all households by area, and measure -> area -> counts."""

    totals: dict[str, Total]
    counts: dict[str, dict[str, Counts]]


def tables_of(edition: int, province: str) -> Tables:
    """Read the stored figures of a province in the shape in which they are released."""
    rows = Figure.objects.filter(edition=edition, level__in=(PROVINCE, 4, TAMBON), area_code__startswith=province)
    on_survey, unasked = rests_on_survey(load_rules()), _unasked(rows)
    totals: dict[str, Total] = {}
    counts: dict[str, dict[str, Counts]] = {}
    for one in rows:
        if one.measure == ALL:
            totals[one.area_code] = Total(one.households_fail, one.persons_all)
        else:
            other = one.households_na + one.households_unknown
            silent = one.measure in COVERAGE or (one.area_code in unasked and one.measure in on_survey)
            counted = Counts(one.households_fail, one.households_pass, other, one.persons_fail, silent)
            counts.setdefault(one.measure, {})[one.area_code] = counted
    return Tables(totals, counts)


def released(edition: Edition, province: str, known: Known, limits: Limits) -> Release:
    """Return what is told of a province to whoever knows the households of these areas by these classes."""
    return _made(edition.number, edition.published_at, province, known, limits)


@lru_cache(maxsize=32)
def _made(edition: int, _published_at: dt.datetime | None, province: str, known: Known, limits: Limits) -> Release:
    """A published edition does not change: its release is made once for all readers who see the same households."""
    tables = tables_of(edition, province)
    totals, counts = tables.totals, tables.counts
    prefixes = dict(known)
    held = {"": prefixes.get(frozenset(), ()), **{name: prefixes.get(classes_of(name), ()) for name in counts}}
    seen = {name: frozenset(area for area in totals if area.startswith(areas)) for name, areas in held.items() if areas}
    torn = {name: frozenset(area[:TAMBON] for area in areas if len(area) > TAMBON) for name, areas in held.items()}
    worth = {name: limits.worth.get(kind_of(name), 1) for name in counts}
    known_of_all = relations(load_rules(), counts.keys())
    return release(totals, counts, limits, relations=known_of_all, worth=worth, known=seen, torn=torn)


def _unasked(rows: Iterable[Figure]) -> frozenset[str]:
    """The areas where the survey asked nobody: that is not a small count, and is told as it is."""
    asked = {one.area_code: one.households_pass for one in rows if one.measure == NOT_ASKED}
    return frozenset(area for area, count in asked.items() if not count)


def kind_of(measure: str) -> str:
    """Return by what a figure's worth is looked up: the figures asked for first are a kind of their own."""
    if measure in HEADLINES:
        return "headline"
    found = by_code().get(measure)
    return found.kind if found else "list"
