"""The master keys, which wrap all others: one in use, and during a rotation the one before it as well."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from baansuk.vault.refusals import key_wrong

SECRET_BYTES: Final = 32
NONCE_BYTES: Final = 12
VARIABLE: Final = "BAANSUK_MASTER_KEY"
_IN_FILE = "master"


@dataclass(frozen=True, slots=True)
class Master:
    """A master key; its name follows from the key itself, so that no file can pair them wrongly."""

    name: str
    secret: bytes = field(repr=False)

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """Seal another key's secret; ``about`` says which key it is, and must be the same at unwrapping."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, secret, about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """Open another key's secret. Raises ``InvalidTag`` when it was wrapped by another, or edited."""
        if len(wrapped) < NONCE_BYTES:
            raise InvalidTag
        return AESGCM(self.secret).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)


def new_master() -> Master:
    """Make a master key."""
    return _master(secrets.token_bytes(SECRET_BYTES))


def written(masters: list[Master]) -> bytes:
    """Return the content of the file of master keys, the one in use first."""
    return b"".join(shown(master).encode() + b"\n" for master in masters)


def shown(master: Master) -> str:
    """Return the text form of a master key, as the file and the environment hold it."""
    return base64.urlsafe_b64encode(master.secret).decode()


def read_masters(text: str, where: str) -> list[Master]:
    """Read master keys, the one in use first, parted by line ends or commas. Raises Refusal ``key_wrong``."""
    parts = [part.strip() for part in text.replace(",", "\n").splitlines() if part.strip()]
    try:
        found = [base64.b64decode(part, altchars=b"-_", validate=True) for part in parts]
    except (binascii.Error, ValueError):
        found = [b""]
    if not found or any(len(secret) != SECRET_BYTES for secret in found):
        raise key_wrong(
            "master", f"{where} ไม่ใช่กุญแจ 32 ไบต์แบบ base64", f"{where} does not hold a key of 32 bytes in base64."
        )
    return [_master(secret) for secret in found]


def mark_of(secret: bytes, name: str) -> str:
    """Return the mark by which a key is known again: a keyed hash over a fixed text, from which nothing follows."""
    return hmac.digest(secret, f"baansuk key mark: {name}".encode(), "sha256").hex()[:32]


def file_of_masters(folder: Path) -> Path:
    """Return where the master keys lie when the environment does not give them."""
    return folder / _IN_FILE


def _master(secret: bytes) -> Master:
    return Master("m-" + hashlib.sha256(b"baansuk master key name" + secret).hexdigest()[:12], secret)
