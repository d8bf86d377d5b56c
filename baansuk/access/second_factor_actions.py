"""Changes and uses second factors: code apps, security keys and recovery codes; each leaves its trail."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from baansuk.access import one_time, patience
from baansuk.access.models import SignInTry, User
from baansuk.access.questions import code_name, name_hash
from baansuk.access.second_factors import APP, KEY, RECOVERY, has_second_factor, unlocked
from baansuk.audit import gate
from baansuk.thai.words import Refusal


@transaction.atomic
def use_code(*, user: User, code: str, by: str) -> Authenticator | None:
    """Take a typed one-time or recovery code; return what it belongs to, None for a wrong or used one."""
    typed = one_time.tidy(code)
    rows = Authenticator.objects.select_for_update().filter(user=user, type__in=(APP, RECOVERY))
    # Both kinds are tried whatever was typed: the time taken must not say which kind an account has.
    found = next((row for row in rows if _takes(row, typed)), None) if typed else None
    if found is not None:
        _used(found, by)
    return found


def _takes(row: Authenticator, typed: str) -> bool:
    if row.type == RECOVERY:
        return len(typed) > one_time.DIGITS and bool(row.wrap().validate_code(typed))
    step = one_time.step_of(unlocked(row.data["secret"]), typed, time.time(), after=row.data.get("last_step", -1))
    if step is None:
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def use_key(*, user: User, answer: Any, by: str) -> Authenticator | None:
    """Take a security key's answer to the challenge of this session; None when it does not fit."""
    try:
        found: Authenticator = webauthn.complete_authentication(user, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    _used(found, by)
    return found


def _used(row: Authenticator, by: str) -> None:
    SignInTry.objects.filter(name_hash=name_hash(code_name(row.user))).delete()
    row.last_used_at = timezone.now()
    row.save(update_fields=["last_used_at"])
    subjects = [("user", row.user.username)]
    gate.write("access.use_second_factor", by=by, partner=row.user.partner, subjects=subjects, about={"kind": row.type})


@transaction.atomic
def turn_code_away(*, user: User, by: str) -> None:
    """Count a wrong one-time code, recovery code or key of an account."""
    now = timezone.now()
    SignInTry.objects.filter(last_at__lt=now - patience.FORGOTTEN_AFTER).delete()
    tried, _ = SignInTry.objects.get_or_create(name_hash=name_hash(code_name(user)), defaults={"last_at": now})
    SignInTry.objects.filter(pk=tried.pk).update(failures=F("failures") + 1, last_at=now)
    subjects = [("user", user.username)]
    gate.write("access.turn_code_away", by=by, partner=user.partner, subjects=subjects, outcome="refused")


@transaction.atomic
def add_code_app(*, user: User, secret: str, code: str, by: str) -> list[str]:
    """Bind a code app whose code proves that it holds ``secret``; return recovery codes when these are the first.

    Raises Refusal for a code that does not fit and for an account that has an app already.
    """
    check_not_sample(user)
    step = one_time.step_of(secret, one_time.tidy(code), time.time())
    if step is None:
        raise Refusal(
            "code_wrong",
            "รหัสไม่ตรง โปรดพิมพ์รหัส 6 หลักที่แอปแสดงอยู่ตอนนี้ และตรวจว่านาฬิกาของโทรศัพท์ตรง",
            "The code does not fit. Type the 6 digits that the app shows now, and check that the phone's clock is right.",
        )
    if Authenticator.objects.filter(user=user, type=APP).exists():
        raise Refusal(
            "app_there",
            "มีแอปรหัสครั้งเดียวอยู่แล้ว ถอดอันเดิมก่อนจึงเพิ่มอันใหม่",
            "There is a code app already; remove it before adding another.",
        )
    data = {"secret": get_adapter().encrypt(secret), "last_step": step}
    Authenticator.objects.create(user=user, type=APP, data=data)
    return _added(user, APP, by)


@transaction.atomic
def add_key(*, user: User, name: str, credential: Any, by: str) -> list[str]:
    """Bind a security key by its answer to the challenge of this session; return recovery codes when it is the first.

    Raises Refusal when the answer does not fit.
    """
    check_not_sample(user)
    try:
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal(
            "key_wrong",
            "เครื่องตอบไม่ตรงกับที่ขอ โปรดกดเพิ่มกุญแจใหม่อีกครั้ง",
            "The device's answer does not fit; please add the key once more.",
        ) from error
    webauthn.WebAuthn.add(user, name.strip()[:60], credential)
    return _added(user, KEY, by)


def _added(user: User, kind: str, by: str) -> list[str]:
    about = {"kind": kind}
    gate.write("access.add_second_factor", by=by, partner=user.partner, subjects=[("user", user.username)], about=about)
    if Authenticator.objects.filter(user=user, type=RECOVERY).exists():
        return []
    return list(RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def remove_factor(*, user: User, factor: Authenticator, needed: bool, by: str) -> None:
    """Take a second factor away. Raises Refusal for the last one of an account that ``needed`` one."""
    check_not_sample(user)
    User.objects.select_for_update().get(pk=user.pk)
    others = Authenticator.objects.filter(user=user, type__in=(APP, KEY)).exclude(pk=factor.pk).exists()
    if needed and not others:
        raise Refusal(
            "last_factor",
            "ตำแหน่งของท่านเห็นข้อมูลบุคคล จึงต้องมีขั้นที่สองอย่างน้อยหนึ่งอย่าง เพิ่มอันใหม่ก่อนแล้วจึงถอดอันนี้",
            "Your post sees persons, so one second factor must stay; add another before removing this one.",
        )
    kind = factor.type
    factor.delete()
    if not has_second_factor(user):
        Authenticator.objects.filter(user=user).delete()
    about = {"kind": kind}
    gate.write(
        "access.remove_second_factor", by=by, partner=user.partner, subjects=[("user", user.username)], about=about
    )


@transaction.atomic
def new_recovery_codes(*, user: User, by: str) -> list[str]:
    """Make ten new recovery codes in place of the old ones; they are in the answer and are not shown again."""
    check_not_sample(user)
    User.objects.select_for_update().get(pk=user.pk)
    if not has_second_factor(user):
        raise Refusal(
            "no_factor",
            "ตั้งขั้นที่สองก่อน แล้วจึงออกรหัสสำรองได้",
            "Set up a second factor first; recovery codes stand in for it.",
        )
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    codes = list(RecoveryCodes.activate(user).generate_codes())
    gate.write("access.new_recovery_codes", by=by, partner=user.partner, subjects=[("user", user.username)])
    return codes


@transaction.atomic
def remove_all_factors(*, user: User, by: str) -> None:
    """Take every second factor away, where a keeper lets an account begin again."""
    taken, _ = Authenticator.objects.filter(user=user).delete()
    if taken:
        about = {"kind": "all"}
        subjects = [("user", user.username)]
        gate.write("access.remove_second_factor", by=by, partner=user.partner, subjects=subjects, about=about)


@transaction.atomic
def give_sample_factor(*, user: User, secret: str, by: str) -> None:
    """Give an account of the demonstration the code app whose secret everybody knows. Raises Refusal for any other."""
    if not user.password_sample:
        raise Refusal(
            "not_a_sample",
            "ใช้ได้กับบัญชีสาธิตเท่านั้น",
            "Only an account of the demonstration may have a secret that everybody knows.",
        )
    kept = Authenticator.objects.filter(user=user, type=APP).first()
    if kept is not None and unlocked(kept.data["secret"]) == secret:
        return
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(user=user, type=APP, data={"secret": get_adapter().encrypt(secret)})
    about = {"kind": "sample"}
    gate.write("access.add_second_factor", by=by, partner=user.partner, subjects=[("user", user.username)], about=about)


def check_not_sample(user: User) -> None:
    """Raise Refusal for an account of the demonstration: what is printed about it must stay true."""
    if user.password_sample:
        raise Refusal(
            "sample_account",
            "บัญชีสาธิตเปลี่ยนรหัสผ่านหรือขั้นที่สองไม่ได้ เพราะทุกคนใช้ร่วมกัน",
            "Accounts of the demonstration keep their password and code, because everyone shares them.",
        )
