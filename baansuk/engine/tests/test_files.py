"""A CSV is read as it stands and its faults are said; a Parquet file tells its columns, also those named alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.engine.files import Column, Unreadable, csv_sql


def table_of(name, path, columns=("id", "said"), delimiter=","):
    with open_engine(name) as engine:
        pieces = engine.pieces(f"select * from ({csv_sql(path, columns, delimiter)})", 1000)
        return sorted((row for piece in pieces for row in piece.rows()), key=str)


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def name(request):
    return request.param


def test_every_field_is_text_and_an_empty_one_is_null(name, tmp_path):
    path = tmp_path / "it's.csv"
    path.write_text('\ufeffId,Said\n001,"a ""b"",\nc"\n2,""\n3,\n', encoding="utf-8")
    assert table_of(name, path) == [("001", 'a "b",\nc'), ("2", None), ("3", None)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_delimiter(end, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(end.join(["id;said", "1;ก", "2;ข", ""]).encode())
    assert table_of("duckdb", path, delimiter=";") == [("1", "ก"), ("2", "ข")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"1\n", "Expected Number of Columns"),
        (b"1,2,3\n", "Expected Number of Columns"),
        (b'1,"2\n', "unterminated quote"),
        (b"1,\xa1\n", "Invalid unicode"),
    ],
)
def test_a_faulty_row_is_an_error_and_never_dropped(name, rows, said, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,said\n0,0\n" + rows)
    with pytest.raises(duckdb.Error, match=said):
        table_of(name, path)


def test_kinds_of_columns(name, tmp_path):
    path = tmp_path / "kinds.parquet"
    pl.DataFrame(
        {
            "t": ["x"],
            "i": pl.Series([1], dtype=pl.UInt8),
            "f": [1.5],
            "d": [date(2026, 1, 2)],
            "m": pl.Series([0], dtype=pl.Datetime),
            "z": [datetime(2026, 1, 2, 3, 4, tzinfo=UTC)],
            "n": pl.Series([None], dtype=pl.Null),
            "c": [Decimal("1.50")],
            "b": [b"x"],
            "l": [["x"]],
            "s": [{"in": 1, "side": {"x": [1]}}],
            "k": pl.Series(["x"], dtype=pl.Categorical),
        }
    ).write_parquet(path)
    with open_engine(name) as engine:
        found = {column.name: column.kind for column in engine.columns(path)}
    kinds = {"t": "text", "i": "whole", "f": "number", "d": "date", "m": "moment", "z": "zoned", "c": "number"}
    assert found.pop("n") in ("text", "whole")
    assert found == kinds | {"b": "other", "l": "other", "s": "other", "k": "text"}


def test_names_that_differ_in_case_only_are_both_told(tmp_path):
    path = tmp_path / "doubled.parquet"
    pl.DataFrame({"s": [{"Name": 1}], "Name": ["x"], "name": [2]}).write_parquet(path)
    with open_engine("duckdb") as engine:
        assert engine.columns(path)[1:] == [Column("Name", "text"), Column("name", "whole")]


def test_what_is_no_parquet_is_said_to_be_unreadable(name, tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(b"PAR1 and then nothing of the kind PAR1")
    with open_engine(name) as engine, pytest.raises(Unreadable):
        engine.columns(path)
