"""What only the whole table shows: one id on two persons, one person under two ids, a row that stands twice."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterator
from functools import reduce
from typing import Final

import polars as pl

from baansuk.collect.declaration import Table
from baansuk.collect.issues import as_issues, no_issues
from baansuk.collect.layout import Layout

# An odd number, by whose powers the hash of each column is multiplied, so that (a, b) is not (b, a).
_SPREAD: Final = 0x9E3779B97F4A7C15


class Doubts:
    """Remembers three numbers of each row while a table streams by, and compares them at the end.

    Only hashes are kept, 8 bytes each: a million rows cost 40 MB at most. Nothing is taken out of the table: a shared
    id is for a person to settle, and the linker must not trust it meanwhile.
    """

    def __init__(self, table: Table, layout: Layout) -> None:
        self.table = table
        self.seen: list[pl.DataFrame] = []
        self.asked: list[pl.Expr] | None = None
        self.id_header = _header(table, "national_id")
        key = [name for name in table.row_key if layout.place_of(name) is not None]
        self.key = [f"raw.{name}" for name in key] if len(key) == len(table.row_key) else []

    def see(self, frame: pl.DataFrame) -> None:
        """Take note of a batch of clean rows."""
        if self.asked is None:
            self.asked = self._asked(frame.columns)
        if len(self.asked) > 1:
            self.seen.append(frame.select(self.asked))

    def _asked(self, names: Collection[str]) -> list[pl.Expr]:
        columns = [pl.col("row")]
        if self.table.unit == "person" and self.id_header:
            who = _together("given_key", "family_key", "birth_date")
            where = _together("given_key", "family_key", "birth_date", "tambon_code", "house_key")
            whole = pl.all_horizontal(
                pl.col(c).is_not_null() for c in ("given_key", "family_key", "birth_date", "house_key")
            )
            known = pl.col("given_key").is_not_null()
            columns += [
                pl.when(pl.col("national_id").is_not_null()).then(pl.col("national_id").hash(seed=1)).alias("id"),
                pl.when(known).then(who).alias("who"),
                pl.when(whole & (pl.col("birth_precision") == "day")).then(where).alias("where"),
            ]
        if self.key and all(name in names for name in self.key):
            filled = pl.all_horizontal(pl.col(name).str.strip_chars() != "" for name in self.key)
            columns.append(pl.when(filled).then(_together(*self.key)).alias("key"))
        return columns

    def found(self) -> pl.DataFrame:
        """Return the issues of the whole table."""
        parts: list[pl.DataFrame] = []
        if self.seen:
            rows = pl.concat(self.seen)
            if "id" in rows.columns:
                parts += self._differing(rows, "id", "who", "id_shared")
                parts += self._differing(rows, "where", "id", "person_two_ids")
            if "key" in rows.columns:
                parts += _repeated(rows, "key", "row_key_repeated")
        return as_issues(pl.concat(parts), self.table.name) if parts else no_issues()

    def _differing(self, rows: pl.DataFrame, same: str, other: str, code: str) -> Iterator[pl.DataFrame]:
        for stands_again in _with_same(rows, same):
            again = stands_again.select("row", same, other).drop_nulls(other)
            rows_in_doubt = again.filter(pl.col(other).n_unique().over(same) > 1)
            yield rows_in_doubt.select("row", column=pl.lit(self.id_header), value=pl.lit(""), code=pl.lit(code))


def _together(*columns: str) -> pl.Expr:
    """Return one hash of several columns: a struct of them would be written out, row by row, before it is hashed."""
    hashes = (
        pl.col(name).hash(seed=1) * pl.lit(pow(_SPREAD, place, 1 << 64), pl.UInt64)
        for place, name in enumerate(columns, 1)
    )
    return reduce(operator.xor, hashes)


def _repeated(rows: pl.DataFrame, column: str, code: str) -> Iterator[pl.DataFrame]:
    for stands_again in _with_same(rows, column):
        again = stands_again.filter(~pl.col(column).is_first_distinct())
        yield again.select("row", column=pl.lit(""), value=pl.lit(""), code=pl.lit(code))


def _with_same(rows: pl.DataFrame, column: str) -> Iterator[pl.DataFrame]:
    """Give the rows whose value stands more than once, if any does; sorting takes a fraction of the memory of grouping."""
    ordered = rows[column].drop_nulls().sort()
    again = ordered.filter(ordered == ordered.shift(1))
    if len(again):
        yield rows.filter(pl.col(column).is_in(again.unique().implode()))


def _header(table: Table, field: str) -> str:
    column = table.column_of(field)
    return column.header if column else ""
