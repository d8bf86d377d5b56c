"""Until when somebody may object: days after the village's meeting, by the flow."""

from __future__ import annotations

import datetime as dt

from baansuk.access.questions import today
from baansuk.thai.words import Refusal
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Session


def objection_until(case: Case) -> dt.date | None:
    """Return the last day on which an objection is taken, None before the village met and where there is no forum."""
    step = flow_of(case.round.flow).village_step()
    held = (
        Session.objects.filter(
            round=case.round_id, kind="closed_check", area_code=case.area_code, state__in=("closed", "signed")
        )
        .order_by("-held_on")
        .values_list("held_on", flat=True)
        .first()
    )
    return held + dt.timedelta(days=step.objection_days) if held and step else None


def check_objection_time(case: Case) -> None:
    """Raise Refusal ``too_late_to_object`` when the days are over; before the meeting an objection is always taken."""
    until = objection_until(case)
    if until is not None and today() > until:
        raise Refusal(
            "too_late_to_object",
            "พ้นเวลาคัดค้านแล้ว ยังอุทธรณ์ได้หลังคืนข้อมูล",
            "The time for objections is over. There is an appeal after the result is told.",
        )
