"""The command of a breach says how many, by which way and until when; codes go to a file, names nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from baansuk.assess.tests.page_fixtures import CODES, HOUSES, PERSON_CODES, make_edition
from baansuk.audit import gate
from baansuk.command import __main__ as command
from baansuk.protect.models import Breach
from baansuk.screen.figures import show_moment

pytestmark = pytest.mark.django_db
SPAN = ["--from", "2020-01-01 08:00", "--to", "2099-01-01"]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    # The tests' own role is the superuser's on PostgreSQL.
    monkeypatch.setattr("baansuk.access.database_roles.check_fit", lambda acting_as: None)


def test_it_counts_drafts_and_writes_codes_only(tmp_path, capsys):
    make_edition()
    with transaction.atomic():
        gate.write("people.look", by="stolen", subjects=[("household", CODES[0])])
    file = tmp_path / "codes.csv"
    assert command.run(["breach", "stolen", *SPAN, "--codes", str(file)]) == 0
    said = capsys.readouterr().out
    made = Breach.objects.get()
    assert "1 persons in 1 households" in said and "Tell the office by" in said and made.number in said
    assert file.read_text().splitlines() == ["kind,code", f"household,{CODES[0]}", f"person,{PERSON_CODES[0]}"]
    assert HOUSES[0].head[1] not in said


def test_what_cannot_be_is_refused_with_a_sentence(capsys):
    assert command.run(["breach", "nobody", *SPAN]) == 1
    assert "no such account" in capsys.readouterr().err
    assert command.run(["breach", "nobody", "--from", "2099-01-02", "--to", "2099-01-01"]) == 1
    assert "after the beginning" in capsys.readouterr().err
    assert command.run(["breach", "nobody", "--from", "yesterday", "--to", "2099-01-01"]) == 2
    assert not Breach.objects.exists()


def test_buddhist_years_and_leap_days_are_read_and_the_deadline_is_said_so(monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    with transaction.atomic():
        gate.write("people.look", by="stolen", subjects=[("household", CODES[0])])
    assert command.run(["breach", "stolen", "--from", "2567-02-29", "--to", "2642-01-01"]) == 0
    made, said = Breach.objects.get(), capsys.readouterr().out
    assert made.begins.isoformat().startswith("2024-02-28T17")
    assert f"แจ้งสำนักงานภายใน {show_moment(timezone.localtime(made.known_at + timedelta(hours=72)), 'th')} " in said


def test_codes_that_can_go_nowhere_are_refused_before_the_case_is_open(tmp_path, capsys):
    with transaction.atomic():
        gate.write("people.look", by="stolen", subjects=[("household", CODES[0])])
    assert command.run(["breach", "stolen", *SPAN, "--codes", str(tmp_path / "no folder" / "codes.csv")]) == 1
    assert "could not be read or written" in capsys.readouterr().err
    assert not Breach.objects.exists()
    assert command.run(["breach", "nobody", *SPAN, "--codes", str(tmp_path / "codes.csv")]) == 1
    assert list(tmp_path.iterdir()) == []
