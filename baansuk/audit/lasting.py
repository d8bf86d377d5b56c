"""Makes what was written last while something else is done, and lets nothing leave before it does."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, transaction


class Committing(Protocol):
    """A connection of the driver's own."""

    def commit(self) -> None:
        """End the open transaction; return when the disk has it."""


@contextmanager
def lasting_meanwhile(write: Callable[[], object]) -> Iterator[None]:
    """Do what is inside while the disk takes what ``write`` wrote; ends when both have, and raises where either failed.

    A page waits 2 to 5 ms for the disk, and its drawing needs neither the disk nor the database: nothing inside may ask it
    anything. Inside a longer transaction what is written lasts when that one ends, as everywhere.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            write()
        yield
        return
    with transaction.atomic():
        write()
        ending = Ending(connection.connection)
        try:
            yield
        finally:
            ending.wait()


class Ending(threading.Thread):
    """The end of a transaction on a thread of its own: SQLite waits for the disk without holding Python's lock.

    Django ends the transaction once more, after ``wait``: SQLite then finds it ended, or undoes what could not be.
    """

    def __init__(self, driver: Committing) -> None:
        super().__init__(name="lasting")
        self._driver = driver
        self._lasts = False
        # Whatever else stops the thread, a transaction that was not seen to end has not ended.
        self._error: sqlite3.Error = sqlite3.OperationalError("the end of a transaction broke off")
        self.start()

    def run(self) -> None:
        """Commit, and keep what went wrong for whoever waits."""
        try:
            self._driver.commit()
            self._lasts = True
        except sqlite3.Error as error:
            self._error = error

    def wait(self) -> None:
        """Return when the disk has it; raises Django's DatabaseError where it was not taken."""
        self.join()
        if not self._lasts:
            with connection.wrap_database_errors:
                raise self._error
