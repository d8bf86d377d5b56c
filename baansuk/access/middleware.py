"""Puts the reader's scope on every request and sends whoever has not signed in to the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from baansuk.access.door_state import ended_by_itself, second_factor_given, stamp
from baansuk.access.models import User
from baansuk.access.questions import presence_of
from baansuk.access.row_security import acting
from baansuk.access.scope import NOBODY, Scope, Sitting
from baansuk.access.sign_in_actions import leave_idle
from baansuk.audit.setting import learn
from baansuk.screen.language import say

SEAT_KEY = "seat"
PURPOSE_KEY = "purpose"
LEFT = {
    "idle": say(
        "ออกจากระบบให้แล้วเพราะไม่มีการใช้งานมาระยะหนึ่ง โปรดเข้าสู่ระบบอีกครั้ง",
        "You were signed out because nothing was done for a while. Please sign in again.",
    ),
    "long": say(
        "ออกจากระบบให้แล้วเพราะใช้งานต่อเนื่องครบหนึ่งวันทำงาน โปรดเข้าสู่ระบบอีกครั้ง",
        "You were signed out because the session lasted a whole working day. Please sign in again.",
    ),
}
NOT_KEPT = say(
    "สิ่งที่เพิ่งส่งยังไม่ได้บันทึก เข้าสู่ระบบแล้วจะกลับไปที่หน้าเดิม โปรดกรอกและส่งอีกครั้ง",
    "What you just sent was not recorded. Sign in and you are back on its page; fill it in and send it again.",
)
Page = Callable[..., HttpResponseBase]


def open_to_all(page: Page) -> Page:
    """Mark a page that is shown without signing in (sign-in itself, health, the help of signing in)."""
    page.open_to_all = True  # type: ignore[attr-defined]  # read back by the middleware below
    return page


def before_choosing(page: Page) -> Page:
    """Mark a page that a person with several posts or purposes may open before choosing one."""
    page.before_choosing = True  # type: ignore[attr-defined]  # read back by the middleware below
    return page


def before_second_factor(page: Page) -> Page:
    """Mark a page that may be opened while a second factor is still owed: setting one up, and leaving."""
    page.before_second_factor = True  # type: ignore[attr-defined]  # read back by the middleware below
    return before_choosing(page)


def polled(page: Page) -> Page:
    """Mark a page that asks for itself again on a timer: such a request does not show that anybody is there."""
    page.polled = True  # type: ignore[attr-defined]  # read back by the middleware below
    return page


def paced(kind: str, method: str = "POST") -> Callable[[Page], Page]:
    """Mark a page that may not be asked for too often: what is counted (``pace.NAMES``), and by which method it is asked."""

    def marked(page: Page) -> Page:
        page.paced = (kind, method)  # type: ignore[attr-defined]  # read back by the middleware of limits
        return page

    return marked


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
        request.owes_second_factor = False  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            self._find(request, request.user)
        with acting(request.scope):  # type: ignore[attr-defined]
            return self.get_response(request)

    def _find(self, request: HttpRequest, user: User) -> None:
        """Put on the request what the user may see, or end the session that ended by itself."""
        presence = presence_of(user, request.session.get(SEAT_KEY), request.session.get(PURPOSE_KEY))
        if why := ended_by_itself(request, presence.holds_persons):
            leave_idle(user=user, why=why, by=user.username)
            logout(request)
            messages.warning(request, LEFT[why])
        elif presence.holds_persons and not second_factor_given(request):
            # Whoever holds such a post sees nothing at all before the second proof, whichever seat they would take.
            request.owes_second_factor = True  # type: ignore[attr-defined]
        else:
            request.scope, request.offered = presence.scope, presence.offered  # type: ignore[attr-defined]
            request.must_choose = presence.must_choose  # type: ignore[attr-defined]
            learn(partner=presence.scope.partner, purpose=presence.scope.purpose, post=presence.scope.post)

    def process_view(
        self, request: HttpRequest, page: Page, _args: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponse | None:
        """Send an anonymous reader to the sign-in page, and back here afterwards; htmx is told to go there whole."""
        if request.user.is_authenticated and not (getattr(page, "polled", False) and _by_htmx(request)):
            stamp(request)
        if getattr(page, "open_to_all", False):
            return None
        if request.user.is_authenticated:
            return self._to_second_factor(request, page) or self._to_choose(request, page)
        if request.method == "POST":
            messages.warning(request, NOT_KEPT)
        if _by_htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": settings.LOGIN_URL})
        return redirect_to_login(_page_of(request), settings.LOGIN_URL)

    def _to_second_factor(self, request: HttpRequest, page: Page) -> HttpResponse | None:
        """Send whoever owes a second factor to set one up, or to give it, before anything else."""
        if not request.owes_second_factor or getattr(page, "before_second_factor", False):  # type: ignore[attr-defined]
            return None
        if _by_htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("second-factor")})
        return redirect("second-factor")

    def _to_choose(self, request: HttpRequest, page: Page) -> HttpResponse | None:
        """Send whoever has several posts or purposes to choose one first."""
        if not request.must_choose or getattr(page, "before_choosing", False):  # type: ignore[attr-defined]
            return None
        if _by_htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("choose-seat")})
        return redirect("choose-seat")


def _page_of(request: HttpRequest) -> str:
    """Return the path of the page that is asked for, or from which a form was sent.

    Only the path goes along: what a person was searching for must not lie in the address of the door.
    """
    if request.method == "GET":
        return request.path
    sent_from = urlsplit(request.headers.get("Referer", ""))
    return sent_from.path if sent_from.netloc == request.get_host() else "/"


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
