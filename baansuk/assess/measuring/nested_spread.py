"""Errors where each PSU lies in one group of every column, as a village in its tambon: squares are summed once for all columns.

With z = (y - R x) / X as in spread.py, the sums of y, x, y^2, xy and x^2 over the PSUs of a block (the same groups, the same
stratum) say all that the PSUs would, and those of an amphoe are those of its tambons. What is left of much larger numbers
would be rounding: where it is less than a ten-thousandth of them, the PSUs are gone through one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.counting import Cells, Floats, Places
from baansuk.assess.measuring.domains import Sums, add_up
from baansuk.assess.measuring.packing import cells_of
from baansuk.assess.measuring.ratios import Ratio
from baansuk.assess.measuring.spread import Strata, by_place

# Less than so much of its largest part, a variance has lost too many digits.
_DOUBTED: Final = 1e-4
_Adding = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Psus:
    """P PSUs in the order of the B blocks that they lie in: ``starts`` (B) is the first PSU of each block.

    ``cell`` (B) is a counted cell of each block, which says its groups; ``products`` (B, columns) are sums over its PSUs.
    """

    strata: Strata
    sums: Sums
    starts: Places
    cell: Places
    stratum: Places
    products: dict[tuple[str, int | None], tuple[Floats, Floats, Floats]]
    blocks: Sums

    @property
    def in_block(self) -> Places:
        return np.diff(self.starts, append=len(self.sums.weight))


def psus_of(cells: Cells, strata: Strata, worths: list[int]) -> Psus | None:
    """Sum the cells of each PSU; None where a PSU lies in several groups of a column, or the data have times."""
    if "p" not in cells.keys or "t" in cells.keys:
        return None
    many = len(cells.values["p"])
    stratum = cells.keys.get("h", np.zeros(len(cells.cut), dtype=np.int64))
    named, psu = np.unique(stratum * many + cells.keys["p"], return_inverse=True)
    block, first = _blocks(cells)
    of_psu = np.zeros(len(named), dtype=np.int64)
    of_psu[psu] = block
    if not np.array_equal(of_psu[psu], block):
        return None
    order = np.argsort(of_psu, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    sums = add_up(cells, place[psu], len(order), worths)
    starts = np.flatnonzero(np.diff(of_psu[order], prepend=-1))
    return Psus(strata, sums, starts, first, stratum[first], _products(sums, starts), _blocks_of(sums, starts))


def _blocks(cells: Cells) -> tuple[Places, Places]:
    """Return the block of each cell, and a cell of each block; in the order of the cells where those lie together."""
    keys = [key for key in cells.keys if key != "p"]
    codes = [cells.keys[key].astype(np.int32) for key in keys]
    block, first = cells_of(codes, [len(cells.values[key]) for key in keys], len(cells.cut))
    runs = np.diff(block, prepend=-1) != 0
    if np.count_nonzero(runs) == len(first):
        return np.cumsum(runs) - 1, np.flatnonzero(runs)
    return block.astype(np.int64), first


def _parts(sums: Sums) -> dict[tuple[str, int | None], tuple[Floats, Floats]]:
    """What each measure divides by what, as ratios.ratios has it; absolute contributions follow the headcounts."""
    weight = sums.weight[:, None]
    found: dict[tuple[str, int | None], tuple[Floats, Floats]] = {("hd", None): (sums.failed, sums.known)}
    for cutoff, failed in enumerate(sums.poor_failed):
        poor, score = sums.poor_weight[cutoff][:, None], sums.poor_score[cutoff][:, None]
        found[("M0", cutoff)] = (score, weight)
        found[("H", cutoff)] = (poor, weight)
        found[("A", cutoff)] = (score, poor)
        found[("hdk", cutoff)] = (failed, weight)
        found[("pctb", cutoff)] = (failed, score)
    return found


def _products(sums: Sums, starts: Places) -> dict[tuple[str, int | None], tuple[Floats, Floats, Floats]]:
    """The sums of y^2, xy and x^2 by block; hdk and pctb have y^2 in common, which is summed once."""
    squares: dict[int, Floats] = {}

    def square(values: Floats) -> Floats:
        if id(values) not in squares:
            squares[id(values)] = np.add.reduceat(np.square(values), starts, axis=0)
        return squares[id(values)]

    return {
        key: (square(top), np.add.reduceat(top * bottom, starts, axis=0), square(bottom))
        for key, (top, bottom) in _parts(sums).items()
    }


def _blocks_of(sums: Sums, starts: Places) -> Sums:
    def add(values: Floats) -> Floats:
        added: Floats = np.add.reduceat(values, starts, axis=0)
        return added

    return _each(sums, add)


def _each(sums: Sums, add: _Adding) -> Sums:
    return Sums(
        rows=add(sums.rows),
        weight=add(sums.weight),
        known=add(sums.known),
        failed=add(sums.failed),
        poor_weight=[add(one) for one in sums.poor_weight],
        poor_score=[add(one) for one in sums.poor_score],
        poor_failed=[add(one) for one in sums.poor_failed],
    )


class NestedSpreads:
    """Spreads by one group column, from the blocks of ``psus``; ``domain`` is that of each counted cell."""

    def __init__(self, psus: Psus, domain: Places) -> None:
        self.psus, self.strata = psus, psus.strata
        self.of_block = domain[psus.cell]
        many = len(psus.strata.psus)
        codes, self.segment = np.unique(self.of_block * many + psus.stratum, return_inverse=True)
        self.domain, self.stratum = codes // many, codes % many
        self.sums = _each(psus.blocks, self._add)

    def _add(self, values: Floats) -> Floats:
        return _by_rows(self.segment, values, len(self.domain))

    def of_domains(self, domains: int) -> Sums:
        """The sums of each domain."""
        return _each(self.sums, lambda values: _by_rows(self.domain, values, domains))

    def spread(self, whole: Ratio, part: Ratio, value: Floats) -> Known:
        """Return the spread of the measure ``whole``, ``value`` before its scale, from the same of each stratum, ``part``."""
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.nan_to_num(whole.times / whole.bottom, posinf=0.0, neginf=0.0)
        top, both, bottom = (self._add(one) for one in self.psus.products[whole.measure, whole.cutoff])
        rate = value[self.domain]
        both *= 2 * rate
        bottom = bottom * rate**2
        factor = self.strata.factor(self.stratum)[:, None]
        total = part.top - rate * part.bottom
        apart = factor * (top - both + bottom) - self.strata.of_means(self.stratum)[:, None] * total**2
        size = len(whole.bottom)
        largest = by_place(self.domain, factor * (top + both + bottom), size)
        variance = by_place(self.domain, apart, size)
        doubted = np.flatnonzero((variance < _DOUBTED * largest).any(axis=1))
        if len(doubted):
            variance[doubted] = self._one_by_one(whole, value, doubted)
        variance *= scale**2
        return Known(variance)

    def _one_by_one(self, whole: Ratio, value: Floats, domains: Places) -> Floats:
        """The variances of some domains, from the distance of each PSU to the mean of its stratum."""
        wanted = np.full(len(whole.bottom), -1, dtype=np.int64)
        wanted[domains] = np.arange(len(domains))
        blocks = np.flatnonzero(wanted[self.of_block] >= 0)
        here = _ranges(self.psus.starts[blocks], self.psus.in_block[blocks])
        segment = np.repeat(self.segment[blocks], self.psus.in_block[blocks])
        order = np.argsort(segment, kind="stable")
        here, segment = here[order], segment[order]
        top, bottom = _parts(self.psus.sums)[whole.measure, whole.cutoff]
        starts = np.flatnonzero(np.diff(segment, prepend=-1))
        counted = np.diff(starts, append=len(segment))
        segments = segment[starts]
        domain = wanted[self.domain[segments]]
        rate = np.repeat(value[domains][domain], counted, axis=0)
        z = top[here] - rate * bottom[here]
        n = self.strata.psus[self.stratum[segments]][:, None]
        mean = np.where(n > 1, np.add.reduceat(z, starts, axis=0) / n, 0.0)
        apart = np.add.reduceat((z - np.repeat(mean, counted, axis=0)) ** 2, starts, axis=0)
        apart += (n - counted[:, None]) * mean**2
        return by_place(domain, apart * self.strata.factor(self.stratum[segments])[:, None], len(domains))


def _by_rows(place: Places, values: Floats, places: int) -> Floats:
    if values.ndim == 1:
        return by_place(place, values[:, None], places)[:, 0]
    return by_place(place, values, places)


def _ranges(starts: Places, lengths: Places) -> Places:
    """The numbers from each start on, so many of each, one range after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


@dataclass(frozen=True)
class Known:
    """A spread without times, so that there is nothing to vary with."""

    variance: npt.NDArray[np.float64]

    def covariance(self, later: Places) -> Floats:
        return np.zeros_like(self.variance)
