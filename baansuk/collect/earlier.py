"""Says when a file that comes again came first, and whether it counts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from baansuk.collect.models import Delivery
from baansuk.collect.moves import STATE_WORDS
from baansuk.people.models import Edition
from baansuk.screen.figures import show_moment
from baansuk.thai.words import Words


def seen_before(delivery: Delivery, *, since: datetime) -> Words | None:
    """Return the sentence for a delivery that was already there before ``since``, None for one that is new."""
    if delivery.received_at >= since:
        return None
    came = timezone.localtime(delivery.received_at)
    counts = _counts(delivery)
    return Words(
        f"ไฟล์นี้เคยส่งมาแล้วเมื่อ {show_moment(came, 'th')} (ใบรับ {delivery.receipt}) จึงไม่รับซ้ำ {counts.th}",
        f"This file already came on {show_moment(came, 'en')} (receipt {delivery.receipt}), so it is not taken twice. {counts.en}",
    )


def _counts(delivery: Delivery) -> Words:
    if delivery.state != "accepted":
        state = STATE_WORDS[delivery.state]
        return Words(f"ยังไม่นับในทะเบียน: {state.th}", f"It does not count in the register: {state.en}.")
    edition = Edition.objects.filter(state="current").first()
    if edition is not None and str(delivery.pk) in edition.about.get("deliveries", {}):
        return Words(
            f"นับอยู่ในทะเบียนฉบับที่ {edition.number} แล้ว", f"It counts in the present register, edition {edition.number}."
        )
    return Words(
        "รับเข้าแล้ว จะนับเมื่อจัดทำทะเบียนฉบับถัดไป", "It is accepted and counts from the next edition of the register."
    )
