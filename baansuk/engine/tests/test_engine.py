"""Steps run, replace, are written and are transpiled; both engines give the same table."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from baansuk.engine import Step, load_steps, open_engine
from baansuk.engine.engines import run_steps
from baansuk.engine.steps import parse_steps

# Here it is asked how an engine begins and ends, and where it spills to.
pytestmark = pytest.mark.usefixtures("own_duckdb")

ROWS = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5],
        "area": ["01", "01", "02", None, "02"],
        "amount": pl.Series([1.5, None, 2.5, 0.0, -1.0]),
        "said": ["ก", 'ข"\\', "", None, "ค"],
    }
)
STEPS = """Commentary before the first step is not run.
-- step: sums
select area, sum(amount) as total, count(*) as n, min(said) as said from rows_in group by area;

-- view: ranked
select *, row_number() over (order by n desc, area nulls last) as place from sums

-- step: best
select area, arg_min(said, case when said is not null then n end) as said, 7 // 2 as half, 1 / 0 as nothing
from ranked where place <= 2 group by area
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rows.parquet"
    ROWS.write_parquet(path)
    return path


def answer(name: str, source: Path, folder: Path) -> list[pl.DataFrame]:
    with open_engine(name, spill=folder / name) as engine:
        engine.read("rows_in", [source])
        run_steps(engine, parse_steps(STEPS))
        engine.run(
            Step("sums", "select area, total, n, said from sums where area is not null")
        )  # reads what it replaces
        tables = []
        for table, order in (("sums", "area"), ("best", "area")):
            engine.write(table, folder / f"{name}-{table}.parquet", order_by=order)
            tables.append(pl.read_parquet(folder / f"{name}-{table}.parquet"))
        engine.drop("best")
        assert engine.rows("select count(*) from sums") == [(2,)]
    return tables


def test_duckdb_runs_steps_in_order_and_replaces(source, tmp_path):
    sums, best = answer("duckdb", source, tmp_path)
    assert sums["area"].to_list() == ["01", "02"]
    assert sums["total"].to_list() == [1.5, 1.5]
    assert best["half"].to_list() == [3, 3] and best["nothing"].to_list() == [None, None]


@pytest.mark.spark
def test_spark_gives_the_same_tables(source, tmp_path):
    for left, right in zip(answer("duckdb", source, tmp_path), answer("spark", source, tmp_path), strict=True):
        assert left.rows() == right.select(left.columns).rows()


@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_a_given_table_keeps_its_types_and_nulls(name, tmp_path):
    types = {"n": "bigint", "p": "double", "said": "varchar"}
    with open_engine(name, spill=tmp_path) as engine:
        engine.give("known", types, {"n": [2**60, None], "p": [0.1, None], "said": ["ก'", None]})
        engine.give("nobody", types, {"n": [], "p": [], "said": []})
        assert engine.rows("select n + 1, p, said from known order by n nulls last") == [
            (2**60 + 1, 0.1, "ก'"),
            (None, None, None),
        ]
        assert engine.rows("select count(*), max(said) from nobody") == [(0, None)]


@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_a_distance_counts_bytes_on_either_engine(name, tmp_path):
    with open_engine(name, spill=tmp_path) as engine:
        assert engine.rows("select levenshtein('กา', 'กำา'), levenshtein('a', lower('É')), levenshtein(null, 'a')") == [
            (3, 2, None)
        ]


def test_a_dropped_table_is_gone_and_several_files_are_read_by_column_name(source, tmp_path):
    more = tmp_path / "more.parquet"
    pl.DataFrame({"id": [9], "extra": ["x"]}).write_parquet(more)
    with open_engine("duckdb") as engine:
        engine.read("listed", [source, more])
        assert engine.rows("select count(*), count(extra), count(area) from listed") == [(6, 1, 4)]
        engine.run(Step("kept", "select 1 as one"))
        engine.drop("kept")
        with pytest.raises(Exception, match="kept"):
            engine.rows("select * from kept")


def test_a_path_with_a_quote_is_read_and_written(tmp_path):
    odd = tmp_path / "it's"
    odd.mkdir()
    ROWS.write_parquet(odd / "rows.parquet")
    with open_engine("duckdb") as engine:
        engine.read("rows_in", [odd / "rows.parquet"])
        engine.write("rows_in", odd / "out.parquet", order_by="id")
    assert pl.read_parquet(odd / "out.parquet").equals(ROWS)


def test_step_files_are_cut_at_their_names():
    steps = parse_steps(STEPS)
    assert [(step.name, step.kept) for step in steps] == [("sums", True), ("ranked", False), ("best", True)]
    assert not any(step.sql.endswith(";") for step in steps)
    assert [step.name for step in load_steps("baansuk.link", "likely_starts.sql")] == ["parted", "starts"]


def test_a_file_without_steps_or_with_one_twice_is_refused():
    with pytest.raises(ValueError, match="names no step"):
        parse_steps("select 1")
    with pytest.raises(ValueError, match="twice: a"):
        parse_steps("-- step: a\nselect 1\n-- step: a\nselect 2")


def test_an_engine_that_is_not_known_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="'abacus' is not known"):
        open_engine("abacus")
    monkeypatch.setenv("BAANSUK_ENGINE", "abacus")
    with pytest.raises(ValueError, match="abacus"):
        open_engine()


def test_duckdb_downloads_nothing():
    with open_engine("duckdb") as engine:
        [(load, install)] = engine.rows(
            "select current_setting('autoload_known_extensions'), current_setting('autoinstall_known_extensions')"
        )
    assert (load, install) == (False, False)


@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_a_table_that_is_offered_is_read_as_one_that_is_taken(tmp_path, name):
    with open_engine(name, spill=tmp_path) as engine:
        engine.offer("said", lambda: ROWS.select("id", "said"))
        engine.run(Step("seen", "select id from said where said is not null", kept=False))
        assert engine.rows("select count(*) from seen") == [(4,)]
        engine.offer("said", lambda: ROWS.head(2))
        assert engine.rows("select sum(id) from said") == [(3,)]
        engine.offer("said", lambda: ROWS)
        engine.give("said", {"id": "bigint"}, {"id": [7]})
        assert engine.rows("select id from said") == [(7,)]


def test_what_is_offered_is_made_when_it_is_read_and_once(tmp_path):
    asked = []

    def made() -> pl.DataFrame:
        asked.append("rows")
        return ROWS.select("id")

    with open_engine("duckdb", spill=tmp_path) as engine:
        engine.offer("said", made)
        engine.offer("unsaid", made)
        engine.drop("unsaid")
        assert engine.rows("select 1") == [(1,)] and asked == []
        assert engine.rows("select max(id) from said") == [(5,)]
        engine.write("said", tmp_path / "said.parquet", quick=True)
        assert asked == ["rows"] and pl.read_parquet(tmp_path / "said.parquet").height == 5
