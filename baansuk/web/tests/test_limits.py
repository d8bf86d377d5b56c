"""Case 67: what is too large is turned away by its declared length, before anything reads it."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from baansuk.web.limits import ENVELOPE_BYTES, LimitMiddleware

LIMIT = 1_000_000


class Unread(io.BytesIO):
    """A body that must not be touched."""

    def read(self, *_):
        raise AssertionError("the body was read")


def answer(length, settings) -> HttpResponse:
    settings.UPLOAD_MAX_BYTES = LIMIT
    request = RequestFactory().post("/registers/upload/")
    request.META |= {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    return LimitMiddleware(lambda _: HttpResponse("passed on"))(request)


@pytest.mark.parametrize("length", [str(LIMIT + ENVELOPE_BYTES + 1), "9" * 30])
def test_what_is_too_large_is_turned_away_unread(length, settings):
    refused = answer(length, settings)
    assert refused.status_code == 413
    assert "ไฟล์ใหญ่" in refused.content.decode() or "ใหญ่" in refused.content.decode()


@pytest.mark.parametrize("length", ["0", "", None, str(LIMIT + ENVELOPE_BYTES), "-1", "many", "²"])
def test_what_fits_or_does_not_say_is_passed_on(length, settings):
    assert answer(length, settings).content == b"passed on"


def test_it_stands_before_everything_that_reads_a_body(settings):
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert order.index("LimitMiddleware") < min(order.index("CsrfViewMiddleware"), order.index("SessionMiddleware"))
