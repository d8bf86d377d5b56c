"""Reads one column of cells into values of its field, and says of each cell that it could not take what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from baansuk.collect.clean_tables import MONEY
from baansuk.collect.declaration import Column
from baansuk.collect.reading_once import Once
from baansuk.people.fields import Field
from baansuk.thai import tables

BLANKS = ("", "-", "--", "–", "—", "null", "NULL")
ID_PROBLEMS = {
    "scientific": "id_scientific",
    "lost_zero": "id_length",
    "wrong_length": "id_length",
    "letter": "id_letters",
    "first_digit": "id_check_digit",
    "check_digit": "id_check_digit",
    "unreadable": "id_unreadable",
    "office_unknown": "id_office",
}
DATE_PROBLEMS = {
    "no_such_day": "date_unreal",
    "two_digit_year": "date_short_year",
    "wrong_era": "date_other_era",
    "year_out_of_range": "date_other_era",
    "excel_serial": "date_serial",
    "old_new_year": "date_old_new_year",
    "unreadable": "date_unreadable",
}
MONEY_PROBLEMS = {
    "unreadable": "money_unreadable",
    "scientific": "money_unreadable",
    "negative": "money_negative",
    "not_finite": "money_not_finite",
    "too_precise": "money_decimals",
    "too_large": "money_too_large",
}
# What a row says beside its own person never costs the row: what is wrong in it is left out and asked about.
KIN_IDS = ("father_id", "mother_id", "spouse_id")
MOVES = ("moved_in_on", "left_on")
# 0000000000000 and 9999999999999 stand where a program wants a number and nobody knows one.
_NO_NUMBER = r"^\s*(?:0+|1+|9+)\s*$"
_ALL_DIFFER = ("phone", "household_key", "house_code")
# Taken apart later, word by word, where words repeat more than whole cells do.
_AS_THEY_ARE = ("full_name", "address_line")
YES = ("true", "yes", "y", "ใช่", "มี", "ได้รับ", "ถือบัตร", "1")
NO = ("false", "no", "n", "ไม่ใช่", "ไม่มี", "ไม่ได้รับ", "0")
ANSWERS = {"ผ่าน": "pass", "ไม่ผ่าน": "fail", "ไม่เกี่ยวข้อง": "not_applicable", "n/a": "not_applicable"}
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one column: values by name, one problem code per cell (null = none), and the cell in plain text."""

    values: dict[str, pl.Series]
    problems: pl.Series | None = None
    text: pl.Series | None = None


def plain(cells: pl.Series) -> pl.Series:
    """Return cells as clean text, null where they say nothing."""
    text = tables.clean(cells)
    return pl.DataFrame({"t": text}).select(pl.when(~pl.col("t").is_in(BLANKS)).then(pl.col("t"))).to_series()


def read_column(cells: pl.Series, column: Column, field: Field, today: date, once: Once) -> Reading:
    """Read the cells of one declared column into its field."""
    if column.take:
        cells = cells.str.strip_chars().str.slice(0, column.take)
    if field.code in _AS_THEY_ARE:
        empty = cells == ""
        return Reading({field.code: cells.set(empty, None) if empty.any() else cells})
    if field.type == "id":
        return _read_kin_id(cells, field) if field.code in KIN_IDS else _read_id(cells)
    reader = _READERS.get(field.type, _read_text)
    if field.code in _ALL_DIFFER:
        read = reader(cells, column, field, today)
    else:
        read = once.read(f"column {column.header}", cells, lambda some: reader(some, column, field, today))
    told = read["problem"] if "problem" in read.columns else None
    text = read["text"] if "text" in read.columns else None
    return Reading({name: read[name] for name in read.columns if name not in ("problem", "text")}, told, text)


def _told(problem: pl.Expr, names: Mapping[str, str], otherwise: str) -> pl.Expr:
    """Return the issue code of a problem, null where there is none."""
    known = problem.replace_strict(dict(names), default=otherwise, return_dtype=pl.String)
    return pl.when(problem.is_not_null()).then(known).alias("problem")


