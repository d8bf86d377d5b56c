"""Curves: H, A and M0 at every score that some row attains, from the weight at each score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from baansuk.assess.measuring.counting import Cells, Floats
from baansuk.assess.measuring.domains import Domains, domains_of


@dataclass(frozen=True)
class Curves:
    """The curves by one group column: ``scores`` above zero, ascending; arrays (domains, scores) in the weight's unit."""

    domains: Domains
    scores: list[Fraction]
    weight: Floats
    poor: Floats
    poor_score: Floats


def curves_of(cells: Cells, scores: list[Fraction], by: int | None, name: str, times: list[str]) -> Curves:
    """Return the curves by group column ``by``. Each cell's ``cut`` is the place of its score in ``scores``, -1 for none.

    Whoever has a score of at least k is poor at k, so the sums run from the highest score down.
    """
    domains, domain = domains_of(cells, by, name, times)
    shape = (len(domains.groups), len(scores))
    scored = cells.cut >= 0
    code = domain[scored] * len(scores) + cells.cut[scored]
    at: Floats = np.bincount(code, weights=cells.weight[scored], minlength=shape[0] * shape[1]).astype(np.float64)
    at = at.reshape(shape)
    worth = np.array([float(score) for score in scores])
    poor: Floats = np.cumsum(at[:, ::-1], axis=1)[:, ::-1]
    score: Floats = np.cumsum((at * worth)[:, ::-1], axis=1)[:, ::-1]
    keep = worth > 0
    return Curves(
        domains=domains,
        scores=[one for one in scores if one > 0],
        weight=at.sum(axis=1),
        poor=poor[:, keep],
        poor_score=score[:, keep],
    )
