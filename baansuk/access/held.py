"""Reads the day, the seats of a user and the grants of partners in plain questions: every request of the house asks them.

As questions of models they took three times as long to put together as the database took to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from baansuk.access.models import User
from baansuk.access.scope import Granted, PartnerGrant, Seat, Urgent
from baansuk.thai.words import Words

_POST = "p.id, p.role, p.partner, p.area_code, p.title_th, p.title_en, p.valid_from, p.valid_to, p.keeps_posts"
_POSTS = f"select {_POST}, null, null, null, null from access_post p where p.user_id = %s"
# A clock set back to before the look began does not open it again.
_POSTS_WITH_LOOKS = f"""select {_POST}, e.id, e.area_code, e.household_code, e.ends_at from access_post p
    left join access_emergency e on e.post_id = p.id and e.begins_at <= %s and e.ends_at > %s where p.user_id = %s"""
_GRANTS = """select partner, purpose, agreement, field_class, area_code, refused, stays, "only", by_consent
    from access_grant where partner in ({partners}) and valid_from <= %s and valid_to >= %s"""


def day_reached() -> date | None:
    """Return the latest day that this house has seen, None before the first."""
    rows = _asked("select day from access_dayreached order by id limit 1", [])
    return rows[0][0] if rows else None


def seats_of(user: User, *, urgent: bool) -> list[Seat]:
    """Return every post of a user, ended ones too, each with the urgent look open in it where ``urgent`` asks for it."""
    if not urgent:
        return [_seat(row) for row in _asked(_POSTS, [user.pk])]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return [_seat(row) for row in _asked(_POSTS_WITH_LOOKS, [now, now, user.pk])]


def grants_of(partners: Iterable[str], day: date) -> list[PartnerGrant]:
    """Return what agreements grant these partners on a day, for every purpose."""
    wanted = sorted(set(partners))
    if not wanted:
        return []
    on = connection.ops.adapt_datefield_value(day)
    rows = _asked(_GRANTS.format(partners=", ".join(["%s"] * len(wanted))), [*wanted, on, on])
    return [_grant(*row) for row in rows]


def _asked(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _seat(row: tuple[Any, ...]) -> Seat:
    post, role, partner, area_code, title_th, title_en, valid_from, valid_to, keeps_posts, look, *about = row
    urgent = Urgent(look, about[0], about[1], _moment(about[2])) if look else None
    title = Words(title_th, title_en)
    return Seat(post, role, partner, area_code, title, valid_from, valid_to, bool(keeps_posts), urgent)


def _moment(stored: datetime) -> datetime:
    """Return a moment as the house reads it: SQLite keeps it without the zone, in UTC."""
    return stored.replace(tzinfo=UTC) if timezone.is_naive(stored) else stored


# A partner has dozens, the same at every request.
@lru_cache(maxsize=4096)
def _grant(
    partner: str, purpose: str, agreement: str, field_class: str, area_code: str,
    refused: str, stays: str, only: str, by_consent: bool,
) -> PartnerGrant:  # fmt: skip
    sources = map(_listed, (refused, stays, only))
    return PartnerGrant(partner, purpose, Granted(agreement, field_class, area_code, *sources), bool(by_consent))


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split(",")) if codes else frozenset()
