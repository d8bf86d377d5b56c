"""Weighs doubtful pairs once more by who else their two records could be, as pairs that label themselves teach.

A pattern is judged as if any record could be any other. But a file seldom holds one person twice: twins in one house, or
two namesakes, have each a surer partner in the other's file, and somebody who has changed a name has none. How much that
says is learned from the pairs that bear two valid ids, for each kind of pair by itself. Where nothing labels itself,
rivals.py reckons it from how many pairs there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from baansuk.engine import Engine
from baansuk.link.linkage.fitting import Floats, Model, Whole, log_odds
from baansuk.link.linkage.levels import REST
from baansuk.link.linkage.rivals import KINDS, SURE
from baansuk.link.linkage.rules import OF_TWO_IDS
from baansuk.link.linkage.sql import steps_of

# Pairs that are surely one person, or two, are left as they are.
LOW: Final = 0.01
HIGH: Final = SURE
# What is known beforehand: that a kind changes nothing, worth so much.
_RIDGE: Final = 0.5
# Of pairs that are surely one person, those that bear two ids: more than that is no slip of clerks.
_MOST_OF_TWO_IDS: Final = 0.05
_ROUNDS: Final = 100
_LEFT: Final = (
    "doubted_pairs",
    "doubted_records",
    "sure_partners",
    "rivalled",
    "weighed_pairs",
    "scored_surely",
    "doubt_odds",
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that label themselves, counted: arrays of one length; ``odds``: the log-odds by their pattern without ids."""

    odds: Floats
    same: Floats
    different: Floats


def weigh(engine: Engine, model: Model, share: float) -> None:
    """Leave ``scored`` anew, with the probability of each doubtful pair among those of its kind.

    ``share`` of the records with an id have asked about others, so that pairs of different ids count for less.
    """
    words = {"rest": str(REST), "low": str(LOW), "high": str(HIGH), "sure": str(SURE)}
    for step in steps_of("doubts.sql", words):
        engine.run(step)
    rows = engine.rows(
        f"""select kind, pattern, rules % {OF_TWO_IDS} > 1 as proposed, count(*) from weighed_pairs
        group by kind, pattern, rules % {OF_TWO_IDS} > 1 order by 1, 2, 3"""
    )
    if not rows:
        return
    kind, pattern, proposed, pairs = (np.array(column) for column in zip(*rows, strict=True))
    _give_odds(engine, model, kind, pattern, lines(model, kind, pattern, pairs * proposed, 1 / (2 - share)))
    for step in steps_of("doubts_settled.sql", words):
        engine.run(step)
    for table in _LEFT:
        engine.drop(table)


def lines(
    model: Model, kind: Whole, pattern: Whole, pairs: Whole | Floats, different: float
) -> list[tuple[float, float]]:
    """Return ``a, b`` of each kind, from pairs counted by kind and pattern; one of two ids counts ``different`` times."""
    level, odds = pattern // REST, log_odds(model, pattern % REST)
    same, other = pairs * (level == 1), pairs * (level == 3) * different
    of_two_ids = two_ids(model)
    return [fitted(Labels(odds[kind == k], same[kind == k], other[kind == k]), of_two_ids) for k in range(KINDS)]


def two_ids(model: Model) -> float:
    """Return which share of the pairs of one person seem to bear two different ids.

    Taken from the likeliest patterns, those that hold half of all pairs of equal ids: strangers are next to none there.
    """
    rest = np.array(sorted(model.own), dtype=np.int64)
    yes, no = np.array([model.own[one] for one in rest.tolist()]).T
    likeliest = np.argsort(-log_odds(model, rest), kind="stable")
    top = likeliest[: int(np.searchsorted(np.cumsum(yes[likeliest]), yes.sum() / 2)) + 1]
    share = (no[top].sum() + 1) / (yes[top].sum() + no[top].sum() + 100)
    return float(min(share, _MOST_OF_TWO_IDS))


def fitted(labels: Labels, of_two_ids: float) -> tuple[float, float]:
    """Return ``a, b`` of one kind: the log-odds ``a + b x`` of a pair whose pattern alone gives it ``x``.

    Logistic regression by Newton's method, held towards 0 and 1. A label "different" may be of one person who bears two
    ids: it counts as one person by the chance of that, found in turns.
    """
    a, b = 0.0, 1.0
    columns = np.column_stack([np.ones(len(labels.odds)), labels.odds])
    pairs = labels.same + labels.different
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(columns @ np.array([a, b]), -30, 30)))
        one = labels.same + labels.different * of_two_ids * p / (of_two_ids * p + 1 - p)
        slope = columns.T @ (one - pairs * p) - _RIDGE * np.array([a, b - 1])
        bend = (columns * (pairs * p * (1 - p))[:, None]).T @ columns + _RIDGE * np.eye(2)
        step = np.clip(np.linalg.solve(bend, slope), -1, 1)
        a, b = a + step[0], b + step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(a), max(0.0, float(b))


def weighed(model: Model, pattern: Whole, kind: Whole, of_kind: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the probability of each pattern in its kind, and that without its ids; equal ids stay as they are."""
    level, odds = pattern // REST, log_odds(model, pattern % REST)
    line = np.array(of_kind)[kind]
    moved = np.where(level == 1, odds, line[:, 0] + line[:, 1] * odds)
    added = np.select([level == 1, level == 2], [model.same_id, model.near_id], 0.0)
    probability, beside = (1 / (1 + np.exp(-np.clip(x, -30, 30))) for x in (moved + added, moved))
    return np.where(level == 3, 0.0, probability), beside


def _give_odds(
    engine: Engine, model: Model, kind: Whole, pattern: Whole, of_kind: Sequence[tuple[float, float]]
) -> None:
    """Leave ``doubt_odds``: every pattern of every kind with its probabilities."""
    distinct = np.unique(np.column_stack([kind, pattern]), axis=0)
    probability, beside = weighed(model, distinct[:, 1], distinct[:, 0], of_kind)
    odds: dict[str, Sequence[Any]] = {
        "kind": distinct[:, 0].tolist(),
        "pattern": distinct[:, 1].tolist(),
        "probability": probability.tolist(),
        "beside": beside.tolist(),
    }
    engine.give(
        "doubt_odds", {"kind": "integer", "pattern": "integer", "probability": "double", "beside": "double"}, odds
    )
