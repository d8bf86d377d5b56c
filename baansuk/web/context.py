"""What every page needs beside its own values: the menu, the seat, whether this is the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from baansuk.access.roles import ROLES
from baansuk.access.scope import NOBODY, Scope, Seat
from baansuk.thai.words import Words
from baansuk.web.navigation import Entry, entries_for


@dataclass(frozen=True, slots=True)
class Sitting:
    """The seat as the top of the page shows it."""

    title: Words
    role: Words


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn around each page."""

    nav: list[Entry]
    seat: Sitting | None
    seats: tuple[Seat, ...]
    demo: bool
    now: datetime


NO_POST = Words("ยังไม่มีตำแหน่ง", "No post yet")


def frame_for(scope: Scope, others: tuple[Seat, ...], path: str) -> Frame:
    """Return the frame of the page at ``path`` for a reader with this scope; nobody gets neither menu nor seat."""
    signed_in = bool(scope.username)
    role = ROLES[scope.role].name if scope.role else Words("", "")
    return Frame(
        nav=entries_for(scope, path) if signed_in else [],
        seat=Sitting(scope.title if scope.role else NO_POST, role) if signed_in else None,
        seats=others,
        demo=settings.DEMO,
        now=timezone.now(),
    )


def page(request: HttpRequest) -> dict[str, Any]:
    """Put ``page`` (the frame) and ``scope`` in every template; error pages may come before the scope is known."""
    scope: Scope = getattr(request, "scope", NOBODY)
    return {"page": frame_for(scope, getattr(request, "other_seats", ()), request.path), "scope": scope}
