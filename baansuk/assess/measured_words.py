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


def change_of(value: Fraction | None, *, places: int, scale: int = 1, exact: bool = True) -> Words:
    """Return a change with its sign, times ``scale``."""
    if value is None:
        return HIDDEN
    text = f"{float(value * scale):+,.{places}f}".replace("-", "−")
    zero = f"{0:.{places}f}"
    return same(("" if exact else ABOUT) + (zero if text[1:] == zero else text))


def points_of(value: Fraction | None, *, exact: bool = True) -> Words:
    """Return the change of a share in percentage points: from 20% to 15% is 5 points, not 5 percent."""
    if value is None:
        return HIDDEN
    said = change_of(value, places=1, scale=100, exact=exact)
    return Words(f"{said.th} จุด", f"{said.en} points")


def width_of(part: Fraction | None, whole: Fraction | None) -> float | None:
    """Return the length of a bar, 0-100, None where there is nothing to draw."""
    return round(float(part * 100 / whole), 1) if part is not None and whole else None
