"""Puts the reader's scope on every request and sends whoever has not signed in to the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from baansuk.access.models import User
from baansuk.access.questions import presence_of
from baansuk.access.row_security import acting
from baansuk.access.scope import NOBODY, Scope, Sitting

SEAT_KEY = "seat"
PURPOSE_KEY = "purpose"
Page = Callable[..., HttpResponseBase]


def open_to_all(page: Page) -> Page:
    """Mark a page that is shown without signing in (sign-in itself, health, the help of signing in)."""
    page.open_to_all = True  # type: ignore[attr-defined]  # read back by the middleware below
    return page


def before_choosing(page: Page) -> Page:
    """Mark a page that a person with several posts or purposes may open before choosing one."""
    page.before_choosing = True  # type: ignore[attr-defined]  # read back by the middleware below
    return page


def scope_on(request: HttpRequest) -> Scope:
    """Return the reader's scope, as the middleware put it on the request."""
    scope: Scope = request.scope  # type: ignore[attr-defined]  # set by the middleware on every request
    return scope


def offered_on(request: HttpRequest) -> tuple[Sitting, ...]:
    """Return every way to work that the reader could choose, as the middleware put them on the request."""
    offered: tuple[Sitting, ...] = request.offered  # type: ignore[attr-defined]  # set by the middleware
    return offered


class ScopeMiddleware:
    """Sets ``request.scope`` and ``request.offered`` afresh on each request: a change of post or agreement counts at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope, request.offered, request.must_choose = NOBODY, (), False  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            presence = presence_of(request.user, request.session.get(SEAT_KEY), request.session.get(PURPOSE_KEY))
            request.scope, request.offered = presence.scope, presence.offered  # type: ignore[attr-defined]
            request.must_choose = presence.must_choose  # type: ignore[attr-defined]
        with acting(request.scope):  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, page: Page, _args: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponse | None:
        """Send an anonymous reader to the sign-in page, and back here afterwards; htmx is told to go there whole."""
        if getattr(page, "open_to_all", False):
            return None
        if request.user.is_authenticated:
            return self._to_choose(request, page)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": settings.LOGIN_URL})
        # Only the path goes along: what a person was searching for must not lie in the address of the door.
        back = request.path if request.method == "GET" else "/"
        return redirect_to_login(back, settings.LOGIN_URL)

    def _to_choose(self, request: HttpRequest, page: Page) -> HttpResponse | None:
        """Send whoever has several posts or purposes to choose one first."""
        if not request.must_choose or getattr(page, "before_choosing", False):  # type: ignore[attr-defined]
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("choose-seat")})
        return redirect("choose-seat")
