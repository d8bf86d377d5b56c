"""Changes who may see what: accounts, posts, assigned houses, coming in and going out; each leaves its trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from baansuk.access import demo_codes, demonstration, patience, second_factor_actions
from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.models import AssignedHouse, Grant, HouseMark, Post, SignInTry, User
from baansuk.access.person_actions import record_person
from baansuk.access.post_questions import check_longer, held_of, holders_beside
from baansuk.access.post_rules import check_days, check_one_holder
from baansuk.access.questions import DEMONSTRATION, is_demonstration, is_marked_demonstration, name_hash, today
from baansuk.access.roles import ROLES
from baansuk.access.scope import Sitting
from baansuk.access.sign_in_actions import check_password_strong
from baansuk.audit import gate
from baansuk.screen.language import LANGUAGES
from baansuk.thai.words import Refusal, Words


@transaction.atomic
def create_user(
    *, username: str, password: str, partner: str, by: str, language: str = "th", password_sample: bool = False
) -> User:
    """Make an account; it sees nothing until a post is given. Raises Refusal for a taken name or a weak password."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal("name_taken", "มีบัญชีชื่อนี้อยู่แล้ว โปรดใช้ชื่ออื่น", "This account name is taken; choose another one")
    if not password_sample:
        # Those of the demonstration are printed: they are as weak as can be, and open nothing elsewhere.
        check_password_strong(password, User(username=username, partner=partner))
    user = User.objects.create_user(
        username=username, password=password, partner=partner, language=language, password_sample=password_sample
    )
    gate.write("access.create_user", by=by, partner=partner, subjects=[("user", username)])
    return user


@transaction.atomic
def give_post(
    *,
    user: User,
    role: str,
    partner: str,
    area_code: str,
    title_th: str,
    title_en: str,
    by: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    order_number: str = "",
    order_date: date | None = None,
    keeps_posts: bool = False,
) -> Post:
    """Give a user a post from a day (today when none is given), by an appointment order.

    Raises Refusal for an unknown role, for days turned round, and for a post that has another holder on one of the days.
    """
    if role not in ROLES:
        raise Refusal("role_unknown", "ไม่มีบทบาทนี้ในระบบ", "There is no such role")
    start = valid_from or today()
    check_days(start, valid_to)
    post = Post(
        user=user,
        role=role,
        partner=partner,
        area_code=area_code,
        title_th=title_th,
        title_en=title_en,
        valid_from=start,
        valid_to=valid_to,
        order_number=order_number,
        order_date=order_date,
        keeps_posts=keeps_posts,
    )
    check_one_holder(held_of(post), holders_beside(post))
    post.save()
    about = {"post": post.pk, "role": role, "area": area_code}
    gate.write("access.give_post", by=by, partner=partner, subjects=[("user", user.username)], about=about)
    return post


@transaction.atomic
def end_post(*, post: Post, last_day: date, by: str) -> Post:
    """Let a post end after ``last_day``; its holder loses it with the next request after that day.

    Whoever stands in for it loses that with it. A later day than before makes the post longer, while nobody else has it.
    """
    check_days(post.valid_from, last_day)
    longer = post.valid_to is not None and last_day > post.valid_to
    post.valid_to = last_day
    if longer:
        check_longer(post)
    post.save(update_fields=["valid_to"])
    post.stand_ins.filter(valid_from__gt=last_day).delete()
    post.stand_ins.filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).update(valid_to=last_day)
    about = {"post": post.pk, "last_day": last_day.isoformat()}
    gate.write("access.end_post", by=by, partner=post.partner, subjects=[("user", post.user.username)], about=about)
    return post


@transaction.atomic
def assign_houses(*, post: Post, households: Iterable[str], by: str) -> int:
    """Make ``households`` (codes) the whole list of houses of a post, in place of the list before; return how many."""
    if not ROLES[post.role].by_houses:
        raise Refusal(
            "role_sees_areas",
            "ตำแหน่งนี้เห็นทั้งพื้นที่อยู่แล้ว ไม่ต้องมอบหมายบ้านรายหลัง",
            "This post sees its whole area; houses are assigned to volunteers only",
        )
    # Two who save the houses of one post at the same moment take their turn; side by side both would add the same house.
    Post.objects.select_for_update().filter(pk=post.pk).first()
    wanted = set(households)
    known = set(post.assigned_houses.values_list("household_code", flat=True))
    if wanted == known:
        return len(wanted)  # every start of the demonstration asks again; nothing changed, so nothing is to be told
    post.assigned_houses.filter(household_code__in=known - wanted).delete()
    AssignedHouse.objects.bulk_create(AssignedHouse(post=post, household_code=code) for code in sorted(wanted - known))
    gate.write(
        "access.assign_houses",
        by=by,
        partner=post.partner,
        subjects=[("user", post.user.username), *(("household", code) for code in sorted(wanted))],
        about={"post": post.pk, "added": len(wanted - known), "taken_away": len(known - wanted)},
    )
    return len(wanted)


@transaction.atomic
def come_in(*, user: User, by: str) -> None:
    """Remember that a user signed in with every proof asked for, and forget the failed tries of the name."""
    SignInTry.objects.filter(name_hash=name_hash(user.username)).delete()
    gate.write("access.come_in", by=by, partner=user.partner, subjects=[("user", user.username)])


@transaction.atomic
def turn_away(*, name: str, by: str) -> None:
    """Count a failed sign-in of ``name``; the name itself is written down only when it is that of an account."""
    now = timezone.now()
    SignInTry.objects.filter(last_at__lt=now - patience.FORGOTTEN_AFTER).delete()
    tried, _ = SignInTry.objects.get_or_create(name_hash=name_hash(name), defaults={"last_at": now})
    SignInTry.objects.filter(pk=tried.pk).update(failures=F("failures") + 1, last_at=now)
    known = User.objects.filter(username=name).values_list("username", flat=True).first()
    # An unknown name leaves as many rows as a known one, so that neither takes longer; typed in vain, it stays a hash.
    about = ("user", known) if known is not None else ("name", name_hash(name)[:16])
    gate.write("access.turn_away", by=by, outcome="refused", subjects=[about])


