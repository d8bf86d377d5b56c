"""Works out what a person may see from the posts in force on a day; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from baansuk.access.roles import ROLES
from baansuk.thai.words import Words

NO_TITLE = Words("", "")


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as the scope needs it. ``valid_to`` is the last day in force, None while it has no end."""

    id: int
    role: str
    partner: str
    area_code: str
    title: Words
    valid_from: date
    valid_to: date | None

    def in_force(self, today: date) -> bool:
        """Say whether the post is held on ``today`` and its role is one we know."""
        return self.role in ROLES and self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may see in one seat; a session acts for exactly one seat, others do not add to it.

    ``areas`` are code prefixes; none means no area at all. ``houses``, when it is not None, are the only households
    that may be seen, wherever they stand.
    """

    username: str
    partner: str = ""
    role: str = ""
    areas: tuple[str, ...] = ()
    houses: frozenset[str] | None = None
    sees_persons: bool = False
    sees_figures: bool = False
    keeps_register: bool = False
    sees_trail: bool = False
    post: int | None = None
    title: Words = NO_TITLE

    def covers(self, area_code: str) -> bool:
        """Say whether the area lies inside this scope; an unknown place ('') never does."""
        return bool(area_code) and any(area_code.startswith(prefix) for prefix in self.areas)

    def leads_to(self, area_code: str) -> bool:
        """Say whether the area is inside this scope or on the way down to it (the province above one's tambon)."""
        return self.covers(area_code) or any(prefix.startswith(area_code) for prefix in self.areas)


NOBODY = Scope(username="")


def seats_in_force(seats: Iterable[Seat], today: date) -> list[Seat]:
    """Return the seats held today, the newest appointment first."""
    held = (seat for seat in seats if seat.in_force(today))
    return sorted(held, key=lambda seat: (seat.valid_from, seat.id), reverse=True)


def chosen_seat(seats: Iterable[Seat], today: date, wanted: int | None) -> Seat | None:
    """Return the seat the person sits in: the one they chose while it is in force, else the newest, else none."""
    held = seats_in_force(seats, today)
    return next((seat for seat in held if seat.id == wanted), held[0] if held else None)


def scope_of(username: str, seat: Seat | None, houses: Iterable[str] = ()) -> Scope:
    """Return what ``username`` may see from ``seat``; without a seat, nothing."""
    if seat is None:
        return Scope(username=username)
    role = ROLES[seat.role]
    return Scope(
        username=username,
        partner=seat.partner,
        role=seat.role,
        areas=(seat.area_code,) if seat.area_code else (),
        houses=frozenset(houses) if role.by_houses else None,
        sees_persons=role.sees_persons,
        sees_figures=role.sees_figures,
        keeps_register=role.keeps_register,
        sees_trail=role.sees_trail,
        post=seat.id,
        title=seat.title,
    )
