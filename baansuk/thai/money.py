"""Amounts in baht, exact: what a cell says in satang or why it cannot be taken, never a rounded guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from baansuk.thai.digits import to_arabic
from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import INVISIBLE, ODD_SPACES

TIDY_RULES: Final[tuple[Rule, ...]] = (
    (f"[ {ODD_SPACES}{INVISIBLE}'’]+", ""),
    ("^฿", ""),
    (r"(?:บาท(?:ถ้วน)?|บ\.|THB|thb|฿)$", ""),
    (r"\.-$", ""),  # '500.-'
    ("^(?:[-–—.]+|ไม่มี|ไม่ทราบ|ไม่ระบุ)$", ""),
)
PLAIN: Final = r"^[0-9]{1,12}(?:\.[0-9]{1,2})?$"
GROUPED: Final = r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
NOT_FINITE: Final = r"(?i)^[-+]?(?:nan|inf|infinity|[0-9.]+e\+?[0-9]{3,})$"
SCIENTIFIC: Final = r"(?i)^[-+]?[0-9]+(?:\.[0-9]+)?e[-+]?[0-9]+$"
NEGATIVE: Final = r"^(?:[-−][0-9][0-9,.]*|\([0-9][0-9,.]*\))$"
TOO_PRECISE: Final = r"^[0-9]+\.[0-9]{3,}$"
TOO_LARGE: Final = r"^[0-9]{13,}(?:\.[0-9]{1,2})?$"
PROBLEMS: Final = (
    ("not_finite", NOT_FINITE),
    ("scientific", SCIENTIFIC),
    ("negative", NEGATIVE),
    ("too_precise", TOO_PRECISE),
    ("too_large", TOO_LARGE),
)
_tidy = row_form(TIDY_RULES)


@dataclass(frozen=True, slots=True)
class MoneyProblem:
    """Why a cell is not an amount: unreadable | negative | not_finite | scientific | too_precise | too_large."""

    code: str


def read_money(text: str) -> Decimal | MoneyProblem | None:
    """Read one cell as baht with at most two decimals; None when it says nothing. Nothing is ever rounded: three
    decimals are a fault of the file, not ours to mend."""
    amount = _tidy(to_arabic(text))
    if not amount:
        return None
    if re.search(GROUPED, amount):
        amount = amount.replace(",", "")
    if re.search(PLAIN, amount):
        return Decimal(amount).quantize(Decimal("0.01"))
    return MoneyProblem(next((code for code, pattern in PROBLEMS if re.search(pattern, amount)), "unreadable"))
