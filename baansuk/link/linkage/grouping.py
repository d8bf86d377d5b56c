"""Joins points by their ties: whoever is tied to somebody, directly or through others, bears one label with him."""

from __future__ import annotations

from typing import Final

import numpy as np

from baansuk.link.linkage.records import Flags, Rows, Whole

# Points that lie so close are numbered as they are: to find each once by sorting would cost more than all that follows.
_CLOSE: Final = 16


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

    In each round every group takes the least label that a tie offers it, and all go on to where that leads: so a chain in
    one row, or in whatever order, is one group after a few rounds.
    """
    label = np.arange(points)
    while True:
        ends = label[left], label[right]
        open_ties = ends[0] != ends[1]
        if not open_ties.any():
            return label
        left, right = left[open_ties], right[open_ties]
        np.minimum.at(label, np.maximum(*ends)[open_ties], np.minimum(*ends)[open_ties])
        while not np.array_equal(label, onward := label[label]):
            label = onward
