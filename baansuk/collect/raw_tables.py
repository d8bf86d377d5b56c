"""The common shape of what a reader hands on: a named table with its header and its rows in batches of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from baansuk.collect.headers import header_key
from baansuk.collect.issues import no_issues

ROW = "row"
BATCH = 32_768
# A header is looked for in so many rows.
HEADER_ROWS = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows as received: ``row`` (Int64, as a person counts in the file) and one text column per place "0", "1", …

    ``issues`` are what the reader itself found: ragged rows, error cells, formulas without a value.
    """

    frame: pl.DataFrame
    issues: pl.DataFrame = field(default_factory=no_issues)
    refused: int = 0
    # True when a look at the bytes showed no control characters, no garbled letters and no cell that is too long.
    looked_at: bool = False
    # False when the bytes have no word for a sum, so that no row can be a line of sums.
    may_sum: bool = True


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet or text file opened for reading: its header as it stands, and its rows still to come."""

    name: str
    headers: tuple[str, ...]
    batches: Iterator[Batch]
    notes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Top:
    """The first rows of a sheet or text file, for recognising it and finding its header; row 1 is first."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    filled_rows: int = 0

    @cached_property
    def header_rows(self) -> tuple[dict[str, str], ...]:
        """Return for each row that may be the header its cells by the keys by which headers are compared."""
        return tuple({header_key(cell): cell.strip() for cell in cells} for cells in self.rows[:HEADER_ROWS])
