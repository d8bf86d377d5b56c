"""The web server learns that an answer failed, never what was in it."""

from __future__ import annotations

import logging
import traceback

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from baansuk.web.quiet import BrokenOff, quiet

SECRET = "ลับมาก 1000000000009"


def _broken():
    yield b"one"
    raise ValueError(SECRET)


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def test_an_answer_that_breaks_off_quotes_nothing(caplog):
    pieces = quiet(lambda environ, start: StreamingHttpResponse(_broken()))({}, lambda *_: None)
    arrived: list[bytes] = []
    with caplog.at_level(logging.ERROR), pytest.raises(BrokenOff) as broken:
        arrived.extend(pieces)
    assert arrived == [b"one"]
    assert SECRET not in _told(broken.value)
    assert [record.getMessage() for record in caplog.records] == ["an answer broke off"]


def test_a_request_that_reaches_no_page_quotes_nothing():
    def application(environ, start):
        raise ValueError(SECRET)

    with pytest.raises(BrokenOff) as broken:
        quiet(application)({}, lambda *_: None)
    assert SECRET not in _told(broken.value)


def test_whole_answers_pass_and_streamed_ones_are_closed():
    whole = HttpResponse(b"x")
    assert quiet(lambda environ, start: whole)({}, lambda *_: None) is whole
    closed: list[bool] = []
    streamed = StreamingHttpResponse(iter([b"a", b"b"]))
    streamed.close = lambda: closed.append(True)  # type: ignore[method-assign]  # the test listens
    pieces = quiet(lambda environ, start: streamed)({}, lambda *_: None)
    assert b"".join(pieces) == b"ab"
    pieces.close()  # type: ignore[attr-defined]  # as a server does
    assert closed
