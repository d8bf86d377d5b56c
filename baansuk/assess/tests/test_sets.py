"""The shipped sets hold together, say where they come from, and agree with the published counts of 75 provinces."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from baansuk.assess.profile import counted_measures
from baansuk.assess.refused import RuleRefused
from baansuk.assess.set_parts import Line, LineValue
from baansuk.assess.sets import build_rules, load_rules

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "tpmap_2566_province.csv"
PUBLISHED_NAMES = {"access": "accessibility"}


def shipped() -> list[dict[str, Any]]:
    folder = files("baansuk.assess").joinpath("sets")
    names = ("bmn-2560", "tpmap", "labels")
    return [tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in names]


def test_there_are_31_indicators_in_five_groups() -> None:
    indicators = load_rules().indicators.indicator
    counts = {group.code: sum(one.group == group.code for one in indicators) for group in load_rules().indicators.group}
    assert counts == {"health": 7, "environment": 7, "education": 5, "income": 4, "values": 8}


def test_every_measure_has_a_source_and_both_languages() -> None:
    rules = load_rules()
    for about in (rules.indicators.set, rules.dimensions.set, rules.labels.set):
        assert about.source and about.valid_from
    named = [*rules.indicators.indicator, *rules.dimensions.dimension, *rules.labels.label, *rules.labels.list]
    assert all(one.th != one.en for one in named)
    assert all(any("\u0e00" <= letter <= "\u0e7f" for letter in one.th) for one in named)


def test_codes_fit_the_columns_that_keep_them() -> None:
    rules = load_rules()
    assert len(rules.stamp) <= 40
    assert all(len(one.measure) <= 40 for one in counted_measures(rules, ["welfare_card"]))
    longest = " ".join(f"{one.code}:F" for one in rules.labels.label)
    assert len(longest) <= 200 and len(rules.indicators.indicator) <= 120


def test_the_income_line_is_dated_data() -> None:
    line = load_rules().indicators.line[0]
    assert line.on(dt.date(2019, 1, 1)).value == 38_000
    with pytest.raises(ValueError, match="0 values"):
        line.on(dt.date(2030, 1, 1))


def test_two_values_on_one_day_are_a_mistake() -> None:
    value = LineValue(value=Decimal(1), valid_from=dt.date(2017, 1, 1), source="x")
    line = Line(name="line", th="เส้น", en="line", unit="baht", value=[value, value])
    with pytest.raises(ValueError, match="2 values"):
        line.on(dt.date(2019, 1, 1))


def test_an_answer_names_the_facts_behind_it() -> None:
    assert load_rules().fields_of(8) == ("bmn_08",)
    assert load_rules().fields_of(22) == ("bmn_22", "income_household_year", "income_person_year", "members_count")


def _without_source(sets: list[dict[str, Any]]) -> None:
    del sets[0]["set"]["source"]


def _unknown_key(sets: list[dict[str, Any]]) -> None:
    sets[0]["indicator"][3]["weight"] = 2


def _gap(sets: list[dict[str, Any]]) -> None:
    del sets[0]["indicator"][5]


def _unknown_group(sets: list[dict[str, Any]]) -> None:
    sets[0]["indicator"][5]["group"] = "happiness"


def _ends_before(sets: list[dict[str, Any]]) -> None:
    sets[0]["set"]["valid_to"] = dt.date(2000, 1, 1)


def _other_set(sets: list[dict[str, Any]]) -> None:
    sets[1]["set"]["over"] = "bmn-2565"


def _no_such_indicator(sets: list[dict[str, Any]]) -> None:
    sets[1]["dimension"][0]["indicators"] = [1, 32]


def _twice(sets: list[dict[str, Any]]) -> None:
    sets[1]["dimension"][0]["indicators"] = [1, 8]


def _label_of_later(sets: list[dict[str, Any]]) -> None:
    sets[2]["label"][0]["rule"] = "target_poor"


def _bad_rule(sets: list[dict[str, Any]]) -> None:
    sets[0]["indicator"][0]["passes"] = "bmn_01 = 1"


def _line_gone(sets: list[dict[str, Any]]) -> None:
    sets[0]["line"] = []


@pytest.mark.parametrize(
    "spoil",
    [
        *(_without_source, _unknown_key, _gap, _unknown_group, _ends_before, _other_set, _no_such_indicator, _twice),
        *(_label_of_later, _bad_rule, _line_gone),
    ],
)
def test_a_set_that_does_not_hold_together_is_refused(spoil: Any) -> None:
    sets = copy.deepcopy(shipped())
    build_rules(*sets)
    spoil(sets)
    with pytest.raises((ValidationError, ValueError, RuleRefused)):
        build_rules(*sets)


def published() -> list[dict[str, int]]:
    if not PUBLISHED.exists():
        pytest.skip("the published table lies outside the project")
    with PUBLISHED.open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    prefix = "poor.JPT.MOFval."
    return [
        {name.removeprefix(prefix): int(value) for name, value in row.items() if name.startswith(prefix)}
        for row in rows
    ]


def possible(row: dict[str, int], dimension: int, indicators: list[int]) -> bool:
    """A union is at least as large as its largest part and at most as large as all parts together."""
    counts = [row[f"ind{number}.CNT"] for number in indicators]
    return max(counts) <= dimension <= sum(counts)


@pytest.mark.parametrize("code", ["health", "living", "education", "income", "access"])
def test_our_dimensions_are_possible_in_every_published_province(code: str) -> None:
    dimension = next(one for one in load_rules().dimensions.dimension if one.code == code)
    rows = published()
    assert len(rows) == 75
    assert all(possible(row, row[PUBLISHED_NAMES.get(code, code)], dimension.indicators) for row in rows)


@pytest.mark.parametrize("code", ["health", "living", "education", "income", "access"])
def test_the_published_counts_could_have_said_no(code: str) -> None:
    """Taking any indicator out, or putting drink or tobacco in, is impossible somewhere: the check has teeth."""
    dimension = next(one for one in load_rules().dimensions.dimension if one.code == code)
    rows = published()
    name = PUBLISHED_NAMES.get(code, code)
    for number in dimension.indicators:
        fewer = [one for one in dimension.indicators if one != number]
        assert not fewer or not all(possible(row, row[name], fewer) for row in rows), number
    for number in (24, 25):
        assert not all(possible(row, row[name], [*dimension.indicators, number]) for row in rows), number


@pytest.mark.parametrize("code", ["health", "living", "education"])
def test_optional_indicators_are_those_that_the_counts_leave_open(code: str) -> None:
    dimension = next(one for one in load_rules().dimensions.dimension if one.code == code)
    rows = published()
    for number in dimension.optional:
        assert all(possible(row, row[code], [*dimension.indicators, number]) for row in rows), number
