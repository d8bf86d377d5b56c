"""Says exact measures in words and numbers: shares, counts in tens, what is not told, and what changed."""

from __future__ import annotations

from fractions import Fraction

from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.thai.words import Words

NOBODY = Words("ไม่มี", "none")
ABOUT = "≈ "


def same(text: str) -> Words:
    return Words(text, text)


def count_of(count: int | None, *, exact: bool, few: bool = False) -> Words:
    """Return a number of households; one in tens has a sign before it."""
    if count is None:
        return few_words() if few else HIDDEN
    return same(f"{'' if exact else ABOUT}{count:,}")


def percent_of(share: Fraction | None, *, exact: bool = True, few: bool = False) -> Words:
    """Return a share in percent with one decimal."""
    if share is None:
        return few_words() if few else HIDDEN
    return same(f"{'' if exact else ABOUT}{float(share * 100):.1f}%")


def index_of(value: Fraction | None, *, exact: bool = True, few: bool = False) -> Words:
    """Return M0, which is no percentage of anybody, with four decimals (three where counts are in tens)."""
    if value is None:
        return few_words() if few else HIDDEN
    return same(f"{float(value):.4f}" if exact else f"{ABOUT}{float(value):.3f}")


def change_of(value: Fraction | None, *, places: int, scale: int = 1, unit: str = "", exact: bool = True) -> Words:
    """Return a change with its sign."""
    if value is None:
        return HIDDEN
    text = f"{float(value * scale):+.{places}f}{unit}".replace("-", "−")
    zero = f"{0:.{places}f}{unit}"
    return same(("" if exact else ABOUT) + (zero if text[1:] == zero else text))


def width_of(part: Fraction | None, whole: Fraction | None) -> float | None:
    """Return the length of a bar, 0-100, None where there is nothing to draw."""
    return round(float(part * 100 / whole), 1) if part is not None and whole else None
