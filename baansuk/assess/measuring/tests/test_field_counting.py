"""Indicators added side by side give the sums that one after another would, however many fit into one number."""

from __future__ import annotations

import numpy as np
import pytest

from baansuk.assess.measuring import field_counting
from baansuk.assess.measuring.field_counting import Countable, count_fields
from baansuk.assess.measuring.framework import framework_of
from baansuk.assess.measuring.packed_counting import score_masks

MANY = 38
SAID = {
    "framework": {"cutoffs": ["1/4", "1/2"]},
    "dimension": [
        {"name": "d", "indicator": [{"name": f"i{one}", "deprived_if": f"d_{one} = 1"} for one in range(MANY)]}
    ],
}


@pytest.mark.parametrize("heaviest", [1, 7, 9_000, 1 << 31, 1 << 44])
def test_sums_are_those_of_each_indicator_alone(heaviest, monkeypatch):
    monkeypatch.setattr(field_counting, "_AT_ONCE", 64)
    drawn = np.random.default_rng(heaviest)
    rows, cells = 300, 5
    fail = drawn.integers(0, 1 << MANY, rows, dtype=np.uint64) & drawn.integers(0, 1 << MANY, rows, dtype=np.uint64)
    miss = np.where(drawn.random(rows) < 0.1, np.uint64(5), np.uint64(0))
    weight = drawn.integers(0, heaviest, rows, endpoint=True)
    cell = drawn.integers(0, cells, rows).astype(np.int32)
    framework = framework_of(SAID, "framework.toml")
    scored = score_masks(fail, miss, None, np.ones(rows, dtype=bool), framework)
    met = [scored.meets(cutoff) for cutoff in range(2)]
    keys = {"g0": np.arange(cells)}
    found = count_fields(Countable(fail, miss, weight, cell, keys, {"g0": list("abcde")}), scored, met)
    assert found is not None and found.rows.sum() == rows
    bucket = np.where(miss != 0, -1, met[0].astype(int) + met[1])
    for at, (here, cut) in enumerate(zip(found.keys["g0"].tolist(), found.cut.tolist(), strict=True)):
        these = (cell == here) & (bucket == cut)
        assert found.weight[at] == weight[these].sum()
        failing = [int(weight[these & (fail >> np.uint64(bit) & np.uint64(1) == 1)].sum()) for bit in range(MANY)]
        assert found.failed[at].tolist() == failing


def test_a_cell_too_heavy_for_a_number_is_left_to_the_engine():
    framework = framework_of(SAID, "framework.toml")
    nothing, heavy = np.zeros(2, dtype=np.uint64), np.array([1 << 52, 1 << 52])
    scored = score_masks(nothing, None, None, np.ones(2, dtype=bool), framework)
    rows = Countable(nothing, None, heavy, np.zeros(2, dtype=np.int32), {}, {})
    assert count_fields(rows, scored, [scored.meets(0), scored.meets(1)]) is None
