"""Writes tables of Polars as Parquet just as they lie in memory, several times as fast as a writer that looks for what repeats.

Numbers that stand for texts neither repeat nor shrink: their columns go to the file as they are. Small whole numbers (a
sex, a village) are their own places in the list 0, 1, 2 …, so that each takes a byte or two and nothing is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.engine.table_file import Part, TableFile, empty, joined, only, placed

_KINDS: Final[Mapping[pl.DataType, str]] = {
    pl.Int16(): "int16",
    pl.Int32(): "int32",
    pl.Int64(): "int64",
    pl.Float64(): "double",
    pl.String(): "text",
}
# Lists of small numbers are worth their place where so many rows share one of them.
_ROWS_TO_A_NUMBER: Final = 16
# Row groups are small, so that most of them can be taken over as they are when a few rows change; of numbers nothing is.
FEW_ROWS, MANY_ROWS = 20_480, 122_880
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


def write_columns(columns: Mapping[str, pl.Series | npt.NDArray[np.integer]], path: Path, *, unknown: int) -> None:
    """Write columns of one length at once: texts, and arrays of numbers in which ``unknown`` stands for none.

    Numbers are whole, of 16, 32 or 64 bits, and none of them but ``unknown`` is below nought.
    """
    kinds = [(name, "text" if isinstance(one, pl.Series) else one.dtype.name) for name, one in columns.items()]
    rows = max(map(len, columns.values()))
    with TableFile(path, kinds) as file:
        for start in range(0, rows, MANY_ROWS):
            some = (column[start : start + MANY_ROWS] for column in columns.values())
            file.add([_part(one) if isinstance(one, pl.Series) else _known(one, unknown) for one in some])


def _known(numbers: npt.NDArray[np.integer], unknown: int) -> Part:
    there = numbers != unknown
    if there.all():
        return _of_numbers(numbers, len(numbers), None)
    return _of_numbers(numbers[there], len(numbers), there)


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
