"""What a person decides about a delivery that was read: accept, reject, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.collect.models import Delivery
from baansuk.collect.moves import check_move
from baansuk.thai.words import Refusal


def check_can_accept(delivery: Delivery, because: str = "") -> None:
    """Raise Refusal ``wrong_state``, ``newer_counts`` or ``reason_needed`` when it cannot be accepted now."""
    check_move(delivery.state, "accepted")
    if delivery.state == "superseded":
        # Only withdrawing the newer list brings this one back: a slip of the hand must not turn the register back.
        raise Refusal(
            "newer_counts",
            "มีไฟล์ฉบับใหม่กว่านับอยู่แล้ว ถ้าต้องการกลับมาใช้ฉบับนี้ ให้ถอนฉบับใหม่ออกก่อนพร้อมเหตุผล",
            "A newer file counts in its place. To use this one again, withdraw the newer one first, with a reason.",
        )
    if delivery.state == "held" and not because.strip():
        raise Refusal(
            "reason_needed",
            f"ชุดข้อมูลนี้ผิดจากที่แหล่งข้อมูลประกาศไว้: {delivery.reason_th} ถ้าจะรับ ต้องเขียนเหตุผล",
            f"This delivery is not as its source declares: {delivery.reason_en} To accept it, write why.",
        )


def can_accept(delivery: Delivery) -> bool:
    """Say whether the delivery may be accepted, given a reason where one is needed."""
    try:
        check_can_accept(delivery, because="…")
    except Refusal:
        return False
    return True


def accept(delivery: Delivery, *, by: str, because: str = "", partner: str = "") -> Delivery:
    """Let a delivery count from the next run on; a full list takes the place of the accepted one of its part."""
    check_can_accept(delivery, because)
    with transaction.atomic():
        current = _locked(delivery)
        check_can_accept(current, because)
        replaced = _supersede(current)
        _decide(current, "accepted", by, because)
        gate.write(
            "collect.accept",
            by=by,
            partner=partner,
            subjects=[("delivery", one.receipt) for one in (current, *replaced)],
            about={"superseded": len(replaced), "held": bool(because.strip())},
        )
    return current


def reject(delivery: Delivery, *, by: str, because: str, partner: str = "") -> Delivery:
    """Send a delivery back to its agency, with the reason."""
    return _close(delivery, "rejected", "collect.reject", by, because, partner)


def withdraw(delivery: Delivery, *, by: str, because: str, partner: str = "") -> Delivery:
    """Take an accepted delivery out again, with the reason; the list that it had replaced counts again."""
    return _close(delivery, "withdrawn", "collect.withdraw", by, because, partner)


def _close(delivery: Delivery, state: str, act: str, by: str, because: str, partner: str) -> Delivery:
    check_move(delivery.state, state)
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed.")
    with transaction.atomic():
        current = _locked(delivery)
        check_move(current.state, state)
        was_accepted = current.state == "accepted"
        _decide(current, state, by, because)
        restored = _restore(current) if state == "withdrawn" and was_accepted else None
        gate.write(
            act,
            by=by,
            partner=partner,
            subjects=[("delivery", one.receipt) for one in (current, restored) if one],
            about={"state": state},
        )
    return current


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update().get(pk=delivery.pk)


def _decide(delivery: Delivery, state: str, by: str, because: str) -> None:
    delivery.state, delivery.decided_by, delivery.decided_at = state, by, timezone.now()
    if because.strip():
        delivery.reason_th = delivery.reason_en = because.strip()
        delivery.reason_code = "person"
    delivery.save(update_fields=["state", "decided_by", "decided_at", "reason_th", "reason_en", "reason_code"])


def _same_list(delivery: Delivery) -> Any:
    return Delivery.objects.filter(source=delivery.source_id, part=delivery.part, tables=delivery.tables).exclude(
        pk=delivery.pk
    )


def _supersede(delivery: Delivery) -> Sequence[Delivery]:
    if delivery.summary.get("delivery") != "full":
        return []
    replaced = list(_same_list(delivery).select_for_update().filter(state="accepted"))
    Delivery.objects.filter(pk__in=[one.pk for one in replaced]).update(state="superseded")
    return replaced


def _restore(delivery: Delivery) -> Delivery | None:
    if delivery.summary.get("delivery") != "full":
        return None
    earlier: Delivery | None = (
        _same_list(delivery).select_for_update().filter(state="superseded").order_by("-decided_at").first()
    )
    if earlier is not None:
        check_move(earlier.state, "accepted")
        Delivery.objects.filter(pk=earlier.pk).update(state="accepted")
    return earlier
