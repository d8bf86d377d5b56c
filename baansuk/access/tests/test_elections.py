"""Election periods close lists, hand-outs and ceremonies of an area; the day reached is set right by hand only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from baansuk.access.day_actions import correct_day
from baansuk.access.election_actions import end_period, set_period
from baansuk.access.election_questions import (
    check_may_export,
    check_may_hand_out,
    check_may_hold_ceremony,
    election_on,
    period_kept,
    periods_seen,
)
from baansuk.access.models import DayCorrection, DayReached, ElectionPeriod
from baansuk.access.questions import today
from baansuk.access.tests.cast import scope_as, user_as
from baansuk.audit.models import Event
from baansuk.places.models import Area
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def places():
    above = None
    for code in ("99", "9901", "990101"):
        above = Area.objects.create(
            code=code, level=len(code), parent=above, name_th=f"พื้นที่ {code}", match_key=code, sort_key=code
        )


def asked(role="register_keeper", **change):
    given = {
        "area_code": "9901", "name_th": "เลือกตั้งนายก อบต.", "name_en": "", "first_day": today(),
        "last_day": today() + 30 * DAY, "by": role,
    }  # fmt: skip
    return set_period(scope=change.pop("scope", None) or scope_as(role), **{**given, **change})


@pytest.mark.parametrize(("area", "touched"), [("9901", True), ("99010101", True), ("99", True), ("9902", False)])
def test_election_closes_its_area_every_part_and_whatever_holds_it(area, touched):
    asked()
    assert (election_on(area) is not None) is touched
    for check in (
        check_may_hand_out,
        check_may_hold_ceremony,
        lambda code: check_may_export(scope_as("register_keeper"), code),
    ):
        if not touched:
            check(area)
            continue
        with pytest.raises(Refusal) as told:
            check(area)
        assert told.value.code == "election"


def test_both_days_are_closed_and_the_days_around_are_not():
    period = asked(first_day=today() + DAY, last_day=today() + 2 * DAY)
    open_days = [election_on("9901", today() + number * DAY) is None for number in range(4)]
    assert open_days == [True, False, False, True]
    assert election_on("9901", period.last_day) == period


def test_election_that_was_put_off_is_ended_at_once():
    period = asked()
    end_period(period=period, scope=scope_as("register_keeper"), by="register_keeper")
    assert election_on("9901") is None
    with pytest.raises(Refusal):
        end_period(period=period, scope=scope_as("register_keeper"), by="register_keeper")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"area_code": "9909"}, "area_unknown"),
        ({"first_day": 2, "last_day": 1}, "days_turned"),
        ({"first_day": -9, "last_day": -1}, "day_passed"),
        ({"first_day": 0, "last_day": 400}, "too_long"),
    ],
)
def test_wrong_area_or_days_are_refused_with_a_sentence(change, code):
    days = {name: today() + value * DAY for name, value in change.items() if name != "area_code"}
    with pytest.raises(Refusal) as told:
        asked(**{**change, **days})
    assert told.value.code == code
    assert not ElectionPeriod.objects.exists()


@pytest.mark.parametrize("role", ["amphoe_officer", "governor_view", "auditor", "stranger", "tambon_team"])
def test_only_the_register_keeper_of_the_area_sets_and_ends_one(role):
    with pytest.raises(Refusal) as told:
        asked(role)
    assert told.value.code == "area_of_others"
    period = asked()
    with pytest.raises(Refusal):
        end_period(period=period, scope=scope_as(role), by=role)
    with pytest.raises(Http404):
        period_kept(scope_as(role), period.pk)
    assert list(periods_seen(scope_as(role))) == ([] if role == "stranger" else [period])


@pytest.mark.parametrize("which", ["set", "end"])
def test_election_leaves_its_row_or_does_not_happen(which, monkeypatch):
    period = asked() if which == "end" else None
    rows = Event.objects.count()

    def no_trail(*_, **__):
        raise RuntimeError("the trail cannot be written")

    def act():
        if period is None:
            return asked()
        return end_period(period=period, scope=scope_as("register_keeper"), by="register_keeper")

    before = list(ElectionPeriod.objects.values())
    with monkeypatch.context() as patched:
        patched.setattr("baansuk.audit.gate.write", no_trail)
        with pytest.raises(RuntimeError):
            act()
    assert list(ElectionPeriod.objects.values()) == before
    act()
    assert Event.objects.count() == rows + 1


def test_day_reached_in_the_future_is_set_right_with_a_reason_and_in_the_trail():
    real = today()
    DayReached.objects.update(day=real + 40 * DAY)
    with pytest.raises(Refusal) as told:
        correct_day(because="ผิด", by="command")
    assert told.value.code == "reason_missing"
    assert today() == real + 40 * DAY
    correct_day(because="นาฬิกาเครื่องแม่ข่ายเพี้ยนไปหนึ่งเดือน", by="command")
    assert today() == real
    kept = DayCorrection.objects.get()
    assert (kept.day_before, kept.day_after) == (real + 40 * DAY, real)
    event = Event.objects.get(act="access.correct_day")
    assert "นาฬิกา" not in str(event.about)
    with pytest.raises(Refusal) as told:
        correct_day(because="ลองอีกครั้งเพื่อดูว่าเป็นอย่างไร", by="command")
    assert told.value.code == "day_is_right"


def test_setting_the_day_right_leaves_its_row_or_does_not_happen(monkeypatch):
    user_as("auditor")
    DayReached.objects.update(day=today() + 40 * DAY)

    def no_trail(*_, **__):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("baansuk.audit.gate.write", no_trail)
    with pytest.raises(RuntimeError):
        correct_day(because="นาฬิกาเครื่องแม่ข่ายเพี้ยน", by="command")
    assert not DayCorrection.objects.exists()
