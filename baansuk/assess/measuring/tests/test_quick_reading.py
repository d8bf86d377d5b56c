"""Rows are read to their places in whatever order they come."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.assess.measuring.framework import framework_of
from baansuk.assess.measuring.quick_filling import filled
from baansuk.assess.measuring.quick_reading import begin_reading

SAID = {
    "framework": {"cutoffs": ["1/2"]},
    "design": {"size": "size"},
    "groups": {"by": ["area"]},
    "dimension": [{"name": "d", "indicator": [{"name": "one", "deprived_if": "d_1 = 1"}]}],
}
ROWS = pl.DataFrame(
    {
        "d_1": [1, 0, None, 1, 0, 1, 0, 0],
        "size": [1, 2, 3, 4, 5, 6, 7, 8],
        "area": ["a", None, "b", "a", "c", None, "", "a"],
    }
)


@pytest.mark.parametrize("order", [range(8), range(7, -1, -1), (3, 1, 7, 0, 2, 6, 5, 4)])
def test_batches_and_rows_may_come_in_any_order(order, tmp_path, monkeypatch):
    as_they_come = pl.LazyFrame.collect

    def mixed(rows: pl.LazyFrame, **_: object) -> list[pl.DataFrame]:
        found = as_they_come(rows)[list(order)]
        return [found[:3], found[3:4], found[4:]]

    monkeypatch.setattr(pl.LazyFrame, "collect_batches", mixed)
    ROWS.write_parquet(tmp_path / "rows.parquet")
    reading = begin_reading(tmp_path / "rows.parquet", framework_of(SAID, "framework.toml"))
    assert reading is not None
    read = filled(reading)
    assert read is not None
    assert read.masks["fail"].tolist() == [1, 0, 0, 1, 0, 1, 0, 0]
    assert read.masks["miss"].tolist() == [0, 0, 1, 0, 0, 0, 0, 0]
    assert read.masks["w"].tolist() == ROWS["size"].to_list()
    assert [read.values["g0"][code] for code in read.codes["g0"].tolist()] == ROWS["area"].to_list()
