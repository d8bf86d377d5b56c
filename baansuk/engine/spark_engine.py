"""Runs the same table steps on Spark, transpiled from DuckDB's dialect by sqlglot."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import duckdb
import polars as pl
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from baansuk.engine.files import Column, given_sql, parquet_columns, quoted
from baansuk.engine.frames import in_pieces
from baansuk.engine.functions import Function, by_name
from baansuk.engine.spark_words import to_spark
from baansuk.engine.steps import Step

if TYPE_CHECKING:
    from pyarrow import Table

# On one machine a run is over before a second compilation of its code, or a plan made anew between the stages of a
# query, pays for itself. Measured side by side: a bare session 16 core-seconds without the options of Java, 8 with
# them; link-files of 100,000 records with them 64, and 60 when no plan is made anew.
_ON_ONE_MACHINE: Final = {
    # Without the two sizes Java collects everything each time it has loaded some more classes, and throws compiled code
    # away to compile it again: in a long session a tenth of the work.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC"
    " -XX:ReservedCodeCacheSize=240m -XX:MetaspaceSize=384m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    # What is sent to all is only handed over here, and spares two sorts of a million rows for each join. Measured side by
    # side at a million records: 204 core-seconds, and 185 with these two.
    "spark.sql.autoBroadcastJoinThreshold": "64m",
    "spark.sql.join.preferSortMergeJoin": "false",
}
_OF_THE_PAST: Final = {
    **dict.fromkeys(("spark.ui.retainedJobs", "spark.ui.retainedStages", "spark.sql.ui.retainedExecutions"), "2"),
    "spark.ui.retainedTasks": "100",
}
# A step's file is read a few times and thrown away.
_OF_A_STEP: Final = {"compression": "none", "parquet.enable.dictionary": "false"}

_SPARK_TYPES: Final[Mapping[Any, str]] = {
    pl.String: "string", pl.Int64: "bigint", pl.Int32: "int", pl.Int16: "smallint", pl.Boolean: "boolean", pl.Float64: "double",
}  # fmt: skip
# Spark reads a file by its groups of rows, so each core has some of its own.
_ROWS_OF_A_PART: Final = 250_000


class SparkEngine:
    """A Spark session: local by default, a cluster when ``BAANSUK_SPARK_MASTER`` names one."""

    name = "spark"

    def __init__(self, *, memory: str = "", spill: Path | None = None) -> None:
        master = os.environ.get("BAANSUK_SPARK_MASTER", "local[2]")
        builder = (
            SparkSession.builder.appName("baansuk")
            .master(master)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            # What its pages would show of the past, which is kept without pages as well.
            .config(map=_OF_THE_PAST)
            # Null for a division by zero and no overflow surprises: the closed language promises both (design rule 4).
            .config("spark.sql.ansi.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.driver.memory", _spark_size(memory) or "2g")
            .config(map=_ON_ONE_MACHINE if master.startswith("local") else {})
        )
        if partitions := os.environ.get("BAANSUK_SPARK_PARTITIONS", ""):
            builder = builder.config("spark.sql.shuffle.partitions", partitions)
        if spill is not None:
            spill.mkdir(parents=True, exist_ok=True)
            builder = builder.config("spark.local.dir", str(spill))
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        # On a cluster every worker must see this folder; on one machine it is a private one.
        self._folder = Path(tempfile.mkdtemp(prefix="steps-", dir=spill))
        self._number = 0
        self._kept: dict[str, Path] = {}
        self._functions: Mapping[str, Function] = {}

    def read(self, table: str, paths: Sequence[Path | str], *, place: str = "") -> None:
        # Merging schemas costs a job of its own, so it is asked for only where there is something to merge.
        merge = "true" if len(paths) > 1 else "false"
        frame = self.session.read.option("mergeSchema", merge).parquet(*[str(path) for path in paths])
        if place:
            frame = frame.selectExpr("*", f"_metadata.row_index as {place}")
        frame.createOrReplaceTempView(table)

    def columns(self, path: Path) -> list[Column]:
        with duckdb.connect(":memory:") as connection:
            return parquet_columns(connection, path)

    def define(self, functions: Iterable[Function]) -> None:
        self._functions = {**self._functions, **by_name(functions)}

    def run(self, step: Step) -> None:
        frame = self.session.sql(to_spark(step.sql, self._functions))
        if step.kept:
            self._keep(step.name, frame)
        else:
            frame.createOrReplaceTempView(step.name)

    def _keep(self, table: str, frame: DataFrame) -> None:
        # A plan that remembers all steps before it grows until planning costs more than the work, so each step is cut
        # off by a file. (A local checkpoint would do, but Spark 4 loses columns of it in self joins.)
        self._number += 1
        folder = self._folder / f"{table}-{self._number}"
        frame.write.options(**_OF_A_STEP).parquet(str(folder))
        self._show(table, folder, frame.schema)
        old, self._kept[table] = self._kept.get(table), folder
        if old is not None:
            shutil.rmtree(old)

    def give(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        # A table made from Python rows is read by a Python process at each use; a small file is not, and Spark knows
        # its size, by which it joins it without a shuffle.
        self._number += 1
        written = self._folder / f"{table}-{self._number}.parquet"
        with duckdb.connect(":memory:") as connection:
            given = [list(columns[name]) for name in types]
            connection.execute(f"copy ({given_sql(types)}) to {quoted(str(written))} (format parquet)", given)
        schema = ", ".join(f"{name} {'string' if kind == 'varchar' else kind}" for name, kind in types.items())
        self._show(table, written, schema)

    def _show(self, table: str, path: Path, schema: StructType | str) -> None:
        # Told the schema, Spark need not look for it, which is a job of its own.
        self.session.read.schema(schema).parquet(str(path)).createOrReplaceTempView(table)

    def drop(self, table: str) -> None:
        self.session.catalog.dropTempView(table)
        folder = self._kept.pop(table, None)
        if folder is not None:
            shutil.rmtree(folder)

    def write(self, table: str, path: Path, *, order_by: str = "", quick: bool = False, as_read: bool = False) -> None:
        del quick, as_read  # its writer has one manner, and its readers share a file between them
        order = f" order by {order_by}" if order_by else ""
        folder = path.with_name(path.name + ".spark")
        self.session.sql(f"select * from {table}{order}").coalesce(1).write.mode("overwrite").parquet(str(folder))
        part = next(folder.glob("part-*.parquet"))
        part.replace(path)
        shutil.rmtree(folder)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(to_spark(sql, self._functions)).collect()]

    def arrow(self, sql: str) -> Table:
        return self.session.sql(to_spark(sql, self._functions)).toArrow()

    def frame(self, sql: str) -> pl.DataFrame:
        return pl.DataFrame(self.arrow(sql))

    def take(self, table: str, frames: Iterable[pl.DataFrame]) -> None:
        self._number += 1
        folder = self._folder / f"{table}-{self._number}"
        folder.mkdir()
        schema = ""
        for place, frame in enumerate(frames):
            part = folder / f"part-{place}.parquet"
            frame.write_parquet(part, compression="uncompressed", statistics=False, row_group_size=_ROWS_OF_A_PART)
            schema = ", ".join(f"{name} {_SPARK_TYPES[kind]}" for name, kind in frame.schema.items())
        self._show(table, folder, schema)
        old, self._kept[table] = self._kept.get(table), folder
        if old is not None:
            shutil.rmtree(old)

    def offer(self, table: str, made: Callable[[], pl.DataFrame]) -> None:
        self.take(table, [made()])

    def pieces(self, sql: str, rows: int = 100_000) -> Iterator[pl.DataFrame]:
        return in_pieces(duckdb.connect(":memory:"), sql, rows)

    def allow(self, megabytes: int) -> None:
        """A JVM keeps the size that it was started with."""

    def interrupt(self) -> None:
        self.session.sparkContext.cancelAllJobs()

    def close(self) -> None:
        self.session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _spark_size(memory: str) -> str:
    """Return DuckDB's size in Spark's words; the driver does not start below about 450 MB, so a gigabyte is the least."""
    size = memory.lower().replace("gb", "g").replace("mb", "m")
    return "1g" if size.endswith("m") and int(size[:-1]) < 1024 else size
