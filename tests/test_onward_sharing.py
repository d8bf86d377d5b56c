"""What a giver keeps back: not seen by partners it is not for, not taken out by those who may see it, on either database."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from baansuk.access.classes import CLASSES, PERSONAL
from baansuk.access.models import Grant, User
from baansuk.access.questions import presence_of, today
from baansuk.access.row_security import acting
from baansuk.access.tests.cast import purpose_of, sign_in_as
from baansuk.agree import annex_actions, partner_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.models import Agreement
from baansuk.agree.tests.house import annex, approved, in_force, partner
from baansuk.assess.models import Mark, Profile
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit.models import Event
from baansuk.people import consent_actions
from baansuk.people import questions as people
from baansuk.people.consent_rules import Given
from baansuk.people.models import FactSheet, Household, Membership, NameWord, Person, RecordLink
from tests.kept import written_once
from tests.three_roles import ON_POSTGRES, PAGES, signed_in_as

pytestmark = pytest.mark.django_db
ALL = Contents(
    classes=tuple(CLASSES), purposes=("register", "help"), areas=("99",), basis_24="task", basis_26="social_protection",
    retention_months=60,
)  # fmt: skip
KNOWN_BY_CARD_ONLY, KNOWN_BY_BOTH, SURVEYED = CODES[5], CODES[0], CODES[1]
OF_THE_CARD = "54,321 บาท"


def given(rule: str) -> Contents:
    return Contents(registers=("welfare_card",), classes=("aggregate",), purposes=("statistics",), areas=("99",),
                    basis_24="statistics", onward={"welfare_card": rule})  # fmt: skip


def make_mou():
    """An edition with a household known from the welfare card only and one known from it and from the survey."""
    make_edition()
    link = {"edition": EDITION, "source": "welfare_card", "delivery": 4, "row": 1, "table": "card", "rule": "id"}
    RecordLink.objects.filter(household_code=KNOWN_BY_CARD_ONLY).delete()
    for place, record in ((5, 4_100_000_001), (0, 4_100_000_002)):
        RecordLink.objects.create(
            record_id=record,
            person_code=PERSON_CODES[place],
            household_code=CODES[place],
            household_rule="address",
            **link,
        )
    Membership.objects.filter(household_code=KNOWN_BY_CARD_ONLY).update(source="welfare_card")
    said = [
        ["", 1_100_000_002, "2026-01-23", {"income_person_year": "24000.00"}],
        ["", 4_100_000_002, "2026-08-01", {"income_person_year": "54321.00"}],
    ]
    FactSheet.objects.filter(household_code=KNOWN_BY_BOTH, field_class="economic").update(facts=said)
    made = in_force("SAMPLE-2569", "CDD", "MOF", "CHAMBER")
    for code in ("CDD", "MSDHS"):
        approved(made, code, ALL)
    return made.pk


made = written_once(make_mou)


@pytest.fixture
def mou(made, db):
    return Agreement.objects.get(pk=made)


def household(client, code):
    return client.get(f"/households/{code}/")


def rows_seen(role: str) -> dict[str, set[str]]:
    """What the database itself lets through to a role, without any filter of the code."""
    user = User.objects.get(username=role)
    scope = presence_of(user, user.posts.get().pk, purpose_of(role)).scope
    with signed_in_as(PAGES), acting(scope):
        found = {"code": set(Household.objects.values_list("code", flat=True))}
        for model in (Person, NameWord, Membership, RecordLink, FactSheet, Mark, Profile):
            found[model.__name__] = set(model.objects.values_list("household_code", flat=True))
        return found


def test_what_is_for_keeping_the_register_only_is_not_seen_by_another_state_partner(mou):
    approved(mou, "MOF", given("keeping"))
    team = sign_in_as("tambon_team")
    assert household(team, KNOWN_BY_CARD_ONLY).status_code == 404, "known from what is kept back only"
    page = household(team, KNOWN_BY_BOTH).content.decode()
    assert OF_THE_CARD not in page and "24,000 บาท" in page, "the survey's word is told, the card's is not"
    listed = team.get("/households/").content.decode()
    assert KNOWN_BY_CARD_ONLY not in listed and SURVEYED in listed
    assert team.get("/households/?measure=list.welfare_card").status_code != 200, "nor asked for by the list"


def test_under_the_rule_of_state_parties_they_see_it(mou):
    approved(mou, "MOF", given("state"))
    team = sign_in_as("tambon_team")
    assert household(team, KNOWN_BY_CARD_ONLY).status_code == 200
    assert OF_THE_CARD in household(team, KNOWN_BY_BOTH).content.decode()


def test_a_person_who_consents_opens_their_own_facts(mou):
    approved(mou, "MOF", given("keeping"))
    said = [[PERSON_CODES[0], 4_100_000_002, "2026-08-01", {"occupation": "farmer"}]]
    FactSheet.objects.create(edition=EDITION, household_code=KNOWN_BY_BOTH, field_class="household", facts=said)
    sign_in_as("tambon_team")
    user = User.objects.get(username="tambon_team")
    scope = presence_of(user, user.posts.get().pk, "help").scope

    def sources():
        found = people.fact_sheets_of(people.household_for(scope, KNOWN_BY_BOTH))
        return {fact.in_use.source for facts in found.values() for fact in facts if fact.of}

    assert "welfare_card" not in sources(), "nobody has consented to anything yet"
    agreed = Given("partner", today(), "th", "read_aloud", "พยานสมมติ", "self", "CDD", "help", ("economic",))
    consent = consent_actions.give(person=PERSON_CODES[0], given=agreed, by="keeper")
    assert "welfare_card" in sources()
    consent_actions.withdraw(consent=consent, by="keeper")
    assert "welfare_card" not in sources()
    for other in (replace(agreed, partner="MOPH"), replace(agreed, purpose="plan")):
        consent_actions.give(person=PERSON_CODES[0], given=other, by="keeper")
    consent_actions.give(person=PERSON_CODES[1], given=agreed, by="keeper")
    assert "welfare_card" not in sources(), "another partner, purpose or person"


def test_whoever_keeps_the_register_sees_it_and_takes_no_list_of_it_out(mou):
    approved(mou, "MOF", given("keeping"))
    keeper = sign_in_as("register_keeper")
    assert household(keeper, KNOWN_BY_CARD_ONLY).status_code == 200
    assert OF_THE_CARD in household(keeper, KNOWN_BY_BOTH).content.decode()
    answer = keeper.post("/households/export/", {"area": "990101"}, follow=True)
    page = answer.content.decode()
    assert "ส่งออกไม่ได้" in page and "บัตรสวัสดิการ" in page, "it says which register"
    assert not Event.objects.filter(act__contains="export").exists()
    assert keeper.post("/households/export/", {"area": "990102"}).status_code == 200, (
        "where none of it is, the list leaves"
    )


def test_a_list_says_which_registers_it_rests_on_and_which_were_kept_back(mou):
    approved(mou, "MOF", given("keeping"))
    team = sign_in_as("tambon_team")
    answer = team.post("/households/export/", {"area": "990101"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    about = dict(row[:2] for row in book["คำอธิบาย"].iter_rows(values_only=True))
    assert "บัตรสวัสดิการ" not in about["มาจากทะเบียน"] and "จปฐ" in about["มาจากทะเบียน"]
    assert "บัตรสวัสดิการ" in about["ทะเบียนที่ผู้ให้ไม่ให้ส่งต่อ จึงไม่ได้ใช้"]
    codes = {row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert KNOWN_BY_CARD_ONLY not in codes and SURVEYED in codes


def test_the_giver_sees_its_own_register_and_may_take_it_out(mou):
    everything = {**{name: getattr(ALL, name) for name in ALL.__slots__}, "registers": ("welfare_card",),
                  "onward": {"welfare_card": "keeping"}}  # fmt: skip
    approved(mou, "MOF", Contents(**everything))
    rows = Grant.objects.filter(partner="MOF", field_class="identity")
    assert {(row.refused, row.stays) for row in rows} == {("", "")}
    others = Grant.objects.filter(field_class="identity").exclude(partner="MOF")
    assert {(row.partner, row.purpose, row.refused, row.stays) for row in others} == {
        ("CDD", "register", "", "welfare_card"), ("CDD", "help", "welfare_card", ""),
        ("MSDHS", "register", "", "welfare_card"), ("MSDHS", "help", "welfare_card", ""),
    }  # fmt: skip


def test_the_rule_outlasts_the_annex_that_set_it(mou):
    first = approved(mou, "MOF", given("keeping"))
    annex_actions.withdraw_annex(annex=first, because="แก้ไข", by="keeper")
    assert Grant.objects.get(partner="CDD", purpose="help", field_class="identity").refused == "welfare_card"
    approved(mou, "MOF", given("state"))
    assert Grant.objects.get(partner="CDD", purpose="help", field_class="identity").refused == ""


def test_a_draft_sets_no_rule(mou):
    annex(mou, "MOF", given("keeping"))
    assert not Grant.objects.exclude(refused="").exists()


def test_a_partner_that_loses_its_authority_keeps_figures_only_from_the_next_request(mou):
    team = sign_in_as("tambon_team")
    Grant.objects.filter(agreement="SAMPLE-2569", partner="CDD").exclude(purpose__in=["register", "help"]).delete()
    assert household(team, SURVEYED).status_code == 200
    partner_actions.change_card(
        body=partner("CDD"), kind="business", force="business_civil", legal_personality=True, official_authority=False,
        by="keeper",
    )  # fmt: skip
    assert household(team, SURVEYED).status_code == 404
    assert not Grant.objects.filter(partner="CDD", field_class__in=PERSONAL, by_consent=False).exists()


@pytest.mark.parametrize("rule", ["keeping", "state", "consent"])
def test_a_non_state_partner_sees_nobody_whatever_the_giver_says(mou, rule):
    approved(mou, "MOF", given(rule))
    approved(mou, "CHAMBER", Contents(
        classes=("household", "identity"), purposes=("plan",), areas=("99",), basis_24="consent", consent_only=True,
        retention_months=12,
    ))  # fmt: skip
    granted = Grant.objects.filter(partner="CHAMBER")
    assert set(granted.filter(by_consent=False).values_list("field_class", flat=True)) == {"aggregate"}
    assert set(granted.filter(by_consent=True).values_list("only", flat=True)) == {
        "person_statement,welfare_card" if rule == "consent" else "person_statement"
    }


@pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
def test_the_database_refuses_the_rows_by_itself(mou):
    approved(mou, "MOF", given("keeping"))
    sign_in_as("tambon_team"), sign_in_as("register_keeper")
    team, keeper = rows_seen("tambon_team"), rows_seen("register_keeper")
    for name, codes in keeper.items():
        assert KNOWN_BY_CARD_ONLY in codes, name
    for name, codes in team.items():
        assert KNOWN_BY_CARD_ONLY not in codes and KNOWN_BY_BOTH in codes, name
    user = User.objects.get(username="tambon_team")
    scope = presence_of(user, user.posts.get().pk, "help").scope
    with signed_in_as(PAGES), acting(scope):
        assert not RecordLink.objects.filter(source="welfare_card").exists()


@pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
def test_what_one_agreement_does_not_keep_back_the_database_lets_through(mou):
    approved(mou, "MOF", given("keeping"))
    sign_in_as("tambon_team")
    row = Grant.objects.filter(partner="CDD", purpose="help", field_class="household").get()
    Grant.objects.create(
        agreement="OTHER-1", partner="CDD", purpose="help", field_class="household", area_code="99",
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip
    assert KNOWN_BY_CARD_ONLY in rows_seen("tambon_team")["code"]
