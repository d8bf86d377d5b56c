"""Learns how probable each pattern is, gives every pair the odds of its own, and weighs those that are doubtful once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage import doubts, fitting, rivals
from baansuk.link.linkage.comparing import Compared, Words, compare
from baansuk.link.linkage.fitting import AGREEMENT, Floats, Model, Whole
from baansuk.link.linkage.grouping import Lookup
from baansuk.link.linkage.levels import REST, told
from baansuk.link.linkage.records import Records
from baansuk.link.linkage.sql import steps_of

# Pairs drawn by lot, about so many, where nothing labels itself.
DRAWN: Final = 300_000
Chance = Callable[[], Compared]


@dataclass(frozen=True, slots=True)
class Odds:
    """Every pattern with its probability, and with that of all beside its ids: arrays of one length, patterns rising."""

    pattern: Whole
    probability: Floats
    beside: Floats


def learn(compared: Compared, share: float, of: int, chance: Chance, known: Model | None = None) -> tuple[Model, Odds]:
    """Return the model, the ``known`` one or one fitted to the pairs, and the odds of every pattern.

    ``share`` of the records with an id have asked about others, ``of`` is how many records there are. A pair of one id is
    then found when that id is among those that asked, a pair of two when either is; so the latter count for less. Where
    too little labels itself, ``chance`` says how pairs drawn by lot agree.
    """
    counts = fitting.weighed(compared.counted(), 1 / (2 - share))
    model = known or _fitted(counts, of, chance)
    patterns = np.unique(counts.pattern)
    beside = 1 / (1 + np.exp(-fitting.log_odds(model, patterns % REST)))
    return model, Odds(patterns, fitting.probabilities(model, patterns), beside)


def _fitted(counts: fitting.Counts, of: int, chance: Chance) -> Model:
    """Fit a model to what labels itself; where that is too little, to all, beside how strangers agree by chance."""
    if fitting.labelled(counts) >= fitting.FEWEST_LABELLED:
        return fitting.fit(counts)
    return fitting.fit_unlabelled(counts, chance().counted(), of * (of - 1) / 2)


def drawn_by_lot(engine: Engine, records: Records, words: Words, of: int) -> Compared:
    """Compare pairs of records drawn by lot, to see how often strangers agree."""
    # Of few records each is drawn with all others; there are no more.
    each = max(1, min(of - 1, DRAWN // max(1, of)))
    for step in steps_of("chance.sql", {"each": str(each)}):
        engine.run(step)
    drawn = engine.frame("select l, r from chance_pairs")
    one, other = (records.rows_of(drawn[side].to_numpy()) for side in ("l", "r"))
    return compare(records, one, other, np.full(len(one), 2), words, of)


def score(records: Records, compared: Compared, odds: Odds) -> pl.DataFrame:
    """Return l, r, pattern, rules, probability, beside of every pair: by their rids, l < r."""
    rid = records.column("rid")
    one, other = rid.take(compared.one), rid.take(compared.other)
    of_pattern = np.searchsorted(odds.pattern, compared.pattern)
    pairs = {
        "l": np.minimum(one, other).astype(np.int64),
        "r": np.maximum(one, other).astype(np.int64),
        "pattern": compared.pattern.astype(np.int32),
        "rules": compared.rules.astype(np.int32),
        "probability": odds.probability.take(of_pattern),
        "beside": odds.beside.take(of_pattern),
    }
    return pl.DataFrame(pairs)


def give_odds(engine: Engine, odds: Odds) -> None:
    """Leave ``pattern_odds``: every pattern with its odds and what it is called."""
    columns: dict[str, Sequence[Any]] = {
        "pattern": odds.pattern.tolist(),
        "probability": odds.probability.tolist(),
        "beside": odds.beside.tolist(),
        "told": [told(pattern) for pattern in odds.pattern.tolist()],
    }
    types = {"pattern": "integer", "probability": "double", "beside": "double", "told": "varchar"}
    engine.give("pattern_odds", types, columns)


def weigh(engine: Engine, records: Records, scored: pl.DataFrame, model: Model, share: float) -> None:
    """Leave ``scored``: each pair by who else its records could be, as labels teach it or as it is reckoned without."""
    if model.learned_from == AGREEMENT:
        engine.take("scored", [scored])
        rivals.weigh(engine)
        return
    starts = engine.frame("select cast(rid as bigint) as rid, cast(point as bigint) as point from starts")
    files = Lookup(records.column("rid").astype(np.int64), records.column("source").astype(np.int64))
    engine.take("scored", [doubts.weigh(scored, files, starts, model, share)])
