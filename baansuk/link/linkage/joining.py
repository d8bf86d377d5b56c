"""Joins records by the pairs that were accepted, and settles the groups in which what must stay apart has come together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage.fitting import Floats
from baansuk.link.linkage.grouping import Lookup, labelled
from baansuk.link.linkage.records import UNKNOWN, Flags, Numbers, Records, Rows
from baansuk.link.linkage.settling import Point, Settled, Tie, settle

_PLACES: Final = {"point": pl.Int64, "label": pl.Int64}


@dataclass(frozen=True, slots=True)
class _Tied:
    """Pairs of records (l, r) as pairs of the points that these start from (x, y); arrays of one length."""

    pairs: pl.DataFrame
    x: Rows
    y: Rows
    probability: Floats

    def of(self, chosen: Flags) -> pl.DataFrame:
        """Return the chosen pairs: l, r, x and y."""
        found = self.pairs.filter(pl.Series(chosen)).select("l", "r")
        return found.with_columns(x=self.x[chosen], y=self.y[chosen]).cast(pl.Int64)


def join(engine: Engine, records: Records) -> dict[str, int]:
    """From ``tied`` and ``starts`` leave ``labels`` and ``settled``; return what there is to count.

    ``labels`` (point, label): points that are joined, directly or through others, bear one label. ``settled`` has another
    for the points of groups that could not stay as they came together, and ``given_up`` (l, r, x, y) the pairs, and their
    points, that were not followed for that.
    """
    starts = Lookup.of_table(engine, "select rid as number, point as told from starts")
    tied = _tied(engine, starts)
    apart = tied.x != tied.y
    labels = Lookup(*labelled(tied.x[apart], tied.y[apart]))
    engine.take("labels", [pl.DataFrame({"point": labels.numbers, "label": labels.told}, schema=_PLACES)])
    kept_apart = _kept_apart(engine, starts)
    contested = _contested(records, starts, labels, kept_apart)
    points = _points(records, starts, labels, contested)
    settled = settle(points, _ties(tied, apart & np.isin(labels.of(tied.x), contested)), kept_apart)
    places = {"point": list(settled.labels), "label": list(settled.labels.values())}
    engine.take("settled", [pl.DataFrame(places, schema=_PLACES)])
    engine.take("given_up", [_given_up(tied, settled)])
    return {"contested_records": len(points), "ties_given_up": len(settled.refused)}


def _tied(engine: Engine, starts: Lookup) -> _Tied:
    pairs = engine.frame("select cast(l as bigint) as l, cast(r as bigint) as r, probability from tied")
    one, other = (pairs[side].to_numpy() for side in ("l", "r"))
    return _Tied(pairs, starts.of(one, one), starts.of(other, other), pairs["probability"].to_numpy())


def _kept_apart(engine: Engine, starts: Lookup) -> list[tuple[int, int]]:
    """The points that a human has called different."""
    said = engine.rows("select l, r from judged_pairs where decision = 'different'")
    sides = (np.array(side, np.int64) for side in zip(*said, strict=True)) if said else (np.empty(0, np.int64),) * 2
    one, other = (starts.of(side, side).tolist() for side in sides)
    return sorted({(a, b) for a, b in zip(one, other, strict=True) if a != b})


def _contested(records: Records, starts: Lookup, labels: Lookup, kept_apart: list[tuple[int, int]]) -> Rows:
    """The labels under which two ids, or two points that a human has called different, have come together."""
    ids, rid = records.column("id"), records.column("rid")
    known = np.flatnonzero(ids >= 0)
    label = labels.of(starts.of(rid[known], rid[known]))
    known, label = known[label >= 0], label[label >= 0]
    # Of each label some id: where all are equal it does not matter which.
    place = np.searchsorted(labels.numbers, label)
    one = np.full(len(labels.numbers), UNKNOWN, np.int64)
    one[place] = ids[known]
    two_ids = label[one[place] != ids[known]]
    sides = np.array(kept_apart, np.int64).reshape(-1, 2).T
    of_sides = [labels.of(side) for side in sides]
    together = of_sides[0][(of_sides[0] == of_sides[1]) & (of_sides[0] >= 0)]
    return np.unique(np.concatenate([two_ids, together]))


def _points(records: Records, starts: Lookup, labels: Lookup, contested: Rows) -> list[Point]:
    """The points of contested groups, with the ids and the least name of their records."""
    if not len(contested):
        return []
    rid = records.column("rid")
    point = starts.of(rid, rid)
    members = np.flatnonzero(np.isin(labels.of(point), contested))
    ids: dict[int, set[int]] = {}
    names: dict[int, str] = {}
    told = zip(
        point[members].tolist(), records.column("id")[members].tolist(), records.record_ids(members), strict=True
    )
    for number, own, name in told:
        ids.setdefault(number, set()).update({own} if own >= 0 else set())
        names[number] = min(name, names.get(number, name))
    return [Point(number, frozenset(of_point), names[number]) for number, of_point in ids.items()]


def _ties(tied: _Tied, chosen: Flags) -> list[Tie]:
    """The ties of contested groups, each two points once with the best of their pairs."""
    best: dict[tuple[int, int], float] = {}
    for x, y, probability in zip(
        tied.x[chosen].tolist(), tied.y[chosen].tolist(), tied.probability[chosen].tolist(), strict=True
    ):
        pair = (min(x, y), max(x, y))
        best[pair] = max(probability, best.get(pair, 0.0))
    return [Tie(*pair, probability) for pair, probability in best.items()]


def _given_up(tied: _Tied, settled: Settled) -> pl.DataFrame:
    refused = {(tie.left, tie.right) for tie in settled.refused}
    named: Numbers = np.array(sorted({point for pair in refused for point in pair}), np.int64)
    chosen = np.isin(tied.x, named) & np.isin(tied.y, named)
    found = tied.of(chosen)
    of_refused = [(min(x, y), max(x, y)) in refused for x, y in found.select("x", "y").iter_rows()]
    return found.filter(pl.Series(of_refused, dtype=pl.Boolean))
