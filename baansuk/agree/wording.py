"""Says an agreement's term in words: as printed, and how it is read where the paper leaves it open."""

from __future__ import annotations

from baansuk.agree.models import Agreement
from baansuk.agree.terms import UNKNOWN, YEAR, Term
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words


def term_words(agreement: Agreement, term: Term) -> Words:
    """Return the term in both languages."""
    printed = Words(agreement.term_printed_th, agreement.term_printed_en or agreement.term_printed_th)
    if term.precision == UNKNOWN or term.last_day is None:
        said = Words("ไม่ได้พิมพ์อายุไว้ จึงไม่ให้สิทธิ์ใด", "No term is printed, so it grants nothing")
        return Words(f"{printed.th} ({said.th})", f"{printed.en} ({said.en})") if printed.th else said
    last = Words(show_date(term.last_day, "day", "th"), show_date(term.last_day, "day", "en"))
    if term.precision == YEAR:
        years = printed if printed.th else _years(term)
        return Words(
            f"{years.th} (พิมพ์ไว้เพียงปี จึงอ่านว่าสิ้นสุด {last.th})",
            f"{years.en} (a year only, so read as ending on {last.en})",
        )
    first = term.first_day
    days = Words(
        f"{show_date(first, 'day', 'th')} ถึง {last.th}",
        f"{show_date(first, 'day', 'en')} to {last.en}",
    )
    return Words(f"{printed.th} ({days.th})", f"{printed.en} ({days.en})") if printed.th else days


def _years(term: Term) -> Words:
    begins, ends = term.begins, term.ends
    assert begins is not None and ends is not None
    return Words(f"พ.ศ. {begins.year + 543}-{ends.year + 543}", f"{begins.year + 543}-{ends.year + 543} BE")
