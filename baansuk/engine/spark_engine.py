"""Runs the same table steps on Spark, transpiled from DuckDB's dialect by sqlglot."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlglot
from pyspark.sql import SparkSession

from baansuk.engine.steps import Step


def to_spark(sql: str) -> str:
    """Translate one SELECT of DuckDB's dialect to Spark's."""
    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]


class SparkEngine:
    """A Spark session: local by default, a cluster when ``BAANSUK_SPARK_MASTER`` names one."""

    name = "spark"

    def __init__(self, *, memory: str = "", spill: Path | None = None) -> None:
        builder = (
            SparkSession.builder.appName("baansuk")
            .master(os.environ.get("BAANSUK_SPARK_MASTER", "local[2]"))
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", os.environ.get("BAANSUK_SPARK_PARTITIONS", "4"))
            # Null for a division by zero and no overflow surprises: the closed language promises both (design rule 4).
            .config("spark.sql.ansi.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.driver.memory", _spark_size(memory) or "2g")
        )
        if spill is not None:
            spill.mkdir(parents=True, exist_ok=True)
            builder = builder.config("spark.local.dir", str(spill))
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        # On a cluster every worker must see this folder; on one machine it is a private one.
        self._folder = Path(tempfile.mkdtemp(prefix="steps-", dir=spill))
        self._number = 0
        self._kept: dict[str, Path] = {}

    def read(self, table: str, paths: Sequence[Path | str]) -> None:
        # Merging schemas costs a job of its own, so it is asked for only where there is something to merge.
        merge = "true" if len(paths) > 1 else "false"
        frame = self.session.read.option("mergeSchema", merge).parquet(*[str(path) for path in paths])
        frame.createOrReplaceTempView(table)

    def run(self, step: Step) -> None:
        frame = self.session.sql(to_spark(step.sql))
        if not step.kept:
            frame.createOrReplaceTempView(step.name)
            return
        # A plan that remembers all steps before it grows until planning costs more than the work, so each step is cut
        # off by a file. (A local checkpoint would do, but Spark 4 loses columns of it in self joins.)
        self._number += 1
        folder = self._folder / f"{step.name}-{self._number}"
        frame.write.parquet(str(folder))
        self.session.read.parquet(str(folder)).createOrReplaceTempView(step.name)
        old, self._kept[step.name] = self._kept.get(step.name), folder
        if old is not None:
            shutil.rmtree(old)

    def drop(self, table: str) -> None:
        self.session.catalog.dropTempView(table)
        folder = self._kept.pop(table, None)
        if folder is not None:
            shutil.rmtree(folder)

    def write(self, table: str, path: Path, *, order_by: str = "") -> None:
        order = f" order by {order_by}" if order_by else ""
        folder = path.with_name(path.name + ".spark")
        self.session.sql(f"select * from {table}{order}").coalesce(1).write.mode("overwrite").parquet(str(folder))
        part = next(folder.glob("part-*.parquet"))
        part.replace(path)
        shutil.rmtree(folder)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(to_spark(sql)).collect()]

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
