"""Reads urgent looks: which are open, which wait for a second person, and who may know of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.held import grants_of
from baansuk.access.models import Emergency, User
from baansuk.access.questions import today
from baansuk.access.roles import ROLES
from baansuk.access.scope import URGENT_FOR, Scope


def state_of(look: Emergency, now: datetime) -> str:
    """Return waiting (for a second person, before it opens), open, or over."""
    if look.ended_by or look.wanted_until <= now or (look.ends_at is not None and look.ends_at <= now):
        return "over"
    return "waiting" if look.begins_at is None else "open"


def wants_more(look: Emergency, now: datetime) -> bool:
    """Say whether a second person could still allow what was asked for beyond what is open."""
    asked = look.begins_at is None or (look.ends_at is not None and look.wanted_until > look.ends_at)
    return asked and not look.approved_by and not look.ended_by and look.wanted_until > now


def looks_seen(scope: Scope, user: User) -> QuerySet[Emergency]:
    """Return the urgent looks that a reader may know of, the newest first.

    One's own; those in one's area for whoever keeps the register or signs there; all for whoever reads the trail.
    """
    seen = Q(post__user=user)
    if (scope.keeps_register or scope.signs) and scope.post_area:
        seen |= Q(area_code__startswith=scope.post_area)
    found = Emergency.objects.select_related("post__user").order_by("-asked_at", "-pk")
    return found if scope.sees_trail else found.filter(seen)


def look_seen(scope: Scope, user: User, number: int) -> Emergency:
    """Return one of them; one that may not be known and an absent one are the same Http404."""
    found = looks_seen(scope, user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def is_granted(scope: Scope, area_code: str) -> bool:
    """Say whether an agreement grants the seat's partner households in the whole of an area, to help."""
    grants = grants_of([scope.partner], today())
    return HOUSEHOLD in ROLES[scope.role].classes and any(
        one.purpose == URGENT_FOR
        and one.granted.field_class == HOUSEHOLD
        and bool(one.granted.area_code)
        and area_code.startswith(one.granted.area_code)
        for one in grants
    )


def unfinished_in(post: int) -> Emergency | None:
    """Return the urgent look that is open or waits in a post."""
    now = timezone.now()
    found = Emergency.objects.filter(post=post, ended_by="", wanted_until__gt=now)
    return next((one for one in found if state_of(one, now) != "over"), None)
