"""Begins a measurement with what threads can do while the rest of the program is still being loaded: hash and read the table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final

from baansuk.assess.measuring.framework import Framework, read_framework
from baansuk.assess.measuring.quick_reading import Reading, begin_reading

_BLOCK: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Given:
    """What the command was given: the table of units, the framework's file, the engine's name, a folder to keep rows in."""

    table: Path
    framework: Path
    engine: str
    store: Path | None = None


class Fingerprint:
    """The SHA-256 of a file, worked out beside the other work: hashing leaves Python's lock alone."""

    def __init__(self, path: Path) -> None:
        self._hash = hashlib.sha256()
        self._thread = Thread(target=self._read, args=(path,), name="fingerprint", daemon=True)
        self._thread.start()

    def _read(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    self._hash.update(block)
        except OSError:
            return  # whoever opens the file as a table says so in a sentence

    def hex(self) -> str:
        self._thread.join()
        return self._hash.hexdigest()


@dataclass(frozen=True, slots=True)
class Begun:
    """A measurement that has begun; ``reading`` is None where the engine reads, or the store may have the rows already."""

    given: Given
    framework: Framework
    fingerprint: Fingerprint
    reading: Reading | None


def begin(given: Given) -> Begun:
    """Read the framework, and begin to hash and to read the table. Raises Refusal for a framework that cannot be read."""
    framework = read_framework(given.framework)
    fingerprint = Fingerprint(given.table)
    quickly = given.engine == "duckdb" and given.store is None
    return Begun(given, framework, fingerprint, begin_reading(given.table, framework) if quickly else None)
