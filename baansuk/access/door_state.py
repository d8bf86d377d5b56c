"""What the session remembers about coming in: who is half way, which proofs were given and when, when it was last used."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from baansuk.access import session_time
from baansuk.access.models import User

HALF_KEY, CAME_IN_KEY, SEEN_KEY = "half_in", "came_in", "last_seen"
BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_WAY_SECONDS = 10 * 60
# How long a proof is fresh enough for what outlives the session: a token, a new key, another password.
FRESH_SECONDS = 15 * 60


def stand_half_way(request: HttpRequest, user: User, *, how: str, back: str) -> None:
    """Remember that the first proof was right (``how``: password or sign_on); the second is asked next."""
    request.session.cycle_key()
    request.session[HALF_KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": time.time(),
        "how": how,
        "back": back,
    }


def half_way(request: HttpRequest) -> tuple[User, str, str] | None:
    """Return who stands half way, how, and where they wanted to go; None after ten minutes or a changed password."""
    kept = request.session.get(HALF_KEY)
    if not kept or time.time() - kept["at"] > HALF_WAY_SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept["hash"]):
        return None
    return user, kept["how"], kept["back"]


def enter(request: HttpRequest, user: User, *, how: str, factor: str = "") -> None:
    """Begin the session of a user who gave every proof that the account asks for."""
    request.session.pop(HALF_KEY, None)
    login(request, user, backend=BACKEND)
    request.session[CAME_IN_KEY] = request.session[SEEN_KEY] = time.time()
    prove(request, user, how=how, factor=factor)
    UserSession.objects.purge_and_list(user)
    UserSession.objects.create_from_request(request)


def prove(request: HttpRequest, user: User, *, how: str = "", factor: str = "") -> None:
    """Write down in the session which proof was just given, as allauth keeps it."""
    if how:
        record_authentication(request, user, how)
    if factor:
        record_authentication(request, user, "mfa", type=factor)


def second_factor_given(request: HttpRequest) -> bool:
    """Say whether a second factor was used, or set up, in this session."""
    return any(one.get("method") == "mfa" for one in _proofs(request))


def fresh(request: HttpRequest) -> bool:
    """Say whether a proof was given a short while ago; where a second factor was used, only one of those counts."""
    proofs = _proofs(request)
    strongest = [one for one in proofs if one.get("method") == "mfa"] or proofs
    return any(0 <= time.time() - one.get("at", 0) < FRESH_SECONDS for one in strongest)


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    if not isinstance(request.user, User):
        return []
    return list(get_authentication_records(request, request.user))


def ended_by_itself(request: HttpRequest, holds_persons: bool) -> str:
    """Return why this session is over (``idle`` or ``long``), '' while it goes on."""
    now = time.time()
    came_in = request.session.get(CAME_IN_KEY, now)
    return session_time.ended(
        came_in,
        request.session.get(SEEN_KEY, now),
        now,
        idle_after=settings.IDLE_SECONDS_PERSONS if holds_persons else settings.IDLE_SECONDS_OTHERS,
        longest=settings.LONGEST_SESSION_SECONDS,
    )


def stamp(request: HttpRequest) -> None:
    """Write down that the session is in use, at most once a minute."""
    now = time.time()
    if not session_time.stamp_due(request.session.get(SEEN_KEY, 0.0), now):
        return
    request.session.setdefault(CAME_IN_KEY, now)
    request.session[SEEN_KEY] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
