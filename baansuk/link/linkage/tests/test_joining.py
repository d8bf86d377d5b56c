"""Points are joined by their ties, in whatever order these stand and however far apart their numbers are."""

from __future__ import annotations

import random

import numpy as np
import pytest

from baansuk.link.linkage.grouping import Lookup, labelled


def labels_of(ties):
    """Return point -> label."""
    one, other = (np.array([tie[side] for tie in ties], np.int64) for side in (0, 1))
    points, labels = labelled(one, other)
    return dict(zip(points.tolist(), labels.tolist(), strict=True))


@pytest.mark.parametrize("apart", [1, 1_000_003])
@pytest.mark.parametrize("points", [2, 3, 200])
def test_a_chain_is_one_group(points, apart):
    in_file = [(number * apart, (number + 1) * apart) for number in range(1, points)]
    drawn = random.Random(3).sample(in_file, len(in_file))
    for ties in (in_file, drawn, [(other, one) for one, other in drawn]):
        assert labels_of(ties) == dict.fromkeys((number * apart for number in range(1, points + 1)), apart)


@pytest.mark.parametrize("apart", [1, 1_000_003])
def test_groups_are_those_of_the_ties_whatever_their_order(apart):
    draw = random.Random(7)
    for _ in range(20):
        ties = sorted({tuple(sorted(draw.sample(range(60), 2))) for _ in range(draw.randint(1, 45))})
        ties = [(one * apart, other * apart) for one, other in ties]
        groups: dict[int, set[int]] = {}
        for one, other in ties:
            together = groups.get(one, {one}) | groups.get(other, {other})
            for point in together:
                groups[point] = together
        assert labels_of(ties) == {point: min(group) for point, group in groups.items()}


def test_no_tie_joins_nobody():
    assert labels_of([]) == {}


@pytest.mark.parametrize("apart", [1, 1_000_003])
def test_what_is_told_of_numbers_is_found_and_nothing_else(apart):
    numbers = np.array([5, 1, 9, 3]) * apart
    lookup = Lookup(numbers, numbers + 1)
    asked = np.array([9, 2, 5, 40, 0]) * apart
    assert lookup.of(asked).tolist() == [9 * apart + 1, -1, 5 * apart + 1, -1, -1]
    assert lookup.of(asked, asked).tolist() == [9 * apart + 1, 2 * apart, 5 * apart + 1, 40 * apart, 0]


def test_of_nothing_nothing_is_told():
    nothing = Lookup(np.empty(0, np.int64), np.empty(0, np.int64))
    assert nothing.of(np.array([0, 7])).tolist() == [-1, -1]
    assert nothing.of(np.empty(0, np.int64)).tolist() == []
