"""Figures for whoever may not see the households themselves: what is counted, what is hidden so that it stays hidden.

Pure: counts in, cells out. One release is made for a whole province and all measures together, because what is hidden
in one table must not come back from another by adding and taking away. In words: docs/explanation/access.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files

TOP = 2
FOUND, PASSED, OTHER = 0, 1, 2
# Which answers a household can be moved between without changing how many there are in all.
SWITCHES = ((FOUND, PASSED), (FOUND, OTHER), (PASSED, OTHER))


@dataclass(frozen=True, slots=True)
class Limits:
    """Below ``least`` no count is told; no area with more digits than ``deepest`` has figures."""

    since: date
    least: int
    deepest: int
    source: str


@dataclass(frozen=True, slots=True)
class Counts:
    """One measure in one area: households found, passed, and of any other answer; persons in those found."""

    found: int
    passed: int
    other: int
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """All households and persons of an area."""

    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Union:
    """A measure that finds a household (``column`` FOUND, or PASSED) exactly when one of the ``parts`` finds it."""

    whole: str
    parts: tuple[str, ...]
    column: int = FOUND


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one area as it is told: None is hidden, and ``few`` says that it is hidden for being below the least.

    ``answered`` is None where only the share would give a small count away.
    """

    found: int | None
    answered: int | None
    persons: int | None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """An area's households and persons as they are told; None and ``few`` as in ``Cell``."""

    households: int | None
    persons: int | None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Everything told of one province: cells by measure and area, and all households by area."""

    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, Whole]


@lru_cache(maxsize=1)
def _all_limits() -> tuple[Limits, ...]:
    text = files("baansuk.people").joinpath("disclosure.toml").read_text(encoding="utf-8")
    return tuple(Limits(**table) for table in tomllib.loads(text)["limits"])


def limits_on(day: date) -> Limits:
    """Return the limits in force; a day before the first of them has the first."""
    listed = sorted(_all_limits(), key=lambda one: one.since)
    return next((one for one in reversed(listed) if one.since <= day), listed[0])


def release(
    totals: Mapping[str, Total],
    counts: Mapping[str, Mapping[str, Counts]],
    limits: Limits,
    *,
    unions: Sequence[Union] = (),
    known: Mapping[str, frozenset[str]] | None = None,
    torn: Mapping[str, frozenset[str]] | None = None,
) -> Release:
    """Return what is told of the areas of ``totals`` (codes of 2, 4 and 6 digits, ending in 00 for "not known where").

    ``counts`` is measure -> area -> counts. ``known`` names the areas of a measure ('' for the totals) of which the
    reader sees the households and so every exact count: nothing there can help to hide anything elsewhere. ``torn``,
    likewise, names the areas in a part of which the reader sees them: what is left of those is told to nobody.
    A household whose area below is not known is left out of every total when there are fewer than the least of them.
    """
    seen, parted = known or {}, torn or {}
    totals, counts = _without_strays(totals, counts, limits, seen.get("", frozenset()))
    tree = Tree(tuple(sorted(totals)))
    closed = _closed_areas(tree, totals, limits, seen.get("", frozenset()), parted.get("", frozenset()))
    tables = {
        measure: _Table(tree, _rows(tree, totals, given), limits.least, closed, seen.get(measure, frozenset()))
        for measure, given in counts.items()
    }
    for measure, table in tables.items():
        table.protect_small(parted.get(measure, frozenset()))
    for union in unions:
        _loosen(union, tables, tree)
    cells = {
        (measure, area): _cell(table, area, limits.least) for measure, table in tables.items() for area in tree.areas
    }
    return Release(cells, {area: _whole(totals[area], area in closed, limits.least) for area in tree.areas})


@dataclass(frozen=True)
class Tree:
    """The areas of a release; the area above is the code without its last two digits."""

    areas: tuple[str, ...]
    children: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = set(self.areas)
        for area in self.areas:
            if len(area) > TOP and area[:-2] in held:
                self.children.setdefault(area[:-2], []).append(area)

    def leaves(self, area: str) -> Iterator[str]:
        """Yield the smallest areas inside one, itself when there is none below."""
        below = self.children.get(area)
        if not below:
            yield area
            return
        for child in below:
            yield from self.leaves(child)

    def up(self, area: str, stop: str) -> list[str]:
        """Return the way up from an area to below ``stop`` ('' for up to and with the top)."""
        way = []
        while len(area) >= TOP and area != stop:
            way.append(area)
            area = area[:-2]
        return way

    def partners(self, area: str) -> Iterator[tuple[str, list[str]]]:
        """Yield, from the nearest family to the widest, the area above and the smallest areas in it that lie beside."""
        above = area
        while len(above) > TOP and above[:-2] in self.children:
            inside, above = above, above[:-2]
            yield above, [leaf for child in self.children[above] if child != inside for leaf in self.leaves(child)]


class _Table:
    """One measure over all areas: ``no_found`` are the areas whose count is hidden, ``no_answered`` whose base is."""

    def __init__(
        self,
        tree: Tree,
        rows: Mapping[str, tuple[int, int, int, int]],
        least: int,
        closed: Iterable[str],
        known: frozenset[str],
    ) -> None:
        self.tree, self.rows, self.least, self.known = tree, rows, least, known
        self.no_found = {area for area in closed if area not in known}
        self.no_answered = set(self.no_found)

    def protect_small(self, torn: frozenset[str] = frozenset()) -> None:
        """Hide every small count and every torn area, then whatever else must be hidden for them to stay so."""
        small = [(area, column) for area in torn & set(self.tree.areas) for column in (FOUND, PASSED, OTHER)]
        for area in {area for area, _column in small}:
            self.hide(area)
        for area in self.tree.areas:
            if area in self.known:
                continue
            found, passed, other, persons = self.rows[area]
            if min(found, passed, persons) < self.least:
                self.hide(area)
            if 0 < other < self.least:
                self.no_answered.add(area)
            for column, count in ((FOUND, found), (PASSED, passed), (OTHER, other)):
                if count < self.least and (column != OTHER or other):
                    small.append((area, column))
        for area, column in sorted(small, key=lambda one: (-len(one[0]), one)):
            self.protect(area, column)

    def hide(self, area: str) -> None:
        self.no_found.add(area)
        self.no_answered.add(area)

    def protect(self, area: str, column: int) -> None:
        """Hide the least more for which one household of this area could have answered otherwise and nobody would see.

        A household's answer is switched here and switched back in another small area; what changes on the way is hidden.
        Where there is no such other area, the way goes over the top: then the province's own figure is hidden.
        """
        for above, leaves in self.tree.partners(area):
            ways = list(self._ways(area, column, above, leaves))
            if ways:
                self._take(min(ways))
                return
        ways = list(self._ways(area, column, "", [""]))
        self._take(min(ways) if ways else (0, self.tree.up(area, ""), FOUND))

    def _take(self, way: tuple[int, list[str], int]) -> None:
        _cost, areas, lowest = way
        for area in areas:
            self.no_answered.add(area)
            if lowest == FOUND:
                self.no_found.add(area)

    def _ways(self, area: str, column: int, above: str, leaves: Sequence[str]) -> Iterator[tuple[int, list[str], int]]:
        """Yield what it costs (households newly hidden), the areas on the way, and which answers are switched."""
        for one in self.tree.leaves(area):
            here = self.tree.up(one, above)
            for other in leaves:
                there = self.tree.up(other, above) if other else []
                for switch in SWITCHES:
                    if column in switch and self._fits(here, there, switch):
                        yield self._cost(here + there, switch[0]), here + there, switch[0]

    def _fits(self, here: Sequence[str], there: Sequence[str], switch: tuple[int, int]) -> bool:
        if any(area in self.known for area in (*here, *there)):
            return False
        return any(
            all(self._may(area, switch, step) for area in here)
            and all(self._may(area, switch, -step) for area in there)
            for step in (1, -1)
        )

    def _may(self, area: str, switch: tuple[int, int], step: int) -> bool:
        """Say whether an area could hold one household more (or less) of an answer and still be told as it is."""
        row = self.rows[area]
        more, less = row[switch[0]] + step, row[switch[1]] - step
        if more < 0 or less < 0:
            return False
        # "Fewer than ten" is told: what is hidden for others' sake must stay at ten or above.
        return switch[0] != FOUND or (more < self.least) == (row[FOUND] < self.least)

    def _cost(self, areas: Iterable[str], lowest: int) -> int:
        hidden = self.no_found if lowest == FOUND else self.no_answered
        return sum(1 + sum(self.rows[area][:3]) for area in areas if area not in hidden)


def _without_strays(
    totals: Mapping[str, Total], counts: Mapping[str, Mapping[str, Counts]], limits: Limits, known: frozenset[str]
) -> tuple[Mapping[str, Total], Mapping[str, Mapping[str, Counts]]]:
    """Leave small numbers of households without a known area out of every level: hiding them would cost a whole area."""
    strays = [
        area
        for area, total in totals.items()
        if area.endswith("00") and len(area) > TOP and total.households < limits.least and area not in known
    ]
    if not strays:
        return totals, counts
    kept = dict(totals)
    for stray in strays:
        gone = kept.pop(stray)
        for above in (stray[:-2], stray[:-4]):
            if above in kept:
                kept[above] = Total(kept[above].households - gone.households, kept[above].persons - gone.persons)
    return kept, {measure: _counts_without(given, strays) for measure, given in counts.items()}


def _counts_without(given: Mapping[str, Counts], strays: Iterable[str]) -> Mapping[str, Counts]:
    kept = dict(given)
    for stray in strays:
        gone = kept.pop(stray, None)
        for above in (stray[:-2], stray[:-4]) if gone else ():
            if gone and above in kept:
                one = kept[above]
                kept[above] = Counts(
                    one.found - gone.found,
                    one.passed - gone.passed,
                    one.other - gone.other,
                    one.persons - gone.persons,
                )
    return kept


def _rows(tree: Tree, totals: Mapping[str, Total], given: Mapping[str, Counts]) -> dict[str, tuple[int, int, int, int]]:
    """Every area's counts; one without a figure has all its households under "other"."""
    rows = {}
    for area in tree.areas:
        one = given.get(area) or Counts(0, 0, totals[area].households)
        rows[area] = (one.found, one.passed, one.other, one.persons)
    return rows


