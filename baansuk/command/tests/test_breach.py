"""The command of a breach says how many, by which way and until when; codes go to a file, names nowhere."""

from __future__ import annotations

import pytest
from django.db import transaction

from baansuk.assess.tests.page_fixtures import CODES, HOUSES, PERSON_CODES, make_edition
from baansuk.audit import gate
from baansuk.command import __main__ as command
from baansuk.protect.models import Breach

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
