"""Changes who holds a post: handing it over, and letting somebody stand in; each leaves its trail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from baansuk.access.actions import end_post, give_post
from baansuk.access.models import AssignedHouse, Post, PostHandOver, User
from baansuk.access.post_questions import check_standing, pack_of
from baansuk.access.post_rules import ACTING
from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.thai.words import Refusal, Words

BEFORE = {
    "acting": Words("รักษาราชการแทน ", "Acting "),
    "delegate": Words("ปฏิบัติราชการแทน ", "For the "),
}
LONGEST_TITLE = 160


@transaction.atomic
def hand_over(
    *,
    post: Post,
    to: User,
    last_day: date,
    order_number: str,
    by: str,
    order_date: date | None = None,
    note: str = "",
) -> PostHandOver:
    """Hand a post to another user: the old holder has it to the end of ``last_day``, the new one from the next day.

    The assigned houses go along. Raises Refusal for a day that has passed, for a post that is not held that day, that is
    held for somebody else, or that was handed over before, and for a new holder who is none.
    """
    post = Post.objects.select_for_update().select_related("user").get(pk=post.pk)
    _check_not_to_oneself(to, by)
    _check_can_hand_over(post, to, last_day, order_number)
    pack, ends = pack_of(post, last_day), post.valid_to
    end_post(post=post, last_day=last_day, by=by)
    new = give_post(
        user=to,
        role=post.role,
        partner=post.partner,
        area_code=post.area_code,
        title_th=post.title_th,
        title_en=post.title_en,
        valid_from=last_day + timedelta(days=1),
        valid_to=ends,
        order_number=order_number,
        order_date=order_date,
        keeps_posts=post.keeps_posts,
        by=by,
    )
    _copy_houses(post, new)
    made = PostHandOver.objects.create(
        old=post, new=new, last_day=last_day, pack=pack, note=note, by=by, at=timezone.now()
    )
    gate.write(
        "access.hand_over",
        by=by,
        partner=post.partner,
        subjects=[("user", post.user.username), ("user", to.username)],
        about={"post": post.pk, "new_post": new.pk, "last_day": last_day.isoformat(), **pack},
    )
    return made


def _check_not_to_oneself(to: User, by: str) -> None:
    if to.username == by:
        raise Refusal(
            "own_post",
            "ให้ตำแหน่งแก่ตนเองไม่ได้ ให้ผู้ดูแลอีกคนดำเนินการ",
            "You cannot give yourself a post; another keeper must do it",
        )


def _check_can_hand_over(post: Post, to: User, last_day: date, order_number: str) -> None:
    if post.stands_for_id is not None:
        raise Refusal(
            "not_ones_own_post",
            "ตำแหน่งที่ทำการแทนส่งมอบต่อไม่ได้ ให้ส่งมอบตำแหน่งจริง",
            "A post held for somebody else cannot be handed over; hand over the post itself",
        )
    if PostHandOver.objects.filter(old=post).exists():
        raise Refusal(
            "handed_over_already",
            "ตำแหน่งนี้ส่งมอบไปแล้ว ถ้าผิดคน ให้ผู้ดูแลสิ้นสุดตำแหน่งใหม่แล้วให้ตำแหน่งอีกครั้ง",
            "This post was handed over already; if to the wrong person, its keeper ends the new post and gives it again",
        )
    if last_day < today():
        raise Refusal("day_passed", "วันส่งมอบต้องเป็นวันนี้หรือหลังจากนี้", "The day must be today or later")
    if last_day < post.valid_from or (post.valid_to is not None and last_day >= post.valid_to):
        raise Refusal(
            "outside_the_post",
            "วันสุดท้ายต้องอยู่ในช่วงของตำแหน่ง และตำแหน่งต้องยังเหลือวันให้ผู้รับ",
            "The last day must lie inside the days of the post, with days left for the new holder",
        )
    if to.pk == post.user_id or not to.is_active:
        raise Refusal(
            "no_other_holder",
            "ต้องส่งมอบให้บัญชีของผู้อื่นที่ใช้งานอยู่",
            "Hand it to another person's account that is open",
        )
    if not order_number.strip():
        raise Refusal("order_missing", "ต้องระบุเลขที่คำสั่งแต่งตั้ง", "Give the number of the appointment order")


@transaction.atomic
def let_stand_in(
    *,
    post: Post,
    to: User,
    stand_in: str,
    first: date,
    last: date,
    order_number: str,
    by: str,
    order_date: date | None = None,
) -> Post:
    """Let another user hold a post for its holder, between two days inside those of the post.

    ``stand_in``: ``acting`` while the holder cannot, ``delegate`` by the holder's own order. Raises Refusal for days
    outside the post, a second one who acts at a time, and for whoever is no other active user.
    """
    whole = Post.objects.select_for_update().get(pk=post.pk)
    _check_not_to_oneself(to, by)
    before = BEFORE.get(stand_in, BEFORE[ACTING])
    held = Post(
        user=to,
        role=whole.role,
        partner=whole.partner,
        area_code=whole.area_code,
        title_th=f"{before.th}{whole.title_th}"[:LONGEST_TITLE],
        title_en=f"{before.en}{whole.title_en}"[:LONGEST_TITLE],
        valid_from=first,
        valid_to=last,
        order_number=order_number.strip(),
        order_date=order_date,
        stands_for=whole,
        stand_in=stand_in,
    )
    check_standing(held, whole)
    if not to.is_active:
        raise Refusal("no_other_holder", "บัญชีนี้ปิดแล้ว", "This account is closed")
    if not held.order_number:
        raise Refusal("order_missing", "ต้องระบุเลขที่คำสั่ง", "Give the number of the order")
    held.save()
    _copy_houses(whole, held)
    gate.write(
        "access.let_stand_in",
        by=by,
        partner=whole.partner,
        subjects=[("user", to.username)],
        about={"post": whole.pk, "stand_in_post": held.pk, "stand_in": stand_in, "last_day": last.isoformat()},
    )
    return held


def _copy_houses(old: Post, new: Post) -> None:
    codes = old.assigned_houses.values_list("household_code", flat=True)
    AssignedHouse.objects.bulk_create(AssignedHouse(post=new, household_code=code) for code in codes)
