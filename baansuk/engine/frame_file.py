"""Writes tables of Polars as Parquet just as they lie in memory, several times as fast as a writer that looks for what repeats.

Numbers that stand for texts neither repeat nor shrink: their columns go to the file as they are. Small whole numbers (a
sex, a village) are their own places in the list 0, 1, 2 …, so that each takes a byte or two and nothing is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine.table_file import Part, TableFile, empty, joined, only, placed, placed_pages

_KINDS: Final[Mapping[pl.DataType, str]] = {
    pl.Int16(): "int16",
    pl.Int32(): "int32",
    pl.Int64(): "int64",
    pl.Float64(): "double",
    pl.String(): "text",
}
# Lists of small numbers are worth their place where so many rows share one of them.
_ROWS_TO_A_NUMBER: Final = 16
# Where every other row has a value of its own, a list of them and the places in it take more than the values.
_VALUES_TO_LIST: Final = 2
# Row groups are small, so that most of them can be taken over as they are when a few rows change; of numbers nothing is.
FEW_ROWS, MANY_ROWS = 20_480, 122_880
# A list of a column's values stands once in each row group, so where there are lists the groups are large, and have pages of
# MANY_ROWS; who reads them piece by piece reads a group at a time, for what begins within one is looked for from its start.
LARGE_GROUP: Final = 8 * MANY_ROWS
# What a length below this is in four bytes is a text of its own: the length as a letter, and three of nought.
_SHORT: Final = 128
_LENGTHS: Final = pl.Series([chr(length) + "\0\0\0" for length in range(_SHORT)])


def writes(frame: pl.DataFrame) -> bool:
    """Say whether a FrameFile can have the columns of ``frame``."""
    return all(kind in _KINDS for kind in frame.dtypes)


class FrameFile:
    """A Parquet file that is being written, piece by piece; any of its columns may be null."""

    def __init__(self, path: Path, schema: Mapping[str, pl.DataType]) -> None:
        self._file = TableFile(path, [(name, _KINDS[kind]) for name, kind in schema.items()])

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.__exit__(kind, error, tb)

    def add(self, frame: pl.DataFrame) -> None:
        """Write the rows of ``frame`` behind those that stand there."""
        for start in range(0, len(frame), MANY_ROWS):
            self._file.add([_part(column) for column in frame[start : start + MANY_ROWS].iter_columns()])


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write all of a file at once."""
    # Of texts the writer of Polars is the quicker one, of numbers it takes three times as long.
    if 2 * frame.dtypes.count(pl.String()) >= frame.width:
        frame.write_parquet(path, compression="uncompressed", statistics=False, row_group_size=FEW_ROWS)
        return
    with FrameFile(path, frame.schema) as file:
        file.add(frame)


Numbers = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of numbers that are few: for each row the place of its own among ``values``."""

    values: Numbers
    places: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.places)

    def whole(self) -> Numbers:
        """Return the number of every row."""
        return self.values.take(self.places)

    def at(self, rows: npt.NDArray[np.int64]) -> Numbers:
        """Return the numbers of these rows."""
        return self.values.take(self.places.take(rows))


Column = pl.Series | Numbers | Listed


def write_columns(columns: Mapping[str, Column], path: Path, *, unknown: int) -> None:
    """Write columns of one length at once: texts, and numbers among which ``unknown`` stands for none.

    Numbers are whole, of 16, 32 or 64 bits, and none of them but ``unknown`` is below nought.
    """
    kinds = [(name, _kind(one)) for name, one in columns.items()]
    rows = max(map(len, columns.values()))
    with TableFile(path, kinds) as file:
        for start in range(0, rows, LARGE_GROUP):
            places = range(start, min(start + LARGE_GROUP, rows))
            file.add_pages(list(_pages(one, places, unknown)) for one in columns.values())


def _kind(column: Column) -> str:
    if isinstance(column, pl.Series):
        return "text"
    return (column.values if isinstance(column, Listed) else column).dtype.name


def _pages(column: Column, rows: range, unknown: int) -> Iterator[Part]:
    cuts = [slice(start, min(start + MANY_ROWS, rows.stop)) for start in rows[::MANY_ROWS]]
    if isinstance(column, Listed) and _VALUES_TO_LIST * len(column.values) > len(column):
        column = column.whole()
    if isinstance(column, Listed):
        known = column.values != unknown
        pages = (_known_places(column.places[cut], known) for cut in cuts)
        return placed_pages(column.values, pages, column.values.dtype.name)
    if isinstance(column, pl.Series):
        return (_part(column[cut]) for cut in cuts)
    # Of a group all pages are of one kind: they share a list, or none has one.
    numbers = column[rows.start : rows.stop]
    there = numbers != unknown
    if there.any() and _small(numbers.compress(there)):
        values = np.arange(int(numbers.max()) + 1, dtype=numbers.dtype)
        pages = (_only_known(column[cut], unknown) for cut in cuts)
        return placed_pages(values, pages, numbers.dtype.name)
    return (_plain(column[cut], unknown) for cut in cuts)


_Page = tuple[npt.NDArray[Any], int, npt.NDArray[np.bool_] | None]


def _known_places(places: npt.NDArray[np.int32], known: npt.NDArray[np.bool_]) -> _Page:
    there = known.take(places)
    return (places, len(places), None) if there.all() else (places.compress(there), len(places), there)


def _only_known(numbers: Numbers, unknown: int) -> _Page:
    there = numbers != unknown
    return (numbers, len(numbers), None) if there.all() else (numbers.compress(there), len(numbers), there)


def _plain(numbers: Numbers, unknown: int) -> Part:
    known, rows, there = _only_known(numbers, unknown)
    return only(known, numbers.dtype.name, rows, there) if len(known) else empty(rows)


def _part(column: pl.Series) -> Part:
    rows = len(column)
    if column.null_count() == rows:
        return empty(rows)
    there = column.is_not_null().to_numpy() if column.null_count() else None
    values = column.drop_nulls()
    if column.dtype == pl.String:
        return joined(_texts(values), rows, there)
    return _of_numbers(values.to_numpy(), rows, there)


def _of_numbers(numbers: npt.NDArray[Any], rows: int, there: npt.NDArray[np.bool_] | None) -> Part:
    """The part of so many rows of which those that are ``there``, or all, have these numbers."""
    if not len(numbers):
        return empty(rows)
    kind = "double" if numbers.dtype.kind == "f" else numbers.dtype.name
    if kind == "double" or not _small(numbers):
        return only(numbers, kind, rows, there)
    return placed(range(int(numbers.max()) + 1), numbers, kind, there)


def _small(numbers: npt.NDArray[np.integer]) -> bool:
    """Say whether the numbers are from nought up and many share each."""
    return int(numbers.max()) * _ROWS_TO_A_NUMBER < len(numbers) and int(numbers.min()) >= 0


def _texts(values: pl.Series) -> bytes:
    """Texts one behind the other, each after its length in four bytes."""
    lengths = values.str.len_bytes()
    if int(lengths.max() or 0) < _SHORT:  # type: ignore[arg-type]  # Polars tells max() of any column
        page: str = (_LENGTHS.gather(lengths) + values).str.join("").item()
        return page.encode()
    return b"".join(len(one).to_bytes(4, "little") + one for one in (text.encode() for text in values))
