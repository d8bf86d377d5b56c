"""Heads: made when due, published durably, and never earlier than the last whatever the clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from baansuk.audit import days, gate, heads
from baansuk.audit.models import DayCount, Event, Head, Subject
from baansuk.audit.verify import verify
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock of the whole room."""

    def to(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    monkeypatch.setattr(gate, "_mine", gate._Thread())
    to(NOON)
    return to


def look(count: int = 1) -> None:
    for _ in range(count):
        with transaction.atomic():
            gate.write("people.look", by="keeper", subjects=[("household", "H-1")])


def kinds() -> list[str]:
    return [fault.kind for fault in verify().faults]


def test_a_head_names_every_chain_that_has_grown_and_is_published(clock):
    look(3)
    days.seal(by="worker")
    gate._forget()
    look(2)
    days.seal(by="worker")
    one, two = (heads.read(line, days.key()) for line in days.published_lines())
    assert one is not None
    assert two is not None
    assert days.published_lines() == list(Head.objects.order_by("number").values_list("line", flat=True))
    assert [sorted(claim.length for claim in head.claims.values()) for head in (one, two)] == [[4], [3]]
    assert (one.number, one.before, two.previous) == (1, (0, 0), one.hash)
    assert verify().unsealed == 0


def test_an_hourly_head_is_made_once_an_hour_and_at_the_change_of_the_day(clock):
    hour = timedelta(hours=1)
    assert days.seal(by="worker", every=hour)
    assert days.seal(by="worker", every=hour) is None
    clock(NOON + hour)
    assert days.seal(by="worker", every=hour)
    clock(datetime(2026, 3, 1, 16, 50, tzinfo=UTC))
    assert days.seal(by="worker", every=hour)
    clock(datetime(2026, 3, 1, 17, 1, tzinfo=UTC))
    made = days.seal(by="worker", every=hour)
    assert made is not None
    assert '"closes":"2026-03-01"' in made.line, "the first head of a day names all chains of the day before again"


def test_a_clock_set_back_makes_no_earlier_day_and_no_false_alarm(clock):
    look(2)
    days.seal(by="worker")
    clock(NOON - timedelta(days=40))
    gate._forget()
    look(2)
    head = days.seal(by="worker", every=timedelta(hours=1))
    assert head is not None, "a last head from the future is no reason to wait for it"
    assert head.day == date(2026, 3, 1)
    assert set(Event.objects.values_list("chain", flat=True).distinct()) == {
        chain for chain in Event.objects.values_list("chain", flat=True) if chain.startswith("20260301")
    }
    clock(NOON + timedelta(hours=1))
    look()
    assert kinds() == []


def test_a_day_that_is_over_without_a_head_is_named(clock):
    look()
    clock(NOON + timedelta(days=1))
    assert kinds() == []
    clock(NOON + timedelta(days=3))
    assert kinds() == ["no_head"]
    days.seal(by="command")
    assert kinds() == [], "rows are sealed late rather than never"


def test_a_rolled_back_act_leaves_no_gap(clock):
    look()
    with pytest.raises(KeyError), transaction.atomic():
        gate.write("people.change", by="keeper")
        raise KeyError
    look()
    assert list(Event.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2]
    assert kinds() == []


def test_nothing_new_is_not_sealed_again_at_a_stop(clock):
    look()
    days.seal_quietly()
    days.seal_quietly()
    assert Head.objects.count() == 1


def test_a_busy_process_seals_its_end_at_once(clock, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(gate, "SEALED_EVERY", 5)
    monkeypatch.setattr(gate, "_written", 0)
    with django_capture_on_commit_callbacks(execute=True):
        look(4)
    assert not Head.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        look(1)
    assert Head.objects.count() == 1


def test_a_file_that_cannot_be_written_disturbs_nobody_at_work_and_is_written_later(clock, settings, tmp_path, caplog):
    (tmp_path / "elsewhere").write_text("no folder")
    settings.ELSEWHERE = tmp_path / "elsewhere"
    look()
    days.seal_quietly()
    assert "could not be sealed" in caplog.text
    (tmp_path / "elsewhere").unlink()
    clock(NOON + timedelta(hours=1))
    days.seal(by="worker")
    assert len(days.published_lines()) == Head.objects.count() == 2
    assert Event.objects.filter(act="audit.mend").get().about == {"first": 1, "last": 1}
    assert kinds() == []


def test_half_a_line_of_a_stopped_process_is_written_again_whole(clock):
    look()
    days.seal(by="worker")
    look()
    days.seal(by="worker")
    content = days.path().read_bytes()
    days.path().write_bytes(content[:-30])
    days.publish(by="worker")
    assert days.path().read_bytes() == content


def test_a_database_that_was_set_back_is_said_until_somebody_gives_the_reason(clock):
    look()
    days.seal(by="worker")
    kept = list(Event.objects.values_list("pk", flat=True))
    subjects = list(Subject.objects.values_list("pk", flat=True))
    look()
    days.seal(by="worker")
    # What restoring an older backup does.
    Event.objects.exclude(pk__in=kept).delete()
    Subject.objects.exclude(pk__in=subjects).delete()
    Head.objects.filter(number=2).delete()
    assert "head" in kinds()
    with pytest.raises(Refusal, match="set back"):
        days.seal(by="worker")
    gate._forget()
    days.seal(by="command", because="restored the backup of yesterday")
    report = verify()
    assert (report.whole, report.restored) == (True, [(1, 2)])
    assert Head.objects.latest("number").number == 3


def test_days_that_are_over_are_counted_once(clock):
    look(3)
    clock(NOON + timedelta(days=1))
    assert days.count_days(by="worker") == 1
    assert days.count_days(by="worker") == 0
    assert list(DayCount.objects.values_list("day", "act", "outcome", "times")) == [
        (date(2026, 3, 1), "people.look", "done", 3)
    ]


def test_verification_since_a_day_looks_at_no_earlier_chain(clock):
    look(2)
    days.seal(by="worker")
    clock(NOON + timedelta(days=1))
    look(3)
    days.seal(by="worker")
    assert verify(since=date(2026, 3, 2)).rows == 4
    Event.objects.filter(chain__startswith="20260301", sequence=1).update(actor="x")
    assert verify(since=date(2026, 3, 2)).whole
    assert kinds() == ["edited"]


def test_rows_from_before_the_chains_are_counted_and_none_can_be_added(clock):
    old = {"actor": "a", "act": "people.look", "outcome": "done", "at": NOON}
    Event.objects.bulk_create([Event(sequence=number, **old) for number in (1, 2)])
    look()
    days.seal(by="worker")
    report = verify()
    assert (report.before, report.whole) == (2, True)
    Event.objects.create(sequence=99, **old)
    assert "added" in kinds()
