"""The shelf of the store: files are sealed as they take their place, and open only for who reads them.

Each top folder (``deliveries/<sha256>``, ``runs/<id>``, ``agreements``, ``audit``) has a data key of its own, named in its
file ``key`` and in every file's header. A sealed file carries its path and its key the folder, so a file moved to another
name or another folder does not open. What lies in no such folder is not the store's and is left as it is.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from baansuk.vault import house, private
from baansuk.vault.durable import sync_file, sync_folder, write_once
from baansuk.vault.files import SealedReader, SealedWriter, is_sealed, key_id_of
from baansuk.vault.keys import STORE, DataKey
from baansuk.vault.refusals import file_damaged, said

# In the first two each folder has its own key, for it is erased alone; the others have one key each.
PARTED: Final = ("deliveries", "runs")
WHOLE: Final = ("agreements", "audit", "requests", "verify")
KEY: Final = "key"
PIECE: Final = 4 << 20


@contextmanager
def place(path: Path) -> Iterator[Path]:
    """Give a clear temporary file in the private folder; on leaving it is sealed, synced and takes its name in one step.

    A reader sees the old file, the new file or none, never a half. Nothing is left behind when the body raises.
    Raises Refusal ``store_full`` or ``store_failed`` when the disk does not take the file.
    """
    if not _seals(path):
        with _placed(path) as temporary:
            yield temporary
        return
    with private.room("place") as room:
        clear = room / path.name
        with said(private=True):
            yield clear
        with _placed(path) as temporary:
            _seal_into(clear, temporary, key_of(_top(path)), label_of(path))


@contextmanager
def place_folder(target: Path) -> Iterator[Path]:
    """Give an empty clear folder; on leaving its files are sealed and the whole folder takes its name in one step.

    It is for folders that are a top folder of the store. One that was there before goes, with its key.
    """
    building = target.with_name(f".{target.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    new = ""
    try:
        if _seals(target / KEY):
            with private.room("folder") as room:
                clear = room / target.name
                clear.mkdir()
                yield clear
                new = _seal_folder(clear, building, target)
        else:
            yield building
            for path in building.iterdir():
                sync_file(path)
        sync_folder(building)
        if target.exists():
            erase(target, but=new)
        building.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextmanager
def sealing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to write to; what is written is sealed on the way and never lies clear anywhere."""
    with _placed(path) as temporary, temporary.open("wb") as file:
        if not _seals(path):
            yield file
            return
        with SealedWriter(file, key_of(_top(path)), label_of(path)) as writer:
            yield cast(BinaryIO, writer)


def sealing_into(file: BinaryIO, key: DataKey, label: str) -> AbstractContextManager[BinaryIO]:
    """Give a stream that seals into an open file whose place is not known yet; ``settle`` gives it its place."""
    if not house.places().store_sealed:
        return nullcontext(file)
    return cast(AbstractContextManager[BinaryIO], SealedWriter(file, key, label))


def settle(temporary: Path, path: Path, key: DataKey) -> None:
    """Give a file that was written by ``sealing_into`` its place, and its key the same; both are durable after."""
    top = _top(path)
    top.mkdir(parents=True, exist_ok=True)
    if house.places().store_sealed:
        house.keyring().keep(replace(key, place=place_of(top)))
        # The folder is synced below; the raw file lies right in it.
        write_once(top / KEY, key.id.encode(), sync=path.parent != top)
    temporary.replace(path)
    sync_folder(path.parent)
    sync_folder(top.parent)


def opened(path: Path) -> BinaryIO:
    """Open a file of the store for reading at any place. Raises Refusal when it is not what was sealed there."""
    top = top_of(path)
    if top is None or (not house.places().store_sealed and not is_sealed(path)):
        return path.open("rb")
    file = path.open("rb")
    try:
        reader = SealedReader(file, house.keyring(), name_of(path))
        if reader.header.label != label_of(path) or reader.key.place != place_of(top):
            raise file_damaged(name_of(path))
    except BaseException:
        file.close()
        raise
    return cast(BinaryIO, reader)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file of the store for readers that open it themselves: it is opened on the way and lies clear nowhere."""

    path: Path

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Open the file for reading at any place. Raises Refusal when it is not what was sealed there."""
        return opened(self.path)


