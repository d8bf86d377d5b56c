"""Works out what a person may see from the posts and grants in force on a day; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from baansuk.access.classes import AGGREGATE, HOUSEHOLD
from baansuk.access.roles import ROLES
from baansuk.thai.words import Words

NO_TITLE = Words("", "")


URGENT_FOR = "help"


@dataclass(frozen=True, slots=True)
class Urgent:
    """An urgent look that is open now: what it adds to a seat, and until when. It serves no purpose but help."""

    id: int
    area_code: str
    household: str
    ends_at: datetime


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
    keeps_posts: bool = False
    urgent: Urgent | None = None

    def in_force(self, today: date) -> bool:
        """Say whether the post is held on ``today`` and its role is one we know."""
        return self.role in ROLES and self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Granted:
    """One class of facts, delivered under one agreement, in one area (a code prefix).

    ``refused``: the registers whose giver does not let their facts be passed on to this partner for this purpose.
    ``stays``: those of which the partner may read, and take nothing out of the house. ``only``, in what is granted by
    consent: the registers whose givers let their facts be passed on to a partner to which the person agreed.
    """

    agreement: str
    field_class: str
    area_code: str
    refused: frozenset[str] = frozenset()
    stays: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PartnerGrant:
    """A grant as it is stored: to a partner, for a purpose; ``by_consent``: of those persons only who agreed to it."""

    partner: str
    purpose: str
    granted: Granted
    by_consent: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """One way to work: a seat, and the purpose served from it ('' where no agreement grants its partner any)."""

    seat: Seat
    purpose: str

    @property
    def key(self) -> str:
        """What a form sends to choose it."""
        return f"{self.seat.id}:{self.purpose}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may see in one seat for one purpose; other seats, partners and purposes do not add to it.

    ``granted`` is already cut to the seat's area and to what the role may see at most. ``areas`` (code prefixes) is where figures may be seen; persons are
    seen where ``areas_of("household")`` says so. ``houses``, when it is not None, are the only households that may be
    seen. ``sees_unassigned``: also what was delivered under no known agreement. ``urgent``: the urgent look that is open in this
    seat, beyond its own area but never beyond what agreements grant its partner.
    """

    username: str
    partner: str = ""
    role: str = ""
    purpose: str = ""
    areas: tuple[str, ...] = ()
    granted: frozenset[Granted] = frozenset()
    # What persons who agreed to it let this seat read of themselves; it opens no household and nobody else.
    by_consent: frozenset[Granted] = frozenset()
    houses: frozenset[str] | None = None
    sees_persons: bool = False
    sees_figures: bool = False
    keeps_register: bool = False
    sees_trail: bool = False
    sees_unassigned: bool = False
    keeps_posts: bool = False
    signs: bool = False
    urgent: Urgent | None = None
    # Where the post itself lies, whatever agreements grant there: what its holder may appoint to or approve.
    post_area: str = ""
    post: int | None = None
    title: Words = NO_TITLE

    def covers(self, area_code: str) -> bool:
        """Say whether the area lies inside this scope; an unknown place ('') never does."""
        return bool(area_code) and any(area_code.startswith(prefix) for prefix in self.areas)

    def leads_to(self, area_code: str) -> bool:
        """Say whether the area is inside this scope or on the way down to it (the province above one's tambon)."""
        return self.covers(area_code) or any(prefix.startswith(area_code) for prefix in self.areas)

    def areas_of(self, field_class: str) -> tuple[str, ...]:
        """Return the areas in which facts of a class may be seen under some agreement, none inside another."""
        return _widest(one.area_code for one in self.granted if one.field_class == field_class)

    def classes_at(self, area_code: str) -> frozenset[str]:
        """Return the classes of facts that may be seen of somebody in this area."""
        return frozenset(one.field_class for one in self.granted if area_code.startswith(one.area_code))

    def sees_class(self, field_class: str, area_code: str = "") -> bool:
        """Say whether facts of a class may be seen throughout an area; without one, wherever persons are seen."""
        wanted = (area_code,) if area_code else self.areas_of(HOUSEHOLD)
        reach = self.areas_of(field_class)
        return bool(wanted) and all(any(area.startswith(prefix) for prefix in reach) for area in wanted)

    def may_read(self, field_class: str, area_code: str, agreement: str, source: str = "") -> bool:
        """Say whether a fact of this class, of somebody here, that a source delivered under an agreement, may be seen."""
        here = [one for one in self.granted if one.field_class == field_class and area_code.startswith(one.area_code)]
        return any(one.agreement == agreement and source not in one.refused for one in here) or (
            self.sees_unassigned and not agreement and bool(here)
        )

    def must_stay(self, agreement: str, source: str) -> bool:
        """Say whether what a source delivered under an agreement may be read in the house only, and not taken out of it."""
        return any(one.agreement == agreement and source in one.stays for one in self.granted)

    @property
    def agreements(self) -> frozenset[str]:
        """The agreements whose deliveries may be seen at all."""
        return frozenset(one.agreement for one in self.granted)


