"""Table form of phone numbers and amounts of money."""

from __future__ import annotations

import polars as pl

from baansuk.thai import money, phones
from baansuk.thai.batches import only_where, rewrite, table_form
from baansuk.thai.tables_text import to_arabic

PHONE_READING = pl.Struct({"number": pl.String, "problem": pl.String})
MONEY = pl.Decimal(14, 2)
MONEY_READING = pl.Struct({"value": MONEY, "problem": pl.String})


def _problem(cell: pl.Expr, good: str, problems: tuple[tuple[str, str], ...]) -> pl.Expr:
    """The first problem whose pattern fits a cell that is not ``good``, else unreadable; null for good and empty."""
    first = pl.coalesce(
        *(pl.when(cell.str.contains(pattern)).then(pl.lit(code)) for code, pattern in problems), pl.lit("unreadable")
    )
    return pl.when(cell.is_not_null() & (cell != "") & ~cell.str.contains(good)).then(first)


@table_form(PHONE_READING)
def read_phones(series: pl.Series) -> pl.Series:
    """Struct(number, problem), number null when there is none; see ``phones.read_phone``."""
    # Nearly every cell is a number as it should be, or empty: only the others are tidied and explained.
    good = series.str.contains(phones.PHONE)
    number = series if good.all() else pl.DataFrame({"t": series}).select(pl.when(good).then("t")).to_series()
    read = pl.DataFrame(
        {"number": number, "problem": pl.Series([None], dtype=pl.String).new_from_index(0, len(series))}
    )
    odd = (~good & (series != "")).arg_true()
    if not odd.is_empty():
        tidy = rewrite(to_arabic(series.gather(odd)), phones.TIDY_RULES)
        mended = _read(tidy, phones.PHONE, phones.PROBLEMS, "number", pl.String())
        read = pl.DataFrame([column.scatter(odd, mended[column.name]) for column in read.iter_columns()])
    return read.to_struct(series.name)


@table_form(MONEY_READING)
def read_money(series: pl.Series) -> pl.Series:
    """Struct(value Decimal(14,2), problem), both null when the cell says nothing; see ``money.read_money``."""
    tidy = only_where(series, "[^0-9.]", lambda s: _ungroup(rewrite(to_arabic(s), money.TIDY_RULES)))
    tidy = only_where(tidy, "[.]-?$", lambda s: rewrite(s, money.TIDY_RULES))
    return _read(tidy, money.PLAIN, money.PROBLEMS, "value", MONEY).to_struct(series.name)


def _ungroup(series: pl.Series) -> pl.Series:
    return only_where(series, money.GROUPED, lambda s: s.str.replace_all(",", "", literal=True))


def _read(
    cells: pl.Series, good: str, problems: tuple[tuple[str, str], ...], name: str, kind: pl.DataType
) -> pl.DataFrame:
    fits = cells.str.contains(good)
    if fits.all():  # nothing to explain; nulls do not count
        return pl.DataFrame(
            {name: cells.cast(kind), "problem": pl.Series([None], dtype=pl.String).new_from_index(0, len(cells))}
        )
    value = pl.when(pl.lit(fits)).then(pl.col("t")).cast(kind)
    return pl.DataFrame({"t": cells}).select(value.alias(name), problem=_problem(pl.col("t"), good, problems))
