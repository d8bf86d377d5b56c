"""Asks what became of a household from edition to edition, and where else its people belong; within what may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from baansuk.access.classes import HOUSEHOLD
from baansuk.people.models import HouseholdEvent, IssuedCode, Membership
from baansuk.people.questions import visible_households
from baansuk.people.seen import SeenHousehold
from baansuk.people.sight import Sight
from baansuk.people.stays import COLUMNS, NOT_TOLD, Stay

# A code that ended may lead to one that ended later; a longer chain has never been seen.
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """A household where somebody of another one belongs too, and how."""

    household_code: str
    kind: str
    main: bool
    stay: Stay = NOT_TOLD


def events_of(household: SeenHousehold) -> list[HouseholdEvent]:
    """Return what became of a household, the newest first: one query."""
    rows = HouseholdEvent.objects.filter(edition=household.edition, household_code=household.code)
    return list(rows.order_by("-found_in", "kind", "other_code"))


def codes_seen(sight: Sight, codes: Iterable[str]) -> frozenset[str]:
    """Return those of the codes that name households within sight: one query, none where no code is asked for.

    Only codes are read, so nothing of those households is told but that they are there.
    """
    wanted = sorted(set(codes))
    if not wanted:
        return frozenset()
    return frozenset(visible_households(sight, walk=False).filter(code__in=wanted).values_list("code", flat=True))


def homes_beside(household: SeenHousehold, persons: Collection[str]) -> dict[str, list[Beside]]:
    """Return, by person, the other households within sight where these persons belong too: two queries at most.

    A membership that a register kept from the reader alone tells of is not there, as in ``questions.members_of``.
    """
    sight = household.sight
    rows = Membership.objects.filter(edition=household.edition, person_code__in=list(persons))
    rows = rows.exclude(household_code=household.code)
    if sight.mixed:
        rows = rows.exclude(source__in=sight.refused_sources(household.area_code))
    days = COLUMNS if HOUSEHOLD in household.classes else ()
    listed = list(
        rows.values_list("person_code", "household_code", "kind", "main", *days).order_by("person_code", "-main")
    )
    seen = codes_seen(sight, (row[1] for row in listed))
    found: dict[str, list[Beside]] = {}
    for person, code, kind, main, *stay in listed:
        if code in seen:
            found.setdefault(person, []).append(Beside(code, kind, main, Stay(*stay)))
    return found


def successor_of(code: str) -> str:
    """Return the household code in use that a retired one leads to, '' where there is none or it is in use itself."""
    found = ""
    for _step in range(MOST_STEPS):
        ended = IssuedCode.objects.filter(pk=found or code, kind="household").exclude(successor="")
        following = ended.values_list("successor", flat=True).first()
        if following is None:
            return found
        found = following
    return ""
