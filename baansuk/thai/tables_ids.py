"""Table form of personal numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from baansuk.thai import ids as rule
from baansuk.thai.batches import rewrite, table_form
from baansuk.thai.tables_text import to_arabic

ID_READING = pl.Struct({"kind": pl.String, "digits": pl.String, "problem": pl.String, "warning": pl.String})
_KNOWN_PROVINCES = np.array([f"{code:02d}" in rule.PROVINCES for code in range(100)])


@table_form(ID_READING)
def read_ids(series: pl.Series) -> pl.Series:
    """Struct(kind, digits, problem, warning) per row, digits null when there is no usable number; see
    ``ids.read_id``. A null is kind ``none``."""
    odd = (~_is_plain(series)).arg_true()
    if odd.is_empty():
        return _thirteen(series).to_struct(series.name)
    # The odd rows are few: they are tidied and read apart and laid over the block, which is cheaper than sorting both.
    tidied = _tidy(series.gather(odd))
    mended = _is_plain(tidied)
    read = _thirteen(series.clone().scatter(odd, tidied.set(~mended, _ANY_NUMBER)))
    rest, others = odd.filter(~mended), _others(tidied.filter(~mended))
    laid = {column.name: column.scatter(rest, others[column.name]) for column in read.get_columns()}
    return pl.DataFrame(laid).to_struct(series.name)


_ANY_NUMBER = "0" * 13


def _is_plain(series: pl.Series) -> pl.Series:
    return series.str.contains(rule.PLAIN).fill_null(False)


def _tidy(series: pl.Series) -> pl.Series:
    return rewrite(to_arabic(series).str.to_uppercase(), rule.TIDY_RULES)


def _thirteen(numbers: pl.Series) -> pl.DataFrame:
    """Read rows that are all 13 plain digits. One block of bytes times the weights is several times as fast as
    arithmetic on columns, and a register has a million different numbers."""
    text = numbers.str.join("").item() if len(numbers) else ""
    block = np.frombuffer(text.encode(), dtype=np.uint8).reshape(-1, 13) - ord("0")
    total = np.zeros(len(numbers), dtype=np.uint16)
    for place, weight in enumerate(rule.WEIGHTS):
        total += block[:, place] * np.uint16(weight)
    first = block[:, 0]
    facts = {
        "t": numbers,
        "first": first,
        "right": (11 - total % 11) % 10 == block[:, 12],
        "rounded": ~block[:, 6:].any(axis=1),
        "known": (first == 0) | _KNOWN_PROVINCES[block[:, 1] * 10 + block[:, 2]],
    }
    nine, right, rounded = pl.col("first") == 9, pl.col("right"), pl.col("rounded")
    problem = pl.when(rounded).then(pl.lit("scientific")).when(nine).then(pl.lit("first_digit"))
    kind = pl.when(rounded).then(pl.lit("none")).when(pl.col("first") == 0).then(pl.lit("zero_number"))
    return pl.DataFrame(facts).select(
        kind=kind.otherwise(pl.lit("thai_id")),
        digits=pl.when(~rounded).then("t"),
        problem=problem.when(~right).then(pl.lit("check_digit")),
        warning=pl.when(right & ~rounded & ~nine & ~pl.col("known")).then(pl.lit("office_unknown")),
    )


def _others(numbers: pl.Series) -> pl.DataFrame:
    """Read the rows that are anything but 13 plain digits, already tidied."""
    number = pl.col("t")
    g_code, passport = number.str.contains(rule.G_CODE), number.str.contains(rule.PASSPORT)
    kind = pl.when(g_code).then(pl.lit("g_code")).when(passport).then(pl.lit("passport")).otherwise(pl.lit("none"))
    length = pl.when(number.str.len_chars() == 12).then(pl.lit("lost_zero")).otherwise(pl.lit("wrong_length"))
    problem = (
        pl.when(number.is_null() | (number == "") | g_code | passport)
        .then(None)
        .when(number.str.contains(rule.SCIENTIFIC))
        .then(pl.lit("scientific"))
        .when(number.str.contains(rule.DIGITS))
        .then(length)
        .when(number.str.contains(rule.WITH_LETTERS))
        .then(pl.lit("letter"))
        .otherwise(pl.lit("unreadable"))
    )
    return pl.DataFrame({"t": numbers}).select(
        kind=kind,
        digits=pl.when(g_code | passport).then(number),
        problem=problem,
        warning=pl.lit(None, pl.String),
    )


@table_form(pl.String())
def masks(series: pl.Series) -> pl.Series:
    """Numbers as they are shown; see ``ids.mask``."""
    last = series.str.tail(4).str.pad_start(4, "x")
    shown = "x-xxxx-xxxx" + last.str.slice(0, 1) + "-" + last.str.slice(1, 2) + "-" + last.str.slice(3, 1)
    return pl.select(pl.when(series == "").then(pl.lit("")).otherwise(shown).alias(series.name)).to_series()
