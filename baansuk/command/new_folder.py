"""A folder that appears whole or not at all: it is filled beside its place under a hidden name, and renamed at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """Give a hidden, private folder beside ``place``; when the block ends well, it takes that place.

    A folder that lies there is replaced only then. Whatever goes wrong in the block, the hidden folder goes and ``place``
    is as it was. Folders above ``place`` that are missing are made, and go as well.
    """
    place = place.resolve()
    made = [folder for folder in place.parents if not folder.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        yield hidden
        _put(hidden, place)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        for folder in made:
            with suppress(OSError):  # somebody else has put something there meanwhile
                folder.rmdir()
        raise


def _put(hidden: Path, place: Path) -> None:
    """Rename ``hidden`` to ``place``; what lay there is gone afterwards, or back when that fails."""
    if not place.exists():
        hidden.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old.", dir=place.parent))
    place.rename(old)
    try:
        hidden.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old)
