"""Cleaned records as arrays of whole numbers, a column at a time, for whatever looks at pairs of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine import Engine
from baansuk.engine.frame_file import Listed
from baansuk.engine.text_keys import text_keys
from baansuk.link.linkage.columns import RECORD_ID

Numbers = npt.NDArray[np.signedinteger[Any]]
Whole = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# What records tell one by one, and what distinct texts tell, with where a record's text stands among them.
Kept = Numbers | Listed

Columns = tuple[str, ...]
# What those that ask have as the first, those that answer have as the second.
Sieve = tuple[Columns, Columns]

# What is unknown. Every number that cleaning makes of a text is nought or above.
UNKNOWN: Final = -1
YEAR: Final = "year"
# Before "given" or "family": the first two consonants of the name, or the last two, without what is between.
BEGINS: Final = "begins_"
ENDS: Final = "ends_"
_NO_CONSONANT: Final = "[^ก-ฮb-df-hj-np-tv-z]"


class Records:
    """Records by their row, from 0: ``column()`` gives one number for each, UNKNOWN for null.

    ``frame`` has the columns of ``cleaning.RECORDS`` that are asked for. ``spelled``, where it is known, has name and spelling
    of all given and family names. ``columns`` are those that are arrays already, or small lists with places in them, UNKNOWN
    where nothing is known.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        spelled: pl.DataFrame | None = None,
        columns: Mapping[str, Kept] | None = None,
    ) -> None:
        self.frame = frame
        self.spelled = spelled
        self._size = len(frame)
        self._columns: dict[str, Kept] = dict(columns or {})
        self._derived: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return self._size

    def column(self, name: str) -> Numbers:
        """Return the numbers of a column of ``cleaning.RECORDS``, of YEAR, that of birth, or of an end of a name."""
        if name in self.frame.columns:
            self._columns[name] = self._taken(name)
        kept = self._columns.get(name)
        if kept is not None and not isinstance(kept, Listed):
            return kept
        if name not in self._derived:
            self._derived[name] = kept.whole() if kept is not None else self._made(name)
        return self._derived[name]

    def at(self, name: str, rows: Rows) -> Numbers:
        """Return the numbers of these rows alone: of what distinct texts tell no column is made."""
        kept = self._columns.get(name)
        return kept.at(rows) if isinstance(kept, Listed) else self.column(name).take(rows)

    def has(self, name: str) -> bool:
        """Say whether the column is here as it came."""
        return name in self._columns or name in self.frame.columns

    def among(self, sieve: Sieve) -> Rows | slice:
        """Return the rows that may answer by these columns: all of them, unless others have been left out."""
        del sieve
        return slice(None)

    def record_ids(self, rows: Rows) -> pl.Series:
        """Return what the files call these records."""
        return self.frame[RECORD_ID].gather(rows)

    def forget(self) -> None:
        """Let go of what columns have been made into; it is made anew where it is asked for again."""
        self._derived.clear()
        self.__dict__.pop("dated", None)

    def kept(self, *columns: str) -> Records:
        """Return the same records with those of these columns that they have."""
        frame = self.frame.select(pl.col(name) for name in columns if name in self.frame.columns)
        same = Records(frame)
        same._size = self._size
        same._columns = {name: numbers for name, numbers in self._columns.items() if name in columns}
        return same

    @cached_property
    def dated(self) -> Flags:
        """Whose day of birth is known."""
        return np.asarray(self.column("birth") % 100 > 0) & (self.column("birth") > 0)

    def rows_of(self, rids: Numbers) -> Rows:
        """Return the rows of records by their rid; each must be there."""
        own = self.column("rid")
        row = np.empty(int(own.max(initial=-1)) + 1, np.int32)
        row[own] = np.arange(len(own), dtype=np.int32)
        return row.take(rids).astype(np.int64)

    def _taken(self, name: str) -> Numbers:
        """The array takes the place of the column: of three million records one is 24 MB."""
        series, self.frame = self.frame[name], self.frame.drop(name)
        return numbers_of(series)

    def _made(self, name: str) -> Numbers:
        return years(self.column("birth")) if name == YEAR else self._ends(name)

    def _ends(self, asked: str) -> Numbers:
        """Two letters of a name as a number, the same in given and family names."""
        assert self.spelled is not None
        letters = self.spelled["spelling"].str.replace_all(_NO_CONSONANT, "")
        two = letters.str.head(2) if asked.startswith(BEGINS) else letters.str.tail(2)
        ends = self.spelled.select("name", end=pl.when(letters.str.len_chars() >= 2).then(text_keys(two)))
        of = pl.DataFrame({"name": self.column(asked.removeprefix(BEGINS).removeprefix(ENDS))})
        return of.join(ends, on="name", how="left", maintain_order="left")["end"].fill_null(UNKNOWN).to_numpy()


def numbers_of(series: pl.Series) -> Numbers:
    """Return a column of numbers as an array, UNKNOWN for null."""
    return (series.fill_null(UNKNOWN) if series.null_count() else series).to_numpy()


def arrayed(kept: Kept) -> Numbers:
    """Return a column as an array, a number for each record."""
    return kept.whole() if isinstance(kept, Listed) else kept


def years(birth: Numbers) -> Numbers:
    """Return the years of days of birth, yyyymmdd."""
    return np.where(birth < 0, UNKNOWN, birth // 10_000)


def records_of(engine: Engine, columns: str, table: str = "cleaned") -> Records:
    """Bring the records of a table of the engine along, with these columns."""
    return Records(engine.frame(f"select {columns} from {table}"))
