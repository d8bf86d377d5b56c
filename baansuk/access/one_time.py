"""One-time codes of an app on the phone (RFC 6238): what they are now, and which step a typed one belongs to."""

from __future__ import annotations

import hmac
import struct
from base64 import b32decode
from hashlib import sha1

from baansuk.thai.digits import to_arabic

PERIOD = 30
DIGITS = 6
# A phone's clock may be one step off either way.
TOLERANCE = 1


def step_at(now: float) -> int:
    """Return the number of the step of 30 seconds at a moment (seconds since 1970)."""
    return int(now) // PERIOD


def seconds_left(now: float) -> int:
    """Return how long the code of this moment is still shown."""
    return PERIOD - int(now) % PERIOD


def code_of(secret: str, step: int) -> str:
    """Return the code of a step."""
    digest = hmac.digest(b32decode(secret, casefold=True), struct.pack(">Q", step), sha1)
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, now: float, after: int = -1) -> int | None:
    """Return the step that a code belongs to; None for a wrong one and for one not later than the step ``after``.

    A code is good once: whoever looked over a shoulder cannot use it again within its half minute.
    """
    found = None
    for step in range(step_at(now) - TOLERANCE, step_at(now) + TOLERANCE + 1):
        # All are compared, so that the time taken says nothing about which one was near.
        if hmac.compare_digest(code_of(secret, step), code) and step > after and found is None:
            found = step
    return found


def usable_step(now: float, after: int) -> int:
    """Return the earliest step whose code would be taken now, given the last one used."""
    return max(step_at(now), after + 1)


def tidy(code: str) -> str:
    """Return a typed code without spaces and dashes, in Arabic digits; '' when it is no code."""
    digits = "".join(to_arabic(code).split()).replace("-", "")
    return digits if digits.isascii() and digits.isdecimal() else ""
