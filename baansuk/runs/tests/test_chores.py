"""What the worker does beside its runs, and that a chore which fails stops neither the others nor the runs."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction

from baansuk.audit import gate
from baansuk.audit.models import Event, Head, IndexedList
from baansuk.runs import actions, chores
from baansuk.runs.worker import work_until

pytestmark = pytest.mark.django_db


def export() -> None:
    with transaction.atomic():
        gate.write("people.export", by="keeper", subjects=[("household", f"H-{n}") for n in range(300)])


# A worker drops the connection it finds, and with that the transaction of an ordinary test.
@pytest.mark.django_db(transaction=True)
def test_the_worker_seals_the_trail_and_writes_long_lists_out():
    export()
    work_until(threading.Event(), most=1)
    assert Head.objects.count() == 1
    assert IndexedList.objects.count() == 1
    assert Event.objects.get(act="audit.seal").actor == "worker"


def test_chores_are_looked_at_once_a_minute(monkeypatch):
    clock = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    done = []
    monkeypatch.setattr(chores, "CHORES", (("count", lambda: done.append(clock[0])),))
    mine = chores.Chores()
    for moment in (1_000.0, 1_001.0, 1_059.0, 1_060.0):
        clock[0] = moment
        mine.look()
    assert done == [1_000.0, 1_060.0]


def test_a_chore_that_fails_stops_nothing(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("no folder")
    settings.ELSEWHERE = tmp_path / "file"
    export()
    chores.Chores().look()
    assert "could not seal the trail" in caplog.text
    assert IndexedList.objects.count() == 1


def test_what_a_run_writes_says_that_it_was_the_run(settings):
    settings.BAANSUK_JOBS = [("look", "baansuk.runs.tests.test_chores.look", "", "ดู", "Look")]
    run = actions.ask("look", by="keeper", partner="KEEPER")
    taken = actions.take(run.pk)
    assert taken is not None
    actions.work(taken)
    told = Event.objects.filter(act__in=("people.look", "runs.end")).values_list("source", "request", "partner")
    assert set(told) == {("run", f"run-{run.pk}", "KEEPER")}
    assert len(told) == 2


def look(hold, *, by, partner):
    with transaction.atomic():
        gate.write("people.look", by=by)
    return {}
