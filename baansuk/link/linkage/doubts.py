"""Weighs doubtful pairs once more by who else their two records could be, as pairs that label themselves teach.

A pattern is judged as if any record could be any other. But a file seldom holds one person twice: twins in one house, or
two namesakes, have each a surer partner in the other's file, and somebody who has changed a name has none. How much that
says is learned from the pairs that bear two valid ids, for each kind of pair by itself. Where nothing labels itself,
rivals.py reckons it from how many pairs there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from baansuk.link.linkage.fitting import AGREEMENT, Floats, Model, Whole, log_odds
from baansuk.link.linkage.grouping import Lookup
from baansuk.link.linkage.levels import LEVELS, REST
from baansuk.link.linkage.rivals import ACROSS, KINDS, RIVAL, SURE, WITHIN
from baansuk.link.linkage.rules import OF_TWO_IDS

# Pairs that are surely one person, or two, are left as they are.
LOW: Final = 0.01
HIGH: Final = SURE
_TWO_IDS: Final = LEVELS["id"].index("different")
# What is known beforehand: that a kind changes nothing, worth so much.
_RIDGE: Final = 0.5
# Of pairs that are surely one person, those that bear two ids: more than that is no slip of clerks.
MOST_OF_TWO_IDS: Final = 0.05
_ROUNDS: Final = 100


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that label themselves, counted: arrays of one length; ``odds``: the log-odds by their pattern without ids."""

    odds: Floats
    same: Floats
    different: Floats


def weigh(pairs: pl.DataFrame, files: Lookup, starts: pl.DataFrame, model: Model, share: float) -> pl.DataFrame:
    """Return ``pairs`` (l, r, pattern, rules, probability, beside) with the odds of each doubtful one among its kind.

    ``files`` tells in which file a record stands, ``starts`` (rid, point) who is one person by an undoubted id. ``share`` of
    the records with an id have asked about others, so that pairs of different ids count for less.
    """
    doubtful = np.flatnonzero(pairs["beside"].is_between(LOW, HIGH).to_numpy())
    if not len(doubtful):
        return pairs
    asked = pairs[doubtful]
    pattern, taught = asked["pattern"].to_numpy().astype(np.int64), asked["rules"].to_numpy() % OF_TWO_IDS > 1
    kind = _kinds(asked, pairs.filter(pl.col("probability") >= SURE), files, starts)
    of_kind = lines(model, *_counted(kind[taught], pattern[taught]), 1 / (2 - share))
    anew = dict(zip(("probability", "beside"), weighed(model, pattern, kind, of_kind), strict=True))
    odds = {name: pairs[name].to_numpy().copy() for name in anew}
    for name, values in anew.items():
        odds[name][doubtful] = values
    return pairs.with_columns(**{name: pl.Series(values) for name, values in odds.items()})


def _counted(kind: Whole, pattern: Whole) -> tuple[Whole, Whole, Whole]:
    """Kinds and patterns that are among these, and how many pairs have both; rising, for sums end as they begin."""
    both, pairs = np.unique(kind << 32 | pattern, return_counts=True)
    return both >> 32, both & 0xFFFFFFFF, pairs


def _kinds(asked: pl.DataFrame, sure: pl.DataFrame, files: Lookup, starts: pl.DataFrame) -> Whole:
    """The kind of each doubtful pair: in one file or across, with a rival or without.

    A rival is somebody else in the file of the one record who surely is the other: by a score above that of the pair, or
    by an undoubted id, unless the two records of the pair share that.
    """
    of_l, of_r = (files.of(asked[side].to_numpy()) for side in ("l", "r"))
    points = Lookup(starts["rid"].to_numpy(), starts["point"].to_numpy())
    at = [points.of(asked[side].to_numpy()) for side in ("l", "r")]
    told = asked.select(
        "l", "r", likely=pl.when(pl.col("pattern") // REST == _TWO_IDS).then("beside").otherwise("probability")
    )
    told = told.with_columns(of_l=of_l, of_r=of_r, one_point=(at[0] == at[1]) & (at[0] >= 0)).with_row_index("row")
    sides = pl.concat(
        told.select("row", "likely", "one_point", rid=pl.col(one), other=pl.col(other), file=pl.col(f"of_{other}"))
        for one, other in (("l", "r"), ("r", "l"))
    )
    partners = _partners(sides.select("rid").unique(), sure, starts)
    rivals = sides.join(
        partners.with_columns(file=files.of(partners["partner"].to_numpy())), on=["rid", "file"]
    ).filter(
        pl.col("partner") != pl.col("other"),
        pl.col("surely") > pl.col("likely"),
        ~(pl.col("by_point") & pl.col("one_point")),
    )
    kind = np.where(of_l == of_r, WITHIN, ACROSS)
    kind[rivals["row"].unique().to_numpy()] += RIVAL
    return kind


def _partners(records: pl.DataFrame, sure: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    """As whom each of ``records`` has surely been found, and how surely; by_point where no score was needed for it."""
    by_score = pl.concat(
        sure.select(rid=pl.col(one), partner=pl.col(other), surely="probability").join(records, on="rid", how="semi")
        for one, other in (("l", "r"), ("r", "l"))
    )
    of_point = records.join(starts, on="rid").join(starts.rename({"rid": "partner"}), on="point")
    by_point = of_point.filter(pl.col("partner") != pl.col("rid")).select("rid", "partner", surely=pl.lit(1.0))
    return pl.concat(
        [by_score.with_columns(by_point=pl.lit(value=False)), by_point.with_columns(by_point=pl.lit(value=True))]
    )


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

    Taken from the patterns that most pairs of equal ids have, those that hold half of them: strangers are few there. Not
    from the likeliest ones, for what makes these likely is partly that by chance they have few pairs of two ids.
    """
    yes, no = np.array([model.own[rest] for rest in sorted(model.own)]).T
    most = np.argsort(-yes, kind="stable")
    top = most[: int(np.searchsorted(np.cumsum(yes[most]), yes.sum() / 2)) + 1]
    share = (no[top].sum() + 1) / (yes[top].sum() + no[top].sum() + 100)
    return float(min(share, MOST_OF_TWO_IDS))


def in_spite_of_ids(model: Model | None, times: float = 1.0) -> str:
    """SQL: how probable it is that a pair of two different ids is one person, by how probable it is beside its ids.

    Of the pairs that agree so, those with different ids are some persons who bear two and all the strangers: of ``y`` pairs
    with equal ids and ``n`` with different ones that is a share ``e y / n``, where ``e`` of all persons' pairs bear two.
    Of a rare pattern that is too little, for the pair itself is among the ``n``: ``times`` makes up for it. What was
    learned from agreement knows nothing of ids.
    """
    if model is None or model.learned_from == AGREEMENT:
        return "beside"
    return f"least(1.0, {times * two_ids(model):.9e} * beside / (1 - least(beside, 0.999999)))"


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
