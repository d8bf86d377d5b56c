"""Digits as people type them: Thai and full-width digits read as 0-9, and written back as Thai for official papers."""

from __future__ import annotations

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
FULL_WIDTH_DIGITS = "０１２３４５６７８９"
ARABIC_DIGITS = "0123456789"

_TO_ARABIC = str.maketrans(THAI_DIGITS + FULL_WIDTH_DIGITS, ARABIC_DIGITS * 2)
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)


def to_arabic(text: str) -> str:
    """Return ``text`` with Thai (๐-๙) and full-width digits as 0-9; everything else untouched."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """Return ``text`` with 0-9 as Thai digits, for official documents."""
    return text.translate(_TO_THAI)
