"""Sets the day reached right when a wrong clock carried it into the future; with a reason, and in the trail."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from baansuk.access.models import DayCorrection, DayReached
from baansuk.audit import gate
from baansuk.thai.words import Refusal

SHORTEST_REASON = 10


@transaction.atomic
def correct_day(*, because: str, by: str) -> DayCorrection:
    """Bring the day reached back to that of the clock. Raises Refusal where it is not ahead of it, or without a reason.

    What ended meanwhile by its date comes back to life, which is why it is never done by itself.
    """
    day = timezone.localdate()
    reached = DayReached.objects.select_for_update().filter(day__gt=day).first()
    if reached is None:
        raise Refusal(
            "day_is_right",
            "วันของระบบไม่ได้ล้ำหน้านาฬิกา ไม่มีอะไรต้องแก้",
            "The day reached is not ahead of the clock; there is nothing to set right",
        )
    if len(because.strip()) < SHORTEST_REASON:
        raise Refusal("reason_missing", "โปรดเขียนเหตุผลให้ผู้ตรวจสอบเข้าใจ", "Write a reason that an auditor understands")
    made = DayCorrection.objects.create(
        day_before=reached.day, day_after=day, because=because.strip(), by=by, at=timezone.now()
    )
    reached.day = day
    reached.save(update_fields=["day"])
    about = {"from": made.day_before.isoformat(), "to": day.isoformat(), "correction": made.pk}
    gate.write("access.correct_day", by=by, about=about)
    return made
