"""Small cases worked by hand, which the command and its twin must both give: the comments are the working."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import polars as pl
import pytest

from baansuk.assess.measuring.tests import twin, twin_tables
from baansuk.assess.measuring.tests.small_frameworks import CHANGE, CURVE, LEVEL, keyed, near, plan_of
from baansuk.assess.measuring.tests.strategies import FIVE
from baansuk.assess.measuring.tests.twin_intervals import student
from baansuk.command.tests.measured_files import files

F = Fraction


@pytest.fixture(params=["twin", "command"])
def tables(request, tmp_path):
    """Measure rows by a framework in one of the two ways; return levels, curves and changes by their keys."""

    def by_twin(rows, plan):
        study = twin.study(rows, plan)
        changes = twin_tables.changes(study) if "time" in plan else {}
        return twin_tables.measures(study), twin_tables.curves(study), changes

    def by_command(rows, plan):
        found = files(tmp_path, rows, plan)
        assert found.measure() == 0
        changes = keyed(found.table("changes"), *CHANGE) if "time" in plan else {}
        return keyed(found.table("measures"), *LEVEL), keyed(found.table("curves"), *CURVE), changes

    return by_twin if request.param == "twin" else by_command


def whole(measure, indicator=None, k="1/2", time=None):
    return (measure, indicator, k, "", "", time)


def is_(row, **figures):
    assert all(near(row[name], value) for name, value in figures.items()), row


LIFE = {
    "framework": {"name": "life", "unit": "household", "missing": "complete-cases", "cutoffs": ["1/2", "all"]},
    "design": {"size": "size"},
    "groups": {"by": ["area"]},
    "dimension": [
        {
            "name": "health",
            "indicator": [
                {"name": "nutrition", "deprived_if": "nutrition = 1"},
                {"name": "care", "deprived_if": "care = 1"},
            ],
        },
        {"name": "home", "indicator": [{"name": "water", "deprived_if": "water = 'none'"}]},
    ],
}
# Weights 1/4, 1/4, 1/2; 10 persons.                                              score   persons
HOUSEHOLDS = [
    {"nutrition": 1, "care": 1, "water": "piped", "size": 4, "area": "north"},  # 1/2      4     poor
    {"nutrition": 1, "care": 0, "water": "piped", "size": 2, "area": "north"},  # 1/4      2
    {"nutrition": 1, "care": 0, "water": "none", "size": 3, "area": "south"},  #  3/4      3     poor
    {"nutrition": 0, "care": 0, "water": "piped", "size": 1, "area": None},  #    0        1
]


def test_four_households_of_a_full_register(tables):
    levels, _, _ = tables(HOUSEHOLDS, LIFE)
    nothing = {"se": None, "ll": None, "ul": None}
    is_(levels[whole("H")], b=F(7, 10), **nothing)  # 4 + 3 of 10 persons
    is_(levels[whole("M0")], b=F(17, 40), **nothing)  # (4 x 1/2 + 3 x 3/4) / 10
    is_(levels[whole("A")], b=F(17, 28), **nothing)  # 17/40 : 7/10
    hd = {"nutrition": F(9, 10), "care": F(4, 10), "water": F(3, 10)}  # 4+2+3, 4, 3 persons
    hdk = {"nutrition": F(7, 10), "care": F(4, 10), "water": F(3, 10)}  # the second household is not poor
    actb = {"nutrition": F(7, 40), "care": F(4, 40), "water": F(6, 40)}  # 1/4, 1/4, 1/2 of it: 17/40 in all
    pctb = {"nutrition": F(7, 17), "care": F(4, 17), "water": F(6, 17)}
    for name, share in hd.items():
        is_(levels[whole("hd", name, None)], b=share, n=4)
        is_(levels[whole("hdk", name)], b=hdk[name], n=4)
        is_(levels[whole("actb", name)], b=actb[name], n=4)
        is_(levels[whole("pctb", name)], b=pctb[name], n=4)
    # North: 4 of 6 persons, all with 1/2. Without an area: nobody poor.
    is_(levels["H", None, "1/2", "area", "north", None], b=F(2, 3), n=2)
    is_(levels["A", None, "1/2", "area", "north", None], b=F(1, 2), n=2)
    is_(levels["M0", None, "1/2", "area", None, None], b=0, n=1)
    is_(levels["A", None, "1/2", "area", None, None], b=None, n=1)
    # One row for each of 3 measures, 3 hd, and 3 x 3 shares, in the whole and in three areas.
    assert len(levels) == (3 + 3 + 9) * 4


def test_the_curve_has_every_score_that_somebody_has(tables):
    _, curves, _ = tables(HOUSEHOLDS, LIFE)
    scores = [(1, 4), (1, 2), (3, 4)]
    assert curves.keys() == {
        (by, group, None, *score)
        for by, group in [("", ""), ("area", "north"), ("area", "south"), ("area", None)]
        for score in scores
    }
    # At 1/4 nine of ten persons are poor: (4 x 1/2 + 2 x 1/4 + 3 x 3/4) / 10 = 4.75 / 10.
    is_(curves["", "", None, 1, 4], H=F(9, 10), M0=F(19, 40), A=F(19, 36))
    is_(curves["", "", None, 3, 4], H=F(3, 10), M0=F(9, 40), A=F(3, 4))
    is_(curves["area", "north", None, 3, 4], H=0, M0=0, A=None)


# Two strata of two units each; all weights 1.
#   H = 3/6 = 1/2. Each unit moves it by (poor - 1/2 x households) / 6: n1: 0, n2: -1/12, s1: 1/12, s2: 0.
#   In each stratum the two differ by 1/12 from each other, 1/24 from their mean:
#   V = 2 strata x 2/(2-1) x 2 x (1/24)^2 = 1/72.
DRAWN = [("n", 1, 1), ("n", 1, 0), ("n", 2, 0), ("s", 1, 1), ("s", 2, 1), ("s", 2, 0)]
DESIGN = {"strata": "stratum", "psu": "psu"}


def drawn(*rows):
    return [{"stratum": stratum, "psu": psu, "x": x} for stratum, psu, x in rows]


def test_errors_and_interval_of_two_strata(tables):
    levels, _, _ = tables(drawn(*DRAWN), plan_of("x", cutoffs=["1/2"], design=DESIGN))
    se = math.sqrt(1 / 72)
    is_(levels[whole("H")], b=F(1, 2), se=se, df=2, n=6)
    # ln(1) -+ t(2) x se / (1/2 x 1/2); t(2) at .975 is 4.302652729749...
    reach = 4.302652729749464 * se * 4
    is_(levels[whole("H")], ll=1 / (1 + math.exp(reach)), ul=1 / (1 + math.exp(-reach)))
    # All the poor have score 1: A is 1 in whatever sample, so it has no error, and M0 is H.
    is_(levels[whole("A")], b=1, se=0, ll=1, ul=1)
    is_(levels[whole("M0")], b=F(1, 2), se=se)
    # The only indicator contributes all: its share is 1 in whatever sample.
    is_(levels[whole("pctb", "x")], b=1, se=0, ll=1, ul=1)


def test_a_household_that_is_not_used_stays_in_the_design(tables):
    # The only household of unit n3 was not asked. The others are the six above, but stratum n now has three units
    # with influence 0, -1/12, 0: mean -1/36, V = 3/2 x (2 x 1/36^2 + (2/36)^2) = 3/2 x 6/1296 = 1/144; with s: 1/72.
    levels, _, _ = tables(drawn(*DRAWN, ("n", 3, None)), plan_of("x", cutoffs=["1/2"], design=DESIGN))
    is_(levels[whole("H")], b=F(1, 2), se=math.sqrt(1 / 144 + 1 / 144), df=3, n=6)


def test_a_group_is_a_domain_of_the_whole_design(tables):
    # Group g is the first household of n1 and the only one of s1, of which the first is poor: H = 1/2.
    # n1 moves it by (1 - 1/2) / 2 = 1/4, s1 by -1/4, the other two units by nothing:
    # V = 2 x (2 x (1/8)^2) in each stratum = 1/8. Of the design, and not of the group, are the 4 - 2 degrees.
    rows = [row | {"area": "g" if at in (0, 3) else "rest"} for at, row in enumerate(drawn(*DRAWN))]
    rows[3]["x"] = 0
    levels, _, _ = tables(rows, plan_of("x", cutoffs=["1/2"], design=DESIGN, groups={"by": ["area"]}))
    is_(levels["H", None, "1/2", "area", "g", None], b=F(1, 2), se=math.sqrt(1 / 8), df=2, n=2)


def test_a_lonely_unit_is_refused_by_the_name_of_its_stratum(tmp_path, capsys):
    rows = drawn(("alone", 1, 1), ("s", 1, 1), ("s", 1, 0), ("s", 2, 0), ("s", 2, 0))
    assert files(tmp_path, rows, plan_of("x", design=DESIGN)).measure() == 2
    assert "alone" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_lonely_unit_may_be_held_against_the_whole(tables):
    # H = 2/5. alone: (1 - 2/5) / 5 = 3/25; s1: (1 - 4/5) / 5 = 1/25; s2: -4/25 (mean of these two -3/50).
    # V = (3/25)^2 + 2 x ((5/50)^2 + (5/50)^2) = 9/625 + 1/25 = 34/625.
    rows = drawn(("alone", 1, 1), ("s", 1, 1), ("s", 1, 0), ("s", 2, 0), ("s", 2, 0))
    levels, _, _ = tables(rows, plan_of("x", cutoffs=["1/2"], design={**DESIGN, "single_psu": "center"}))
    is_(levels[whole("H")], b=F(2, 5), se=math.sqrt(34 / 625), df=1)


@pytest.mark.parametrize("x", [0, 1])
def test_nobody_and_everybody_poor(tables, x):
    rows = [row | {"x": x, "w": 0.1 + at / 7} for at, row in enumerate(drawn(*DRAWN))]
    levels, _, _ = tables(rows, plan_of("x", cutoffs=["1/2"], design={**DESIGN, "weight": "w"}))
    certain = {"b": x, "se": 0, "ll": x, "ul": x, "n": 6, "df": 2}
    for measure in ("H", "M0"):
        is_(levels[whole(measure)], **certain)
    is_(levels[whole("hd", "x", None)], **certain)
    is_(levels[whole("hdk", "x")], **certain)
    unknown = {"b": None, "se": None, "ll": None, "ul": None, "n": 6, "df": 2}
    for key in (whole("A"), whole("actb", "x"), whole("pctb", "x")):
        is_(levels[key], **(certain if x else unknown))


# Two units in both years, two households each. H: 1/2 (unit 1: both, unit 2: none), then 1/4 (one, none), then 1/2
# (one, one); the units move H by 1/4 and -1/4, then 1/8 and -1/8, then by nothing.
YEARS = [(1, 2560, (1, 1, 0, 0)), (2, 2562, (1, 0, 0, 0)), (3, 2563, (1, 0, 1, 0))]


def test_changes_over_three_times(tables):
    rows = [
        {"psu": 1 + at // 2, "x": x, "t": time, "year": year}
        for time, year, households in YEARS
        for at, x in enumerate(households)
    ]
    _, _, changes = tables(
        rows, plan_of("x", cutoffs=["1/2"], design={"psu": "psu"}, time={"column": "t", "year": "year"})
    )

    def change(kind, *times):
        return changes["H", None, "1/2", "", "", *times, kind]

    def wald(b, se):
        return {"b": b, "se": se, "ll": b - 1.959963984540054 * se, "ul": b + 1.959963984540054 * se}

    # 1/4 - 1/2; the units move it by -1/8 and 1/8: V = 2 x 2/64. Twice two samples that had nothing in common
    # would have V = 1/4 + 1/16.
    is_(change("abs", "1", "2"), **wald(-0.25, 0.25))
    is_(change("abs_annual", "1", "2"), **wald(-0.125, 0.125))
    # Both units fall in the same proportion, so the relative change has no error at all.
    is_(change("rel", "1", "2"), **wald(-0.5, 0.0))
    is_(change("rel_annual", "1", "2"), **wald(math.sqrt(0.5) - 1, 0.0))
    # From 1/4 to 1/2 in one year: the units move the difference by -1/8 and 1/8, and the quotient by
    # -(1/2)(1/8) / (1/4)^2 = -1 and 1: V = 2 x 2.
    is_(change("abs", "2", "3"), **wald(0.25, 0.25))
    is_(change("rel", "2", "3"), **wald(1.0, 2.0))
    is_(change("rel_annual", "2", "3"), **wald(1.0, 2.0))
    assert {key[5:7] for key in changes} == {("1", "2"), ("2", "3")}


def test_times_go_by_size_when_they_are_numbers_and_by_alphabet_when_they_are_text(tables):
    rows = [{"x": x, "t": t, "year": t} for t in (9, 10, 100) for x in (0, 1)]
    plan = plan_of("x", time={"column": "t", "year": "year"})
    assert {key[5:7] for key in tables(rows, plan)[2]} == {("9", "10"), ("10", "100")}


def test_times_that_are_text_go_by_alphabet(tables):
    rows = [{"x": x, "t": t, "year": year} for year, t in enumerate(("10", "100", "9")) for x in (0, 1)]
    plan = plan_of("x", time={"column": "t", "year": "year"})
    assert {key[5:7] for key in tables(rows, plan)[2]} == {("10", "100"), ("100", "9")}


def test_bounds_of_what_is_not_known(tables):
    # x and y weigh 1/2 each; y does not apply to the last household.   score   all passing   all failing
    rows = [
        {"x": 1, "y": None, "has_y": True},  #                            1       1/2           1
        {"x": 0, "y": None, "has_y": True},  #                            0       0             1/2
        {"x": None, "y": None, "has_y": True},  #                         nothing known: dropped
        {"x": 0, "y": 1, "has_y": False},  #                              0       0             0
    ]
    plan = plan_of("x", "y", cutoffs=["1/2"], missing="available")
    plan["dimension"][0]["indicator"][1]["applies_if"] = "has_y"
    levels, _, _ = tables(rows, plan)
    is_(levels[whole("H")], b=F(1, 3), b_low=F(1, 3), b_high=F(2, 3), n=3)
    is_(levels[whole("M0")], b=F(1, 3), b_low=F(1, 6), b_high=F(1, 2), n=3)
    is_(levels[whole("A")], b=1, b_low=F(1, 2), b_high=F(3, 4), n=3)
    is_(levels[whole("hd", "x", None)], b=F(1, 3), b_low=F(1, 3), b_high=F(1, 3), n=3)
    # Of y only the last household's answer is known: it has none.
    is_(levels[whole("hd", "y", None)], b=0, b_low=0, b_high=F(2, 3), n=3)


def test_a_censored_headcount_is_over_the_whole_population(tables):
    # x and y weigh 1/2 each; the poor at 1/2 are the first two.  score
    rows = [
        {"x": 1, "y": 0},  #                                          1/2
        {"x": None, "y": 1},  #                                       1
        {"x": 0, "y": 0},  #                                          0
    ]
    levels, _, _ = tables(rows, plan_of("x", "y", cutoffs=["1/2"], missing="available"))
    is_(levels[whole("hd", "x", None)], b=F(1, 2))  # of the two who said
    is_(levels[whole("hdk", "x")], b=F(1, 3))  # of all three, so that it never passes H
    is_(levels[whole("M0")], b=F(1, 2))  # (1/2 + 1) / 3
    is_(levels[whole("actb", "x")], b=F(1, 6))
    is_(levels[whole("pctb", "x")], b=F(1, 3))
    is_(levels[whole("pctb", "y")], b=F(1, 3))  # the two do not sum to 1: of the second's score, half stands for x


def test_a_division_by_zero_is_not_known(tables):
    rows = [{"income": income, "members": members} for income, members in [(100, 2), (100, 0), (10, 1), (0, 1)]]
    plan = plan_of("income")
    plan["dimension"][0]["indicator"][0]["deprived_if"] = "income / members < 50"
    levels, _, _ = tables(rows, plan)
    is_(levels[whole("H", k="1/3")], b=F(2, 3), n=3)


LINES = (F(1, 5), F(1, 4), F(1, 3), F(2, 5), F(1, 2), F(3, 5), F(4, 5), F(1))


@pytest.mark.parametrize("sizes", FIVE)
def test_ties_that_binary_floats_misplace(sizes, tmp_path):
    """Every number of lacks per dimension that there can be: 40,000 households, hundreds of them just on a line."""
    counts = np.array(list(product(*(range(size + 1) for size in sizes))))
    named = [(f"x{at}_{one}", at, one) for at, size in enumerate(sizes) for one in range(size)]
    columns = {name: (counts[:, at] > one).astype(np.int8) for name, at, one in named}
    plan = plan_of(cutoffs=[str(line) for line in LINES])
    plan["dimension"] = [
        {"name": f"d{at}", "indicator": [rule(name) for name, dimension, _ in named if dimension == at]}
        for at in range(len(sizes))
    ]
    found = files(tmp_path, [], plan)
    pl.DataFrame(columns).write_parquet(found.data)
    assert found.measure() == 0
    profiles = pl.read_parquet(tmp_path / "out" / "profiles.parquet")
    common = math.lcm(*(5 * size for size in sizes))
    exact = (counts * [common // (5 * size) for size in sizes]).sum(axis=1)
    assert (profiles["num"].to_numpy() * common == exact * profiles["den"].to_numpy()).all()
    floats = sum(columns[name] * (1 / (5 * sizes[at])) for name, at, _ in named)
    misplaced = 0
    for number, line in enumerate(LINES, 1):
        poor = exact * line.denominator >= line.numerator * common
        assert (profiles[f"poor_{number}"].to_numpy() == poor).all(), line
        misplaced += int(((floats >= float(line)) != poor).sum())
    assert misplaced > 0  # a sum of floats gets some of them wrong, or this would be no test


def rule(name):
    return {"name": name, "deprived_if": f"{name} = 1"}


@pytest.mark.parametrize(("df", "quantile"), [(1, 12.7062), (2, 4.3027), (5, 2.5706), (30, 2.0423), (120, 1.9799)])
def test_the_twins_quantiles_are_those_of_the_printed_tables(df, quantile):
    assert round(student(df), 4) == quantile
