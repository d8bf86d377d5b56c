"""Invites people: an account with a post, and a link that sets its password once; each step leaves its trail."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from baansuk.access import invitations
from baansuk.access.actions import give_post
from baansuk.access.models import Invitation, Partner, Token, User
from baansuk.access.post_questions import check_area
from baansuk.access.post_rules import check_may_change, check_may_give, check_may_keep
from baansuk.access.scope import Scope
from baansuk.access.second_factor_actions import check_not_sample, remove_all_factors
from baansuk.access.sign_in_actions import check_password_strong
from baansuk.access.token_actions import revoke
from baansuk.audit import gate
from baansuk.thai.words import Refusal


def check_may_invite(scope: Scope, *, username: str, role: str, partner: str, area_code: str) -> None:
    """Raise Refusal unless this seat may give that post: a partner's own keeper within the partner, never more than oneself."""
    if not Partner.objects.filter(pk=partner).exists():
        raise Refusal("partner_unknown", "ไม่มีหน่วยงานนี้ในระบบ", "There is no such partner")
    check_may_give(scope, username=username, role=role, partner=partner, area_code=area_code, keeps_posts=False)
    check_area(area_code)


def check_may_invite_again(scope: Scope, user: User) -> None:
    """Raise Refusal unless this seat may give every post that the account holds: a new link opens all of them."""
    for post in user.posts.all():
        check_may_keep(scope, post.partner, post.area_code)
        check_may_change(scope, role=post.role, keeps_posts=post.keeps_posts)
    if not scope.keeps_register and user.partner != scope.partner:
        raise Refusal("account_of_others", "บัญชีนี้เป็นของหน่วยงานอื่น", "This account is another partner's.")


@transaction.atomic
def invite(
    *,
    username: str,
    partner: str,
    role: str,
    area_code: str,
    title_th: str,
    title_en: str,
    by: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[User, str]:
    """Make an account that cannot come in yet, with its post; return it and what its link carries, shown only now.

    Raises Refusal for a taken name and for whatever ``give_post`` refuses.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal("name_taken", "มีบัญชีชื่อนี้อยู่แล้ว โปรดใช้ชื่ออื่น", "This account name is taken; choose another one")
    user = User(username=username, partner=partner)
    user.set_unusable_password()
    user.save()
    give_post(
        user=user,
        role=role,
        partner=partner,
        area_code=area_code,
        title_th=title_th,
        title_en=title_en or title_th,
        valid_from=valid_from,
        valid_to=valid_to,
        by=by,
    )
    return user, _link_for(user, by)


@transaction.atomic
def invite_again(*, user: User, by: str) -> str:
    """Give an account a new link, because the last one ran out or a password or phone was lost.

    The old password opens nothing from now on, every session and token of the account ends; its second factors go when
    the link is used.
    """
    check_not_sample(user)
    if user.username == by:
        raise Refusal(
            "own_account",
            "ออกลิงก์ให้บัญชีของตนเองไม่ได้ ใช้หน้า การเข้าสู่ระบบของฉัน",
            "You cannot make a link for your own account; use the page My sign-in.",
        )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    # A lost phone or a stolen password may have made tokens too.
    for token in Token.objects.filter(user=user, revoked_at=None):
        revoke(token=token, by=by)
    return _link_for(user, by)


def _link_for(user: User, by: str) -> str:
    user.invitations.filter(used_at=None).delete()
    token, now = invitations.new_token(), timezone.now()
    Invitation.objects.create(
        token_hash=invitations.hash_of(token), user=user, made_by=by, made_at=now, ends_at=now + invitations.LASTS
    )
    gate.write("access.invite", by=by, partner=user.partner, subjects=[("user", user.username)])
    return token


@transaction.atomic
def accept(*, token: str, password: str, by: str) -> User:
    """Use a link: set the password of its account, once. Raises Refusal for a link that is not good, or a weak password."""
    found = Invitation.objects.select_for_update().filter(token_hash=invitations.hash_of(token)).first()
    if found is None or found.used_at is not None or found.ends_at <= timezone.now() or not found.user.is_active:
        raise link_is_over()
    user = found.user
    check_password_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    remove_all_factors(user=user, by=user.username)
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    gate.write("access.accept_invitation", by=user.username, partner=user.partner, subjects=[("user", user.username)])
    return user


def link_is_over() -> Refusal:
    """Return the one sentence for a link that was used, ran out, or never was."""
    return Refusal(
        "link_over",
        "ลิงก์นี้ใช้ไม่ได้แล้ว อาจหมดอายุหรือถูกใช้ไปแล้ว โปรดขอลิงก์ใหม่จากผู้ดูแลทะเบียน",
        "This link is no longer good: it ran out or was used. Ask the register keeper for a new one.",
    )
