"""Where poor households lie beside each other more than chance would have it: local Moran's I and Getis-Ord Gi*.

Local Moran (Anselin 1995, Geographical Analysis 27) on shares made comparable between small and large areas (the empirical
Bayes standardisation of Assuncao and Reis 1999, Statistics in Medicine 18); Gi* (Ord and Getis 1995, Geographical Analysis
27) on shares drawn together by ``smoothing``. Both by ``esda``, with random rearrangements from a fixed seed. As many areas
are tested at once, those that stand out by chance are held to one in twenty (false discovery rate, Benjamini and Hochberg
1995; Caldas de Castro and Singer 2006). Loading ``esda`` takes seconds, so only the run imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import esda.crand
import numpy as np
from esda import G_Local, Moran_Local_Rate
from libpysal.weights import W

from baansuk.assess.measuring.smoothing import smoothed

SEED = 2569
REARRANGED = 9_999
ALPHA = 0.05
# With fewer areas a neighbourhood is most of the map, and no rearrangement says anything.
LEAST_AREAS = 12
# The same rearrangements serve every measure and both statistics: drawing them anew for each was nine tenths of all work.
# By one seed they are always the same, and esda only reads them.
esda.crand.vec_permutations = lru_cache(maxsize=4)(esda.crand.vec_permutations)


class Kind(StrEnum):
    """What an area is beside its neighbours; ``untold`` had no figure or no neighbour to be compared with."""

    HOT = "hot"  # many, among many
    COLD = "cold"  # few, among few
    HIGH = "high"  # many, among few
    LOW = "low"  # few, among many
    PLAIN = "plain"
    UNTOLD = "untold"


# esda numbers the quadrants of the Moran scatter plot: the area's own first, its neighbours' second.
_QUADRANTS = {1: Kind.HOT, 2: Kind.LOW, 3: Kind.COLD, 4: Kind.HIGH}


@dataclass(frozen=True, slots=True)
class Spot:
    """One area: ``moran`` and ``gi`` are two-sided pseudo p-values, ``z`` is Gi* in standard deviations.

    ``kind`` is by local Moran, ``gathers`` (hot, cold or plain) by Gi*; both after the false discovery rate.
    """

    kind: Kind
    gathers: Kind = Kind.UNTOLD
    moran: float | None = None
    gi: float | None = None
    z: float | None = None
    neighbours: int = 0


UNTOLD = Spot(Kind.UNTOLD)


def hot_spots(
    counts: Mapping[str, tuple[int, int]], beside: Mapping[str, Sequence[str]], *, seed: int = SEED
) -> dict[str, Spot]:
    """Return a spot for every area of ``beside``, from (found, of how many) of those whose figures are known.

    An area without a figure, and one with no neighbour that has one, is left out and says so. So are all of them where
    fewer than ``LEAST_AREAS`` are left, or all shares are alike.
    """
    near = _compared(counts, beside)
    spots = dict.fromkeys(beside, UNTOLD)
    if len(near) < LEAST_AREAS or len({found * 10**9 // size for found, size in map(counts.__getitem__, near)}) < 2:
        return spots
    codes = sorted(near)
    weights = W({code: near[code] for code in codes}, id_order=codes, silence_warnings=True)
    local = Moran_Local_Rate(
        np.array([float(counts[code][0]) for code in codes]),
        np.array([float(counts[code][1]) for code in codes]),
        weights,
        permutations=REARRANGED,
        seed=seed,
        keep_simulations=False,
    )
    shares = smoothed({code: counts[code] for code in codes})
    gathered = _gathered([shares[code] for code in codes], near, codes, seed)
    moran, gi = _two_sided(local.p_sim), _two_sided(gathered.p_sim)
    real, heaped = _discovered(moran), _discovered(gi)
    for place, code in enumerate(codes):
        z = float(gathered.Zs[place])
        spots[code] = Spot(
            kind=_QUADRANTS[int(local.q[place])] if real[place] else Kind.PLAIN,
            gathers=(Kind.HOT if z > 0 else Kind.COLD) if heaped[place] else Kind.PLAIN,
            moran=moran[place],
            gi=gi[place],
            z=z,
            neighbours=len(near[code]),
        )
    return spots


def _compared(counts: Mapping[str, tuple[int, int]], beside: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The areas with a figure that have neighbours with a figure."""
    known = {code for code in beside if counts.get(code, (0, 0))[1] > 0}
    near = {code: [one for one in beside[code] if one in known] for code in known}
    return {code: found for code, found in near.items() if found}


def _gathered(shares: Sequence[float], near: Mapping[str, list[str]], codes: Sequence[str], seed: int) -> G_Local:
    """Gi* counts the area itself among its neighbours, with the same weight."""
    with_self = W({code: [code, *near[code]] for code in codes}, id_order=list(codes), silence_warnings=True)
    return G_Local(
        np.array(shares), with_self, transform="B", star=None, permutations=REARRANGED, seed=seed, n_jobs=1,
        keep_simulations=False,
    )  # fmt: skip


def _two_sided(folded: Sequence[float]) -> list[float]:
    """esda gives the smaller of the two tails; nobody said beforehand which one to look for, so it counts twice."""
    return [min(1.0, 2 * float(p)) for p in folded]


def _discovered(p_values: Sequence[float]) -> list[bool]:
    """Benjamini and Hochberg: the largest p that is at most its rank's part of ALPHA, and all that are no larger."""
    ordered = sorted(p_values)
    allowed = [p for rank, p in enumerate(ordered, start=1) if p <= ALPHA * rank / len(ordered)]
    return [p <= allowed[-1] for p in p_values] if allowed else [False] * len(p_values)
