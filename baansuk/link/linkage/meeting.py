"""Finds the rows of two sides that share a key, by sorting whole numbers: a tenth of what a hash join of an engine takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.link.linkage.records import Flags, Numbers, Rows

Keys = npt.NDArray[np.uint64]
Pairs = tuple[Rows, Rows]

# Odd numbers by which the columns of a key are mixed, one after another (those of splitmix64 and its kin).
_MIXED_BY: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93)
_LEAST_BITS: Final = 16
_MOST_BITS: Final = 24


@dataclass(frozen=True, slots=True)
class Side:
    """Rows that have a key, and their keys; rows of one key share it, and hardly any others (``mixed``)."""

    rows: Rows
    keys: Keys


@dataclass(frozen=True, slots=True)
class Meeting:
    """Askers, each with ``counts`` answering rows of its key, which stand from ``firsts`` in ``answering``."""

    askers: Rows
    firsts: Rows
    counts: Rows
    answering: Rows

    @property
    def size(self) -> int:
        """How many pairs there are, rows that meet themselves among them."""
        return int(self.counts.sum())

    def pairs(self, chosen: Flags | None = None) -> Pairs:
        """Return all pairs of asker and answering row, or those of the ``chosen`` askers; none of a row with itself."""
        if chosen is not None:
            return Meeting(self.askers[chosen], self.firsts[chosen], self.counts[chosen], self.answering).pairs()
        ends = np.cumsum(self.counts)
        where = np.arange(self.size) + np.repeat(self.firsts - (ends - self.counts), self.counts)
        one, other = np.repeat(self.askers, self.counts), self.answering.take(where)
        apart = np.flatnonzero(one != other)
        return one.take(apart), other.take(apart)


def mixed(columns: Sequence[Numbers]) -> Keys:
    """Return one key of 64 bits for each row of these columns: equal rows have equal keys, others hardly ever."""
    keys = np.zeros(len(columns[0]), np.uint64)
    for column, odd in zip(columns, _MIXED_BY, strict=False):
        keys ^= column.astype(np.int64, copy=False).view(np.uint64)
        keys *= np.uint64(odd)
        keys ^= keys >> np.uint64(32)
    return keys


def likely_met(asking: Keys, answering: Keys) -> Flags:
    """Say which of ``answering`` may be among ``asking``: all that are, and few others."""
    bits = np.uint64(64 - min(_MOST_BITS, max(_LEAST_BITS, len(asking).bit_length() + 3)))
    seen = np.zeros(1 << (64 - int(bits)), np.bool_)
    # numpy picks by numbers with a sign in half the time.
    seen[(asking >> bits).view(np.int64)] = True
    met: Flags = seen.take((answering >> bits).view(np.int64))
    return met


def differing(side: Side, column: Numbers) -> Side:
    """Return the rows of a side but for those, nearly all, whose key nobody bears who has another number in ``column``.

    Every row writes itself where its key belongs and looks who stands there: where two numbers meet, all of that place stay.
    Most who share a key are one person, and to bring them together only to part them took a fifth of all that is proposed.
    """
    bits = max(_LEAST_BITS, len(side.rows).bit_length() + 2)
    place = (side.keys >> np.uint64(64 - bits)).view(np.int64)
    numbers = column.take(side.rows)
    standing = np.empty(1 << bits, np.int32)
    standing[place] = np.arange(len(place), dtype=np.int32)
    meets = numbers.take(standing.take(place)) != numbers
    of_several = np.zeros(1 << bits, np.bool_)
    of_several[place.compress(meets)] = True
    stays = np.flatnonzero(of_several.take(place))
    return Side(side.rows.take(stays), side.keys.take(stays))


def meet(asking: Side, answering: Side) -> Meeting:
    """Bring together the rows of two sides whose keys agree in their first bits: all that share a key, hardly any others."""
    keys = np.concatenate([answering.keys, asking.keys])
    rows = np.concatenate([answering.rows, asking.rows])
    asks = np.arange(len(rows)) >= len(answering.rows)
    return _met(keys, rows, asks, both=False)


def meet_within(answering: Side, asks: Flags) -> Meeting:
    """Bring together the rows of one side as ``meet`` does, where those that ask are among those that answer."""
    return _met(answering.keys, answering.rows, asks, both=True)


def _met(keys: Keys, rows: Rows, asks: Flags, *, both: bool) -> Meeting:
    """A key gives up its last bits to the number of its row, so that one sort of whole numbers brings equal keys together.

    ``both``: those that ask answer as well. Of one key those that do not ask stand first.
    """
    bits = max(1, int(rows.max(initial=0)).bit_length())
    row, asking = np.uint64((1 << bits) - 1), np.uint64(1 << bits)
    words = keys & ~(row | asking) | rows.view(np.uint64) | np.where(asks, asking, np.uint64(0))
    # Polars sorts whole numbers in two thirds of the time that numpy takes.
    words = pl.Series(words).sort().to_numpy()
    keys = words & ~(row | asking)
    begins_here = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=begins_here[1:])
    begins = np.flatnonzero(begins_here)
    asked = np.flatnonzero(words & asking)
    group = np.cumsum(begins_here).take(asked) - 1
    answers = np.diff(begins, append=len(words))
    if not both:
        answers -= np.bincount(group, minlength=len(begins))
    # Of those that answer as well, each meets itself.
    counts = answers.take(group)
    several = np.flatnonzero(counts > (1 if both else 0))
    standing = (words & row).view(np.int64)
    askers, firsts = standing.take(asked.take(several)), begins.take(group.take(several))
    return Meeting(askers, firsts, counts.take(several), standing)


def numbered(asking: Sequence[Numbers], answering: Sequence[Numbers]) -> tuple[Keys, Keys]:
    """Return keys that are equal where all columns are, and nowhere else: for what is counted, not only looked up.

    The columns of ``asking`` have one length, those of ``answering`` another. The keys differ in their first bits.
    """
    columns = [np.concatenate(both) for both in zip(asking, answering, strict=True)]
    order = np.lexsort(columns)
    changes = np.zeros(len(order), np.bool_)
    for column in columns:
        ranged = column[order]
        changes[1:] |= ranged[1:] != ranged[:-1]
    numbers = np.empty(len(order), np.uint64)
    numbers[order] = np.cumsum(changes)
    return numbers[: len(asking[0])], numbers[len(asking[0]) :]


def in_first_bits(numbers: Keys) -> Keys:
    """Move small whole numbers to where ``meet`` looks."""
    return numbers << np.uint64(32)
