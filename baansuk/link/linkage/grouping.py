"""Joins points by their ties: whoever is tied to somebody, directly or through others, bears one label with him."""

from __future__ import annotations

from typing import Final

import numpy as np

from baansuk.engine import Engine
from baansuk.link.linkage.records import UNKNOWN, Flags, Numbers, Rows, Whole

# Points that lie so close are numbered as they are: to find each once by sorting would cost more than all that follows.
_CLOSE: Final = 16
_LEAST_TABLE: Final = 1 << 16


def labelled(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Return every point of the ties once, rising, and the least point that it is joined with.

    ``one`` and ``other`` are the two points of each tie, whole numbers from 0.
    """
    last = int(max(one.max(initial=-1), other.max(initial=-1)))
    if last < _CLOSE * len(one):
        tied = _tied(one, other, last + 1)
        return np.flatnonzero(tied), _least(one, other, last + 1)[tied]
    points, places = np.unique(np.concatenate([one, other]), return_inverse=True)
    return points, points[_least(places[: len(one)], places[len(one) :], len(points))]


def _tied(one: Rows, other: Rows, points: int) -> Flags:
    tied = np.zeros(points, np.bool_)
    tied[one] = tied[other] = True
    return tied


def _least(left: Rows, right: Rows, points: int) -> Whole:
    """The least point of each one's group.

    In each round every group takes a lesser label that a tie offers it, and all go on to where that leads: so a chain in
    one row, or in whatever order, is one group after a few rounds, under the least of its points, which nobody lowers.
    """
    label = np.arange(points)
    while True:
        ends = label[left], label[right]
        open_ties = ends[0] != ends[1]
        if not open_ties.any():
            return label
        left, right = left[open_ties], right[open_ties]
        # Of several that a tie offers one group, whichever: each is less than its own, so nobody can go round in a ring.
        label[np.maximum(*ends)[open_ties]] = np.minimum(*ends)[open_ties]
        while not np.array_equal(label, onward := label[label]):
            label = onward


class Lookup:
    """What is told of whole numbers from 0: ``numbers`` and ``told`` are of one length, no number comes twice."""

    def __init__(self, numbers: Rows, told: Rows) -> None:
        self.numbers, self.told = numbers, told
        last = int(numbers.max(initial=-1))
        self._table: Rows | None = None
        if last < max(_LEAST_TABLE, _CLOSE * len(numbers)):
            self._table = np.full(last + 1, UNKNOWN, np.int64)
            self._table[numbers] = told
        else:
            order = np.argsort(numbers)
            self._rising, self._told = numbers[order], told[order]

    @classmethod
    def of_table(cls, engine: Engine, sql: str) -> Lookup:
        """Look up in the rows of a SELECT of number and told."""
        rows = engine.frame(f"select cast(number as bigint) as number, cast(told as bigint) as told from ({sql}) as t")
        return cls(rows["number"].to_numpy(), rows["told"].to_numpy())

    def of(self, asked: Numbers, instead: Numbers | None = None) -> Rows:
        """Return what is told of each, or ``instead``, one for each, or UNKNOWN where nothing is."""
        if self._table is None:
            place = np.minimum(np.searchsorted(self._rising, asked), len(self._rising) - 1)
            found = np.where(self._rising[place] == asked, self._told[place], UNKNOWN)
        elif int(asked.max(initial=-1)) < len(self._table):
            found = self._table.take(asked)
        else:
            within = asked < len(self._table)
            found = np.where(within, self._table[np.where(within, asked, 0)] if len(self._table) else UNKNOWN, UNKNOWN)
        return found if instead is None else np.where(found == UNKNOWN, instead, found)
