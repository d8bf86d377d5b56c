"""A finished table of a register: what is printed where, and whose row each line truly is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from . import faults
from .draws import Whole
from .rows import Rows


@dataclass(frozen=True)
class Part:
    """The rows start..stop of a table that go into one file, under these title lines."""

    file: str
    start: int
    stop: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: a sheet in one or more workbooks, or a text file. All cells are text; ``numbers`` become numbers."""

    source: str
    name: str
    rows: Rows
    parts: tuple[Part, ...]
    numbers: frozenset[str] = frozenset()
    total: str = ""  # text of a closing row "รวม …", where the agency adds one
    extra: dict[str, str] = field(default_factory=dict)

    def header_row(self, part: Part) -> int:
        """The row of the header as a person counts, from 1."""
        return len(part.titles) + 1


def parts_by(rows: Rows, keys: pl.Series, name: str, titles: Sequence[str] = ()) -> tuple[Part, ...]:
    """Cut rows that lie in key order into one file per key; ``{key}`` in name and titles is replaced."""
    runs = keys.rle().struct.unnest()
    stops = np.cumsum(runs["len"].to_numpy())
    return tuple(
        Part(name.format(key=key), int(stop - length), int(stop), tuple(t.format(key=key) for t in titles))
        for key, stop, length in zip(runs["value"], stops, runs["len"], strict=True)
    )


def whole(rows: Rows, name: str, titles: Sequence[str] = ()) -> tuple[Part, ...]:
    """All rows in one file."""
    return (Part(name, 0, len(rows), tuple(titles)),)


def records(table: Table) -> pl.DataFrame:
    """Say of each row whose it is: source, file, table, row, person_no, household_no, address_household_no, errors.

    household_no is where the person truly belongs, address_household_no the house whose address is printed.
    """
    rows = table.rows
    number = np.concatenate([np.arange(p.stop - p.start) + table.header_row(p) + 1 for p in table.parts])
    file = pl.Series([p.file for p in table.parts], dtype=pl.String).gather(
        pl.Series(np.repeat(np.arange(len(table.parts)), [p.stop - p.start for p in table.parts]), dtype=pl.UInt32)
    )
    home = np.where(rows.person >= 0, rows.truth.home[np.maximum(rows.person, 0)], rows.household)
    if not len(rows):
        number = np.empty(0, dtype=np.int64)
    return pl.DataFrame(
        {
            "source": pl.repeat(table.source, len(rows), eager=True),
            "file": file,
            "table": pl.repeat(table.name, len(rows), eager=True),
            "row": number.astype(np.int64),
            "person_no": _numbered(rows.person),
            "household_no": _numbered(home),
            "address_household_no": _numbered(rows.household),
            "errors": _kinds(rows.errors),
        }
    )


def _numbered(index: Whole) -> pl.Series:
    number = pl.Series(index + 1, dtype=pl.Int64)
    return pl.select(pl.when(number > 0).then(number)).to_series()


def _kinds(errors: np.ndarray) -> pl.Series:
    """Turn each row's bits into the list of its kinds of fault (few patterns, so only those are spelt out)."""
    patterns, index = np.unique(errors, return_inverse=True)
    names = [[k for k in faults.KINDS if pattern & faults.BIT[k]] for pattern in patterns]
    return pl.Series(names, dtype=pl.List(pl.String)).gather(pl.Series(index, dtype=pl.UInt32))
