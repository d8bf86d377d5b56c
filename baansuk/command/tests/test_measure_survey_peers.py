"""Standard errors held against estimators that others wrote: the package svy, and a bootstrap that knows no formula."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import polars as pl
import pytest
import svy

from baansuk.assess.measuring.tests.small_frameworks import CHANGE, LEVEL, keyed, plan_of
from baansuk.command.tests.measured_files import files

INDICATORS = {"school": 1 / 4, "meals": 1 / 4, "water": 1 / 6, "roof": 1 / 6, "debt": 1 / 6}
WEIGHTS = np.array(list(INDICATORS.values()))
K = "2/5"
PLAN = plan_of(
    *INDICATORS,
    cutoffs=[K],
    design={"weight": "w", "strata": "stratum", "psu": "psu", "size": "size"},
    groups={"by": ["area"]},
)
PLAN["dimension"] = [
    {"name": "learning", "weight": "1/4", "indicator": PLAN["dimension"][0]["indicator"][:1]},
    {"name": "food", "weight": "1/4", "indicator": PLAN["dimension"][0]["indicator"][1:2]},
    {"name": "home", "weight": "1/2", "indicator": PLAN["dimension"][0]["indicator"][2:]},
]


def survey(seed: int, strata: int = 6, psus: int = 8, households: int = 10) -> list[dict[str, Any]]:
    """Villages drawn within strata, in some of which much more is lacking than in others."""
    lot = random.Random(seed)
    rows = []
    for stratum in range(strata):
        for psu in range(psus):
            lack = lot.uniform(0.1, 0.6)
            for _ in range(households):
                facts = {name: int(lot.random() < lack) for name in INDICATORS}
                place = {"stratum": f"s{stratum}", "psu": 100 * stratum + psu, "area": lot.choice(("plain", "hill"))}
                rows.append({**facts, **place, "w": lot.uniform(50, 400), "size": lot.randint(1, 8)})
    return rows


@pytest.fixture(scope="module")
def rows():
    return survey(2569)


@pytest.fixture(scope="module")
def measured(rows, tmp_path_factory):
    found = files(tmp_path_factory.mktemp("survey"), rows, PLAN)
    assert found.measure() == 0
    return keyed(found.table("measures"), *LEVEL)


@pytest.fixture(scope="module")
def sample(rows):
    return sample_of(rows)


def sample_of(rows: list[dict[str, Any]]) -> Any:
    """The rows as svy takes them, with what it shall estimate; no score is near the cut-off of 2/5, so floats do."""
    lacks = np.array([[row[name] for name in INDICATORS] for row in rows])
    score = lacks @ WEIGHTS
    poor = (score >= 2 / 5).astype(float)
    given = {name: np.array([row[name] for row in rows]) for name in ("stratum", "psu", "area")}
    table = pl.DataFrame(
        given
        | {"weight": [row["w"] * row["size"] for row in rows], "one": np.ones(len(rows))}
        | {"H": poor, "M0": poor * score, "t": [row.get("t", 1) for row in rows]}
        | {f"hd_{name}": lacks[:, at].astype(float) for at, name in enumerate(INDICATORS)}
        | {f"actb_{name}": poor * lacks[:, at] * WEIGHTS[at] for at, name in enumerate(INDICATORS)}
    )
    return svy.Sample(data=table, design=svy.Design(stratum="stratum", psu="psu", wgt="weight"))


GROUPS = [("", ""), ("area", "plain"), ("area", "hill")]


def estimated(sample: Any, top: str, bottom: str, by: str, group: str) -> tuple[float, float]:
    """The ratio of two totals and its standard error, in a domain where one is given."""
    found = sample.estimation.ratio(y=top, x=bottom, by=by or None).to_polars()
    row = found.row(by_predicate=pl.col(by) == group, named=True) if by else found.row(0, named=True)
    return row["est"], row["se"]


def same(row: dict[str, Any], right: tuple[float, float]) -> None:
    assert row["b"] == pytest.approx(right[0], rel=1e-10)
    assert row["se"] == pytest.approx(right[1], rel=1e-9)


@pytest.mark.parametrize(("by", "group"), GROUPS)
def test_svy_gives_the_same_errors_of_h_m0_and_a(measured, sample, by, group):
    ratios = {"H": ("H", "one"), "M0": ("M0", "one"), "A": ("M0", "H")}
    for measure, (top, bottom) in ratios.items():
        same(measured[measure, None, K, by, group, None], estimated(sample, top, bottom, by, group))


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize(("by", "group"), GROUPS)
def test_svy_gives_the_same_errors_of_headcounts_and_contributions(measured, sample, by, group, indicator):
    hd = estimated(sample, f"hd_{indicator}", "one", by, group)
    same(measured["hd", indicator, None, by, group, None], hd)
    actb = estimated(sample, f"actb_{indicator}", "one", by, group)
    same(measured["actb", indicator, K, by, group, None], actb)
    weight = INDICATORS[indicator]
    same(measured["hdk", indicator, K, by, group, None], (actb[0] / weight, actb[1] / weight))
    pctb = estimated(sample, f"actb_{indicator}", "M0", by, group)
    same(measured["pctb", indicator, K, by, group, None], pctb)


def test_svy_has_the_same_degrees_of_freedom_and_quantile(measured, sample):
    found = sample.estimation.mean(y="H").to_polars().row(0, named=True)
    row = measured["H", None, K, "", "", None]
    quantile = (found["uci"] - found["est"]) / found["se"]
    # svy's interval of a mean is symmetric; ours is of the log odds: the same reach there, whatever the middle.
    odds = np.log(row["ul"] / (1 - row["ul"])) - np.log(row["b"] / (1 - row["b"]))
    assert odds == pytest.approx(quantile * row["se"] / (row["b"] * (1 - row["b"])), rel=1e-9)
    assert row["df"] == 6 * 8 - 6


def again(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same villages three years later, where some of what a household had or lacked is otherwise."""
    lot = random.Random(2571)
    later = [dict(row) for row in rows]
    for row in later:
        row |= {name: int(lot.random() < 0.25) for name in INDICATORS if lot.random() < 0.4}
    return [{**row, "t": 1, "year": 2565} for row in rows] + [{**row, "t": 2, "year": 2568} for row in later]


