"""Changes tokens: makes, revokes and uses them, and counts those that were wrong; each leaves its trail."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from baansuk.access import patience
from baansuk.access.models import SignInTry, Token, User
from baansuk.access.questions import today
from baansuk.access.scope import Sitting
from baansuk.access.token_questions import in_force, try_names
from baansuk.access.tokens import MOST_DAYS, MOST_IN_FORCE, Key, new_key
from baansuk.audit import gate
from baansuk.thai.words import Refusal


@transaction.atomic
def make(*, user: User, sitting: Sitting, name: str, days: int, by: str) -> tuple[Token, Key]:
    """Make a token for one of a user's own sittings; its text is in the answer and nowhere else, ever.

    Raises Refusal for a life that is too long or none, for a token without a name, and for one too many.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(
            "token_days",
            f"อายุของโทเค็นต้องอยู่ระหว่าง 1 ถึง {MOST_DAYS} วัน",
            f"A token lives from 1 to {MOST_DAYS} days.",
        )
    if not name.strip():
        raise Refusal("token_name", "ตั้งชื่อโทเค็นตามโปรแกรมที่จะใช้", "Name the token after the program that will use it.")
    User.objects.select_for_update().get(pk=user.pk)
    if in_force(user).count() >= MOST_IN_FORCE:
        raise Refusal(
            "token_too_many",
            f"มีโทเค็นที่ยังใช้ได้ครบ {MOST_IN_FORCE} อันแล้ว โปรดยกเลิกอันที่ไม่ใช้ก่อน",
            f"There are {MOST_IN_FORCE} tokens in force already; revoke one that is not used first.",
        )
    key, seat = new_key(), sitting.seat
    token = Token.objects.create(
        user=user,
        post_id=seat.id,
        partner=seat.partner,
        purpose=sitting.purpose,
        name=name.strip()[:80],
        prefix=key.prefix,
        secret_hash=key.hash,
        made_at=timezone.now(),
        last_day=today() + timedelta(days=days),
    )
    about = {"post": seat.id, "purpose": sitting.purpose, "days": days}
    gate.write("access.make_token", by=by, partner=seat.partner, subjects=_subjects(token), about=about)
    return token, key


@transaction.atomic
def revoke(*, token: Token, by: str) -> Token:
    """End a token at once; one that was revoked before stays so."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    gate.write("access.revoke_token", by=by, partner=token.partner, subjects=_subjects(token))
    token.refresh_from_db()
    return token


@transaction.atomic
def use(*, token: Token, by: str) -> None:
    """Remember the day on which a token was used, once a day: what it reads is written down where it is read."""
    day = today()
    used = Token.objects.filter(pk=token.pk).exclude(last_used_on=day).update(last_used_on=day)
    if used:
        gate.write("access.use_token", by=by, partner=token.partner, subjects=_subjects(token))


@transaction.atomic
def turn_token_away(*, address: str, key: Key, by: str) -> None:
    """Count a token that opened nothing, for itself and for the address it came from."""
    now = timezone.now()
    SignInTry.objects.filter(last_at__lt=now - patience.FORGOTTEN_AFTER).delete()
    for name in try_names(address, key.prefix):
        tried, _ = SignInTry.objects.get_or_create(name_hash=name, defaults={"last_at": now})
        SignInTry.objects.filter(pk=tried.pk).update(failures=F("failures") + 1, last_at=now)
    known = Token.objects.filter(prefix=key.prefix).values_list("prefix", flat=True)
    gate.write("access.turn_token_away", by=by, outcome="refused", subjects=[("token", one) for one in known])


def _subjects(token: Token) -> list[tuple[str, str]]:
    return [("token", token.prefix), ("user", token.user.get_username())]
