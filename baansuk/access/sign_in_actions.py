"""Changes sign-ins: passwords changed, sessions ended, persons bound; each leaves its trail."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from baansuk.access.models import User
from baansuk.access.second_factor_actions import check_not_sample
from baansuk.audit import gate
from baansuk.thai.words import Refusal


@transaction.atomic
def turn_sign_on_away(*, reason: str, by: str) -> None:
    """Remember that single sign-on was refused, and why; whose it was is not known, or must not be written down."""
    gate.write("access.turn_sign_on_away", by=by, outcome="refused", about={"reason": reason})


@transaction.atomic
def change_password(*, user: User, password: str, by: str) -> User:
    """Set a new password; all other sessions of the account end with it. Raises Refusal for a weak one."""
    check_not_sample(user)
    check_password_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    gate.write("access.change_password", by=by, partner=user.partner, subjects=[("user", user.username)])
    return user


def check_password_strong(password: str, user: User) -> None:
    """Raise Refusal for a password that is easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refusal(
            "password_weak",
            "รหัสผ่านเดาง่ายเกินไป โปรดใช้อย่างน้อย 8 ตัวอักษร ไม่ใช่ตัวเลขล้วน ไม่ใช่ชื่อบัญชี ชื่อหน่วยงาน หรือคำที่ใครก็เดาได้",
            "The password is too easy to guess; use at least 8 characters, not only digits, and not the name of the account, the office or this house",
        ) from weak


@transaction.atomic
def end_sessions(*, user: User, sessions: Iterable[UserSession], by: str) -> int:
    """End sessions of an account at once; return how many."""
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    about = {"sessions": ended}
    gate.write("access.end_sessions", by=by, partner=user.partner, subjects=[("user", user.username)], about=about)
    return ended


@transaction.atomic
def leave_idle(*, user: User, why: str, by: str) -> None:
    """Remember that a session ended by itself: nobody touched it (``idle``), or it lasted too long (``long``)."""
    gate.write("access.leave_idle", by=by, partner=user.partner, subjects=[("user", user.username)], about={"why": why})


@transaction.atomic
def bind_by_sign_on(*, user: User, person_index: str, by: str) -> None:
    """Bind an account to the person whom single sign-on has proved. Raises Refusal where either is bound elsewhere."""
    check_not_sample(user)
    if user.person_index not in (None, person_index):
        raise Refusal(
            "person_other",
            "บัญชีนี้ผูกกับบุคคลอื่นไว้แล้ว โปรดแจ้งผู้ดูแลทะเบียน",
            "This account is bound to another person already; tell the register keeper.",
        )
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(person_index=person_index, person_known_by="sign_on")
    except IntegrityError as error:
        raise Refusal(
            "person_taken",
            "บัตรนี้ผูกกับบัญชีอื่นแล้ว หนึ่งคนมีได้หนึ่งบัญชี โปรดใช้บัญชีเดิม",
            "This card is bound to another account; a person has one account, so please use that one.",
        ) from error
    user.person_index, user.person_known_by = person_index, "sign_on"
    gate.write("access.bind_person", by=by, partner=user.partner, subjects=[("user", user.username)])
