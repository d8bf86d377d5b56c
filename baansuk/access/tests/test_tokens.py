"""Tokens for programs: made once and shown once, seeing what their seat sees, ending with it, and never guessed."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from baansuk.access import token_actions
from baansuk.access.actions import give_post
from baansuk.access.bearer import Bearer, MustWait
from baansuk.access.middleware import scope_on
from baansuk.access.models import Grant, Post, SignInTry, Token, User
from baansuk.access.questions import seat_of, today
from baansuk.access.scope import Sitting
from baansuk.access.tests.cast import FROM, grant, sign_in_as, user_as
from baansuk.access.token_questions import PATIENCE_WITH_ADDRESS, scope_of_token, token_of
from baansuk.access.tokens import MOST_DAYS, MOST_IN_FORCE, new_key, read_key
from baansuk.audit.models import Event, Subject
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db


def make(user, purpose="help", days=30):
    seat = seat_of(user.posts.order_by("pk").first())
    return token_actions.make(
        user=user, sitting=Sitting(seat, purpose), name="โปรแกรมทดสอบ", days=days, by=user.username
    )


def asked(text, address="10.0.0.1"):
    """Come to the door with a token; return the token found and the scope put on the request."""
    request = RequestFactory().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}, REMOTE_ADDR=address)
    return Bearer()(request), scope_on(request)


def test_token_is_kept_by_its_hash_only():
    token, key = make(user_as("tambon_team"))
    assert key.text not in str(Token.objects.values().get())
    assert token_of(read_key(key.text)) == token
    assert key.text not in repr(key)


def test_no_two_keys_are_alike_and_only_the_whole_shape_is_read():
    keys = {new_key().text for _ in range(200)}
    assert len(keys) == 200
    assert all(read_key(text).prefix for text in keys)
    for odd in ("", "bsk_", f"{next(iter(keys))}x", f"x{next(iter(keys))}", "bsk_abcdefgh_" + "ก" * 43, "\x00"):
        assert read_key(odd).prefix == ""


def test_token_sees_what_its_seat_sees_for_its_purpose():
    user = user_as("tambon_team")
    _token, key = make(user)
    found, scope = asked(key.text)
    assert found is not None
    assert (scope.username, scope.purpose, scope.areas) == ("tambon_team", "help", ("990101",))
    assert scope.sees_persons


@pytest.mark.parametrize("ending", ["agreement", "post", "purpose"])
def test_what_ends_its_sight_ends_it_on_the_next_request(ending):
    user = user_as("tambon_team")
    _token, key = make(user)
    assert asked(key.text)[1].sees_persons
    yesterday = today() - timedelta(days=1)
    if ending == "agreement":
        Grant.objects.update(valid_to=yesterday)
    elif ending == "post":
        Post.objects.update(valid_to=yesterday)
    else:
        Grant.objects.filter(purpose="help").delete()
    found, scope = asked(key.text)
    assert found is not None, "the token is good; it opens nothing"
    assert (scope.post, scope.granted, scope.sees_persons, scope.sees_figures) == (None, frozenset(), False, False)


def test_token_does_not_move_to_the_only_seat_that_is_left():
    """With one seat in force no choosing is needed: that must not carry an old token into a new post."""
    user = user_as("tambon_team")
    token, _key = make(user)
    other = give_post(
        user=user, role="amphoe_officer", partner="DOPA", area_code="9901", title_th="ก", title_en="a", valid_from=FROM,
        by="test",
    )  # fmt: skip
    grant("DOPA", "help")
    Post.objects.exclude(pk=other.pk).update(valid_to=today() - timedelta(days=1))
    assert scope_of_token(token).post is None


def test_post_that_changed_its_partner_takes_its_tokens_sight_away():
    user = user_as("tambon_team")
    token, _key = make(user)
    Post.objects.update(partner="OTHER")
    grant("OTHER", "help")
    assert scope_of_token(token).post is None


def ended(kind, token, key):
    """Return a token that opens nothing, of one kind."""
    if kind == "expired":
        Token.objects.update(last_day=today() - timedelta(days=1))
    elif kind == "revoked":
        token_actions.revoke(token=token, by="test")
    elif kind == "closed account":
        User.objects.update(is_active=False)
    return {
        "unknown": new_key().text,
        "wrong": f"bsk_{key.prefix}_{'A' * 43}",
        "malformed": "opensesame",
    }.get(kind, key.text)


@pytest.mark.parametrize("kind", ["unknown", "wrong", "malformed", "expired", "revoked", "closed account"])
def test_token_that_opens_nothing_is_turned_away_with_the_same_work(kind):
    text = ended(kind, *make(user_as("tambon_team")))
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        assert asked(text)[0] is None
    questions = [one["sql"] for one in asked_for if one["sql"].lower().startswith("select")]
    reads = [one for one in questions if "access_signintry" not in one and "audit_" not in one]
    assert len(reads) == 3, "the token, the day, and the prefix for the trail, whatever is wrong"
    assert Event.objects.filter(act="access.turn_token_away", outcome="refused").count() == 1


def test_right_token_is_last_used_on_a_day_and_that_is_written_once():
    _token, key = make(user_as("tambon_team"))
    for _ in range(3):
        asked(key.text)
    assert Token.objects.get().last_used_on == timezone.localdate()
    assert Event.objects.filter(act="access.use_token").count() == 1


def test_token_that_failed_too_often_waits_even_when_it_is_right_and_others_do_not():
    user = user_as("tambon_team")
    _token, key = make(user)
    _other, right = make(user)
    for _ in range(5):
        assert asked(f"bsk_{key.prefix}_{'A' * 43}")[0] is None
    with pytest.raises(MustWait) as waits:
        asked(key.text)
    assert 0 < waits.value.seconds <= 30
    assert asked(right.text)[0] is not None, "one forgotten script does not lock out its office"
    assert asked(key.text, address="10.0.0.2")[0] is not None


def test_address_that_guesses_many_tokens_waits_and_no_longer_fills_the_trail():
    _token, right = make(user_as("tambon_team"))
    for _ in range(PATIENCE_WITH_ADDRESS + 5):
        assert asked(new_key().text)[0] is None
    before = Event.objects.count()
    for text in (new_key().text, f"bsk_{right.prefix}_{'A' * 43}"):
        with pytest.raises(MustWait):
            asked(text)
    assert Event.objects.count() == before
    assert asked(right.text)[0] is not None


def test_failures_are_forgotten():
    _token, key = make(user_as("tambon_team"))
    for _ in range(6):
        SignInTry.objects.update(last_at=timezone.now() - timedelta(hours=1))
        asked(f"bsk_{key.prefix}_{'A' * 43}")
    SignInTry.objects.update(last_at=timezone.now() - timedelta(hours=25))
    assert asked(key.text)[0] is not None


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_life_that_is_too_long_or_none_is_refused(days):
    with pytest.raises(Refusal) as refused:
        make(user_as("tambon_team"), days=days)
    assert refused.value.code == "token_days"
    assert not Token.objects.exists()


def test_one_too_many_is_refused_until_one_is_revoked():
    user = user_as("tambon_team")
    made = [make(user)[0] for _ in range(MOST_IN_FORCE)]
    with pytest.raises(Refusal) as refused:
        make(user)
    assert refused.value.code == "token_too_many"
    token_actions.revoke(token=made[0], by="test")
    make(user)


def test_every_action_names_who_does_it_and_leaves_its_trail():
    public = {
        name: one
        for name, one in inspect.getmembers(token_actions, inspect.isfunction)
        if one.__module__ == token_actions.__name__ and not name.startswith("_")
    }
    assert set(public) == {"make", "revoke", "use", "turn_token_away"}
    for one in public.values():
        assert inspect.signature(one).parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    token, key = make(user_as("tambon_team"))
    token_actions.use(token=token, by="t")
    token_actions.revoke(token=token, by="t")
    token_actions.turn_token_away(address="10.0.0.1", key=key, by="door")
    told = Event.objects.filter(act__endswith="_token").values_list("act", flat=True)
    assert set(told) == {"access.make_token", "access.use_token", "access.revoke_token"}
    assert Event.objects.get(act="access.turn_token_away")
    assert key.text not in str(list(Event.objects.values())) + str(list(Subject.objects.values()))


def test_page_makes_one_shows_it_once_and_revokes_it():
    client = sign_in_as("tambon_team", language="en")
    sitting = f"{Post.objects.get().pk}:help"
    page = client.post("/tokens/", {"name": "PAO register", "sitting": sitting, "days": "60"}).content.decode()
    token = Token.objects.get()
    assert (token.name, token.purpose, token.last_day) == ("PAO register", "help", today() + timedelta(days=60))
    text = page.split("<code>")[1].split("</code>")[0]
    assert token_of(read_key(text)) == token
    again = client.get("/tokens/").content.decode()
    assert text not in again
    assert f"bsk_{token.prefix}" in again
    assert client.post(f"/tokens/{token.prefix}/revoke/").status_code == 302
    assert token_of(read_key(text)) is None
    assert "Revoked" in client.get("/tokens/").content.decode()


@pytest.mark.parametrize(
    "asked_for",
    [{"days": "91"}, {"days": "365"}, {"sitting": "9999:help"}, {"sitting": "x"}, {"name": ""}, {"name": "x" * 81}],
)
def test_page_refuses_what_it_did_not_offer(asked_for):
    client = sign_in_as("tambon_team")
    good = {"name": "x", "sitting": f"{Post.objects.get().pk}:help", "days": "30"}
    assert client.post("/tokens/", good | asked_for).status_code == 422
    assert not Token.objects.exists()


def test_purpose_that_no_agreement_grants_makes_no_token():
    client = sign_in_as("tambon_team")
    asked_for = {"name": "x", "sitting": f"{Post.objects.get().pk}:research", "days": "30"}
    assert client.post("/tokens/", asked_for).status_code == 422


def test_session_that_is_not_confirmed_is_led_to_prove_itself_first(monkeypatch):
    monkeypatch.setattr("baansuk.access.token_pages.recently_confirmed", lambda request: False)
    client = sign_in_as("tambon_team")
    assert f"{reverse('prove')}?next=/tokens/" in client.get("/tokens/").content.decode()
    answer = client.post("/tokens/", {"name": "x", "sitting": f"{Post.objects.get().pk}:help", "days": "30"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('prove')}?next=/tokens/")
    assert not Token.objects.exists()


def test_another_persons_token_is_as_absent_as_none():
    token, _key = make(user_as("register_keeper"), purpose="register")
    client = sign_in_as("tambon_team")
    answers = []
    for prefix in (token.prefix, "aaaaaaaa"):
        with CaptureQueriesContext(connection) as asked_for:
            answer = client.post(f"/tokens/{prefix}/revoke/")
        answers.append((answer.status_code, answer.content, dict(answer.headers), len(asked_for)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert token.prefix not in client.get("/tokens/").content.decode()
    assert Token.objects.get().revoked_at is None
