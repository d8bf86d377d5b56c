"""Lays out the picture of overlapping lists (UpSet: Lex and others 2014): one row for each combination, most households first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COLUMN, ROW, TOP = 27, 30, 40
BAR_FROM, BAR_ROOM, COUNT_ROOM = 12, 120, 58
MOST = 14


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    filled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One combination: its dots, the line from its first to its last, its bar and its count."""

    y: int
    dots: tuple[Dot, ...]
    line: tuple[int, int] | None
    bar: int
    count: int
    shaded: bool

    @property
    def bar_top(self) -> int:
        return self.y - 9

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture in its own units; ``heads`` are the numbers of the sets over their columns."""

    width: int
    height: int
    heads: tuple[tuple[int, int], ...]
    bar_x: int
    rows: tuple[Row, ...]


def draw(combinations: Mapping[tuple[bool, ...], int], most: int = MOST) -> Picture | None:
    """Return the picture of the largest combinations (which sets -> households); None where there is nothing to draw."""
    ordered = ordered_by_size(combinations)[:most]
    if not ordered:
        return None
    sets = len(ordered[0][0])
    largest = ordered[0][1]
    bar_x = COLUMN * sets + BAR_FROM
    rows = tuple(
        _row(place, inside, count, round(BAR_ROOM * count / largest)) for place, (inside, count) in enumerate(ordered)
    )
    heads = tuple((_x(place), place + 1) for place in range(sets))
    return Picture(bar_x + BAR_ROOM + COUNT_ROOM, TOP + ROW * len(rows) + 6, heads, bar_x, rows)


def ordered_by_size(combinations: Mapping[tuple[bool, ...], int]) -> Sequence[tuple[tuple[bool, ...], int]]:
    """Return the combinations of some household, the largest first, then those of fewer sets."""
    held = [(inside, count) for inside, count in combinations.items() if count]
    return sorted(held, key=lambda one: (-one[1], sum(one[0]), [not part for part in one[0]]))


def _row(place: int, inside: tuple[bool, ...], count: int, bar: int) -> Row:
    dots = tuple(Dot(_x(column), filled) for column, filled in enumerate(inside))
    filled = [dot.x for dot in dots if dot.filled]
    line = (filled[0], filled[-1]) if len(filled) > 1 else None
    return Row(TOP + ROW * place + ROW // 2, dots, line, max(bar, 2), count, place % 2 == 1)


def _x(column: int) -> int:
    return COLUMN * column + COLUMN // 2
