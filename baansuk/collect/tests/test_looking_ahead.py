"""A look ahead says what a look would say, or nothing."""

from __future__ import annotations

import os
import time

import pytest

from baansuk.collect import looking_ahead
from baansuk.collect.looking_ahead import LookingAhead
from baansuk.collect.text_files import look_at_text

THAI = "เลข,ชื่อ\r\n1,ตัวอย่าง สมมุติ\r\n" * 40


@pytest.fixture
def given(tmp_path, monkeypatch):
    """A file that was written a while ago."""
    monkeypatch.setattr(looking_ahead, "LEAST_BYTES", 100)
    now = time.time()
    monkeypatch.setattr("baansuk.collect.looking_ahead.time.time", lambda: now + 60)
    path = tmp_path / "list.csv"
    path.write_bytes(THAI.encode("cp874"))
    return path


@pytest.mark.parametrize("encoding", ["cp874", "utf-8", "utf-8-sig"])
def test_it_says_what_a_look_says(encoding, given):
    given.write_bytes(THAI.encode(encoding))
    assert LookingAhead(given).shape() == look_at_text(given)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(200), THAI.encode() + THAI.encode("cp874"), b"short"])
def test_what_is_no_sound_text_is_left_to_whoever_opens_it(content, given):
    given.write_bytes(content)
    assert LookingAhead(given).shape() is None


def test_a_file_that_is_not_there_is_left_to_whoever_opens_it(tmp_path):
    assert LookingAhead(tmp_path / "none.csv").shape() is None


def test_a_file_that_was_touched_meanwhile_is_looked_at_again(given):
    look = LookingAhead(given)
    os.utime(given, (1, 1))
    assert look.shape() is None


def test_a_file_that_was_written_just_now_is_not_looked_at_ahead(given, monkeypatch):
    written = given.stat().st_ctime
    monkeypatch.setattr("baansuk.collect.looking_ahead.time.time", lambda: written + 1)
    assert LookingAhead(given).shape() is None
