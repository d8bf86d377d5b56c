"""A weighted framework as the exact measures count one: its indicators by the place of their letters, and its cut-offs."""

from __future__ import annotations

from baansuk.assess.frameworks import Framework, integer_weights
from baansuk.assess.frameworks_letters import key_of, measure_of
from baansuk.assess.measured import CountedFramework, Cutoff, Lack
from baansuk.thai.words import Words


def has_cutoffs(framework: Framework) -> bool:
    """Say whether a framework calls somebody poor by a share of weights: else H, A and M0 mean nothing in it."""
    return any(one.cutoff for one in framework.outcome)


def counted_framework(framework: Framework) -> CountedFramework:
    """Return a framework whose indicators weigh as it is counted exactly over its own letters, where they come first."""
    weights, _common = integer_weights(framework)
    lacks = tuple(
        Lack(one.code, place, weights[one.code], measure_of(framework.code, key_of(one.code)), one.words)
        for place, one in enumerate(framework.indicator, start=1)
    )
    cutoffs = tuple(Cutoff(one.cutoff, one.words) for one in framework.outcome if one.cutoff)
    return CountedFramework(framework.code, "letters", "", framework.framework.words, Words("", ""), cutoffs, lacks)
