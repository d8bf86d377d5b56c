"""The command writes what its plain twin finds, to the last count, from any framework and rows, on every engine."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from baansuk import engine
from baansuk.assess.measuring import packing
from baansuk.assess.measuring.tests import twin, twin_tables
from baansuk.assess.measuring.tests.small_frameworks import CHANGE, CURVE, LEVEL, keyed, near
from baansuk.assess.measuring.tests.strategies import FIVE, Example, examples
from baansuk.assess.measuring.tests.twin import Study
from baansuk.assess.measuring.tests.twin_tables import Figures, Key
from baansuk.command.tests.measured_files import Files, files
from tests.amounts import WHOLE, some

# Without shrinking: a failure would be tried again for minutes, and a framework drawn is small enough to read.
ANY = settings(max_examples=some(20, whole=40), deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))

PLAIN = ("a_1 = 1", "m_1 >= 3", "a_1 <> 0", " m_1<2 ", "h_1 < 130", "h_1 = 300", "m_1 <= 70000", "h_1 > 1", "a_1 = 2")


@contextmanager
def laid(example: Example) -> Iterator[Files]:
    with tempfile.TemporaryDirectory() as folder:
        yield files(Path(folder), example.rows, example.plan, example.columns)


class Right:
    """What the twin finds of an example, worked out once for all commands that are held to it."""

    def __init__(self, example: Example) -> None:
        self.study: Study = twin.study(example.rows, example.plan)

    @cached_property
    def profiles(self) -> list[dict[str, Any]]:
        return [ordered(row) for row in self.study.profiles()]

    @cached_property
    def measures(self) -> dict[Key, Figures]:
        return twin_tables.measures(self.study)

    @cached_property
    def curves(self) -> dict[Key, Figures]:
        return twin_tables.curves(self.study)

    @cached_property
    def changes(self) -> dict[Key, Figures]:
        return twin_tables.changes(self.study) if "time" in self.study.plan else {}


def check(found: Files, right: Right, out: str = "out") -> None:
    """Hold the four tables in ``out`` against the twin's."""
    assert found.table("profiles", out) == right.profiles
    check_measures(found, right.measures, out)
    check_curves(found, right.curves, out)
    check_changes(found, right.changes, out)


def ordered(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("row", "den", "num", "missing", *(n for n in row if n.startswith("poor_")))}


def check_measures(found: Files, right: dict[Key, Figures], out: str) -> None:
    table = keyed(found.table("measures", out), *LEVEL)
    assert table.keys() == right.keys()
    for key, figures in right.items():
        row = table[key]
        assert row.keys() == figures.keys(), key
        assert (row["n"], row["df"]) == (figures["n"], figures["df"]), key
        for name in figures.keys() - {"n", "df", "se"}:
            assert near(row[name], figures[name]), (key, name, row[name], figures[name])
        # Of rows that are PSUs with weights of 124 beside 2, sums of squares leave 1.3e-10 of an error of 0.0005: 1e-13.
        assert near(row["se"], figures["se"], share=1e-10, least=1e-12), (key, row["se"], figures["se"])


def check_curves(found: Files, right: dict[Key, Figures], out: str) -> None:
    table = keyed(found.table("curves", out), *CURVE)
    assert table.keys() == right.keys()
    for key, figures in right.items():
        for name, value in figures.items():
            assert near(table[key][name], value, share=1e-12), (key, name, table[key][name], value)


def check_changes(found: Files, right: dict[Key, Figures], out: str) -> None:
    table = keyed(found.table("changes", out), *CHANGE)
    assert table.keys() == right.keys()
    for key, figures in right.items():
        for name, value in figures.items():
            within = {"share": 1e-10, "least": 1e-12} if name == "se" else {"share": 1e-12}
            assert near(table[key][name], value, **within), (key, name, table[key][name], value)


def agreed(example: Example | Right, found: Files, *more: Any, out: str = "out", engine: str | None = None) -> None:
    """Run the command and hold it against the twin, also in what it refuses."""
    right = example if isinstance(example, Right) else Right(example)
    code = found.measure(*more, out=out, engine=engine)
    if twin_tables.Design(right.study).lonely():
        assert code == 2 and not (found.folder / out).exists()
    else:
        assert code == 0
        check(found, right, out)


