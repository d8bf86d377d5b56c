"""Whoever puts together everything that was published: the slow twin of disclosure, which knows nothing of how it hides.

It writes down each unknown count as a number, each sum and bound that it knows as an equation, and asks an exact linear
programme (fractions, the simplex method by Bland's rule) how small and how large each hidden count can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from baansuk.people.disclosure import FOUND, Release, Union

Name = tuple[str, str, str]
ANSWERS = ("found", "passed", "other")


@dataclass
class Known:
    """Equations ``sum of factor * name = value``; every name is at least 0."""

    names: dict[Name, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, Fraction], Fraction]] = field(default_factory=list)

    def place(self, name: Name) -> int:
        return self.names.setdefault(name, len(self.names))

    def equal(self, parts: Sequence[tuple[int, Name]], value: int = 0) -> None:
        row: dict[int, Fraction] = {}
        for factor, name in parts:
            place = self.place(name)
            row[place] = row.get(place, Fraction(0)) + factor
        self.rows.append((row, Fraction(value)))

    def at_least(self, parts: Sequence[tuple[int, Name]], value: int) -> None:
        slack = ("slack", str(len(self.rows)), "")
        self.equal([*parts, (-1, slack)], value)


def read(
    published: Release,
    least: int,
    unions: Sequence[Union] = (),
    known: Mapping[str, Mapping[str, tuple[int, int, int]]] | None = None,
) -> Known:
    """Write down all that a release says; ``known`` are counts that the attacker has from elsewhere, by measure and area."""
    book = Known()
    areas = sorted(published.totals)
    measures = sorted({measure for measure, _area in published.cells})
    for area in areas:
        whole = published.totals[area]
        name = ("", area, "all")
        if whole.households is not None:
            book.equal([(1, name)], whole.households)
        elif whole.few:
            book.at_least([(-1, name)], 1 - least)
        else:
            book.at_least([(1, name)], least)
    for measure in ["", *measures]:
        for column in ("all",) if not measure else ANSWERS:
            for area in areas:
                below = [one for one in areas if one[:-2] == area]
                if below:
                    parts = [(1, (measure, one, column)) for one in below]
                    book.equal([*parts, (-1, (measure, area, column))])
    for measure in measures:
        for area in areas:
            _cell(book, published, measure, area, least)
    for union in unions:
        for area in areas:
            whole_name = (union.whole, area, ANSWERS[union.column])
            names = [(part, area, ANSWERS[FOUND]) for part in union.parts]
            for one in names:
                book.at_least([(1, whole_name), (-1, one)], 0)
            book.at_least([*((1, one) for one in names), (-1, whole_name)], 0)
    for measure, rows in (known or {}).items():
        for area, row in rows.items():
            for column, count in zip(ANSWERS, row, strict=True):
                book.equal([(1, (measure, area, column))], count)
    return book


def _cell(book: Known, published: Release, measure: str, area: str, least: int) -> None:
    cell = published.cells[measure, area]
    found, passed, other = ((measure, area, column) for column in ANSWERS)
    book.equal([(1, found), (1, passed), (1, other), (-1, ("", area, "all"))])
    if cell.found is not None:
        book.equal([(1, found)], cell.found)
        if cell.answered is not None:
            book.equal([(1, passed)], cell.answered - cell.found)
    elif cell.few:
        book.at_least([(-1, found)], 1 - least)
    else:
        book.at_least([(1, found)], least)


def whole_bounds(book: Known, name: Name) -> tuple[int, int | None]:
    """Return the smallest and largest whole number that a count can be; None for no upper end."""
    lowest = _extreme(book, name, -1)
    highest = _extreme(book, name, 1)
    assert lowest is not None, "a count is never below nought"
    return ceil(-lowest), None if highest is None else floor(highest)


def _extreme(book: Known, name: Name, sign: int) -> Fraction | None:
    """Maximise ``sign * name`` by the two-phase simplex method; None when there is no end to it."""
    size, place = len(book.names), book.names[name]
    tableau = _independent(book, size)
    basis = [size + number for number in range(len(tableau))]
    width = size + len(tableau)
    for number, row in enumerate(tableau):
        row[size:size] = [Fraction(int(number == other)) for other in range(len(tableau))]
    first = [Fraction(0)] * size + [Fraction(-1)] * len(tableau)
    assert _solve(tableau, basis, first, width) == 0, "what was published contradicts itself"
    _drive_out(tableau, basis, size)
    goal = [Fraction(0)] * width
    goal[place] = Fraction(sign)
    return _solve(tableau, basis, goal, size)


def _independent(book: Known, size: int) -> list[list[Fraction]]:
    rows = []
    for parts, value in book.rows:
        row = [Fraction(0)] * size + [value]
        for place, factor in parts.items():
            row[place] = factor
        rows.append([-one for one in row] if value < 0 else row)
    return rows


def _solve(tableau: list[list[Fraction]], basis: list[int], goal: Sequence[Fraction], allowed: int) -> Fraction | None:
    cost = [*goal, Fraction(0)]
    for row, place in zip(tableau, basis, strict=True):
        if factor := goal[place]:
            cost = [one - factor * two for one, two in zip(cost, row, strict=True)]
    while True:
        enter = next((place for place in range(allowed) if cost[place] > 0), None)
        if enter is None:
            return -cost[-1]
        ratios = [(row[-1] / row[enter], basis[n], n) for n, row in enumerate(tableau) if row[enter] > 0]
        if not ratios:
            return None
        cost = _pivot(tableau, basis, min(ratios)[2], enter, cost)


def _pivot(
    tableau: list[list[Fraction]], basis: list[int], number: int, enter: int, cost: list[Fraction]
) -> list[Fraction]:
    factor = tableau[number][enter]
    chosen = tableau[number] = [one / factor if one else one for one in tableau[number]]
    filled = [place for place, one in enumerate(chosen) if one]
    for other, row in enumerate(tableau):
        if other != number and (factor := row[enter]):
            for place in filled:
                row[place] -= factor * chosen[place]
    if factor := cost[enter]:
        for place in filled:
            cost[place] -= factor * chosen[place]
    basis[number] = enter
    return cost


def _drive_out(tableau: list[list[Fraction]], basis: list[int], size: int) -> None:
    """Put real names in the place of the helpers of the first phase, and drop equations that say nothing new."""
    for number in reversed(range(len(tableau))):
        if basis[number] < size:
            continue
        enter = next((place for place in range(size) if tableau[number][place]), None)
        if enter is None:
            del tableau[number], basis[number]
        else:
            _pivot(tableau, basis, number, enter, [Fraction(0)] * len(tableau[number]))
