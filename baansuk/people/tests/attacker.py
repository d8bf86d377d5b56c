"""Whoever puts together everything that was published: the slow twin of disclosure, which knows nothing of how it hides.

It writes down the unknown count of every smallest area as a number, each sum, bound and relation that it knows as an
equation, and asks an exact linear programme (fractions, the simplex method) how small and how large each hidden count
can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd

from baansuk.people.figures import FOUND, OTHER, PASSED, AtLeast, Limits, Release

Name = tuple[str, str, int]
# An equation, times any whole number above 0: whole numbers are added up many times faster than fractions.
Row = dict[int, int]
# Where a row bears its right side, and a goal by what it has been multiplied.
VALUE, TIMES = -1, -2
# The column of all households, whatever they answered.
ALL = 3
# After so many steps that only choose the steepest, the rule that cannot go round in circles.
STEEP = 150


@dataclass
class Known:
    """Equations ``sum of factor * name = value``; every name is at least 0."""

    published: Release
    names: dict[Name, int] = field(default_factory=dict)
    rows: list[tuple[Row, int]] = field(default_factory=list)
    solved: Solved | None = None

    def place(self, name: Name) -> int:
        return self.names.setdefault(name, len(self.names))

    def parts(self, measure: str, area: str, column: int) -> list[Name]:
        """The counts of the smallest areas that a published figure adds up."""
        held, outside = self.published.totals, self.published.outside
        leaves = [one for one in held if one.startswith(area) and not any(other[:-2] == one for other in held)]
        if (measure, area) not in outside:
            leaves = [one for one in leaves if (measure, one) not in outside]
        return [(measure, one, column) for one in leaves]

    def equal(self, parts: Iterable[tuple[int, Name]], value: int = 0) -> None:
        row: Row = {}
        for factor, name in parts:
            place = self.place(name)
            row[place] = row.get(place, 0) + factor
        self.rows.append((row, value))

    def at_least(self, parts: Iterable[tuple[int, Name]], value: int) -> None:
        self.equal([*parts, (-1, ("slack", str(len(self.rows)), 0))], value)

    def tell(self, parts: Sequence[Name], told: int | None, few: bool, least: int) -> None:
        """One figure: a number, that it is below the least, or that it is hidden and not below."""
        if told is not None:
            self.equal([(1, one) for one in parts], told)
        elif few:
            self.at_least([(-1, one) for one in parts], 1 - least)
        else:
            self.at_least([(1, one) for one in parts], least)


def read(
    published: Release,
    limits: Limits,
    relations: Sequence[AtLeast] = (),
    known: Mapping[str, Mapping[str, tuple[int, int, int]]] | None = None,
) -> Known:
    """Write down all that a release says; ``known`` are counts that the attacker has from elsewhere, by measure and area."""
    least, spread = limits.least, limits.spread
    book = Known(published)
    leaves = sorted({name[1] for area in published.totals for name in book.parts("", area, ALL)})
    for area, whole in published.totals.items():
        book.tell(book.parts("", area, ALL), whole.households, whole.few, least)
    for (measure, area), cell in published.cells.items():
        if area in leaves:
            answers = [(1, (measure, area, column)) for column in (FOUND, PASSED, OTHER)]
            book.equal([*answers, (-1, ("", area, ALL))])
        households = published.totals[area].households
        # Of few households it is not told whether a count is hidden for being small.
        if cell.found is not None or cell.few or (households or 0) >= least + spread:
            book.tell(book.parts(measure, area, FOUND), cell.found, cell.few, least)
        if cell.found is not None and cell.answered is not None:
            book.equal([(1, one) for one in book.parts(measure, area, PASSED)], cell.answered - cell.found)
    for relation in relations:
        for area in leaves:
            more = [(1, (measure, area, column)) for measure, column in relation.more]
            book.at_least([*more, *((-1, (measure, area, column)) for measure, column in relation.less)], 0)
    for measure, rows in (known or {}).items():
        for area, row in rows.items():
            for column, count in enumerate(row):
                book.equal([(1, (measure, area, column))], count)
    return book


def whole_bounds(book: Known, measure: str, area: str, column: int) -> tuple[int, int | None]:
    """Return the smallest and largest whole number that a count can be; None for no upper end."""
    if book.solved is None:
        book.solved = Solved(book)
    places = [book.names[one] for one in book.parts(measure, area, column)]
    lowest, highest = book.solved.most(places, -1), book.solved.most(places, 1)
    assert lowest is not None, "a count is never below nought"
    return ceil(-lowest), None if highest is None else floor(highest)


class Solved:
    """The programme once some answer to it is found; every further question begins from the last answer."""

    def __init__(self, book: Known) -> None:
        self.size = len(book.names)
        self.tableau: list[Row] = []
        for number, (parts, value) in enumerate(book.rows):
            sign = -1 if value < 0 else 1
            row = {place: factor * sign for place, factor in parts.items() if factor}
            row[self.size + number] = 1
            self.tableau.append(row | {VALUE: value * sign})
        self.basis = [self.size + number for number in range(len(self.tableau))]
        helpers = dict.fromkeys(self.basis, -1)
        assert self._solve(helpers) == 0, "what was published contradicts itself"
        self._drive_out()

    def most(self, places: Sequence[int], sign: int) -> Fraction | None:
        """Return the largest sum of some names (times ``sign``); None when there is no end to it."""
        return self._solve(dict.fromkeys(places, sign))

    def _solve(self, goal: Row) -> Fraction | None:
        cost = goal | {TIMES: 1}
        for row, place in zip(self.tableau, self.basis, strict=True):
            if place in cost:
                _take(cost, row, place)
        steps = 0
        while True:
            better = [place for place, one in cost.items() if one > 0 and place >= 0]
            if not better:
                return Fraction(-cost.get(VALUE, 0), cost[TIMES])
            steps += 1
            enter = max(better, key=lambda one: (cost[one], -one)) if steps < STEEP else min(better)
            ratios = [
                (Fraction(row.get(VALUE, 0), row[enter]), self.basis[number], number)
                for number, row in enumerate(self.tableau)
                if row.get(enter, 0) > 0
            ]
            if not ratios:
                return None
            self._pivot(min(ratios)[2], enter, cost)

    def _pivot(self, number: int, enter: int, cost: Row) -> None:
        chosen = self.tableau[number]
        if chosen[enter] < 0:
            chosen = self.tableau[number] = {place: -one for place, one in chosen.items()}
        for other, row in enumerate(self.tableau):
            if other != number and enter in row:
                _take(row, chosen, enter)
        if enter in cost:
            _take(cost, chosen, enter)
        self.basis[number] = enter

    def _drive_out(self) -> None:
        """Put real names in the place of the helpers of the first phase, and drop equations that say nothing new."""
        for number in reversed(range(len(self.tableau))):
            if self.basis[number] < self.size:
                continue
            enter = next((place for place in sorted(self.tableau[number]) if 0 <= place < self.size), None)
            if enter is None:
                del self.tableau[number], self.basis[number]
            else:
                self._pivot(number, enter, {})
        self.tableau = [{place: one for place, one in row.items() if place < self.size} for row in self.tableau]


def _take(row: Row, chosen: Row, enter: int) -> None:
    """Take another row from a row until nothing is left of one name; what becomes nought is not kept."""
    common = gcd(row[enter], chosen[enter])
    factor, times = row[enter] // common, chosen[enter] // common
    if times != 1:
        for place in row:
            row[place] *= times
    for place, one in chosen.items():
        left = row.get(place, 0) - factor * one
        if left:
            row[place] = left
        else:
            row.pop(place, None)
    if (common := gcd(*row.values())) > 1:
        for place in row:
            row[place] //= common
