"""The door: coming in, being turned away, changing seat and language, and what lies outside one's post."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from baansuk.access import actions
from baansuk.access.questions import today
from baansuk.access.tests.cast import FROM, grant, sign_in, sign_in_as, user_as
from baansuk.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return user_as("register_keeper")


def try_to_come_in(client, name="register_keeper", password="word-of-register_keeper-1", **more):
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_anonymous_reader_is_sent_to_the_door_and_back_without_the_query(client):
    answer = client.get("/about-me/?q=somchai")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/about-me/"


def test_anonymous_htmx_request_is_told_to_go_to_the_door_whole(client):
    answer = client.get("/about-me/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in/")
    assert answer.content == b""


def test_right_word_opens_and_is_written_down(client, keeper):
    answer = try_to_come_in(client, next="/about-me/")
    assert answer.headers["Location"] == "/about-me/"
    assert client.get("/about-me/").headers["Location"] == "/my-sign-in/second-factor/", "who sees persons owes one"
    assert Event.objects.filter(act="access.come_in", actor="register_keeper").count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_after_coming_in(client, keeper, elsewhere):
    assert try_to_come_in(client, next=elsewhere).headers["Location"] == "/"


def test_wrong_word_keeps_the_name_typed_and_says_the_same_as_for_an_unknown_name(client, keeper):
    wrong = try_to_come_in(client, password="not-the-word")
    unknown = try_to_come_in(client, name="nobody-here", password="not-the-word")
    assert wrong.status_code == unknown.status_code == 422
    assert 'value="register_keeper"' in wrong.content.decode()
    assert "not-the-word" not in wrong.content.decode()
    sentence = "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_after_five_failures_even_the_right_word_waits(client, keeper):
    for _ in range(5):
        try_to_come_in(client, password="not-the-word")
    answer = try_to_come_in(client)
    assert answer.status_code == 422
    assert "โปรดรออีก" in answer.content.decode()
    assert client.get("/about-me/").status_code == 302


def test_empty_form_asks_for_both(client):
    page = client.post("/sign-in/", {}).content.decode()
    assert "โปรดพิมพ์ชื่อบัญชี" in page
    assert "โปรดพิมพ์รหัสผ่าน" in page


def test_going_out_ends_the_session_and_only_by_post(keeper):
    client = Client()
    sign_in(client, keeper)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/about-me/").status_code == 302
    assert Event.objects.filter(act="access.go_out").count() == 1


def test_forms_need_the_token():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "หน้านี้เปิดไว้นานเกินไป" in answer.content.decode()


def test_language_changes_page_cookie_and_account(keeper):
    client = Client()
    sign_in(client, keeper)
    assert 'lang="th"' in client.get("/about-me/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/about-me/"})
    assert answer.headers["Location"] == "/about-me/"
    page = client.get("/about-me/")
    assert 'lang="en"' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    keeper.refresh_from_db()
    assert keeper.language == "en"


def test_language_of_the_account_comes_along_on_coming_in(client, keeper):
    actions.choose_language(user=keeper, language="en", by="test")
    try_to_come_in(client)
    assert 'lang="en"' in client.get("/my-sign-in/second-factor/").content.decode()


def test_language_we_do_not_speak_is_not_found(client):
    assert client.post("/language/", {"language": "xx"}).status_code == 404


def test_browsers_own_language_is_not_asked(client):
    assert 'lang="th"' in client.get("/sign-in/", headers={"Accept-Language": "en-US"}).content.decode()


@pytest.fixture
def two_seats(keeper):
    second = actions.give_post(
        user=keeper, role="governor_view", partner="PROVINCE", area_code="99", valid_from=FROM - timedelta(days=9),
        title_th="ตำแหน่งที่สอง", title_en="Second post", by="test",
    )  # fmt: skip
    grant("PROVINCE", "statistics", classes=["aggregate"])
    client = Client()
    sign_in(client, keeper)
    return client, second


def test_seat_is_switched_with_one_press_and_counts_on_the_next_page(two_seats):
    client, second = two_seats
    first = client.get("/", follow=True)
    assert first.redirect_chain == [("/seat/choose/", 302)], "nothing is seen before one is chosen"
    assert "ตำแหน่งที่สอง" in first.content.decode()
    answer = client.post("/seat/", {"sitting": f"{second.pk}:statistics"}, follow=True)
    assert "ตำแหน่งที่สอง" in answer.content.decode()
    scope = client.get("/about-me/").context["scope"]
    assert (scope.role, scope.sees_persons, scope.keeps_register) == ("governor_view", False, False)
    assert Event.objects.filter(act="access.take_seat").count() == 1


def test_post_that_ends_is_lost_with_the_next_request(two_seats):
    client, second = two_seats
    client.post("/seat/", {"sitting": f"{second.pk}:statistics"})
    actions.end_post(post=second, last_day=today() - timedelta(days=1), by="test")
    assert client.get("/about-me/").context["scope"].role == ""
    assert client.get("/map/")["Location"] == "/seat/choose/", "the keeper's post has two purposes"


def test_post_of_another_an_ended_and_an_absent_one_answer_alike(two_seats):
    client, second = two_seats
    actions.end_post(post=second, last_day=today() - timedelta(days=1), by="test")
    other = user_as("auditor").posts.get()
    asked = (f"{second.pk}:statistics", f"{other.pk}:", "999999:help", f"{second.pk}:police", "x", "")
    answers = [client.post("/seat/", {"sitting": sitting}) for sitting in asked]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_account_without_a_post_is_told_what_to_do(client):
    user = actions.create_user(username="somying", password="word-of-somying-1", partner="CDD", by="test")
    sign_in(client, user)
    assert "ยังไม่มีตำแหน่งที่มีผลในวันนี้" in client.get("/about-me/").content.decode()


def test_stranger_reads_that_nothing_here_is_theirs():
    page = sign_in_as("stranger").get("/about-me/")
    assert page.status_code == 200
    assert page.context["scope"].areas == ()


@pytest.mark.parametrize("role", ["volunteer", "governor_view", "auditor", "stranger"])
def test_about_me_says_what_the_role_sees(role):
    page = sign_in_as(role, language="en").get("/about-me/").content.decode()
    assert "What I may see, and why" in page


def test_pages_of_people_are_never_kept_by_browsers(keeper):
    client = Client()
    sign_in(client, keeper)
    assert "no-store" in client.get("/about-me/").headers["Cache-Control"]