def _closed_areas(
    tree: Tree, totals: Mapping[str, Total], limits: Limits, known: frozenset[str], torn: frozenset[str]
) -> set[str]:
    """Return the areas of which nothing is told: those with too few households, and those that would give them away."""
    households = {area: total.households for area, total in totals.items()}
    least = limits.least
    small = [area for area in tree.areas if area in torn or (households[area] < least and area not in known)]
    closed = set(small)
    for area in sorted(small, key=lambda one: (-len(one), one)):
        closed |= set(_household_way(tree, households, least, known, closed, area))
    return closed


def _household_way(
    tree: Tree, households: Mapping[str, int], least: int, known: frozenset[str], closed: set[str], area: str
) -> list[str]:
    """Return the areas to close so that one household of a small area might as well stand in another."""

    def may(one: str, step: int) -> bool:
        count = households[one] + step
        return one not in known and count >= 0 and (count < least) == (households[one] < least)

    for above, leaves in tree.partners(area):
        ways = [
            (sum(1 + households[one] for one in way if one not in closed), way)
            for here in ([*tree.up(leaf, above)] for leaf in tree.leaves(area))
            for there in ([*tree.up(leaf, above)] for leaf in leaves)
            if (way := here + there)
            and any(all(may(a, s) for a in here) and all(may(b, -s) for b in there) for s in (1, -1))
        ]
        if ways:
            return min(ways)[1]
    return tree.up(area, "")


def _loosen(union: Union, tables: Mapping[str, _Table], tree: Tree) -> None:
    """Hide a union wherever, with the parts that are told, it would say how many a hidden part must at least have."""
    whole = tables.get(union.whole)
    parts = [tables[part] for part in union.parts if part in tables]
    if whole is None:
        return
    for area in sorted(tree.areas, key=lambda one: (-len(one), one)):
        hidden = whole.no_found if union.column == FOUND else whole.no_answered
        if area in hidden or area in whole.known or all(area not in part.no_found for part in parts):
            continue
        told = sum(part.rows[area][FOUND] for part in parts if area not in part.no_found)
        if whole.rows[area][union.column] > told:
            whole.hide(area)
            whole.protect(area, union.column)


def _cell(table: _Table, area: str, least: int) -> Cell:
    found, passed, _other, persons = table.rows[area]
    if area in table.no_found:
        return Cell(None, None, None, few=found < least)
    return Cell(found, None if area in table.no_answered else found + passed, persons)


def _whole(total: Total, closed: bool, least: int) -> Whole:
    if closed:
        return Whole(None, None, few=total.households < least)
    return Whole(total.households, total.persons)
