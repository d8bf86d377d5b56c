"""Files on their way out: nobody has a whole one whose end is not in the trail."""

from __future__ import annotations

import io

import pytest
from django.http import FileResponse

from baansuk.audit import gate, sending
from baansuk.audit.models import Event, Subject
from baansuk.audit.setting import Setting, acting_from

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 100


def sent() -> FileResponse:
    answer = FileResponse(io.BytesIO(CONTENT), filename="x.bin")
    return sending.watched(
        answer, "collect.issues_workbook", by="keeper", partner="KEEPER", subjects=[("delivery", "R-1")], held=3
    )


def told() -> list[tuple[str, dict]]:
    return list(Event.objects.order_by("pk").values_list("outcome", "about"))


def test_a_file_is_written_down_before_and_after_with_what_left():
    answer = sent()
    assert told() == [("begun", {"held": 3})], "before its first byte"
    assert b"".join(answer) == CONTENT
    assert told()[1:] == [("done", {"held": 3, "bytes": len(CONTENT)})]
    assert Subject.objects.filter(code="R-1").count() == 2


# An answer that is closed ends its connection with it, and with that the transaction of an ordinary test.
@pytest.mark.django_db(transaction=True)
def test_a_line_that_breaks_is_called_broken_off():
    with acting_from(Setting("web", request="r-1")):
        answer = sent()
        first = next(iter(answer))
    answer.close()
    assert set(Event.objects.values_list("request", flat=True)) == {"r-1"}
    assert told()[1:] == [("broken_off", {"held": 3, "bytes": told()[1][1]["bytes"], "why": "line_broken"})]
    assert len(first) < len(CONTENT)


def test_the_last_piece_waits_until_the_end_is_written(monkeypatch):
    answer, got = iter(sent()), b""
    monkeypatch.setattr(gate, "_insert", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(gate.NotWritten):
        for piece in answer:
            got += piece
    assert len(got) < len(CONTENT)
    assert [outcome for outcome, _about in told()] == ["begun"]


def test_pieces_that_fail_say_why():
    heard: list[str] = []

    class Cut(Exception):
        why = "access_ended"

    def pieces():
        yield b"1"
        raise Cut

    with pytest.raises(Cut):
        list(sending.closed(pieces(), heard.append))
    assert heard == ["access_ended"]
