"""Personal numbers, typed: what kind of number it is, whether it can be trusted, and how it is shown without telling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from baansuk.thai.digits import to_arabic
from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import INVISIBLE, ODD_SPACES

KINDS: Final = ("thai_id", "zero_number", "g_code", "passport", "none")
WEIGHTS: Final = tuple(range(13, 1, -1))  # the third weight is 11, so an error in digit 3 is never caught

# Digits 2-3 of a number are a province code. The 77 of the Department of Provincial Administration; 00 stands in the
# synthetic numbers of tests and 99 is the sample province.
_PROVINCE_RANGES: Final = ((10, 27), (30, 58), (60, 67), (70, 77), (80, 86), (90, 96), (99, 99))
PROVINCES: Final = frozenset(
    ["00", *(f"{code}" for first, last in _PROVINCE_RANGES for code in range(first, last + 1))]
)

PLAIN: Final = "^[0-9]{13}$"
SCIENTIFIC: Final = r"^[0-9]+(\.[0-9]+)?E\+?[0-9]+$"
G_CODE: Final = "^G[0-9]{12}$"
PASSPORT: Final = "^(?:[A-Z]{2}[0-9]{6,8}|[A-FH-Z][0-9]{6,8})$"  # one letter G is a damaged G-code, not a passport
WITH_LETTERS: Final = "^[0-9A-Z]+$"
DIGITS: Final = "^[0-9]+$"
# A workbook shows 13 digits rounded to six as 1234570000000; no register gives out a number that ends in seven zeros.
ROUNDED: Final = "^[0-9]{6}0000000$"
# The order matters: the point of 1.23E+12 must still be there when SCIENTIFIC looks.
TIDY_RULES: Final[tuple[Rule, ...]] = (
    (f"[ {ODD_SPACES}{INVISIBLE}'’‘`´]+", ""),
    ("[-‐‑‒–—−_]+", ""),
    (r"^([0-9]{13})\.0+$", "${1}"),  # an exact integer cell written as text
    ("^(?:ไม่มี|ไม่ทราบ|ไม่ระบุ|N/A|NA|NULL)$", ""),
)
_tidy = row_form(TIDY_RULES)


@dataclass(frozen=True, slots=True)
class IdReading:
    """What a cell says about a personal number.

    ``kind`` is one of ``KINDS``. ``digits`` is the number in one spelling (13 digits, G + 12 digits, or a passport),
    empty when there is none that can be used. ``problem`` is None or scientific | lost_zero | letter | wrong_length |
    first_digit | check_digit | unreadable: the number must then not be used. ``warning`` is None or office_unknown.
    """

    kind: str
    digits: str = ""
    problem: str | None = None
    warning: str | None = None


def check_digit(first12: str) -> int:
    """Return the 13th digit for the first twelve: (11 - sum mod 11) mod 10."""
    return (11 - sum(int(digit) * weight for digit, weight in zip(first12, WEIGHTS, strict=True)) % 11) % 10


def read_id(text: str) -> IdReading:
    """Read one cell. Dashes, spaces, Thai and full-width digits and a leading apostrophe are normal; a number that
    lost digits is never padded, and one that went through a spreadsheet's rounding is refused whatever its check
    digit says (9 % of damaged numbers still pass it)."""
    number = _tidy(to_arabic(text).upper())
    if not number:
        return IdReading("none")
    if re.search(PLAIN, number):
        return _read_thirteen(number)
    if re.search(G_CODE, number):
        return IdReading("g_code", number)
    if re.search(PASSPORT, number):
        return IdReading("passport", number)
    return IdReading("none", "", _why_not(number))


def _why_not(number: str) -> str:
    if re.search(SCIENTIFIC, number):
        return "scientific"
    if re.search(DIGITS, number):
        return "lost_zero" if len(number) == 12 else "wrong_length"
    if re.search(WITH_LETTERS, number):
        return "letter"
    return "unreadable"


def _read_thirteen(number: str) -> IdReading:
    if re.search(ROUNDED, number):
        return IdReading("none", "", "scientific")
    kind = "zero_number" if number[0] == "0" else "thai_id"
    if number[0] == "9":
        return IdReading(kind, number, "first_digit")
    if check_digit(number[:12]) != int(number[12]):
        return IdReading(kind, number, "check_digit")
    known = kind == "zero_number" or number[1:3] in PROVINCES
    return IdReading(kind, number, None, None if known else "office_unknown")


def mask(digits: str) -> str:
    """Return a number as it is shown: always the shape of the card and only the last four symbols,
    ``x-xxxx-xxxx9-01-5``. Digit 1 and digits 6-7 tell a person's legal status and origin, and so would a G or the
    shape of a passport: every kind looks alike. An empty number gives an empty text."""
    if not digits:
        return ""
    last = digits[-4:].rjust(4, "x")
    return f"x-xxxx-xxxx{last[0]}-{last[1:3]}-{last[3]}"
