"""How a person's word becomes a fact: proposed field by field, sent to the register as a delivery of one row, and accepted."""

from __future__ import annotations

import io
from collections.abc import Mapping

from django.db import transaction

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree.questions import in_force_codes
from baansuk.audit import gate
from baansuk.collect.actions import accept, declare, receive
from baansuk.collect.assigning_actions import assign_agreement
from baansuk.collect.models import Delivery
from baansuk.collect.under_agreements import is_unassigned
from baansuk.people.models import RecordLink
from baansuk.people.questions import current_edition, person_for
from baansuk.protect.models import Correction, SubjectRequest
from baansuk.protect.person_statement import SOURCE, correctable, declaration, one_row
from baansuk.protect.request_actions import VALUE
from baansuk.runs import actions as runs
from baansuk.thai.words import Refusal
from baansuk.vault import values


@transaction.atomic
def propose(*, request: SubjectRequest, said: Mapping[str, str], scope: Scope, by: str) -> list[Correction]:
    """Record what a person says is right; a field said again takes the place of what was said before, until it is sent."""
    current = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    _check_working(current)
    if not said or set(said) - set(correctable()):
        raise Refusal("field_unknown", "ข้อมูลนี้แก้ด้วยคำขอไม่ได้", "This fact cannot be corrected by a request.")
    made = []
    for field, value in said.items():
        sealed = values.seal(value, VALUE, current.number)
        one, _ = Correction.objects.update_or_create(
            request=current, field=field, defaults={"value_sealed": sealed, "receipt": ""}
        )
        made.append(one)
    subjects = [("request", current.number), ("person", current.person_code)]
    gate.write(
        "protect.propose_correction", by=by, partner=scope.partner, subjects=subjects, about={"fields": sorted(said)}
    )
    return made


def send(*, request: SubjectRequest, scope: Scope, by: str) -> Delivery:
    """Send what a person says to the register as a delivery of one row, accept it, and ask for a new register.

    It shows after the next run, with the person as its source; where another source is trusted more (the agency that grants
    a right), it stands beside that one. Sent twice it is the same delivery.
    """
    _check_working(request)
    waiting = list(request.corrections.filter(receipt=""))
    if not waiting:
        raise Refusal("nothing_to_send", "ไม่มีข้อมูลที่รอส่งเข้าทะเบียน", "Nothing waits to be sent to the register.")
    agreement = _agreement_of(request.person_code, scope)
    declare(declaration(), by=by, partner=scope.partner)
    # A row without a name is no row of anybody: whoever states a fact of themselves says who they are.
    her = person_for(scope, request.person_code)
    said = {"given_name": her.given_name or "", "family_name": her.family_name or ""}
    said |= {one.field: values.unseal(one.value_sealed, VALUE, request.number) for one in waiting}
    row = one_row(request=request.number, person=request.person_code, day=today(), said=said)
    delivery = receive(io.BytesIO(row), filename=f"{request.number}.csv", by=by, source=SOURCE, partner=scope.partner)
    if delivery.state in ("refused", "held"):
        raise Refusal("statement_unread", delivery.reason_th, delivery.reason_en)
    with transaction.atomic():
        if is_unassigned(delivery):
            delivery = assign_agreement(delivery=delivery, agreement=agreement, by=by, partner=scope.partner)
        if delivery.state == "checked":
            delivery = accept(delivery, by=by, partner=scope.partner)
        Correction.objects.filter(pk__in=[one.pk for one in waiting]).update(receipt=delivery.receipt)
        subjects = [("request", request.number), ("person", request.person_code), ("delivery", delivery.receipt)]
        gate.write("protect.send_correction", by=by, partner=scope.partner, subjects=subjects)
        runs.ask("register", by=by, partner=scope.partner, seat=scope)
    return delivery


def _check_working(request: SubjectRequest) -> None:
    if request.kind != "correct" or request.state not in ("in_work", "checked", "reopened") or not request.person_code:
        raise Refusal(
            "not_to_be_corrected",
            "แก้ได้เฉพาะคำขอแก้ไขที่ยืนยันตัวตนแล้ว ระบุบุคคลแล้ว และยังไม่ปิด",
            "Only an open request to correct, with identity checked and the person named, can be worked on.",
        )


def _agreement_of(person: str, scope: Scope) -> str:
    """Return the agreement under which the person's word counts: one under which the person is known, else the seat's own."""
    held = in_force_codes(today())
    numbers = RecordLink.objects.filter(edition=current_edition(), person_code=person).values("delivery").distinct()
    known = sorted(set(Delivery.objects.filter(pk__in=numbers).values_list("agreement", flat=True)) & held)
    chosen = (known or sorted(scope.agreements & held))[:1]
    if not chosen:
        raise Refusal(
            "no_agreement_in_force",
            "ไม่มีข้อตกลงที่มีผลซึ่งใช้รับคำชี้แจงนี้ได้",
            "No agreement in force covers this word.",
        )
    return chosen[0]
