"""Whoever searches or takes lists out too often waits a little, is told how long, and the trail says so; nobody else waits."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from baansuk.access import pace_counting
from baansuk.access.models import Turns, User
from baansuk.access.pace import EXPORT, LIST, POST, SEARCH, SESSION, Pace, TooFast, seconds_left
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.audit.models import Event
from baansuk.web.tests.api_tools import ROOT, program_as
from tests.kept import written_once

pytestmark = pytest.mark.django_db
FIND = "/households/find/"


edition = written_once(make_edition)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    now = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def find(client: Client, **headers: str):
    return client.post(FIND, {"text": "12/3"}, headers=headers)


def test_the_sixth_search_of_five_waits_is_told_how_long_and_stands_in_the_trail(settings, clock, edition):
    settings.PACES = {SEARCH: {SESSION: Pace(5, 60)}}
    client = sign_in_as("register_keeper")
    assert [find(client).status_code for _ in range(5)] == [200] * 5
    clock[0] += 20
    Event.objects.all().delete()
    answer = find(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
    assert "40 วินาที" in answer.content.decode()
    [event] = Event.objects.all()
    assert (event.act, event.actor, event.outcome) == ("access.slow_down", "register_keeper", "refused")
    assert event.about == {"kind": "search", "counted": "session", "most": 5, "in": 60} and event.post
    part = find(client, **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert part.status_code == 429 and "<html" not in part.content.decode()
    client.cookies["language"] = "en"
    assert "wait 40 seconds" in find(client).content.decode()
    assert client.get("/households/").status_code == 200, "only what is counted waits"
    clock[0] += 40
    assert find(client).status_code == 200
    assert not Turns.objects.filter(key__contains=str(client.session.session_key)).exists(), (
        "no key of a session is kept"
    )


def test_another_session_is_counted_by_itself_and_the_post_over_all(settings, clock, edition):
    settings.PACES = {SEARCH: {SESSION: Pace(3, 60), POST: Pace(5, 3600)}}
    one = sign_in_as("register_keeper")
    user, other = User.objects.get(username="register_keeper"), Client()
    sign_in(other, user)
    sit_down(other, user.posts.get().pk, "register")
    assert [find(one).status_code for _ in range(4)] == [200] * 3 + [429]
    # The refused fourth was not a search of the post's: its session alone was told to wait.
    assert [find(other).status_code for _ in range(2)] == [200, 200]
    sixth = find(other)
    assert sixth.status_code == 429 and "60 นาที" in sixth.content.decode()
    assert Event.objects.filter(act="access.slow_down").latest("pk").about["counted"] == "post"
    # Somebody else's post is another one.
    assert find(sign_in_as("amphoe_officer")).status_code == 200


@pytest.mark.parametrize(
    ("role", "kind", "ask"),
    [
        ("register_keeper", EXPORT, lambda client: client.post("/households/export/", {"area": "990101"})),
        ("auditor", EXPORT, lambda client: client.post("/trail/export/", {"form": "csv"})),
        ("auditor", SEARCH, lambda client: client.get("/trail/")),
    ],
)
def test_every_way_out_is_counted(role, kind, ask, settings, edition):
    settings.PACES = {kind: {SESSION: Pace(1, 60)}}
    client = sign_in_as(role)
    assert ask(client).status_code == 200
    assert ask(client).status_code == 429


def test_a_program_is_told_to_wait_by_its_token(settings, edition):
    settings.PACES = {LIST: {SESSION: Pace(2, 60)}}
    program = program_as("register_keeper")
    assert [program.get(f"{ROOT}/households").status_code for _ in range(2)] == [200, 200]
    answer = program.get(f"{ROOT}/households")
    assert answer.status_code == 429 and answer.json()["code"] == "too_fast" and answer.headers["Retry-After"]
    assert Event.objects.filter(act="access.slow_down", source="api").count() == 1


def test_nought_is_without_end_and_a_stranger_is_not_counted(settings, edition):
    settings.PACES = {SEARCH: {SESSION: Pace(0, 60), POST: Pace(0, 3600)}}
    client = sign_in_as("register_keeper")
    assert {find(client).status_code for _ in range(9)} == {200}
    settings.PACES = {SEARCH: {SESSION: Pace(1, 60)}}
    assert find(Client()).status_code == 302 and not Turns.objects.exists()


def test_a_span_ends_and_a_clock_set_back_lengthens_none(clock):
    pace = Pace(1, 60)
    assert [pace_counting.count_one("k", pace) for _ in range(3)] == [0, 60, 60]
    clock[0] += 59
    assert pace_counting.count_one("k", pace) == 1
    clock[0] += 1
    assert pace_counting.count_one("k", pace) == 0
    clock[0] -= 5000
    assert pace_counting.count_one("k", pace) == 0
    clock[0] += 90_000
    pace_counting.count_one("another", pace)
    assert list(Turns.objects.values_list("key", flat=True)) == ["another"], "what is over for a day goes"
    assert [seconds_left(pace, 100, now) for now in (100, 159, 500)] == [60, 1, 1]


def test_the_sentence_says_minutes_where_it_is_long():
    said = TooFast(EXPORT, POST, Pace(60, 3600), 2999).words
    assert "50 minutes" in said.en and "60 minutes" in said.en and "50 นาที" in said.th
