"""Short random codes of persons, households and what is decided about them, with a check symbol that catches a slip of the pen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np

# Digits and capitals without 0/O, 1/I/L, S (5) and U (V). 29 is prime, which is what lets one symbol catch every
# single substitution and every swap of neighbours.
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
SIZE = len(ALPHABET)
# A case of verification, the page of a sheet, a meeting, and a receipt have codes of the same make.
KINDS = {"person": "P", "household": "H", "case": "C", "page": "W", "meeting": "M", "receipt": "R"}
_LETTERS = {letter: kind for kind, letter in KINDS.items()}
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_SHAPE = re.compile(rf"([{''.join(_LETTERS)}])-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})-([{ALPHABET}])")
# How people write what they see: letters that no code has, and Thai digits.
_SLIPS = str.maketrans("SU๒๓๔๕๖๗๘๙", "5V23456789")
_SPACES = re.compile(r"[\s\-‐‑‒–—_./]+")
# Distinct weights below 29: the kind letter, the eight random symbols, the check symbol.
_KIND_WEIGHT, _CHECK_WEIGHT = 10, 9
_CHECK_INVERSE = pow(_CHECK_WEIGHT, -1, SIZE)


def check_symbol(kind_letter: str, body: str) -> str:
    """Return the symbol that makes the weighted sum of kind letter, 8-symbol ``body`` and check divisible by 29."""
    total = sum((place + 1) * _VALUE[symbol] for place, symbol in enumerate(body))
    return ALPHABET[-(total + _KIND_WEIGHT * _VALUE[kind_letter]) * _CHECK_INVERSE % SIZE]


def code_of(kind_letter: str, body: str) -> str:
    """Write a code from its kind letter and its eight symbols."""
    return f"{kind_letter}-{body[:4]}-{body[4:]}-{check_symbol(kind_letter, body)}"


def issue(
    kind: str, n: int, taken: AbstractSet[str] = frozenset(), random: Callable[[int], bytes] = os.urandom
) -> list[str]:
    """Draw ``n`` new codes of ``kind`` (one of ``KINDS``) that are neither ``taken`` nor twice in the answer.

    ``random`` gives that many random bytes: the system's for real codes, a seeded one in tests. Codes are drawn,
    never derived: nothing of the person can be read back from one.
    """
    drawn: dict[str, None] = {}
    while len(drawn) < n:
        fresh = _draw(KINDS[kind], n - len(drawn), random)
        drawn.update((code, None) for code in fresh if code not in taken)
    return list(drawn)


def _draw(letter: str, n: int, random: Callable[[int], bytes]) -> list[str]:
    """Write ``n`` random codes at once: a million persons get theirs in about a second."""
    numbers = np.frombuffer(random(8 * n), dtype=np.uint64) % np.uint64(SIZE**8)
    body = np.empty((n, 8), dtype=np.int64)
    for place in range(8):
        body[:, place] = numbers % np.uint64(SIZE)
        numbers //= np.uint64(SIZE)
    total = body @ np.arange(1, 9) + _KIND_WEIGHT * _VALUE[letter]
    symbols = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
    written = np.full((n, 13), ord("-"), dtype=np.uint8)
    written[:, 0] = ord(letter)
    written[:, 2:6] = symbols[body[:, :4]]
    written[:, 7:11] = symbols[body[:, 4:]]
    written[:, 12] = symbols[-total * _CHECK_INVERSE % SIZE]
    text = written.tobytes().decode()
    return [text[start : start + 13] for start in range(0, 13 * n, 13)]


def is_code(text: str) -> bool:
    """Tell whether ``text`` is a code exactly as it is written, check symbol included."""
    match = _SHAPE.fullmatch(text)
    return match is not None and check_symbol(match[1], match[2] + match[3]) == match[4]


def kind_of(code: str) -> str:
    """Return the kind of a code, as ``KINDS`` names it; raises KeyError for what is no code."""
    return _LETTERS[code[:1]]


def read_code(text: str) -> str:
    """Read a code as people type it (small letters, spaces, no dashes, S for 5, Thai digits); "" when it cannot be one."""
    symbols = _SPACES.sub("", text).upper()
    if len(symbols) != 10:
        return ""
    body = symbols[1:].translate(_SLIPS)
    code = f"{symbols[0]}-{body[:4]}-{body[4:8]}-{body[8]}"
    return code if is_code(code) else ""
