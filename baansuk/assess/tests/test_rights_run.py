"""An edition is asked about benefits too: what is kept of everybody, whom to call on, and that it adds up."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from baansuk.assess.actions import assess
from baansuk.assess.models import Right, RightFigure, RightMark
from baansuk.assess.rights import BenefitsRefused, benefits, read_benefits
from baansuk.assess.rights_checking import check_benefits, checked_on
from baansuk.assess.rights_letters import WIDTH
from baansuk.assess.tests.conftest import MakeEdition
from baansuk.assess.tests.rights_twin import DAY
from baansuk.people.models import Edition


def contents() -> dict:
    return tomllib.loads(files("baansuk.assess").joinpath("sets", "benefits.toml").read_text(encoding="utf-8"))


def test_everybody_has_an_answer_and_the_figures_count_them(make_edition: MakeEdition) -> None:
    rows = make_edition(count=60)
    assess(by="register_keeper")
    about = Edition.objects.get(number=1).about["assessed"]["rights"]
    houses = Right.objects.filter(edition=1, person_code="")
    assert {one.household_code for one in houses} == {row["household_code"] for row in rows}
    assert {len(one.letters) for one in houses} == {WIDTH * len(about["household"])}
    persons = Right.objects.filter(edition=1).exclude(person_code="")
    assert persons and {len(one.letters) for one in persons} == {WIDTH * len(about["person"])}
    whole = {one.benefit: one for one in RightFigure.objects.filter(edition=1, area_code="", level=0)}
    called = {one.code for one in benefits().benefit if not one.instead_of}
    for code, one in whole.items():
        if code not in called:
            assert not RightMark.objects.filter(edition=1, benefit=code).exists()
            continue
        marks = RightMark.objects.filter(edition=1, benefit=code, kind="unclaimed")
        assert (marks.count(), sum(mark.satang for mark in marks)) == (one.unclaimed, one.satang)
    family = whole["family_relief"]
    assert family.receives + family.unclaimed + family.not_eligible + family.unknown == len(rows)


def test_it_may_be_run_again_and_leaves_nothing_of_an_older_edition(make_edition: MakeEdition) -> None:
    make_edition(count=20)
    assess(by="register_keeper")
    make_edition(number=2, count=20)
    assess(by="register_keeper")
    for model in (Right, RightMark, RightFigure):
        assert set(model.objects.values_list("edition", flat=True)) <= {2}


def test_each_shipped_rule_says_its_days_its_source_and_what_is_not_sure() -> None:
    assert all(one.source and one.as_of and one.papers for one in benefits().benefit)
    waiting = {one.code for one in benefits().benefit if not one.certain}
    assert waiting == {"elderly_allowance_new", "disability_allowance_new", "child_grant_all", "welfare_card"}
    read = {name for one in checked_on(DAY).benefits for name in one.columns}
    assert not read & {"ethnicity", "nationality", "no_id_reason", "religion"}


def _without(name: str) -> dict:
    changed = contents()
    del changed["benefit"][2][name]
    return changed


def _with(**values: object) -> dict:
    changed = contents()
    changed["benefit"][2] |= values
    return changed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (_without("valid_from"), "new.toml [[benefit]] 3 (disability_allowance) valid_from: there is no date valid_from."),
        (_without("as_of"), "new.toml [[benefit]] 3 (disability_allowance) as_of: there is no date as_of."),
        (_with(valid_from="3 ต.ค. 2566"), "new.toml [[benefit]] 3 (disability_allowance) valid_from: this does not hold"),
        (_with(office="nowhere"), "[[benefit]] 3 (disability_allowance) is claimed at nowhere"),
        (_with(code="elderly_allowance"), "elderly_allowance has two rules on"),
        (_with(amount="800"), "either an amount or bands by age"),
        (_with(receives="ethnicity = 'x'"), "[[benefit]] disability_allowance (2020-10-01) receives: "),
        (_with(clause=[{"rule": "age >", "th": "ก", "en": "a"}]), "(2020-10-01) [[benefit.clause]] 1: "),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_hold_is_refused_naming_file_and_place(changed: dict, said: str) -> None:
    with pytest.raises(BenefitsRefused) as refused:
        check_benefits(read_benefits(changed, "new.toml"), DAY, "new.toml")
    assert said in refused.value.words.en
    assert refused.value.words.th.startswith("new.toml")


def test_a_benefit_may_change_from_a_day_on() -> None:
    changed = contents()
    first = changed["benefit"][2]
    later = {**first, "valid_from": DAY, "band": [{"from": 0, "amount": "900"}]}
    first["valid_to"] = DAY.replace(day=DAY.day - 1)
    changed["benefit"].append(later)
    listed = read_benefits(changed)
    amounts = [[one.amounts for one in listed.on(day) if one.code == first["code"]] for day in (first["valid_to"], DAY)]
    assert amounts == [[(Decimal(800), Decimal(1000))], [(Decimal(900), Decimal(900))]]
