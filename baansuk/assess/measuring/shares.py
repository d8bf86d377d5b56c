"""Shares and cut-offs as exact fractions: how they are written, and whole numbers over one divisor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from baansuk.thai.digits import to_arabic

# Scores are whole numbers up to here, which 32 bits hold.
LARGEST_DIVISOR: Final = 10**9
# A score times the divisor of a cut-off stays within the 38 digits that both engines keep.
LARGEST_CUTOFF_DIVISOR: Final = 10**28
_PERCENT: Final = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*$")
_DECIMAL: Final = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*$")
_QUOTIENT: Final = re.compile(r"^\s*([0-9]+)\s*/\s*([0-9]+)\s*$")


def share_of(written: object) -> Fraction:
    """Read ``"1/3"``, ``"0.33"``, ``"20%"`` (Thai digits too) or a number as the fraction it stands for. Raises ValueError for all else."""
    if isinstance(written, bool):
        raise ValueError(written)
    if isinstance(written, int | Decimal):
        return Fraction(written)
    text = to_arabic(str(written))
    if found := _QUOTIENT.match(text):
        if int(found[2]) == 0:
            raise ValueError(written)
        return Fraction(int(found[1]), int(found[2]))
    if found := _PERCENT.match(text):
        return Fraction(found[1]) / 100
    if found := _DECIMAL.match(text):
        return Fraction(found[1])
    raise ValueError(written)


def over_one_divisor(shares: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return the least divisor L of all shares, and each share times L, which is whole.

    A sum of shares is then a whole number over L, and meets a cut-off or does not, without rounding (27 of 7,434
    households of one published package stand on the wrong side of a tie because they were added as floats).
    """
    divisor = lcm(*(share.denominator for share in shares))
    return divisor, [int(share * divisor) for share in shares]
