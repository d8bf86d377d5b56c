"""Figures for whoever may not see the households themselves: what is counted, what is hidden so that it stays hidden.

Pure: counts in, cells out. One release is made for a whole province and all measures together, because what is hidden
in one table must not come back from another by adding and taking away. In words: docs/explanation/access.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from baansuk.people.figures import AtLeast, Counts, Limits, Release, Total, Whole
from baansuk.people.hiding import Hiding, Tree, is_stray


def release(
    totals: Mapping[str, Total],
    counts: Mapping[str, Mapping[str, Counts]],
    limits: Limits,
    *,
    relations: Sequence[AtLeast] = (),
    worth: Mapping[str, int] | None = None,
    known: Mapping[str, frozenset[str]] | None = None,
    torn: Mapping[str, frozenset[str]] | None = None,
) -> Release:
    """Return what is told of the areas of ``totals`` (codes of 2, 4 and 6 digits, ending in 00 for "not known where").

    ``counts`` is measure -> area -> counts; ``relations`` are what everybody knows of the measures, ``worth`` is how
    much a figure of each would be missed. ``known`` names the areas of a measure ('' for the totals) of which the reader
    sees the households and so every exact count: nothing there can help to hide anything elsewhere. ``torn``, likewise,
    names the areas in a part of which the reader sees them: what is left of those is told to nobody.
    """
    seen, parted = known or {}, torn or {}
    totals, counts = _without_strays(totals, counts, limits, seen.get("", frozenset()))
    tree = Tree(tuple(sorted(totals)))
    closed = _closed_areas(tree, totals, limits, seen.get("", frozenset()), parted.get("", frozenset()))
    hiding = Hiding(tree, limits, worth or {})
    for measure, given in counts.items():
        silent = {area for area, one in given.items() if one.silent and one.is_one_answer}
        silent -= closed | parted.get(measure, frozenset())
        hiding.add(measure, _rows(tree, totals, given), closed, seen.get(measure, frozenset()) | silent)
    hiding.hide_small(relations, parted)
    cells = {(measure, area): hiding.cell(measure, area) for measure in counts for area in tree.areas}
    told = {area: _whole(totals[area], area in closed, limits.least) for area in tree.areas}
    outside = frozenset((measure, area) for measure, areas in hiding.outside.items() for area in areas)
    return Release(cells, told, outside)


def _without_strays(
    totals: Mapping[str, Total], counts: Mapping[str, Mapping[str, Counts]], limits: Limits, known: frozenset[str]
) -> tuple[Mapping[str, Total], Mapping[str, Mapping[str, Counts]]]:
    """Leave small numbers of households without a known area out of every level: hiding them would cost a whole area."""
    strays = [
        area
        for area, total in totals.items()
        if is_stray(area) and total.households < limits.least and area not in known
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
) -> frozenset[str]:
    """Return the areas of which nothing is told: those with too few households, and those that would give them away."""
    households = {area: total.households for area, total in totals.items()}
    least = limits.least
    small = [area for area in tree.areas if area in torn or (households[area] < least and area not in known)]
    closed = set(small)
    for area in sorted(small, key=lambda one: (-len(one), one)):
        closed |= set(_household_way(tree, households, limits, known, closed, area))
    return frozenset(closed)


def _household_way(
    tree: Tree, households: Mapping[str, int], limits: Limits, known: frozenset[str], closed: set[str], area: str
) -> list[str]:
    """Return the areas to close so that some households of a small area might as well stand in another."""

    def bound(one: str, step: int) -> int:
        few = households[one] < limits.least
        if one in known or (step < 0 and not few):
            return 0 if one in known else households[one] - limits.least
        return (limits.least - 1 - households[one] if few else limits.spread) if step > 0 else households[one]

    for above, leaves in tree.partners(area):
        ways = [
            (sum(1 + households[one] for one in way if one not in closed), way)
            for here in (tree.up(leaf, above) for leaf in tree.leaves(area))
            for there in (tree.up(leaf, above) for leaf in leaves)
            if (way := here + there)
            and sum(min([bound(a, s) for a in here] + [bound(b, -s) for b in there]) for s in (1, -1)) >= limits.spread
        ]
        if ways:
            return min(ways)[1]
    return tree.up(area, "")


def _whole(total: Total, closed: bool, least: int) -> Whole:
    if closed:
        return Whole(None, None, few=total.households < least)
    return Whole(total.households, total.persons)
