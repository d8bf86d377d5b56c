"""Gives a delivery that came under no recorded agreement the agreement it belongs to."""

from __future__ import annotations

from django.db import transaction

from baansuk.agree.models import Agreement
from baansuk.audit import gate
from baansuk.collect.models import Delivery
from baansuk.collect.under_agreements import is_unassigned
from baansuk.thai.words import Refusal


@transaction.atomic
def assign_agreement(*, delivery: Delivery, agreement: str, by: str, partner: str = "") -> Delivery:
    """Let a delivery count under an agreement from the next run on.

    Raises Refusal ``assigned_already`` where it names one that is recorded: facts do not change the agreement under which
    they were given. Raises ``agreement_unusable`` for a code that is not recorded here, an example, a draft or one withdrawn.
    """
    current = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not is_unassigned(current):
        raise Refusal(
            "assigned_already",
            f"ไฟล์นี้อยู่ใต้ข้อตกลง {current.agreement} แล้ว เปลี่ยนไม่ได้ ถ้าผิด ให้ถอนไฟล์แล้วรับใหม่",
            f"This file came under the agreement {current.agreement}, which cannot be changed; if it is wrong, withdraw the file",
        )
    found = Agreement.objects.filter(pk=agreement, example=False).exclude(state__in=("draft", "withdrawn")).first()
    if found is None:
        raise Refusal(
            "agreement_unusable",
            f"ไม่มีข้อตกลง “{agreement}” ที่ลงนามแล้วในระบบนี้",
            f"No signed agreement “{agreement}” is recorded here",
        )
    before, current.agreement = current.agreement, found.code
    current.save(update_fields=["agreement"])
    gate.write(
        "collect.assign_agreement",
        by=by,
        partner=partner,
        subjects=[("delivery", current.receipt), ("agreement", found.code)],
        about={"before": before},
    )
    return current
