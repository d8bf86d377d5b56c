"""The shelf of files: what arrives and what is computed, placed whole or not at all, under the hash of its content."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from baansuk.thai.words import Refusal

PIECE = 4 << 20


@contextmanager
def place(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; on leaving, the file is synced and takes its name in one step.

    A reader sees the old file, the new file or none, never a half. Nothing is left behind when the body raises.
    Raises Refusal ``store_full`` or ``store_failed`` when the disk does not take the file.
    """
    with _said():
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with _said():
            yield temporary
            sync_file(temporary)
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


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


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw file on the shelf: its SHA-256 in hex, its size in bytes, and where it lies."""

    sha256: str
    size: int
    path: Path


def keep_raw(stream: BinaryIO, shelf: Path, progress: Callable[[int], None] | None = None) -> Kept:
    """Copy a stream to ``deliveries/<sha256>/raw`` and return it once it is durable; the same bytes are kept once."""
    arriving = shelf / "deliveries" / f".arriving.{secrets.token_hex(6)}"
    with _said():
        arriving.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with _said():
            with arriving.open("wb") as out:
                while piece := stream.read(PIECE):
                    out.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    if progress:
                        progress(size)
                out.flush()
                os.fsync(out.fileno())
            kept = Kept(digest.hexdigest(), size, raw_path(shelf, digest.hexdigest()))
            if kept.path.exists():
                os.utime(kept.path)  # it is wanted again: the sweeping of a day's abandoned files must not take it now
            else:
                kept.path.parent.mkdir(parents=True, exist_ok=True)
                arriving.replace(kept.path)
            sync_folder(kept.path.parent)
            sync_folder(shelf / "deliveries")
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


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(
                "store_full",
                "พื้นที่เก็บไฟล์เต็ม จึงยังไม่ได้รับไฟล์นี้ กรุณาเพิ่มพื้นที่แล้วส่งใหม่ ข้อมูลเดิมยังอยู่ครบ",
                "The store is full, so this file was not taken. Make room and send it again; earlier data is whole.",
            ) from error
        if error.errno in (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE):
            raise Refusal(
                "store_failed",
                "ที่เก็บไฟล์เขียนไม่สำเร็จ จึงยังไม่ได้รับไฟล์นี้ กรุณาแจ้งผู้ดูแลระบบแล้วส่งใหม่",
                "The store could not write, so this file was not taken. Tell whoever runs the machine, then send it again.",
            ) from error
        raise
