"""Promises in the database: roles and how far they are, the shared agenda, and hand-overs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from baansuk.access.questions import today
from baansuk.agree import actions, promise_actions, questions
from baansuk.agree.models import Agreement
from baansuk.agree.promise_actions import Role
from baansuk.agree.tests.house import approved, drafted, in_force, partner
from baansuk.agree.tests.test_actions import acts, refusal_of
from baansuk.thai.words import Words
from tests.kept import written_once

pytestmark = pytest.mark.django_db
ROLE = Role(
    text=Words("ซ่อมบ้าน", "Repair houses"),
    on_request=True,
    condition=Words("ภายใต้งบประมาณ", "Within the budget"),
    together_with=("MSDHS",),
    legal_power=Words("พ.ร.บ. 2542", "Act 2542"),
    measure=Words("บ้าน", "Houses"),
    target=Decimal(50),
    unit=Words("หลัง", "houses"),
    budget=Decimal("1150000.50"),
)


made = written_once(lambda: in_force().pk)


@pytest.fixture
def held(made, db):
    return Agreement.objects.get(pk=made)


def test_a_role_keeps_all_that_the_paper_says(held):
    made = promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    made.refresh_from_db()
    assert (made.number, made.text, made.on_request, made.together_with) == (1, ROLE.text, True, ["MSDHS"])
    assert (made.target, made.budget, made.condition, made.legal_power) == (
        Decimal(50),
        Decimal("1150000.50"),
        ROLE.condition,
        ROLE.legal_power,
    )
    second = promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    assert second.number == 2
    assert acts("add_commitment") == 2


def test_what_the_paper_does_not_say_stays_empty(held):
    bare = promise_actions.add_commitment(
        agreement=held, body=partner("CDD"), role=Role(Words("ช่วยเหลือ", "")), by="keeper"
    )
    bare.refresh_from_db()
    assert (bare.target, bare.budget, bare.due_on, bare.condition_th) == (None, None, None, "")
    assert questions.commitments_of(held)[0].share is None


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role(Words(" ", "")), "words_missing"),
        (Role(ROLE.text, together_with=("EEF",)), "not_a_party"),
        (Role(ROLE.text, target=Decimal(-1)), "below_zero"),
        (Role(ROLE.text, budget=Decimal(-1)), "below_zero"),
    ],
)
def test_roles_that_cannot_be(held, role, code):
    given: dict[str, Any] = {"agreement": held, "body": partner("CDD"), "by": "keeper"}
    assert refusal_of(promise_actions.add_commitment, role=role, **given) == code


def test_only_a_party_takes_a_role_and_each_number_once(held):
    given: dict[str, Any] = {"agreement": held, "role": ROLE, "by": "keeper"}
    assert refusal_of(promise_actions.add_commitment, body=partner("EEF"), **given) == "not_a_party"
    promise_actions.add_commitment(body=partner("CDD"), number=4, **given)
    assert refusal_of(promise_actions.add_commitment, body=partner("CDD"), number=4, **given) == "number_taken"


def test_a_role_may_be_corrected_while_the_agreement_lives(held):
    made = promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    promise_actions.change_commitment(commitment=made, role=Role(ROLE.text, target=Decimal(60)), by="keeper")
    made.refresh_from_db()
    assert (made.target, made.on_request) == (Decimal(60), False)
    assert acts("change_commitment") == 1
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    assert refusal_of(promise_actions.change_commitment, commitment=made, role=ROLE, by="keeper") == "wrong_state"


def test_progress_is_the_newest_figure_and_all_reports_stay(held):
    made = promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    day = today()
    for back, value in ((20, 10), (10, 25), (0, None)):
        promise_actions.report_progress(
            commitment=made,
            day=day - timedelta(days=back),
            value=None if value is None else Decimal(value),
            said="รอหนังสือยินยอม" if value is None else "",
            by="officer",
        )
    found = questions.commitments_of(held)[0]
    assert (len(found.reports), found.reached, found.share) == (3, Decimal(25), 50)
    assert acts("report_progress") == 3


def test_reports_that_cannot_be(held):
    made = promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    given: dict[str, Any] = {"commitment": made, "by": "officer"}
    day, ahead = today(), today() + timedelta(days=1)
    report = promise_actions.report_progress
    assert refusal_of(report, day=day, **given) == "nothing_said"
    assert refusal_of(report, day=day, value=Decimal(-1), **given) == "below_zero"
    assert refusal_of(report, day=ahead, value=Decimal(1), **given) == "day_to_come"
    other = promise_actions.add_commitment(agreement=drafted("MOU-2"), body=partner("CDD"), role=ROLE, by="keeper")
    assert refusal_of(report, commitment=other, day=day, value=Decimal(1), by="officer") == "wrong_state"


def test_the_shared_agenda_outlives_agreements(held):
    given: dict[str, Any] = {"area_code": "99", "text": ROLE.text, "by": "keeper"}
    old = promise_actions.make_promise(year=2568, **given)
    promise_actions.make_promise(year=2569, **given)
    new = promise_actions.make_promise(year=2569, body=partner("CDD"), **given)
    assert (old.number, new.number) == (1, 2)
    promise_actions.say_kept(promise=old, kept="yes", note="", by="keeper")
    promise_actions.say_kept(promise=new, kept="partly", note="รอที่ดิน", by="keeper")
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    agenda = questions.shared_agenda("99")
    assert [(one.year, dict(one.kept)) for one in agenda] == [(2569, {"": 1, "partly": 1}), (2568, {"yes": 1})]
    assert (acts("make_promise"), acts("say_kept")) == (3, 2)


def test_promises_that_cannot_be():
    given: dict[str, Any] = {"area_code": "99", "text": ROLE.text, "year": 2569, "by": "keeper"}
    make = promise_actions.make_promise
    assert refusal_of(make, **{**given, "year": 2026}) == "year_odd"
    assert refusal_of(make, **{**given, "area_code": "97"}) == "area_unknown"
    assert refusal_of(make, **{**given, "text": Words("", "only English")}) == "words_missing"
    made = make(**given)
    assert refusal_of(promise_actions.say_kept, promise=made, kept="no", note=" ", by="keeper") == "reason_needed"
    assert refusal_of(promise_actions.say_kept, promise=made, kept="maybe", note="", by="keeper") == "not_on_the_list"


def test_a_hand_over_freezes_the_pack(held):
    approved(held)
    promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=ROLE, by="keeper")
    given: dict[str, Any] = {"body": partner("CDD"), "area_code": "99", "by": "keeper"}
    made = promise_actions.hand_over(office=Words("พัฒนาการจังหวัด", "Officer"), **given)
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    made.refresh_from_db()
    assert made.pack["agreements"] == [{"code": "MOU-1", "state": "in_force", "last_day": "2099-09-30", "left": None}]
    assert made.pack["roles"] == [{"agreement": "MOU-1", "number": 1, "due_on": None, "share": None}]
    assert made.pack["annexes"] == [{"agreement": "MOU-1", "version": 1, "state": "approved"}]
    assert acts("hand_over") == 1
    assert refusal_of(promise_actions.hand_over, office=Words(" ", ""), **given) == "name_missing"
