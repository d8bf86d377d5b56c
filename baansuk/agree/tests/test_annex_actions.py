"""Annexes in the database: two persons, replaced and withdrawn, and what they open on the next request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from baansuk.access.models import Grant
from baansuk.access.questions import today
from baansuk.access.tests.cast import user_as, vouch_for
from baansuk.agree import actions, amending_actions, annex_actions, partner_actions
from baansuk.agree.models import Agreement, Annex
from baansuk.agree.tests.house import FIGURES, FIRST, HELP, LAST, annex, approved, drafted, in_force, partner
from baansuk.agree.tests.test_actions import acts, refusal_of
from tests.kept import written_once

pytestmark = pytest.mark.django_db


made = written_once(lambda: in_force("MOU-1", "CDD", "CHAMBER", "NETWORK", "ARMY").pk)


@pytest.fixture
def held(made, db):
    return Agreement.objects.get(pk=made)


@pytest.fixture
def two(db):
    """A keeper and a second person, both vouched for."""
    user_as("register_keeper"), user_as("amphoe_chair")
    vouch_for("register_keeper", "amphoe_chair")
    Grant.objects.all().delete()
    return "register_keeper", "amphoe_chair"


def drafted_by(name: str, made: Annex) -> Annex:
    Annex.objects.filter(pk=made.pk).update(drafted_by=name)
    made.refresh_from_db()
    return made


def test_a_draft_opens_nothing(held):
    made = annex(held)
    assert (made.version, made.state, made.drafted_by) == (1, "draft", "keeper")
    assert Grant.objects.count() == 0
    assert acts("draft_annex") == 1


def test_a_second_person_approves(held, two):
    keeper, chair = two
    made = drafted_by(keeper, annex(held))
    assert refusal_of(annex_actions.approve_annex, annex=made, by=keeper) == "own_draft"
    assert not annex_actions.can_approve(made, keeper)
    assert annex_actions.can_approve(made, chair)
    done = annex_actions.approve_annex(annex=made, by=chair)
    assert (done.state, done.approved_by) == ("approved", chair)
    assert Grant.objects.filter(partner="CDD", purpose="help").count() == 4
    assert acts("approve_annex") == 1


def test_whoever_changed_it_last_drafted_it(held, two):
    keeper, chair = two
    made = drafted_by(keeper, annex(held))
    changed = annex_actions.change_annex(annex=made, contents=HELP, breach_contact=made.breach_contact, by=chair)
    assert changed.drafted_by == chair
    assert refusal_of(annex_actions.approve_annex, annex=changed, by=chair) == "own_draft"
    assert acts("change_annex") == 1


def test_an_account_that_nobody_vouched_for_approves_nothing(held):
    assert refusal_of(annex_actions.approve_annex, annex=annex(held), by="second") == "person_unknown"


def test_what_was_approved_is_never_changed(held):
    made = approved(held)
    assert refusal_of(annex_actions.change_annex, annex=made, contents=HELP, by="keeper") == "wrong_state"


@pytest.mark.parametrize(
    ("code", "contents", "told"),
    [
        ("CDD", replace(HELP, purposes=()), "annex_without_purpose"),
        ("CDD", replace(HELP, areas=("97",)), "area_unknown"),
        ("CDD", replace(HELP, classes=("household", "debt"), basis_24=""), "basis_24_missing"),
        ("CDD", replace(HELP, classes=("household", "health")), "basis_26_missing"),
        ("CHAMBER", replace(HELP, basis_24="consent"), "consent_needed"),
        ("NETWORK", replace(HELP, basis_24="consent"), "figures_only"),
        ("ARMY", HELP, "figures_only"),
    ],
)
def test_annexes_that_cannot_be_drafted(held, code, contents, told):
    given: dict[str, Any] = {"agreement": held, "body": partner(code), "contents": contents, "by": "keeper"}
    assert refusal_of(annex_actions.draft_annex, **given) == told


def test_only_a_party_holds_an_annex(held):
    given: dict[str, Any] = {"agreement": held, "contents": FIGURES, "by": "keeper"}
    assert refusal_of(annex_actions.draft_annex, body=partner("EEF"), **given) == "not_a_party"
    party = held.parties.get(partner="CHAMBER")
    yesterday = today() - timedelta(days=1)
    amending_actions.leave_party(party=party, last_day=yesterday, because="ถอนตัว", by="keeper")
    assert refusal_of(annex_actions.draft_annex, body=partner("CHAMBER"), **given) == "party_left"


def test_days_and_contacts_that_cannot_be(held):
    given: dict[str, Any] = {"agreement": held, "body": partner("CDD"), "contents": HELP, "by": "keeper"}
    assert refusal_of(annex_actions.draft_annex, valid_from=LAST, valid_to=FIRST, **given) == "days_turned"
    theirs = partner_actions.add_contact(
        body=partner("MSDHS"), kind="breach", office_th="ดีพีโอ", office_en="DPO", phone="1300", by="keeper"
    )
    assert refusal_of(annex_actions.draft_annex, breach_contact=theirs, **given) == "contact_of_another"


def test_persons_need_an_office_that_is_told_of_a_breach(held, two):
    keeper, chair = two
    made = annex_actions.draft_annex(agreement=held, body=partner("CDD"), contents=HELP, by=keeper)
    assert refusal_of(annex_actions.approve_annex, annex=made, by=chair) == "breach_contact_missing"
    figures = annex_actions.draft_annex(agreement=held, body=partner("CHAMBER"), contents=FIGURES, by=keeper)
    assert annex_actions.approve_annex(annex=figures, by=chair).state == "approved"


def test_the_next_version_for_the_same_purposes_takes_its_place(held):
    first = approved(held)
    second = approved(held, contents=replace(HELP, classes=("household",)))
    first.refresh_from_db()
    assert (first.state, second.version) == ("withdrawn", 2)
    assert set(Grant.objects.values_list("field_class", flat=True)) == {"aggregate", "household"}


def test_annexes_for_other_purposes_stand_side_by_side(held):
    approved(held)
    approved(held, contents=FIGURES)
    assert set(Grant.objects.values_list("purpose", flat=True)) == {"help", "plan"}


def test_annexes_that_share_a_purpose_and_an_area_are_refused(held):
    approved(held)
    beside = annex(held, contents=replace(HELP, purposes=("help", "plan")))
    assert refusal_of(annex_actions.put_in_place, annex=beside, by="second") == "annex_overlaps"


def test_withdrawing_closes_it_on_the_next_request(held):
    made = approved(held)
    assert refusal_of(annex_actions.withdraw_annex, annex=made, because="", by="keeper") == "reason_needed"
    annex_actions.withdraw_annex(annex=made, because="ผิดพื้นที่", by="keeper")
    assert Grant.objects.count() == 0
    assert acts("withdraw_annex") == 1
    assert refusal_of(annex_actions.withdraw_annex, annex=made, because="อีก", by="keeper") == "wrong_state"


def test_an_annex_of_its_own_days_grants_those_only(held):
    approved(held, valid_from=FIRST, valid_to=today())
    assert set(Grant.objects.values_list("valid_to", flat=True)) == {today()}


def test_a_partner_found_to_have_no_legal_personality_loses_persons_at_once(held):
    approved(held)
    partner_actions.change_card(
        body=partner("CDD"),
        kind="community_network",
        force="business_civil",
        legal_personality=False,
        official_authority=False,
        by="keeper",
    )
    assert set(Grant.objects.values_list("field_class", flat=True)) == {"aggregate"}
    assert acts("change_card") == 1


def test_no_annex_after_the_end(held):
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    given: dict[str, Any] = {"agreement": held, "body": partner("CDD"), "contents": HELP, "by": "keeper"}
    assert refusal_of(annex_actions.draft_annex, **given) == "wrong_state"


def test_approving_before_it_is_in_force_opens_nothing_yet():
    made = drafted()
    approved(made)
    assert Grant.objects.count() == 0
