"""Every record of every file is laid before the linker once, whatever its file is made of."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link.linkage import laying
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.inputs import open_registers

ROWS = 3000
KINDS = {"texts": "1", "whole numbers": 1, "others": 1.0}


def parquet(path, letter, sex="1"):
    names = [f"{letter}{number}" for number in range(ROWS)]
    pl.DataFrame({"record_id": names, "SEX": [sex] * ROWS, "shoe": [None] * ROWS}).write_parquet(
        path, row_group_size=1000
    )
    return path


def csv(path):
    path.write_text("record_id,sex\n" + "".join(f"c{number},1\n" for number in range(ROWS)), encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_comes_once_with_its_file_and_all_columns(kind, engine, tmp_path, monkeypatch):
    monkeypatch.setattr(laying, "_AT_ONCE", 700)
    paths = [parquet(tmp_path / "a.parquet", "a", KINDS[kind]), csv(tmp_path / "c.csv")]
    with open_engine(engine) as opened:
        pieces = list(laying.pieces(opened, open_registers(opened, paths, tmp_path)))
    assert len(pieces) > 2
    rows = pl.concat(pieces)
    assert rows.schema == laying.SCHEMA and rows.columns[1:] == list(COLUMNS)
    told = set(rows.select("source", "record_id", "sex").rows())
    assert len(rows) == 2 * ROWS
    assert told == {(source, f"{letter}{n}", "1") for source, letter in enumerate("ac") for n in range(ROWS)}


def test_an_empty_text_is_none(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"record_id": ["1", "2"], "sex": ["", "1"]}).write_parquet(path)
    with open_engine("duckdb") as opened:
        rows = pl.concat(laying.pieces(opened, open_registers(opened, [path], tmp_path)))
    assert rows["sex"].to_list() == [None, "1"]
