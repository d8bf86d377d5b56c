"""Every reader finds in a file the rows of the frames that were put there."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from baansuk.engine import open_engine
from baansuk.engine.frame_file import Column, FrameFile, Listed, write_columns, write_frame
from baansuk.engine.row_groups import append, sizes

WORDS = ["ก", "b", "", "d\n", "ด" * 42, "ด" * 43, "w" * 127, "w" * 128, "w" * 70_000]


def made(seed: int, rows: int) -> pl.DataFrame:
    """A frame with a column for each manner of writing."""
    lot = random.Random(seed)

    def column(kind: pl.DataType, *among: object, missing: float = 0.3) -> pl.Series:
        return pl.Series([None if lot.random() < missing else lot.choice(among) for _ in range(rows)], dtype=kind)

    return pl.DataFrame(
        {
            "key": column(pl.Int64(), -(1 << 60), 1 << 60, 0, 5),
            "whole": column(pl.Int64(), 7, 1 << 50, missing=0),
            "village": column(pl.Int16(), *range(20)),
            "year": column(pl.Int16(), -1, 2569),
            "file": column(pl.Int32(), 0, 1, 2, missing=0),
            "birth": column(pl.Int32(), 19991231, 20240229),
            "share": column(pl.Float64(), 0.0, -0.1, 1e300),
            "none": column(pl.Int64(), missing=1),
            "short": column(pl.String(), *WORDS[:7]),
            "word": column(pl.String(), *WORDS),
        }
    )


@pytest.mark.parametrize("rows", [0, 1, 9, 2000])
def test_every_reader_finds_what_was_written(tmp_path: Path, rows: int) -> None:
    path, frame = tmp_path / "rows.parquet", made(rows, rows)
    write_frame(frame, path)
    assert pl.read_parquet(path).equals(frame)
    assert pl.read_parquet(path).schema == frame.schema
    table = pq.read_table(path)
    assert table.schema.names == frame.columns
    assert [list(row.values()) for row in table.to_pylist()] == [list(row) for row in frame.rows()]
    told = duckdb.sql(f"select * from read_parquet('{path}')")
    assert [str(kind) for kind in told.types][2:5] == ["SMALLINT", "SMALLINT", "INTEGER"]
    assert told.fetchall() == frame.rows()


def test_small_numbers_take_a_byte(tmp_path: Path) -> None:
    frames = {
        most: pl.DataFrame({"n": [number % (most + 1) for number in range(100_000)]}) for most in (255, 256, 6000)
    }
    taken = []
    for most, frame in frames.items():
        write_frame(frame, path := tmp_path / f"{most}.parquet")
        taken.append(path.stat().st_size // 100_000)
        assert pl.read_parquet(path).equals(frame)
    assert taken == [1, 2, 2]


def test_pieces_follow_each_other_in_groups_of_rows(tmp_path: Path) -> None:
    path, long = tmp_path / "rows.parquet", pl.DataFrame({"n": range(123_000), "m": range(-123_000, 0)})
    with FrameFile(path, long.schema) as file:
        for piece in (long.head(0), long, long.head(3)):
            file.add(piece)
    assert sizes(path) == [122_880, 120, 3]
    assert pl.read_parquet(path).equals(pl.concat([long, long.head(3)]))


@pytest.mark.parametrize("rows", [1, 9, 2000, 130_000])
def test_arrays_are_written_with_a_number_for_what_is_not_known(tmp_path: Path, rows: int) -> None:
    frame = made(5, min(rows, 2000)).drop("share")
    # Long words stand in the first rows: ten thousand of them would be most of a gigabyte.
    again = frame.with_columns(pl.col("word").str.head(128))
    frame = pl.concat([frame, *[again] * (rows // len(frame))]).head(rows)
    columns = {
        column.name: column if column.dtype == pl.String else column.fill_null(-9).to_numpy()
        for column in frame.iter_columns()
    }
    write_columns(columns, path := tmp_path / "rows.parquet", unknown=-9)
    assert pl.read_parquet(path).equals(frame) and pl.read_parquet_schema(path) == frame.schema
    assert duckdb.sql(f"select * from '{path}'").pl().equals(frame)


def test_columns_of_few_numbers_are_written_by_their_places(tmp_path: Path) -> None:
    rows, unknown = 300_000, -1
    few, many = np.array([1 << 60, unknown, 7, 7]), np.arange(70_000, dtype=np.int32)
    lot = np.random.default_rng(5)
    columns: dict[str, Column] = {
        "few": Listed(few, lot.integers(0, 4, rows, dtype=np.int32)),
        "known": Listed(few, np.full(rows, 2, np.int32)),
        "many": Listed(many, lot.integers(0, 70_000, rows, dtype=np.int32)),
        "unknown": Listed(few, np.full(rows, 1, np.int32)),
        "own": Listed(np.arange(rows), np.arange(rows, dtype=np.int32)[::-1]),
        "small": lot.integers(-1, 20, rows, dtype=np.int16),
        # On its first pages small, on its last not, and known on its first page only.
        "rising": np.where(np.arange(rows) < 200_000, 3, 1 << 40),
        "begins": np.where(np.arange(rows) < 100_000, 3, unknown),
        "word": pl.Series(map(str, range(rows))),
    }
    frame = pl.DataFrame({name: one.whole() if isinstance(one, Listed) else one for name, one in columns.items()})
    frame = frame.with_columns(pl.when(pl.col(name) != unknown).then(name) for name in frame.columns[:-1])
    write_columns(columns, path := tmp_path / "rows.parquet", unknown=unknown)
    assert pl.read_parquet(path).equals(frame) and pl.read_parquet_schema(path) == frame.schema
    some = pl.scan_parquet(path).slice(120_000, 70_000).collect()
    assert some.equals(frame[120_000:190_000])
    assert duckdb.sql(f"select * from '{path}'").pl().equals(frame)
    assert pl.DataFrame(pq.read_table(path)).equals(frame)
    group = pq.ParquetFile(path).metadata.row_group(0)
    taken = {name: group.column(place).total_compressed_size / rows for place, name in enumerate(columns)}
    assert [round(taken[name]) for name in ("few", "many", "own", "small", "rising")] == [1, 4, 8, 1, 8]


def test_additions_stand_behind_what_was_written(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.parquet" for name in ("old", "new", "both")]
    for path, rows in zip(paths, (500, 20), strict=False):
        write_frame(made(rows, rows), path)
    assert append(*paths)
    assert pl.read_parquet(paths[2]).equals(pl.concat([made(500, 500), made(20, 20)]))


@pytest.mark.spark
def test_spark_reads_it_beside_a_file_of_its_own(tmp_path: Path) -> None:
    frame = made(3, 300)
    write_frame(frame, path := tmp_path / "ours.parquet")
    with open_engine("spark", spill=tmp_path / "spill") as engine:
        engine.read("ours", [path])
        engine.write("ours", tmp_path / "spark.parquet")
        engine.read("both", [path, tmp_path / "spark.parquet"])
        found = engine.frame("select * from both")
    assert found.schema == frame.schema
    assert sorted(found.rows(), key=repr) == sorted(2 * frame.rows(), key=repr)


@pytest.mark.spark
def test_spark_reads_what_was_written_by_places(tmp_path: Path) -> None:
    """More values than two bytes can number, and more rows than a page has."""
    rows, values = 150_000, np.append(np.arange(70_000) << 40, -1)
    places = np.random.default_rng(3).integers(0, len(values), rows, dtype=np.int32)
    columns: dict[str, Column] = {"key": Listed(values, places), "row": np.arange(rows, dtype=np.int32)}
    write_columns(columns, path := tmp_path / "rows.parquet", unknown=-1)
    with open_engine("spark", spill=tmp_path / "spill") as engine:
        engine.read("ours", [path])
        found = engine.frame("select * from ours").sort("row")
    assert found.equals(pl.read_parquet(path)) and found["key"].null_count() == int((places == 70_000).sum())
