"""The log says what failed and where, and never quotes what may be a person's."""

import logging
import re
import sys
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import resolve

from baansuk.web.logs import NoValues

NUMBER = "1000000000009"


@pytest.fixture
def lines(monkeypatch):
    """Every line that the house would write meanwhile."""
    written: list[str] = []
    catcher = logging.Handler()
    catcher.setFormatter(NoValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    monkeypatch.setattr(catcher, "emit", lambda record: written.append(catcher.format(record)))
    logging.getLogger().addHandler(catcher)
    yield written
    logging.getLogger().removeHandler(catcher)


def test_the_message_of_an_exception_stays_out_of_the_log():
    try:
        raise ValueError("นางสาวลับมาก 1000000000009")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = NoValues("%(message)s").format(record)
    assert "ValueError at" in line
    assert "test_logs.py" in line
    assert "ลับมาก" not in line
    assert "1000000000009" not in line


def test_what_django_says_of_a_request_names_the_page_and_not_the_address(lines):
    request = SimpleNamespace(path=f"/households/{NUMBER}/", resolver_match=resolve(f"/households/{NUMBER}/"))
    logging.getLogger("django.request").error(
        "Internal Server Error: %s", request.path, extra={"request": request, "status_code": 500}
    )
    assert "500 household" in lines[0]
    assert NUMBER not in lines[0]


@pytest.mark.django_db
def test_a_form_without_its_token_or_from_elsewhere_leaves_no_address_in_the_log(lines):
    client = Client(enforce_csrf_checks=True)
    client.post(f"/households/{NUMBER}/")
    client.post("/sign-in/", headers={"Origin": f"https://{NUMBER}.example"})
    client.get("/sign-in/", headers={"Host": f"{NUMBER}.example"})
    assert len(lines) >= 3
    assert not [line for line in lines if NUMBER in line]


def test_a_line_break_in_what_was_sent_begins_no_line(lines):
    logging.getLogger("baansuk").warning("refused %s", "x\r\n2026-01-01 INFO all is well\x1b[2J")
    assert len(lines[0].splitlines()) == 1
    assert "\x1b" not in lines[0]


def test_the_time_of_a_line_bears_its_offset(lines):
    logging.getLogger("baansuk").warning("x")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", lines[0])
