"""Versions of frameworks: two persons, a reason, a day, and a run that ends with what it began with."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.tests.cast import user_as, vouch_for
from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import as_contents, shipped_frameworks
from baansuk.assess.models import FrameworkVersion
from baansuk.audit.models import Event
from baansuk.people.models import Edition
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
SECOND = "amphoe_chair"


@pytest.fixture
def keeper(db) -> str:
    user_as("register_keeper"), user_as(SECOND)
    vouch_for("register_keeper", SECOND)
    return "register_keeper"


@pytest.fixture
def income() -> dict[str, Any]:
    return copy.deepcopy(as_contents(shipped_frameworks()["income-lines"]))


def harder(contents: dict[str, Any]) -> dict[str, Any]:
    contents["indicator"][0]["passes"] = "income_person_year >= 50000"
    return contents


def draft(contents: dict[str, Any], by: str = "register_keeper", **parts: Any) -> FrameworkVersion:
    given = {"origin": actions.EDITED, "valid_from": today(), "because": "ทดลอง", **parts}
    return actions.draft_version(contents=contents, by=by, **given)


def code_of(act: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        act(**named)
    return caught.value.code


def test_a_draft_judges_nobody(keeper, income):
    made = draft(harder(income))
    assert (made.version, made.state, made.breaks, made.drafted_by) == (2, "draft", True, keeper)
    assert questions.in_force(today())["income-lines"].row is None
    assert Event.objects.filter(act="assess.draft_framework").count() == 1


def test_a_second_person_approves_and_the_next_day_it_is_in_force(keeper, income):
    made = draft(harder(income), valid_from=today() + timedelta(days=1))
    assert code_of(actions.approve_version, made=made, by=keeper) == "own_draft"
    actions.check_can_approve(made, SECOND)
    actions.approve_version(made=made, by=SECOND)
    assert questions.in_force(today())["income-lines"].row is None, "not before its first day"
    tomorrow = questions.in_force(today() + timedelta(days=1))["income-lines"]
    assert tomorrow.framework.framework.version == 2
    assert code_of(actions.approve_version, made=made, by=SECOND) == "wrong_state"
    assert Event.objects.filter(act="assess.approve_framework").count() == 1


def test_an_account_that_nobody_vouched_for_approves_nothing(income):
    assert code_of(actions.approve_version, made=draft(income), by="second") == "person_unknown"


def test_the_one_draft_is_changed_and_whoever_changed_it_drafted_it(keeper, income):
    first = draft(harder(income))
    again = draft(income, by=SECOND)
    assert (again.pk, again.version, again.drafted_by) == (first.pk, 2, SECOND)
    assert code_of(actions.approve_version, made=again, by=SECOND) == "own_draft"


def test_a_second_draft_beside_the_first_is_refused_by_the_database(income):
    made = draft(income)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkVersion.objects.create(
            code=made.code, version=9, origin="edited", contents={}, rules="", valid_from=today(),
            drafted_by="x", drafted_at=timezone.now(),
        )  # fmt: skip


def test_a_reason_is_needed(income):
    assert code_of(draft, contents=income, because=" ") == "reason_needed"
    made = draft(income)
    assert code_of(actions.withdraw_version, made=made, because="", by="register_keeper") == "reason_needed"


def test_rules_at_fault_are_never_kept(income):
    income["indicator"][0]["passes"] = "income_person_year >= 'much'"
    assert code_of(draft, contents=income) == "framework_refused"
    assert not FrameworkVersion.objects.exists()


def test_wording_breaks_no_series(income):
    income["indicator"][0]["th"] = "เส้น จปฐ."
    assert draft(income).breaks is False


def test_withdrawn_the_one_before_is_in_force_again(keeper, income):
    made = actions.approve_version(made=draft(harder(income)), by=SECOND)
    assert questions.in_force(today())["income-lines"].framework.framework.version == 2
    actions.withdraw_version(made=made, because="ผิดเส้น", by=keeper)
    assert questions.in_force(today())["income-lines"].framework.framework.version == 1
    assert questions.next_version("income-lines") == 3, "a number is never used twice"
    assert code_of(actions.withdraw_version, made=made, because="อีกครั้ง", by=keeper) == "wrong_state"


@pytest.fixture
def edition(db) -> Edition:
    return Edition.objects.create(number=3, state="linked", made_at=timezone.now())


def test_a_run_taken_up_again_ends_with_the_versions_it_began_with(keeper, income, edition):
    began = {one.code: one.framework.stamp for one in actions.begin_judging(edition=3, by="worker")}
    actions.approve_version(made=draft(harder(income)), by=SECOND)
    again = {one.code: one.framework.stamp for one in actions.begin_judging(edition=3, by="worker")}
    assert again == began
    assert Event.objects.filter(act="assess.begin_judging").count() == 1
    Edition.objects.create(number=4, state="linked", made_at=timezone.now())
    following = {one.code: one.framework.stamp for one in actions.begin_judging(edition=4, by="worker")}
    assert {code for code in began if began[code] != following[code]} == {"income-lines"}


def test_a_run_uses_what_was_in_force_when_it_was_asked_for(keeper, income, edition):
    class Held:
        number = Run.objects.create(
            job="register", state="running", asked_by=keeper, asked_at=timezone.now() - timedelta(minutes=5)
        ).pk

        def check(self) -> None:
            """Hold the lease."""

    actions.approve_version(made=draft(harder(income)), by=SECOND)
    checked = {one.code: one.framework for one in actions.begin_judging(edition=3, by="worker", run=Held())}  # type: ignore[arg-type]
    assert checked["income-lines"].framework.version == 1
    assert questions.run_under_way() is not None


def test_a_frame_that_waits_for_its_list_judges_nobody(edition):
    assert "bmn-2565" not in {one.code for one in actions.begin_judging(edition=3, by="worker")}


def test_what_an_edition_was_judged_by_can_always_be_read(keeper, income, edition):
    actions.begin_judging(edition=3, by="worker")
    actions.approve_version(made=draft(harder(income)), by=SECOND)
    edition.refresh_from_db()
    assert questions.frameworks_of(edition)["income-lines"].stamp == shipped_frameworks()["income-lines"].stamp
    capitals = questions.framework_of(edition, "capitals")
    assert capitals is not None
    assert capitals.stamp == shipped_frameworks()["capitals"].stamp


def test_a_framework_whose_rules_do_not_hold_any_more_is_left_out_and_named(edition):
    actions.begin_judging(edition=3, by="worker")
    row = FrameworkVersion.objects.get(code="income-lines")
    row.contents["indicator"][0]["passes"] = "gone = 1"
    row.save()
    assert "income-lines" not in {one.code for one in actions.begin_judging(edition=3, by="worker")}
    edition.refresh_from_db()
    assert "bmn" in edition.about["frameworks_refused"]["income-lines"][1]
