"""Checks the identity token that single sign-on hands over: who signed it, for whom, until when, in answer to what."""

from __future__ import annotations

import hmac
from typing import Any

import jwt

from baansuk.thai.words import Refusal

# Signatures by a key pair only: with a shared secret, or none, anybody who knows the public key could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 30


def read_token(token: str, keys: dict[str, Any], *, issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """Return the claims of a token that holds in every respect. Raises Refusal, each time with its reason."""
    try:
        key, algorithm = _key_of(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            audience=client,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise Refusal(
            "sso_expired",
            "ใบยืนยันตัวตนหมดอายุแล้ว โปรดเริ่มเข้าสู่ระบบใหม่",
            "The proof of identity has expired; please begin again.",
        ) from error
    except jwt.InvalidAudienceError as error:
        raise _for_another() from error
    except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_signed() from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client:
        raise _for_another()
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refusal(
            "sso_nonce",
            "ใบยืนยันตัวตนไม่ใช่คำตอบของการเข้าสู่ระบบครั้งนี้ โปรดเริ่มใหม่",
            "The proof of identity does not answer this sign-in; please begin again.",
        )
    return claims


def _key_of(token: str, keys: dict[str, Any]) -> tuple[Any, str]:
    header = jwt.get_unverified_header(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise _not_signed()
    found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if header.get("kid") in (None, key.key_id)]
    if len(found) != 1:
        raise _not_signed()
    return found[0].key, algorithm


def _not_signed() -> Refusal:
    return Refusal(
        "sso_signature",
        "ใบยืนยันตัวตนไม่มีลายเซ็นที่เชื่อถือได้ จึงเข้าสู่ระบบด้วยวิธีนี้ไม่ได้",
        "The proof of identity bears no signature that can be trusted, so it cannot be used to sign in.",
    )


def _for_another() -> Refusal:
    return Refusal(
        "sso_audience",
        "ใบยืนยันตัวตนออกให้ระบบอื่น จึงใช้เข้าระบบนี้ไม่ได้",
        "The proof of identity was made out to another system, so it cannot be used here.",
    )
