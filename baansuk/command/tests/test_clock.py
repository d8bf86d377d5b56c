"""The command about the day, and what the doctor says of a day that lies ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.access.models import DayCorrection, DayReached
from baansuk.access.questions import today
from baansuk.audit.models import Event
from baansuk.command import __main__ as command
from baansuk.command.checks import findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahead(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    real = today()
    DayReached.objects.update(day=real + timedelta(days=40))
    return real + timedelta(days=40)


def said_by_doctor():
    return [
        finding.words.en
        for finding in findings()
        if finding.state == "bad" and "ahead of the clock" in finding.words.en
    ]


def test_doctor_says_when_the_day_reached_lies_in_the_future(ahead):
    assert len(said_by_doctor()) == 1
    DayReached.objects.update(day=timezone.localdate())
    assert said_by_doctor() == []


def test_both_days_are_shown_and_nothing_is_changed_without_a_reason(ahead, capsys):
    assert command.run(["clock"]) == 0
    shown = capsys.readouterr().out
    assert str(ahead) in shown and str(timezone.localdate()) in shown
    assert DayReached.objects.get().day == ahead


def test_with_a_reason_the_day_is_set_right_and_told(ahead, capsys):
    assert command.run(["clock", "--because", "the server's clock was a month ahead"]) == 0
    assert "the trail says so" in capsys.readouterr().out
    assert today() == timezone.localdate()
    assert (DayCorrection.objects.count(), Event.objects.filter(act="access.correct_day").count()) == (1, 1)


def test_day_that_is_right_or_a_reason_that_says_nothing_is_refused_in_a_sentence(ahead, capsys):
    assert command.run(["clock", "--because", "x"]) == 1
    assert "Write a reason" in capsys.readouterr().err
    DayReached.objects.update(day=timezone.localdate())
    assert command.run(["clock", "--because", "just to see what it does"]) == 1
    assert "nothing to set right" in capsys.readouterr().err
