"""Seals a store that was made before there was sealing, file by file; cut short, the next call goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from baansuk.vault import shelf
from baansuk.vault.files import is_sealed


def clear_files(store: Path) -> Iterator[Path]:
    """Yield the files of the store that lie clear, unfinished ones left out: those are swept, not sealed."""
    for top in tops(store):
        for path in sorted(top.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(store).parts)
            if path.is_file() and path.name != shelf.KEY and not hidden and not is_sealed(path):
                yield path


def tops(store: Path) -> list[Path]:
    """Return the top folders of a store, sorted."""
    parted = [one for name in shelf.PARTED if (store / name).is_dir() for one in sorted((store / name).iterdir())]
    return [one for one in (*parted, *(store / name for name in shelf.WHOLE)) if one.is_dir()]


def seal_store(store: Path, told: Callable[[int, int], None] | None = None) -> int:
    """Seal every clear file in its place and return how many there were."""
    waiting = list(clear_files(store))
    for done, path in enumerate(waiting, start=1):
        shelf.seal_in_place(path)
        if told:
            told(done, len(waiting))
    return len(waiting)
