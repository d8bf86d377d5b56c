"""A rule means the same over a file as over a table: what an engine knows of a file must not change an answer."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.assess.language import check
from baansuk.engine import open_engine

FLOATS = [1.5, float("nan"), 2.0, float("inf"), None]
ANSWERS = [True, None, True, None, None]


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
@pytest.mark.parametrize("many", [1, 5000])
@pytest.mark.parametrize("kept", [[0, 1, 2], [0, 1, 2, 3, 4]])
def test_a_float_that_is_no_finite_number_is_unknown_in_a_parquet_file(engine, many, kept, tmp_path):
    """DuckDB answers «<= the largest double» from the range that the file gives of a column, which leaves out not-a-number."""
    path = tmp_path / "floats.parquet"
    pl.DataFrame({"lat": [FLOATS[place] for place in kept] * many}).write_parquet(path)
    rule = check("lat < 90", {"lat": "DOUBLE"})
    with open_engine(engine) as opened:
        opened.read("places", [path])
        found = opened.rows(f"select {rule.sql()}, count(*) from places group by 1")
    right: dict[bool | None, int] = {}
    for place in kept:
        right[ANSWERS[place]] = right.get(ANSWERS[place], 0) + many
    assert dict(found) == right
