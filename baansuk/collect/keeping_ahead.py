"""Keeps a raw file in a thread while the rest of the house is still being loaded; hashing and sealing need no one else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from baansuk.collect.store import Kept, keep_raw

LOOK_SECONDS = 0.1


class _Left(Exception):
    """Nobody waits for the file any more."""


class KeepingAhead:
    """Keeps one file from ``with`` on; ``kept`` waits for it. Left before that, what was begun is taken away again."""

    def __init__(self, path: Path, store: Path) -> None:
        self._path, self._store = path, store
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._left = threading.Event()
        self._done = 0
        self._kept: Kept | None = None
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._left.set()
        self._thread.join()

    def kept(self, progress: Callable[[int], None]) -> Kept:
        """Return the file once it is durable, telling the bytes meanwhile; raises whatever kept it from being kept."""
        while self._thread.is_alive():
            self._thread.join(LOOK_SECONDS)
            progress(self._done)
        if self._error is not None:
            raise self._error
        assert self._kept is not None
        return self._kept

    def _keep(self) -> None:
        try:
            with self._path.open("rb") as handle:
                self._kept = keep_raw(handle, self._store, self._told)
        except Exception as error:  # noqa: BLE001 - raised again where the file is waited for
            self._error = error

    def _told(self, done: int) -> None:
        if self._left.is_set():
            raise _Left
        self._done = done
