"""The main sets as frameworks: the same answers, rules that are tried and not kept, and a framework drawn from one."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from baansuk.access.tests.cast import sign_in_as, user_as, vouch_for
from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import as_contents
from baansuk.assess.frameworks_checking import FrameworkRefused, check_framework, read_checked
from baansuk.assess.frameworks_main import MAIN_CODES, drawn_contents, main_frameworks
from baansuk.assess.models import FrameworkVersion
from baansuk.assess.sets import load_rules
from baansuk.assess.tests.framework_tables import (
    framework_households,
    framework_members,
    framework_villages,
    write_framework_edition,
)
from baansuk.assess.tests.test_frameworks_pages import register, text_of
from baansuk.assess.tests.test_frameworks_steps import judged
from baansuk.assess.tests.test_profile import Result
from baansuk.thai.words import Words

__all__ = ["register"]

pytestmark = pytest.mark.django_db

NAME = Words("จปฐ. ของจังหวัด", "The province's BMN")
TYPED = {
    "th": NAME.th,
    "en": NAME.en,
    "code": "bmn-mhs",
    "valid_from": "1 ต.ค. 2569",
    "because": "ตามมติคณะกรรมการจังหวัด",
}
RULE = ("bmn-2560", "indicator", "bmn_22")


def test_answers_are_those_of_the_register_itself(tmp_path):
    """Letter by letter, for every household: indicators, dimensions and labels."""
    houses = framework_households(150, 4)
    write_framework_edition(tmp_path, houses, framework_members(houses, 4), framework_villages(4))
    letters, _figures = judged(tmp_path, frameworks=list(main_frameworks().values()))
    rules, own = load_rules(), Result(tmp_path).profiles
    seen = set()
    for household, (answers, dimensions, _failed, _unknown, labels, _holders) in own.items():
        found = letters[household]
        for one, letter in zip(rules.indicators.indicator, answers, strict=True):
            assert found[f"bmn-2560.bmn_{one.number:02d}"] == letter
        for dimension, letter in zip(rules.dimensions.dimension, dimensions, strict=True):
            assert found[f"tpmap.{dimension.code}"] == letter
        for code, letter in (one.split(":") for one in labels.split()):
            assert found.get(f"bmn-2560.{code}", found.get(f"tpmap.{code}")) == letter, code
            seen.add((code, letter))
    assert {code for code, _letter in seen} == {"bmn_fail", "mpi_poor", "target_poor", "no_list"}
    assert {letter for _code, letter in seen} == {"P", "F", "U"}


def test_all_of_a_main_set_comes_along():
    for code, main in main_frameworks().items():
        contents = drawn_contents(code, "own", NAME)
        drawn = read_checked(contents).framework
        assert (drawn.indicator, drawn.dimension, drawn.outcome, drawn.line) == (
            main.indicator,
            main.dimension,
            main.outcome,
            main.line,
        )
        assert drawn.framework.source == main.framework.source and drawn.framework.valid_to is None
        assert drawn.stamp.partition("~")[2] == main.stamp.partition("~")[2]
    ages = {one.code: one.ages for one in main_frameworks()["bmn-2560"].indicator}
    assert ages["bmn_01"] is not None and ages["bmn_04"] is None


@pytest.mark.parametrize("role", ["register_keeper", "governor_view", "stranger"])
def test_everybody_reads_the_main_sets_and_only_a_keeper_may_try(role):
    browser = sign_in_as(role)
    for code in main_frameworks():
        said = text_of(browser.get(reverse("framework", args=[code])))
        assert ("ร่างกรอบของเราจากชุดนี้</a>" in said) == (role == "register_keeper")
        assert browser.get(reverse("framework-version", args=[code, 1])).status_code == 200
        assert browser.get(reverse("framework-figures", args=[code])).status_code == 404
    status = 200 if role == "register_keeper" else 404
    assert browser.get(reverse("framework-rule", args=RULE)).status_code == status
    assert browser.get(reverse("framework-own", args=["tpmap"])).status_code == status
    assert browser.get(reverse("framework-own", args=["capitals"])).status_code == 404


def test_a_rule_of_a_main_set_is_tried_and_never_kept(register):
    browser = sign_in_as("register_keeper")
    said = text_of(
        browser.post(reverse("framework-try", args=RULE), {"applies": "true", "passes": "income_person_year >= 80000"})
    )
    assert "ครัวเรือนเปลี่ยนคำตอบ" in said and "อนุกรมจะขาด" in said
    assert 'href="/households/' in said
    page = text_of(browser.get(reverse("framework-rule", args=RULE)))
    assert "บันทึกเป็นร่าง" not in page
    answer = browser.post(reverse("framework-rule", args=RULE), {"applies": "true", "passes": "true"} | TYPED)
    assert answer.status_code == 302 and answer["Location"] == reverse("framework-own", args=["bmn-2560"])
    assert not FrameworkVersion.objects.filter(state="draft").exists()


def test_a_set_is_drawn_changed_and_approved_by_a_second_keeper(register):
    browser = sign_in_as("register_keeper")
    address = reverse("framework-own", args=["bmn-2560"])
    for _twice in range(2):
        answer = browser.post(address, TYPED)
        assert answer.status_code == 302 and answer["Location"] == reverse("framework", args=["bmn-mhs"])
    draft = FrameworkVersion.objects.get(code="bmn-mhs")
    assert (draft.version, draft.state, draft.origin) == (1, "draft", "drawn")
    version = reverse("framework-version", args=["bmn-mhs", 1])
    assert "ไม่มีครัวเรือนใด" in text_of(browser.get(version)), "held against the set that it was drawn from"
    rule = reverse("framework-rule", args=["bmn-mhs", "indicator", "bmn_22"])
    typed = {"applies": "true", "passes": "income_person_year >= 80000"}
    assert "อนุกรมจะขาด" in text_of(browser.post(rule + "try/", typed))
    assert browser.post(rule, TYPED | typed).status_code == 302
    assert "อนุกรมจะขาด" in text_of(browser.get(version))
    user_as("amphoe_chair")
    vouch_for("register_keeper", "amphoe_chair")
    actions.approve_version(made=FrameworkVersion.objects.get(code="bmn-mhs"), by="amphoe_chair")
    assert "bmn-mhs" in questions.in_force(date(2026, 10, 1))


def test_a_code_that_is_taken_is_refused_with_what_was_typed(register):
    browser = sign_in_as("register_keeper")
    for code in ("capitals", *MAIN_CODES):
        answer = browser.post(reverse("framework-own", args=["tpmap"]), TYPED | {"code": code})
        assert answer.status_code == 422 and NAME.th in text_of(answer), code
    assert browser.post(reverse("framework-own", args=["tpmap"]), TYPED | {"code": "จังหวัด"}).status_code == 422
    assert not FrameworkVersion.objects.filter(state="draft").exists()


def test_no_manual_takes_the_name_of_a_main_set():
    contents: dict[str, Any] = copy.deepcopy(as_contents(main_frameworks()["tpmap"]))
    check_framework(main_frameworks()["tpmap"])
    with pytest.raises(FrameworkRefused, match="main set"):
        actions.draft_version(
            contents=contents, origin=actions.LOADED, valid_from=main_frameworks()["tpmap"].framework.valid_from,
            because="x", by="register_keeper",
        )  # fmt: skip


def test_a_rule_of_several_lines_that_nobody_touched_is_no_change(register):
    browser = sign_in_as("register_keeper")
    page = browser.get(reverse("framework-rule", args=RULE))
    typed = {one.name: str(one.value()).replace("\n", "\r\n") for one in page.context["form"].texts()}
    assert "\r\n" in typed["passes"], "as a browser sends it"
    said = text_of(browser.post(reverse("framework-try", args=RULE), typed))
    assert "อนุกรมจะขาด" not in said and "ไม่มีครัวเรือนใด" in said
