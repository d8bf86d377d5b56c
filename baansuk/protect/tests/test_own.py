"""A member reads what is held of oneself and of the house, and nothing of whoever else lives there; nobody else has the page."""

from __future__ import annotations

import pytest
from django.test import Client

from baansuk.access.models import User
from baansuk.access.row_security import acting
from baansuk.access.tests.cast import scope_as, sign_in_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit.models import Event, Subject
from baansuk.people.models import FactSheet, Household, Person
from tests.kept import written_once
from tests.three_roles import ON_POSTGRES, PAGES, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
edition = written_once(make_edition)
PERSON, OTHER = PERSON_CODES[0], PERSON_CODES[1]
MINE, THEIRS, PROTECTED = "ทำสวนเครื่องหมาย", "ของผู้อื่นเครื่องหมาย", "เรื่องคุ้มครองเครื่องหมาย"


def _facts(field_class: str, *facts: list[object]) -> None:
    FactSheet.objects.filter(edition=EDITION, household_code=CODES[0], field_class=field_class).delete()
    FactSheet.objects.create(edition=EDITION, household_code=CODES[0], field_class=field_class, facts=list(facts))


@pytest.fixture
def member() -> Client:
    """A member whose number was proved to be that of the first person; the house holds a word of everybody."""
    client = sign_in_as("member")
    User.objects.filter(username="member").update(person_index="mine-0000000000000000")
    Person.objects.filter(code=PERSON).update(id_index="mine-0000000000000000")
    _facts(
        "economic",
        [PERSON, 1_100_000_002, "2026-01-23", {"occupation": MINE}],
        [OTHER, 1_100_000_003, "2026-01-23", {"occupation": THEIRS}],
        ["", 1_100_000_002, "2026-01-23", {"income_household_year": "48000.00"}],
    )
    _facts("protection", [PERSON, 1_100_000_002, "2026-01-23", {"occupation": PROTECTED}])
    return client


def test_own_facts_and_those_of_the_house_and_nobody_else_s(member):
    page = member.get("/my-facts/").content.decode()
    assert MINE in page
    assert "48,000" in page
    assert "23 ม.ค. 2569" in page
    assert "77,777" in page, "the house's debt is its adults' own"
    assert "ติดเตียง" in page, "so is the member's own health"
    assert THEIRS not in page
    assert PROTECTED not in page


def test_the_look_is_written_down_and_told_to_the_member(member):
    sign_in_as("tambon_team").get(f"/households/{CODES[0]}/")
    member.get("/my-facts/")
    event = Event.objects.get(act="people.look_own")
    assert list(Subject.objects.filter(event=event.pk).values_list("kind", "code")) == [("person", PERSON)]
    assert "เปิดดูครัวเรือน" in member.get("/my-facts/").content.decode()


def test_whoever_was_not_proved_to_be_anybody_is_told_how(member):
    User.objects.filter(username="member").update(person_index=None)
    page = member.get("/my-facts/").content.decode()
    assert "ยังไม่ได้ยืนยันตัวตน" in page
    assert MINE not in page


@pytest.mark.parametrize("role", ["stranger", "register_keeper", "volunteer", "auditor"])
def test_nobody_else_has_the_page(role):
    client = sign_in_as(role)
    User.objects.filter(username=role).update(person_index="mine-0000000000000000")
    Person.objects.filter(code=PERSON).update(id_index="mine-0000000000000000")
    assert client.get("/my-facts/").status_code == 404


def test_a_member_has_no_other_door_to_the_household(member):
    for page in (f"/households/{CODES[0]}/", f"/households/{CODES[0]}/family/", "/households/", "/map/"):
        assert member.get(page).status_code == 404


@pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
def test_the_database_itself_shows_a_member_no_other_row(member):
    user = User.objects.get(username="member")
    scope = scope_as("member")
    with (
        signed_in_as(PAGES),
        acting(
            scope.__class__(
                username="member", partner=user.posts.get().partner, role="member", post=user.posts.get().pk
            )
        ),
    ):
        assert [one.code for one in Person.objects.all()] == [PERSON]
        assert {one.household_code for one in FactSheet.objects.all()} == {CODES[0]}
        assert not FactSheet.objects.filter(field_class="protection").exists()
        assert not Household.objects.exists()
