"""Table form of personal numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.thai import ids as rule
from baansuk.thai.batches import rewrite, table_form
from baansuk.thai.tables_text import to_arabic

ID_READING = pl.Struct({"kind": pl.String, "digits": pl.String, "problem": pl.String, "warning": pl.String})
_LENGTH = 13
_KNOWN_PROVINCES = np.array([f"{code:02d}" in rule.PROVINCES for code in range(100)])
# The check digit of each sum of weighted digits.
_CHECK_DIGITS = ((11 - np.arange(9 * sum(rule.WEIGHTS) + 1) % 11) % 10).astype(np.uint8)
# What stands of a number that went through a spreadsheet's rounding.
_KEPT_BY_ROUNDING = 6
# So many rows are read one by one, as ``ids.read_id`` does.
_FEW = 200
_Digits = npt.NDArray[np.uint8]
_Rows = npt.NDArray[np.intp]


@table_form(ID_READING)
def read_ids(series: pl.Series) -> pl.Series:
    """Struct(kind, digits, problem, warning) per row, digits null when there is no usable number; see
    ``ids.read_id``. A null is kind ``none``."""
    digits, _ = _digits_of(series)
    # What is said of nearly all of them is said once, and laid over for the few others.
    rows = np.flatnonzero(~_common(digits))
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(series))
    kind = pl.repeat("thai_id", len(series), eager=True)
    plain = pl.DataFrame({"kind": kind, "digits": series, "problem": nothing, "warning": nothing})
    if not len(rows):
        return plain.to_struct(series.name)
    others = series.gather(rows)
    return _laid(plain, rows, _one_by_one(others) if len(rows) <= _FEW else _uncommon(others)).to_struct(series.name)


def _digits_of(series: pl.Series) -> tuple[_Digits, _Rows]:
    """Return a line of 13 digits for each row, noughts for a row that is not 13 plain digits, and the numbers of those rows.

    One block of digits is several times as fast as arithmetic on columns, and a register has a million different numbers.
    """
    long = (series.str.len_bytes() == _LENGTH).fill_null(False)
    text = (series if long.all() else series.filter(long)).str.join("")
    found = np.frombuffer(text.item().encode(), np.uint8).reshape(-1, _LENGTH) - np.uint8(ord("0"))
    plain = long.to_numpy(writable=True)
    if len(found) and found.max() > 9:
        only = (found <= 9).all(axis=1)
        plain[plain], found = only, found[only]
    if len(found) == len(series):
        return found, np.zeros(0, np.intp)
    digits = np.zeros((len(series), _LENGTH), np.uint8)
    digits[plain] = found
    return digits, np.flatnonzero(~plain)


def _common(digits: _Digits) -> npt.NDArray[np.bool_]:
    """Mark the rows that are plainly the number of a Thai person: nothing else is to be said of them."""
    common = ~_rounded(digits)
    common &= _right(digits) & (digits[:, 0] != 0) & (digits[:, 0] != 9)
    common &= _KNOWN_PROVINCES[digits[:, 1] * np.uint8(10) + digits[:, 2]]
    return common


def _right(digits: _Digits) -> npt.NDArray[np.bool_]:
    total = np.zeros(len(digits), dtype=np.uint16)
    for place, weight in enumerate(rule.WEIGHTS):
        total += digits[:, place] * np.uint16(weight)
    found: npt.NDArray[np.bool_] = _CHECK_DIGITS[total] == digits[:, -1]
    return found


def _rounded(digits: _Digits) -> npt.NDArray[np.bool_]:
    some = digits[:, -1].copy()
    for place in range(_KEPT_BY_ROUNDING, _LENGTH - 1):
        some |= digits[:, place]
    nothing: npt.NDArray[np.bool_] = some == 0
    return nothing


def _one_by_one(series: pl.Series) -> pl.DataFrame:
    """Read a few rows: a table form takes as long for ten of them as for a thousand."""
    read = [rule.IdReading("none") if text is None else rule.read_id(text) for text in series.to_list()]
    lines = [(one.kind, one.digits or None, one.problem, one.warning) for one in read]
    return pl.DataFrame(lines, schema=ID_READING.to_schema(), orient="row")


def _uncommon(series: pl.Series) -> pl.DataFrame:
    """Read rows that are not plainly the number of a Thai person."""
    digits, odd = _digits_of(series)
    tidied = _tidy(series.gather(odd))
    digits[odd], still = _digits_of(tidied)
    read = _thirteen(series.clone().scatter(odd, tidied), digits)
    return _laid(read, odd[still], _others(tidied.gather(still)))


def _tidy(series: pl.Series) -> pl.Series:
    return rewrite(to_arabic(series).str.to_uppercase(), rule.TIDY_RULES)


def _thirteen(numbers: pl.Series, digits: _Digits) -> pl.DataFrame:
    """Read rows that are all 13 plain digits."""
    facts = {
        "t": numbers,
        "first": digits[:, 0].copy(),
        "right": _right(digits),
        "rounded": _rounded(digits),
        "known": _KNOWN_PROVINCES[digits[:, 1] * np.uint8(10) + digits[:, 2]],
    }
    nine, right, rounded = pl.col("first") == 9, pl.col("right"), pl.col("rounded")
    problem = pl.when(rounded).then(pl.lit("scientific")).when(nine).then(pl.lit("first_digit"))
    kind = pl.when(rounded).then(pl.lit("none")).when(pl.col("first") == 0).then(pl.lit("zero_number"))
    somewhere = pl.col("known") | (pl.col("first") == 0)
    return pl.DataFrame(facts).select(
        kind=kind.otherwise(pl.lit("thai_id")),
        digits=pl.when(~rounded).then("t"),
        problem=problem.when(~right).then(pl.lit("check_digit")),
        warning=pl.when(right & ~rounded & ~nine & ~somewhere).then(pl.lit("office_unknown")),
    )


def _laid(read: pl.DataFrame, rows: _Rows, others: pl.DataFrame) -> pl.DataFrame:
    """Lay what was read of some rows over what was read of all."""
    if not len(rows):
        return read
    return pl.DataFrame([column.scatter(rows, others[column.name]) for column in read.iter_columns()])


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
