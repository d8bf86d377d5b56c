"""Cuts figures into at most five classes with round limits, and counts how many areas fall in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

MOST = 5
# Which of the five steps of colour are taken when there are fewer classes: always far apart.
STEPS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))


@dataclass(frozen=True, slots=True)
class Class:
    """One class: from ``low`` to below ``high`` (the last one includes ``high``), its step of colour, its areas."""

    step: int
    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Classes:
    """All classes of a map, few first, and how many areas have no figure."""

    classes: tuple[Class, ...]
    unknown: int

    def step_of(self, value: Decimal | None) -> int:
        """Return the step of colour of a figure, 0 where there is none."""
        if value is None:
            return 0
        limits = [one.low for one in self.classes]
        return next(one.step for one, low in zip(reversed(self.classes), reversed(limits), strict=True) if value >= low)


def cut(values: Iterable[Decimal | None], *, finest: Decimal) -> Classes:
    """Return the classes of the figures; ``finest`` is the smallest width of a class (1 for counts).

    Equal widths with round limits, because a map is read by people who compare the limits with what they know.
    """
    listed = list(values)
    known = sorted(value for value in listed if value is not None)
    unknown = len(listed) - len(known)
    if not known:
        return Classes((), unknown)
    limits = _limits(known[0], known[-1], finest)
    steps = STEPS[len(limits) - 1]
    last = limits[-1]
    classes = tuple(
        Class(step, low, high, sum(1 for value in known if low <= value and (value < high or high == last)))
        for step, (low, high) in zip(steps, pairwise(limits), strict=True)
    )
    return Classes(classes, unknown)


def _limits(low: Decimal, high: Decimal, finest: Decimal) -> Sequence[Decimal]:
    width = _width((high - low) / MOST, finest)
    while True:
        first = (low / width).to_integral_value(ROUND_FLOOR) * width
        end = (high / width).to_integral_value(ROUND_CEILING) * width
        number = max(1, int((end - first) / width))
        if number <= MOST:
            return [first + width * place for place in range(number + 1)]
        width = _width(width * Decimal("1.01"), finest)


def _width(at_least: Decimal, finest: Decimal) -> Decimal:
    """Return the smallest round width that is no less than asked."""
    size = finest
    while True:
        for part in _ROUND:
            width = size * part
            # 2.5 households are none: a width is a whole number of the finest step.
            if width >= at_least and width % finest == 0:
                return width
        size *= 10
