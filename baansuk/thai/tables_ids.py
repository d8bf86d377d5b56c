"""Table form of personal numbers."""

from __future__ import annotations

import polars as pl

from baansuk.thai import ids as rule
from baansuk.thai.batches import rewrite, table_form
from baansuk.thai.tables_text import to_arabic

ID_READING = pl.Struct({"kind": pl.String, "digits": pl.String, "problem": pl.String, "warning": pl.String})
_PROVINCE_NUMBERS = [int(code) for code in sorted(rule.PROVINCES)]


def _tidy(series: pl.Series) -> pl.Series:
    return rewrite(to_arabic(series).str.to_uppercase(), rule.TIDY_RULES)


def _thirteen(number: pl.Expr) -> dict[str, pl.Expr]:
    """Read the rows that are 13 plain digits; ``number`` is text. Arithmetic on one integer beats slicing text."""
    whole = number.cast(pl.Int64)
    digits = [(whole // 10 ** (12 - place)) % 10 for place in range(13)]
    total = pl.sum_horizontal(
        digit.cast(pl.Int32) * weight for digit, weight in zip(digits[:12], rule.WEIGHTS, strict=True)
    )
    right = (11 - total % 11) % 10 == digits[12]
    first = digits[0]
    rounded = whole % 10**7 == 0
    known = (first == 0) | (whole // 10**10 % 100).is_in(_PROVINCE_NUMBERS)
    problem = (
        pl.when(rounded)
        .then(pl.lit("scientific"))
        .when(first == 9)
        .then(pl.lit("first_digit"))
        .when(~right)
        .then(pl.lit("check_digit"))
    )
    return {
        "kind": pl.when(rounded)
        .then(pl.lit("none"))
        .when(first == 0)
        .then(pl.lit("zero_number"))
        .otherwise(pl.lit("thai_id")),
        "digits": pl.when(~rounded).then(number),
        "problem": problem,
        "warning": pl.when(right & ~rounded & (first != 9) & ~known).then(pl.lit("office_unknown")),
    }


def _others(number: pl.Expr) -> dict[str, pl.Expr]:
    """Read the rows that are anything but 13 plain digits, already tidied."""
    g_code, passport = number.str.contains(rule.G_CODE), number.str.contains(rule.PASSPORT)
    nothing = number.is_null() | (number == "")
    usable = g_code | passport
    return {
        "kind": pl.when(g_code)
        .then(pl.lit("g_code"))
        .when(passport)
        .then(pl.lit("passport"))
        .otherwise(pl.lit("none")),
        "digits": pl.when(usable).then(number),
        "problem": pl.when(nothing | usable)
        .then(None)
        .when(number.str.contains(rule.SCIENTIFIC))
        .then(pl.lit("scientific"))
        .when(number.str.contains(rule.DIGITS))
        .then(pl.when(number.str.len_chars() == 12).then(pl.lit("lost_zero")).otherwise(pl.lit("wrong_length")))
        .when(number.str.contains(rule.WITH_LETTERS))
        .then(pl.lit("letter"))
        .otherwise(pl.lit("unreadable")),
        "warning": pl.lit(None, pl.String),
    }


def _read(numbers: pl.Series, readings: dict[str, pl.Expr]) -> pl.DataFrame:
    return pl.DataFrame({"t": numbers}).select(**readings).cast(pl.String)


@table_form(ID_READING)
def read_ids(series: pl.Series) -> pl.Series:
    """Struct(kind, digits, problem, warning) per row, digits null when there is no usable number; see
    ``ids.read_id``. A null is kind ``none``."""
    plain = series.str.contains(rule.PLAIN).fill_null(False)
    if plain.all():
        return _read(series, _thirteen(pl.col("t"))).to_struct(series.name)
    odd = _tidy(series.filter(~plain))
    mended = series.clone().scatter((~plain).arg_true(), odd) if len(odd) else series
    plain = mended.str.contains(rule.PLAIN).fill_null(False)
    good, rest = plain.arg_true(), (~plain).arg_true()
    both = pl.concat(
        [_read(mended.gather(good), _thirteen(pl.col("t"))), _read(mended.gather(rest), _others(pl.col("t")))]
    )
    order = pl.concat([good, rest]).arg_sort()
    return both.select(pl.all().gather(order)).to_struct(series.name)


@table_form(pl.String())
def masks(series: pl.Series) -> pl.Series:
    """Numbers as they are shown; see ``ids.mask``."""
    last = series.str.tail(4).str.pad_start(4, "x")
    shown = "x-xxxx-xxxx" + last.str.slice(0, 1) + "-" + last.str.slice(1, 2) + "-" + last.str.slice(3, 1)
    return pl.select(pl.when(series == "").then(pl.lit("")).otherwise(shown).alias(series.name)).to_series()
