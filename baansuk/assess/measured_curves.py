"""H, A and M0 at every score that a household of an area attains, and the picture of them; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from baansuk.assess.measured import CountedFramework

FAIL, UNKNOWN = "F", "U"
# The picture in its own units: room for the numbers of the axes, and for what is drawn.
WIDTH, HEIGHT = 400, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 24, 16, 40
# Lines of the upright axis, and where they may stand.
LINES = 4
_ROUND = tuple(
    Fraction(one) for one in ("0.004", "0.01", "0.02", "0.04", "0.08", "0.1", "0.2", "0.3", "0.4", "0.6", "0.8", "1")
)


@dataclass(frozen=True, slots=True)
class Point:
    """One cut-off at which the measures change: the households with at least this score, of ``used``."""

    k: Fraction
    poor: int
    used: int
    score: Fraction

    @property
    def h(self) -> Fraction:
        return Fraction(self.poor, self.used)

    @property
    def m0(self) -> Fraction:
        return self.score / self.used

    @property
    def a(self) -> Fraction:
        return self.score / self.poor


def points_of(framework: CountedFramework, letters: Mapping[str, int]) -> list[Point]:
    """Return H, A and M0 at each score above 0 that is attained, lowest first, from how many households have which letters.

    Complete cases: a household with an answer that is not known is in none. Nobody used gives nothing.
    """
    held: dict[int, int] = {}
    for text, households in letters.items():
        if text and UNKNOWN not in text:
            score = sum(lack.weight for lack in framework.lacks if text[lack.place - 1] == FAIL)
            held[score] = held.get(score, 0) + households
    used, poor, total, points = sum(held.values()), 0, 0, []
    for score in sorted((one for one in held if one), reverse=True):
        poor, total = poor + held[score], total + score * held[score]
        points.append(Point(Fraction(score, framework.whole), poor, used, Fraction(total, framework.whole)))
    return points[::-1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of measures over cut-offs: the path of each, and at which height its name stands; ticks are (place, percent)."""

    curves: Mapping[str, str]
    names: Sequence[tuple[str, int]]
    across: Sequence[tuple[float, int]]
    up: Sequence[tuple[float, str]]
    marks: Sequence[float]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM


def draw(points: Sequence[Point], names: Sequence[str], cutoffs: Sequence[Fraction]) -> Picture:
    """Draw some measures (h, a, m0) of one area as steps: at a cut-off between two scores they are those of the higher one."""
    highest = max((getattr(one, name) for one in points for name in names), default=Fraction(1))
    top = next(one for one in _ROUND if one >= highest)
    curves = {name: _curve(points, name, top) for name in names}
    across = [(_x(Fraction(tick, 100)), tick) for tick in range(0, 101, 20)]
    up = [(_y(top * line / LINES, top), f"{float(top * 100 * line / LINES):g}") for line in range(LINES + 1)]
    # All fall from left to right, or there is one of which the heading says the name: the corner on the right is free.
    named = [(name, TOP + 14 + 20 * place) for place, name in enumerate(names)] if len(names) > 1 else []
    return Picture(curves, named, across, up, [_x(one) for one in cutoffs])


def _curve(points: Sequence[Point], name: str, top: Fraction) -> str:
    parts: list[str] = []
    start = Fraction(0)
    for one in points:
        parts.append(f"{'L' if parts else 'M'}{_x(start):g} {_y(getattr(one, name), top):g}H{_x(one.k):g}")
        start = one.k
    return "".join(parts)


def _x(share: Fraction) -> float:
    return round(LEFT + float(share) * (WIDTH - LEFT - RIGHT), 1)


def _y(share: Fraction, top: Fraction) -> float:
    return round(HEIGHT - BOTTOM - float(share / top) * (HEIGHT - TOP - BOTTOM), 1)
