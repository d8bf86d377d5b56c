"""One Spark session for the tests that ask Spark: to begin and end one for each costs more than most of them ask.

``make whole`` begins each with the settings of the house, and here a test does so that asks for ``own_spark``: it alone
compiles its queries, and keeps its steps in files as the house does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

from tests.amounts import WHOLE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from baansuk.engine.spark_engine import SparkEngine

# To compile each query pays with its rows; these have dozens.
_OF_FEW_ROWS: Final = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
# One that clears up alone has nobody to wait for; and a query takes its memory in pieces, of 32 MB unless it is told.
_OF_SMALL_QUERIES: Final = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn640m"
    " -XX:ReservedCodeCacheSize=240m -XX:MetaspaceSize=384m",
    "spark.buffer.pageSize": "1m",
}
# What no file could hold of a step: a column that never had a kind, or one of lengths of time.
_OF_NO_FILE: Final = re.compile(r"[:<](void|interval)\b")


class OneSpark:
    """The session that stands for all engines that are opened and closed, or none."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._engine: SparkEngine | None = None

    def stand(self) -> None:
        """Begin as the house does, if none stands; from here on an engine that is closed only takes its tables away."""
        if self._engine is not None:
            return
        from pyspark.sql import SparkSession

        from baansuk.engine import spark_engine

        for name, value in _OF_SMALL_QUERIES.items():
            self._patch.setitem(spark_engine._ON_ONE_MACHINE, name, value)
        self._engine = spark_engine.SparkEngine()
        for name, value in _OF_FEW_ROWS.items():
            self._engine.session.conf.set(name, value)
        self._patch.setattr(SparkSession, "stop", _tables_taken_away)
        self._patch.setattr(spark_engine.SparkEngine, "_keep", _kept_in_memory)

    def end(self) -> None:
        """Let the next engine begin a session of its own."""
        self._patch.undo()
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _tables_taken_away(session: SparkSession) -> None:
    session._jsparkSession.sessionState().catalog().clearTempTables()


def _kept_in_memory(engine: SparkEngine, table: str, frame: DataFrame) -> None:
    """Keep what a step gives as rows: to write a file for dozens of them, and to read it, is half of the step's work."""
    kinds = frame.schema.simpleString()
    assert not _OF_NO_FILE.search(kinds), f"{table} can not be written to a file: {kinds}"
    engine.session.createDataFrame(frame.toArrow(), schema=frame.schema).createOrReplaceTempView(table)


@pytest.fixture(scope="session")
def one_spark() -> Iterator[OneSpark]:
    """The session of all tests of this process."""
    spark = OneSpark()
    yield spark
    spark.end()


@pytest.fixture
def shared_spark(one_spark: OneSpark) -> None:
    """Let this test's engines share the session."""
    one_spark.stand()


@pytest.fixture
def own_spark(one_spark: OneSpark) -> None:
    """Let this test's engines begin and end their own, with the settings of the house."""
    one_spark.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the shared session to what is marked ``spark``."""
    for item in items:
        names = getattr(item, "fixturenames", [])
        if not WHOLE and item.get_closest_marker("spark") and "own_spark" not in names:
            # A list of its own: the tests of DuckDB beside it, which differ by a parameter only, share theirs.
            item.fixturenames = ["shared_spark", *names]
