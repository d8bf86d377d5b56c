"""What every page needs beside its own values: the menu, the seat, whether this is the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from baansuk.access.classes import PURPOSES
from baansuk.access.roles import ROLES
from baansuk.access.scope import NOBODY, Scope, Sitting, Urgent
from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.web.navigation import Entry, entries_for


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """A seat with its purpose as the top of the page shows it; ``key`` chooses it."""

    title: Words
    role: Words
    purpose: Words
    key: str = ""


@dataclass(frozen=True, slots=True)
class ShownUrgent:
    """The urgent look that is open in this seat, as the top of every page says it."""

    place: Words
    until: datetime
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn around each page."""

    nav: list[Entry]
    seat: ShownSeat | None
    seats: list[ShownSeat]
    demo: bool
    now: datetime
    urgent: ShownUrgent | None = None

    @property
    def more(self) -> list[Entry]:
        """The entries of the menu behind “more”."""
        return [entry for entry in self.nav if entry.in_more]

    @property
    def here_in_more(self) -> bool:
        """Whether the page is one of those behind “more”."""
        return any(entry.here for entry in self.more)


NO_POST = Words("ยังไม่มีตำแหน่ง", "No post yet")
NOT_CHOSEN = Words("ยังไม่ได้เลือกตำแหน่ง", "No post chosen yet")
NOTHING = Words("", "")


def frame_for(scope: Scope, offered: tuple[Sitting, ...], path: str) -> Frame:
    """Return the frame of the page at ``path`` for a reader with this scope; nobody gets neither menu nor seat."""
    signed_in = bool(scope.username)
    return Frame(
        nav=entries_for(scope, path) if signed_in else [],
        seat=_seat(scope, offered) if signed_in else None,
        seats=[_shown(one) for one in offered if (one.seat.id, one.purpose) != (scope.post, scope.purpose)],
        demo=settings.DEMO,
        now=timezone.now(),
        urgent=_urgent(scope.urgent) if scope.urgent else None,
    )


def _urgent(look: Urgent) -> ShownUrgent:
    place = names_of([look.area_code]).get(look.area_code, Words(look.area_code, look.area_code))
    return ShownUrgent(place, look.ends_at, reverse("emergency-end", args=[look.id]))


def _seat(scope: Scope, offered: tuple[Sitting, ...]) -> ShownSeat:
    if not scope.role:
        return ShownSeat(NOT_CHOSEN if offered else NO_POST, NOTHING, NOTHING)
    return ShownSeat(scope.title, ROLES[scope.role].name, PURPOSES.get(scope.purpose, NOTHING))


def _shown(one: Sitting) -> ShownSeat:
    seat = one.seat
    return ShownSeat(seat.title, ROLES[seat.role].name, PURPOSES.get(one.purpose, NOTHING), one.key)


def page(request: HttpRequest) -> dict[str, Any]:
    """Put ``page`` (the frame) and ``scope`` in every template; error pages may come before the scope is known."""
    scope: Scope = getattr(request, "scope", NOBODY)
    return {"page": frame_for(scope, getattr(request, "offered", ()), request.path), "scope": scope}
