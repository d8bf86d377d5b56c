"""Turns cells into estimates: every measure of every domain with its error and interval, and its changes through time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from baansuk.assess.measuring.changing import Change, changes
from baansuk.assess.measuring.counting import Cells, Floats, by_size, rows_are_psus
from baansuk.assess.measuring.domains import Domains, Sums, add_up, domains_of
from baansuk.assess.measuring.intervals import logit_interval, t_quantile
from baansuk.assess.measuring.judging import Asked
from baansuk.assess.measuring.nested_spread import NestedSpreads, Psus, psus_of
from baansuk.assess.measuring.ratios import Ratio, ratios
from baansuk.assess.measuring.spread import PsuSpreads, RowSpreads, Scaled, Spread, Strata, strata_of

_ROUNDING: Final = 1e-14
_THREADS: Final = 2
Spreads = PsuSpreads | RowSpreads | NestedSpreads


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
    psus: Psus | None = None,
) -> Table:
    """Estimate by group column ``by``, None for the whole. ``bounds``: the cells with unknown passing, and failing.

    ``psus`` are the cells summed by PSU, where each lies in one group of every column.
    """
    name = "" if by is None else asked.framework.groups[by]
    domains, domain = domains_of(cells, by, name, times)
    worths = _ranks(asked)
    spreads: Spreads | None
    if psus is None:
        spreads, sums = _spreads(asked, cells, domain, worths), add_up(cells, domain, len(domains.groups), worths)
    else:
        spreads = NestedSpreads(psus, domain)
        sums = spreads.of_domains(len(domains.groups))
    quantile = t_quantile(spreads.strata.freedom) if spreads else 0.0
    told = list(_told(asked, sums, spreads, quantile, _Through(domains, years)))
    if bounds is not None:
        low, high = (_values(asked, one, by, times) for one in bounds)
        told = [_bounded(one, low, high) for one in told]
    return Table(domains, sums.rows, spreads.strata.freedom if spreads else None, told)


def nested(asked: Asked, cells: Cells) -> Psus | None:
    """Sum the cells of a sample by PSU, once for all group columns; None where a PSU lies in several groups of one."""
    strata = check_strata(asked, cells)
    return None if strata is None or rows_are_psus(asked) else psus_of(cells, strata, _ranks(asked))


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


def _told(asked: Asked, sums: Sums, spreads: Spreads | None, quantile: float, through: _Through) -> Iterator[Estimate]:
    weights = [one.weight for one in asked.framework.indicators]
    wholes = ratios(sums, weights, len(asked.framework.cutoffs))
    if spreads is None:
        for whole in wholes:
            value = _value(whole, sums)
            yield Estimate(whole.measure, whole.cutoff, value, changes=_changes(value, None, through))
        return
    parts = ratios(spreads.sums, weights, len(asked.framework.cutoffs))

    def told(whole: Ratio, part: Ratio) -> list[Estimate]:
        spread = _spread(whole, part, spreads)
        found = [_sampled(whole, _value(whole, sums), spread, quantile, through)]
        if whole.measure == "hdk":
            # An absolute contribution follows the censored headcount that it is a share of.
            share = replace(whole, measure="actb", times=np.array([float(weight) for weight in weights]))
            found.append(_sampled(share, _value(share, sums), Scaled(spread, share.times), quantile, through))
        return found

    with ThreadPoolExecutor(_THREADS) as pool:
        pairs = [pair for pair in zip(wholes, parts, strict=True) if pair[0].measure != "actb"]
        for estimates in pool.map(told, *zip(*pairs, strict=True)):
            yield from estimates


def _value(whole: Ratio, sums: Sums) -> Floats:
    """The measure; where nobody is poor, what is told of the poor has no value."""
    value = whole.value()
    if whole.measure in ("A", "actb", "pctb") and whole.cutoff is not None:
        value[sums.poor_weight[whole.cutoff] <= 0] = np.nan
    return value


def _spread(whole: Ratio, part: Ratio, spreads: Spreads) -> Spread:
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
