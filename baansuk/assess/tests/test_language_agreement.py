"""Random rules over nasty rows: the plain-Python twin, DuckDB and Spark must give the same answers."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from typing import Any

import duckdb
import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.assess.kinds import Kind, Number
from baansuk.assess.language import Expression, check
from baansuk.assess.refused import RuleRefused
from baansuk.assess.tests.rule_twin import Tree, answer, written
from baansuk.engine import Step, open_engine
from tests.amounts import some

COLUMNS: dict[str, Kind | str] = {
    "i": Number(1_000),
    "j": Number(1_000),
    "m": Number(10**8, 2),
    "t": "VARCHAR",
    "u": "VARCHAR",
    "y": "BOOLEAN",
    "z": "BOOLEAN",
}
VALUES: dict[str, list[Any]] = {
    "i": [None, -2, 0, 1, 3, 1000],
    "j": [None, 0, 2, -1],
    "m": [None, Decimal("0.00"), Decimal("0.01"), Decimal("-1.50"), Decimal("38000.00")],
    "t": [None, "", "ก", "เก้า", "a'b\\n"],
    "u": [None, "ก", "Z"],
    "y": [None, True, False],
    "z": [None, True, False],
}


def rows() -> list[dict[str, Any]]:
    everything = [dict(zip(VALUES, values, strict=True)) for values in itertools.product(*VALUES.values())]
    return random.Random(7).sample(everything, 250)


ROWS = rows()
SQL_TYPES = {"i": "integer", "j": "integer", "m": "decimal(14,2)", "t": "varchar", "u": "varchar"}


@pytest.fixture(scope="module")
def table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    listed = ", ".join(f"{name} {SQL_TYPES.get(name, 'boolean')}" for name in VALUES)
    connection.execute(f"create table facts (n integer, {listed})")
    connection.executemany(
        f"insert into facts values ({', '.join('?' * (len(VALUES) + 1))})",
        [[n, *row.values()] for n, row in enumerate(ROWS)],
    )
    return connection


literal_numbers = st.one_of(
    st.integers(-3, 1000), st.decimals(min_value=-10, max_value=10, places=2, allow_nan=False), st.none()
)
numbers: st.SearchStrategy[Tree] = st.deferred(
    lambda: st.one_of(
        st.sampled_from([("column", "i"), ("column", "j"), ("column", "m")]),
        literal_numbers.map(lambda value: ("literal", value)),
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), numbers, numbers),
        st.tuples(st.sampled_from(["minus", "abs"]), numbers),
        st.tuples(st.sampled_from(["coalesce", "least", "greatest"]), numbers, numbers, numbers),
        st.tuples(st.just("case"), truths, numbers, numbers),
    )
)
texts: st.SearchStrategy[Tree] = st.deferred(
    lambda: st.one_of(
        st.sampled_from([("column", "t"), ("column", "u")]),
        st.sampled_from(["", "ก", "Z", "a'b\\n", None]).map(lambda value: ("literal", value)),
        st.tuples(st.sampled_from(["coalesce", "least", "greatest"]), texts, texts),
        st.tuples(st.just("case"), truths, texts, texts),
    )
)
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
truths: st.SearchStrategy[Tree] = st.deferred(
    lambda: st.one_of(
        st.sampled_from([("column", "y"), ("column", "z"), ("literal", True), ("literal", None)]),
        st.tuples(signs, numbers, numbers),
        st.tuples(signs, texts, texts),
        st.tuples(st.sampled_from(["=", "<>"]), truths, truths),
        st.tuples(st.sampled_from(["and", "or"]), truths, truths),
        st.tuples(st.just("not"), truths),
        st.tuples(st.just("is null"), st.one_of(numbers, texts, truths)),
        st.tuples(st.just("in"), numbers, st.lists(literal_numbers, min_size=1, max_size=4)),
        st.tuples(st.just("in"), texts, st.lists(st.sampled_from(["", "ก", "Z", None]), min_size=1, max_size=3)),
        st.tuples(st.just("between"), numbers, numbers, numbers),
        st.tuples(st.just("case"), truths, truths, truths),
    )
)


def checked(tree: Tree) -> Expression | None:
    """The rule, or None where the language rightly refuses this random tree."""
    try:
        return check(written(tree), COLUMNS)
    except RuleRefused as refused:
        assert refused.code in ("rule.zero", "rule.wide", "rule.deep", "rule.long", "rule.mixed"), written(tree)
        return None


@settings(max_examples=some(60, whole=150), deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=truths)
def test_duckdb_answers_as_the_twin_does(table: duckdb.DuckDBPyConnection, tree: Tree) -> None:
    rule = checked(tree)
    if rule is None:
        return
    found = [row[0] for row in table.execute(f"select {rule.sql()} from facts order by n").fetchall()]
    assert found == [answer(tree, row) for row in ROWS]


@settings(max_examples=some(40, whole=80), deadline=None, suppress_health_check=list(HealthCheck))
@given(left=numbers, right=numbers)
def test_a_zero_divisor_is_counted_where_the_twin_meets_one(
    table: duckdb.DuckDBPyConnection, left: Tree, right: Tree
) -> None:
    rule = checked(("=", ("/", ("column", "i"), right), ("literal", 1)))
    if rule is None:
        return
    if not rule.zero_divisors_sql():
        return  # a literal divisor that is not zero
    outer = [answer(right, row) == 0 for row in ROWS]
    counted = table.execute(f"select coalesce({rule.zero_divisors_sql()}, false) from facts order by n").fetchall()
    assert all(found for (found,), expected in zip(counted, outer, strict=True) if expected)


FLOATS = [None, 0.0, -0.5, 0.1, 1e300, float("nan"), float("inf")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("f = 0.1", [None, False, False, True, False, None, None]),
        ("f / f = 1", [None, None, True, True, True, None, None]),
        ("f > 1 or f < 0", [None, False, True, False, True, None, None]),
        ("coalesce(f, 7) = 7", [True, False, False, False, False, True, True]),
        ("least(f, 1/3) = f", [None, True, True, True, False, None, None]),
    ],
)
def test_a_float_that_is_no_finite_number_is_unknown(rule: str, expected: list[bool | None]) -> None:
    connection = duckdb.connect()
    connection.execute("create table facts (n integer, f double)")
    connection.executemany("insert into facts values (?, ?)", list(enumerate(FLOATS)))
    written_sql = check(rule, {"f": "DOUBLE"}).sql()
    assert [row[0] for row in connection.execute(f"select {written_sql} from facts order by n").fetchall()] == expected


def random_trees(count: int) -> list[tuple[Tree, Expression]]:
    """The same trees on every run, found without Hypothesis so that Spark plans them once, in one wide select."""
    rng = random.Random(2560)
    found: list[tuple[Tree, Expression]] = []
    while len(found) < count:
        tree = random_truth(rng, 3)
        rule = checked(tree)
        if rule is not None and rule.columns:
            found.append((tree, rule))
    return found


def random_number(rng: random.Random, depth: int) -> Tree:
    kind = rng.choice(
        ["column", "literal"] if depth == 0 else ["column", "+", "-", "*", "/", "least", "case", "coalesce"]
    )
    if kind == "column":
        return ("column", rng.choice("ijm"))
    if kind == "literal":
        return ("literal", rng.choice([None, 0, 1, -2, 38000, Decimal("0.25")]))
    if kind == "case":
        return ("case", random_truth(rng, depth - 1), random_number(rng, depth - 1), random_number(rng, depth - 1))
    return (kind, random_number(rng, depth - 1), random_number(rng, depth - 1))


def random_truth(rng: random.Random, depth: int) -> Tree:
    kind = rng.choice(["compare", "text", "and", "or", "not", "in", "is null"] if depth else ["column"])
    if kind == "column":
        return ("column", rng.choice("yz"))
    if kind == "compare":
        return (rng.choice(["=", "<", ">="]), random_number(rng, depth - 1), random_number(rng, depth - 1))
    if kind == "text":
        return (rng.choice(["=", "<", "<>"]), ("column", "t"), ("literal", rng.choice(["", "ก", "a'b\\n"])))
    if kind == "in":
        return ("in", random_number(rng, depth - 1), [1, None, Decimal("0.5")])
    if kind == "is null":
        return ("is null", random_number(rng, depth - 1))
    if kind == "not":
        return ("not", random_truth(rng, depth - 1))
    return (kind, random_truth(rng, depth - 1), random_truth(rng, depth - 1))


@pytest.mark.spark
def test_spark_answers_as_the_twin_does(tmp_path: Any) -> None:
    path = tmp_path / "facts.parquet"
    frame = polars.DataFrame(
        [{"n": n, **row} for n, row in enumerate(ROWS)],
        schema={
            "n": polars.Int32,
            "i": polars.Int32,
            "j": polars.Int32,
            "m": polars.Decimal(14, 2),
            **dict.fromkeys("tu", polars.String),
            **dict.fromkeys("yz", polars.Boolean),
        },
    )
    frame.write_parquet(path)
    trees = random_trees(120)
    with open_engine("spark") as engine:
        engine.read("facts", [path])
        listed = ", ".join(f"{rule.sql()} as r{number}" for number, (_, rule) in enumerate(trees))
        engine.run(Step("answers", f"select n, {listed} from facts"))
        found = sorted(engine.rows("select * from answers"))
    for number, (tree, _) in enumerate(trees, start=1):
        assert [row[number] for row in found] == [answer(tree, row) for row in ROWS], written(tree)
