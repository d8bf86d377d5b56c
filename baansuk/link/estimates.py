"""How good are the links? Precision and recall with their uncertainty, from the random clerical sample.

The linker draws pairs at random within strata and gives each a weight: how many pairs it stands for. Clerks decide them
without seeing what the linker thought. From that:

- *precision*: of the pairs that stand linked, the share that is one person: ``sum(w * same) / sum(w)`` over linked pairs;
- *recall*: of the pairs that are one person **among all that were compared**, the share that stands linked. A pair that
  no key ever brought together is in no sample: no estimate of this kind can see it.

Both are stratified (expansion) estimators; recall is a ratio of two (Särndal, Swensson and Wretman, *Model Assisted Survey
Sampling*, 1992, sections 3.7 and 5.6). Pairs drawn but not decided, or decided "cannot tell", are replaced by the others
of their stratum.

*Interval.* The weights differ by orders of magnitude, so the Wilson interval of a plain share would be far too narrow. The
variance of the stratified estimator is taken instead (for recall linearised), with each stratum's share smoothed to
``(same + 1) / (decided + 2)``, else a stratum in which all five were right would claim to be certain. From it follows the
effective sample size ``p (1 - p) / variance`` (Korn and Graubard, *Survey Methodology* 24, 1998), never more than was
decided, and with that a Wilson interval (Wilson, *JASA* 22, 1927) around the estimate. "Cannot tell" counts both ways: the
interval reaches from all of them different to all of them same. The share of the population drawn is neglected, which
makes the interval a little wider than it need be.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# Two-sided 95%.
Z = 1.959964
# Fewer decided pairs than this say nothing worth printing of a register or an area.
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Drawn:
    """One pair of the sample: its stratum, how many pairs it stands for, whether it stands linked, what was decided.

    ``decision`` is same, different, unsure, or '' while nobody has decided.
    """

    stratum: str
    weight: float
    linked: bool
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share between 0 and 1 with its 95% interval, and the pairs behind it."""

    value: float
    low: float
    high: float
    decided: int
    drawn: int
    unsure: int
    # The share of the pairs stood for that lies in strata of which something was decided.
    covered: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Both measures; None where nothing was decided that bears on it."""

    precision: Estimate | None
    recall: Estimate | None


@dataclass(frozen=True, slots=True)
class _Stratum:
    linked: bool
    pairs: float
    decided: int
    same: int

    @property
    def share(self) -> float:
        return self.same / self.decided

    @property
    def smoothed(self) -> float:
        return (self.same + 1) / (self.decided + 2)

    @property
    def variance(self) -> float:
        return self.smoothed * (1 - self.smoothed) / self.decided


def quality(sample: Iterable[Drawn]) -> Quality:
    """Return precision and recall of a sample, or of the part of it that lies in a register or an area.

    Of a part the numbers of pairs are themselves estimated by the weights that fell into it.
    """
    drawn = list(sample)
    return Quality(_estimate([one for one in drawn if one.linked], _precision), _estimate(drawn, _recall))


_Measure = Callable[[Sequence[_Stratum]], tuple[float, float, float] | None]


def _estimate(drawn: Sequence[Drawn], measure: _Measure) -> Estimate | None:
    unsure = sum(one.decision == "unsure" for one in drawn)
    decided = sum(one.decision in ("same", "different") for one in drawn)
    middle = measure(_strata(drawn, ""))
    if middle is None:
        return None
    bounds = [_interval(measure(_strata(drawn, taken)), decided + unsure) for taken in ("different", "same")]
    if not unsure:
        bounds = [_interval(middle, decided)]
    low, high = min(bound[0] for bound in bounds), max(bound[1] for bound in bounds)
    covered = sum(one.pairs for one in _strata(drawn, "")) / sum(one.weight for one in drawn)
    return Estimate(middle[0], min(low, middle[0]), max(high, middle[0]), decided, len(drawn), unsure, covered)


def _strata(drawn: Sequence[Drawn], unsure_as: str) -> list[_Stratum]:
    """Gather the sample by stratum; one in which nobody decided anything gives its pairs to none, and is left out."""
    groups: dict[tuple[str, bool], list[Drawn]] = {}
    for one in drawn:
        groups.setdefault((one.stratum, one.linked), []).append(one)
    found = []
    for (_name, linked), group in groups.items():
        said = [one.decision if one.decision != "unsure" else unsure_as for one in group]
        same, different = said.count("same"), said.count("different")
        if same + different:
            found.append(_Stratum(linked, sum(one.weight for one in group), same + different, same))
    return found


def _precision(strata: Sequence[_Stratum]) -> tuple[float, float, float] | None:
    """Estimate, smoothed estimate and variance of the share of linked pairs that are one person."""
    total = sum(one.pairs for one in strata)
    if not total:
        return None
    value = sum(one.pairs * one.share for one in strata) / total
    smoothed = sum(one.pairs * one.smoothed for one in strata) / total
    return value, smoothed, sum((one.pairs / total) ** 2 * one.variance for one in strata)


def _recall(strata: Sequence[_Stratum]) -> tuple[float, float, float] | None:
    """The same of the share of true pairs that stand linked: a ratio, so its variance is linearised."""
    true = sum(one.pairs * one.share for one in strata)
    # Where nothing that stands apart was decided, nothing can be said of what was missed.
    if not true or all(one.linked for one in strata):
        return None
    value = sum(one.pairs * one.share for one in strata if one.linked) / true
    likely = sum(one.pairs * one.smoothed for one in strata)
    smoothed = sum(one.pairs * one.smoothed for one in strata if one.linked) / likely
    variance = sum((one.pairs * (one.linked - smoothed) / likely) ** 2 * one.variance for one in strata)
    return value, smoothed, variance


def _interval(measured: tuple[float, float, float] | None, decided: int) -> tuple[float, float]:
    if measured is None:
        return 0.0, 1.0
    value, smoothed, variance = measured
    spread = smoothed * (1 - smoothed)
    size = min(decided, spread / variance) if variance > 0 else decided
    return wilson(value, max(size, 1.0))


def wilson(share: float, size: float) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share seen in ``size`` pairs, which may be a fraction (an effective size)."""
    scale = 1 + Z * Z / size
    middle = (share + Z * Z / (2 * size)) / scale
    reach = Z / scale * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    return max(0.0, middle - reach), min(1.0, middle + reach)
