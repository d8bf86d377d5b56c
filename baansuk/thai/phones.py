"""Phone numbers: ten-digit mobiles and nine-digit fixed lines; anything else says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from baansuk.thai.digits import to_arabic
from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import INVISIBLE, ODD_SPACES

TIDY_RULES: Final[tuple[Rule, ...]] = (
    (f"[ {ODD_SPACES}{INVISIBLE}'’()_.‐‑–—−-]+", ""),
    (r"^(?:โทรศัพท์|โทร|tel|Tel|TEL):?", ""),
    (r"^(?:\+66|0066)0?", "0"),
    ("^66([2-9][0-9]{7,8})$", "0${1}"),
    ("^(?:ไม่มี|ไม่ทราบ|ไม่ระบุ)$", ""),
)
PHONE: Final = "^0(?:[689][0-9]{8}|[2-57][0-9]{7})$"
SEVERAL: Final = r"^0[0-9]{8,9}[,/;]"
LOST_ZERO: Final = "^(?:[689][0-9]{8}|[2-57][0-9]{7})$"
DIGITS: Final = "^[0-9]+$"
PROBLEMS: Final = (("several", SEVERAL), ("lost_zero", LOST_ZERO), ("wrong_length", DIGITS))
_tidy = row_form(TIDY_RULES)


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """``number`` in digits beginning with 0, empty when there is none; ``problem`` None or lost_zero | wrong_length |
    several | unreadable."""

    number: str = ""
    problem: str | None = None


def read_phone(text: str) -> PhoneReading:
    """Read one cell. +66 becomes 0; a lost leading zero is never put back by guess, as with personal numbers."""
    number = _tidy(to_arabic(text))
    if not number:
        return PhoneReading()
    if re.search(PHONE, number):
        return PhoneReading(number)
    for problem, pattern in PROBLEMS:
        if re.search(pattern, number):
            return PhoneReading("", problem)
    return PhoneReading("", "unreadable")
