"""Reads posts: who holds which, who stands in for whom, and what is open in one that changes hands."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from baansuk.access.models import Partner, Post, PostHandOver, User
from baansuk.access.post_rules import Held, check_one_holder, check_stand_in, keeps
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.places.questions import area
from baansuk.thai.words import Refusal


def held_of(post: Post) -> Held:
    """Return a post as the rules of posts read it."""
    return Held(
        id=post.pk,
        user=post.user_id,
        role=post.role,
        partner=post.partner,
        area_code=post.area_code,
        title=post.title_th,
        first=post.valid_from,
        last=post.valid_to,
        stands_for=post.stands_for_id,
        stand_in=post.stand_in,
    )


def holders_beside(post: Post) -> list[Held]:
    """Return everybody who holds a post of the same partner, role and area; their partner is locked meanwhile.

    Two orders given in the same second must not both find the post empty: PostgreSQL lets them wait for the partner's
    row, SQLite has one writer at a time.
    """
    list(Partner.objects.select_for_update().filter(pk=post.partner).values_list("pk"))
    same = Post.objects.filter(partner=post.partner, role=post.role, area_code=post.area_code)
    return [held_of(one) for one in same]


def check_longer(post: Post) -> None:
    """Raise Refusal where a post that is to last longer would meet another holder, or outlast what it stands in for."""
    if post.stands_for is None:
        check_one_holder(held_of(post), holders_beside(post))
    else:
        check_standing(post, post.stands_for)


def check_standing(post: Post, whole: Post) -> None:
    """Raise Refusal unless ``post`` may be held in the stead of ``whole``."""
    others = [held_of(one) for one in whole.stand_ins.exclude(pk=post.pk)]
    check_stand_in(held_of(post), held_of(whole), others)


def posts_kept(scope: Scope, *, partner: str = "", role: str = "", also_ended: bool = False) -> QuerySet[Post]:
    """Return the posts that this seat keeps, the newest first; without those that have ended unless asked for."""
    found = Post.objects.select_related("user", "stands_for__user")
    if not scope.keeps_posts or not scope.post_area:
        return found.none()
    found = found.filter(area_code__startswith=scope.post_area)
    if not scope.keeps_register:
        found = found.filter(partner=scope.partner)
    if not also_ended:
        found = found.filter(Q(valid_to=None) | Q(valid_to__gte=today()))
    wanted = {name: value for name, value in (("partner", partner), ("role", role)) if value}
    return found.filter(**wanted).order_by("-valid_from", "-pk")


def post_kept(scope: Scope, number: int) -> Post:
    """Return a post that this seat keeps; another's and an absent one are the same Http404."""
    found = posts_kept(scope, also_ended=True).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def post_seen(scope: Scope, user: User, number: int) -> Post:
    """Return a post of one's own, or one that this seat keeps; Http404 for any other."""
    own = own_posts(user).filter(pk=number).first()
    return own or post_kept(scope, number)


def own_posts(user: User) -> QuerySet[Post]:
    """Return every post a user holds, held or is going to hold, the newest first."""
    return Post.objects.select_related("user", "stands_for__user").filter(user=user).order_by("-valid_from", "-pk")


def may_hand_on(scope: Scope, user: User, post: Post) -> bool:
    """Say whether this reader may hand the post over, or let somebody stand in: its holder, and whoever keeps it."""
    return post.user_id == user.pk or keeps(scope, post.partner, post.area_code)


def hand_overs_of(post: Post) -> list[PostHandOver]:
    """Return how a post came to its holder and how it left them."""
    found = PostHandOver.objects.select_related("old__user", "new__user").filter(Q(old=post) | Q(new=post))
    return list(found.order_by("last_day", "pk"))


def pack_of(post: Post, day: date) -> dict[str, int]:
    """Return what is open in a post on a day, as counts: what the next holder finds, and what ends with this one."""
    return {
        "houses": post.assigned_houses.count(),
        "stand_ins": post.stand_ins.filter(Q(valid_to=None) | Q(valid_to__gt=day)).count(),
        "tokens": post.tokens.filter(revoked_at=None, last_day__gt=day).count(),
        "urgent_looks": post.emergencies.filter(ended_by="", wanted_until__gt=timezone.now()).count(),
    }


def check_area(area_code: str) -> None:
    """Raise Refusal for a code that is no area's."""
    if area(area_code) is None:
        raise Refusal("area_unknown", "ไม่มีพื้นที่รหัสนี้ในระบบ", "There is no area of this code")


def account_named(username: str) -> User:
    """Return the account of that name. Raises Refusal where there is none that may come in."""
    found = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
    if found is None:
        raise Refusal(
            "account_unknown",
            "ไม่มีบัญชีชื่อนี้ ตรวจการสะกด หรือเชิญผู้ใช้ใหม่ก่อน",
            "There is no account of this name; check the spelling, or invite the person first",
        )
    return found
