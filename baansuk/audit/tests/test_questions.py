"""Reads of the trail: every page whole, each event once, and counts that agree with the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from baansuk.audit import days, gate, questions
from baansuk.audit.models import DayCount, Event
from baansuk.audit.questions import Asked, find
from baansuk.audit.setting import Setting, acting_from

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)


def write(monkeypatch, act="people.look", by="keeper", at=NOON, **said) -> int:
    monkeypatch.setattr(timezone, "now", lambda: at)
    with transaction.atomic():
        return gate.write(act, by=by, **said)


def numbers(asked: Asked, **more) -> list[int]:
    return [event.pk for event in find(asked, **more)]


def test_everything_that_is_said_must_fit(monkeypatch):
    mine = write(monkeypatch, partner="HEALTH", subjects=[("household", "H-1")])
    write(monkeypatch, by="other", partner="HEALTH", subjects=[("household", "H-1")])
    refused = write(monkeypatch, outcome="refused", at=NOON + timedelta(days=1))
    assert numbers(Asked(actor="keeper")) == [refused, mine]
    assert numbers(Asked(actor="keeper", partner="HEALTH")) == [mine]
    assert numbers(Asked(outcome="refused")) == [refused]
    assert numbers(Asked(actor="keeper", kind="household", code="H-1")) == [mine]
    assert numbers(Asked(kind="household", code="H-2")) == []
    assert numbers(Asked(act="people.look", ends=date(2026, 3, 1), actor="keeper")) == [mine]
    assert numbers(Asked(begins=date(2026, 3, 2))) == [refused]


def test_days_are_days_in_thailand(monkeypatch):
    late = write(monkeypatch, at=datetime(2026, 3, 1, 16, 59, 59, tzinfo=UTC))
    early = write(monkeypatch, at=datetime(2026, 3, 1, 17, tzinfo=UTC))
    assert numbers(Asked(ends=date(2026, 3, 1))) == [late]
    assert numbers(Asked(begins=date(2026, 3, 2))) == [early]


def test_pages_bring_each_event_once_even_at_the_same_moment_and_after_a_clock_set_back(monkeypatch):
    ways = [timedelta(0), timedelta(0), timedelta(hours=1), timedelta(hours=-3), timedelta(0)]
    for way in ways * 3:
        write(monkeypatch, at=NOON + way, subjects=[("household", "H-1")])
    for asked in (Asked(), Asked(kind="household", code="H-1")):
        found, before = [], questions.LARGEST
        while page := find(asked, before=before, most=4):
            found += [event.pk for event in page]
            before = found[-1]
        assert sorted(found) == sorted(Event.objects.values_list("pk", flat=True)) == sorted(set(found))


def test_many_events_of_one_subject_are_walked_in_pieces(monkeypatch):
    monkeypatch.setattr(questions, "AT_ONCE", 4)
    made = [write(monkeypatch, by=f"u{n % 3}", subjects=[("household", "H-1")] * 2) for n in range(12)]
    assert numbers(Asked(kind="household", code="H-1")) == made[::-1]
    assert numbers(Asked(kind="household", code="H-1", actor="u0"), most=2) == [made[9], made[6]]


def test_all_events_of_one_request_are_found_together(monkeypatch):
    with acting_from(Setting("web", request="r-1")):
        first, second = write(monkeypatch), write(monkeypatch, "people.search")
    alone = write(monkeypatch)
    events = Event.objects.in_bulk()
    assert [event.pk for event in questions.events_of_request(events[second])] == [first, second]
    assert [event.pk for event in questions.events_of_request(events[alone])] == [alone]


def test_what_an_account_touched_in_a_span_is_whole(monkeypatch):
    many = [("household", f"H-{number}") for number in range(gate.MOST_SUBJECTS + 1)]
    write(monkeypatch, subjects=many)
    write(monkeypatch, subjects=[("person", "P-1"), ("household", "H-x")])
    write(monkeypatch, subjects=[("person", "P-2")], at=NOON + timedelta(hours=2))
    write(monkeypatch, by="other", subjects=[("person", "P-3")])
    span = (NOON, NOON + timedelta(hours=1))
    found = questions.touched_by("keeper", *span)
    assert found == {*many, ("person", "P-1"), ("household", "H-x")}
    assert questions.touched_by("keeper", *span, kinds=["person"]) == {("person", "P-1")}
    assert questions.touched_by("nobody", *span) == set()


def test_acts_are_counted_by_day_from_what_was_counted_and_what_is_new(monkeypatch):
    for _ in range(3):
        write(monkeypatch)
    write(monkeypatch, "people.search", at=NOON + timedelta(days=1))
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    expected = [(second, "people.search", "done", 1), (first, "people.look", "done", 3)]

    def counted():
        return [(one.day, one.act, one.outcome, one.times) for one in questions.acts_by_day(first, second)]

    assert counted() == expected
    DayCount.objects.create(day=first, act="people.look", outcome="done", times=3, last=NOON)
    assert counted() == expected
    assert [one.times for one in questions.acts_by_day(first, second, act="people.look")] == [3]


def test_acts_since_a_moment_are_the_same_whether_days_were_counted_or_not(monkeypatch):
    for hours in (-30, -6, 0, 3, 20, 26, 50):
        write(monkeypatch, "people.look" if hours % 4 else "people.search", at=NOON + timedelta(hours=hours))
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=50))
    before = questions.acts_since(NOON - timedelta(hours=7))
    assert sum(one.times for one in before) == 6
    days.count_days(by="worker")
    Event.objects.filter(act="audit.count").delete()
    assert questions.acts_since(NOON - timedelta(hours=7)) == before
