"""Copies of the keys, apart from the backup: kept up with the house, destroyed with the house's, and tried before use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from baansuk.vault import masters
from baansuk.vault.durable import sync_folder, write_over
from baansuk.vault.keys import Keyring
from baansuk.vault.refusals import key_missing, key_wrong

MASTER: Final = "master"
DESTROYED: Final = ".destroyed"


def copy_keys(keyring: Keyring, target: Path, names: Sequence[str]) -> int:
    """Bring a folder of copies up to what the house has, and destroy in it what was destroyed here; returns how many
    files were written. ``names`` are those of the secret texts. Raises Refusal where the folder holds another house's.
    """
    here = keyring.contents()
    for name in names:
        kept = target / name.lower()
        if kept.exists() and name.lower() in here and kept.read_bytes() != here[name.lower()]:
            raise key_wrong(
                name,
                f"{target} เก็บกุญแจของระบบอื่นอยู่ เลือกโฟลเดอร์อื่นให้กุญแจของระบบนี้",
                f"{target} holds the keys of another house; choose another folder for those of this one.",
            )
    (target / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
    written = 0
    for path, content in _in_order(here, target):
        if not path.exists() or path.read_bytes() != content:
            write_over(path, content)
            written += 1
    for name in here:
        if name.endswith(DESTROYED):
            _destroy(target / name.removesuffix(DESTROYED))
    return written


def _in_order(here: Mapping[str, bytes], target: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what to write: while data keys change from one master key to the next, the copy has both."""
    file = target / MASTER
    if MASTER in here:
        before = file.read_bytes() if file.exists() else b""
        yield file, here[MASTER] + (before if before != here[MASTER] else b"")
    for name, content in sorted(here.items()):
        if name != MASTER:
            yield target / name, content
    if MASTER in here:
        yield file, here[MASTER]


def _destroy(path: Path) -> None:
    if path.exists():
        path.write_bytes(secrets.token_bytes(path.stat().st_size))
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        path.unlink()
        sync_folder(path.parent)


def opened(folder: Path, given: str) -> Keyring:
    """Open a folder of keys that must be there: nothing is made in it. Raises Refusal ``key_missing``, ``key_wrong``."""
    file = masters.file_of_masters(folder)
    if not given and not file.exists():
        raise key_missing(MASTER, str(file))
    if not (folder / "data").is_dir():
        raise key_missing("data", str(folder / "data"))
    return Keyring(folder, given)


def check_fit(keyring: Keyring, marks: Mapping[str, str], keys: Sequence[str], given: Mapping[str, str]) -> None:
    """Raise Refusal for the first key that is missing or is not the one by which the backup was made.

    ``given``: secrets of the environment, by name. The master key may be a newer one, if it opens every data key; a
    data key that was destroyed since is no fault: what it sealed is erased.
    """
    for name, known in marks.items():
        if name == MASTER:
            continue
        path = keyring.folder / name.lower()
        if not given.get(name) and not path.exists():
            raise key_missing(name, str(path))
        text = given.get(name) or path.read_text(encoding="ascii", errors="replace").strip()
        if masters.mark_of(text.encode(), name) != known:
            raise key_wrong(name, "ไม่ใช่กุญแจที่ใช้กับสำเนานี้", "it is not the one that this backup was made with.")
    for key_id in keys:
        if not (keyring.folder / "data" / f"{key_id}{DESTROYED}").exists():
            keyring.key(key_id)


def has_keys(folder: Path) -> bool:
    """Say whether a folder holds any key."""
    return folder.is_dir() and any(path.is_file() and path.name[0] != "." for path in folder.rglob("*"))
