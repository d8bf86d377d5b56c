"""A changed rule tried on an edition: the counts are those of judging twice, and nobody is told more than they see."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from baansuk.access.scope import Granted, Scope
from baansuk.access.tests.cast import AGREEMENT, wide_scope
from baansuk.assess.actions import assess
from baansuk.assess.frameworks import as_contents, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework, read_checked
from baansuk.assess.frameworks_classes import classes_of_parts
from baansuk.assess.frameworks_preview import Tried, try_framework
from baansuk.assess.frameworks_told import rough
from baansuk.assess.frameworks_trial import try_for
from baansuk.assess.tests import framework_twin
from baansuk.assess.tests.framework_tables import (
    framework_households,
    framework_members,
    framework_villages,
    write_framework_edition,
)
from baansuk.audit.models import Event
from baansuk.people.models import Edition

HOUSES = framework_households(120, 21)
LINES = shipped_frameworks()["income-lines"]


@pytest.fixture
def folder(tmp_path):
    write_framework_edition(tmp_path / "edition", HOUSES, framework_members(HOUSES, 21), framework_villages(21))
    return tmp_path / "edition"


def with_rule(rule: str, code: str = "bmn") -> Any:
    contents = copy.deepcopy(as_contents(LINES))
    next(one for one in contents["indicator"] if one["code"] == code)["passes"] = rule
    return read_checked(contents)


def tried(folder, new: Any, **parts: Any) -> Tried:
    given = {"day": framework_twin.DAY, "areas": ["9"], "part": "bmn", "codes": 3, **parts}
    return try_framework(folder, new, check_framework(LINES), **given)


def in_province(row: dict[str, Any]) -> bool:
    return bool(row["list_key"].startswith("9"))


def test_counts_are_those_of_judging_twice(folder):
    found = tried(folder, with_rule("income_person_year >= 100000"))
    expected: Counter[tuple[str, str]] = Counter()
    for row in filter(in_province, HOUSES):
        before = framework_twin.lines(row)["income-lines.bmn"]
        own = row["income_person_year"]
        after = framework_twin.letter(None if own is None else own >= 100000)
        if before != after:
            expected[before, after] += 1
    changes = found.parts["bmn"]
    assert changes.moves == dict(expected)
    assert changes.come_to("F") == sum(count for (_old, new), count in expected.items() if new == "F")
    assert changes.leave("P") == sum(count for (old, _new), count in expected.items() if old == "P")
    assert found.households == sum(map(in_province, HOUSES))
    assert found.parts["eef"].households == 0


def test_codes_are_the_first_of_those_that_change(folder):
    found = tried(folder, with_rule("income_person_year >= 100000"))
    changed = []
    for row in sorted(filter(in_province, HOUSES), key=lambda row: (row["list_key"], row["household_code"])):
        own = row["income_person_year"]
        after = framework_twin.letter(None if own is None else own >= 100000)
        if after != framework_twin.lines(row)["income-lines.bmn"]:
            changed.append(row["household_code"])
    assert list(found.codes) == changed[:3]


def test_only_the_areas_asked_for_are_counted(folder):
    found = tried(folder, with_rule("false"), areas=["9901"])
    assert found.households == sum(row["list_key"].startswith("9901") for row in HOUSES)
    assert tried(folder, with_rule("false"), areas=[]).households == 0
    assert tried(folder, with_rule("false"), areas=["9%"]).households == 0, "no pattern can come in with an area"


def test_the_same_rule_changes_nothing(folder):
    found = tried(folder, check_framework(LINES))
    assert all(not one.moves for one in found.parts.values())
    assert found.codes == ()


def test_a_framework_that_is_new_begins_from_not_known(folder):
    found = try_framework(folder, check_framework(LINES), None, day=framework_twin.DAY, areas=["9"])
    assert all(old == "U" for old, _new in found.parts["bmn"].moves)


def test_what_rests_on_the_register_and_members_is_tried_as_well(folder):
    frameworks = shipped_frameworks()
    contents = copy.deepcopy(as_contents(frameworks["vulnerable"]))
    contents["count"][0]["rule"] = "age < 15 or age >= 60"
    found = try_framework(
        folder, read_checked(contents), check_framework(frameworks["vulnerable"]), day=framework_twin.DAY, areas=["9"]
    )
    assert found.parts["level"].households > 0
    assert found.parts["income_or_card"].households == 0


@pytest.fixture
def edition(make_edition, db) -> Edition:
    make_edition(count=80)
    assess(by="register_keeper")
    return Edition.objects.get(number=1)


def keeper() -> Scope:
    return wide_scope("register_keeper", "99", role="register_keeper", keeps_register=True)


def test_whoever_sees_the_households_is_told_exactly_and_some_by_code(edition):
    trial = try_for(keeper(), edition, with_rule("income_person_year >= 90001"), LINES, "bmn")
    assert trial.exact
    assert trial.breaks
    assert trial.parts[0].edited
    assert 0 < len(trial.seen) <= 5
    assert Event.objects.filter(act="people.look_list").count() == 1


def test_whoever_lacks_a_class_hears_rough_counts_and_no_code(edition):
    """Income is of class economic; without it neither codes nor exact counts of changed incomes are told."""
    narrow = frozenset(Granted(AGREEMENT, name, "99") for name in ("aggregate", "household", "identity"))
    trial = try_for(replace(keeper(), granted=narrow), edition, with_rule("income_person_year >= 90001"), LINES, "bmn")
    assert not trial.exact
    assert trial.seen == []
    assert not Event.objects.filter(act="people.look_list").exists()
    for part in trial.parts:
        assert part.changed.th.startswith(("ประมาณ", "น้อยกว่า"))
        assert all(move.count.th.startswith(("ประมาณ", "น้อยกว่า")) for move in part.moves)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "fewer than 10"), (9, "fewer than 10"), (10, "about 10"), (129, "about 120")]
)
def test_rough_counts(count, said):
    assert rough(count).en.startswith(said)


def test_a_part_rests_on_the_classes_of_all_that_it_reads():
    found = classes_of_parts(check_framework(shipped_frameworks()["vulnerable"]))
    assert {"economic", "household"} <= found["income_above"]
    assert {"identity", "disability", "health"} <= found["level"], "dependants are counted from ages, cards and care"
    assert "aid" in found["income_or_card"]
    assert found["with_dependants"] >= found["income_above"] | {"disability"}
    mpi = classes_of_parts(check_framework(shipped_frameworks()["mpi-bmn"]))
    assert mpi["poor_33"] >= mpi["health"] | mpi["income"]


def test_divisions_by_zero_that_leave_something_unknown_are_counted(folder):
    """Where a rule has another way to its answer, dividing by zero is nothing to warn of."""
    inside, divides = list(filter(in_province, HOUSES)), "income_household_year / members_count >= 38000"
    found = tried(folder, with_rule(divides)).divided_by_zero
    assert found == sum(row["members_count"] == 0 for row in inside) > 0
    beside = tried(folder, with_rule(f"coalesce(income_person_year >= 38000, {divides})")).divided_by_zero
    assert beside == sum(row["members_count"] == 0 and row["income_person_year"] is None for row in inside) < found
    assert tried(folder, with_rule(divides), areas=[]).divided_by_zero == 0
