"""Turns away what is too large, and tokens sent in the clear, before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from baansuk.screen.answers import for_machine, problem
from baansuk.thai.words import Words
from baansuk.web.errors import too_large

# What a form adds around its file.
ENVELOPE_BYTES = 1_000_000


class LimitMiddleware:
    """Answers 413 by the declared length; it must stand before whatever reads the body (the CSRF check does)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) > settings.UPLOAD_MAX_BYTES + ENVELOPE_BYTES:
            return too_large(request)
        return self.get_response(request)


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
