"""Leads what was found of households on with the register: to the place where each lives now, to the code that took its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from baansuk.audit import gate
from baansuk.people.household_history import successor_of
from baansuk.people.models import Household
from baansuk.people.questions import current_edition
from baansuk.verify.models import Verified

Check = Callable[[], None]
AT_ONCE = 2_000


def _anyone() -> None:
    """Nobody else can hold what this process is doing."""


def follow(*, by: str, check: Check = _anyone) -> int:
    """Write the place of each household in the current edition beside what was found of it; returns how many changed.

    Where a code ended, what was found goes to the one that leads on from it; where that has a word of its own, the later
    one is kept. In pieces of their own transaction: broken off, the next call goes on.
    """
    edition, last, changed = current_edition(), 0, 0
    while rows := list(Verified.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        changed += _piece(rows, edition, by, check)
    return changed


@transaction.atomic
def _piece(rows: Sequence[Verified], edition: int, by: str, check: Check) -> int:
    check()
    places = _places(edition, [one.household_code for one in rows])
    ended = [one for one in rows if one.household_code not in places]
    moved = [one for one in rows if places.get(one.household_code, _place(one)) != _place(one)]
    for one in moved:
        one.area_code, one.list_key = places[one.household_code]
    Verified.objects.bulk_update(moved, ["area_code", "list_key"], batch_size=300)
    led = [one for one in ended if _lead_on(one, edition)]
    if moved or led:
        gate.write("verify.follow", by=by, about={"edition": edition, "moved": len(moved), "led_on": len(led)})
    return len(moved) + len(led)


def _places(edition: int, codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    found = Household.objects.filter(edition=edition, code__in=codes).values_list("code", "area_code", "list_key")
    return {code: (area, key) for code, area, key in found}


def _place(one: Verified) -> tuple[str, str]:
    return (one.area_code, one.list_key)


def _lead_on(one: Verified, edition: int) -> bool:
    """Lead one row on to the code that took the place of its household; a household that is merely gone keeps its row."""
    code = successor_of(one.household_code)
    place = _places(edition, [code]).get(code) if code else None
    if place is None:
        return False
    other = Verified.objects.filter(household_code=code).first()
    if other is not None and other.decided_on >= one.decided_on:
        one.delete()
        return True
    if other is not None:
        other.delete()
    one.household_code, (one.area_code, one.list_key) = code, place
    one.save()
    return True
