"""The verbs about files: sources are listed, a refused file gets no tick, one that comes again is greeted."""

from __future__ import annotations

import pytest

from baansuk.collect import actions
from baansuk.collect.models import Delivery
from baansuk.collect.tests.conftest import areas, known, source  # noqa: F401  fixtures of the room of files
from baansuk.collect.tests.files import csv_bytes, row
from baansuk.command import __main__ as command

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch, capsys, source):  # noqa: F811
    """Run a command in English; returns its exit code, what it said, and what it complained of."""
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")

    def run(*arguments):
        code = command.run([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_sources_are_listed_with_what_counts(asked, tmp_path):
    (tmp_path / "people.csv").write_bytes(csv_bytes([row()]))
    assert asked("receive", "--accept", tmp_path / "people.csv")[0] == 0
    code, said, _ = asked("sources")
    assert code == 0
    assert "people" in said and "Test list" in said and "1 files count (1 rows), 0 wait" in said


def test_an_unknown_source_is_named_with_those_there_are_and_nothing_is_kept(asked, tmp_path):
    (tmp_path / "people.csv").write_bytes(csv_bytes([row()]))
    code, said, complained = asked("receive", "--source", "zzz", tmp_path / "people.csv")
    assert code == 1
    assert "“zzz”" in complained and "people" in complained
    assert said == "" and not Delivery.objects.exists()


def test_a_refused_file_gets_no_tick(asked, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x,y\r\n1,2\r\n")
    (tmp_path / "b.csv").write_bytes(csv_bytes([row()]))
    code, said, complained = asked("receive", tmp_path)
    assert code == 1 and "1 file(s) were refused" in complained
    assert "✗ a.csv" in said
    assert "✓ Receiving 1/2: a.csv" not in said
    assert "✓ Receiving 2/2: b.csv" in said


def test_a_header_that_stands_elsewhere_than_declared_waits_for_a_person_and_is_said(asked, tmp_path):
    (tmp_path / "people.csv").write_bytes("บัญชีทดสอบ\r\n".encode() + csv_bytes([row()]))
    said = asked("receive", "--accept", tmp_path / "people.csv")[1]
    assert "Checked, waiting to be accepted" in said
    assert "the header stands in row 2, not 1 as declared" in said
    delivery = Delivery.objects.get()
    assert delivery.state == "checked"
    assert asked("accept", delivery.receipt)[0] == 0
    assert Delivery.objects.get().state == "accepted"


def test_a_file_in_windows_874_is_named_as_such(asked, tmp_path):
    (tmp_path / "people.csv").write_bytes(csv_bytes([row()], encoding="cp874"))
    assert "people.csv (Windows-874): " in asked("receive", tmp_path / "people.csv")[1]


def test_a_file_that_comes_again_is_greeted(asked, tmp_path):
    (tmp_path / "people.csv").write_bytes(csv_bytes([row()]))
    first = asked("receive", tmp_path / "people.csv")[1]
    assert "already came" not in first
    again = asked("receive", "--accept", tmp_path / "people.csv")[1]
    assert "This file already came on" in again and "Checked, waiting to be accepted" in again
    assert Delivery.objects.get().state == "accepted"
    assert "counts from the next edition" in asked("receive", tmp_path / "people.csv")[1]
    assert actions.can_accept(Delivery.objects.get()) is False
