"""A child's guardian reads the child's own facts by a keeper's record and until the child is of age; nobody else, and never what is kept of protection."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from baansuk.access.models import User
from baansuk.access.questions import today
from baansuk.access.row_security import acting
from baansuk.access.tests.cast import scope_as, sign_in_as, user_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit.models import Event, Subject
from baansuk.people import guardian_actions as actions
from baansuk.people.guardian_models import Guardianship
from baansuk.people.guardian_rules import grown_on
from baansuk.people.models import FactSheet, Person
from baansuk.people.questions import person_for
from baansuk.thai.words import Refusal
from tests.kept import written_once
from tests.three_roles import ON_POSTGRES, PAGES, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
edition = written_once(make_edition)
PARENT, CHILD = PERSON_CODES[0], PERSON_CODES[1]
INDEX = "mine-0000000000000000"
CHILDS, HOUSES, THEIRS, PROTECTED, FREE = (
    f"{word}เครื่องหมาย" for word in ("ของเด็ก", "ของบ้าน", "ของผู้อื่น", "เรื่องคุ้มครอง", "คำเด็ก")
)
AT = "2026-01-23"


def _born(years: int) -> None:
    day = today()
    Person.objects.filter(code=CHILD).update(birth_date=dt.date(day.year - years, 1, 1), birth_precision="day")


@pytest.fixture
def member() -> Client:
    """A parent and a child in one house, in which others live as well."""
    client = sign_in_as("member")
    User.objects.filter(username="member").update(person_index=INDEX)
    parent = Person.objects.get(code=PARENT, edition=EDITION)
    Person.objects.filter(code=PARENT).update(id_index=INDEX, relation="head", family_no=1)
    Person.objects.filter(code=CHILD).update(
        household_code=parent.household_code, area_code=parent.area_code, relation="child", family_no=1
    )
    _born(9)
    FactSheet.objects.filter(edition=EDITION, household_code=CODES[0]).delete()
    said = (
        [CHILD, 1, AT, {"occupation": CHILDS}],
        ["", 1, AT, {"occupation": HOUSES}],
        ["X", 1, AT, {"occupation": THEIRS}],
    )
    for name, facts in (
        ("economic", list(said)),
        ("protection", [[CHILD, 1, AT, {"occupation": PROTECTED}]]),
        ("free_text", [[CHILD, 1, AT, {"occupation": FREE}]]),
    ):
        FactSheet.objects.create(edition=EDITION, household_code=CODES[0], field_class=name, facts=facts)
    return client


def record(
    kind: str = "child", ground: str = "birth", by: str = "register_keeper", guardian: str = "member"
) -> Guardianship:
    keeper = scope_as("register_keeper")
    return actions.record_guardian(
        ward=person_for(keeper, CHILD), guardian=guardian, kind=kind, ground=ground, by=by, partner="X"
    )


def code_of(**parts: Any) -> str:
    with pytest.raises(Refusal) as refused:
        record(**parts)
    assert refused.value.words.th != refused.value.words.en
    return str(refused.value.code)


def test_a_row_of_the_register_alone_opens_nothing(member: Client) -> None:
    assert CHILDS not in member.get("/my-facts/").content.decode()


def test_a_recorded_guardian_reads_the_child_and_only_the_child(member: Client) -> None:
    made = record()
    assert record().pk == made.pk, "pressed twice"
    page = member.get("/my-facts/").content.decode()
    assert CHILDS in page
    for closed in (THEIRS, PROTECTED, FREE):
        assert closed not in page
    assert page.count(HOUSES) == 1, "the house's fact stands among the member's own, not with the child's"
    event = Event.objects.get(act="people.look_ward")
    assert list(Subject.objects.filter(event=event.pk).values_list("kind", "code")) == [("person", CHILD)]
    assert Event.objects.filter(act="people.record_guardian").count() == 1


def test_who_looked_at_a_child_is_not_told_to_the_guardian(member: Client) -> None:
    record()
    sign_in_as("social_worker").get(f"/households/{CODES[0]}/")
    assert member.get("/my-facts/").content.decode().count("ใครเปิดดูข้อมูลของฉัน") == 1


def test_a_child_of_age_is_an_adult_whatever_was_recorded(member: Client) -> None:
    record()
    _born(21)
    assert CHILDS not in member.get("/my-facts/").content.decode()
    Guardianship.objects.all().delete()
    assert code_of() == "grown"
    Person.objects.filter(code=CHILD).update(birth_precision="year")
    assert code_of() == "birth_unknown"


def test_the_age_is_reached_on_the_birthday() -> None:
    assert grown_on(dt.date(2008, 2, 29), dt.date(2026, 1, 1)) == dt.date(2028, 2, 29)
    assert grown_on(dt.date(2007, 2, 28), dt.date(2026, 1, 1)) == dt.date(2027, 2, 28)


def test_an_ended_or_outlived_record_opens_nothing(member: Client) -> None:
    made = record()
    Guardianship.objects.update(valid_to=today())
    assert CHILDS not in member.get("/my-facts/").content.decode()
    Guardianship.objects.update(valid_to=None)
    for _ in range(2):
        actions.end_guardian(made=made, why="stop", by="register_keeper")
    assert CHILDS not in member.get("/my-facts/").content.decode()
    assert Event.objects.filter(act="people.end_guardian").count() == 1
    assert code_of() == "stopped", "whoever stopped it does not open it again alone"
    assert record(by="second_keeper").ended_at is None


def test_the_register_s_rows_are_a_ground_only_where_they_say_so(member: Client) -> None:
    assert record(ground="roster").ground == "roster"
    Guardianship.objects.all().delete()
    Person.objects.filter(code=CHILD).update(relation="grandchild")
    assert code_of(ground="roster") == "roster_silent"
    Person.objects.filter(code=CHILD).update(relation="child", family_no=2)
    assert code_of(ground="roster") == "roster_silent", "another family of the same house"


def test_grounds_kinds_and_accounts_that_do_not_fit_are_refused(member: Client) -> None:
    assert code_of(ground="authority") == "ground_unknown"
    assert code_of(kind="trustee", ground="authority") == "is_child"
    assert code_of(guardian="nobody") == "guardian_unknown"
    user_as("amphoe_officer")
    User.objects.filter(username="amphoe_officer").update(person_index="other-000000000000000")
    assert code_of(guardian="amphoe_officer") == "guardian_unknown", "an officer's account is no member's"
    User.objects.filter(username="register_keeper").update(person_index=None)
    assert code_of(by="member") == "own_guardian"


def test_a_trustee_reads_what_an_adult_would_read_alone(member: Client) -> None:
    _born(70)
    record(kind="trustee", ground="authority")
    page = member.get("/my-facts/").content.decode()
    assert CHILDS in page and page.count(HOUSES) == 2
    for closed in (THEIRS, PROTECTED, FREE):
        assert closed not in page


def test_the_keeper_records_and_ends_it_in_the_browser(member: Client) -> None:
    keeper = sign_in_as("register_keeper")
    address = f"/protection/persons/{CHILD}/guardians/"
    refused = keeper.post(address, {"guardian": "nobody", "kind": "child", "ground": "birth"})
    assert (
        refused.status_code == 422
        and "ยืนยันตัวตน" in refused.content.decode()
        and 'value="nobody"' in refused.content.decode()
    )
    assert keeper.post(address, {"guardian": "member", "kind": "child", "ground": "birth"}).status_code == 302
    made = Guardianship.objects.get()
    assert "สูติบัตร" in keeper.get(address).content.decode()
    assert keeper.post(f"{address}{made.pk}/end/", {"why": "nothing"}).status_code == 302
    assert Guardianship.objects.get().ended_at is None
    keeper.post(f"{address}{made.pk}/end/", {"why": "wish"})
    assert Guardianship.objects.get().ended_why == "wish"
    other = f"/protection/persons/{PARENT}/guardians/{made.pk}/end/"
    assert keeper.post(other, {"why": "wish"}).status_code == 404


@pytest.mark.parametrize("role", ["stranger", "member", "amphoe_officer", "auditor"])
def test_nobody_but_a_keeper_records(role: str) -> None:
    client = sign_in_as(role)
    here, absent = (client.get(f"/protection/persons/{code}/guardians/") for code in (CHILD, "P-AAAA-AAAA-A"))
    assert (here.status_code, here.content) == (404, absent.content)


@pytest.mark.skipif(not ON_POSTGRES, reason="row-level security is PostgreSQL's")
def test_the_database_itself_shows_the_child_by_a_record_that_holds(member: Client) -> None:
    made = record()
    user = User.objects.get(username="member")
    post = user.posts.get()
    scope = scope_as("member").__class__(username="member", partner=post.partner, role="member", post=post.pk)

    def seen() -> tuple[set[str], set[str]]:
        with signed_in_as(PAGES), acting(scope):
            return {one.code for one in Person.objects.all()}, {one.field_class for one in FactSheet.objects.all()}

    assert seen() == ({PARENT, CHILD}, {"economic", "free_text"}), "free text of the parent's own house, as before"
    Person.objects.filter(code=PARENT).update(household_code=CODES[2])
    assert seen()[0] == {PARENT, CHILD}
    with signed_in_as(PAGES), acting(scope):
        held = FactSheet.objects.filter(household_code=CODES[0])
        assert {one.field_class for one in held} == {"economic"}, "of the child's house by the record alone"
    actions.end_guardian(made=made, why="ended", by="register_keeper")
    assert CHILD not in seen()[0]
