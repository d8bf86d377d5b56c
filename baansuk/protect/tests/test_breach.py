"""From a stolen account to whom it reached: nobody it saw is left out, nobody it did not see is added, and no name leaks."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.utils import timezone

from baansuk.access.models import Token, User
from baansuk.access.tests.cast import purpose_of, sign_in, sign_in_as, sit_down, user_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, HOUSES, PERSON_CODES
from baansuk.audit import gate
from baansuk.audit.models import Event
from baansuk.audit.questions import subjects_of
from baansuk.collect.models import Delivery
from baansuk.people.codes import issue
from baansuk.people.models import Household, IssuedCode, Membership, Person
from baansuk.protect import breach_actions
from baansuk.protect.breach import Span, check_span, deadline, risk_of
from baansuk.protect.breach_questions import classes_open_to, exports_without_end, reached
from baansuk.protect.models import Breach
from baansuk.runs.actions import take, work
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
THIEF = "tambon_team"


def span(hours: int = 1) -> Span:
    now = timezone.now()
    return Span(now - timedelta(hours=hours), now + timedelta(hours=1))


@transaction.atomic
def did(act: str, *subjects: tuple[str, str], by: str = THIEF, outcome: str = "done", **more: Any) -> int:
    return gate.write(act, by=by, subjects=subjects, outcome=outcome, **more)


def test_whoever_lives_in_a_house_that_was_opened_or_listed_is_reached(edition):
    second = issue("person", 1)[0]
    Membership.objects.create(
        edition=EDITION, person_code=second, household_code=CODES[0], kind="registered", source="bmn", main=False
    )
    did("people.look", ("household", CODES[0]), ("person", PERSON_CODES[0]))
    did("people.look_list", ("household", CODES[1]), ("household", CODES[2]))
    did("people.search", ("household", CODES[2]))
    found = reached(THIEF, span())
    assert found.persons == {*PERSON_CODES[:3], second}
    assert found.households == set(CODES[:3])
    assert found.by_way == {"opened": (1, 2), "listed": (2, 2)}


def test_what_was_refused_done_by_others_or_at_another_time_reached_nobody(edition):
    did("people.look", ("household", CODES[0]), outcome="refused")
    did("people.look", ("household", CODES[1]), by="amphoe_officer")
    early = did("people.look", ("household", CODES[2]))
    between = span()
    Event.objects.filter(pk=early).update(at=between.begins - timedelta(seconds=1))
    last = did("people.look", ("household", CODES[3]))
    Event.objects.filter(pk=last).update(at=between.ends)
    assert reached(THIEF, between).persons == set()
    Event.objects.filter(pk=early).update(at=between.begins)
    assert reached(THIEF, between).persons == {PERSON_CODES[2]}


def test_a_list_of_thousands_that_left_is_counted_whole(edition):
    many = issue("household", 3_000)
    Household.objects.bulk_create(
        Household(edition=EDITION, code=code, area_code="99010101", list_key=code, name_key=code) for code in many
    )
    people = issue("person", 3_000)
    Person.objects.bulk_create(
        Person(edition=EDITION, code=code, household_code=house, area_code="99010101", name_key=code)
        for code, house in zip(people, many, strict=True)
    )
    did("people.export", outcome="begun")
    did("people.export", *(("household", code) for code in many))
    found = reached(THIEF, span())
    assert found.persons == set(people) and found.by_way == {"exported": (3_000, 3_000)}
    assert exports_without_end(THIEF, span()) == 0


def test_an_export_whose_end_is_not_in_the_trail_is_said(edition):
    did("people.export", outcome="begun")
    assert exports_without_end(THIEF, span()) == 1


def test_rows_of_a_file_that_was_opened_reach_the_persons_they_were_linked_to(edition):

    Delivery.objects.create(
        pk=1,
        receipt="R-2569-AAAAAAA",
        sha256="0" * 64,
        filename="a.csv",
        size=1,
        received_by="x",
        received_at=timezone.now(),
    )
    did("collect.look", ("delivery", "R-2569-AAAAAAA"))
    assert reached(THIEF, span()).persons == set()
    did("collect.issues_workbook", ("delivery", "R-2569-AAAAAAA"))
    found = reached(THIEF, span())
    assert found.persons == set(PERSON_CODES[: len(HOUSES)]) and found.files == {"R-2569-AAAAAAA"}


def test_a_code_that_was_retired_goes_on_in_its_successor(edition):
    old, lost = issue("household", 2)
    IssuedCode.objects.create(code=old, kind="household", issued_in=1, retired_in=EDITION, successor=CODES[4])
    did("people.look", ("household", old), ("household", lost))
    found = reached(THIEF, span())
    assert found.persons == {PERSON_CODES[4]} and found.households == {CODES[4], lost} and found.gone == {lost}


def test_the_classes_are_those_of_post_and_grant(edition):
    user = user_as(THIEF)
    post = user.posts.get()
    did("people.look", ("household", CODES[0]), partner=post.partner, purpose="help", post=post.pk)
    assert {"household", "identity", "health"} <= set(classes_open_to(THIEF, span()))
    assert "protection" not in classes_open_to(THIEF, span())
    assert classes_open_to("amphoe_officer", span()) == []


def test_seventy_two_hours_and_the_risk():
    now = timezone.now()
    assert deadline(now) - now == timedelta(days=3)
    assert risk_of(0, ["exported"], ["health"]) == "none"
    assert risk_of(5, ["listed"], ["health"]) == "some"
    assert risk_of(5, ["opened"], ["household"]) == "some"
    assert risk_of(5, ["opened"], ["health"]) == risk_of(5, ["number"], []) == risk_of(5, ["exported"], []) == "high"
    for begins, ends, known in (
        (now, now, now),
        (now + timedelta(1), now + timedelta(2), now),
        (now, now, now + timedelta(1)),
    ):
        with pytest.raises(Refusal):
            check_span(begins, ends, known, now)


def test_an_account_that_nobody_ever_had_is_refused(edition):
    between = span()
    with pytest.raises(Refusal, match="no such account"):
        breach_actions.report(
            account="nobody", begins=between.begins, ends=between.ends, known_at=timezone.now(), by="dpo"
        )


@pytest.fixture
def counted(edition) -> Breach:
    user_as(THIEF)
    did("people.look", ("household", CODES[0]), ("person", PERSON_CODES[0]))
    between = span()
    made = breach_actions.report(
        account=THIEF, begins=between.begins, ends=between.ends, known_at=timezone.now(), by="dpo"
    )
    return breach_actions.count(breach=made, by="dpo")


def test_the_officer_reports_by_page_and_the_run_counts(edition):
    client = sign_in_as("data_protection_officer")
    user_as(THIEF)
    did("people.look", ("household", CODES[0]))
    day = timezone.localdate().isoformat()
    form = {
        "account": THIEF,
        "begins_on": day,
        "begins_at": "00:00",
        "ends_on": day,
        "ends_at": "23:59",
        "known_on": day,
        "known_at": "00:01",
    }
    assert client.post("/protection/breaches/new/", form | {"begins_at": ""}).status_code == 422
    assert client.post("/protection/breaches/new/", form | {"account": "nobody"}).status_code == 422
    assert not Breach.objects.exists()
    assert client.post("/protection/breaches/new/", form).status_code == 302
    made = Breach.objects.get()
    page = client.get(f"/protection/breaches/{made.number}/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert made.run is not None
    run = take(made.run)
    assert run is not None and work(run).state == "done"
    made.refresh_from_db()
    assert (made.counts["persons"], made.counts["households"]) == (1, 1)
    assert made.event is not None
    event = Event.objects.get(pk=made.event)
    assert event.act == "protect.count_breach"
    assert set(subjects_of(event)) == {("household", CODES[0]), ("person", PERSON_CODES[0])}
    assert Run.objects.get(pk=made.run).post is None


@pytest.mark.parametrize("part", ["", "notice/", "letter/"])
def test_the_officer_sees_numbers_and_no_name(counted, part):
    client = sign_in_as("data_protection_officer")
    page = client.get(f"/protection/breaches/{counted.number}/{part}").content.decode()
    assert HOUSES[0].head[1] not in page and PERSON_CODES[0] not in page
    assert Event.objects.filter(act="protect.look_breach", actor="data_protection_officer").exists()
    if part != "letter/":
        assert "คน" in page


def test_names_leave_with_the_keeper_only_and_the_trail_says_whose(counted):
    address = f"/protection/breaches/{counted.number}/letters/"
    assert sign_in_as("data_protection_officer").post(address).status_code == 404
    answer: Any = sign_in_as("register_keeper").post(address)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 1 and rows[0][0] == PERSON_CODES[0] and HOUSES[0].head[1] in rows[0][1]
    ends = Event.objects.filter(act="protect.export_letters").order_by("pk")
    assert [one.outcome for one in ends] == ["begun", "done"]
    assert subjects_of(ends[1]) == [("person", PERSON_CODES[0])]


def test_one_button_ends_sessions_tokens_and_the_password(counted):
    user, victim = User.objects.get(username=THIEF), Client()
    sign_in(victim, user)
    sit_down(victim, user.posts.get().pk, purpose_of(THIEF))
    assert victim.get("/households/").status_code == 200
    Token.objects.create(
        user=user, post=user.posts.get(), partner="DOPA", name="t", prefix="abcdefgh", secret_hash="0" * 64,
        made_at=timezone.now(), last_day=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    assert sign_in_as("auditor").post(f"/protection/breaches/{counted.number}/shut-out/").status_code == 404
    client = sign_in_as("data_protection_officer")
    assert client.post(f"/protection/breaches/{counted.number}/shut-out/").status_code == 302
    user.refresh_from_db()
    assert not user.has_usable_password() and not UserSession.objects.filter(user=user).exists()
    assert Token.objects.get().revoked_at is not None
    assert victim.get("/households/").status_code in (302, 404)
    counted.refresh_from_db()
    assert counted.locked_by == "data_protection_officer"
    assert Event.objects.filter(act="protect.shut_out").count() == 1


@pytest.mark.parametrize("role", ["amphoe_officer", "auditor", "province_planner", "member"])
def test_for_all_others_there_is_no_such_page(counted, role):
    client = sign_in_as(role)
    for part in ("", f"{counted.number}/", f"{counted.number}/notice/", f"{counted.number}/letter/", "new/"):
        assert client.get(f"/protection/breaches/{part}").status_code == 404
