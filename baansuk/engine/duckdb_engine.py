"""Runs table steps on DuckDB, in one process of one machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from baansuk.engine.files import Column, given_sql, parquet_columns, quoted
from baansuk.engine.frame_file import write_frame
from baansuk.engine.frames import framed, in_pieces, shown
from baansuk.engine.functions import Function
from baansuk.engine.steps import Step
from baansuk.engine.views import Views

if TYPE_CHECKING:
    from polars import DataFrame
    from pyarrow import Table


class DuckDBEngine:
    """An in-memory DuckDB that may spill to a private folder and never downloads an extension."""

    name = "duckdb"

    def __init__(self, *, memory: str = "", spill: Path | None = None) -> None:
        settings: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            # The order of rows is never part of an answer here; keeping it costs memory at a million rows.
            "preserve_insertion_order": "false",
            "threads": os.cpu_count() or 1,
            # Null for a division by zero, as on Spark and as the rules promise (design rule 4), not infinity.
            "ieee_floating_point_ops": "false",
            "error_on_division_by_zero": "false",
        }
        if memory:
            settings["memory_limit"] = memory
        if spill is not None:
            settings["temp_directory"] = str(spill)
        self._here = duckdb.connect(":memory:", config=settings)
        self._views = Views()
        self._offered: dict[str, Callable[[], DataFrame]] = {}
        # Else a moment would fall on another day wherever the machine's clock is set otherwise; Spark is told the same.
        self._here.execute("set TimeZone = 'UTC'")

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB itself, with the views of the steps, for whoever asks it what an engine does not say."""
        for table in [*self._offered]:
            self._accept(table)
        for name, sql in self._views.all().items():
            self._here.execute(f"create or replace view {name} as {sql}")
            self._views.forget(name)
        return self._here

    def read(self, table: str, paths: Sequence[Path | str], *, place: str = "") -> None:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        numbered = f" exclude (file_row_number), file_row_number as {place}" if place else ""
        options = "file_row_number = true" if place else "union_by_name = true"
        self._forget(table)
        self._here.execute(
            f"create or replace view {table} as select *{numbered} from read_parquet([{listed}], {options})"
        )

    def columns(self, path: Path) -> list[Column]:
        return parquet_columns(self._here, path)

    def define(self, functions: Iterable[Function]) -> None:
        for function in functions:
            parameters = ", ".join(function.parameters)
            self._here.execute(f"create or replace macro {function.name}({parameters}) as {function.duckdb}")

    def run(self, step: Step) -> None:
        if not step.kept:
            self._forget(step.name)
            self._views.add(step.name, step.sql)
            return
        self._here.execute(f"create or replace table {step.name} as {self._whole(step.sql)}")
        self._forget(step.name)

    def give(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        given = [list(columns[name]) for name in types]
        self._forget(table)
        self._here.execute(f"create or replace table {table} as {given_sql(types)}", given)

    def drop(self, table: str) -> None:
        self._offered.pop(table, None)
        self._here.execute(f"drop table if exists {table}")

    def write(self, table: str, path: Path, *, order_by: str = "", quick: bool = False, as_read: bool = False) -> None:
        if quick:
            write_frame(self.frame(f"select * from {table}"), path)
            return
        order = f" order by {order_by}" if order_by and not as_read else ""
        manner = "compression zstd, row_group_size 100000"
        rows = self._whole(f"select * from {table}{order}")
        copy = f"copy ({rows}) to {quoted(str(path))} (format parquet, {manner})"
        if not as_read:
            self._here.execute(copy)
            return
        # The second version packs numbers that rise by one into almost nothing.
        self._here.execute("set preserve_insertion_order = true")
        self._here.execute(copy.replace(manner, "compression snappy, parquet_version v2"))
        self._here.execute("set preserve_insertion_order = false")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._here.execute(self._whole(sql)).fetchall()
        return rows

    def arrow(self, sql: str) -> Table:
        return self._here.sql(self._whole(sql)).to_arrow_table()

    def frame(self, sql: str) -> DataFrame:
        return framed(self._here.sql(self._whole(sql)))

    def take(self, table: str, frames: Iterable[DataFrame]) -> None:
        self._forget(table)
        for place, frame in enumerate(frames):
            self._here.register("taken", shown(frame))
            # A table and no view: of a view DuckDB does not know how many rows it has, and plans as if it had one.
            into = f"insert into {table}" if place else f"create or replace table {table} as"
            self._here.execute(f"{into} select * from taken")
            self._here.unregister("taken")

    def offer(self, table: str, made: Callable[[], DataFrame]) -> None:
        self._forget(table)
        self._offered[table] = made

    def _accept(self, table: str) -> None:
        self.take(table, [self._offered.pop(table)()])

    def _forget(self, table: str) -> None:
        """Let the name mean what comes now."""
        self._views.forget(table)
        self._offered.pop(table, None)

    def _whole(self, sql: str) -> str:
        """Return a statement with its views written out; what it reads of what was offered is there from now on."""
        whole = self._views.written_out(sql)
        for table in [name for name in self._offered if name in whole]:
            self._accept(table)
        return whole

    def pieces(self, sql: str, rows: int = 100_000) -> Iterator[DataFrame]:
        return in_pieces(self._here.cursor(), sql, rows)

    def allow(self, megabytes: int) -> None:
        self._here.execute(f"set memory_limit = '{megabytes}MB'")

    def interrupt(self) -> None:
        # Without it a signal is heard when the step is done, which may be minutes later.
        self._here.interrupt()

    def close(self) -> None:
        self._here.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
