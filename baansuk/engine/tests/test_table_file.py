"""Every reader finds in a table's file the rows that were put there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq

from baansuk.engine.table_file import (
    Part,
    TableFile,
    empty,
    listed,
    listed_in_runs,
    numbers,
    repeated,
    rising,
    truths,
)

COLUMNS = [
    *(("row", "int64"), ("word", "text"), ("run", "text"), ("many", "int64"), ("few", "int64"), ("same", "int32")),
    *(("sure", "bool"), ("share", "double"), ("nothing", "double"), ("no_word", "text")),
]
WORDS = ["ก", "b", "", "ด" * 50, *(f"w{number}" for number in range(300))]


def _group(lot: np.random.Generator, start: int, size: int) -> tuple[list[Part], list[tuple[Any, ...]]]:
    """A group of rows as it is written, and as it is to be read."""
    word, run = lot.integers(-1, len(WORDS), size), np.sort(lot.integers(-1, 3, size))
    many, few = lot.integers(-1 << 60, 1 << 60, size), lot.integers(-1, 300, size)
    there, sure, share = lot.random(size) < 0.7, lot.random(size) < 0.5, lot.random(size)
    parts = [
        rising(start, start + size),
        listed(WORDS, word, "text"),
        listed(WORDS, run, "text"),
        numbers(many, "int64", there),
        listed(range(1000, 1300), few, "int64"),
        listed([7], np.zeros(size, dtype=np.int64), "int32"),
        truths(sure, there),
        numbers(share, "double"),
        empty(size),
        listed([], np.full(size, -1), "text"),
    ]
    rows = [
        (
            *(start + at, WORDS[word[at]] if word[at] >= 0 else None, WORDS[run[at]] if run[at] >= 0 else None),
            *(int(many[at]) if there[at] else None, 1000 + int(few[at]) if few[at] >= 0 else None, 7),
            *(bool(sure[at]) if there[at] else None, float(share[at]), None, None),
        )
        for at in range(size)
    ]
    return parts, rows


def test_every_reader_finds_the_rows_of_groups_of_any_size(tmp_path: Path) -> None:
    lot, path = np.random.default_rng(1), tmp_path / "table.parquet"
    wanted: list[tuple[Any, ...]] = []
    with TableFile(path, COLUMNS) as file:
        for size in (1, 7, 8, 9, 0, 128, 129, 1000, 40_003):
            parts, rows = _group(lot, len(wanted), size)
            file.add(parts)
            wanted += rows
    assert file.rows == len(wanted)
    assert pl.read_parquet(path).rows() == wanted
    assert pl.from_arrow(pq.read_table(path)).rows() == wanted  # type: ignore[union-attr]
    with duckdb.connect() as connection:
        assert connection.execute(f"select * from '{path}'").fetchall() == wanted


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    with TableFile(tmp_path / "none.parquet", COLUMNS):
        pass
    assert dict(pl.read_parquet_schema(tmp_path / "none.parquet")) == {
        **dict.fromkeys(("row", "many", "few"), pl.Int64),
        **dict.fromkeys(("word", "run", "no_word"), pl.String),
        **{"same": pl.Int32, "sure": pl.Boolean, "share": pl.Float64, "nothing": pl.Float64},
    }


def test_what_is_told_by_runs_and_rounds_is_what_it_would_be_row_by_row(tmp_path: Path) -> None:
    path, lot = tmp_path / "table.parquet", np.random.default_rng(2)
    wanted: list[tuple[Any, ...]] = []
    with TableFile(path, [("run", "text"), ("round", "text"), ("gaps", "int64")]) as file:
        for size, times in ((1, 1), (3, 8), (3, 5), (1000, 77), (0, 4), (16, 1)):
            places, gaps = lot.integers(-1, len(WORDS), times), lot.integers(-1, 9, size)
            again = lot.integers(0, len(WORDS), size)
            parts = [listed_in_runs(WORDS, places, np.full(times, size), "text"), repeated(WORDS, again, times, "text")]
            file.add([*parts, repeated(range(9), gaps, times, "int64")])
            wanted += [
                (WORDS[place] if place >= 0 else None, WORDS[one], gap if gap >= 0 else None)
                for place in places.tolist()
                for one, gap in zip(again.tolist(), gaps.tolist(), strict=True)
            ]
    assert pl.read_parquet(path).rows() == wanted
    assert pl.from_arrow(pq.read_table(path)).rows() == wanted  # type: ignore[union-attr]
