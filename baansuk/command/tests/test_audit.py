"""The commands of the trail: what they say, and the exit code that a script goes by."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from baansuk.audit import gate
from baansuk.audit.models import Event, Head, IndexedList
from baansuk.command.__main__ import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")


def look(count: int = 1) -> None:
    with transaction.atomic():
        gate.write("people.look", by="keeper", subjects=[("household", f"H-{n}") for n in range(count)])


def test_an_untouched_trail_is_exit_code_0_and_leaves_a_row_itself(capsys):
    look()
    assert run(["audit", "seal"]) == 0
    assert run(["audit", "verify"]) == 0
    assert "2 events" in capsys.readouterr().out
    assert Head.objects.count() == 1
    assert Event.objects.get(act="audit.verify").outcome == "done"


def test_a_touched_trail_is_exit_code_1_and_says_what_and_where(capsys):
    look()
    look()
    Event.objects.filter(sequence=1).update(actor="somebody_else")
    number = Event.objects.earliest("pk").pk
    assert run(["audit", "verify"]) == 1
    told = capsys.readouterr()
    assert f"edited #{number}" in told.out
    assert "not as it was written in 1 place" in told.err
    assert run(["audit", "verify", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["whole"], report["found"], report["faults"][0]["kind"]) == (False, 1, "edited")
    assert Event.objects.filter(act="audit.verify", outcome="failed").count() == 2


def test_long_lists_are_written_out(capsys):
    look(250)
    assert run(["audit", "index"]) == 0
    assert "1 list(s)" in capsys.readouterr().out
    assert IndexedList.objects.get().rows == 250


def test_a_trail_that_cannot_be_written_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(gate, "_insert", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    assert run(["audit", "verify"]) == 1
    assert "The trail of use could not be written" in capsys.readouterr().err


def test_a_day_that_is_none_is_bad_usage():
    assert run(["audit", "verify", "--since", "yesterday"]) == 2