NOBODY = Scope(username="")


def seats_in_force(seats: Iterable[Seat], today: date) -> list[Seat]:
    """Return the seats held today, the newest appointment first."""
    held = (seat for seat in seats if seat.in_force(today))
    return sorted(held, key=lambda seat: (seat.valid_from, seat.id), reverse=True)


def sittings(held: Iterable[Seat], grants: Iterable[PartnerGrant]) -> list[Sitting]:
    """Return every way to work from the seats held: each with each purpose that its partner is granted in its area."""
    listed = list(grants)
    found: list[Sitting] = []
    for seat in held:
        role = ROLES[seat.role]
        offered = {one.purpose for one in listed if one.partner == seat.partner and _cut(one.granted, seat.area_code)}
        purposes = [purpose for purpose in role.purposes if purpose in offered]
        found += [Sitting(seat, purpose) for purpose in purposes or [""]]
    return found


def chosen_sitting(offered: Iterable[Sitting], seat: int | None, purpose: str | None) -> Sitting | None:
    """Return the way to work that was chosen, while it is in force; the only one there is needs no choosing.

    None when there is none, and when the person must choose first: nothing is seen meanwhile.
    """
    listed = list(offered)
    if len(listed) == 1:
        return listed[0]
    return next((one for one in listed if one.seat.id == seat and one.purpose == purpose), None)


def scope_of(
    username: str, sitting: Sitting | None, grants: Iterable[PartnerGrant] = (), houses: Iterable[str] = ()
) -> Scope:
    """Return what ``username`` may see as they sit; without a seat, nothing; without a grant, no person and no figure."""
    if sitting is None:
        return Scope(username=username)
    seat, role = sitting.seat, ROLES[sitting.seat.role]
    urgent = seat.urgent if sitting.purpose == URGENT_FOR and role.sees_persons else None
    reach = (seat.area_code, urgent.area_code) if urgent else (seat.area_code,)
    own = [one for one in grants if one.partner == seat.partner and one.purpose == sitting.purpose]
    granted = frozenset(
        cut
        for one in own
        if one.granted.field_class in role.classes and not one.by_consent
        for area in reach
        for cut in _cut(one.granted, area)
    )
    by_consent = frozenset(
        cut
        for one in own
        if one.granted.field_class in role.consent_classes and one.by_consent
        for cut in _cut(one.granted, seat.area_code)
    )
    added = (urgent.household,) if urgent and urgent.household else ()
    return Scope(
        username=username,
        partner=seat.partner,
        role=seat.role,
        purpose=sitting.purpose,
        areas=_widest(one.area_code for one in granted if one.field_class == AGGREGATE),
        granted=granted,
        by_consent=by_consent,
        houses=frozenset((*houses, *added)) if role.by_houses else None,
        sees_persons=role.sees_persons and any(one.field_class == HOUSEHOLD for one in granted),
        sees_figures=role.sees_figures and any(one.field_class == AGGREGATE for one in granted),
        keeps_register=role.keeps_register,
        sees_trail=role.sees_trail,
        sees_unassigned=role.keeps_register,
        keeps_posts=role.keeps_register or seat.keeps_posts,
        signs=role.signs,
        urgent=urgent,
        post_area=seat.area_code,
        post=seat.id,
        title=seat.title,
    )


# A seat meets the same grants at every request, and a copy of one costs more than finding it again.
@lru_cache(maxsize=4096)
def _cut(granted: Granted, area_code: str) -> tuple[Granted, ...]:
    """Return the part of a grant that lies in a seat's area: the smaller of the two where one is inside the other."""
    if not area_code or not granted.area_code:
        return ()
    if area_code.startswith(granted.area_code):
        return (replace(granted, area_code=area_code),)
    return (granted,) if granted.area_code.startswith(area_code) else ()


def _widest(areas: Iterable[str]) -> tuple[str, ...]:
    """Return the areas without those inside another, in order."""
    listed = sorted(set(areas))
    return tuple(one for one in listed if not any(one != other and one.startswith(other) for other in listed))
