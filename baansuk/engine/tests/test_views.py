"""Views are written out where they are read, under the name or the alias that the statement gives them."""

from __future__ import annotations

import pytest

from baansuk.engine.duckdb_engine import DuckDBEngine
from baansuk.engine.steps import Step
from baansuk.engine.views import Views


@pytest.fixture
def engine():
    with DuckDBEngine() as opened:
        opened.run(Step("rows_in", "select unnest([1, 2, 3]) as n"))
        opened.run(
            Step("large", "select n, n * 10 as large from rows_in where n > 1 -- a view and a column", kept=False)
        )
        opened.run(Step("pairs", "select l.n, large.large from large l join large on l.n = large.n", kept=False))
        yield opened


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select n from large order by n", [(2,), (3,)]),
        ("select large.n from large\nwhere large.n > 2", [(3,)]),
        ("select b.large from pairs as b order by 1", [(20,), (30,)]),
        ("select count(*) from rows_in r left join large using (n)", [(3,)]),
        ("select count(*) from rows_in, large", [(6,)]),
        ("with given as (select * from pairs) select max(large) from given", [(30,)]),
        ("with given as (select 1 as one) select count(*) from given, pairs", [(2,)]),
        ("select n from large union all select n from pairs where n = 3 order by 1", [(2,), (3,), (3,)]),
    ],
)
def test_a_view_is_found_wherever_it_stands(engine, sql, rows):
    assert engine.rows(sql) == rows


def test_a_view_asks_the_tables_as_they_are_when_it_is_read(engine):
    engine.run(Step("rows_in", "select 7 as n"))
    assert engine.rows("select n, large from pairs") == [(7, 70)]
    engine.run(Step("large", "select 1 as n, 2 as large", kept=False))
    assert engine.rows("select n, large from pairs") == [(1, 2)]
    engine.run(Step("large", "select n, 5 as large from large"))  # from now on a table
    assert engine.rows("select n, large from pairs") == [(1, 5)]


def test_whoever_asks_duckdb_itself_finds_the_views(engine):
    assert engine.connection.execute("select sum(large) from pairs").fetchone() == (50,)
    assert engine.rows("select sum(n) from large") == [(5,)]


def test_what_reads_no_view_stays_as_it_is():
    views = Views()
    views.add("large", "select 1 as n")
    assert views.written_out("select n from rows_in") == "select n from rows_in"
    views.forget("large")
    assert views.written_out("select n from large") == "select n from large"
