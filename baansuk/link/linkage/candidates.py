"""Which records are looked at as a pair: those that share one of a few keys, none of them borne by too many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
import polars as pl

from baansuk.link.linkage import rules
from baansuk.link.linkage.columns import RECORD_ID
from baansuk.link.linkage.hot_keys import HotKey, agreeing, cooled
from baansuk.link.linkage.meeting import Meeting, Pairs, Side, differing, likely_met, meet, meet_within, mixed
from baansuk.link.linkage.records import YEAR, Flags, Numbers, Records, Rows, Sieve
from baansuk.link.linkage.rules import Birth, Rule
from baansuk.link.linkage.same_ids import Sharing, sharing


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs of rows of the records, each once, with the bits of the rules that found it; arrays of one length.

    ``hot`` are the keys that were too common, ``share`` is which share of the records with an id has asked about others,
    ``nodes`` the table of records that share an id and ``nobodys`` the ids that say nothing (``same_ids.Sharing``).
    """

    one: Rows
    other: Rows
    rules: Rows
    hot: list[HotKey]
    share: float
    nodes: pl.DataFrame
    nobodys: Numbers


# So many times more pairs than a rule may find are still looked at one by one: most of a rule's are rows that meet themselves.
_NOT_TOO_MANY: Final = 4
_BITS_OF_RULES: Final = len(rules.RULES).bit_length()
_OF_IDS: Final = (("id",), ("id",))


