"""One DuckDB for the engines of a process: to begin and end one costs as much as ten of the statements that it is asked.

Each engine has a database of its own in it, which goes when the engine is closed. ``make whole`` begins each alone, and so
does what runs in processes of its own, and here a test that asks for ``own_duckdb``.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.amounts import WHOLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class OneDuckDB:
    """What the module of the engine takes for DuckDB."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._root: DuckDBPyConnection | None = None
        self._numbers, self._names = itertools.count(), dict[int, str]()

    def stand(self) -> None:
        """From here on engines share what the first of them begins."""
        from baansuk.engine import duckdb_engine

        self._patch.setattr(duckdb_engine, "duckdb", self)
        self._patch.setattr(duckdb_engine.DuckDBEngine, "close", lambda engine: self.close(engine._here))

    def leave(self) -> None:
        """Let engines begin and end DuckDB themselves."""
        self._patch.undo()

    def connect(self, place: str, config: dict[str, Any]) -> DuckDBPyConnection:
        """Return a connection to a new database, told what a DuckDB of its own would be told, but where to spill to."""
        import duckdb

        limit = config.pop("memory_limit", None)
        # What would spill fails: the folder of the first engine is gone when the second is at work.
        config["temp_directory"] = ""
        if self._root is None:
            self._root = duckdb.connect(place, config=config)
        name, here = f"of_engine_{next(self._numbers)}", self._root.cursor()
        here.execute(f"attach ':memory:' as {name}")
        here.execute(f"use {name}")
        here.execute(f"set memory_limit = '{limit}'" if limit else "reset memory_limit")
        self._names[id(here)] = name
        return here

    def close(self, here: DuckDBPyConnection) -> None:
        """Close a connection, and take its database away; one of another DuckDB is only closed."""
        name = self._names.pop(id(here), None)
        here.close()
        if name and self._root is not None:
            self._root.execute(f"detach {name}")


@pytest.fixture(scope="session", autouse=True)
def one_duckdb() -> Iterator[OneDuckDB]:
    """What stands for DuckDB in the tests of this process, where any of them knows the engines."""
    one = OneDuckDB()
    if not WHOLE and "baansuk.engine.engines" in sys.modules:
        one.stand()
    yield one
    one.leave()


@pytest.fixture
def own_duckdb(one_duckdb: OneDuckDB) -> Iterator[None]:
    """Let this test's engines begin and end DuckDB themselves."""
    one_duckdb.leave()
    yield
    if not WHOLE:
        one_duckdb.stand()
