"""Writes a clean table batch by batch, in a thread of its own, spending effort only where values repeat."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from types import TracebackType
from typing import BinaryIO, Final, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

# A column of which fewer values differ than this is kept as a dictionary; for others the dictionary is lost work.
_REPEATS: Final = 0.3
# Numbers of persons and telephones are random digits: pressing them takes a tenth of all writing, and hardly shrinks them.
_SHRINKS: Final = 0.55
# How many of the first rows are looked at.
_LOOK: Final = 50_000
_PRESSED: Final = 4_000
# So few are not looked at: the look would cost more than it saves.
_FEW: Final = 200
# Each is a little more than the one before, and is told by the difference.
_COUNTED: Final = ("record_id", "row")


class CleanFile:
    """A Parquet file being written; at most one batch waits while the next is cleaned."""

    def __init__(self, out: BinaryIO, shape: dict[str, pl.DataType]) -> None:
        self.out = out
        self.schema = _schema(tuple(shape.items()))
        self.writer: pq.ParquetWriter | None = None
        self.hand = ThreadPoolExecutor(1)
        self.last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._wait()
        finally:
            self.hand.shutdown()
            if self.writer is None and error is None:
                self._open(pl.DataFrame(schema=self.schema.names))
            if self.writer is not None:
                self.writer.close()

    def write(self, frame: pl.DataFrame) -> None:
        """Take a batch; raises what went wrong with the batch before it."""
        self._wait()
        if self.writer is None:
            self._open(frame)
        if len(frame):
            self.last = self.hand.submit(self._write, frame)

    def _wait(self) -> None:
        last, self.last = self.last, None
        if last is not None:
            last.result()

    def _open(self, frame: pl.DataFrame) -> None:
        repeating, plain = _looked_at(frame.head(_LOOK)) if len(frame) > _FEW else (set(), set(_COUNTED))
        self.writer = pq.ParquetWriter(
            pa.PythonFile(self.out, mode="w"),
            self.schema,
            compression={name: "none" if name in plain else "lz4" for name in self.schema.names},
            use_dictionary=sorted(repeating) or False,
            column_encoding={name: "DELTA_BINARY_PACKED" for name in _COUNTED if name in plain},
            write_statistics=False,
            store_schema=False,
        )

    def _write(self, frame: pl.DataFrame) -> None:
        assert self.writer is not None
        self.writer.write_table(_arrow(frame))


def _looked_at(some: pl.DataFrame) -> tuple[set[str], set[str]]:
    """Return the columns of which few values differ, and those that are not worth pressing."""
    repeating = {column.name for column in some.iter_columns() if column.n_unique() <= _REPEATS * len(some)}
    return repeating, {column.name for column in some.iter_columns() if not _shrinks(column)} - repeating


def _shrinks(column: pl.Series) -> bool:
    """Say whether pressing is worth its while."""
    if column.dtype != pl.String:
        return column.dtype != pl.Date and column.name not in _COUNTED
    letters = column.head(_PRESSED).str.join("").item().encode()
    return len(pa.Codec("lz4_raw").compress(letters)) <= _SHRINKS * len(letters)


@lru_cache(maxsize=64)
def _schema(shape: tuple[tuple[str, pl.DataType], ...]) -> pa.Schema:
    return _arrow(pl.DataFrame(schema=dict(shape))).schema


def _arrow(frame: pl.DataFrame) -> pa.Table:
    """Hand the columns over without copying their texts; in the file they are plain texts again."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())
