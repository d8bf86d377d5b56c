"""The auditor's search: every event once, in order, within its time, and cases of protection told to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from baansuk.audit import days, gate, questions, searching
from baansuk.audit.models import Event, Subject
from baansuk.audit.questions import Asked
from baansuk.audit.searching import START, Place, read_place, search, walk
from baansuk.audit.setting import Setting, acting_from
from baansuk.audit.standing import is_whole, standing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)
MARCH = Asked(begins=date(2026, 3, 1), ends=date(2026, 3, 31))


def write(monkeypatch, act="people.look", by="keeper", at=NOON, **said) -> int:
    monkeypatch.setattr(timezone, "now", lambda: at)
    with transaction.atomic():
        return gate.write(act, by=by, **said)


def pages(asked: Asked, most: int, **more) -> list[list[int]]:
    found: list[list[int]] = []
    place: Place | None = START
    while place is not None:
        page = search(asked, after=place, most=most, **more)
        found.append([event.pk for event in page.events])
        place = page.next
    return found


def test_pages_bring_each_event_once_the_newest_first(monkeypatch):
    moments = [NOON + timedelta(days=day) for day in (0, 0, 3, 9, 9, 9, 29)]
    made = [write(monkeypatch, at=moment) for moment in moments]
    write(monkeypatch, at=NOON - timedelta(days=1))
    assert pages(MARCH, 2) == [made[:-3:-1], made[4:2:-1], made[2:0:-1], made[:1]]
    assert [event.pk for event in walk(MARCH, at_once=2)] == made[::-1]
    assert search(MARCH, most=2).count == 7


def test_everything_that_is_said_must_fit(monkeypatch):
    with acting_from(Setting("web", address="192.0.2.1", post=4)):
        looked = write(monkeypatch)
    with acting_from(Setting("api", address="192.0.2.2", post=5)):
        exported = write(monkeypatch, "people.export", at=NOON + timedelta(hours=1))

    def found(**said) -> list[int]:
        return [event.pk for event in search(replace(MARCH, **said)).events]

    assert found(address="192.0.2.1") == [looked]
    assert found(acts=("people.export", "protect.extract")) == [exported]
    assert found(post=5) == [exported]
    assert found(act="people.look", acts=("people.export",)) == [looked]
    assert found(source="api", address="192.0.2.1") == []


def test_when_its_time_is_over_a_search_says_how_far_it_came_and_goes_on_from_there(monkeypatch):
    made = [write(monkeypatch, at=NOON + timedelta(days=day)) for day in (0, 10, 20)]
    hurried = search(MARCH, most=2, seconds=0)
    assert hurried.many and hurried.back_to == datetime(2026, 3, 30, 17, tzinfo=UTC)
    assert [one for page in pages(MARCH, 2, seconds=0) for one in page] == made[::-1]
    assert len(pages(MARCH, 2, seconds=0)) > 3


def test_a_hurried_search_by_subject_goes_on_too(monkeypatch):
    monkeypatch.setattr(questions, "AT_ONCE", 2)
    made = [write(monkeypatch, by=f"u{n % 2}", subjects=[("household", "H-1")]) for n in range(7)]
    asked = Asked(kind="household", code="H-1", actor="u0")
    assert [one for page in pages(asked, 2, seconds=0) for one in page] == made[::-2]
    assert pages(asked, 3) == [made[:1:-2], made[:1]]


def test_counting_ends_at_a_thousand(monkeypatch):
    monkeypatch.setattr(searching, "MOST_COUNTED", 5)
    for number in range(9):
        write(monkeypatch, at=NOON + timedelta(minutes=number), subjects=[("run", "7")])
    for asked in (MARCH, Asked(kind="run", code="7")):
        page = search(asked, most=3)
        assert (len(page.events), page.count, page.many) == (3, 6, True)
    assert search(MARCH, most=3, after=Place(searching._micros(NOON + timedelta(minutes=3)), 4)).count == 3


@pytest.mark.parametrize("text", ["", "x", "1", "-", "1-", "๑-๒", f"1-{1 << 64}", f"{1 << 63}-1", "1-2-3"])
def test_what_is_no_place_is_the_start(text):
    assert read_place(text) == START


def test_a_place_far_away_is_an_empty_page(monkeypatch):
    write(monkeypatch)
    assert read_place(str(Place(12, 3))) == Place(12, 3)
    assert search(MARCH, after=Place(0, 3)).events == []
    assert len(search(MARCH, after=Place(questions.LARGEST - 1, 3)).events) == 1


def test_nobody_comes_to_a_case_of_protection_from_a_household_or_a_person(monkeypatch):
    subjects = [("household", "H-1"), ("person", "P-1")]
    looked = write(monkeypatch, subjects=subjects)
    case = write(monkeypatch, "protection.open", subjects=subjects)
    for kind, code in subjects:
        assert [event.pk for event in questions.events_about(kind, code, below=questions.LARGEST, most=9)] == [looked]
        assert [event.pk for event in search(Asked(kind=kind, code=code)).events] == [looked]
    assert questions.subjects_of(Event.objects.get(pk=case)) == []
    # Whoever must tell what a stolen account saw is told all of it.
    span = (NOON, NOON + timedelta(hours=1))
    assert questions.touched_by("keeper", *span) == set(subjects)


def test_an_event_knows_whether_it_is_whole_and_which_head_seals_it(monkeypatch):
    number = write(monkeypatch, subjects=[("household", "H-1")], about={"page": 1})
    event = Event.objects.get(pk=number)
    assert is_whole(event) and days.sealed_by(event) is None
    assert standing().unsealed == 1 and standing().head is None
    head = days.seal(by="test")
    assert days.sealed_by(event) == head
    # What sealed is itself an event of the chain, seen by this head.
    assert (standing().head, standing().unsealed, standing().chains) == (head, 0, 1)
    write(monkeypatch)
    assert standing().unsealed == 1
    Subject.objects.filter(event=number).update(code="H-2")
    assert not is_whole(Event.objects.get(pk=number))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan in the words of SQLite")
@pytest.mark.parametrize(
    "said",
    [
        {}, {"actor": "a"}, {"partner": "p"}, {"act": "x"}, {"acts": ("x", "y")}, {"outcome": "refused"}, {"address": "a"},
        {"source": "api"}, {"actor": "a", "post": 1}, {"partner": "p", "outcome": "refused", "acts": ("x", "y")},
    ],
    ids=str,
)  # fmt: skip
def test_no_search_reads_the_whole_trail(said):
    fits = questions.said_of(Asked(**said))
    plan = searching._within(fits, NOON, NOON + timedelta(days=1), START).values_list("at", "pk").explain()
    assert "SEARCH audit_event USING" in plan and "SCAN" not in plan
    assert "at>? AND at<?" in plan, "within the days asked for, whichever index is taken"
