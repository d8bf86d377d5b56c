"""Cleaned records as arrays of whole numbers, a column at a time, for whatever looks at pairs of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage.columns import RECORD_ID

Numbers = npt.NDArray[np.signedinteger[Any]]
Whole = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# What is unknown. Every number that cleaning makes of a text is nought or above.
UNKNOWN: Final = -1
YEAR: Final = "year"


class Records:
    """Records by their row, from 0: ``column()`` gives one number for each, UNKNOWN for null.

    ``frame`` has the columns of ``cleaning.RECORDS`` that are asked for. ``names`` gives the record_id of rows where the
    frame holds none, since of many records few are ever named.
    """

    def __init__(self, frame: pl.DataFrame, names: Callable[[Rows], pl.Series] | None = None) -> None:
        self.frame = frame
        self._names = names
        self._columns: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> Numbers:
        """Return the numbers of a column of ``cleaning.RECORDS``, or of YEAR, that of birth."""
        if name not in self._columns:
            self._columns[name] = self._years() if name == YEAR else self._of_frame(name)
        return self._columns[name]

    def record_ids(self, rows: Rows) -> pl.Series:
        """Return what the files call these records."""
        return self._names(rows) if self._names is not None else self.frame[RECORD_ID].gather(rows)

    def forget(self) -> None:
        """Let go of the arrays that have been made of columns; they are made anew where they are asked for again."""
        self._columns.clear()

    @cached_property
    def dated(self) -> Flags:
        """Whose day of birth is known."""
        return np.asarray(self.column("birth") % 100 > 0) & (self.column("birth") > 0)

    def rows_of(self, rids: Numbers) -> Rows:
        """Return the rows of records by their rid; each must be there."""
        own = self.column("rid")
        order = np.argsort(own)
        return order[np.searchsorted(own, rids, sorter=order)]

    def _of_frame(self, name: str) -> Numbers:
        series = self.frame[name]
        return (series.fill_null(UNKNOWN) if series.null_count() else series).to_numpy()

    def _years(self) -> Numbers:
        birth = self.column("birth")
        return np.where(birth < 0, UNKNOWN, birth // 10_000)


def records_of(engine: Engine, columns: str, table: str = "cleaned") -> Records:
    """Bring the records of a table of the engine along, with these columns."""
    return Records(engine.frame(f"select {columns} from {table}"))
