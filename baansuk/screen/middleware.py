"""Sets the language of each page and the headers that keep pages of people out of shared caches."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from baansuk.screen.language import asked_language

Next = Callable[[HttpRequest], HttpResponse]
NOT_NEEDED = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class LanguageMiddleware:
    """Makes the page in the language of the reader's cookie, and says so to caches and screen readers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = asked_language(request)
        with translation.override(chosen):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ["Cookie"])
        return response


class HeadersMiddleware:
    """Adds what Django's security settings do not: features we never use, and no copies of any page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOT_NEEDED)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        # Offices share computers: after signing out, the back button must not show a household from a copy.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
