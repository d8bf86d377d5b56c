"""The shelf of the store: files are sealed as they take their place, and open only for who reads them.

Each top folder (``deliveries/<sha256>``, ``runs/<id>``, ``agreements``, ``audit``) has a data key of its own, named in its
file ``key`` and in every file's header. A sealed file carries its path and its key the folder, so a file moved to another
name or another folder does not open.
"""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from baansuk.thai.words import Refusal
from baansuk.vault import house, private
from baansuk.vault.durable import sync_file, sync_folder, write_once
from baansuk.vault.files import SealedReader, SealedWriter, is_sealed, key_id_of
from baansuk.vault.keys import STORE, DataKey
from baansuk.vault.refusals import file_damaged

__all__ = ["erase", "opened", "place", "sealing", "sync_file", "sync_folder", "taken", "unsealed"]

# In the first two each folder has its own key, for it is erased alone; the others have one key each.
PARTED: Final = ("deliveries", "runs")
WHOLE: Final = ("agreements", "audit", "requests")
KEY: Final = "key"
PIECE: Final = 4 << 20


@contextmanager
def place(path: Path) -> Iterator[Path]:
    """Give a clear temporary file in the private folder; on leaving it is sealed, synced and takes its name in one step.

    A reader sees the old file, the new file or none, never a half. Nothing is left behind when the body raises.
    Raises Refusal ``store_full`` or ``store_failed`` when the disk does not take the file.
    """
    if not house.places().store_sealed:
        with _placed(path) as temporary:
            yield temporary
        return
    with said(), private.room("place") as room:
        clear = room / path.name
        yield clear
        with _placed(path) as temporary:
            _seal_into(clear, temporary, path)


@contextmanager
def sealing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to write to; what is written is sealed on the way and never lies clear anywhere."""
    with _placed(path) as temporary, temporary.open("wb") as file:
        if house.places().store_sealed:
            with SealedWriter(file, key_of(top_of(path)), label_of(path)) as writer:
                yield cast(BinaryIO, writer)
        else:
            yield file


def opened(path: Path) -> BinaryIO:
    """Open a file of the store for reading at any place. Raises Refusal when it is not what was sealed there."""
    if not house.places().store_sealed and not is_sealed(path):
        return path.open("rb")
    top = top_of(path)
    reader = SealedReader(path.open("rb"), house.keyring(), name_of(path))
    if reader.header.label != label_of(path) or reader.key.place != place_of(top):
        reader.close()
        raise file_damaged(name_of(path))
    return cast(BinaryIO, reader)


@contextmanager
def unsealed(path: Path) -> Iterator[Path]:
    """Give the path of a clear copy in the private folder, for readers that need a path; it is removed after.

    In a store on an encrypted volume it is the file itself: read it, never write it.
    """
    if not house.places().store_sealed and not is_sealed(path):
        yield path
        return
    with private.room("clear") as room:
        clear = room / path.name
        copy_clear(path, clear)
        yield clear


def copy_clear(path: Path, clear: Path) -> None:
    """Write the clear content of a file of the store to a path in a private folder."""
    with opened(path) as source, clear.open("wb") as target:
        shutil.copyfileobj(source, target, PIECE)


def taken(path: Path) -> bool:
    """Whether a file lies at this place of the store."""
    return path.is_file()


def erase(top: Path) -> list[str]:
    """Erase a top folder for good: destroy every key that it names, then its files. Returns the ids of the keys.

    Copies and backups of its files can never be opened again. Interrupted, the next call goes on.
    """
    keyring = house.keyring()
    ids = set()
    for path in sorted(top.rglob("*")):
        if path.is_file() and path.name != KEY and is_sealed(path):
            ids.add(key_id_of(path))
    if (top / KEY).exists():
        ids.add((top / KEY).read_text(encoding="ascii").strip())
    for key_id in sorted(ids):
        keyring.destroy(key_id)
    if top.exists():
        shutil.rmtree(top)
        sync_folder(top.parent)
    return sorted(ids)


def key_of(top: Path) -> DataKey:
    """Return the key of a top folder, made at its first use."""
    keyring = house.keyring()
    path = top / KEY
    if not path.exists():
        top.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = keyring.new_key(STORE, place_of(top))
        if not write_once(path, key.id.encode()):
            keyring.destroy(key.id)  # another process was first: its key stands
    return keyring.key(path.read_text(encoding="ascii").strip())


def top_of(path: Path) -> Path:
    """Return the top folder that a path of the store lies in; outside the known ones it is the file's own folder."""
    for parent in path.parents:
        if parent.parent.name in PARTED or parent.name in WHOLE:
            return parent
    return path.parent


def place_of(top: Path) -> str:
    """Return how a key names its top folder: the same wherever the store is moved to."""
    return f"{top.parent.name}/{top.name}" if top.parent.name in PARTED else top.name


def label_of(path: Path) -> str:
    """Return how a sealed file names itself: its path within its top folder."""
    return path.relative_to(top_of(path)).as_posix()


def name_of(path: Path) -> str:
    """Return how people are told of a file."""
    return f"{place_of(top_of(path))}/{label_of(path)}"


@contextmanager
def said() -> Iterator[None]:
    """Say a full or failing disk as a refusal."""
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


def _seal_into(clear: Path, target: Path, path: Path) -> None:
    key = key_of(top_of(path))
    with clear.open("rb") as source, target.open("wb") as file, SealedWriter(file, key, label_of(path)) as writer:
        while piece := source.read(PIECE):
            writer.write(piece)


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; on leaving, the file is synced and takes its name in one step."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with said():
            path.parent.mkdir(parents=True, exist_ok=True)
            yield temporary
            sync_file(temporary)
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
