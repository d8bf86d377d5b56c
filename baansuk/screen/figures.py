"""Writes numbers, money and days as they are read in Thailand; nothing known is said as such, never as zero."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from baansuk.thai import months
from baansuk.thai.dates import BE_OFFSET, show_date
from baansuk.thai.words import Words

NOT_KNOWN = Words("ไม่ทราบ", "not known")


def show_day(day: date | None, language: str, *, precision: str = "day", short: bool = False) -> str:
    """Return a day, month or year with its Buddhist year, in both languages (``21 พ.ย. 2569``, ``21 Nov 2569 BE``)."""
    if day is None:
        return NOT_KNOWN.in_language(language)
    if short or precision == "year":
        return show_date(day, precision, language)
    english = language == "en"
    month = (months.ENGLISH_FULL if english else months.THAI_FULL)[day.month - 1]
    words = f"{month} {day.year + BE_OFFSET}{' BE' if english else ''}"
    return words if precision == "month" else f"{day.day} {words}"


def show_moment(moment: datetime | None, language: str) -> str:
    """Return a local moment as day and 24-hour time (``21 พ.ย. 2569 14:05 น.``)."""
    if moment is None:
        return NOT_KNOWN.in_language(language)
    day = show_day(moment.date(), language, short=True)
    return f"{day}, {moment:%H:%M}" if language == "en" else f"{day} {moment:%H:%M} น."


def show_number(value: int | float | Decimal | None, language: str, *, places: int | None = None) -> str:
    """Return a number with thousands separated by commas; ``places`` fixes the decimals."""
    if value is None:
        return NOT_KNOWN.in_language(language)
    if places is None:
        return f"{value:,}" if isinstance(value, (int, Decimal)) else f"{value:,.1f}"
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,}"


def show_baht(value: int | Decimal | None, language: str) -> str:
    """Return an amount in baht; satang are shown only when there are some."""
    if value is None:
        return NOT_KNOWN.in_language(language)
    amount = Decimal(value)
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{show_number(amount, language, places=places)} {'baht' if language == 'en' else 'บาท'}"


def share(part: float, whole: float) -> int | None:
    """Return ``part`` of ``whole`` in whole percent 0-100, and None when there is no whole to speak of.

    Rounded down short of the end, so that 999 of 1,000 is not shown as finished.
    """
    if not whole:
        return None
    return max(0, min(100, int(part * 100 / whole)))


def show_percent(part: float | None, whole: float | None, language: str) -> str:
    """Return ``part`` of ``whole`` as a percentage with one decimal, or that it is not known."""
    if part is None or not whole:
        return NOT_KNOWN.in_language(language)
    return f"{show_number(Decimal(str(part)) * 100 / Decimal(str(whole)), language, places=1)}%"
