"""Counts what a process does to its house, so that a kill meets the same moment however fast or busy the machine is.

A step is a question to a database, work for DuckDB, or a file or folder of the house that is opened, made, renamed or removed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

TOUCHED = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"}
WORK = ("read", "run", "give", "take", "drop", "write", "rows", "arrow", "frame")
# What a file of Parquet begins with.
PARQUET = b"PAR1"


def points(steps: int, count: int, seed: int) -> list[int]:
    """Draw a step in each of so many equal parts of what takes so many steps."""
    draw = random.Random(seed)
    return [1 + int(steps * (part + draw.random()) / count) for part in range(count)]


class Steps:
    """The steps of this process in a folder, and whether it is killed at one of them, with all that it began."""

    def __init__(self, folder: Path, dies: Callable[[int], bool] = lambda _step: False) -> None:
        self.taken, self._folder, self._dies, self._thinks = 0, str(folder), dies, False
        # It is killed with its children, and without whoever forked it.
        os.setsid()

    def count(self) -> None:
        """Count from here on; there is no way to stop it."""
        # Whoever opens a database from here on is listened to: no list of those that do would stay whole.
        from django.db.backends.signals import connection_created

        connection_created.connect(self._listen, weak=False)
        sys.addaudithook(self._touch)

    def count_work(self) -> None:
        """Count what is asked of DuckDB as well, and all only once a run is held: the first also gets to know the sample before."""
        from baansuk.engine.duckdb_engine import DuckDBEngine
        from baansuk.runs.hold import Hold

        for name in WORK:
            setattr(DuckDBEngine, name, self._after_a_step(getattr(DuckDBEngine, name)))
        held, self._thinks = Hold.__enter__, True

        def hold(run: Hold) -> Hold:
            self._thinks = False
            return held(run)

        Hold.__enter__ = hold  # type: ignore[method-assign]  # put around the house's own

    def _step(self) -> None:
        if self._thinks:
            return
        self._thinks = True
        self.taken += 1
        if self._dies(self.taken):
            os.killpg(0, signal.SIGKILL)
        self._thinks = False

    def _touch(self, event: str, about: tuple[Any, ...]) -> None:
        if event in TOUCHED and not isinstance(about[0], int) and os.fsdecode(about[0]).startswith(self._folder):
            self._step()

    def _listen(self, connection: Any, **_more: Any) -> None:
        if self._ask not in connection.execute_wrappers:  # it was open before
            connection.execute_wrappers.append(self._ask)

    def _ask(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self._step()
        return execute(*asked)

    def _after_a_step(self, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def worked(*given: Any, **named: Any) -> Any:
            self._step()
            return work(*given, **named)

        return worked


def lies_clear(folder: Path) -> bool:
    """Say whether a table lies clear below the folder."""
    return any(path.is_file() and _begins(path) == PARQUET for path in folder.rglob("*"))


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(PARQUET))
