"""Errors of sampling: Taylor-linearised variances of ratios over PSUs drawn with replacement within strata.

For R = Y/X in a domain, every PSU j of stratum h has z_hj = (y_hj - R x_hj) / X, zero where no row of it is in the
domain, and V = sum over h of n_h/(n_h - 1) sum over j of (z_hj - mean of z_h)^2, where n_h counts the PSUs of the whole
design. Woodruff, R. S. (1971), JASA 66, 411-414; domains as in Lumley, T. (2010), Complex Surveys, chapter 2.
A stratum of one PSU is taken from the mean of all, which is zero: it adds z^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from baansuk.assess.measuring.counting import Cells, Floats, Places, Squares
from baansuk.assess.measuring.domains import Sums, add_up
from baansuk.assess.measuring.ratios import Ratio
from baansuk.thai.words import Refusal

# What is left of a variance that is zero, after sums of numbers so much larger, is rounding.
_ROUNDING: Final = 1e-13


class Spread(Protocol):
    """The variance of one measure in each domain, (domains, columns), and its covariance with that of another time."""

    @property
    def variance(self) -> Floats: ...

    def covariance(self, later: Places) -> Floats:
        """Return the covariance of each domain's measure with that of domain ``later[d]``; -1 for none, which gives 0."""


@dataclass(frozen=True)
class Scaled:
    """The spread of a measure times a number by column, as an absolute contribution is the weight times a headcount."""

    of: Spread
    times: Floats

    @property
    def variance(self) -> Floats:
        scaled: Floats = self.of.variance * self.times**2
        return scaled

    def covariance(self, later: Places) -> Floats:
        scaled: Floats = self.of.covariance(later) * self.times**2
        return scaled


@dataclass(frozen=True)
class Strata:
    """The whole design: how many PSUs each stratum has, and the degrees of freedom, PSUs less strata."""

    psus: Floats
    center: bool

    @property
    def freedom(self) -> int:
        return int(self.psus.sum()) - len(self.psus)

    def factor(self, stratum: Places) -> Floats:
        """n_h / (n_h - 1), and 1 for the stratum of one PSU."""
        n = self.psus[stratum]
        return np.where(n > 1, n / np.maximum(n - 1, 1), 1.0)

    def of_means(self, stratum: Places) -> Floats:
        """1 / (n_h - 1), and 0 for the stratum of one PSU, whose mean is not taken off."""
        n = self.psus[stratum]
        return np.where(n > 1, 1 / np.maximum(n - 1, 1), 0.0)


def strata_of(cells: Cells, *, center: bool) -> Strata:
    """Count the PSUs of each stratum over all rows. Raises Refusal naming a stratum of one PSU, unless ``center``."""
    stratum = _codes(cells, "h")
    count = int(stratum.max()) + 1
    counted: Floats
    if "p" in cells.keys:
        psus = np.unique(stratum * _many(cells, "p") + cells.keys["p"]) // _many(cells, "p")
        counted = np.bincount(psus, minlength=count).astype(np.float64)
    else:
        counted = np.bincount(stratum, weights=cells.rows, minlength=count).astype(np.float64)
    if not center and counted.min() == 1:
        raise _lonely(cells, np.flatnonzero(counted == 1))
    return Strata(counted, center)


def _lonely(cells: Cells, strata: Places) -> Refusal:
    if "h" not in cells.keys:
        return Refusal(
            "measure.psu",
            "แบบสำรวจมีหน่วยตัวอย่างขั้นแรกหน่วยเดียว จึงไม่มีความคลาดเคลื่อนให้คำนวณ",
            "The whole design has one PSU, from which no error can be worked out.",
        )
    named = sorted(str(cells.values["h"][place]) for place in strata.tolist())
    return Refusal(
        "measure.psu",
        f'ชั้นภูมิ "{named[0]}" มีหน่วยตัวอย่างขั้นแรกหน่วยเดียว ให้รวมกับชั้นภูมิอื่น หรือใช้ single_psu = "center"',
        f'Stratum "{named[0]}" has a single PSU{f" (and {len(named) - 1} more strata)" if len(named) > 1 else ""}: '
        'join it to another stratum, or set single_psu = "center" in [design].',
    )


def _codes(cells: Cells, key: str) -> Places:
    return cells.keys[key] if key in cells.keys else np.zeros(len(cells.cut), dtype=np.int64)


def _many(cells: Cells, key: str) -> int:
    return len(cells.values[key]) if key in cells.values else 1


