"""Turns away what is too large, tokens sent in the clear, and what is asked for too often."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from baansuk.access.caller import address_of
from baansuk.access.middleware import scope_on
from baansuk.access.pace import Pace, TooFast
from baansuk.access.pace_actions import take_turn
from baansuk.access.pace_counting import count_one
from baansuk.audit import gate
from baansuk.audit.setting import Setting, acting_from, request_name
from baansuk.screen.answers import for_machine, problem
from baansuk.thai.words import Words
from baansuk.web.errors import too_fast, too_large

log = logging.getLogger(__name__)

# What a form adds around its file.
ENVELOPE_BYTES = 1_000_000
# Whoever has not signed in could fill the trail with such requests: of all of them together so many are written down.
OF_STRANGERS = Pace(60, 3600)


class LimitMiddleware:
    """Answers 413 by the declared length; it must stand before whatever reads the body (the CSRF check does)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) > settings.UPLOAD_MAX_BYTES + ENVELOPE_BYTES:
            _write_down(request, int(declared))
            return too_large(request)
        return self.get_response(request)


def _write_down(request: HttpRequest, declared: int) -> None:
    """Say in the trail who sent what is too large; the answer tells nothing, so it leaves even where that fails."""
    source = "api" if for_machine(request) else "web"
    try:
        name = _signed_in(request)
        if not name and count_one("too_large", OF_STRANGERS):
            return
        setting = Setting(source, address=address_of(request), request=request_name())
        with acting_from(setting), transaction.atomic():
            about = {"status": 413, "declared": declared, "most": settings.UPLOAD_MAX_BYTES}
            gate.write("web.too_large", by=name or "door", outcome="refused", about=about)
    except DatabaseError as error:
        log.error("a request that was too large could not be written down: %s", type(error).__name__)


def _signed_in(request: HttpRequest) -> str:
    """Return whose session a request names: this stands before the one that says so for all others."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    request.session = SessionStore(key)
    user = get_user(request)
    return user.get_username() if user.is_authenticated else ""


class PaceMiddleware:
    """Answers 429 to whoever searches or takes lists out more often than any work needs; it stands after the scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, page: Callable[..., HttpResponse], _args: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponse | None:
        """Count the request where its page is marked by ``paced``."""
        kind, method = getattr(page, "paced", ("", ""))
        scope = scope_on(request)
        if not kind or request.method != method or not scope.username:
            return None
        try:
            take_turn(kind, scope=scope, session=request.session.session_key or "", by=scope.username)
        except TooFast as refusal:
            return too_fast(request, refusal)
        return None


IN_THE_CLEAR = Words(
    "ต้องเรียกผ่าน HTTPS เท่านั้น โทเค็นที่ส่งมาเมื่อครู่อาจมีผู้อื่นเห็นแล้ว โปรดเพิกถอนและสร้างใหม่",
    "Call by HTTPS only. The token just sent may have been seen by others: revoke it and make a new one.",
)


class HttpsMiddleware:
    """Answers 403 to a program that calls without encryption where the house is served with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and for_machine(request) and not request.is_secure():
            return problem(403, code="https_needed", words=IN_THE_CLEAR)
        return self.get_response(request)
