"""Receipt numbers: short, random, easy to read aloud, with a check letter against slips of the pen."""

from __future__ import annotations

import secrets

# No look-alikes (0 O, 1 I L, 2 Z, 5 S, U V, X Y); a prime number of signs, so that the check letter sees every slip.
SIGNS = "346789ABCDEFGHJKMNPQRTW"
LENGTH = 6


def new_receipt(buddhist_year: int) -> str:
    """Return a receipt such as ``R-2569-K7M4PX-A``."""
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return f"R-{buddhist_year}-{body}-{check_sign(str(buddhist_year), body)}"


def is_receipt(text: str) -> bool:
    """Say whether a text is a receipt number whose check letter is right."""
    parts = text.strip().upper().split("-")
    if len(parts) != 4 or parts[0] != "R" or len(parts[1]) != 4 or len(parts[2]) != LENGTH or not parts[1].isdigit():
        return False
    return set(parts[2]) <= set(SIGNS) and parts[3] == check_sign(parts[1], parts[2])


def check_sign(year: str, body: str) -> str:
    """Return the check letter of a receipt."""
    numbers = [int(digit) for digit in year] + [SIGNS.index(sign) for sign in body]
    return SIGNS[sum(number * weight for weight, number in enumerate(numbers, start=2)) % len(SIGNS)]
