"""Lets one process at a time erase; the lock goes with the process, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

FILE = "erasing.lock"


@contextmanager
def erasing(*, wait: bool = True) -> Iterator[bool]:
    """Give whether nobody else is erasing now; with ``wait`` until nobody is, so that it is always true.

    Whoever looks for erasures that were cut off must not take one that is at work for one of them.
    """
    place = Path(settings.VAR)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (place / FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
