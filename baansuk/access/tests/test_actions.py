"""Every change of who may see what is checked, and leaves its trail in the same transaction."""

from __future__ import annotations

import inspect
from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.utils import timezone

from baansuk.access import actions
from baansuk.access.models import DayReached, Grant, HouseMark, Post, SignInTry, User
from baansuk.access.person_questions import check_second_person
from baansuk.access.questions import presence_of, scope_again, seat_of, seconds_to_wait, today
from baansuk.access.scope import NOBODY, Sitting
from baansuk.access.tests.cast import FROM, TO, grant, user_as
from baansuk.audit.models import Event, Subject
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db


def acts():
    return list(Event.objects.order_by("pk").values_list("act", flat=True))


def test_account_alone_sees_nothing():
    user = actions.create_user(username="somying", password="word-of-somying-1", partner="CDD", by="test")
    assert presence_of(user, None).scope.areas == ()
    assert acts() == ["access.create_user"]
    assert user.check_password("word-of-somying-1")


def test_account_name_is_taken_whatever_its_capitals():
    actions.create_user(username="somying", password="word-of-somying-1", partner="CDD", by="test")
    with pytest.raises(Refusal) as refused:
        actions.create_user(username="SomYing", password="word-of-somying-1", partner="CDD", by="test")
    assert refused.value.code == "name_taken"


@pytest.mark.parametrize("password", ["short1", "12345678901", "password"])
def test_weak_password_is_refused_and_no_account_made(password):
    with pytest.raises(Refusal) as refused:
        actions.create_user(username="somying", password=password, partner="CDD", by="test")
    assert refused.value.code == "password_weak"
    assert not User.objects.exists()


def test_post_takes_effect_at_once_and_ends_after_its_last_day():
    user = user_as("tambon_team")
    post = user.posts.get()
    assert presence_of(user, post.pk, "help").scope.areas == ("990101",)
    actions.end_post(post=post, last_day=today(), by="test")
    assert presence_of(user, post.pk, "help").scope.areas == ("990101",)
    actions.end_post(post=post, last_day=today() - timedelta(days=1), by="test")
    assert presence_of(user, post.pk, "help").scope.areas == ()
    assert acts()[-2:] == ["access.end_post", "access.end_post"]


def test_unknown_role_and_days_turned_round_are_refused():
    user = user_as("tambon_team")
    common: dict[str, Any] = {
        "user": user,
        "partner": "CDD",
        "area_code": "99",
        "title_th": "ก",
        "title_en": "a",
        "by": "test",
    }
    with pytest.raises(Refusal) as unknown:
        actions.give_post(role="mayor", **common)
    with pytest.raises(Refusal) as turned:
        actions.give_post(role="auditor", valid_to=today() - timedelta(days=1), **common)
    assert (unknown.value.code, turned.value.code) == ("role_unknown", "days_turned")
    assert Post.objects.count() == 1


def test_assigning_houses_replaces_the_list_and_names_each_in_the_trail():
    user = user_as("volunteer", houses=["H-AAAA-AAAA-A", "H-BBBB-BBBB-B"])
    actions.assign_houses(post=user.posts.get(), households=["H-BBBB-BBBB-B", "H-CCCC-CCCC-C"], by="officer")
    assert presence_of(user, None).scope.houses == frozenset({"H-BBBB-BBBB-B", "H-CCCC-CCCC-C"})
    event = Event.objects.latest("pk")
    assert (event.act, event.actor) == ("access.assign_houses", "officer")
    assert (event.about["added"], event.about["taken_away"]) == (1, 1)
    assert Subject.objects.filter(event=event.pk, kind="household").count() == 2


def test_houses_are_not_assigned_to_a_post_that_sees_its_area():
    post = user_as("tambon_team").posts.get()
    with pytest.raises(Refusal) as refused:
        actions.assign_houses(post=post, households=["H-AAAA-AAAA-A"], by="test")
    assert refused.value.code == "role_sees_areas"


def test_scope_costs_three_queries_and_four_for_a_volunteer(django_assert_num_queries):
    officer, volunteer = user_as("amphoe_officer"), user_as("volunteer", houses=[f"H-AAAA-AAAA-{n}" for n in range(15)])
    with django_assert_num_queries(3):
        presence_of(officer, 0, "help")
    with django_assert_num_queries(4):
        presence_of(volunteer, None)


def test_failed_tries_make_known_and_unknown_names_wait_alike():
    user_as("auditor")
    for name in ("auditor", "nobody-here"):
        for _ in range(5):
            actions.turn_away(name=name, by="door")
        assert 0 < seconds_to_wait(name) <= 30, name
    assert seconds_to_wait("Auditor ") > 0, "capitals and spaces are not a second chance"


