"""Changes between consecutive times, absolute and relative, raw and by the year, with the full delta method.

Alkire, S., Roche, J. M. and Vaz, A. (2017), Changes over time in multidimensional poverty, World Development 94, 232-249.
For f(b0, b1) the variance is f0^2 V0 + f1^2 V1 + 2 f0 f1 C, where C is the covariance through the PSUs that both times
share; the interval is straight, with the quantile of the normal distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from baansuk.assess.measuring.counting import Floats, Places
from baansuk.assess.measuring.domains import Domains
from baansuk.assess.measuring.intervals import NORMAL
from baansuk.assess.measuring.spread import Spread

_ROUNDING: Final = 1e-13
KINDS: Final = ("abs", "rel", "abs_annual", "rel_annual")


@dataclass(frozen=True)
class Change:
    """One kind of change of one measure, of the domains ``first`` to ``second``; arrays (pairs, columns)."""

    kind: str
    first: Places
    second: Places
    value: Floats
    error: Floats | None
    low: Floats | None
    high: Floats | None


def pairs(domains: Domains) -> tuple[Places, Places]:
    """Return the domains of one group that follow each other in consecutive times of the data."""
    rank = {time: place for place, time in enumerate(domains.times_in_all)}
    at = {
        (group, rank[time]): place
        for place, (group, time) in enumerate(zip(domains.groups, domains.times, strict=True))
        if time is not None
    }
    found = [(place, at[group, time + 1]) for (group, time), place in at.items() if (group, time + 1) in at]
    return np.array([first for first, _ in found], np.int64), np.array([second for _, second in found], np.int64)


def changes(value: Floats, spread: Spread | None, domains: Domains, years: list[float]) -> list[Change]:
    """Return every kind of change of a measure. ``years`` is the year of each time, empty when none is told."""
    first, second = pairs(domains)
    if not len(first):
        return []
    rank = {time: place for place, time in enumerate(domains.times_in_all)}
    between = _years_between(domains, first, second, rank, years)
    found = []
    for kind in KINDS if years else KINDS[:2]:
        told = _slopes(kind, value[first], value[second], between)
        error = None if spread is None else _error(told, spread, first, second, len(domains.groups))
        low = None if error is None else told[0] - NORMAL * error
        high = None if error is None else told[0] + NORMAL * error
        found.append(Change(kind, first, second, told[0], error, low, high))
    return found


def _years_between(domains: Domains, first: Places, second: Places, rank: dict[str, int], years: list[float]) -> Floats:
    if not years:
        return np.ones((len(first), 1))
    year = np.array([years[rank[time]] if time is not None else 0.0 for time in domains.times])
    between: Floats = (year[second] - year[first])[:, None]
    return between


def _slopes(kind: str, before: Floats, after: Floats, years: Floats) -> tuple[Floats, Floats, Floats]:
    """The change, and by how much it moves with the earlier and with the later value; NaN where it has no value."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "abs":
            return after - before, np.full_like(before, -1.0), np.ones_like(before)
        if kind == "abs_annual":
            return (after - before) / years, np.broadcast_to(-1 / years, before.shape), 1 / years + 0 * before
        ratio = np.where(before > 0, after / before, np.nan)
        if kind == "rel":
            return ratio - 1, -ratio / before, 1 / before
        yearly = ratio ** (1 / years)
        # A share of nobody does not move from sample to sample, so what a year's root would make of its moves is nothing.
        return yearly - 1, -yearly / (years * before), np.where(after > 0, yearly / (years * after), 0.0)


def _error(told: tuple[Floats, Floats, Floats], spread: Spread, first: Places, second: Places, domains: int) -> Floats:
    later = np.full(domains, -1, dtype=np.int64)
    later[first] = second
    together = spread.covariance(later)[first]
    value, of_first, of_second = told
    with np.errstate(invalid="ignore", over="ignore"):
        largest = of_first**2 * spread.variance[first] + of_second**2 * spread.variance[second]
        variance = largest + 2 * of_first * of_second * together
        # Two rounds that answer alike leave the rounding of numbers that cancel.
        variance = np.where(variance > _ROUNDING * largest, variance, 0.0)
        error: Floats = np.where(np.isnan(value), np.nan, np.sqrt(variance))
    return error
