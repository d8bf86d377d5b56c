"""No request of somebody signed in passes without a trace, and without a trace nothing leaves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from baansuk.access.caller import address_of
from baansuk.access.tests.cast import sign_in_as, user_as
from baansuk.assess.tests.page_fixtures import CODES, make_edition
from baansuk.audit import gate
from baansuk.audit.models import Event, Subject
from baansuk.people.codes import issue
from baansuk.web import traces
from baansuk.web.tests.api_tools import program_as, token_for
from tests.kept import written_once

pytestmark = pytest.mark.django_db
NOT_THERE = issue("household", 1, taken=frozenset(CODES), random=lambda count: bytes([7]) * count)[0]
ID_NUMBER = "1103700000009"


edition = written_once(make_edition)


def asked(client, address: str, **more):
    Event.objects.all().delete()
    Subject.objects.all().delete()
    answer = client.get(address, **more)
    return answer, list(Event.objects.order_by("pk"))


def test_a_page_that_writes_nothing_itself_leaves_a_trace():
    answer, (event,) = asked(sign_in_as("register_keeper"), "/about-me/", REMOTE_ADDR="192.0.2.9")
    assert answer.status_code == 200
    assert (event.act, event.actor, event.outcome) == ("web.request", "register_keeper", "done")
    assert event.about == {"route": "about-me", "method": "GET", "status": 200}
    assert (event.source, event.address, event.partner) == ("web", "192.0.2.9", "MSDHS")
    assert event.purpose == "register"
    assert event.post is not None
    assert event.request


def test_a_page_that_writes_for_itself_leaves_no_second_trace_and_says_where_it_came_from(edition):
    answer, events = asked(sign_in_as("register_keeper"), f"/households/{CODES[0]}/")
    assert answer.status_code == 200
    assert [event.act for event in events] == ["people.look"]
    assert (events[0].source, events[0].purpose, events[0].address) == ("web", "register", "127.0.0.1")


@pytest.mark.parametrize("address", ["/health/", "/sign-in/", "/robots.txt"])
def test_nobody_signed_in_is_nobody_to_write_down(address):
    _answer, events = asked(Client(), address)
    assert events == []


def test_another_and_an_absent_household_leave_the_same_trace(edition):
    client = sign_in_as("tambon_team")
    told = []
    for code in (CODES[4], NOT_THERE):
        answer, (event,) = asked(client, f"/households/{code}/")
        subjects = list(Subject.objects.filter(event=event.pk).values_list("kind", "code"))
        assert subjects == [("household", code)]
        told.append((answer.status_code, event.act, event.outcome, event.about, event.listed))
    assert (
        told[0] == told[1] == (404, "web.request", "refused", {"route": "household", "method": "GET", "status": 404}, 1)
    )


@pytest.mark.parametrize(
    "address",
    [f"/households/{ID_NUMBER}/", f"/figures/{ID_NUMBER}/", f"/runs/{ID_NUMBER}/", f"/agreements/{ID_NUMBER}/",
     f"/{ID_NUMBER}/", "/agreements/สมชาย/", f"/households/?area={ID_NUMBER}", "/households/H-2345-6789-X/"],
)  # fmt: skip
def test_what_was_typed_into_an_address_is_never_kept(address):
    answer, events = asked(sign_in_as("register_keeper"), address)
    assert answer.status_code >= 400
    assert [event.outcome for event in events] == ["refused"]
    with connection.cursor() as cursor:
        cursor.execute("select * from audit_event")
        kept = str(cursor.fetchall())
    assert not Subject.objects.exists()
    assert not any(part in kept for part in (ID_NUMBER, "สมชาย", "H-2345"))


def test_an_unknown_method_is_not_kept_as_it_was_typed():
    client = sign_in_as("register_keeper")
    Event.objects.all().delete()
    Subject.objects.all().delete()
    client.generic(ID_NUMBER, "/about-me/")
    assert Event.objects.get().about["method"] == "other"


def test_all_events_of_one_request_share_its_name():
    client = sign_in_as("register_keeper")
    names = [asked(client, "/about-me/")[1][0].request for _ in range(2)]
    assert len(set(names)) == 2


@pytest.mark.parametrize("proxy", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
def test_only_a_proxy_of_ours_says_where_a_request_came_from(settings, rf, proxy):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "10.0.0.9, 203.0.113.5"})
    assert address_of(request) == ("203.0.113.5" if proxy else "192.0.2.1")
    assert address_of(rf.get("/", REMOTE_ADDR="not an address")) == ""


# -- without a trace nothing leaves


@pytest.fixture
def unwritable(monkeypatch):
    """Make the table of the trail refuse every row, as a full disk or a taken right does."""

    def refuse(*_):
        with connection.cursor() as cursor:
            cursor.execute("insert into audit_event_that_is_not_there values (1)")

    return lambda: monkeypatch.setattr(gate, "_insert", refuse)


@pytest.mark.parametrize(
    "address", ["/about-me/", f"/households/{CODES[0]}/", "/households/", f"/households/{NOT_THERE}/"]
)
def test_case_fault_33_a_page_whose_trace_cannot_be_written_is_not_shown(unwritable, address, edition):
    client = sign_in_as("register_keeper")
    client.raise_request_exception = False
    assert client.get(address).status_code in (200, 404)
    unwritable()
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "บันทึกร่องรอย" in page
    assert CODES[0] not in page
    assert answer.headers["Retry-After"]


def test_case_fault_33_an_export_does_not_begin_and_an_act_is_not_done(unwritable, edition):
    client = sign_in_as("register_keeper")
    client.raise_request_exception = False
    unwritable()
    answer = client.post("/households/export/", {"area": "9901"})
    assert (answer.status_code, answer.streaming) == (503, False)
    assert client.post("/language/", {"language": "en"}).status_code == 503


def test_case_fault_33_a_program_is_told_so_too(unwritable, edition):
    client = program_as("register_keeper")
    client.raise_request_exception = False
    assert client.get("/api/v1/me").status_code == 200
    unwritable()
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_program_is_traced_by_its_user_and_door():

    client = program_as("register_keeper")
    answer, (event,) = asked(client, "/api/v1/areas")
    assert answer.status_code == 200
    assert (event.act, event.source, event.actor, event.purpose) == (
        "web.request",
        "api",
        "register_keeper",
        "register",
    )


def test_what_a_program_is_refused_by_its_first_request_of_a_day_is_called_refused():
    program = Client(headers={"Authorization": f"Bearer {token_for(user_as('auditor'), '')}"})
    answer, events = asked(program, "/api/v1/households")
    assert answer.status_code == 404
    assert [(event.act, event.outcome) for event in events] == [
        ("access.use_token", "done"),
        ("web.request", "refused"),
    ]


def test_the_check_of_names_lets_no_number_of_a_person_through():
    assert traces._is_ours("A-IN-FORCE")
    assert not traces._is_ours("1-1037-00000-00-9")
    assert not traces._is_ours("สมชาย")
