"""Points are joined by their ties, in whatever order these stand and however far apart their numbers are."""

from __future__ import annotations

import random

import numpy as np
import pytest

from baansuk.link.linkage.grouping import labelled


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
