"""Case 67: what is too large is turned away by its declared length, before anything reads it."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from baansuk.access.pace import Pace
from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.web import limits
from baansuk.web.limits import ENVELOPE_BYTES, LimitMiddleware

pytestmark = pytest.mark.django_db
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


def too_much(client: Client, settings) -> int:
    settings.UPLOAD_MAX_BYTES = LIMIT
    return client.post("/registers/upload/", CONTENT_LENGTH=str(LIMIT + ENVELOPE_BYTES + 1)).status_code


def test_whoever_sends_what_is_too_large_stands_in_the_trail(settings):
    client = sign_in_as("register_keeper")
    Event.objects.all().delete()
    assert too_much(client, settings) == 413
    [event] = Event.objects.all()
    assert (event.act, event.actor, event.outcome, event.source) == (
        "web.too_large", "register_keeper", "refused", "web"
    )  # fmt: skip
    assert event.about == {"status": 413, "declared": LIMIT + ENVELOPE_BYTES + 1, "most": LIMIT}
    assert event.address == "127.0.0.1"


def test_strangers_cannot_fill_the_trail_with_it(settings, monkeypatch):
    monkeypatch.setattr(limits, "OF_STRANGERS", Pace(2, 3600))
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "no-such-session"
    assert [too_much(client, settings) for _ in range(4)] == [413] * 4
    assert list(Event.objects.values_list("act", "actor")) == [("web.too_large", "door")] * 2
