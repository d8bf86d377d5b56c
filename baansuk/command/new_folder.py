"""A folder that appears whole or not at all: it is filled beside its place under a hidden name, and renamed at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from baansuk.thai.words import Refusal


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """Give a hidden, private folder beside ``place``; when the block ends well, it takes that place.

    A folder that lies there is replaced only then. Whatever goes wrong in the block, the hidden folder goes and ``place``
    is as it was. Folders above ``place`` that are missing are made, and go as well. Refuses a place that cannot be written.
    """
    place = place.resolve()
    made = [folder for folder in place.parents if not folder.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    except OSError as error:
        _remove(made)
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise Refusal(
            "result.unwritable",
            f"สร้าง {place} ไม่ได้ ({reason}) ให้ระบุ --out ในโฟลเดอร์ที่เขียนได้",
            f"{place} cannot be made ({reason}): name an --out in a folder that can be written.",
        ) from error
    try:
        yield hidden
        _put(hidden, place)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        _remove(made)
        raise


def _remove(made: list[Path]) -> None:
    for folder in made:
        with suppress(OSError):  # never made, or somebody else has put something there meanwhile
            folder.rmdir()


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
