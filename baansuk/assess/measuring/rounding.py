"""Counts for whoever does not see the households: none below the least, the others rounded to tens.

Exact counts that lie inside one another need each other hidden until nothing is left (tried on the sample: all of them were).
A rounded one may be any of at least ``spread + 1`` numbers, and so may whatever is worked out from several of them: where adding up
and taking away would leave fewer for a small count, what gives it away is not told either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Rounded:
    """A count as it is told: ``count`` rounded, None where it is not told, and then ``few`` where it is below the least."""

    count: int | None
    few: bool = False


def to_base(count: int, base: int) -> int:
    """Return the nearest multiple of ``base``, halves upward."""
    return (2 * count + base) // (2 * base) * base


def tell_rounded(
    counts: Mapping[str, int],
    tellable: Collection[str],
    *,
    least: int,
    spread: int,
    known: Collection[str] = (),
) -> dict[str, Rounded]:
    """Return what is told of one count in a tree of areas (codes that grow by two digits); ``tellable`` may be told at all.

    Told are counts of at least ``least``, rounded to multiples of it. ``known`` are the areas of which the reader knows the
    count anyway: those help to hide nothing. Raises ValueError where a rounded count could not be
    ``spread + 1`` numbers.
    """
    if least // 2 < spread + 1:
        raise ValueError("a count rounded to the least must leave more than the spread open")
    told = set(tellable) & counts.keys()
    while (given_away := _given_away(counts, told, known, least, spread)) is not None:
        told -= _telling(told, given_away)
    return {area: _as_told(count, area in told, least) for area, count in counts.items()}


def _as_told(count: int, is_told: bool, least: int) -> Rounded:
    if not is_told:
        return Rounded(None)
    return Rounded(None, few=True) if count < least else Rounded(to_base(count, least))


Window = tuple[float, float]


def window_of(told: Rounded, least: int) -> Window:
    """Return the smallest and the largest number that a count can be by itself."""
    if told.few:
        return 0, least - 1
    if told.count is None:
        return 0, inf
    return max(least, told.count - least // 2), told.count + (least - 1) // 2


def windows(told: Mapping[str, Rounded], least: int, known: Mapping[str, int] | None = None) -> dict[str, Window]:
    """Return what each count can be when every area is the sum of those inside it, by narrowing until nothing changes."""
    found = {area: window_of(one, least) for area, one in told.items()}
    found |= {area: (count, count) for area, count in (known or {}).items()}
    children: dict[str, list[str]] = {}
    for area in told:
        if area[:-2] in told and area:
            children.setdefault(area[:-2], []).append(area)
    changed = True
    while changed:
        changed = False
        for above, below in children.items():
            for area, window in _narrowed(found, above, below).items():
                if window != found[area]:
                    found[area], changed = window, True
    return found


def leaves_open(
    total: Window, parts: Sequence[tuple[int, Window]], small: Sequence[int], *, least: int, spread: int
) -> bool:
    """Say whether a told sum of weights times counts leaves every small count open; ``small`` are their places in ``parts``."""
    for place in small:
        weight, (low, high) = parts[place]
        others = [(w, window) for other, (w, window) in enumerate(parts) if other != place]
        lowest = (total[0] - sum(w * window[1] for w, window in others)) / weight
        highest = (total[1] - sum(w * window[0] for w, window in others)) / weight
        if min(high, highest, least - 1) - max(low, lowest) < spread:
            return False
    return True


def _narrowed(found: Mapping[str, Window], above: str, below: list[str]) -> dict[str, Window]:
    lows, highs = sum(found[one][0] for one in below), sum(found[one][1] for one in below)
    low, high = found[above]
    new = {above: (max(low, lows), min(high, highs))}
    for one in below:
        own_low, own_high = found[one]
        others_high = sum(found[two][1] for two in below if two != one)
        new[one] = (max(own_low, low - others_high), min(own_high, high - (lows - own_low)))
    return new


def _given_away(
    counts: Mapping[str, int], told: Collection[str], known: Collection[str], least: int, spread: int
) -> str | None:
    """Return the deepest area whose small count could be too few numbers, None where there is none."""
    as_told = {area: _as_told(count, area in told, least) for area, count in counts.items()}
    found = windows(as_told, least, {area: counts[area] for area in known if area in counts})
    narrow = [
        area
        for area, (low, high) in found.items()
        if counts[area] < least and high - low < spread and area not in known and _telling(told, area)
    ]
    return max(narrow, key=lambda area: (len(area), area), default=None)


def _telling(told: Collection[str], area: str) -> set[str]:
    """What is told nearest to an area: itself, those beside it and the one above, else the same for the one above."""
    while area:
        above = area[:-2]
        near = {one for one in told if one == above or (one[:-2] == above and len(one) == len(area))}
        if near:
            return near
        area = above
    return set()
