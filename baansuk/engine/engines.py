"""Opens DuckDB or Spark behind one small face, so that a step gives the same table on either."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from baansuk.engine.functions import Function
from baansuk.engine.steps import Step

if TYPE_CHECKING:
    from polars import DataFrame  # a tenth of a second, as pyarrow and DuckDB in the next lines
    from pyarrow import Table

    from baansuk.engine.files import Column


class Engine(Protocol):
    """What every engine can do; table names are plain identifiers chosen by the caller, never user text."""

    name: str

    def read(self, table: str, paths: Sequence[Path | str], *, place: str = "") -> None:
        """Make the Parquet files (same columns by name) readable as ``table``; nothing is loaded yet.

        ``place`` names one more column: where a row stands in its file, from 0.
        """

    def columns(self, path: Path) -> list[Column]:
        """Return the columns of a Parquet file in their order. Raises Unreadable for what is no Parquet."""

    def define(self, functions: Iterable[Function]) -> None:
        """Let the steps that are run from now on call these functions."""

    def run(self, step: Step) -> None:
        """Compute ``step.sql`` once and keep the result as table ``step.name``, replacing an earlier one.

        A step that is not ``kept`` becomes a view.
        """

    def give(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        """Keep a small table of Python values: ``types`` names each column's SQL type, ``columns`` its values."""

    def drop(self, table: str) -> None:
        """Let go of a kept table, so that its memory serves the next steps."""

    def write(self, table: str, path: Path, *, order_by: str = "", quick: bool = False, as_read: bool = False) -> None:
        """Write ``table`` as one Parquet file at ``path``; the caller writes to a temporary name and renames.

        ``as_read`` says that the rows of a view come in the wanted order by themselves, that of their one file, so that
        an engine that can keep it need not sort.

        ``quick`` spends space to save time, where an engine can; the rows then come in any order.
        """

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a small SELECT as tuples of Python values."""

    def arrow(self, sql: str) -> Table:
        """Return the rows of a SELECT as columns, for what is too much for ``rows``."""

    def frame(self, sql: str) -> DataFrame:
        """Return the rows of a SELECT as a table of Polars."""

    def take(self, table: str, frames: Iterable[DataFrame]) -> None:
        """Keep a table of Polars that comes in pieces, one at least; each is taken before the next is asked for."""

    def offer(self, table: str, made: Callable[[], DataFrame]) -> None:
        """Keep a table of Polars that mostly nobody reads: an engine that can makes it for the first statement that does."""

    def pieces(self, sql: str, rows: int = 100_000) -> Iterator[DataFrame]:
        """Yield the rows of a SELECT over files (read_parquet, read_csv), at most about ``rows`` at once.

        DuckDB reads them on either engine, so that a file is one table, or one refusal, whatever goes on with it.
        """

    def allow(self, megabytes: int) -> None:
        """Let the engine hold so much from now on, where that can be changed once it runs; the rest goes to the disk."""

    def interrupt(self) -> None:
        """Make the step that runs now end in an error; called from another thread than the one that runs it."""

    def close(self) -> None:
        """Give back memory and spill space."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None: ...


def open_engine(name: str = "", *, memory: str = "", spill: Path | None = None) -> Engine:
    """Open ``duckdb`` or ``spark``; without a name, what ``BAANSUK_ENGINE`` says, else DuckDB.

    ``memory`` is a size such as ``2GB``; ``spill`` a private folder for what does not fit.
    Raises ValueError for an engine that is not known, ImportError when Spark's optional group is not installed.
    """
    chosen = name or os.environ.get("BAANSUK_ENGINE", "") or "duckdb"
    if chosen == "duckdb":
        from baansuk.engine.duckdb_engine import DuckDBEngine  # each engine costs its import only when used

        return DuckDBEngine(memory=memory, spill=spill)
    if chosen == "spark":
        from baansuk.engine.spark_engine import SparkEngine

        return SparkEngine(memory=memory, spill=spill)
    raise ValueError(f"engine {chosen!r} is not known; use duckdb or spark")


def run_steps(engine: Engine, steps: Iterable[Step]) -> None:
    """Run the steps one after another."""
    for step in steps:
        engine.run(step)
