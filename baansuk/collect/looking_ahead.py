"""Looks at how a large text is written in a process of its own, while this one is still loading what reads it.

A thread would not do: loading holds Python's lock, and the look is thousands of short calls that each want it back.
"""

from __future__ import annotations

import json
import os
import stat
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baansuk.collect.text_files import TextShape

# Smaller files are looked at sooner than a process is begun.
LEAST_BYTES: Final = 8 << 20
# A file that was touched just now may be touched again without another time on it.
_SETTLED_SECONDS: Final = 2

Stamp = tuple[int, ...]


class LookingAhead:
    """Begins to look at a file; nothing is told of it, and nothing is lost, where it may be changing or is no sound text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = _stamp(path)
        self._child = _looked_at(path) if self._stamp is not None else None

    def shape(self) -> TextShape | None:
        """Wait for what was seen; None where whoever opens the file must look, and say what is wrong with it. To be asked once."""
        from baansuk.collect.text_files import TextShape

        if self._child is None:
            return None
        pid, answer = self._child
        with os.fdopen(answer, "rb") as file:
            told = file.read()
        os.waitpid(pid, 0)
        if not told or _stamp(self._path) != self._stamp:
            return None
        return TextShape(**json.loads(told))


def _stamp(path: Path) -> Stamp | None:
    """What would be another if the file were; None for what is small, or cannot be told so."""
    try:
        found = path.stat()
    except OSError:
        return None  # whoever opens it says so
    if not stat.S_ISREG(found.st_mode) or found.st_size < LEAST_BYTES:
        return None
    if time.time() - max(found.st_ctime, found.st_mtime) < _SETTLED_SECONDS:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _looked_at(path: Path) -> tuple[int, int]:
    """Begin a process that looks at the file; return its number and where its answer is to be read."""
    # Nothing is multiplied here; threads of numpy's own would only stand in the way, of the fork as well.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # numpy: both processes need it, so that it is loaded before there are two.
    from baansuk.collect.formats import TEXT, kind_of
    from baansuk.collect.text_files import look_at_text

    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        return pid, reading
    try:
        if kind_of(path) == TEXT:
            os.write(writing, json.dumps(asdict(look_at_text(path))).encode())
    finally:
        os._exit(0)  # whatever went wrong, no answer says so