@dataclass(frozen=True)
class Entries:
    """Parts of domains, sorted by domain, then stratum, then PSU: the PSUs, or the strata where rows are PSUs."""

    domain: Places
    stratum: Places
    psu: Places
    sums: Sums


class PsuSpreads:
    """Spreads where the rows of a PSU are summed first."""

    def __init__(self, cells: Cells, domain: Places, strata: Strata, worths: list[int]) -> None:
        self.strata = strata
        psu = _codes(cells, "h") * _many(cells, "p") + cells.keys["p"]
        named, psu = np.unique(psu, return_inverse=True)
        self.psus = len(named)
        self.codes, entry = np.unique(domain * self.psus + psu, return_inverse=True)
        entries_psu = self.codes % self.psus
        self.entries = Entries(
            domain=self.codes // self.psus,
            stratum=(named // _many(cells, "p"))[entries_psu],
            psu=entries_psu,
            sums=add_up(cells, entry.astype(np.int64), len(self.codes), worths),
        )
        segment = self.entries.domain * len(strata.psus) + self.entries.stratum
        self.segment_starts = np.flatnonzero(np.diff(segment, prepend=-1))
        self.segment_codes = segment[self.segment_starts]
        self.in_segment = np.diff(self.segment_starts, append=len(segment))
        # How many entries each domain has, which are in the order of domains; a domain without any is none.
        self.in_domain = np.bincount(self.entries.domain)

    @property
    def sums(self) -> Sums:
        return self.entries.sums

    def spread(self, whole: Ratio, part: Ratio, value: Floats) -> Spread:
        """Return the spread of the measure ``whole``, ``value`` before its scale, from the same of each entry, ``part``."""
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.nan_to_num(whole.times / whole.bottom, posinf=0.0, neginf=0.0)
        z = np.repeat(value, self.in_domain, axis=0)
        z *= part.bottom
        np.subtract(part.top, z, out=z)
        z *= np.repeat(scale, self.in_domain, axis=0)
        return _PsuSpread(self, z, len(whole.bottom))


class _PsuSpread:
    def __init__(self, spreads: PsuSpreads, z: Floats, domains: int) -> None:
        self.spreads, self.z, self.domains = spreads, z, domains
        strata, starts = spreads.strata, spreads.segment_starts
        stratum = spreads.segment_codes % len(strata.psus)
        n = strata.psus[stratum][:, None]
        self.total = np.add.reduceat(z, starts, axis=0)
        mean = np.where(n > 1, self.total / n, 0.0)
        distance = np.repeat(mean, spreads.in_segment, axis=0)
        np.subtract(z, distance, out=distance)
        np.square(distance, out=distance)
        apart = np.add.reduceat(distance, starts, axis=0)
        apart += (n - spreads.in_segment[:, None]) * mean**2
        apart *= strata.factor(stratum)[:, None]
        self.variance = by_place(spreads.segment_codes // len(strata.psus), apart, domains)

    def covariance(self, later: Places) -> Floats:
        spreads, strata = self.spreads, self.spreads.strata
        entries = spreads.entries
        here, there = _met(spreads.codes, entries.domain, entries.psu, spreads.psus, later)
        both = self.z[here] * self.z[there] * strata.factor(entries.stratum[here])[:, None]
        found = by_place(entries.domain[here], both, self.domains)
        return found - _of_means(self.total, spreads.segment_codes, strata, later, self.domains)


class RowSpreads:
    """Spreads where every row is a PSU: sums of squares by stratum say all that the single rows would."""

    def __init__(self, cells: Cells, domain: Places, strata: Strata, worths: list[int]) -> None:
        if cells.squares is None:
            raise ValueError("the rows were counted without their squares")
        self.strata = strata
        many = len(strata.psus)
        self.codes, entry = np.unique(domain * many + _codes(cells, "h"), return_inverse=True)
        entry = entry.astype(np.int64)
        stratum = self.codes % many
        self.entries = Entries(
            domain=self.codes // many,
            stratum=stratum,
            psu=stratum,
            sums=add_up(cells, entry, len(self.codes), worths),
        )
        self.squares = _Squared(cells, cells.squares, entry, len(self.codes), worths)

    @property
    def sums(self) -> Sums:
        return self.entries.sums

    def spread(self, whole: Ratio, part: Ratio, value: Floats) -> Spread:
        """As in PsuSpreads."""
        entries = self.entries
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = whole.times / whole.bottom[entries.domain]
            rate = value[entries.domain]
            total = (part.top - rate * part.bottom) * scale
            top, both, bottom = self.squares.of(whole)
            if both is top:
                # A row fails or does not. Written out as below, what is left near a share of one would be rounding.
                square = (top * (1 - rate) ** 2 + (bottom - top) * rate**2) * scale**2
            else:
                square = (top - 2 * rate * both + rate**2 * bottom) * scale**2
            largest = (top + 2 * rate * both + rate**2 * bottom) * scale**2
        return _RowSpread(self, np.nan_to_num(total), np.nan_to_num(square), np.nan_to_num(largest), len(whole.bottom))


class _RowSpread:
    def __init__(self, spreads: RowSpreads, total: Floats, square: Floats, largest: Floats, domains: int) -> None:
        self.spreads, self.total, self.domains = spreads, total, domains
        strata, stratum = spreads.strata, spreads.entries.stratum
        apart = strata.factor(stratum)[:, None] * square - strata.of_means(stratum)[:, None] * total**2
        variance = by_place(spreads.entries.domain, apart, domains)
        rounding = _ROUNDING * by_place(spreads.entries.domain, largest, domains)
        self.variance = np.where(variance > rounding, variance, 0.0)

    def covariance(self, later: Places) -> Floats:
        return -_of_means(self.total, self.spreads.codes, self.spreads.strata, later, self.domains)


class _Squared:
    """Sums of squares by entry, and of the poor at each cut-off."""

    def __init__(self, cells: Cells, squares: Squares, entry: Places, entries: int, worths: list[int]) -> None:
        scored = cells.cut >= 0
        entry, cut, squares = entry[scored], cells.cut[scored], squares.only(scored)
        self.weight = by_place(entry, squares.weight[:, None], entries)
        unknown = 0.0 if squares.unknown is None else squares.unknown
        self.known = by_place(entry, squares.weight[:, None] - unknown, entries)
        self.failed = by_place(entry, squares.failed, entries)
        self.poor = [self._of_poor(squares.only(cut > rank), entry[cut > rank], entries) for rank in worths]

    @staticmethod
    def _of_poor(squares: Squares, entry: Places, entries: int) -> Squares:
        return Squares(
            weight=by_place(entry, squares.weight[:, None], entries),
            failed=by_place(entry, squares.failed, entries),
            unknown=None,
            score=by_place(entry, squares.score[:, None], entries),
            score_squared=by_place(entry, squares.score_squared[:, None], entries),
            failed_score=by_place(entry, squares.failed_score, entries),
        )

    def of(self, ratio: Ratio) -> tuple[Floats, Floats, Floats]:
        """Return the sums of y squared, of y times x, and of x squared of a measure."""
        if ratio.cutoff is None:
            return self.failed, self.failed, self.known
        poor = self.poor[ratio.cutoff]
        squares: dict[str, tuple[Floats, Floats, Floats]] = {
            "M0": (poor.score_squared, poor.score, self.weight),
            "H": (poor.weight, poor.weight, self.weight),
            "A": (poor.score_squared, poor.score, poor.weight),
            "hdk": (poor.failed, poor.failed, self.weight),
            "actb": (poor.failed, poor.failed, self.weight),
            "pctb": (poor.failed, poor.failed_score, poor.score_squared),
        }
        return squares[ratio.measure]


def by_place(place: Places, values: Floats, places: int) -> Floats:
    """Sum rows of values by place."""
    if not np.all(place[1:] >= place[:-1]):
        order = np.argsort(place, kind="stable")
        place, values = place[order], values[order]
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    summed = np.zeros((places, values.shape[1]))
    if len(starts):
        summed[place[starts]] = np.add.reduceat(values, starts, axis=0)
    return summed


def _met(codes: Places, domain: Places, part: Places, parts: int, later: Places) -> tuple[Places, Places]:
    """Return the entries of domains that have a later one, and beside each the entry of the same part there."""
    wanted = later[domain] * parts + part
    found = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    same = (later[domain] >= 0) & (codes[found] == wanted)
    return np.flatnonzero(same), found[same]


def _of_means(total: Floats, codes: Places, strata: Strata, later: Places, domains: int) -> Floats:
    """What the means of the strata take off a covariance: S0 S1 / (n_h - 1), summed."""
    many = len(strata.psus)
    domain, stratum = codes // many, codes % many
    here, there = _met(codes, domain, stratum, many, later)
    both = total[here] * total[there] * strata.of_means(stratum[here])[:, None]
    return by_place(domain[here], both, domains)
