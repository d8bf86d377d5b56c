"""What a release of figures is asked and what it tells: counts with their limits, and the cells that may be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files

FOUND, PASSED, OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Below ``least`` no count is told; no area with more digits than ``deepest`` has figures.

    ``spread``: how far apart the smallest and the largest number must lie that a hidden small count can still be.
    ``worth`` by kind of measure and ``level_worth`` by digits of the area: of two ways to hide, the cheaper is taken.
    """

    since: date
    least: int
    deepest: int
    spread: int
    source: str
    worth: Mapping[str, int] = field(default_factory=dict, hash=False)
    level_worth: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """One measure in one area: households found, passed, and of any other answer; persons in those found.

    ``silent``: an answer that all here share is told, for it says nothing of a household (nobody was asked).
    """

    found: int
    passed: int
    other: int
    persons: int = 0
    silent: bool = False

    @property
    def is_one_answer(self) -> bool:
        """Say whether all households of the area have the same answer."""
        return max(self.found, self.passed, self.other) == self.found + self.passed + self.other


@dataclass(frozen=True, slots=True)
class Total:
    """All households and persons of an area."""

    households: int
    persons: int


Part = tuple[str, int]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """In every area the counts of ``more`` (measure, column) together are at least those of ``less`` together."""

    more: tuple[Part, ...]
    less: tuple[Part, ...]


def union(whole: str, parts: Sequence[str], column: int = FOUND) -> list[AtLeast]:
    """Return what is known when a measure finds (or passes) a household exactly when one of the parts finds it."""
    found = tuple((part, FOUND) for part in parts)
    return [AtLeast(((whole, column),), (one,)) for one in found] + [AtLeast(found, ((whole, column),))]


def subset(inner: Part, outer: Part) -> AtLeast:
    """Return what is known when everyone counted in ``inner`` is counted in ``outer``."""
    return AtLeast((outer,), (inner,))


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one area as it is told: None is hidden, and ``few`` says that it is hidden for being below the least.

    Without ``few`` it is hidden so that another cannot be worked out, or because the area has too few households to say. ``answered`` is None where only the share would
    give a small count away.
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
    """Everything told of one province: cells by measure and area, and all households by area.

    ``outside`` are the (measure, area) of households without a known place that are not in the figures above them.
    """

    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, Whole]
    outside: frozenset[tuple[str, str]] = frozenset()


@lru_cache(maxsize=1)
def _all_limits() -> tuple[Limits, ...]:
    text = files("baansuk.people").joinpath("disclosure.toml").read_text(encoding="utf-8")
    return tuple(Limits(**table) for table in tomllib.loads(text)["limits"])


def limits_on(day: date) -> Limits:
    """Return the limits in force; a day before the first of them has the first."""
    listed = sorted(_all_limits(), key=lambda one: one.since)
    return next((one for one in reversed(listed) if one.since <= day), listed[0])
