"""Runs table steps on DuckDB, in one process of one machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from baansuk.engine.files import Column, given_sql, parquet_columns, quoted
from baansuk.engine.frame_file import write_frame
from baansuk.engine.frames import framed, in_pieces, shown
from baansuk.engine.functions import Function
from baansuk.engine.steps import Step

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
        self.connection = duckdb.connect(":memory:", config=settings)
        # Else a moment would fall on another day wherever the machine's clock is set otherwise; Spark is told the same.
        self.connection.execute("set TimeZone = 'UTC'")

    def read(self, table: str, paths: Sequence[Path | str], *, place: str = "") -> None:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        numbered = f" exclude (file_row_number), file_row_number as {place}" if place else ""
        options = "file_row_number = true" if place else "union_by_name = true"
        self.connection.execute(
            f"create or replace view {table} as select *{numbered} from read_parquet([{listed}], {options})"
        )

    def columns(self, path: Path) -> list[Column]:
        return parquet_columns(self.connection, path)

    def define(self, functions: Iterable[Function]) -> None:
        for function in functions:
            parameters = ", ".join(function.parameters)
            self.connection.execute(f"create or replace macro {function.name}({parameters}) as {function.duckdb}")

    def run(self, step: Step) -> None:
        kind = "table" if step.kept else "view"
        self.connection.execute(f"create or replace {kind} {step.name} as {step.sql}")

    def give(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        given = [list(columns[name]) for name in types]
        self.connection.execute(f"create or replace table {table} as {given_sql(types)}", given)

    def drop(self, table: str) -> None:
        self.connection.execute(f"drop table if exists {table}")

    def write(self, table: str, path: Path, *, order_by: str = "", quick: bool = False, as_read: bool = False) -> None:
        if quick:
            write_frame(framed(self.connection.sql(f"select * from {table}")), path)
            return
        order = f" order by {order_by}" if order_by and not as_read else ""
        manner = "compression zstd, row_group_size 100000"
        copy = f"copy (select * from {table}{order}) to {quoted(str(path))} (format parquet, {manner})"
        if not as_read:
            self.connection.execute(copy)
            return
        # The second version packs numbers that rise by one into almost nothing.
        self.connection.execute("set preserve_insertion_order = true")
        self.connection.execute(copy.replace(manner, "compression snappy, parquet_version v2"))
        self.connection.execute("set preserve_insertion_order = false")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return rows

    def arrow(self, sql: str) -> Table:
        return self.connection.sql(sql).to_arrow_table()

    def frame(self, sql: str) -> DataFrame:
        return framed(self.connection.sql(sql))

    def take(self, table: str, frames: Iterable[DataFrame]) -> None:
        for place, frame in enumerate(frames):
            self.connection.register("taken", shown(frame))
            # A table and no view: of a view DuckDB does not know how many rows it has, and plans as if it had one.
            into = f"insert into {table}" if place else f"create or replace table {table} as"
            self.connection.execute(f"{into} select * from taken")
            self.connection.unregister("taken")

    def pieces(self, sql: str, rows: int = 100_000) -> Iterator[DataFrame]:
        return in_pieces(self.connection.cursor(), sql, rows)

    def allow(self, megabytes: int) -> None:
        self.connection.execute(f"set memory_limit = '{megabytes}MB'")

    def interrupt(self) -> None:
        # Without it a signal is heard when the step is done, which may be minutes later.
        self.connection.interrupt()

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
