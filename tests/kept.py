"""Rows and files that many tests begin with: written once, kept while one test after another asks for the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker


class Kept:
    """What stands around the tests: nothing, or what one function wrote into the database and the store.

    Each test works inside a transaction of its own and on a copy of the files, so it finds what was written as it was.
    """

    def __init__(self, folder: Path, blocker: DjangoDbBlocker) -> None:
        self.files: Path | None = None
        self._folder, self._blocker = folder, blocker
        self._build: Callable[[], Any] | None = None
        self._written: Any = None

    def stand(self, build: Callable[[], Any]) -> Any:
        """Return what ``build`` returned, calling it only where something else stands."""
        if self._build is not build:
            self.clear()
            self._begin()
            try:
                with self._blocker.unblock(), override_settings(STORE=self.files, ELSEWHERE=self.files / "elsewhere"):
                    self._written = build()
            except BaseException:
                self.clear()
                raise
            self._build = build
        return self._written

    def _begin(self) -> None:
        self.files = self._folder
        self.files.mkdir()
        self._around = transaction.atomic()
        # As the transaction around a test: an action that insists on being the outermost may stand in it.
        self._around._from_testcase = True
        with self._blocker.unblock():
            self._around.__enter__()

    def clear(self) -> None:
        """Take back what stands, if anything does."""
        if self.files is None:
            return
        with self._blocker.unblock():
            transaction.set_rollback(True)
            self._around.__exit__(None, None, None)
        shutil.rmtree(self.files)
        self.files = self._build = self._written = None


STANDING = pytest.StashKey[Kept]()


def written_once(build: Callable[[], Any]) -> Any:
    """Return a fixture with the answer of ``build``, whose rows and files stand before the test's own transaction begins.

    Tests that commit for good (``transaction=True``) cannot use it: they find none of it.
    """

    # For a test outside a class pytest makes it anew each time, before all that belongs to the test alone.
    @pytest.fixture(scope="class")
    def written(kept: Kept) -> Any:
        return kept.stand(build)

    return written