@given(examples())
@ANY
def test_any_framework_and_rows(example):
    with laid(example) as found:
        agreed(example, found)


@given(examples(), examples())
@settings(parent=ANY, max_examples=some(5, whole=10))
def test_from_a_store_cold_then_warm_then_with_other_weights_and_cutoffs(example, other):
    # So few rows would be counted one by one; here they are packed, cells of one row and all.
    with laid(example) as found, patch.object(packing, "ROWS_TO_A_CELL", 0):
        store = found.folder / "store"
        right = Right(example)
        agreed(right, found, "--store", store, out="cold")
        agreed(right, found, "--store", store, out="warm")
        changed = Example(reweighted(example.plan, other.plan), example.rows, example.columns)
        files(found.folder, changed.rows, changed.plan, changed.columns)
        agreed(changed, found, "--store", store, out="changed")
        # Other rules are another matter: nothing of the old ones may be kept.
        rules = Example({**example.plan, "dimension": other.plan["dimension"]}, example.rows, example.columns)
        files(found.folder, rules.rows, rules.plan, rules.columns)
        agreed(rules, found, "--store", store, out="rules")
        # And so are other rows in a file of the same name.
        fewer = Example(example.plan, [*example.rows[1:], *example.rows[:2]], example.columns)
        files(found.folder, fewer.rows, fewer.plan, fewer.columns)
        agreed(fewer, found, "--store", store, out="rows")


@given(examples(), st.lists(st.sampled_from(PLAIN), min_size=9, max_size=9), st.booleans())
@settings(parent=ANY, max_examples=some(20, whole=40))
def test_plain_comparisons_need_no_engine(example, rules, nested):
    example = plainly(example, rules, nested=nested)
    design = example.plan.get("design", {})
    with laid(example) as found, patch.object(engine, "open_engine", side_effect=AssertionError):
        if design and "psu" not in design and design.keys() & {"weight", "strata"}:
            return  # each row is a PSU: squares are summed by the engine
        right = Right(example)
        if not design.keys() & {"weight", "strata", "psu"}:
            # Bits are made of cells of one row and of the heaviest weights that are drawn as well.
            with patch.object(packing, "ROWS_TO_A_CELL", 0), patch.object(packing, "MOST_WEIGHT_BITS", 14):
                store = found.folder / "store"
                agreed(right, found, "--store", store, out="bits")
                agreed(right, found, "--store", store, out="warm")
                assert found.report("warm")["store"] == "used"
        agreed(right, found)


def plainly(example: Example, rules: Sequence[str], *, nested: bool) -> Example:
    """The same example with plain comparisons for rules, whole weights, no times and no curve; or PSUs within groups."""
    waiting = iter(rules)
    plan = {name: value for name, value in example.plan.items() if name != "time"}
    plan["framework"] = {**plan["framework"], "cutoffs": [one for one in plan["framework"]["cutoffs"] if one != "all"]}
    plan["dimension"] = [
        {**dimension, "indicator": [_plain(one, next(waiting)) for one in dimension["indicator"]]}
        for dimension in plan["dimension"]
    ]
    amounts = [name for name in ("weight", "hh_size") if name in example.columns]
    columns: dict[str, Any] = {**example.columns, "a_1": pl.Int16, "m_1": pl.Int64, "h_1": pl.Int8}
    columns.update(dict.fromkeys(amounts, pl.Int64))
    rows = [
        {**row, **{name: int(row[name]) for name in amounts}, "a_1": row["a"], "m_1": row["m"], "h_1": row["a"]}
        for row in example.rows
    ]
    if nested:
        rows = [{**row, "area": ("rural", None)[row["psu"] % 2], "village": row["psu"]} for row in rows]
    return Example(plan, rows, columns)


def _plain(indicator: dict[str, Any], rule: str) -> dict[str, Any]:
    return {**{name: value for name, value in indicator.items() if name != "applies_if"}, "deprived_if": rule}


