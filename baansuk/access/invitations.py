"""What an invitation carries and how long it lasts; no database, no clock."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

LASTS = timedelta(days=3)


def new_token() -> str:
    """Return what a new link carries: more than anybody can guess."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token: whoever reads the database cannot use the link."""
    return hashlib.sha256(token.encode()).hexdigest()
