"""Turns away what is too large before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
