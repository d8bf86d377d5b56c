"""Does what two persons have allowed to be erased: the tombstone is durable first, then the files go, then a register is asked for.

Every step may be cut off. Done again it goes on where it was, so nothing here asks who called it.
"""

from __future__ import annotations

from django.utils import timezone

from baansuk.collect.erased import shows_erased
from baansuk.collect.erasing_actions import erase_delivery, erase_rows
from baansuk.collect.kin_cells import Kin
from baansuk.collect.models import Delivery
from baansuk.people.consent_actions import hold_back
from baansuk.people.consent_rules import HOLDABLE
from baansuk.people.models import Edition
from baansuk.protect import tombstones
from baansuk.protect.erasure_questions import kin_cells_of, records_of
from baansuk.protect.kinds import DELIVERY
from baansuk.protect.models import Erasure, Tombstone
from baansuk.runs import actions as runs
from baansuk.runs.models import Run

LIVE = ("queued", "running")


def carry_out(erasure: Erasure, *, by: str, partner: str = "") -> list[Tombstone]:
    """Erase what was allowed and return its tombstones; what has one already is left to ``tombstones.erase_again``."""
    done = _delivery if erasure.what == DELIVERY else _person
    return done(erasure, by, partner)


def left_over() -> list[Erasure]:
    """Return the erasures that were allowed and that something still stands of without a tombstone."""
    allowed = Erasure.objects.filter(state="done").order_by("pk")
    return [one for one in allowed if _without_stone(one)]


def ask_for_rerun(*, by: str, partner: str = "") -> None:
    """Ask for a new register where the one that is read was made with what is gone, unless one is under way."""
    waiting = Run.objects.filter(job="register", state__in=LIVE).exists()
    if not waiting and shows_erased(Edition.objects.filter(state="current").first()):
        runs.ask("register", by=by, partner=partner)


def _without_stone(erasure: Erasure) -> list[Delivery]:
    """Return the deliveries of an erasure that are not erased whole and have no tombstone of it."""
    if erasure.what == DELIVERY:
        meant = Delivery.objects.filter(receipt=erasure.receipt)
    else:
        meant = Delivery.objects.filter(pk__in=[int(number) for number in erasure.records])
    of_this = Tombstone.objects.filter(what=erasure.what, person_code=erasure.person_code, at__gte=erasure.decided_at)
    told = of_this.values_list("receipt", flat=True)
    return list(meant.exclude(state="erased").exclude(receipt__in=list(told)).order_by("pk"))


def _delivery(erasure: Erasure, by: str, partner: str) -> list[Tombstone]:
    stones = []
    for delivery in _without_stone(erasure):
        stone = _stone(erasure, delivery, row_count=delivery.rows_clean)
        tombstones.append(stone)
        stone.save()
        erase_delivery(delivery=delivery, by=by, partner=partner)
        stones.append(stone)
    return stones


def _person(erasure: Erasure, by: str, partner: str) -> list[Tombstone]:
    """Hold the person back at once, and rewrite every delivery that names the person."""
    found = {int(number): set(ids) for number, ids in erasure.records.items()}
    for number, ids in records_of(erasure.person_code).items():
        found[number] = found.get(number, set()) | ids
    kin = _kin_of(erasure, found)
    found = {number: set() for number in kin} | found
    # Once the first file is rewritten nothing tells any more which rows of the others are the person's, or name the person.
    erasure.records = {str(number): sorted(ids) for number, ids in found.items()}
    erasure.kin = {str(number): cells for number, cells in kin.items()}
    erasure.save(update_fields=["records", "kin"])
    hold_back(person=erasure.person_code, purposes=HOLDABLE, request=erasure.request, by=by, partner=partner)
    stones = []
    for meant in _without_stone(erasure):
        delivery = Delivery.objects.get(pk=meant.pk)
        if delivery.state == "erased":
            continue  # another reading of a file that was just rewritten
        records, cells = found[delivery.pk], kin.get(delivery.pk, {})
        stone = _stone(erasure, delivery, rows=sorted(records), row_count=len(records), kin=cells)
        tombstones.append(stone)
        stone.save()
        tombstones.done(stone, erase_rows(delivery=delivery, records=records, kin=cells, by=by, partner=partner))
        stones.append(stone)
    return stones


def _kin_of(erasure: Erasure, found: dict[int, set[int]]) -> dict[int, dict[str, list[int]]]:
    """Return the cells of others that bear the person's number, with those found before a crash cut this off."""
    kin = {int(number): cells for number, cells in erasure.kin.items()}
    for number, cells in kin_cells_of(found).items():
        before = kin.get(number, {})
        kin[number] = before | {c: sorted({*before.get(c, []), *records}) for c, records in cells.items()}
    return kin


def _stone(
    erasure: Erasure, delivery: Delivery, *, row_count: int, rows: list[int] | None = None, kin: Kin | None = None
) -> Tombstone:
    return Tombstone(
        what=erasure.what,
        receipt=delivery.receipt,
        old_hash=delivery.sha256,
        person_code=erasure.person_code,
        rows=rows or [],
        kin=kin or {},
        row_count=row_count,
        reason=erasure.reason,
        asked_by=erasure.asked_by,
        by=erasure.decided_by,
        at=timezone.now(),
    )