def _read_text(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    if field.code == "phone":
        read = tables.read_phones(cells).struct.unnest()
        return read.select(_told(pl.col("problem"), {}, "phone_unreadable"), phone="number")
    text = plain(cells)
    if column.meanings:
        meant = text.replace(column.meanings)
        return pl.DataFrame({field.code: meant.set(meant == "", None)})
    return pl.DataFrame({field.code: text, "text": text})


def _read_id(cells: pl.Series) -> Reading:
    # Dashes go first: a column of plain digits is read several times faster than a mixed one.
    read = tables.read_ids(cells.str.replace_all("-", "", literal=True)).struct.unnest()
    told = read.select("problem", told=pl.coalesce("problem", "warning")).with_columns(cell=cells)
    # Few numbers have a problem, so only theirs are looked at again and laid over the others.
    rows = told["told"].is_not_null().arg_true()
    inexact = pl.col("problem").is_not_null() & pl.col("cell").str.contains(r"^[0-9]+\.[0-9]*[1-9][0-9]*$")
    code = pl.col("told").replace_strict(ID_PROBLEMS, default="id_unreadable", return_dtype=pl.String)
    codes = told[rows].select(pl.when(inexact).then(pl.lit("id_not_exact")).otherwise(code)).to_series()
    number, kind = read["digits"].scatter(rows, None), read["kind"].scatter(rows, "none")
    return Reading({"national_id": number, "id_kind": kind}, told["told"].scatter(rows, codes), number)


def _read_kin_id(cells: pl.Series, field: Field) -> Reading:
    """Read the number of somebody's kin: only one that can be right is kept, for it is all that finds that person."""
    read = _read_id(cells.set(cells.str.contains(_NO_NUMBER), None))
    number = pl.when(pl.col("problem").is_null()).then("number").alias(field.code)
    wrong = pl.when(pl.col("problem").is_not_null()).then(pl.lit("id_of_kin")).alias("problem")
    kept = pl.DataFrame({"number": read.values["national_id"], "problem": read.problems}).select(number, wrong)
    return Reading({field.code: kept[field.code]}, kept["problem"], kept[field.code])


def _read_date(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    read = tables.read_dates(cells, column.era or "per_value").struct.unnest()
    read = read.with_columns(_told(pl.col("problem"), DATE_PROBLEMS, "date_unreadable"))
    read = read.with_columns(problem=pl.coalesce("problem", _not_lived(field, today)))
    if field.code in MOVES:
        read = read.with_columns(problem=pl.when(pl.col("problem").is_not_null()).then(pl.lit("date_of_move")))
    sound = pl.col("problem").is_null() & pl.col("date").is_not_null()
    precision = pl.col("precision")
    if column.january_first == "year":
        first = (pl.col("date").dt.month() == 1) & (pl.col("date").dt.day() == 1)
        precision = pl.when(first).then(pl.lit("year")).otherwise(precision)
    named = {"birth_date": "birth_precision", "observed_on": "observed_precision"}
    return read.select(
        pl.when(sound).then("date").alias(field.code),
        pl.when(sound).then(precision).alias(named.get(field.code, f"{field.code}_precision")),
        "problem",
    )


def _not_lived(field: Field, today: date) -> pl.Expr:
    later = pl.col("date") > today
    if field.code != "birth_date":
        return pl.when(later).then(pl.lit("date_in_future"))
    oldest = date(today.year - OLDEST, 1, 1)
    return pl.when(later).then(pl.lit("birth_in_future")).when(pl.col("date") < oldest).then(pl.lit("birth_too_old"))


def _read_money(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    read = tables.read_money(plain(cells)).struct.unnest()
    value = pl.col("value").cast(MONEY)
    if column.times > 1:
        value = (value * column.times).cast(MONEY)
    return read.select(value.alias(field.code), _told(pl.col("problem"), MONEY_PROBLEMS, "money_unreadable"))


def _read_number(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    text = plain(cells)
    value = text.str.replace_all(",", "").str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    read = pl.DataFrame({"text": text, "value": value}).with_columns(
        problem=pl.when(pl.col("text").is_not_null() & pl.col("value").is_null())
        .then(pl.lit("number_unreadable"))
        .when(pl.col("value") < 0)
        .then(pl.lit("number_negative"))
    )
    kept = pl.when(pl.col("problem").is_null()).then(pl.col("value") * column.times)
    return read.select(kept.alias(field.code), "problem", "text")


def _read_decimal(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    text = plain(cells)
    value = text.str.replace_all(",", "").cast(pl.Float64, strict=False)
    lost = pl.col("text").is_not_null() & (pl.col("value").is_null() | ~pl.col("value").is_finite())
    read = pl.DataFrame({"text": text, "value": value}).with_columns(
        problem=pl.when(lost).then(pl.lit("number_unreadable"))
    )
    return read.select(pl.when(pl.col("problem").is_null()).then("value").alias(field.code), "problem", "text")


def _read_coded(cells: pl.Series, column: Column, field: Field, today: date) -> pl.DataFrame:
    text = tables.clean(cells).str.to_lowercase()
    value = text.replace_strict(_meanings(column, field), default="?", return_dtype=pl.String)
    read = pl.DataFrame({"value": value}).select(
        pl.when(~pl.col("value").is_in(["", "?"])).then("value").alias(field.code),
        pl.when(pl.col("value") == "?").then(pl.lit("value_unknown")).alias("problem"),
    )
    return read.with_columns(pl.col(field.code) == "true") if field.type == "yes_no" else read


def _meanings(column: Column, field: Field) -> dict[str, str]:
    """Return what each written value means: the source's own codes first, then the vocabulary's words."""
    known = default_meanings(field)
    own = {tables_key(text): code for text, code in column.meanings.items()}
    # Once a source says what 0 and 1 mean, no other reading of digits is left over.
    return ({text: code for text, code in known.items() if not text.isdigit()} if own else known) | own


def default_meanings(field: Field) -> dict[str, str]:
    """Return what each written value of a coded field means where its source says nothing of its own."""
    known: dict[str, str] = dict.fromkeys((blank.lower() for blank in BLANKS), "")
    for code, words in field.values.items():
        known |= {code.lower(): code, words.th.lower(): code, words.en.lower(): code}
    if field.type == "yes_no":
        known |= dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
    if field.type == "answer":
        known |= ANSWERS
    return known


def tables_key(text: str) -> str:
    """Return a declared value as cells are compared with it."""
    return text.strip().lower()


_READERS: Mapping[str, Callable[[pl.Series, Column, Field, date], pl.DataFrame]] = {
    "date": _read_date,
    "money": _read_money,
    "number": _read_number,
    "decimal": _read_decimal,
    "code": _read_coded,
    "yes_no": _read_coded,
    "answer": _read_coded,
}