@contextmanager
def unsealed(path: Path) -> Iterator[Path]:
    """Give the path of a clear copy in the private folder, for readers that need a path; it is removed after.

    In a store on an encrypted volume it is the file itself: read it, never write it.
    """
    if not _is_to_open(path):
        yield path
        return
    with private.room("clear") as room:
        clear = room / path.name
        copy_clear(path, clear)
        yield clear


@contextmanager
def unsealed_folder(folder: Path, *names: str) -> Iterator[Path]:
    """Give a folder of clear copies of the named files of a folder, of all that lie in it when none is named."""
    files = [path for path in folder.iterdir() if path.is_file() and path.name != KEY and path.name[0] != "."]
    files = [path for path in files if not names or path.name in names]
    if not any(_is_to_open(path) for path in files):
        yield folder
        return
    with private.room("clear") as room:
        for path in files:
            copy_clear(path, room / path.name)
        yield room


def copy_clear(path: Path, clear: Path) -> None:
    """Write the clear content of a file of the store to a path in a private folder."""
    with said(private=True), opened(path) as source, clear.open("wb") as target:
        shutil.copyfileobj(source, target, PIECE)


def seal_in_place(path: Path) -> None:
    """Seal a file of the store that lies clear; a reader finds the one or the other, whole."""
    with _placed(path) as temporary:
        _seal_into(path, temporary, key_of(_top(path)), label_of(path))


def size_of(path: Path) -> int:
    """Return how many clear bytes a file of the store holds."""
    with opened(path) as file:
        return file.seek(0, 2)


def erase(top: Path, *, but: str = "") -> list[str]:
    """Erase a top folder for good: destroy every key of it (``but`` one), then its files. Returns the ids of the keys.

    Copies and backups of its files can never be opened again. Interrupted, the next call goes on.
    """
    keyring = house.keyring()
    ids = set(keyring.at(place_of(top)))
    for path in sorted(top.rglob("*")):
        if path.is_file() and path.name != KEY and is_sealed(path):
            ids.add(key_id_of(path))
    ids.discard(but)
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
            keyring.destroy(key.id)  # another process was first, and its key stands
    return keyring.key(path.read_text(encoding="ascii").strip())


def top_of(path: Path) -> Path | None:
    """Return the top folder that a path of the store lies in, None for a path outside of all."""
    return next((one for one in path.parents if one.parent.name in PARTED or one.name in WHOLE), None)


def place_of(top: Path) -> str:
    """Return how a key names its top folder: the same wherever the store is moved to."""
    return f"{top.parent.name}/{top.name}" if top.parent.name in PARTED else top.name


def label_of(path: Path) -> str:
    """Return how a sealed file names itself: its path within its top folder."""
    return path.relative_to(_top(path)).as_posix()


def name_of(path: Path) -> str:
    """Return how people are told of a file."""
    return f"{place_of(_top(path))}/{label_of(path)}"


def _top(path: Path) -> Path:
    top = top_of(path)
    if top is None:
        raise ValueError("not a path of the store")
    return top


def _seals(path: Path) -> bool:
    return house.places().store_sealed and top_of(path) is not None


def _is_to_open(path: Path) -> bool:
    return top_of(path) is not None and (house.places().store_sealed or is_sealed(path))


def _seal_into(clear: Path, target: Path, key: DataKey, label: str) -> None:
    with clear.open("rb") as source, target.open("wb") as file, SealedWriter(file, key, label) as writer:
        while piece := source.read(PIECE):
            writer.write(piece)


def _seal_folder(clear: Path, building: Path, target: Path) -> str:
    key = house.keyring().new_key(STORE, place_of(target))
    with said():
        write_once(building / KEY, key.id.encode())
        for path in sorted(clear.iterdir()):
            _seal_into(path, building / path.name, key, path.name)
            sync_file(building / path.name)
    return key.id


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; on leaving, the file is synced and takes its name in one step."""
    with said():
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with said():
            yield temporary
            sync_file(temporary)
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
