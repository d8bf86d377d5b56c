"""Where one is signed in: seen, ended from afar, ended by itself, and ended by a new password."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from baansuk.access.models import User
from baansuk.access.tests.cast import sign_in, sign_in_as, user_as
from baansuk.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that only the test moves."""
    moment = [1_790_000_000.0]
    monkeypatch.setattr("time.time", lambda: moment[0])
    return moment


@pytest.fixture
def two(clock):
    """The same officer at two devices."""
    user = user_as("auditor")
    devices = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/150"}), Client()
    for device in devices:
        sign_in(device, user)
    return devices


def inside(client):
    return client.get("/about-me/").status_code == 200


def acts(name):
    return Event.objects.filter(act=name).count()


def test_both_devices_are_listed_and_this_one_is_marked(two):
    page = two[0].get("/my-sign-in/").content.decode()
    assert page.count("ออกจากระบบที่นี่") == 2
    assert page.count("เครื่องนี้</span>") == 1


def test_device_elsewhere_is_signed_out_at_once(two):
    here, there = two
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/my-sign-in/sessions/{other.pk}/end/")
    assert (inside(here), inside(there)) == (True, False)
    assert acts("access.end_sessions") == 1


def test_all_others_are_signed_out(two):
    two[0].post("/my-sign-in/sessions/end-others/")
    assert (inside(two[0]), inside(two[1])) == (True, False)


def test_everywhere_means_here_too(two):
    assert two[0].post("/my-sign-in/sessions/end-all/").headers["Location"] == "/sign-in/"
    assert (inside(two[0]), inside(two[1])) == (False, False)


def test_session_of_another_and_an_absent_one_are_not_found(two):
    stranger = sign_in_as("governor_view")
    theirs = UserSession.objects.get(session_key=two[0].session.session_key)
    answers = [stranger.post(f"/my-sign-in/sessions/{pk}/end/") for pk in (theirs.pk, 999_999)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content
    assert inside(two[0])


def test_new_password_ends_the_other_devices_and_keeps_this_one(two):
    here, there = two
    new = {"password": "a-quiet-river-9", "again": "a-quiet-river-9"}
    assert here.post("/my-sign-in/password/", new).headers["Location"] == "/my-sign-in/"
    assert (inside(here), inside(there)) == (True, False)
    assert User.objects.get(username="auditor").check_password("a-quiet-river-9")
    assert acts("access.change_password") == 1


def test_weak_new_password_changes_nothing(two):
    answer = two[0].post("/my-sign-in/password/", {"password": "12345678", "again": "12345678"})
    assert answer.status_code == 422
    assert "รหัสผ่านเดาง่ายเกินไป" in answer.content.decode()
    assert inside(two[1])


@pytest.mark.parametrize(
    ("role", "away", "stays"),
    [
        ("register_keeper", 1199, True),
        ("register_keeper", 1200, False),
        ("auditor", 1200, True),
        ("auditor", 3600, False),
    ],
)
def test_session_ends_sooner_for_roles_that_see_persons(role, away, stays, clock):
    client = sign_in_as(role)
    clock[0] += away
    assert inside(client) is stays
    assert acts("access.leave_idle") == (0 if stays else 1)


def test_who_was_away_reads_why_and_each_look_begins_the_time_anew(clock):
    client = sign_in_as("register_keeper")
    for _ in range(3):
        clock[0] += 1000
        assert inside(client)
    clock[0] += 1200
    assert client.get("/households/").headers["Location"] == "/sign-in/?next=/households/"
    assert "ไม่มีการใช้งานมาระยะหนึ่ง" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("sent_from", "back"),
    [
        ("http://testserver/verify/urgent/new/?area=99", "/verify/urgent/new/"),
        ("http://elsewhere.example/verify/urgent/new/", "/"),
        ("", "/"),
    ],
)
def test_whoever_sends_a_form_too_late_reads_that_it_was_not_kept_and_comes_back_to_it(sent_from, back, clock):
    client = sign_in_as("register_keeper")
    clock[0] += 1200
    answer = client.post("/verify/urgent/new/", {"what": "เรื่องสมมุติ"}, headers={"Referer": sent_from})
    assert answer.headers["Location"] == f"/sign-in/?next={back}"
    door = client.get("/sign-in/").content.decode()
    assert "สิ่งที่เพิ่งส่งยังไม่ได้บันทึก" in door and "เรื่องสมมุติ" not in door


def test_nobody_stays_longer_than_a_working_day(clock):
    client = sign_in_as("auditor")
    for _ in range(19):
        clock[0] += 1800
        assert inside(client)
    clock[0] += 1800
    assert not inside(client)


def test_page_that_asks_for_itself_keeps_nobody_signed_in(clock):
    client = sign_in_as("register_keeper")
    for _ in range(12):
        clock[0] += 100
        polled = client.get("/running/", headers={"HX-Request": "true"})
    assert polled.headers["HX-Redirect"] == "/sign-in/"


def test_reading_pages_writes_the_session_once_a_minute(clock, django_assert_num_queries):
    client = sign_in_as("auditor")
    inside(client)
    before = client.session["last_seen"]
    clock[0] += 59
    inside(client)
    assert client.session["last_seen"] == before
    clock[0] += 1
    inside(client)
    assert client.session["last_seen"] == time.time()
