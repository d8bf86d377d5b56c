"""Erasing for good, which takes two persons: one asks, another one allows, and a tombstone tells what went and why."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.person_questions import check_second_person
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect.models import Delivery
from baansuk.protect import tombstones
from baansuk.protect.carrying_out import ask_for_rerun, carry_out, left_over
from baansuk.protect.erasing_lock import erasing
from baansuk.protect.erasure_questions import check_no_law, records_of
from baansuk.protect.kinds import DELIVERY, PERSON
from baansuk.protect.models import Erasure, SubjectRequest, Tombstone
from baansuk.protect.open_cases import check_none_open
from baansuk.runs import actions as runs
from baansuk.thai.words import Refusal


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

    The tombstone is durable before anything goes. Cut off in between, the next start of a worker finishes it
    (``finish_erasures``), and so does a restore (``replay_tombstones``).
    """
    with erasing():
        with transaction.atomic():
            current = _locked(erasure)
            check_second_person(by=by, drafted_by=current.asked_by, drafted_on=current.asked_at.date())
            if current.what == PERSON:
                check_none_open(current.person_code, but=[current.request])
                check_no_law(current.person_code)
            _decided(current, "done", by)
            gate.write("protect.approve_erasure", by=by, partner=scope.partner, subjects=_subjects(current))
        stones = carry_out(current, by=by, partner=scope.partner)
    # The register that is read now was made with what is gone: a new one is asked for.
    runs.ask("register", by=by, partner=scope.partner)
    return stones


def finish_erasures(*, by: str) -> int:
    """Finish the erasures that a crash has cut off, and return how many; called at each start of a worker.

    Does nothing while somebody is erasing, and nothing where all was done: it may be called at any time.
    """
    with erasing(wait=False) as alone:
        if not alone:
            return 0
        finished = tombstones.erase_again(by=by)
        for erasure in left_over():
            carry_out(erasure, by=by)
            finished += 1
    if finished:
        with transaction.atomic():
            gate.write("protect.finish_erasures", by=by, about={"finished": finished})
    ask_for_rerun(by=by)
    return finished


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
