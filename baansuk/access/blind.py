"""The keyed hash that binds an account to one natural person without keeping the person's number."""

from __future__ import annotations

import base64
import hmac

from django.conf import settings

# The same half of the hash that the register keeps (people/blind.py): far from any collision among a nation's numbers.
_LENGTH = 22


def person_index(kind: str, digits: str) -> str:
    """Return the blind index of one id number; it is the one by which the register knows the same person."""
    key = str(settings.BLIND_INDEX_KEY).encode()
    return base64.urlsafe_b64encode(hmac.digest(key, f"{kind}:{digits}".encode(), "sha256"))[:_LENGTH].decode()
