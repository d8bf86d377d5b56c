"""Finds in the store what a killed process or an abandoned upload left behind; no Django, no decision about owners."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OLD_SECONDS = 24 * 3600
# The names that ``store.place``, ``keep_raw`` and the linker give to what is not finished.
_UNFINISHED = re.compile(r"^\.(?:.+\.[0-9a-f]{12}|edition-\d+\.building)$")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Swept:
    """How many things were taken away, and how many bytes they held."""

    unfinished: int = 0
    abandoned: int = 0
    bytes: int = 0


def sweep_store(store: Path, *, now: float, known: Callable[[str], bool], making_register: bool) -> Swept:
    """Take away what is older than a day: unfinished files, and raw files that no delivery or run speaks of.

    ``now`` is in seconds since 1970; ``known`` says whether the raw file of a SHA-256 has an owner. While a register
    is being made nothing under ``runs`` is touched.
    """
    unfinished = [path for path in _unfinished(store, making_register) if _is_old(path, now)]
    abandoned = [path for path in _raw_folders(store) if _is_old(path, now) and not known(path.name)]
    # A folder inside one that goes anyway is not counted twice.
    outer = [path for path in unfinished if not any(parent in unfinished for parent in path.parents)]
    size = sum(_remove(path) for path in (*outer, *abandoned))
    return Swept(len(outer), len(abandoned), size)


def _unfinished(store: Path, making_register: bool) -> Iterator[Path]:
    for folder in (store / "deliveries", store / "agreements", *(() if making_register else (store / "runs",))):
        for path in folder.rglob("*"):
            spilled = path.name == "spill" and path.parent.name.startswith("edition-") and path.is_dir()
            if _UNFINISHED.match(path.name) or spilled:
                yield path


def _raw_folders(store: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from (path for path in (store / "deliveries").iterdir() if _DIGEST.match(path.name))


def _is_old(path: Path, now: float) -> bool:
    """Say whether nothing in it was touched for a day; what has gone meanwhile is nobody's to take away."""
    try:
        newest: float = max(one.stat().st_mtime for one in (path, *(path.rglob("*") if path.is_dir() else ())))
    except OSError:
        return False
    return now - newest > OLD_SECONDS


def _remove(path: Path) -> int:
    size = 0
    with suppress(OSError):
        size = sum(one.stat().st_size for one in (path, *path.rglob("*")) if one.is_file())
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return size
