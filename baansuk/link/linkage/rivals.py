"""Weighs each pair once more by who else its two records could be: a file seldom holds one person twice.

Where ids label nothing, a pattern is judged as if any record could be any other. But a record that has surely been found
in another file is hardly there a second time, and two that nobody else is like have fewer strangers between them to be
confused with. How seldom and how few is counted, not set: files that repeat their people show it by pairs that are sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from baansuk.engine import Engine, Step
from baansuk.link.linkage.fitting import Floats, Whole
from baansuk.link.linkage.sql import steps_of

# From here on a pair says that its two records have been found.
SURE: Final = 0.9
# Of a pair: both records in one file, the same with a rival; in two files, the same with a rival.
KINDS: Final = 4
WITHIN, ACROSS, RIVAL = 0, 2, 1
_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """Candidates counted by kind and probability: arrays of one length."""

    kind: Whole
    probability: Floats
    pairs: Whole


def weigh(engine: Engine) -> None:
    """Leave ``scored`` anew, with the probability of each pair among those of its kind."""
    for step in steps_of("rivals.sql", {"sure": str(SURE)}):
        engine.run(step)
    rows = engine.rows("select kind, probability, count(*) from beside_rivals group by kind, probability order by 1, 2")
    kinds, probabilities, pairs = zip(*rows, strict=True) if rows else ((), (), ())
    seen = Seen(np.array(kinds, np.int64), np.array(probabilities, np.float64), np.array(pairs, np.int64))
    _give_odds(engine, shifts(seen, _of_kind(engine, seen)))
    scored = """select b.l, b.r, b.pattern, b.rules, o.probability, o.beside
        from beside_rivals b join rival_odds o on b.kind = o.kind and b.pattern = o.pattern"""
    engine.run(Step("scored", scored))
    for table in ("facing", "surely_found", "beside_rivals", "rival_odds"):
        engine.drop(table)


def _give_odds(engine: Engine, shift: Floats) -> None:
    """Leave ``rival_odds``: every pattern of every kind with its probabilities."""
    rows = engine.rows(
        """select distinct b.kind, b.pattern, p.probability, p.beside
        from beside_rivals b join pattern_odds p on b.pattern = p.pattern order by 1, 2"""
    )
    odds: dict[str, Sequence[Any]] = {
        "kind": [kind for kind, *_ in rows],
        "pattern": [pattern for _, pattern, *_ in rows],
        "probability": [shifted(probability, shift[kind]) for kind, _, probability, _ in rows],
        "beside": [shifted(beside, shift[kind]) for kind, _, _, beside in rows],
    }
    types = {"kind": "integer", "pattern": "integer", "probability": "double", "beside": "double"}
    engine.give("rival_odds", types, odds)


def _of_kind(engine: Engine, seen: Seen) -> Floats:
    sizes = dict(engine.rows("select source, count(*) from cleaned group by source"))
    found = engine.rows(
        """select c.source, s.file, count(*) from surely_found s join cleaned c on s.rid = c.rid
        group by c.source, s.file"""
    )
    return pairs_of_kind(sizes, {(source, file): records for source, file, records in found}, seen)


def pairs_of_kind(sizes: Mapping[int, int], found: Mapping[tuple[int, int], int], seen: Seen) -> Floats:
    """Return how many pairs of records there are of each kind, looked at or not.

    ``sizes``: the records of each file; ``found``: how many of the first file have surely been found in the second. A pair
    without a rival is one that is sure itself, or one of two records that have not been found in each other's file.
    """
    free, all_pairs = np.zeros(KINDS), np.zeros(KINDS)
    for one, records in sizes.items():
        for other, others in sizes.items():
            left = records - found.get((one, other), 0), others - found.get((other, one), 0)
            if one == other:
                all_pairs[WITHIN] += records * (records - 1) / 2
                free[WITHIN] += left[0] * (left[0] - 1) / 2
            elif one < other:
                all_pairs[ACROSS] += records * others
                free[ACROSS] += left[0] * left[1]
    of_kind = np.zeros(KINDS)
    for kind in (WITHIN, ACROSS):
        sure = (seen.kind == kind) & (seen.probability >= SURE)
        of_kind[kind] = free[kind] + seen.pairs[sure].sum()
        of_kind[kind + RIVAL] = all_pairs[kind] - of_kind[kind]
    # The sums above are of files; a record may have two sure partners of equal probability.
    return np.maximum(of_kind, [seen.pairs[seen.kind == kind].sum() for kind in range(KINDS)])


def shifts(seen: Seen, of_kind: Floats) -> Floats:
    """Return what is added to the log-odds of a pair of each kind: the share of true pairs in it, beside that in all.

    ``of_kind``: how many pairs of records there are of each kind. How many of a kind are true is found in turns: the sum
    of their probabilities, each by the share before. Half a pair is added, so that no kind is impossible.
    """
    true, shift = float((seen.probability * seen.pairs).sum()), np.zeros(KINDS)
    odds = seen.probability / np.maximum(1 - seen.probability, 1e-15)
    for kind in range(KINDS):
        here = seen.kind == kind
        if not here.any() or not true:
            continue
        count = 0.5 + float((seen.probability * seen.pairs)[here].sum())
        for _ in range(_ROUNDS):
            ratio, before = (count / of_kind[kind]) / (true / of_kind.sum()), count
            count = 0.5 + float((seen.pairs[here] * odds[here] * ratio / (1 + odds[here] * ratio)).sum())
            if abs(count - before) < 1e-6 * before:
                break
        shift[kind] = np.log((count / of_kind[kind]) / (true / of_kind.sum()))
    return shift


def shifted(probability: float, shift: float) -> float:
    """Return a probability with ``shift`` added to its log-odds; nought stays nought."""
    odds = probability / max(1 - probability, 1e-15) * float(np.exp(shift))
    return odds / (1 + odds)
