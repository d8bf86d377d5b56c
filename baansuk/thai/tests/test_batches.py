"""Every table function takes a Series, an expression or a column name, in memory and streamed."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.thai import tables

FRAME = pl.DataFrame({"x": ["นาย เเสง สมมุติ", None, "12/3 ม.4", "1000000000009", "29/02/2567", "1,234"]})


@pytest.mark.parametrize("name", [name for name in tables.__all__ if name != "read_dates"])
def test_three_ways_one_answer(name):
    read = getattr(tables, name)
    series = read(FRAME["x"])
    assert FRAME.select(read(pl.col("x"))).to_series().to_list() == series.to_list()
    streamed = FRAME.lazy().select(read("x")).collect(engine="streaming").to_series()
    assert streamed.to_list() == series.to_list()
    assert streamed.dtype == series.dtype
    assert FRAME.lazy().select(read("x")).collect_schema()["x"] == series.dtype


@pytest.mark.parametrize("name", [name for name in tables.__all__ if name != "read_dates"])
def test_empty_and_all_null_columns(name):
    read = getattr(tables, name)
    assert len(read(pl.Series("x", [], dtype=pl.String))) == 0
    answer = read(pl.Series("x", [None, None]))
    assert len(answer) == 2
    assert answer.dtype == read(pl.Series("x", ["1"])).dtype


def test_dates_three_ways():
    series = tables.read_dates(FRAME["x"], "BE")
    assert FRAME.select(tables.read_dates(pl.col("x"), "BE")).to_series().to_list() == series.to_list()
    assert (
        FRAME.lazy().select(tables.read_dates("x", "BE")).collect(engine="streaming").to_series().dtype == series.dtype
    )
    assert len(tables.read_dates(pl.Series("x", [], dtype=pl.String), "CE")) == 0


def test_large_columns_with_repeats_answer_as_small_ones():
    texts = [f"นาย สม{n % 50} เเสง" for n in range(40_000)]
    large = tables.split_full_names(pl.Series("x", texts))
    assert large[:50].to_list() == tables.split_full_names(pl.Series("x", texts[:50])).to_list()
    assert large.name == "x"
