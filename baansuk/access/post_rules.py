"""Says what may be done with posts: who keeps them, who holds one on which days, who may stand in; no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from baansuk.access.roles import ROLES
from baansuk.access.scope import Scope
from baansuk.thai.digits import to_arabic
from baansuk.thai.words import Refusal

ACTING, DELEGATE = "acting", "delegate"


@dataclass(frozen=True, slots=True)
class Held:
    """A post as somebody holds it. ``last`` is the last day, None while it has no end; ``stands_for``: another's post."""

    id: int | None
    user: int
    role: str
    partner: str
    area_code: str
    title: str
    first: date
    last: date | None
    stands_for: int | None = None
    stand_in: str = ""

    @property
    def post(self) -> tuple[str, str, str, str]:
        """What makes it that post and no other: a title is the same with other spaces or Thai digits."""
        return self.partner, self.role, self.area_code, re.sub(r"\s+", "", to_arabic(self.title)).casefold()

    def overlaps(self, other: Held) -> bool:
        """Say whether both are held on some day."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


def check_days(first: date, last: date | None) -> None:
    """Raise Refusal for days turned round."""
    if last is not None and last < first:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")


def check_one_holder(new: Held, others: Iterable[Held]) -> None:
    """Raise Refusal where the same post is held already on one of the days; whoever stands in is no second holder.

    A post that an order gives to several people at once is held by each of them once.
    """
    if new.stands_for is not None:
        return
    shared = ROLES[new.role].shared
    for other in others:
        if other.id == new.id or other.stands_for is not None or (shared and other.user != new.user):
            continue
        if other.post == new.post and other.overlaps(new):
            raise Refusal(
                "post_held",
                f"ตำแหน่งนี้มีผู้ดำรงอยู่แล้ว{_until(other.last, thai=True)} หนึ่งตำแหน่งมีผู้ดำรงวันละคนเดียว ใช้ “ส่งมอบตำแหน่ง” หรือ “รักษาราชการแทน”",
                f"This post already has a holder{_until(other.last, thai=False)}. A post has one holder a day: hand it over, or "
                "let somebody act for its holder.",
            )


def _until(last: date | None, *, thai: bool) -> str:
    if last is None:
        return ""
    return f"ถึงวันที่ {last.day}/{last.month}/{last.year + 543}" if thai else f" until {last.isoformat()}"


def check_stand_in(new: Held, whole: Held, others: Iterable[Held]) -> None:
    """Raise Refusal unless ``new`` may be held in the stead of ``whole``, beside the ``others`` who stand in for it."""
    if new.stand_in not in (ACTING, DELEGATE):
        raise Refusal("stand_in_unknown", "ต้องเป็นรักษาราชการแทนหรือปฏิบัติราชการแทน", "Choose acting or delegated")
    if whole.stands_for is not None:
        raise Refusal(
            "stand_in_of_stand_in",
            "ผู้ทำการแทนมอบต่ออีกทอดไม่ได้ ให้ทำการแทนตำแหน่งจริง",
            "Whoever stands in cannot pass it on; stand in for the post itself",
        )
    if new.user == whole.user:
        raise Refusal("stand_in_own", "ทำการแทนตนเองไม่ได้", "Nobody can stand in for themselves")
    if new.last is None:
        raise Refusal("stand_in_endless", "การทำการแทนต้องมีวันสิ้นสุด", "Standing in needs a last day")
    check_days(new.first, new.last)
    if new.first < whole.first or (whole.last is not None and new.last > whole.last):
        raise Refusal(
            "outside_the_post",
            "วันทำการแทนต้องอยู่ในช่วงของตำแหน่งที่ทำการแทน",
            "The days must lie inside those of the post that is stood in for",
        )
    if new.stand_in == ACTING and any(one.stand_in == ACTING and one.overlaps(new) for one in others):
        raise Refusal(
            "acting_already",
            "มีผู้รักษาราชการแทนในช่วงนี้แล้ว ให้คนเดิมสิ้นสุดก่อน",
            "Somebody else acts for this post on one of these days; end that first",
        )


def keeps(scope: Scope, partner: str, area_code: str) -> bool:
    """Say whether this seat keeps the posts of a partner in an area: the register keeper those of every partner."""
    mine = scope.keeps_register or (scope.keeps_posts and partner == scope.partner)
    return mine and bool(scope.post_area) and area_code.startswith(scope.post_area)


def check_may_keep(scope: Scope, partner: str, area_code: str) -> None:
    """Raise Refusal unless this seat keeps the posts of that partner there."""
    if not keeps(scope, partner, area_code):
        raise Refusal(
            "posts_of_others",
            "ท่านดูแลตำแหน่งของหน่วยงานและพื้นที่นี้ไม่ได้ ให้ผู้ดูแลทะเบียนดำเนินการ",
            "You do not keep the posts of this partner in this area; ask the register keeper",
        )


def check_may_give(scope: Scope, *, username: str, role: str, partner: str, area_code: str, keeps_posts: bool) -> None:
    """Raise Refusal unless this seat may give that post to that account: never to oneself, never more than it is itself."""
    check_may_keep(scope, partner, area_code)
    if username == scope.username:
        raise Refusal(
            "own_post",
            "ให้ตำแหน่งแก่ตนเองไม่ได้ ให้ผู้ดูแลอีกคนดำเนินการ",
            "You cannot give yourself a post; another keeper must do it",
        )
    check_may_change(scope, role=role, keeps_posts=keeps_posts)


def check_may_change(scope: Scope, *, role: str, keeps_posts: bool) -> None:
    """Raise Refusal where a partner's own keeper would give, end or pass on a post that is more than the keeper's."""
    powerful = keeps_posts or (role in ROLES and (ROLES[role].keeps_register or ROLES[role].signs))
    if powerful and not scope.keeps_register:
        raise Refusal(
            "more_than_oneself",
            "เฉพาะผู้ดูแลทะเบียนจึงให้หรือเปลี่ยนตำแหน่งที่อนุมัติหรือดูแลผู้อื่นได้",
            "Only the register keeper gives or changes posts that approve, or that keep others",
        )
