"""Urgent looks beyond a post: for hours, with a reason, never beyond the agreement, and longer only by two persons."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baansuk.access import emergency_actions
from baansuk.access.actions import end_post
from baansuk.access.classes import HOUSEHOLD
from baansuk.access.election_questions import check_may_export
from baansuk.access.emergency_actions import approve, ask, end
from baansuk.access.emergency_questions import looks_seen, state_of, wants_more
from baansuk.access.models import Emergency, Grant, Post
from baansuk.access.questions import presence_of, today
from baansuk.access.tests.cast import user_as, vouch_for
from baansuk.audit.models import Event, Subject
from baansuk.places.models import Area
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
REASON = "ไฟไหม้บ้านหลายหลังคืนนี้ ต้องหาที่พัก"


def scope_now(user, purpose="help"):
    return presence_of(user, user.posts.get().pk, purpose).scope


def asked(user, **change):
    given = {"area_code": "990201", "kind": "disaster", "reason": REASON, "hours": 3, "by": user.username}
    return ask(scope=change.pop("scope", None) or scope_now(user), **{**given, **change})


def refused(user, **change):
    rows = Event.objects.count()
    with pytest.raises(Refusal) as told:
        asked(user, **change)
    assert Event.objects.count() == rows
    assert not Emergency.objects.exists()
    return told.value.code


@pytest.fixture(autouse=True)
def places():
    for code in ("990201", "990202", "99020101"):
        Area.objects.create(code=code, level=len(code), name_th=code, match_key=code, sort_key=code)


@pytest.fixture
def team():
    return user_as("tambon_team")


def test_urgent_look_opens_one_area_at_once_and_ends_by_itself(team):
    assert scope_now(team).areas_of(HOUSEHOLD) == ("990101",)
    look = asked(team)
    assert scope_now(team).areas_of(HOUSEHOLD) == ("990101", "990201")
    assert scope_now(team).urgent.ends_at - look.begins_at == timedelta(hours=3)
    assert scope_now(team, "plan").areas_of(HOUSEHOLD) == ("990101",), "for help only"
    Emergency.objects.update(ends_at=timezone.now())
    assert scope_now(team).areas_of(HOUSEHOLD) == ("990101",)


def test_it_costs_no_question_more(team):
    with CaptureQueriesContext(
        connection,
    ) as before:
        scope_now(team)
    asked(team)
    with CaptureQueriesContext(connection) as during:
        scope_now(team)
    assert len(during) == len(before)


def test_a_clock_set_back_does_not_open_it_again(team):
    asked(team)
    Emergency.objects.update(begins_at=timezone.now() + timedelta(minutes=1))
    assert scope_now(team).urgent is None


def test_it_ends_with_the_post_and_with_the_agreement(team):
    asked(team)
    Grant.objects.update(valid_to=today() - timedelta(days=1))
    assert not scope_now(team).sees_persons
    Grant.objects.update(valid_to=today())
    end_post(post=team.posts.get(), last_day=today() - timedelta(days=1), by="t")
    assert not scope_now(team).sees_persons


def test_it_never_goes_beyond_the_agreement_or_the_role(team):
    assert refused(team, area_code="980101") == "beyond_the_agreement"
    Grant.objects.exclude(field_class__in=("household", "identity")).delete()
    asked(team)
    assert scope_now(team).classes_at("99020101") == {"household", "identity"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"area_code": "9902"}, "area_too_wide"),
        ({"area_code": ""}, "area_too_wide"),
        ({"area_code": "990299"}, "area_unknown"),
        ({"area_code": "99010101"}, "seen_already"),
        ({"household": "H-1"}, "area_needed"),
        ({"reason": "ด่วน"}, "reason_missing"),
        ({"kind": "police"}, "not_on_the_list"),
        ({"hours": 48}, "not_on_the_list"),
    ],
)
def test_what_is_not_asked_rightly_is_refused_with_a_sentence(team, change, code):
    assert refused(team, **change) == code


def test_seat_that_sees_no_person_or_plans_has_no_urgent_look(team):
    assert refused(team, scope=scope_now(team, "plan")) == "not_from_here"
    governor = user_as("governor_view")
    assert refused(governor, scope=scope_now(governor, "statistics")) == "not_from_here"


def test_post_of_single_houses_opens_a_single_house():
    social = user_as("social_worker", houses=["H-2"])
    assert refused(social) == "house_needed"
    assert refused(social, household="H-2") == "seen_already"
    asked(social, household="H-1")
    assert scope_now(social).houses == {"H-1", "H-2"}
    assert Subject.objects.filter(kind="household", code="H-1").exists(), "seen on the page of who looked"


def test_longer_than_three_hours_waits_for_a_second_person(team):
    look = asked(team, hours=12)
    assert scope_now(team).urgent.ends_at - look.begins_at == timedelta(hours=3)
    keeper = user_as("register_keeper")
    vouch_for("tambon_team", "register_keeper")
    approve(look=look, scope=scope_now(keeper), by="register_keeper")
    assert scope_now(team).urgent.ends_at - look.begins_at == timedelta(hours=12)
    with pytest.raises(Refusal) as told:
        approve(look=look, scope=scope_now(keeper), by="register_keeper")
    assert told.value.code == "look_over"


def test_three_hours_again_the_same_day_open_only_by_a_second_person(team):
    end(look=asked(team), scope=scope_now(team), by="tambon_team")
    again = asked(team, area_code="99020101")
    assert again.begins_at is None
    assert state_of(again, timezone.now()) == "waiting"
    assert scope_now(team).urgent is None
    keeper = user_as("register_keeper")
    vouch_for("tambon_team", "register_keeper")
    approve(look=again, scope=scope_now(keeper), by="register_keeper")
    assert scope_now(team).urgent.area_code == "99020101"


def test_another_area_on_the_same_day_opens_at_once_but_one_at_a_time(team):
    look = asked(team)
    with pytest.raises(Refusal) as told:
        asked(team, area_code="990202")
    assert told.value.code == "look_open"
    end(look=look, scope=scope_now(team), by="tambon_team")
    assert asked(team, area_code="990202").begins_at is not None


def test_second_person_must_be_another_known_person_who_signs_in_that_area(team):
    look = asked(team, hours=6)
    keeper, chair, officer = user_as("register_keeper"), user_as("amphoe_chair"), user_as("amphoe_officer")

    def code(user):
        with pytest.raises(Refusal) as told:
            approve(look=look, scope=scope_now(user), by=user.username)
        return told.value.code

    assert code(keeper) == "person_unknown"
    vouch_for("register_keeper", "amphoe_chair", "amphoe_officer")
    assert code(keeper) == "drafter_unknown"
    vouch_for("tambon_team")
    assert code(chair) == "may_not_sign", "of another amphoe"
    assert code(officer) == "may_not_sign"
    Post.objects.filter(user=keeper).update(user=team)
    both = presence_of(team, Post.objects.get(role="register_keeper").pk, "help").scope
    with pytest.raises(Refusal) as told:
        approve(look=look, scope=both, by="tambon_team")
    assert told.value.code == "own_draft"


def test_it_is_ended_by_its_holder_or_by_who_signs_there_and_by_nobody_else(team):
    look = asked(team)
    stranger = user_as("amphoe_officer")
    with pytest.raises(Refusal) as told:
        end(look=look, scope=scope_now(stranger), by="amphoe_officer")
    assert told.value.code == "not_yours"
    keeper = user_as("register_keeper")
    end(look=look, scope=scope_now(keeper), by="register_keeper")
    assert scope_now(team).urgent is None
    with pytest.raises(Refusal) as told:
        end(look=look, scope=scope_now(team), by="tambon_team")
    assert told.value.code == "look_over"
    look.refresh_from_db()
    assert not wants_more(look, timezone.now())


def test_keeper_and_auditor_see_it_and_others_do_not(team):
    look = asked(team)
    seen = {}
    for role in (
        "register_keeper",
        "auditor",
        "data_protection_officer",
        "amphoe_officer",
        "governor_view",
        "stranger",
    ):
        user = user_as(role)
        purpose = {"register_keeper": "register", "governor_view": "statistics"}.get(role, "help")
        scope = presence_of(user, user.posts.get().pk, purpose).scope
        seen[role] = list(looks_seen(scope, user)) == [look]
    assert {role for role, known in seen.items() if known} == {"register_keeper", "auditor", "data_protection_officer"}
    assert list(looks_seen(scope_now(team), team)) == [look]


def test_reason_is_not_in_the_trail(team):
    asked(team)
    event = Event.objects.get(act="access.ask_emergency")
    assert "ไฟไหม้" not in str(event.about)
    assert event.about["kind"] == "disaster"


def test_no_list_leaves_from_an_urgent_look(team):
    asked(team)
    check_may_export(scope_now(team), "990101")
    for area in ("990201", "99"):
        with pytest.raises(Refusal) as told:
            check_may_export(scope_now(team), area)
        assert told.value.code == "urgent_is_for_looking"


def test_every_action_writes_its_row_or_does_not_happen(team, monkeypatch):
    written = {
        name
        for name, function in inspect.getmembers(emergency_actions, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == emergency_actions.__name__
    }
    assert written == {"ask", "approve", "end"}
    keeper = user_as("register_keeper")
    vouch_for("tambon_team", "register_keeper")
    tried = [
        lambda: asked(team, hours=6),
        lambda: approve(look=Emergency.objects.get(), scope=scope_now(keeper), by="register_keeper"),
        lambda: end(look=Emergency.objects.get(), scope=scope_now(team), by="tambon_team"),
    ]

    def no_trail(*_, **__):
        raise RuntimeError("the trail cannot be written")

    for act in tried:
        before = list(Emergency.objects.values())
        with monkeypatch.context() as patched:
            patched.setattr("baansuk.audit.gate.write", no_trail)
            with pytest.raises(RuntimeError):
                act()
        assert list(Emergency.objects.values()) == before
        rows = Event.objects.count()
        act()
        assert Event.objects.count() == rows + 1