def propose(records: Records, asks: Flags | None = None, parted: Collection[int] = ()) -> Proposed:
    """Return the candidates among ``records``: pairs of rows that share an id, or that a rule proposes.

    ``asks`` says which of them ask about others, where not all do; the rest only answer. ``parted`` are ids two records
    of which a human has called different.
    """
    identified = records.column("id") >= 0
    fresh = np.ones(len(records), np.bool_) if asks is None else asks
    with_id = int((identified & fresh).sum())
    asked = _asked(int(fresh.sum()), with_id, spelled=records.spelled is not None)
    shared = sharing(records, asks, parted, records.among(_OF_IDS))
    share = min(1000, 1000 * rules.LEARN_FROM // max(1, with_id))
    chosen = fresh & (~identified | (records.column("id") // 10 % 1000 < share))
    # Where only new records ask, nobody else asks those with an id about the older ones without.
    asking = {
        "asking": np.flatnonzero(chosen if asks is None else fresh),
        "identified": np.flatnonzero(fresh & identified),
    }
    most = rules.MOST_TO_A_RECORD * len(asking["asking"]) + rules.MOST_BESIDE
    found, hot = [_Found(0, *_sharing_an_id(records, shared, fresh))], []
    for rule in asked:
        pairs, of_rule = _find(records, rule, asking[rule.asking], records.among(_sieve(rule)), most)
        if asks is not None and rule.asking == "asking":
            wanted = chosen[pairs[0]] | ~identified[pairs[1]]
            pairs = pairs[0][wanted], pairs[1][wanted]
        found.append(_Found(rules.RULES.index(rule) + 1, *pairs))
        hot += of_rule
    one, other, found_by = _united(found, len(records).bit_length())
    return Proposed(one, other, found_by, hot, share / 1000, shared.told(records.column("rid")), shared.nobodys)


def columns_asked() -> list[str]:
    """Return the columns that rules look at, but for those of names with a slip."""
    asked = (rule for rule in rules.RULES if not rule.few)
    named = {name for rule in asked for name in (*rule.keys, *rule.other, *rule.finer)} - {YEAR}
    return ["rid", RECORD_ID, *sorted(named | {"id"})]


def sieves(asking: int, with_id: int) -> list[Sieve]:
    """Return by which columns so many new records, and so many of them with an id, look for others."""
    return list(dict.fromkeys([_OF_IDS, *map(_sieve, _asked(asking, with_id, spelled=False))]))


def _asked(asking: int, with_id: int, *, spelled: bool) -> list[Rule]:
    """The rules that are asked where so many of those that ask have an id; some only where names are ``spelled``."""
    few, poor = with_id < rules.FEW_IDS * asking, with_id < rules.POOR_IN_IDS * asking
    return [rule for rule in rules.RULES if (spelled and few if rule.few else poor or not rule.poor)]


def _sieve(rule: Rule) -> Sieve:
    """By which columns of its own most rows are left out: few live in one home, or have both names alike."""
    columns = 1 if rule.keys[0] == "home" else 2 if rule.keys[:2] == rules.NAMES else len(rule.keys)
    return rule.keys[:columns], (rule.other or rule.keys)[:columns]


@dataclass(frozen=True, slots=True)
class _Found:
    """Pairs of rows that the rule of this number has found."""

    number: int
    one: Rows
    other: Rows

    def words(self, bits: int) -> Rows:
        """One whole number for each pair: the lesser row, the other, the rule."""
        least, most = np.minimum(self.one, self.other), np.maximum(self.one, self.other)
        words: Rows = (least << bits | most) << _BITS_OF_RULES | self.number
        return words


def _united(found: Sequence[_Found], bits: int) -> tuple[Rows, Rows, Rows]:
    """Each pair once, with the bits of all rules that found it; rows are of so many bits."""
    words = np.concatenate([pairs.words(bits) for pairs in found])
    words = pl.Series(words).sort().to_numpy()
    pairs = words >> _BITS_OF_RULES
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    of_rule = np.int64(1) << (words & ((1 << _BITS_OF_RULES) - 1))
    found_by = np.bitwise_or.reduceat(of_rule, begins) if len(words) else of_rule
    return pairs[begins] >> bits, pairs[begins] & ((1 << bits) - 1), found_by


def _sharing_an_id(records: Records, shared: Sharing, fresh: Flags) -> Pairs:
    """Each record with the first one of its id; where names and births of one id differ, all with all."""
    plain = np.flatnonzero(~shared.doubted & (shared.rows != shared.node) & fresh.take(shared.rows))
    one, other = _all_with_all(shared)
    rid = records.column("rid")
    asked = fresh[np.where(rid[one] > rid[other], one, other)]
    return np.concatenate([shared.node.take(plain), one[asked]]), np.concatenate(
        [shared.rows.take(plain), other[asked]]
    )


def _all_with_all(shared: Sharing) -> Pairs:
    """The pairs within the ids of which it is doubtful whether they are one person each."""
    doubted = np.repeat(shared.sizes <= rules.MOST_TO_A_KEY, shared.sizes) & shared.doubted
    firsts = np.repeat(shared.begins, shared.sizes)[doubted]
    return Meeting(shared.rows[doubted], firsts, shared.records[doubted], shared.rows).pairs()


def _find(records: Records, rule: Rule, asking: Rows, among: Rows | slice, most: int) -> tuple[Pairs, list[HotKey]]:
    """Return the pairs that ``rule`` proposes, and the keys of it that are hot; only rows ``among`` these can answer.

    A rule that finds fewer than ``most`` pairs has no hot key worth the search. One that would find more is asked again
    without the keys that too many bear.
    """
    asked = _asking(records, rule, asking)
    answering = _answering(records, rule, asked, among)
    if rule.other or rule.other_birth:
        met = meet(asked, answering)
    else:
        if rule.unless:
            answering = differing(answering, records.column(rule.unless))
        asks = np.zeros(len(records), np.bool_)
        asks[asked.rows] = True
        met = meet_within(answering, asks.take(answering.rows))
    if rule.few:
        # Of one key all that bear it are met by each that asks.
        return agreeing(records, rule, met.pairs(met.counts <= rules.MOST_TO_A_COARSE_KEY)), []
    if met.size < _NOT_TOO_MANY * most:
        one, other = agreeing(records, rule, met.pairs())
        if len(one) < most:
            return (one, other), []
    return cooled(records, rule, asked.rows, answering.rows, most)


def _asking(records: Records, rule: Rule, rows: Rows) -> Side:
    columns = [records.column(key).take(rows) for key in rule.keys]
    known = np.flatnonzero(_known(records, rule, columns, rule.birth, rows))
    return Side(rows.take(known), mixed([column.take(known) for column in columns]))


def _answering(records: Records, rule: Rule, asked: Side, among: Rows | slice) -> Side:
    """The rows that answer, but for most of those whose key nobody asks for."""
    columns = [records.column(key)[among] for key in rule.other or rule.keys]
    keys = mixed(columns)
    known = _known(records, rule, columns, rule.other_birth or rule.birth, among)
    met = np.flatnonzero(known & likely_met(asked.keys, keys))
    return Side(met if isinstance(among, slice) else among.take(met), keys.take(met))


def _known(records: Records, rule: Rule, columns: Sequence[Numbers], birth: Birth, rows: Rows | slice) -> Flags:
    known = reduce(np.logical_and, (column >= 0 for column in columns))
    if rule.unless:
        known &= records.column(rule.unless)[rows] >= 0
    if birth == "any":
        return known
    dated = records.dated[rows]
    return known & (dated if birth == "dated" else ~dated)
