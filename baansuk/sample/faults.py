"""The faults that registers really have, and the ledger that remembers which row was given which."""

from __future__ import annotations

import numpy as np
import polars as pl

from .draws import Mask
from .ids import check_digits

KINDS = (
    "sara_am_split", "double_tone", "double_e", "zero_width", "no_break_space", "trailing_space", "mark_order", "misspelt",
    "title_conflict", "former_family_name",
    "id_missing", "id_typo", "id_swapped", "id_letter_o", "id_parents", "id_thai_digits", "id_scientific", "id_lost_zero",
    "birth_year_only", "birth_missing", "birth_day_unknown", "birth_day_month_swapped", "birth_off_by_years", "wrong_era",
    "dead_still_listed", "moved_still_listed",
    "away_still_listed", "double_row", "second_house",
    "house_code_missing", "house_no_missing", "village_no_wrong", "retired_village_code", "position_missing",
    "position_swapped", "position_zero", "phone_missing",
    "income_month_for_year", "income_household_for_person", "zero_for_unknown", "money_with_comma", "answer_unknown",
    "kin_id_typo", "kin_id_other",
)  # fmt: skip
BIT = {kind: np.uint64(1 << place) for place, kind in enumerate(KINDS)}
THAI_DIGITS = dict(zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True))

# Spellings that a clerk hears alike; the first that the name holds is swapped.
SOUND_ALIKE = (
    ("ณ", "น"),
    ("ศ", "ส"),
    ("ัฒน์", "ัตน์"),
    ("ธ", "ท"),
    ("ญ", "ย"),
    ("ภ", "พ"),
    ("ษ", "ส"),
    ("์", ""),
    ("ใ", "ไ"),
    ("ี", "ิ"),
)


def text_fault(kind: str, column: pl.Expr) -> pl.Expr:
    """Return the column as this fault of typing or of an old program would have left it."""
    if kind == "sara_am_split":
        return column.str.replace_all("ำ", "\u0e4d\u0e32", literal=True)
    if kind == "double_tone":
        return column.str.replace("([่้๊๋])", "$1$1")
    if kind == "double_e":
        return column.str.replace_all("แ", "เเ", literal=True)
    if kind == "zero_width":
        return column.str.slice(0, 2) + "\u200b" + column.str.slice(2)
    if kind == "no_break_space":
        return "\u00a0" + column
    if kind == "trailing_space":
        return column + "  "
    if kind == "mark_order":
        return column.str.replace_all("้ำ", "ำ้", literal=True).str.replace_all("([ิีึืุู])([่้])", "$2$1")
    if kind == "misspelt":
        swapped = column
        for heard, written in reversed(SOUND_ALIKE):
            swapped = (
                pl.when(column.str.contains(heard, literal=True))
                .then(column.str.replace(heard, written, literal=True))
                .otherwise(swapped)
            )
        return swapped
    raise KeyError(kind)


def thai_digits(column: pl.Expr) -> pl.Expr:
    """Return the column with its digits written as Thai digits."""
    return column.str.replace_many(list(THAI_DIGITS), list(THAI_DIGITS.values()))


def typo(rng: np.random.Generator, numbers: pl.Series) -> pl.Series:
    """Change one digit of each 13-digit number, anywhere after the first."""
    digits = _digits(numbers)
    place = rng.integers(1, 13, len(numbers))
    rows = np.arange(len(numbers))
    digits[rows, place] = (digits[rows, place] + rng.integers(1, 10, len(numbers))) % 10
    return _joined(digits)


def swapped(rng: np.random.Generator, numbers: pl.Series) -> pl.Series:
    """Swap two neighbouring digits of each number (nothing changes where they are equal)."""
    digits = _digits(numbers)
    place = rng.integers(5, 12, len(numbers))
    rows = np.arange(len(numbers))
    left = digits[rows, place].copy()
    digits[rows, place] = digits[rows, place + 1]
    digits[rows, place + 1] = left
    return _joined(digits)


def scientific(column: pl.Expr) -> pl.Expr:
    """Return numbers as a spreadsheet spoils them: 1.00001E+12."""
    return (column.cast(pl.Int64) / 10**12).round(5).cast(pl.String) + "E+12"


def _digits(numbers: pl.Series) -> np.ndarray:
    value = numbers.cast(pl.Int64).to_numpy()
    return (value[:, None] // 10 ** np.arange(12, -1, -1, dtype=np.int64)) % 10


def _joined(digits: np.ndarray) -> pl.Series:
    """Join digits, away from every real registration office: digits 2-5 of a typing error stay impossible."""
    digits[:, 1] = 0  # office 0xxx: province codes begin at 10
    value = digits @ 10 ** np.arange(12, -1, -1, dtype=np.int64)
    return pl.Series(value).cast(pl.String).str.zfill(13)


def passes_check(numbers: pl.Series) -> Mask:
    """Which 13-digit numbers carry a right check digit."""
    value = numbers.cast(pl.Int64).to_numpy()
    right: Mask = check_digits(value // 10) == value % 10
    return right
