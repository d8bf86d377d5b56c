"""Random frameworks and rows: every way to give weights, designs, times and groups, and rows in which much is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
CUTOFFS = ("0.33", "1/3", "20%", "1", "100%", "1/2", "0.5", "2/7", "1/100", "66.7%", "3/38")
# What is asked of the columns that every row has; some divide by a column that may be 0.
DEPRIVED = (
    "a = 1", "not a = 1", "a in (1, 3)", "a >= 2 or b = 'bad'", "b = 'bad'", "b <> 'good'", "b in ('bad', 'worse')",
    "c", "not c", "c and a = 1", "d < 3000", "d / m < 1000.5", "a is null", "a is null or a = 1", "a + m * 2 > 4",
    "(a - 1) / (m - 1) >= 1", "m - a < 1", "d / m / 12 <= 300", "a = 1 and not b is null", "m >= 3", "a <> 0", "null", "true", "false",
)  # fmt: skip
APPLIES = ("true", "m > 0", "m > 1", "b <> 'worse'", "c or m = 2", "false")
COLUMNS = {
    "a": pl.Int16,
    "b": pl.String,
    "c": pl.Boolean,
    "d": pl.Decimal(12, 2),
    "m": pl.Int64,
    "area": pl.String,
    "village": pl.Int32,
    "stratum": pl.String,
    "psu": pl.Int64,
    "t": pl.Int32,
    "year": pl.Int32,
}
# One weight of a sample is at most some hundred times another; where every row is a unit of sampling and one row outweighs
# all others a million times, the squares of doubles no longer hold the small ones.
WEIGHTS = {
    "int": (pl.Int64, st.integers(20, 9_000)),
    "small int": (pl.Int16, st.integers(0, 3)),
    "decimal": (pl.Decimal(18, 6), st.decimals("0.5", "199.999999", places=6, allow_nan=False)),
    "double": (pl.Float64, st.floats(0.5, 200, allow_nan=False)),
}


class Example(NamedTuple):
    """A framework as its file says it, rows, and the types of their columns."""

    plan: dict[str, Any]
    rows: list[dict[str, Any]]
    columns: dict[str, Any]


@st.composite
def examples(draw: Draw) -> Example:
    columns: dict[str, Any] = dict(COLUMNS)
    plan, numbers = draw(plans(columns))
    count = draw(st.sampled_from((30, 20, 12, 7, 4, 2, 1)))
    return Example(plan, draw(st.lists(rows(numbers), min_size=count, max_size=count)), columns)


@st.composite
def plans(draw: Draw, columns: dict[str, Any]) -> tuple[dict[str, Any], dict[str, st.SearchStrategy[Any]]]:
    """A framework, and what its columns of weight and size are drawn from."""
    cutoffs = draw(st.lists(st.sampled_from(CUTOFFS), min_size=1, max_size=4, unique=True))
    missing = draw(st.sampled_from(("complete-cases", "available")))
    everything = ["all"] if draw(st.booleans()) else []
    framework = {"name": "example", "unit": "household", "missing": missing, "cutoffs": cutoffs + everything}
    plan: dict[str, Any] = {"framework": framework, "dimension": draw(dimensions())}
    numbers = {}
    design = draw(st.sampled_from(DESIGNS))
    for name in ("weight", "hh_size"):
        if name in design.values():
            kind = draw(st.sampled_from(sorted(WEIGHTS)))
            columns[name], numbers[name] = WEIGHTS[kind]
    if design:
        plan["design"] = dict(design)
        if draw(st.booleans()):
            plan["design"]["single_psu"] = "center"
    if by := draw(st.sampled_from(([], ["area"], ["area", "village"]))):
        plan["groups"] = {"by": by}
    if draw(st.booleans()):
        plan["time"] = {"column": "t", "year": "year"}
    return plan, numbers


DESIGNS: Sequence[dict[str, str]] = (
    {},
    {"size": "hh_size"},
    {"weight": "weight"},
    {"strata": "stratum"},
    {"psu": "psu"},
    {"weight": "weight", "psu": "psu", "size": "hh_size"},
    {"weight": "weight", "strata": "stratum"},
    {"weight": "weight", "strata": "stratum", "psu": "psu"},
    {"weight": "weight", "strata": "stratum", "psu": "psu", "size": "hh_size"},
    {"weight": "weight", "strata": "stratum", "psu": "psu", "size": "hh_size"},
)


def rows(numbers: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    money = st.decimals("0", "20000", places=2, allow_nan=False)
    facts = {
        "a": st.sampled_from((1, 0, 1, 2, 1, 3, 1, 0, 1, None)),
        "b": st.sampled_from(("bad", "good", "worse", "bad", "good", "bad", "good", None)),
        "c": st.sampled_from((True, False, True, False, True, False, True, None)),
        "d": st.sampled_from((*map(Decimal, ("2999.99", "3000.00", "2001.00", "1", "0")), None)) | money,
        "m": st.sampled_from((2, 1, 3, 2, 1, 2, 4, 2, 0, None)),
        "area": st.sampled_from(("rural", "urban", "", None)),
        "village": st.sampled_from((1, 2, 10, None)),
        "stratum": st.sampled_from(("north", "south")),
        "psu": st.integers(1, 4),
        **numbers,
    }
    when = st.sampled_from(({"t": 2, "year": 2560}, {"t": 10, "year": 2563}, {"t": 11, "year": 2564}))
    return st.tuples(st.fixed_dictionaries(facts), when).map(lambda parts: {**parts[0], **parts[1]})


@st.composite
def dimensions(draw: Draw) -> list[dict[str, Any]]:
    """One to three dimensions of one to three indicators, with weights of any kind."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    rules = draw(st.sampled_from((("true",), APPLIES)))
    found: list[dict[str, Any]] = []
    for at, size in enumerate(sizes):
        names = [f"i{at}{number}" for number in range(size)]
        found.append({"name": f"d{at}", "indicator": [draw(indicators(name, rules)) for name in names]})
    weigh(draw, found)
    return found