@transaction.atomic
def go_out(*, user: User, by: str) -> None:
    """Remember that a user signed out."""
    gate.write("access.go_out", by=by, partner=user.partner, subjects=[("user", user.username)])


@transaction.atomic
def take_seat(*, sitting: Sitting, by: str) -> None:
    """Remember that a user sat down in one of their posts, for one purpose."""
    seat = sitting.seat
    about = {"post": seat.id, "role": seat.role, "purpose": sitting.purpose}
    gate.write("access.take_seat", by=by, partner=seat.partner, subjects=[("user", by)], about=about)


@transaction.atomic
def set_grants(*, agreement: str, rows: Iterable[Grant], by: str) -> int:
    """Make ``rows`` the whole of what an agreement grants, in place of what it granted before; return how many.

    No rows ends all access under the agreement with the next request. Raises Refusal for a class or purpose that is
    not on the closed lists, an area code that is none, and days turned round.
    """
    wanted = list(rows)
    for row in wanted:
        check_grant(row)
    Grant.objects.filter(agreement=agreement).delete()
    Grant.objects.bulk_create(wanted)
    partners = sorted({row.partner for row in wanted})
    gate.write(
        "access.set_grants",
        by=by,
        subjects=[("agreement", agreement), *(("partner", partner) for partner in partners)],
        about={"grants": len(wanted)},
    )
    return len(wanted)


def check_grant(row: Grant) -> None:
    """Raise Refusal for a grant that no agreement can give."""
    if row.field_class not in CLASSES or row.purpose not in PURPOSES:
        raise Refusal(
            "not_on_the_list",
            "ประเภทข้อมูลหรือวัตถุประสงค์นี้ไม่อยู่ในรายการที่ให้สิทธิ์ได้",
            "This class of facts or purpose is not on the closed list of what can be granted",
        )
    if not (row.area_code.isdecimal() and len(row.area_code) in (2, 4, 6, 8)):
        raise Refusal("area_unknown", "รหัสพื้นที่ต้องเป็นเลข 2 4 6 หรือ 8 หลัก", "An area code has 2, 4, 6 or 8 digits")
    if row.valid_to < row.valid_from:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")


@transaction.atomic
def choose_language(*, user: User, language: str, by: str) -> None:
    """Keep the language a user reads. Raises ValueError for one we do not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {LANGUAGES}")
    user.language = language
    user.save(update_fields=["language"])
    gate.write("access.choose_language", by=by, subjects=[("user", user.username)], about={"language": language})


@transaction.atomic
def mark_demonstration(*, by: str) -> None:
    """Make this database a demonstration for ever. Raises Refusal where somebody has a real account already."""
    if not settings.DEMO or (User.objects.filter(password_sample=False).exists() and not is_marked_demonstration()):
        raise Refusal(
            "not_for_a_demonstration",
            "ฐานข้อมูลนี้มีบัญชีจริงอยู่แล้ว จึงทำเป็นระบบสาธิตไม่ได้ ให้ใช้ฐานข้อมูลใหม่",
            "This database has real accounts, so it cannot become a demonstration; use a new one",
        )
    _, made = HouseMark.objects.get_or_create(name=DEMONSTRATION, defaults={"marked_at": timezone.now()})
    if made:
        gate.write("access.mark_demonstration", by=by)


@transaction.atomic
def demo_accounts(*, by: str, houses: Iterable[str] | None = None) -> list[tuple[str, str, Words]]:
    """Make the cast of the demonstration where it is missing; return name, password and role of each.

    ``houses`` (household codes) become the volunteer's whole list; None leaves the list as it is. Raises Refusal outside
    a demonstration, and in a database that was not marked as one: these passwords are printed in the manual.
    """
    if not is_demonstration():
        raise Refusal(
            "not_a_demonstration",
            "บัญชีสาธิตมีได้เฉพาะในฐานข้อมูลที่สั่ง `baansuk init --demo` ไว้ และเปิดเป็นระบบสาธิต",
            "Demonstration accounts are made only in a database that `baansuk init --demo` marked, served as a demonstration",
        )
    for player in demonstration.ACCOUNTS:
        if not User.objects.filter(username=player.username).exists():
            create_user(
                username=player.username,
                password=player.password,
                partner=player.partner,
                password_sample=True,
                by=by,
            )
        user = User.objects.get(username=player.username)
        if user.password_sample:
            second_factor_actions.give_sample_factor(user=user, secret=demo_codes.secret_of(user.username), by=by)
        if user.person_index is None and user.password_sample:
            # A fictional person each: whoever is nobody's account could show no approval.
            record_person(user=user, kind="demonstration", digits=user.username, by=by)
    # The first seat is given last, because the newest appointment is the one a person finds themselves in.
    for player in (*demonstration.SECOND_SEATS, *demonstration.ACCOUNTS):
        user = User.objects.get(username=player.username)
        if not user.posts.filter(role=player.role, area_code=player.area_code).exists():
            give_post(
                user=user,
                role=player.role,
                partner=player.partner,
                area_code=player.area_code,
                title_th=player.title.th,
                title_en=player.title.en,
                by=by,
            )
    if houses is not None:
        assign_houses(post=Post.objects.get(user__username="volunteer", role="volunteer"), households=houses, by=by)
    return [(player.username, player.password, player.role_name) for player in demonstration.ACCOUNTS]
