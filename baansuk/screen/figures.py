"""Writes numbers, money and days as they are read in Thailand; nothing known is said as such, never as zero."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from baansuk.thai.words import Words

NOT_KNOWN = Words("ไม่ทราบ", "not known")
BUDDHIST = 543

_MONTHS_TH = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
_MONTHS_TH_SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def month_name(number: int, language: str, *, short: bool = False) -> str:
    """Return the name of month 1-12."""
    if language == "en":
        return _MONTHS_EN[number - 1][:3] if short else _MONTHS_EN[number - 1]
    return (_MONTHS_TH_SHORT if short else _MONTHS_TH)[number - 1]


def show_day(day: date | None, language: str, *, precision: str = "day", short: bool = False) -> str:
    """Return a day, month or year with its Buddhist year, in both languages (``21 พ.ย. 2569``, ``21 Nov 2569 BE``)."""
    if day is None:
        return NOT_KNOWN.in_language(language)
    year = f"{day.year + BUDDHIST} BE" if language == "en" else f"{day.year + BUDDHIST}"
    if precision == "year":
        return year if language == "en" else f"พ.ศ. {year}"
    month = month_name(day.month, language, short=short)
    return f"{month} {year}" if precision == "month" else f"{day.day} {month} {year}"


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
