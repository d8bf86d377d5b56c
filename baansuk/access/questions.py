"""Reads who holds which post and what the reader's seat lets them see."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from baansuk.access.models import AssignedHouse, DayReached, Grant, Post, SignInTry, User
from baansuk.access.patience import seconds_left
from baansuk.access.roles import ROLES
from baansuk.access.scope import (
    NOBODY,
    Granted,
    PartnerGrant,
    Scope,
    Seat,
    Sitting,
    chosen_sitting,
    scope_of,
    seats_in_force,
    sittings,
)
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Presence:
    """The reader as this request finds them: their scope, and every way to work that they could choose."""

    scope: Scope
    offered: tuple[Sitting, ...]

    @property
    def must_choose(self) -> bool:
        """Whether the reader has several posts or purposes and has chosen none of them."""
        return self.scope.post is None and len(self.offered) > 1


def seat_of(post: Post) -> Seat:
    """Return a post as the pure scope rules read it."""
    return Seat(
        id=post.pk,
        role=post.role,
        partner=post.partner,
        area_code=post.area_code,
        title=Words(post.title_th, post.title_en),
        valid_from=post.valid_from,
        valid_to=post.valid_to,
    )


def today() -> date:
    """Return the day in Thailand, never one before the latest day this house has seen."""
    day = timezone.localdate()
    reached = DayReached.objects.values_list("day", flat=True).first()
    if reached is None:
        DayReached.objects.get_or_create(pk=1, defaults={"day": day})
    elif reached < day:
        DayReached.objects.filter(day__lt=day).update(day=day)
    return day if reached is None else max(day, reached)


def grants_of(partners: Iterable[str], day: date) -> list[PartnerGrant]:
    """Return what agreements grant these partners on a day, for every purpose."""
    rows = Grant.objects.filter(partner__in=set(partners), valid_from__lte=day, valid_to__gte=day)
    return [
        PartnerGrant(partner, purpose, Granted(agreement, field_class, area_code))
        for partner, purpose, agreement, field_class, area_code in rows.values_list(
            "partner", "purpose", "agreement", "field_class", "area_code"
        )
    ]


def presence_of(user: User, wanted: int | None, purpose: str | None = None) -> Presence:
    """Return what the user may see now, in three queries, four for a seat that sees assigned houses only."""
    day = today()
    held = seats_in_force([seat_of(post) for post in Post.objects.filter(user=user)], day)
    grants = grants_of((seat.partner for seat in held), day)
    offered = sittings(held, grants)
    sitting = chosen_sitting(offered, wanted, purpose)
    houses: list[str] = []
    if sitting and ROLES[sitting.seat.role].by_houses:
        houses = list(AssignedHouse.objects.filter(post_id=sitting.seat.id).values_list("household_code", flat=True))
    return Presence(scope_of(user.get_username(), sitting, grants, houses), tuple(offered))


def scope_again(scope: Scope) -> Scope:
    """Return the same seat and purpose as they stand now: for whatever lasts longer than a request.

    A seat or purpose that has ended meanwhile, or an account that was closed, leaves nobody's scope.
    """
    user = User.objects.filter(username=scope.username, is_active=True).first()
    now = presence_of(user, scope.post, scope.purpose).scope if user else NOBODY
    return now if (now.post, now.purpose) == (scope.post, scope.purpose) else NOBODY


def post_for(user: User, post_id: str) -> Post:
    """Return a post that this user holds today; another's, an ended or an absent one is the same Http404."""
    post = Post.objects.filter(user=user, pk=int(post_id)).first() if post_id.isdecimal() else None
    if post is None or not seat_of(post).in_force(today()):
        raise Http404
    return post


def name_hash(name: str) -> str:
    """Return the keyed hash under which failed sign-ins of a name are counted."""
    folded = name.strip().casefold().encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"sign-in:" + folded, hashlib.sha256).hexdigest()


def seconds_to_wait(name: str) -> int:
    """Return how long this name must wait before it may be tried again; unknown names wait like known ones."""
    tried = SignInTry.objects.filter(name_hash=name_hash(name)).first()
    return 0 if tried is None else seconds_left(tried.failures, tried.last_at, timezone.now())