def reweighted(plan: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The same rules with equal weights for all and the cut-offs of another framework."""
    dimensions = plan["dimension"]
    count = sum(len(dimension["indicator"]) for dimension in dimensions)
    weighted = [
        {
            **dimension,
            "weight": str(Fraction(len(dimension["indicator"]), count)),
            "indicator": [{**one, "weight": f"1/{count}"} for one in dimension["indicator"]],
        }
        for dimension in dimensions
    ]
    framework = {**plan["framework"], "cutoffs": other["framework"]["cutoffs"]}
    return {**plan, "framework": framework, "dimension": weighted}


# Names of the tables and columns in which the command works.
OURS = (
    "place",
    "row",
    "rows",
    "raw",
    "judged",
    "scored",
    "w",
    "t",
    "h",
    "p",
    "g0",
    "b0",
    "f0",
    "m0",
    "top",
    "divisor",
    "cut",
)


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_columns_may_bear_any_name(engine, tmp_path):
    rows = [dict.fromkeys(OURS, (at + at // 4) % 2) for at in range(8)]
    dimension = {"name": "life", "indicator": [{"name": name, "deprived_if": f"{name} = 1"} for name in OURS]}
    framework = {"name": "ours", "unit": "household", "missing": "available", "cutoffs": ["1/2"]}
    plan = {"framework": framework, "groups": {"by": list(OURS)}, "dimension": [dimension]}
    agreed(Example(plan, rows, {}), files(tmp_path, rows, plan), engine=engine)


def province(seed: int, sizes: tuple[int, ...], missing: str) -> Example:
    """Some households of a framework of many indicators, near the cut-offs; cases with a design on odd seeds."""
    lot = random.Random(seed)
    names = [f"x{number}" for number in range(sum(sizes))]
    waiting = iter(names)
    plan: dict[str, Any] = {
        "framework": {"name": "many", "unit": "household", "missing": missing, "cutoffs": ["1/5", "1/3", "0.4", "all"]},
        "groups": {"by": ["area"]},
        "dimension": [
            {
                "name": f"d{at}",
                "indicator": [{"name": (name := next(waiting)), "deprived_if": f"{name} = 1"} for _ in range(size)],
            }
            for at, size in enumerate(sizes)
        ],
    }
    if seed % 2:
        plan["design"] = {"weight": "weight", "strata": "stratum", "psu": "psu", "size": "size"}
    rows = [_household(lot, names, number) for number in range(60)]
    return Example(plan, rows, dict.fromkeys(rows[0]))


def _household(lot: random.Random, names: list[str], number: int) -> dict[str, Any]:
    often = lot.choice((0.2, 0.33, 0.4))
    states = {name: 1 if lot.random() < often else 0 for name in names}
    unknown = {name: None for name in names if lot.random() < 0.01}
    place = {"area": lot.choice("กขค"), "stratum": number % 3, "psu": number % 12, "size": lot.randint(1, 9)}
    return {**states, **unknown, **place, "weight": lot.choice((0.1, 0.7, 1.3, 2.9))}


# With a design (odd seeds) and without, each shape, each way with what is missing: every pair of them, in whole every three.
MANY = list(product(range(2), FIVE, ("complete-cases", "available")))
PAIRS = [one for at, one in enumerate(MANY) if at.bit_count() % 2 == 0]


@pytest.mark.parametrize(("seed", "sizes", "missing"), MANY if WHOLE else PAIRS)
def test_frameworks_of_38_indicators(seed, sizes, missing, tmp_path):
    example = province(seed, sizes, missing)
    agreed(example, files(tmp_path, example.rows, example.plan))


@pytest.mark.spark
@given(examples())
@settings(parent=ANY, max_examples=some(4, whole=8))
def test_spark_on_any_framework_and_rows(example):
    with laid(example) as found:
        agreed(example, found, engine="spark")


@pytest.mark.spark
def test_spark_on_38_indicators(tmp_path):
    example = province(1, FIVE[0], "available")
    agreed(example, files(tmp_path, example.rows, example.plan), engine="spark")
