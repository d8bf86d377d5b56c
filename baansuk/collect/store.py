"""The shelf of files: what arrives and what is computed, sealed, placed whole or not at all, under the hash of its content."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from baansuk.vault import shelf as sealed
from baansuk.vault.durable import sync_folder
from baansuk.vault.keys import fresh_key
from baansuk.vault.refusals import said
from baansuk.vault.shelf import place

if TYPE_CHECKING:
    from baansuk.collect.text_files import TextShape

__all__ = ["Kept", "keep_raw", "place", "raw_path", "reading_folder"]

PIECE = 4 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw file on the shelf: its SHA-256 in hex, its size in bytes, and where it lies.

    ``shape`` is how a text is written, where somebody has looked already.
    """

    sha256: str
    size: int
    path: Path
    shape: TextShape | None = None


def keep_raw(stream: BinaryIO, shelf: Path, progress: Callable[[int], None] | None = None) -> Kept:
    """Seal a stream into ``deliveries/<sha256>/raw`` and return it once it is durable; the same bytes are kept once.

    The hash is of the bytes as they came, which lie clear nowhere.
    """
    arriving = shelf / "deliveries" / f".arriving.{secrets.token_hex(6)}"
    with said():
        arriving.parent.mkdir(parents=True, exist_ok=True)
    digest, size, key = hashlib.sha256(), 0, fresh_key()
    try:
        with said():
            with arriving.open("wb") as file:
                with sealed.sealing_into(file, key, "raw") as out:
                    while piece := stream.read(PIECE):
                        out.write(piece)
                        digest.update(piece)
                        size += len(piece)
                        if progress:
                            progress(size)
                file.flush()
                os.fsync(file.fileno())
            kept = Kept(digest.hexdigest(), size, raw_path(shelf, digest.hexdigest()))
            if kept.path.exists():
                os.utime(kept.path)  # it is wanted again: the sweeping of a day's abandoned files must not take it now
                sync_folder(kept.path.parent)
                sync_folder(shelf / "deliveries")
            else:
                sealed.settle(arriving, kept.path, key)
    finally:
        with suppress(OSError):
            arriving.unlink(missing_ok=True)
    return kept


def raw_path(shelf: Path, sha256: str) -> Path:
    """Return where the raw bytes of a file lie."""
    return shelf / "deliveries" / sha256 / "raw"


def reading_folder(shelf: Path, sha256: str, source: str, version: int) -> Path:
    """Return the folder of the clean tables and issues that one declaration version made of a file."""
    return shelf / "deliveries" / sha256 / f"{source}-v{version}"
