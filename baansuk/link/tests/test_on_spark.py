"""Spark gives the same persons, households, codes and values as DuckDB."""

from __future__ import annotations

import random

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.link import linker
from baansuk.link.linker import link_tables
from baansuk.link.tests import registers
from baansuk.link.tests.small import many_rows
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust

pytestmark = pytest.mark.spark
FILES = (
    "persons",
    "households",
    "memberships",
    "links",
    "person_values",
    "household_values",
    "household_lists",
    "area_facts",
    "words",
    "keys",
    "record_keys",
    "home_events",
)


def marks(keys: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"id_key": keys, "id_index": "index of " + keys, "id_masked": keys.str.tail(4)})


def run(engine, tables, folder, before=None):
    folder.mkdir()
    work = folder / "work"
    work.mkdir()
    link_tables(engine, Asked(tables, folder, work, before, load_trust(), marks, set()))
    return folder


def test_same_answers_on_both_engines(tmp_path, monkeypatch):
    tables = registers.write(tmp_path / "clean", many_rows(random.Random(7), 150))
    with open_engine("duckdb") as engine:
        first = run(engine, tables, tmp_path / "first")
        on_duckdb = run(engine, tables, tmp_path / "duckdb", before=first)
    monkeypatch.setattr(linker, "FEW", 0)  # what comes to Spark is many
    with open_engine("spark") as engine:
        on_spark = run(engine, tables, tmp_path / "spark", before=first)
    for name in FILES:
        left = pl.read_parquet(on_duckdb / f"{name}.parquet")
        right = pl.read_parquet(on_spark / f"{name}.parquet").select(left.columns)
        order = left.columns
        assert left.sort(order).equals(right.cast(dict(left.schema)).sort(order)), name  # type: ignore[arg-type]
