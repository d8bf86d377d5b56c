"""Sets and ends election periods; each leaves its trail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from baansuk.access.election_questions import may_set
from baansuk.access.models import ElectionPeriod
from baansuk.access.post_questions import check_area
from baansuk.access.post_rules import check_days
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.thai.words import Refusal

LONGEST = timedelta(days=366)


@transaction.atomic
def set_period(
    *, scope: Scope, area_code: str, name_th: str, name_en: str, first_day: date, last_day: date, by: str
) -> ElectionPeriod:
    """Close an area to lists, hand-outs and ceremonies from one day to another, both included.

    Raises Refusal for an area that does not exist or is not the keeper's, for days turned round, passed or over a year.
    """
    check_area(area_code)
    if not may_set(scope, area_code):
        raise Refusal(
            "area_of_others",
            "เฉพาะผู้ดูแลทะเบียนของพื้นที่นั้นจึงกำหนดช่วงเลือกตั้งได้",
            "Only the register keeper of that area sets its election periods",
        )
    check_days(first_day, last_day)
    if last_day < today():
        raise Refusal("day_passed", "ช่วงนี้ผ่านไปแล้ว", "These days have passed")
    if last_day - first_day > LONGEST:
        raise Refusal("too_long", "ช่วงเลือกตั้งยาวเกินหนึ่งปี ตรวจวันที่อีกครั้ง", "Longer than a year: check the days")
    same = ElectionPeriod.objects.filter(area_code=area_code, first_day=first_day, last_day=last_day, ended_at=None)
    if same.exists():
        raise Refusal("period_set", "กำหนดช่วงนี้ไว้แล้ว", "This period is set already")
    made = ElectionPeriod.objects.create(
        area_code=area_code,
        name_th=name_th,
        name_en=name_en or name_th,
        first_day=first_day,
        last_day=last_day,
        set_by=by,
        set_at=timezone.now(),
    )
    _write("access.set_election", made, scope, by)
    return made


@transaction.atomic
def end_period(*, period: ElectionPeriod, scope: Scope, by: str) -> ElectionPeriod:
    """End a period at once: it was set by mistake, or the election was put off."""
    period = ElectionPeriod.objects.select_for_update().get(pk=period.pk)
    if not may_set(scope, period.area_code):
        raise Refusal("area_of_others", "ช่วงนี้เป็นของพื้นที่อื่น", "This period is another keeper's")
    if period.ended_at is not None or period.last_day < today():
        raise Refusal("period_over", "ช่วงนี้สิ้นสุดแล้ว", "This period is over already")
    period.ended_at, period.ended_by = timezone.now(), by
    period.save(update_fields=["ended_at", "ended_by"])
    _write("access.end_election", period, scope, by)
    return period


def _write(act: str, period: ElectionPeriod, scope: Scope, by: str) -> None:
    about = {"period": period.pk, "from": period.first_day.isoformat(), "to": period.last_day.isoformat()}
    gate.write(act, by=by, partner=scope.partner, subjects=[("area", period.area_code)], about=about)
