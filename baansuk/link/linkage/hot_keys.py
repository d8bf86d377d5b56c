"""Keys that too many records bear: they propose nothing by themselves, and a finer key is asked instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import polars as pl

from baansuk.link.linkage import rules
from baansuk.link.linkage.meeting import Keys, Pairs, Side, in_first_bits, meet, numbered
from baansuk.link.linkage.records import Records, Rows
from baansuk.link.linkage.rules import Rule


@dataclass(frozen=True, slots=True)
class HotKey:
    """A key that more than ``rules.MOST_TO_A_KEY`` records bear: the rule, how many bear it, and one of them, by its rid and
    by what it is called (record_id)."""

    rule: str
    records: int
    example: int
    named: str


def agreeing(records: Records, rule: Rule, pairs: Pairs) -> Pairs:
    """Return those of ``pairs`` that do agree on the keys of the rule: nearly all."""
    one, other = pairs
    agree = np.ones(len(one), np.bool_)
    for key, its in zip(rule.keys, rule.other or rule.keys, strict=True):
        agree &= records.column(key).take(one) == records.column(its).take(other)
    if rule.unless:
        agree &= records.column(rule.unless).take(one) != records.column(rule.unless).take(other)
    if agree.all():
        return pairs
    found = np.flatnonzero(agree)
    return one.take(found), other.take(found)


def cooled(records: Records, rule: Rule, asking: Rows, answering: Rows, most: int) -> tuple[Pairs, list[HotKey]]:
    """Return what ``rule`` proposes without its hot keys, by finer keys instead of them; and the hot keys.

    ``asking`` and ``answering`` are the rows of both sides; a rule that finds fewer than ``most`` pairs has no hot key.
    """
    keys, others = _numbered(records, rule, asking, answering)
    met = meet(Side(asking, in_first_bits(keys)), Side(answering, in_first_bits(others)))
    if met.size - _not_meant(records, rule, asking, answering) < most:
        return agreeing(records, rule, met.pairs()), []
    heat = np.bincount(keys.view(np.int64))
    hot = heat[keys] > rules.MOST_TO_A_KEY
    pairs = [met.pairs(~np.isin(met.askers, asking[hot]))]
    if rule.finer:
        pairs.append(_finer(records, rule, asking[hot], answering))
    one, other = (np.concatenate(both) for both in zip(*pairs, strict=True))
    return agreeing(records, rule, (one, other)), _heat(records, rule, asking[hot], keys[hot])


def _numbered(
    records: Records, rule: Rule, asking: Rows, answering: Rows, more: tuple[str, ...] = ()
) -> tuple[Keys, Keys]:
    """The keys of both sides, and ``more`` columns, as numbers that are equal where all of them are."""
    keys, others = (*rule.keys, *more), (*(rule.other or rule.keys), *more)
    return numbered([records.column(key)[asking] for key in keys], [records.column(key)[answering] for key in others])


def _not_meant(records: Records, rule: Rule, asking: Rows, answering: Rows) -> int:
    """How many pairs that share a key are of a row with itself, or agree on what they must not."""
    more = (rule.unless or "rid",)
    one, other = (in_first_bits(keys) for keys in _numbered(records, rule, asking, answering, more))
    return meet(Side(asking, one), Side(answering, other)).size


def _finer(records: Records, rule: Rule, asking: Rows, answering: Rows) -> Pairs:
    """The pairs of hot keys that also share the finer keys, which again not too many bear."""
    asking, answering = (
        rows[reduce(np.logical_and, (records.column(key)[rows] >= 0 for key in rule.finer))]
        for rows in (asking, answering)
    )
    keys, others = _numbered(records, rule, asking, answering, rule.finer)
    borne = np.bincount(keys.view(np.int64))[keys]
    cool = (borne >= 2) & (borne <= rules.MOST_TO_A_KEY)
    return meet(Side(asking[cool], in_first_bits(keys[cool])), Side(answering, in_first_bits(others))).pairs()


def _heat(records: Records, rule: Rule, rows: Rows, keys: Keys) -> list[HotKey]:
    """The hot keys, the most common first."""
    borne = pl.DataFrame({"key": keys, "rid": records.column("rid")[rows], "named": records.record_ids(rows)})
    counted = (
        borne.sort("named", "rid")
        .group_by("key", maintain_order=True)
        .agg(pl.len().alias("records"), pl.first("rid"), pl.first("named"))
        .sort(["records", "named"], descending=[True, False])
    )
    return [HotKey(rule.name, *told) for told in counted.select("records", "rid", "named").iter_rows()]
