"""One Spark session for the tests that ask Spark: to begin and end one for each costs more than most of them ask.

``make whole`` begins each with the settings of the house, and here a test does so that asks for ``own_spark``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

from tests.amounts import WHOLE

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from baansuk.engine.spark_engine import SparkEngine

# To compile each query pays with its rows; these have dozens.
_OF_FEW_ROWS: Final = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}


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

        from baansuk.engine.spark_engine import SparkEngine

        self._engine = SparkEngine()
        for name, value in _OF_FEW_ROWS.items():
            self._engine.session.conf.set(name, value)
        self._patch.setattr(SparkSession, "stop", _tables_taken_away)

    def end(self) -> None:
        """Let the next engine begin a session of its own."""
        self._patch.undo()
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _tables_taken_away(session: SparkSession) -> None:
    session._jsparkSession.sessionState().catalog().clearTempTables()


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
            names.insert(0, "shared_spark")