def test_name_typed_in_vain_is_written_down_only_when_it_is_an_account():
    user_as("auditor")
    actions.turn_away(name="my-password-by-mistake", by="door")
    actions.turn_away(name="auditor", by="door")
    assert list(Subject.objects.filter(kind="user", code="my-password-by-mistake")) == []
    assert not SignInTry.objects.filter(name_hash__contains="password").exists()
    refusals = Event.objects.filter(act="access.turn_away", outcome="refused")
    assert [event.listed for event in refusals] == [1, 1], "both cost the same"
    assert not Subject.objects.filter(code__contains="password").exists(), "of an unknown name only a keyed hash"


def test_coming_in_forgets_the_failures():
    user = user_as("auditor")
    for _ in range(6):
        actions.turn_away(name="auditor", by="door")
    actions.come_in(user=user, by="auditor")
    assert seconds_to_wait("auditor") == 0


def test_demonstration_accounts_are_refused_outside_a_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        actions.demo_accounts(by="command")
    assert refused.value.code == "not_a_demonstration"
    assert not User.objects.exists()


@pytest.mark.parametrize(("demo", "marked"), [(True, False), (False, True)])
def test_demonstration_accounts_need_the_mark_in_the_database_and_the_setting(settings, demo, marked):
    settings.DEMO = True
    if marked:
        actions.mark_demonstration(by="command")
    settings.DEMO = demo
    with pytest.raises(Refusal):
        actions.demo_accounts(by="command")


def test_house_with_real_accounts_never_becomes_a_demonstration(settings):
    settings.DEMO = True
    user_as("auditor")
    with pytest.raises(Refusal) as refused:
        actions.mark_demonstration(by="command")
    assert refused.value.code == "not_for_a_demonstration"


def test_demonstration_accounts_are_made_once_with_one_role_each(settings):
    settings.DEMO = True
    actions.mark_demonstration(by="command")
    first = actions.demo_accounts(by="command")
    events = Event.objects.count()
    assert actions.demo_accounts(by="command") == first
    assert Event.objects.count() == events, "the second time changes nothing"
    assert {name for name, _, _ in first} == {
        "volunteer", "tambon_team", "amphoe_officer", "register_keeper", "governor_view", "auditor", "stranger",
        "second_keeper", "dpo", "village_head", "local_officer", "amphoe_chair", "social_worker",
    }  # fmt: skip
    for name, password, words in first:
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.password_sample
        role = {"second_keeper": "register_keeper", "dpo": "data_protection_officer"}.get(name, name)
        assert presence_of(user, None).offered[0].seat.role == role
        assert words.th != words.en
    officer = User.objects.get(username="amphoe_officer")
    assert {one.seat.role for one in presence_of(officer, None).offered} == {"amphoe_officer", "tambon_team"}


def test_the_two_keepers_of_the_demonstration_are_two_persons(settings):
    settings.DEMO = True
    actions.mark_demonstration(by="command")
    actions.demo_accounts(by="command")
    day = today()
    check_second_person(by="second_keeper", drafted_by="register_keeper", drafted_on=day)
    check_second_person(by="register_keeper", drafted_by="second_keeper", drafted_on=day)
    with pytest.raises(Refusal):
        check_second_person(by="second_keeper", drafted_by="second_keeper", drafted_on=day)


def test_demonstration_volunteer_gets_the_houses_given(settings):
    settings.DEMO = True
    actions.mark_demonstration(by="command")
    actions.demo_accounts(by="command", houses=["H-AAAA-AAAA-A"])
    actions.demo_accounts(by="command")
    volunteer = User.objects.get(username="volunteer")
    assert presence_of(volunteer, None).scope.houses == frozenset({"H-AAAA-AAAA-A"})


def test_every_action_is_keyword_only_and_names_who_does_it():
    public = [
        function
        for name, function in inspect.getmembers(actions, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == actions.__name__
    ]
    assert len(public) >= 9
    checks = [function for function in public if function.__name__.startswith("check_")]
    for function in (one for one in public if one not in checks):
        parameters = inspect.signature(function).parameters
        assert "by" in parameters, function.__name__
        assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values()), function.__name__


def grant_row(**parts):
    row = {"agreement": "A", "partner": "CDD", "field_class": "household", "purpose": "help", "area_code": "99"}
    return Grant(**{**row, "valid_from": FROM, "valid_to": TO, **parts})


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"field_class": "police"}, "not_on_the_list"),
        ({"purpose": "immigration"}, "not_on_the_list"),
        ({"area_code": ""}, "area_unknown"),
        ({"area_code": "99%"}, "area_unknown"),
        ({"valid_to": FROM - timedelta(days=1)}, "days_turned"),
    ],
)
def test_grant_that_no_agreement_can_give_is_refused_and_the_earlier_ones_stay(parts, code):
    actions.set_grants(agreement="A", rows=[grant_row()], by="test")
    with pytest.raises(Refusal) as refused:
        actions.set_grants(agreement="A", rows=[grant_row(**parts)], by="test")
    assert refused.value.code == code
    assert Grant.objects.filter(agreement="A").count() == 1


