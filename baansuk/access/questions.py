"""Reads who holds which post and what the reader's seat lets them see."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from baansuk.access.models import AssignedHouse, Post, SignInTry, User
from baansuk.access.patience import seconds_left
from baansuk.access.roles import ROLES
from baansuk.access.scope import Scope, Seat, chosen_seat, scope_of, seats_in_force
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Presence:
    """The reader as this request finds them: their scope, and the other seats they could take."""

    scope: Scope
    others: tuple[Seat, ...]


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
    """Return the day in Thailand."""
    return timezone.localdate()


def presence_of(user: User, wanted: int | None) -> Presence:
    """Return what the user may see now: one query, two for a seat that sees assigned houses only."""
    seats = [seat_of(post) for post in Post.objects.filter(user=user)]
    day = today()
    seat = chosen_seat(seats, day, wanted)
    houses: list[str] = []
    if seat and ROLES[seat.role].by_houses:
        houses = list(AssignedHouse.objects.filter(post_id=seat.id).values_list("household_code", flat=True))
    others = tuple(other for other in seats_in_force(seats, day) if other != seat)
    return Presence(scope_of(user.get_username(), seat, houses), others)


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
