"""Writes that a power cut leaves whole: the old content or the new, and acknowledged only when the disk has it."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def sync_file(path: Path) -> None:
    """Have the disk confirm the content of a file."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk confirm the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_once(path: Path, content: bytes, *, sync: bool = True) -> bool:
    """Write a small file that only the owner may read; False when another was there first, which then stands.

    ``sync`` is false where the caller syncs the folder in any case.
    """
    temporary = _written(path, content)
    try:
        os.link(temporary, path)  # whole or not at all: a file made with O_EXCL could be read while it is still empty
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
        if sync:
            sync_folder(path.parent)
    return True


def write_over(path: Path, content: bytes) -> None:
    """Replace a small file that only the owner may read, in one step."""
    temporary = _written(path, content)
    try:
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def _written(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary
