"""Erasing for good, which takes two persons: one asks, another one allows, and a tombstone tells what went and why."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.person_questions import check_second_person
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect.erasing_actions import erase_delivery, erase_rows
from baansuk.collect.models import Delivery
from baansuk.collect.rewriting import Rewritten
from baansuk.people.consent_actions import hold_back
from baansuk.people.consent_rules import HOLDABLE
from baansuk.protect import tombstones
from baansuk.protect.erasure_questions import check_no_law, records_of
from baansuk.protect.models import Erasure, SubjectRequest, Tombstone
from baansuk.protect.open_cases import check_none_open
from baansuk.runs import actions as runs
from baansuk.thai.words import Refusal

DELIVERY, PERSON = "delivery", "person"


@transaction.atomic
def ask_for_delivery(*, delivery: Delivery, because: str, scope: Scope, by: str) -> Erasure:
    """Ask that a whole delivery be erased: its time is over, or it should never have come."""
    _check_reason(because)
    if delivery.state == "erased":
        raise Refusal("erased_already", f"ไฟล์นี้{delivery.reason_th}", f"This file: {delivery.reason_en}.")
    return _asked(Erasure(what=DELIVERY, receipt=delivery.receipt, reason=because.strip()), scope, by)


@transaction.atomic
def ask_for_person(*, request: SubjectRequest, because: str, scope: Scope, by: str) -> Erasure:
    """Ask that a person's rows be erased, on the person's own request.

    Raises Refusal while something is under way for the person, and where a law obliges the giver to keep the facts.
    """
    _check_reason(because)
    person = request.person_code
    if not person:
        raise Refusal("not_tied", "ยังไม่ได้ระบุว่าเป็นบุคคลใดในทะเบียน", "It has not been said whom this request is about.")
    check_none_open(person, but=[request.number])
    check_no_law(person)
    records = {str(number): sorted(ids) for number, ids in records_of(person).items()}
    made = Erasure(what=PERSON, person_code=person, request=request.number, reason=because.strip(), records=records)
    return _asked(made, scope, by)


def _check_reason(because: str) -> None:
    if not because.strip():
        raise Refusal("reason_needed", "เขียนเหตุผลที่ลบ", "Write why it is erased.")


def _asked(made: Erasure, scope: Scope, by: str) -> Erasure:
    made.asked_by, made.asked_at = by, timezone.now()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise Refusal(
            "asked_already", "มีผู้ขอลบรายการนี้แล้ว รอผู้อนุมัติคนที่สอง", "It was asked for already and waits for a second person."
        ) from twice
    gate.write("protect.ask_erasure", by=by, partner=scope.partner, subjects=_subjects(made), about={"what": made.what})
    return made


@transaction.atomic
def decline(*, erasure: Erasure, scope: Scope, by: str) -> Erasure:
    """Leave what was asked to be erased as it is; whoever asked may take it back as well."""
    current = _locked(erasure)
    _decided(current, "declined", by)
    gate.write("protect.decline_erasure", by=by, partner=scope.partner, subjects=_subjects(current))
    return current


def approve(*, erasure: Erasure, scope: Scope, by: str) -> list[Tombstone]:
    """Allow an erasure as the second person, and do it: what is erased comes back by no copy and no backup.

    The tombstone is durable before anything goes. Cut off in between, ``replay_tombstones`` finishes it.
    """
    with transaction.atomic():
        current = _locked(erasure)
        check_second_person(by=by, drafted_by=current.asked_by, drafted_on=current.asked_at.date())
        if current.what == PERSON:
            check_none_open(current.person_code, but=[current.request])
            check_no_law(current.person_code)
        _decided(current, "done", by)
        gate.write("protect.approve_erasure", by=by, partner=scope.partner, subjects=_subjects(current))
    return _erase_delivery(current, scope, by) if current.what == DELIVERY else _erase_person(current, scope, by)


def _erase_delivery(erasure: Erasure, scope: Scope, by: str) -> list[Tombstone]:
    delivery = Delivery.objects.get(receipt=erasure.receipt)
    stone = _stone(erasure, delivery, by, row_count=delivery.rows_clean)
    tombstones.append(stone)
    stone.save()
    erase_delivery(delivery=delivery, by=by, partner=scope.partner)
    _ask_for_rerun(scope, by)
    return [stone]


def _erase_person(erasure: Erasure, scope: Scope, by: str) -> list[Tombstone]:
    """Hold the person back at once, rewrite every delivery that names the person, and ask for a new register."""
    found = {int(number): set(ids) for number, ids in erasure.records.items()}
    for number, ids in records_of(erasure.person_code).items():
        found[number] = found.get(number, set()) | ids
    hold_back(person=erasure.person_code, purposes=HOLDABLE, request=erasure.request, by=by, partner=scope.partner)
    stones = []
    for delivery in Delivery.objects.filter(pk__in=list(found)).order_by("pk"):
        records = found[delivery.pk]
        stone = _stone(erasure, delivery, by, rows=sorted(records), row_count=len(records))
        tombstones.append(stone)
        stone.save()
        made = erase_rows(delivery=delivery, records=records, by=by, partner=scope.partner)
        _finish(stone, made)
        stones.append(stone)
    _ask_for_rerun(scope, by)
    return stones


def _finish(stone: Tombstone, made: Rewritten) -> None:
    stone.new_hash, stone.raw_dropped = made.sha256, made.raw_dropped
    stone.save(update_fields=["new_hash", "raw_dropped"])


def _stone(
    erasure: Erasure, delivery: Delivery, by: str, *, row_count: int, rows: list[int] | None = None
) -> Tombstone:
    return Tombstone(
        what=erasure.what,
        receipt=delivery.receipt,
        old_hash=delivery.sha256,
        person_code=erasure.person_code,
        rows=rows or [],
        row_count=row_count,
        reason=erasure.reason,
        asked_by=erasure.asked_by,
        by=by,
        at=timezone.now(),
    )


def _ask_for_rerun(scope: Scope, by: str) -> None:
    """The register that is read now was made with what is gone: a new one is asked for."""
    runs.ask("register", by=by, partner=scope.partner)


def _subjects(erasure: Erasure) -> list[tuple[str, str]]:
    named = [("delivery", erasure.receipt), ("person", erasure.person_code), ("request", erasure.request)]
    return [one for one in named if one[1]]


def _decided(erasure: Erasure, state: str, by: str) -> None:
    if erasure.state != "asked":
        raise Refusal("wrong_state", "คำขอลบนี้ตัดสินไปแล้ว", "This has been decided already.")
    erasure.state, erasure.decided_by, erasure.decided_at = state, by, timezone.now()
    erasure.save(update_fields=["state", "decided_by", "decided_at"])


def _locked(erasure: Erasure) -> Erasure:
    return Erasure.objects.select_for_update().get(pk=erasure.pk)
