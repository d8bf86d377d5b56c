"""Writes a clean table batch by batch, in a thread of its own, spending effort only where values repeat."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import BinaryIO, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

# A column of which fewer values differ than this is kept as a dictionary; for others the dictionary is lost work.
_REPEATS = 0.3


class CleanFile:
    """A Parquet file being written; at most one batch waits while the next is cleaned."""

    def __init__(self, out: BinaryIO, shape: dict[str, pl.DataType]) -> None:
        self.out = out
        self.schema = _arrow(pl.DataFrame(schema=shape)).schema
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
        counts = frame.head(50_000).select(pl.all().n_unique()).row(0) if len(frame) else ()
        repeating = [
            name
            for name, count in zip(frame.columns, counts, strict=False)
            if count <= _REPEATS * min(len(frame), 50_000)
        ]
        self.writer = pq.ParquetWriter(
            pa.PythonFile(self.out, mode="w"),
            self.schema,
            compression="lz4",
            use_dictionary=repeating or False,
            write_statistics=False,
            store_schema=False,
        )

    def _write(self, frame: pl.DataFrame) -> None:
        assert self.writer is not None
        self.writer.write_table(_arrow(frame))


def _arrow(frame: pl.DataFrame) -> pa.Table:
    """Hand the columns over without copying their texts; in the file they are plain texts again."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())
