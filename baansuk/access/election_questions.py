"""Says whether an election is on somewhere, and refuses then what could be used in it: lists, hand-outs, ceremonies."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from baansuk.access.models import ElectionPeriod
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.thai.words import Refusal, Words

LENGTHS = (2, 4, 6, 8)


def election_on(area_code: str, day: date | None = None) -> ElectionPeriod | None:
    """Return an election period on a day (today when none is given) that touches an area: in it, in a part or around it."""
    day = day or today()
    around = [area_code[:length] for length in LENGTHS if length <= len(area_code)]
    touching = Q(area_code__in=around) | Q(area_code__startswith=area_code)
    found = ElectionPeriod.objects.filter(touching, ended_at=None, first_day__lte=day, last_day__gte=day)
    return found.order_by("-last_day", "pk").first()


def check_may_export(scope: Scope, area_code: str) -> None:
    """Raise Refusal for a bulk list of an area while an election is on there, and from an urgent look beyond one's post."""
    _check_no_election(
        area_code,
        Words("ส่งออกรายชื่อเป็นชุด", "No list of households leaves the register"),
    )
    if scope.urgent is not None and not area_code.startswith(scope.post_area):
        raise Refusal(
            "urgent_is_for_looking",
            "การดูข้อมูลกรณีฉุกเฉินมีไว้ดู ไม่ใช่ส่งออก เลือกพื้นที่ในตำแหน่งของท่าน หรือสิ้นสุดการดูก่อน",
            "An urgent look is for looking, not for lists: choose an area of your own post, or end the look first",
        )


def check_may_hand_out(area_code: str) -> None:
    """Raise Refusal for a new list of who is handed what while an election is on there. For the rooms of help to come."""
    _check_no_election(area_code, Words("ทำบัญชีแจกความช่วยเหลือใหม่", "No new hand-out list is made"))


def check_may_hold_ceremony(area_code: str) -> None:
    """Raise Refusal for the sheet of a hand-over ceremony while an election is on there. For the rooms of help to come."""
    _check_no_election(area_code, Words("พิมพ์ใบพิธีมอบ", "No sheet for a ceremony is printed"))


def _check_no_election(area_code: str, what: Words) -> None:
    period = election_on(area_code)
    if period is None:
        return
    last = period.last_day
    raise Refusal(
        "election",
        f"ช่วงเลือกตั้งในพื้นที่นี้: {what.th}ไม่ได้ถึงวันที่ {last.day}/{last.month}/{last.year + 543} การช่วยเหลือรายบ้านตามปกติยังทำได้",
        f"An election is on in this area: {what.en[0].lower()}{what.en[1:]} until {last.isoformat()}. Helping single "
        "households goes on as usual.",
    )


def periods_seen(scope: Scope) -> QuerySet[ElectionPeriod]:
    """Return the election periods that touch the area of a post, the latest first; none without a post."""
    area = scope.post_area
    if not area:
        return ElectionPeriod.objects.none()
    around = [area[:length] for length in LENGTHS if length <= len(area)]
    touching = Q(area_code__in=around) | Q(area_code__startswith=area)
    return ElectionPeriod.objects.filter(touching).order_by("-first_day", "-pk")


def may_set(scope: Scope, area_code: str) -> bool:
    """Say whether this seat may set an election period there: the register keeper of the area."""
    return scope.keeps_register and bool(scope.post_area) and area_code.startswith(scope.post_area)


def period_kept(scope: Scope, number: int) -> ElectionPeriod:
    """Return a period that this seat may change; Http404 for any other."""
    found = ElectionPeriod.objects.filter(pk=number).first()
    if found is None or not may_set(scope, found.area_code):
        raise Http404
    return found