@st.composite
def indicators(draw: Draw, name: str, applies: Sequence[str]) -> dict[str, Any]:
    found = {"name": name, "deprived_if": draw(st.sampled_from(DEPRIVED))}
    rule = draw(st.sampled_from(applies))
    return found if rule == "true" and draw(st.booleans()) else {**found, "applies_if": rule}


def weigh(draw: Draw, found: list[dict[str, Any]]) -> None:
    """Give weights to the dimensions, to the indicators, to both, or to none."""
    given = draw(st.sampled_from(("none", "dimensions", "indicators", "both")))
    shares = [Fraction(1, len(found))] * len(found)
    if given in ("dimensions", "both"):
        shares = parts(draw, Fraction(1), len(found))
        for dimension, share in zip(found, shares, strict=True):
            dimension["weight"] = written(draw, share)
    if given in ("indicators", "both"):
        for dimension, share in zip(found, shares, strict=True):
            asked = dimension["indicator"]
            for one, part in zip(asked, parts(draw, share, len(asked)), strict=True):
                one["weight"] = written(draw, part)


def parts(draw: Draw, whole: Fraction, count: int) -> list[Fraction]:
    portions = [draw(st.integers(1, 5)) for _ in range(count)]
    return [whole * portion / sum(portions) for portion in portions]


def written(draw: Draw, share: Fraction) -> str:
    """The share as 1/8, 0.125 or 12.5%, whichever can be written without rounding."""
    ways = [str(share)]
    twos_and_fives = share.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives == 1:
        exact = Decimal(share.numerator) / Decimal(share.denominator)
        ways += [f"{exact:f}", f"{exact * 100:f}%"]
    return str(draw(st.sampled_from(ways)))


# Five dimensions as Thai frameworks have them: the weights of the indicators have no common short decimal.
FIVE = ((10, 8, 8, 7, 5), (9, 8, 7, 7, 7))
