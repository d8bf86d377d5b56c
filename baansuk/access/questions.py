"""Reads who holds which post and what the reader's seat lets them see."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from baansuk.access.held import day_reached, grants_of, seats_of
from baansuk.access.invitations import hash_of
from baansuk.access.models import AssignedHouse, DayReached, HouseMark, Invitation, Partner, Post, SignInTry, User
from baansuk.access.patience import seconds_left
from baansuk.access.roles import ROLES
from baansuk.access.scope import (
    NOBODY,
    Scope,
    Seat,
    Sitting,
    chosen_sitting,
    scope_of,
    seats_in_force,
    sittings,
)
from baansuk.thai.words import Words

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class Presence:
    """The reader as this request finds them: their scope, and every way to work that they could choose."""

    scope: Scope
    offered: tuple[Sitting, ...]

    @property
    def holds_persons(self) -> bool:
        """Whether any post in force has a role that sees persons, chosen or not: then a second factor is required."""
        return any(ROLES[one.seat.role].sees_persons for one in self.offered)

    @property
    def must_choose(self) -> bool:
        """Whether the reader has several posts or purposes and has chosen none of them."""
        return self.scope.post is None and len(self.offered) > 1


def seat_of(post: Post) -> Seat:
    """Return a post as the pure scope rules read it, without the urgent look that may be open in it."""
    return Seat(
        id=post.pk,
        role=post.role,
        partner=post.partner,
        area_code=post.area_code,
        title=Words(post.title_th, post.title_en),
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        keeps_posts=post.keeps_posts,
    )


def today() -> date:
    """Return the day in Thailand, never one before the latest day this house has seen."""
    day = timezone.localdate()
    reached = day_reached()
    if reached is None:
        DayReached.objects.get_or_create(pk=1, defaults={"day": day})
    elif reached < day:
        DayReached.objects.filter(day__lt=day).update(day=day)
    return day if reached is None else max(day, reached)


def presence_of(user: User, wanted: int | None, purpose: str | None = None, *, urgent: bool = True) -> Presence:
    """Return what the user may see now, in three queries, four for a seat that sees assigned houses only.

    ``urgent``: with the urgent look open in the seat; a program that works for the user never has it.
    """
    day = today()
    held = seats_in_force(seats_of(user, urgent=urgent), day)
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


def code_name(user: User) -> str:
    """Return the name under which wrong codes of an account are counted, apart from its wrong passwords."""
    return f"code:{user.username}"


def seconds_to_wait(name: str) -> int:
    """Return how long this name must wait before it may be tried again; unknown names wait like known ones."""
    tried = SignInTry.objects.filter(name_hash=name_hash(name)).first()
    return 0 if tried is None else seconds_left(tried.failures, tried.last_at, timezone.now())


def user_of_person(index: str) -> User | None:
    """Return the account of the person with this blind index, None when there is none that may come in."""
    return User.objects.filter(person_index=index, is_active=True).first()


def is_marked_demonstration() -> bool:
    """Say whether this database was made a demonstration by ``init --demo``."""
    return HouseMark.objects.filter(name=DEMONSTRATION).exists()


def is_demonstration() -> bool:
    """Say whether this house is served as a demonstration, from a database made for one: both are needed."""
    return bool(settings.DEMO) and is_marked_demonstration()


def invited_by(token: str) -> User | None:
    """Return the account that a link opens now, None for one that is used, over, or none."""
    found = Invitation.objects.select_related("user").filter(token_hash=hash_of(token), used_at=None).first()
    return found.user if found is not None and found.ends_at > timezone.now() and found.user.is_active else None


def invited_for(user: User) -> datetime | None:
    """Return until when the newest unused link of an account is good, None without one."""
    return user.invitations.filter(used_at=None).order_by("-made_at").values_list("ends_at", flat=True).first()


def holds_persons(user: User) -> bool:
    """Say whether any post that a user holds today has a role that sees persons."""
    held = seats_in_force([seat_of(post) for post in Post.objects.filter(user=user)], today())
    return any(ROLES[seat.role].sees_persons for seat in held)


ACCOUNTS_A_PAGE = 50


def accounts_to_invite(after: str, partner: str = "") -> list[User]:
    """Return one page of accounts, the newest first, each with its links and posts: of one partner where one is named."""
    rows = User.objects.filter(is_active=True, password_sample=False).prefetch_related("invitations", "posts")
    if partner:
        rows = rows.filter(partner=partner)
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    return list(rows.order_by("-pk")[:ACCOUNTS_A_PAGE])


def offices(codes: Iterable[str]) -> dict[str, Words]:
    """Return the names of partners by code."""
    return {
        one.code: Words(one.name_th, one.name_en or one.name_th) for one in Partner.objects.filter(pk__in=set(codes))
    }
