"""Opens, lengthens and ends urgent looks beyond a post; each leaves its trail, with the kind and never the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from baansuk.access.emergency_questions import is_granted, state_of, unfinished_in, wants_more
from baansuk.access.emergency_rules import AGAIN_AFTER, ALONE, check_may_ask, check_words, may_sign
from baansuk.access.models import Emergency, Post
from baansuk.access.person_questions import check_second_person
from baansuk.access.post_questions import check_area
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.thai.words import Refusal


@transaction.atomic
def ask(*, scope: Scope, area_code: str, household: str = "", kind: str, reason: str, hours: int, by: str) -> Emergency:
    """Look urgently at an area or a household from now on, three hours at most until a second person allows more.

    A second look at the same area within a day opens only then. Raises Refusal for whoever may not look there.
    """
    granted = scope.post is not None and is_granted(scope, area_code)
    check_may_ask(scope, area_code=area_code, household=household, granted=granted)
    check_area(area_code)
    check_words(kind=kind, reason=reason, hours=hours)
    post = Post.objects.select_for_update().select_related("user").get(pk=scope.post or 0)
    if unfinished_in(post.pk) is not None:
        raise Refusal(
            "look_open",
            "มีการดูข้อมูลกรณีฉุกเฉินที่ยังไม่สิ้นสุดในตำแหน่งนี้ ให้สิ้นสุดก่อน",
            "An urgent look is still open or waiting in this post; end that one first",
        )
    now = timezone.now()
    waits = _looked_lately(post.user_id, area_code, now)
    look = Emergency.objects.create(
        post=post,
        area_code=area_code,
        household_code=household,
        kind=kind,
        reason=reason.strip(),
        asked_at=now,
        begins_at=None if waits else now,
        ends_at=None if waits else now + min(timedelta(hours=hours), ALONE),
        wanted_until=now + timedelta(hours=hours),
    )
    _write("access.ask_emergency", look, by, hours=hours, waits=waits)
    return look


def _looked_lately(user: int, area_code: str, now: datetime) -> bool:
    """Say whether this person, from any post, looked urgently within a day at an area that holds this one or lies in it."""
    lately = Emergency.objects.filter(post__user=user, begins_at__gt=now - AGAIN_AFTER)
    above = [area_code[:length] for length in (6, 8)]
    return lately.filter(Q(area_code__startswith=area_code) | Q(area_code__in=above)).exists()


@transaction.atomic
def approve(*, look: Emergency, scope: Scope, by: str) -> Emergency:
    """Allow all the hours that were asked for, as the second person. Raises Refusal for one's own, and for one that is over."""
    look = Emergency.objects.select_for_update().get(pk=look.pk)
    if not may_sign(scope, look.area_code):
        raise Refusal(
            "may_not_sign",
            "ผู้อนุมัติต้องเป็นผู้ดูแลทะเบียนหรือนายอำเภอของพื้นที่นั้น",
            "The second person is the register keeper, or the chair of that amphoe",
        )
    check_second_person(by=by, drafted_by=look.post.user.username, drafted_on=timezone.localdate(look.asked_at))
    now = timezone.now()
    if not wants_more(look, now):
        raise Refusal("look_over", "การดูข้อมูลครั้งนี้สิ้นสุดหรืออนุมัติแล้ว", "This urgent look is over, or approved already")
    if look.begins_at is None:
        # The hours asked for count from the moment that they open.
        look.wanted_until = now + (look.wanted_until - look.asked_at)
        look.begins_at = now
    look.ends_at, look.approved_by, look.approved_at = look.wanted_until, by, now
    look.save()
    _write("access.approve_emergency", look, by)
    return look


@transaction.atomic
def end(*, look: Emergency, scope: Scope, by: str) -> Emergency:
    """End an urgent look at once: whoever has it, or whoever may sign in that area."""
    look = Emergency.objects.select_for_update().select_related("post__user").get(pk=look.pk)
    if look.post.user.username != by and not may_sign(scope, look.area_code):
        raise Refusal("not_yours", "สิ้นสุดได้เฉพาะของตนหรือในพื้นที่ของตน", "You may end your own, or one in your area")
    now = timezone.now()
    if state_of(look, now) == "over" and not wants_more(look, now):
        raise Refusal("look_over", "การดูข้อมูลครั้งนี้สิ้นสุดแล้ว", "This urgent look is over already")
    look.ended_by = by
    if look.ends_at is None or look.ends_at > now:
        look.ends_at = now
    look.save()
    _write("access.end_emergency", look, by)
    return look


def _write(act: str, look: Emergency, by: str, **about: object) -> None:
    post = look.post
    what = ("household", look.household_code) if look.household_code else ("area", look.area_code)
    gate.write(
        act,
        by=by,
        partner=post.partner,
        subjects=[what, ("user", post.user.username)],
        about={"look": look.pk, "post": post.pk, "kind": look.kind, "area": look.area_code, **about},
    )
