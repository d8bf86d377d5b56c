"""How a row rule becomes a column rule: one function of a Series, usable on a Series, an expression or a column name.

Every table function of this room works on whole batches, because that is where the speed lies: one look tells that
nothing is wrong, the few faulty rows are mended alone, and values that repeat (names, dates, villages) are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Protocol, overload

import polars as pl

from baansuk.thai.rules import Rule

# A column whose first rows repeat less than this is read row by row; finding the distinct values would cost more.
_PROBE = 1 << 15
_WORTH_IT = 0.8


class TableForm(Protocol):
    """A function of a column: Series in, Series out; expression (or column name) in, expression out."""

    @overload
    def __call__(self, column: pl.Series) -> pl.Series: ...
    @overload
    def __call__(self, column: pl.Expr | str) -> pl.Expr: ...


def table_form(kind: pl.DataType) -> Callable[[Callable[[pl.Series], pl.Series]], TableForm]:
    """Make a Series function serve expressions too; ``kind`` is the type of its answer."""

    def wrap(read: Callable[[pl.Series], pl.Series]) -> TableForm:
        @wraps(read)
        def either(column: pl.Series | pl.Expr | str) -> pl.Series | pl.Expr:
            if isinstance(column, pl.Series):
                return read(as_text(column))
            source = pl.col(column) if isinstance(column, str) else column
            return source.map_batches(lambda s: read(as_text(s)), return_dtype=kind, is_elementwise=True)

        return either  # type: ignore[return-value]  # mypy cannot see that the union answers each overload

    return wrap


def as_text(series: pl.Series) -> pl.Series:
    """Return ``series`` as String; a column of nothing but nulls has no type of its own."""
    return series if series.dtype == pl.String else series.cast(pl.String)


def once_each(series: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return ``read(series)``, reading each distinct value once when values repeat."""
    probe = series.head(_PROBE)
    if len(series) <= _PROBE or probe.n_unique() > _WORTH_IT * len(probe):
        return read(series)
    distinct = series.unique()
    answers = pl.DataFrame({"value": distinct, "answer": read(distinct)})
    column = series.rename("value").to_frame()
    return column.join(answers, on="value", how="left", nulls_equal=True, maintain_order="left")["answer"].alias(
        series.name
    )


def only_where(series: pl.Series, pattern: str, mend: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return ``series`` with ``mend`` applied to the rows in which ``pattern`` is found, the others untouched."""
    rows = series.str.contains(pattern).fill_null(False).arg_true()
    if rows.is_empty():
        return series
    if len(rows) == len(series):
        return mend(series)
    return series.clone().scatter(rows, mend(series.gather(rows)))


def rewrite(series: pl.Series, rules: Iterable[Rule]) -> pl.Series:
    """Apply ``rules`` in order to every row."""
    for pattern, replacement in rules:
        series = series.str.replace_all(pattern, replacement)
    return series


def select(series: pl.Series, build: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Evaluate an expression over one Series."""
    return pl.DataFrame({"t": series}).select(build(pl.col("t")).alias(series.name)).to_series()


def split_at(series: pl.Series, ending: pl.Series, keep: int = 0) -> tuple[pl.Series, pl.Series]:
    """Cut each text where ``ending``, what a pattern left of it, begins; ``keep`` letters before that belong to the
    ending. Replacing and counting is far faster here than asking the engine for groups, which makes it backtrack."""
    counted = pl.DataFrame({"t": series, "e": ending}).select(
        "t", n=(pl.col("t").str.len_chars().cast(pl.Int64) - pl.col("e").str.len_chars().cast(pl.Int64) - keep).clip(0)
    )
    cut = counted.select(before=pl.col("t").str.head("n"), after=pl.col("t").str.slice(pl.col("n")))
    return cut["before"], cut["after"]
