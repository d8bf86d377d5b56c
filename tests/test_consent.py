"""What a person decides holds on the next question: consent opens, withdrawal closes, and what is held back is not there."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.http import Http404

from baansuk.access.models import Grant, User
from baansuk.access.questions import presence_of, today
from baansuk.access.row_security import acting
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import AGREEMENT, FROM, TO, purpose_of, user_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit.models import Event
from baansuk.people import by_consent, consent_actions
from baansuk.people import questions as people
from baansuk.people.consent_models import Consent
from baansuk.people.consent_questions import consents_of, holdings_of, witness_of
from baansuk.people.consent_rules import Given, check_given
from baansuk.people.models import Edition, FactSheet, Membership, NameWord, Person, RecordLink
from baansuk.people.sealed import sheet_columns
from baansuk.people.search import search
from baansuk.thai.words import Refusal
from tests.kept import written_once
from tests.three_roles import ON_POSTGRES, PAGES, signed_in_as

pytestmark = pytest.mark.django_db
PERSON, OTHER, HOUSE = PERSON_CODES[0], PERSON_CODES[1], CODES[0]
GIVEN = Given("partner", dt.date(2026, 1, 2), "ksw", "interpreter", "พยานสมมติ", "self", "CHAMBER", "help", ("health",))
OPENED = ("household", "identity", "contact", "health")


def make_chamber() -> Scope:
    """A chamber of commerce to which an annex opens some classes by consent, of two registers."""
    make_edition()
    deliveries = {"1": ["bmn", AGREEMENT], "2": ["welfare_card", AGREEMENT], "3": ["eef", "OTHER-MOU"]}
    Edition.objects.update(about={"deliveries": deliveries})
    user_as("nonstate_partner")
    Grant.objects.filter(partner="CHAMBER").exclude(field_class="aggregate").delete()
    Grant.objects.bulk_create(
        Grant(
            agreement=AGREEMENT, partner="CHAMBER", purpose="help", area_code="99", field_class=name, valid_from=FROM,
            valid_to=TO, by_consent=True, only="bmn,person_statement",
        )
        for name in OPENED
    )  # fmt: skip
    FactSheet.objects.all().delete()
    say("identity", PERSON, 1, {"given_name": "ทดสอบ", "family_name": "สมมุติวงศ์"})
    say("health", PERSON, 1, {"care_level": "homebound"})
    say("health", PERSON, 2, {"chronic_illness": "เครื่องหมายของบัตร"})
    say("health", PERSON, 3, {"chronic_illness": "เครื่องหมายข้อตกลงอื่น"})
    say("contact", PERSON, 1, {"phone": "0812345999"})
    say("health", OTHER, 1, {"care_level": "bedridden"})
    return scope_now()


def say(name: str, person: str, delivery: int, values: dict[str, str]) -> None:
    fact = [person, delivery * 10**9 + 100_000_002, "2026-01-23", values]
    [(code, _name, clear, sealed)] = sheet_columns([(HOUSE, name, json.dumps([fact]))])
    FactSheet.objects.create(
        edition=EDITION, household_code=code, field_class=name, facts=json.loads(clear), sealed=sealed
    )


def scope_now(role: str = "nonstate_partner", purpose: str = "help") -> Scope:
    user = User.objects.get(username=role)
    return presence_of(user, user.posts.get().pk, purpose).scope


chamber = written_once(make_chamber)


def values_of(one: by_consent.Agreed) -> set[str]:
    return {fact.value for facts in one.facts.values() for fact in facts}


def test_a_consent_opens_one_person_to_one_partner_for_one_purpose_and_withdrawing_closes_on_the_next_question(chamber):
    with pytest.raises(Http404):
        by_consent.person_by_consent(chamber, PERSON)
    consent = consent_actions.give(person=PERSON, given=GIVEN, by="keeper")
    found = by_consent.person_by_consent(chamber, PERSON)
    assert values_of(found) == {"ทดสอบ", "สมมุติวงศ์", "homebound"} and found.name == "ทดสอบ สมมุติวงศ์"
    assert [one.code for one in by_consent.persons_by_consent(chamber)] == [PERSON]
    with pytest.raises(Http404):
        by_consent.person_by_consent(chamber, OTHER)
    assert not chamber.sees_persons and not people.households_for(chamber).exists(), "no house is opened by it"
    assert by_consent.persons_by_consent(replace(chamber, partner="OTHER")) == []
    assert by_consent.persons_by_consent(replace(chamber, purpose="plan")) == []
    assert consent_actions.withdraw(consent=consent, by="keeper")
    with pytest.raises(Http404):
        by_consent.person_by_consent(chamber, PERSON)
    assert not consent_actions.withdraw(consent=consent, by="keeper"), "a second press changes nothing"
    acts = list(Event.objects.filter(act__contains="consent").order_by("pk").values_list("act", flat=True))
    assert acts == ["people.give_consent", "people.withdraw_consent"]


def test_only_what_was_agreed_to_is_opened_and_only_from_registers_that_let_it_go(chamber):
    consent_actions.give(person=PERSON, given=replace(GIVEN, classes=("contact",)), by="keeper")
    assert values_of(by_consent.person_by_consent(chamber, PERSON)) == {"ทดสอบ", "สมมุติวงศ์", "0812345999"}


@pytest.mark.parametrize("ended", ["grant", "post", "area", "held back"])
def test_a_consent_opens_nothing_beyond_the_annex_the_post_and_its_area(ended, chamber):
    consent_actions.give(person=PERSON, given=GIVEN, by="keeper")
    if ended == "grant":
        Grant.objects.filter(by_consent=True).update(valid_to=today() - dt.timedelta(days=1))
    elif ended == "area":
        Grant.objects.filter(by_consent=True).update(area_code="9902")
    elif ended == "post":
        User.objects.get(username="nonstate_partner").posts.update(valid_to=today() - dt.timedelta(days=1))
    else:
        consent_actions.hold_back(person=PERSON, purposes=["help"], request="Q", by="keeper")
    with pytest.raises(Http404):
        by_consent.person_by_consent(scope_now(), PERSON)
    if ON_POSTGRES:
        with signed_in_as(PAGES), acting(scope_now()):
            assert not Person.objects.exists()


@pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
def test_the_database_opens_the_same_person_and_no_other(chamber):
    with signed_in_as(PAGES), acting(chamber):
        assert not Person.objects.exists() and not FactSheet.objects.exists()
    consent = consent_actions.give(person=PERSON, given=GIVEN, by="keeper")
    with signed_in_as(PAGES), acting(chamber):
        assert list(Person.objects.values_list("code", flat=True)) == [PERSON]
        assert set(FactSheet.objects.values_list("household_code", flat=True)) == {HOUSE}
        assert set(FactSheet.objects.values_list("field_class", flat=True)) <= set(OPENED)
        assert values_of(by_consent.person_by_consent(chamber, PERSON)) == {"ทดสอบ", "สมมุติวงศ์", "homebound"}
        assert not Membership.objects.exists() and not RecordLink.objects.exists() and not NameWord.objects.exists()
    consent_actions.withdraw(consent=consent, by="keeper")
    with signed_in_as(PAGES), acting(chamber):
        assert not Person.objects.exists() and not FactSheet.objects.exists()


def test_whoever_holds_facts_back_from_a_use_is_not_there_for_it(chamber):
    user_as("tambon_team")
    team, planning = scope_now("tambon_team"), scope_now("tambon_team", "plan")
    assert people.person_for(planning, PERSON).named and people.household_for(planning, HOUSE).head_name
    assert consent_actions.hold_back(person=PERSON, purposes=["plan"], request="Q-1", by="keeper") == ["plan"]
    assert consent_actions.hold_back(person=PERSON, purposes=["plan"], request="Q-1", by="keeper") == []
    assert people.person_for(team, PERSON).named, "another use goes on"
    with pytest.raises(Http404):
        people.person_for(planning, PERSON)
    house = people.household_for(planning, HOUSE)
    assert house.head_name is None and people.members_of(house) == [] and people.links_of(house) == []
    assert not any(fact.of == PERSON for facts in people.fact_sheets_of(house).values() for fact in facts)
    assert people.names_from_facts({HOUSE: house}).get(HOUSE, {}).get(PERSON) is None
    assert search(planning, "ทดสอบ").hits == [] and search(team, "ทดสอบ").hits
    assert search(planning, PERSON).hits == []
    if ON_POSTGRES:
        with signed_in_as(PAGES), acting(planning):
            for model, column in ((Person, "code"), (NameWord, "person_code"), (Membership, "person_code")):
                assert not model.objects.filter(**{column: PERSON}).exists(), model
    assert [one.purpose for one in holdings_of(PERSON)] == ["plan"]
    assert consent_actions.let_go(person=PERSON, purpose="plan", by="keeper")
    assert people.person_for(planning, PERSON).named
    assert not consent_actions.let_go(person=PERSON, purpose="plan", by="keeper")


def test_keeping_the_register_itself_is_not_held_back(chamber):
    with pytest.raises(Refusal) as refused:
        consent_actions.hold_back(person=PERSON, purposes=["register", "oversight"], request="Q", by="keeper")
    assert refused.value.code == "purpose_needed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"use": "sell"}, "not_on_the_list"),
        ({"language": "xx"}, "not_on_the_list"),
        ({"explained": ""}, "not_on_the_list"),
        ({"given_by": "neighbour"}, "not_on_the_list"),
        ({"given_on": dt.date(2999, 1, 1)}, "day_to_come"),
        ({"witness": "  "}, "witness_needed"),
        ({"partner": ""}, "partner_needed"),
        ({"purpose": "police"}, "not_on_the_list"),
        ({"classes": ()}, "class_needed"),
        ({"classes": ("protection",)}, "class_never"),
        ({"classes": ("position",)}, "class_never"),
        ({"classes": ("aggregate",)}, "class_never"),
        ({"use": "publicity"}, "one_use_at_a_time"),
    ],
)
def test_what_is_no_consent_is_refused_with_a_sentence(change, code):
    with pytest.raises(Refusal) as refused:
        check_given(replace(GIVEN, **change), dt.date(2026, 11, 21))
    assert refused.value.code == code
    assert not Consent.objects.exists()


def test_the_same_is_agreed_to_once_and_the_witness_is_sealed():
    consent = consent_actions.give(person=PERSON, given=GIVEN, by="keeper")
    with pytest.raises(Refusal) as refused:
        consent_actions.give(person=PERSON, given=replace(GIVEN, classes=("contact",)), by="keeper")
    assert refused.value.code == "consented_already" and "พยาน" not in consent.witness
    consent_actions.withdraw(consent=consent, by="keeper")
    consent_actions.give(person=PERSON, given=GIVEN, by="keeper")
    assert [one.holds for one in consents_of(PERSON)] == [True, False]
    assert witness_of(consents_of(PERSON)[0]) == "พยานสมมติ"
    assert purpose_of("nonstate_partner") == "statistics"
