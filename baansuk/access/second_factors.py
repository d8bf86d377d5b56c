"""Reads which second factors an account has; the one place beside its actions that knows allauth's tables."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import quote, urlencode

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import Http404
from qrcode.image.svg import SvgPathImage

from baansuk.access.models import User
from baansuk.thai.words import Refusal, Words

APP, KEY, RECOVERY = "totp", "webauthn", "recovery_codes"
KIND_WORDS = {
    APP: Words("แอปรหัสครั้งเดียว", "One-time code app"),
    KEY: Words("กุญแจความปลอดภัยหรือล็อกของเครื่อง", "Security key or the device's own lock"),
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor as its owner sees it."""

    id: int
    kind: str
    name: Words
    added_at: datetime
    used_at: datetime | None


def has_second_factor(user: User) -> bool:
    """Say whether the account has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=(APP, KEY)).exists())


def factors_of(user: User) -> list[Factor]:
    """Return the second factors of an account, the oldest first."""
    rows = Authenticator.objects.filter(user=user, type__in=(APP, KEY)).order_by("pk")
    return [Factor(row.pk, row.type, _name_of(row.type, row.data), row.created_at, row.last_used_at) for row in rows]


def _name_of(kind: str, data: dict[str, str]) -> Words:
    words, name = KIND_WORDS[kind], data.get("name", "")
    return Words(f"{words.th}: {name}", f"{words.en}: {name}") if name else words


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes are still unused."""
    row = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def unlocked(stored: str) -> str:
    """Return a stored secret in the clear. Raises Refusal where the key of this house is not the one that locked it."""
    try:
        return str(get_adapter().decrypt(stored))
    except InvalidToken as error:
        raise Refusal(
            "sign_in_key_changed",
            "กุญแจของระบบเปลี่ยนไป จึงตรวจรหัสเดิมไม่ได้ โปรดติดต่อผู้ดูแลระบบ",
            "The key of this house has changed, so codes cannot be checked; tell whoever runs the server.",
        ) from error


def new_secret() -> str:
    """Return a fresh secret for a one-time code app."""
    return str(generate_totp_secret())


def secret_in_fours(secret: str) -> str:
    """Return a secret as a person can type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture_of(user: User, secret: str) -> str:
    """Return the QR code of a secret as the address of an image (``data:``), as the strict policy lets it be shown."""
    issuer = settings.MFA_TOTP_ISSUER
    address = f"otpauth://totp/{quote(f'{issuer}:{user.username}')}?" + urlencode({"secret": secret, "issuer": issuer})
    out = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def has_key(user: User) -> bool:
    """Say whether the account has a security key to ask for."""
    return bool(Authenticator.objects.filter(user=user, type=KEY).exists())


def options_to_use_key(user: User) -> dict[str, object]:
    """Return what the browser must know to ask for one of the account's keys; the challenge stays in the session."""
    return dict(webauthn.begin_authentication(user))


def options_to_add_key(user: User) -> dict[str, object]:
    """Return what the browser must know to make a new key; the challenge stays in the session."""
    return dict(webauthn.begin_registration(user, False))


def factor_for(user: User, factor: int) -> Authenticator:
    """Return one of the user's own second factors; another's and an absent one are the same Http404."""
    row = Authenticator.objects.filter(user=user, pk=factor, type__in=(APP, KEY)).first()
    if row is None:
        raise Http404
    return row
