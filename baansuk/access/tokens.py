"""How a token looks, how it is told from others and how long it may live; no database, no clock."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

# A token in a forgotten script is a key under the mat: three months, then a person looks at it again.
MOST_DAYS = 90
MOST_IN_FORCE = 20
# Begins with a word that secret scanners and people recognise; no look-alikes in the part that is read aloud.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_SHAPE = re.compile(r"bsk_([a-z2-9]{8})_([A-Za-z0-9_-]{43})")
# What is compared when there is no such token, so that finding none takes as long as finding a wrong one.
NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Key:
    """A token as a program holds it: ``prefix`` may be shown and written down, ``text`` never."""

    prefix: str
    text: str = field(repr=False)

    @property
    def hash(self) -> str:
        """What is kept of it: 256 random bits need no slow hash."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def is_of(self, kept_hash: str) -> bool:
        """Say whether this is the token whose hash was kept, in a time that does not depend on the answer."""
        return hmac.compare_digest(self.hash, kept_hash)


def new_key() -> Key:
    """Return a token that nobody has had before."""
    prefix = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return Key(prefix, f"bsk_{prefix}_{secrets.token_urlsafe(32)}")


def read_key(text: str) -> Key:
    """Return what was sent as a token; what has not the shape of one has the prefix '', which no token has."""
    shape = _SHAPE.fullmatch(text)
    return Key(shape[1] if shape else "", text)
