"""Points are joined by their ties in a few levels, in whatever order they stand; a third delivery finds its areas."""

from __future__ import annotations

import random

import pytest

from baansuk.engine import open_engine
from baansuk.link.linkage import linking


def labelled(ties):
    """Return point -> label, and how many levels it took."""
    with open_engine("duckdb") as engine:
        engine.give("ties", {"l": "bigint", "r": "bigint"}, {"l": [a for a, _ in ties], "r": [b for _, b in ties]})
        linking._label(engine)
        [(levels,)] = engine.rows("select count(*) from duckdb_tables() where table_name like 'labels#_%' escape '#'")
        return dict(engine.rows("select point, label from labels")), levels


@pytest.mark.parametrize("points", [2, 3, 200])
def test_a_chain_in_the_order_of_the_file_is_one_group_after_a_few_levels(points):
    label_of, levels = labelled([(number, number + 1) for number in range(1, points)])
    assert len(set(label_of.values())) == 1
    assert set(label_of) == set(range(1, points + 1))
    assert levels <= 14


def test_groups_are_those_of_the_ties_whatever_their_order():
    draw = random.Random(7)
    for _ in range(20):
        ties = sorted({tuple(sorted(draw.sample(range(60), 2))) for _ in range(draw.randint(1, 45))})
        groups: dict[int, set[int]] = {}
        for one, other in ties:
            together = groups.get(one, {one}) | groups.get(other, {other})
            for point in together:
                groups[point] = together
        label_of, _ = labelled(ties)
        assert set(label_of) == set(groups)
        for point, group in groups.items():
            assert {label_of[other] for other in group} == {label_of[point]}
            assert sum(label == label_of[point] for label in label_of.values()) == len(group)
