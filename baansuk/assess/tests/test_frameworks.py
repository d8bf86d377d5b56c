"""Frameworks as data: what holds together, what is refused and where, and which changes break a series."""

from __future__ import annotations

import copy
import subprocess
import sys
import tomllib
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest

from baansuk.assess.frameworks import (
    SHIPPED,
    integer_weights,
    read_framework,
    rules_digest,
    share,
    shipped_frameworks,
)
from baansuk.assess.frameworks_checking import (
    FrameworkRefused,
    check_framework,
    faults_of,
    read_checked,
    rules_of,
    waits_for,
)
from baansuk.assess.frameworks_columns import columns_of, house_fields, member_columns
from baansuk.assess.stamps import comparable


def tables(code: str) -> dict[str, Any]:
    return tomllib.loads(files("baansuk.assess").joinpath("sets", f"{code}.toml").read_text(encoding="utf-8"))


@pytest.fixture
def mpi() -> dict[str, Any]:
    return copy.deepcopy(tables("mpi-bmn"))


def refusal_of(contents: dict[str, Any]) -> FrameworkRefused:
    with pytest.raises(FrameworkRefused) as caught:
        read_checked(contents)
    return caught.value


@pytest.mark.parametrize("code", SHIPPED)
def test_what_is_shipped_holds_together_and_says_where_it_is_from(code):
    framework = shipped_frameworks()[code]
    check_framework(framework)
    assert framework.framework.source
    assert framework.framework.th, "Thai first"
    assert not framework.framework.unsure or framework.framework.note_th, "what is unsure is said"


def test_the_frame_of_plan_thirteen_is_empty_and_says_how_many_it_waits_for():
    frame = shipped_frameworks()["bmn-2565"]
    assert frame.is_frame
    assert frame.framework.expects == 38
    assert [one.code for one in frame.dimension] == ["health", "living", "education", "income", "access"]


def test_four_lines_are_held_against_one_income():
    framework = shipped_frameworks()["income-lines"]
    assert [str(line.value[0].value) for line in framework.line] == ["38000", "36516", "36000", "100000"]
    assert len({rule.split(")")[0] for rule in (one.passes for one in framework.indicator)}) == 1


def test_infrastructure_is_read_from_the_village():
    framework = shipped_frameworks()["self-managing"]
    checked = check_framework(framework)
    inside = [one for one in framework.indicator if one.dimension == "infrastructure"]
    assert {name for one in inside for name in checked.columns_of_part(one.code)} == {
        "road",
        "water",
        "power",
        "signal",
    }
    assert len(framework.dimension) == 7


def test_a_fact_that_no_register_brings_is_named():
    assert waits_for(check_framework(shipped_frameworks()["vulnerable"]), "farmer_registered") == ["registered_farmer"]


@pytest.mark.parametrize(
    ("text", "value"), [("1/3", Fraction(1, 3)), ("0.33", Fraction(33, 100)), ("20%", Fraction(1, 5))]
)
def test_shares_are_exact(text, value):
    assert share(text) == value


def test_weights_are_whole_numbers_of_one_denominator(mpi):
    weights, common = integer_weights(read_framework(mpi))
    assert common == 60
    assert sum(weights.values()) == common
    assert weights["bmn_28"] == 6


@pytest.mark.parametrize("sizes", [(10, 8, 8, 7, 5), (9, 8, 7, 7, 7)])
def test_thirty_eight_indicators_keep_whole_weights(mpi, sizes):
    template = mpi["indicator"][0]
    mpi["indicator"] = [
        template | {"code": f"i_{place}_{number}", "dimension": dimension["code"]}
        for place, (dimension, size) in enumerate(zip(mpi["dimension"], sizes, strict=True))
        for number in range(size)
    ]
    weights, common = integer_weights(read_framework(mpi))
    assert (len(weights), sum(weights.values())) == (38, common)


def changed(mpi: dict[str, Any], part: str, place: int, **values: Any) -> dict[str, Any]:
    mpi[part][place] |= values
    return mpi


