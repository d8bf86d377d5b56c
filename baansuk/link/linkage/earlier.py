"""Reads of an older linkage what new records ask of it, a column at a time, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from baansuk.engine.frame_file import LARGE_GROUP, MANY_ROWS
from baansuk.engine.row_groups import rows_of
from baansuk.link.linkage.cleaning import EARLIER
from baansuk.link.linkage.fitting import Model
from baansuk.link.linkage.numbering import Places
from baansuk.link.linkage.records import UNKNOWN, Rows

_AT_ONCE: Final = 2 * MANY_ROWS
_AS_NAMES: Final = ("as_given", "as_family")


@dataclass(frozen=True, slots=True)
class Before:
    """An older linkage: the first free number of a record (0 where there is none), how many persons, which generation it is,
    its model, what humans have said. ``parts`` are the files of each table of its state, the oldest first."""

    base: int = 0
    persons: int = 0
    generation: int = 0
    model: Model | None = None
    judgements: Sequence[tuple[str, str, str]] = ()
    folder: Path | None = None
    parts: Mapping[str, Sequence[Path]] = field(default_factory=dict)

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table of the state, its parts one behind the other."""
        return pl.concat([pl.scan_parquet(part) for part in self.parts[table]])

    def blocks(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Yield these columns of all records, UNKNOWN for a number that is null, so many rows at once that they stay near the
        processor; they are read by groups of rows."""
        for part in self.parts["records"]:
            every = pl.scan_parquet(part)
            for start in range(0, rows_of(part), LARGE_GROUP):
                group = every.slice(start, LARGE_GROUP).select(pl.col(columns).fill_null(UNKNOWN)).collect()
                yield from group.iter_slices(_AT_ONCE)

    def records(self, columns: Sequence[str], rids: Rows | None = None) -> pl.DataFrame:
        """Return these columns of the records with these rids, or of all.

        By Polars: of a few rows it reads the others' rid alone, and takes a fifth of what a join on DuckDB takes.
        """
        every = self.scan("records")
        wanted = every if rids is None else every.filter(_among("rid", rids))
        return wanted.select(columns).collect()

    def near(self, rids: Rows) -> pl.DataFrame:
        """Return rid, point and person_id (null for a record that is called so itself) of all records of the persons to
        whom these records belong."""
        point = self._points()
        of_them = np.zeros(len(point), np.bool_)
        of_them[point.take(rids)] = True
        found = np.flatnonzero(of_them.take(point))
        wanted = _among("rid", found)
        parts = [pl.scan_parquet(part).filter(wanted).select("rid", "person_id") for part in self.parts["persons"]]
        # Of a record that a later part tells of again, that part holds.
        told = pl.concat([part.cast({"rid": pl.Int32}) for part in parts]).collect()
        if len(told) > len(found):
            told = told.unique("rid", keep="last", maintain_order=True)
        return told.with_columns(point=point.take(told["rid"].to_numpy()).astype(np.int64))

    def names(self, wanted: pl.Series) -> pl.DataFrame:
        """Return name, spelling, sound, as_given and as_family of these names, once for each part that has it."""
        return self.scan("names").filter(pl.col("name").is_in(wanted.implode())).collect()

    def areas(self) -> pl.DataFrame:
        """Return what is known of areas (``cleaning.EARLIER``); what was learned of one first stays."""
        if not self.base:
            return pl.DataFrame(schema=EARLIER)
        told = self.scan("areas").sort("part", *EARLIER, nulls_last=True)
        return told.unique("told_place", keep="first", maintain_order=True).select(*EARLIER).collect()

    def _points(self) -> Places:
        """The point of each record's person, by rid."""
        point = np.empty(self.base, np.int32)
        for place, part in enumerate(self.parts["persons"]):
            # The records of a first linkage stand there in their order.
            told = pl.scan_parquet(part).select(("rid", "point") if place else "point").collect()
            rows = told["rid"].to_numpy() if place else slice(len(told))
            point[rows] = told["point"]
        return point


def numbered_after(before: Before, records: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return new records as they stand beside older ones: numbered after these, and their names counted together.

    A new record that tells only a house code, of which no new one tells the address, lives where most older ones of that
    code do. ``names`` are those of the new records.
    """
    counted = before.names(names["name"]).group_by("name").agg(pl.col(_AS_NAMES).sum())
    for kind, count in zip(("given", "family"), _AS_NAMES, strict=True):
        more = counted.select(pl.col("name").alias(kind), more=count)
        records = records.join(more, on=kind, how="left", maintain_order="left").with_columns(
            pl.col(f"{kind}_records") + pl.col("more").fill_null(0)
        )
        records = records.drop("more")
    records = records.with_columns(pl.col("rid") + before.base)
    return _at_known_homes(before, records)


def _at_known_homes(before: Before, records: pl.DataFrame) -> pl.DataFrame:
    unplaced = records.filter(pl.col("home") == pl.col("house_code"))["house_code"].unique()
    if unplaced.is_empty():
        return records
    of_codes = before.scan("records").select("house_code", "home")
    known = (
        of_codes.filter(pl.col("house_code").is_in(unplaced.implode()))
        .group_by("house_code", "home")
        .len()
        .sort(["house_code", "len", "home"], descending=[False, True, False])
        .unique("house_code", keep="first", maintain_order=True)
        .select("house_code", known="home")
        .collect()
    )
    found = records.join(known, on="house_code", how="left", maintain_order="left")
    at_code = pl.col("home") == pl.col("house_code")
    return found.with_columns(home=pl.when(at_code).then(pl.coalesce("known", "home")).otherwise("home")).drop("known")


def _among(name: str, rows: Rows) -> pl.Expr:
    return pl.col(name).is_in(pl.Series(rows, dtype=pl.Int32).implode())