def test_grants_of_one_agreement_are_replaced_whole_and_those_of_others_stay():
    grant("CDD", "help", agreement="B", classes=["household"])
    actions.set_grants(agreement="A", rows=[grant_row(), grant_row(field_class="identity")], by="test")
    actions.set_grants(agreement="A", rows=[grant_row(field_class="aid")], by="test")
    assert set(Grant.objects.values_list("agreement", "field_class")) == {("A", "aid"), ("B", "household")}


def test_ended_grant_ends_sight_on_the_next_question_and_for_whatever_lasts_longer():
    user = user_as("tambon_team")
    post = user.posts.get()
    scope = presence_of(user, post.pk, "help").scope
    assert scope_again(scope) == scope
    Grant.objects.update(valid_to=today() - timedelta(days=1))
    assert presence_of(user, post.pk, "help").scope.granted == frozenset()
    assert scope_again(scope) == NOBODY


def test_closed_account_is_nobody_for_whatever_lasts_longer():
    user = user_as("tambon_team")
    scope = presence_of(user, user.posts.get().pk, "help").scope
    User.objects.update(is_active=False)
    assert scope_again(scope) == NOBODY


def test_clock_set_back_brings_nothing_back_to_life():
    real = today()
    DayReached.objects.update(day=real + timedelta(days=40))
    assert today() == real + timedelta(days=40)
    user = user_as("tambon_team")
    Grant.objects.update(valid_to=real + timedelta(days=39))
    assert presence_of(user, user.posts.get().pk, "help").scope.granted == frozenset()


# Every action once, so that one without a trail is found the day it is written.
TRIED = {
    "create_user": lambda user, post: actions.create_user(
        username="other", password="word-of-other-1", partner="CDD", by="t"
    ),
    "give_post": lambda user, post: actions.give_post(
        user=user,
        role="auditor",
        partner="X",
        area_code="99",
        title_th=f"ก{Post.objects.count()}",
        title_en="a",
        by="t",
    ),
    "end_post": lambda user, post: actions.end_post(post=post, last_day=today(), by="t"),
    "assign_houses": lambda user, post: actions.assign_houses(post=post, households=[token_hex(6)], by="t"),
    "come_in": lambda user, post: actions.come_in(user=user, by="t"),
    "turn_away": lambda user, post: actions.turn_away(name="x", by="t"),
    "go_out": lambda user, post: actions.go_out(user=user, by="t"),
    "take_seat": lambda user, post: actions.take_seat(sitting=Sitting(seat_of(post), "help"), by="t"),
    "set_grants": lambda user, post: actions.set_grants(agreement="A", rows=[grant_row()], by="t"),
    "choose_language": lambda user, post: actions.choose_language(user=user, language="en", by="t"),
    "demo_accounts": lambda user, post: demo_accounts_where_marked(),
    "mark_demonstration": lambda user, post: mark_where_no_account_is_real(),
}


def mark_where_no_account_is_real():
    HouseMark.objects.all().delete()
    User.objects.update(password_sample=True)
    actions.mark_demonstration(by="t")


def demo_accounts_where_marked():
    HouseMark.objects.get_or_create(name="demonstration", defaults={"marked_at": timezone.now()})
    return actions.demo_accounts(by="t")


def test_every_action_is_tried_below():
    written = {
        name
        for name, function in inspect.getmembers(actions, inspect.isfunction)
        if not name.startswith(("_", "check_")) and function.__module__ == actions.__name__
    }
    assert written == set(TRIED)


@pytest.mark.parametrize("name", sorted(TRIED))
def test_every_action_leaves_a_row_in_the_trail_or_does_not_happen(name, settings, monkeypatch):
    settings.DEMO = True
    user = user_as("volunteer")
    before = Event.objects.count()
    TRIED[name](user, user.posts.get())
    assert Event.objects.count() > before

    def no_trail(*_, **__):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("baansuk.audit.gate.write", no_trail)
    User.objects.exclude(pk=user.pk).delete()
    counts = User.objects.count(), Post.objects.count(), SignInTry.objects.count()
    with pytest.raises(RuntimeError):
        TRIED[name](user, user.posts.get(role="volunteer"))
    assert (User.objects.count(), Post.objects.count(), SignInTry.objects.count()) == counts
