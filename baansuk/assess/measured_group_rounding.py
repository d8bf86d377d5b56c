"""Counts of groups that add up to a whole in every area, told in tens so that no small one can be worked out.

As ``measuring/rounding.py`` tells one count over a tree of areas, with the other way of adding up beside it: whoever knows the
whole of an area takes the groups that are told from it. The whole counts as known to everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from baansuk.assess.measuring.rounding import Rounded, Window, to_base, window_of

Cell = tuple[str, str]
# No group is called so: '' is the group of those of whom it is not known.
ALL = "*"
Sum = tuple[Cell, Sequence[Cell]]


def tell_groups(
    counts: Mapping[Cell, int], tellable: Collection[str], *, least: int, spread: int, known: Collection[str] = ()
) -> dict[Cell, Rounded]:
    """Return what is told of each (group, area); ``tellable`` are the areas in which anything is told at all.

    Told are counts of at least ``least``, in multiples of it; a small one is said to be small only where it could still be
    ``spread + 1`` numbers. ``known`` are the areas of which the reader knows every count anyway.
    """
    areas = sorted({area for _group, area in counts})
    wholes = {area: sum(count for (_group, one), count in counts.items() if one == area) for area in areas}
    sums = _sums(counts, areas)
    told = {cell for cell in counts if cell[1] in tellable}
    while (given_away := _given_away(counts, wholes, sums, told, known, least, spread)) is not None:
        told -= _near(told, given_away)
    return {cell: _as_told(count, cell in told, least) for cell, count in counts.items()}


def _as_told(count: int, is_told: bool, least: int) -> Rounded:
    if not is_told:
        return Rounded(None)
    return Rounded(None, few=True) if count < least else Rounded(to_base(count, least))


def _sums(counts: Mapping[Cell, int], areas: Sequence[str]) -> list[Sum]:
    """Every way of adding up: the groups of an area are its whole, and a group in an area is itself in those inside."""
    groups = sorted({group for group, _area in counts})
    found: list[Sum] = [((ALL, area), [(one, area) for one in groups if (one, area) in counts]) for area in areas]
    for above in areas:
        below = [area for area in areas if area[:-2] == above and area]
        found += [
            ((group, above), [(group, area) for area in below if (group, area) in counts])
            for group in groups
            if (group, above) in counts and below
        ]
    return found


def _given_away(
    counts: Mapping[Cell, int],
    wholes: Mapping[str, int],
    sums: Sequence[Sum],
    told: Collection[Cell],
    known: Collection[str],
    least: int,
    spread: int,
) -> Cell | None:
    """Return the deepest cell whose small count could be too few numbers, None where there is none."""
    start: dict[Cell, Window] = {
        (ALL, area): (whole, whole) if whole >= least else (0, least - 1) for area, whole in wholes.items()
    }
    for cell, count in counts.items():
        exactly = cell[1] in known
        start[cell] = (count, count) if exactly else window_of(_as_told(count, cell in told, least), least)
    found = _narrowed(start, sums)
    narrow = [
        cell
        for cell, count in counts.items()
        if count < least
        and cell[1] not in known
        and min(found[cell][1], least - 1) - found[cell][0] < spread
        and _near(told, cell)
    ]
    return max(narrow, key=lambda cell: (len(cell[1]), cell[1], cell[0]), default=None)


def _narrowed(start: Mapping[Cell, Window], sums: Sequence[Sum]) -> dict[Cell, Window]:
    """Narrow every window by what adds up, until nothing changes. Raises ValueError where the counts do not add up."""
    found, changed = dict(start), True
    while changed:
        changed = False
        for whole, parts in sums:
            for cell, window in _of_one_sum(found, whole, parts):
                if window[0] > window[1]:
                    raise ValueError(f"the counts of groups do not add up at {cell}")
                if window != found[cell]:
                    found[cell], changed = window, True
    return found


def _of_one_sum(found: Mapping[Cell, Window], whole: Cell, parts: Sequence[Cell]) -> list[tuple[Cell, Window]]:
    low, high = found[whole]
    lows, highs = [found[one][0] for one in parts], [found[one][1] for one in parts]
    new = [(whole, (max(low, sum(lows)), min(high, sum(highs))))]
    for place, one in enumerate(parts):
        others_low = sum(lows) - lows[place]
        others_high = sum(value for other, value in enumerate(highs) if other != place)
        new.append((one, (max(lows[place], low - others_high), min(highs[place], high - others_low))))
    return new


def _near(told: Collection[Cell], cell: Cell) -> set[Cell]:
    """What is told nearest to a cell: the groups of its area, else of the areas beside and above, else whatever is left."""
    area = cell[1]
    beside = {one for one in told if one[1] == area}
    family = {one for one in told if area and one[1][: len(area) - 2] == area[:-2]}
    return beside or {one for one in family if one[0] == cell[0]} or family or set(told)
