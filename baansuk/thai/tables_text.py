"""Table form of digits and text: clean, fold, faults."""

from __future__ import annotations

import polars as pl

from baansuk.thai import text as rule
from baansuk.thai.batches import once_each, only_where, rewrite, select, table_form
from baansuk.thai.digits import ARABIC_DIGITS, FULL_WIDTH_DIGITS, THAI_DIGITS

_ODD_DIGITS = list(THAI_DIGITS + FULL_WIDTH_DIGITS)
_PLAIN_DIGITS = list(ARABIC_DIGITS * 2)


def _to_arabic(series: pl.Series) -> pl.Series:
    return series.str.replace_many(_ODD_DIGITS, _PLAIN_DIGITS)


@table_form(pl.String())
def to_arabic(series: pl.Series) -> pl.Series:
    """Thai and full-width digits as 0-9."""
    return only_where(series, f"[{THAI_DIGITS}{FULL_WIDTH_DIGITS}]", _to_arabic)


def _mend(series: pl.Series) -> pl.Series:
    series = rewrite(_to_arabic(series), rule.SPACE_RULES)
    while series.str.contains(rule.MARK_FAULT).any():
        series = only_where(series, rule.MARK_FAULT, lambda faulty: rewrite(faulty, rule.MARK_RULES))
    return rewrite(series, rule.BROKEN_RULES)


@table_form(pl.String())
def clean(series: pl.Series) -> pl.Series:
    """Text as it should be shown; see ``text.clean``."""
    return only_where(series, rule.FAULT, _mend)


@table_form(pl.String())
def fold(series: pl.Series) -> pl.Series:
    """Match key of a name; empty text when nothing is left; see ``text.fold``."""
    return once_each(series, lambda s: rewrite(clean(s).str.to_lowercase(), rule.FOLD_RULES))


@table_form(pl.Boolean())
def looks_mojibake(series: pl.Series) -> pl.Series:
    """Whether Thai bytes were read in the wrong code; see ``text.looks_mojibake``."""
    return series.str.contains(rule.MOJIBAKE)


@table_form(pl.String())
def text_faults(series: pl.Series) -> pl.Series:
    """Why a received text cannot be taken, or null; see ``text.text_fault``."""
    return select(
        series,
        lambda text: pl.coalesce(
            *(pl.when(text.str.contains(pattern)).then(pl.lit(code)) for code, pattern in rule.FAULTS),
            pl.when(text.str.len_chars() > rule.LONGEST).then(pl.lit("too_long")),
        ),
    )