def test_weights_that_do_not_sum_to_one_are_refused(mpi):
    assert "6/5" in refusal_of(changed(mpi, "dimension", 0, weight="2/5")).words.en


def test_some_weights_without_others_are_refused(mpi):
    assert "living" in refusal_of(changed(mpi, "dimension", 1, weight="")).words.en


@pytest.mark.parametrize("cutoff", ["0", "101%", "4/3"])
def test_a_cutoff_outside_nought_to_one_is_refused(mpi, cutoff):
    assert cutoff in refusal_of(changed(mpi, "outcome", 0, cutoff=cutoff)).words.en


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("bmn_99 = 'pass'", "line 1, column 1"),
        ("bmn_08 = 1", "line 1, column 1"),
        ("bmn_08 = 'pass'; drop table x", "line 1, column 16"),
        ("bmn_08 in (select 1)", "column 1"),
        ("upper(bmn_08) = 'PASS'", "line 1, column 1"),
        ("house_code = '99000000001'", "line 1, column 1"),
        ("house_no = '1'", "line 1, column 1"),
    ],
)
def test_a_rule_at_fault_is_refused_naming_the_place(mpi, rule, place):
    refusal = refusal_of(changed(mpi, "indicator", 5, passes=rule))
    assert place in refusal.words.en
    assert refusal.spot == ("indicator", mpi["indicator"][5]["code"], "passes")
    assert mpi["indicator"][5]["code"] in refusal.words.th


def test_all_faults_are_told_at_once(mpi):
    changed(mpi, "indicator", 0, passes="no_such = 1")
    changed(mpi, "indicator", 3, applies="bmn_05 = 1")
    found = [refusal.spot for refusal in faults_of(read_framework(mpi))]
    assert found == [("indicator", "bmn_01", "passes"), ("indicator", "bmn_07", "applies")]


def test_a_key_that_nothing_knows_is_a_mistake(mpi):
    assert "indicator.0.pases" in refusal_of(changed(mpi, "indicator", 0, pases="true")).words.en


def test_no_rule_can_point_at_one_house_or_ask_for_status():
    columns = {**columns_of(shipped_frameworks()["capitals"]), **member_columns()}
    closed = {"house_code", "house_no", "village_no", "given_name", "family_name", "phone", "nationality", "ethnicity"}
    assert not closed & set(columns)
    assert "income_person_year" in house_fields()


def test_wording_is_no_break_and_a_rule_is(mpi):
    before = read_framework(mpi)
    mpi["framework"]["version"] = 2
    worded = read_framework(changed(mpi, "indicator", 0, rule_th="ถ้อยคำใหม่"))
    assert rules_digest(before) == rules_digest(worded)
    assert comparable(before.stamp, worded.stamp)
    ruled = read_framework(changed(mpi, "indicator", 0, passes="bmn_01 in ('pass')"))
    assert not comparable(before.stamp, ruled.stamp)
    weighed = read_framework(mpi | {"outcome": [mpi["outcome"][0] | {"cutoff": "0.21"}, *mpi["outcome"][1:]]})
    assert not comparable(ruled.stamp, weighed.stamp)


def test_the_same_cutoff_written_otherwise_breaks_nothing(mpi):
    again = read_framework(changed(copy.deepcopy(mpi), "outcome", 0, cutoff="20%"))
    assert rules_digest(again) == rules_digest(read_framework(mpi))


def test_every_rule_has_its_place():
    spots = rules_of(shipped_frameworks()["vulnerable"])
    assert ("count", "dependants", "rule") in spots
    assert ("scale", "level", "3") in spots
    assert ("indicator", "house", "applies") in spots
    assert ("outcome", "low_income", "rule") in spots


def test_thinking_about_frameworks_needs_no_django():
    """Run apart, because the tests themselves have Django loaded."""
    names = ["figures", "workbook", "template", "classes", "view", "editing"]
    listed = ", ".join(f"baansuk.assess.frameworks_{name}" for name in names)
    code = f"import sys, {listed}, baansuk.assess.stamps; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