@pytest.fixture(scope="module")
def rounds(rows):
    return again(rows)


@pytest.fixture(scope="module")
def changed(rounds, tmp_path_factory):
    plan = {**PLAN, "time": {"column": "t", "year": "year"}}
    found = files(tmp_path_factory.mktemp("rounds"), rounds, plan)
    assert found.measure() == 0
    return keyed(found.table("changes"), *CHANGE)


@pytest.fixture(scope="module")
def pooled(rounds):
    return sample_of(rounds)


CHANGED = {
    ("M0", None): ("M0", "one"),
    ("H", None): ("H", "one"),
    ("A", None): ("M0", "H"),
    ("actb", "meals"): ("actb_meals", "one"),
    ("pctb", "debt"): ("actb_debt", "M0"),
}


@pytest.mark.parametrize(("measure", "indicator"), CHANGED)
def test_svy_has_the_same_covariance_of_two_rounds_in_the_same_villages(changed, pooled, measure, indicator):
    top, bottom = CHANGED[measure, indicator]
    found = pooled.estimation.ratio(y=top, x=bottom, by="t")
    before, after = found.to_polars()["est"]
    both = np.array(found.covariance)
    assert both[0, 1] > 0.1 * both[0, 0]  # or the two rounds might as well be of different villages
    ratio = after / before
    slopes = {
        "abs": (after - before, np.array([-1, 1])),
        "rel": (ratio - 1, np.array([-ratio, 1]) / before),
        "abs_annual": ((after - before) / 3, np.array([-1, 1]) / 3),
        "rel_annual": (ratio ** (1 / 3) - 1, ratio ** (1 / 3) / 3 * np.array([-1 / before, 1 / after])),
    }
    for kind, (value, slope) in slopes.items():
        row = changed[measure, indicator, K, "", "", "1", "2", kind]
        assert row["b"] == pytest.approx(value, rel=1e-9), kind
        assert row["se"] == pytest.approx(np.sqrt(slope @ both @ slope), rel=1e-8), kind


REPLICATES = 2000


def replicates(rows: list[dict[str, Any]], seed: int) -> np.ndarray:
    """Weights of the rows in bootstrap samples (Rao and Wu): in each stratum n - 1 of its n units, drawn with replacement.

    A unit drawn m times has m n / (n - 1) of its weight. One row for each replicate.
    """
    lot = np.random.default_rng(seed)
    strata = defaultdict(set)
    for row in rows:
        strata[row["stratum"]].add(row["psu"])
    times: dict[int, np.ndarray] = {}
    for psus in strata.values():
        n = len(psus)
        drawn = lot.multinomial(n - 1, [1 / n] * n, size=REPLICATES) * n / (n - 1)
        times |= {psu: drawn[:, at] for at, psu in enumerate(sorted(psus))}
    weights = np.array([row["w"] * row["size"] for row in rows])
    return np.asarray(np.stack([times[row["psu"]] for row in rows], axis=1) * weights)


@pytest.mark.parametrize(("by", "group"), GROUPS)
def test_a_bootstrap_spreads_the_contributions_as_their_errors_say(measured, sample, rows, by, group):
    table = sample.data if by == "" else sample.data.with_columns(one=(pl.col(by) == group).cast(pl.Float64))
    domain = table["one"].to_numpy()
    weights = replicates(rows, 2570) * domain
    m0 = weights @ table["M0"].to_numpy() / weights.sum(axis=1)
    for indicator in INDICATORS:
        actb = weights @ table[f"actb_{indicator}"].to_numpy() / weights.sum(axis=1)
        for measure, drawn in {"actb": actb, "pctb": actb / m0}.items():
            row = measured[measure, indicator, K, by, group, None]
            # 2,000 draws know a spread to 1.6 in 100; the rest is the curvature that a linear formula leaves out.
            assert row["se"] == pytest.approx(drawn.std(), rel=0.08), (measure, indicator)
