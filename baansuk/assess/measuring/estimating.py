"""Turns cells into estimates: every measure of every domain with its error and interval, and its changes through time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from baansuk.assess.measuring.changing import Change, changes
from baansuk.assess.measuring.counting import Cells, Floats, by_size, rows_are_psus
from baansuk.assess.measuring.domains import Domains, Sums, add_up, domains_of
from baansuk.assess.measuring.intervals import logit_interval, t_quantile
from baansuk.assess.measuring.judging import Asked
from baansuk.assess.measuring.ratios import Ratio, ratios
from baansuk.assess.measuring.spread import PsuSpreads, RowSpreads, Scaled, Spread, Strata, strata_of

_ROUNDING: Final = 1e-14


@dataclass(frozen=True)
class Estimate:
    """One measure at one cut-off (None for hd) in all domains: arrays (domains, columns), a column per indicator or one.

    ``error``, ``low`` and ``high`` are None for a full register. ``low_bound`` and ``high_bound`` are what the measure
    would be if everything unknown passed, or failed; None for complete cases.
    """

    measure: str
    cutoff: int | None
    value: Floats
    error: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    low_bound: Floats | None = None
    high_bound: Floats | None = None
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """All estimates by one group column: ``rows`` used in each domain, ``freedom`` of the design, None for a register."""

    domains: Domains
    rows: Floats
    freedom: int | None
    estimates: list[Estimate]


def estimate(
    asked: Asked,
    cells: Cells,
    by: int | None,
    times: list[str],
    years: list[float],
    bounds: tuple[Cells, Cells] | None = None,
) -> Table:
    """Estimate by group column ``by``, None for the whole. ``bounds``: the cells with unknown passing, and failing."""
    name = "" if by is None else asked.framework.groups[by]
    domains, domain = domains_of(cells, by, name, times)
    worths = _ranks(asked)
    sums = add_up(cells, domain, len(domains.groups), worths)
    spreads = _spreads(asked, cells, domain, worths)
    quantile = t_quantile(spreads.strata.freedom) if spreads else 0.0
    told = list(_told(asked, sums, spreads, quantile, _Through(domains, years)))
    if bounds is not None:
        low, high = (_values(asked, one, by, times) for one in bounds)
        told = [_bounded(one, low, high) for one in told]
    return Table(domains, sums.rows, spreads.strata.freedom if spreads else None, told)


def check_strata(asked: Asked, cells: Cells) -> Strata | None:
    """Return the strata of a sample, None for a register. Raises Refusal for a stratum of one PSU."""
    design = asked.framework.design
    return strata_of(cells, center=design.center) if design.is_sample else None


def _ranks(asked: Asked) -> list[int]:
    """The rank of each cut-off among all, smallest first."""
    order = by_size(asked.framework)
    return [order.index(place) for place in range(len(order))]


def _spreads(asked: Asked, cells: Cells, domain: np.ndarray, worths: list[int]) -> PsuSpreads | RowSpreads | None:
    strata = check_strata(asked, cells)
    if strata is None:
        return None
    kind = RowSpreads if rows_are_psus(asked) else PsuSpreads
    return kind(cells, domain, strata, worths)


@dataclass(frozen=True)
class _Through:
    """How domains follow each other in time, and the year of each time."""

    domains: Domains
    years: list[float]


def _told(
    asked: Asked, sums: Sums, spreads: PsuSpreads | RowSpreads | None, quantile: float, through: _Through
) -> Iterator[Estimate]:
    weights = [one.weight for one in asked.framework.indicators]
    wholes = ratios(sums, weights, len(asked.framework.cutoffs))
    if spreads is None:
        for whole in wholes:
            value = _value(whole, sums)
            yield Estimate(whole.measure, whole.cutoff, value, changes=_changes(value, None, through))
        return
    parts = ratios(spreads.sums, weights, len(asked.framework.cutoffs))
    spread: Spread | None = None
    for whole, part in zip(wholes, parts, strict=True):
        # An absolute contribution follows the censored headcount that it is a share of.
        if whole.measure == "actb" and spread is not None:
            spread = Scaled(spread, whole.times)
        else:
            spread = _spread(whole, part, spreads)
        yield _sampled(whole, _value(whole, sums), spread, quantile, through)


def _value(whole: Ratio, sums: Sums) -> Floats:
    """The measure; where nobody is poor, what is told of the poor has no value."""
    value = whole.value()
    if whole.measure in ("A", "actb", "pctb") and whole.cutoff is not None:
        value = np.where(sums.poor_weight[whole.cutoff][:, None] > 0, value, np.nan)
    return value


def _spread(whole: Ratio, part: Ratio, spreads: PsuSpreads | RowSpreads) -> Spread:
    with np.errstate(divide="ignore", invalid="ignore"):
        return spreads.spread(whole, part, np.where(whole.bottom > 0, whole.top / whole.bottom, 0.0))


def _sampled(whole: Ratio, value: Floats, spread: Spread, quantile: float, through: _Through) -> Estimate:
    error = np.sqrt(spread.variance)
    # A share of none or of all has no error; what is so small beside the share is rounding of one that has none either.
    certain = (value <= 0) | (np.abs(value - 1) <= _ROUNDING) | (error < _ROUNDING * value)
    error = np.where(np.isnan(value), np.nan, np.where(certain, 0.0, error))
    low, high = logit_interval(value, error, quantile)
    return Estimate(whole.measure, whole.cutoff, value, error, low, high, changes=_changes(value, spread, through))


def _changes(value: Floats, spread: Spread | None, through: _Through) -> list[Change]:
    if len(through.domains.times_in_all) < 2:
        return []
    return changes(value, spread, through.domains, through.years)


def _values(asked: Asked, cells: Cells, by: int | None, times: list[str]) -> dict[tuple[str, int | None], Floats]:
    """Every measure as it is in other cells, by measure and cut-off."""
    domains, domain = domains_of(cells, by, "", times)
    sums = add_up(cells, domain, len(domains.groups), _ranks(asked))
    weights = [one.weight for one in asked.framework.indicators]
    wholes = ratios(sums, weights, len(asked.framework.cutoffs))
    return {(whole.measure, whole.cutoff): _value(whole, sums) for whole in wholes}


def _bounded(
    told: Estimate, low: dict[tuple[str, int | None], Floats], high: dict[tuple[str, int | None], Floats]
) -> Estimate:
    key = (told.measure, told.cutoff)
    return Estimate(
        told.measure, told.cutoff, told.value, told.error, told.low, told.high, low[key], high[key], told.changes
    )
