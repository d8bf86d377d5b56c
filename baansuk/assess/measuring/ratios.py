"""The measures of Alkire and Foster from sums: what is divided by what, in shares of the whole.

Alkire, S. and Foster, J. (2011), Counting and multidimensional poverty measurement, Journal of Public Economics 95,
476-487; names as in Suppa, N. (2023), mpitb, Stata Journal 23(3), 625-657.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from baansuk.assess.measuring.counting import Floats
from baansuk.assess.measuring.domains import Sums

# The measures in the order in which they are told.
NAMES: Final = ("M0", "H", "A", "hd", "hdk", "actb", "pctb")


@dataclass(frozen=True)
class Ratio:
    """One measure at one cut-off (None for hd): what it divides by what, in each domain or PSU.

    ``top`` is (entries, columns): one column, or one per indicator; ``bottom`` is (entries, columns) or (entries, 1).
    ``times`` scales the result by column: the indicator's weight, for contributions.
    """

    measure: str
    cutoff: int | None
    top: Floats
    bottom: Floats
    times: Floats

    @property
    def by_indicator(self) -> bool:
        return self.measure in ("hd", "hdk", "actb", "pctb")

    def value(self) -> Floats:
        """Return the measure, NaN where nothing is divided by."""
        some = self.bottom > 0
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = self.top / self.bottom
        if not some.all():
            found = np.where(some, found, np.nan)
        return found if (self.times == 1).all() else found * self.times


def ratios(sums: Sums, weights: Sequence[Fraction], cutoffs: int) -> Iterator[Ratio]:
    """Yield every measure at every cut-off.

    M0 = sum of weight times censored score / weight; H = weight of the poor / weight; A = M0 / H; hd = weight
    failing an indicator / weight where it is known; hdk = weight of the poor failing it / weight of all, so that it never
    passes H; actb = indicator's weight times hdk;
    pctb = actb / M0.
    """
    weight = sums.weight[:, None]
    one = np.ones(1)
    shares = np.array([float(share) for share in weights])
    yield Ratio("hd", None, sums.failed, sums.known, one)
    for cutoff in range(cutoffs):
        poor, score, failed = (
            sums.poor_weight[cutoff][:, None],
            sums.poor_score[cutoff][:, None],
            sums.poor_failed[cutoff],
        )
        yield Ratio("M0", cutoff, score, weight, one)
        yield Ratio("H", cutoff, poor, weight, one)
        yield Ratio("A", cutoff, score, poor, one)
        yield Ratio("hdk", cutoff, failed, weight, one)
        yield Ratio("actb", cutoff, failed, weight, shares)
        yield Ratio("pctb", cutoff, failed, score, shares)
