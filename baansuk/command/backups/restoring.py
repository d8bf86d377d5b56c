"""Brings a backup back: looks at everything first, writes under temporary names, overwrites nothing, and the database last."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from baansuk.access.key_marks import SECRETS
from baansuk.access.restored_mark import RESTORED, half_restored, is_marked, unfinished_at
from baansuk.audit import days
from baansuk.command.backups import folders, key_copies, manifest, parts, postgres_copy, refusals, sqlite_copy
from baansuk.command.backups.folders import Backup
from baansuk.command.backups.manifest import Manifest, Part
from baansuk.command.database import migrate_and_protect, signed_in_as_owner
from baansuk.protect import tombstones
from baansuk.thai.words import Refusal, Words
from baansuk.vault.durable import sync_folder, write_over
from baansuk.vault.keys import Keyring
from baansuk.vault.masters import VARIABLE

LOOKING = Words("ตรวจทุกแฟ้มในสำเนาสำรอง", "Looking at every file of the backup")
FILES = Words("กู้คืนแฟ้มในคลัง", "Restoring the files of the store")
DATABASE = Words("กู้คืนฐานข้อมูล", "Restoring the database")
Told = Callable[[int, int, Words], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot whose manifest is proven, with the keys that open it."""

    backup: Backup
    said: Manifest
    keyring: Keyring

    @property
    def folder(self) -> Path:
        """Where the pieces of the database lie."""
        return self.backup.snapshots / self.said.snapshot


def look(backup: Backup, snapshot: str, keys: Path | None, told: Told) -> Opened:
    """Prove the manifest, the keys and every file of a snapshot, the newest unless one is named; writes nothing.

    Raises Refusal naming the file or the key that does not fit, and how.
    """
    names = backup.names()
    if not names or (snapshot and snapshot not in names):
        raise refusals.no_backup(str(backup.manifest_of(snapshot) if snapshot else backup.folder))
    path = backup.manifest_of(snapshot or names[-1])
    said = manifest.read(path)
    keyring = key_copies.opened(keys or Path(settings.KEYS), os.environ.get(VARIABLE, ""))
    proven = manifest.proven(said, keyring.key(str(said["key"])), path)
    if proven.snapshot != path.parent.name:
        raise refusals.manifest_damaged(str(path))
    given = {name: os.environ[name] for name in SECRETS if os.environ.get(name)}
    key_copies.check_fit(keyring, proven.marks, proven.keys, given)
    postgres_copy.leaves(proven.migrations)
    total = proven.size
    with refusals.said(str(backup.folder)):
        for done in folders.check_whole(backup, proven):
            told(done, total, LOOKING)
    return Opened(backup, proven, keyring)


def check_empty(found: Opened) -> None:
    """Raise Refusal unless there is room for what comes and nothing that it would overwrite."""
    here = Path(settings.VAR)
    if found.said.vendor != connection.vendor:
        raise refusals.other_database(found.said.vendor, connection.vendor)
    going_on = unfinished_at().exists()
    if going_on and (before := unfinished_at().read_text(encoding="ascii").strip()) != found.said.snapshot:
        raise half_restored(before)
    if _database_holds_data() and not (going_on and _is_ours()):
        raise refusals.house_not_empty(_named_database())
    store = Path(settings.STORE)
    if not going_on and store.is_dir() and any(path.is_file() for path in store.rglob("*")):
        raise refusals.house_not_empty(str(store))
    keys = Path(settings.KEYS)
    if found.keyring.folder.resolve() != keys.resolve() and key_copies.has_keys(keys) and not going_on:
        raise refusals.house_not_empty(str(keys))
    above = next(one for one in (here, *here.resolve().parents) if one.exists())
    if shutil.disk_usage(above).free < found.said.size + sum(one.clear_size for one in found.said.database):
        raise Refusal(
            "restore_no_room",
            f"ที่ว่างใน {above} ไม่พอสำหรับกู้คืน เพิ่มที่ว่างแล้วสั่งใหม่",
            f"There is not enough room in {above} to restore; make room and run it again.",
        )


def restore(found: Opened, also: Sequence[Path], told: Told) -> None:
    """Write everything; cut short, the same command goes on. ``also``: folders with tombstones of before.

    The database comes last and with a mark, by which nothing serves it before the tombstones were replayed.
    """
    mark = unfinished_at()
    with refusals.said(str(mark.parent)):
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not mark.exists():
            write_over(mark, found.said.snapshot.encode())
        if not _database_holds_data():
            _keys(found.keyring.folder, Path(settings.KEYS))
            _store(found, Path(settings.STORE), told)
            _elsewhere(found, also)
            _database(found, lambda done, total: told(done, total, DATABASE))
        migrate_and_protect()
        mark.unlink()
        sync_folder(mark.parent)


def _keys(source: Path, target: Path) -> None:
    """Put copies of the keys in place, where the keys are not there already."""
    if source.resolve() == target.resolve() or key_copies.has_keys(target):
        return
    building = target.with_name(f".{target.name}.restoring")
    shutil.rmtree(building, ignore_errors=True)
    (building / "data").mkdir(parents=True, mode=0o700)
    building.chmod(0o700)
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.name[0] != ".":
            write_over(building / path.relative_to(source), path.read_bytes())
    _take_place(building, target)


def _store(found: Opened, target: Path, told: Told) -> None:
    """Copy the files into a folder beside the store's place, each once and each hashed, and give that its name."""
    in_place = target.is_dir() and (target.is_mount() or any(target.iterdir()))
    building = target if in_place else target.with_name(f".{target.name}.restoring")
    building.mkdir(parents=True, exist_ok=True, mode=0o700)
    total, done = sum(one.size for one in found.said.store), 0
    for one in found.said.store:
        path = building / one.path
        if not (path.is_file() and folders.hash_of(path) == (one.sha256, one.size)):
            folders.copy(found.backup.content(one.sha256), path, one.sha256)
        done += one.size
        told(done, total, FILES)
    if not in_place:
        _take_place(building, target)


def _take_place(building: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)  # found to hold no file before anything was written
    building.rename(target)
    sync_folder(target.parent)


def _elsewhere(found: Opened, also: Sequence[Path]) -> None:
    """Bring back what lay elsewhere, where the present knows less: heads if they are a beginning of it, all tombstones."""
    by_name = {one.name: one for one in found.said.elsewhere}
    for name, path in ((days.FILE, days.path()), (tombstones.FILE, tombstones.place_of())):
        present = path.read_bytes() if path.exists() else b""
        kept = _clear(found, by_name[name]) if name in by_name else b""
        wanted = kept if name == days.FILE and kept.startswith(present) else present
        if name == tombstones.FILE:
            more = [one / name for one in also if (one / name).exists()]
            wanted = _joined([present, kept, *(one.read_bytes() for one in more)])
        if wanted != present:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_over(path, wanted)


def _joined(texts: Sequence[bytes]) -> bytes:
    """Return the whole lines of several files, each once, in the order of the first that has them."""
    lines = dict.fromkeys(line for text in texts for line in text.splitlines() if line.strip())
    return b"".join(line + b"\n" for line in lines)


def _clear(found: Opened, part: Part) -> bytes:
    return b"".join(parts.clear_pieces(found.folder / part.name, part, found.keyring))


def _database(found: Opened, told: Callable[[int, int], None]) -> None:
    said, now = found.said, timezone.now()
    if connection.vendor == "sqlite":
        statement = "insert or replace into access_housemark (name, marked_at) values (?, ?)"
        mark: tuple[str, list[Any]] = (statement, [RESTORED, now.isoformat(sep=" ")])
        connection.close()
        sqlite_copy.put(_path(), found.folder, said.database[0], found.keyring, told, mark=mark)
        return
    statement = "insert into access_housemark (name, marked_at) values (%s, %s) on conflict do nothing"
    with signed_in_as_owner():
        postgres_copy.put(
            found.folder,
            said.database,
            found.keyring,
            told,
            migrations=said.migrations,
            sequences=dict(said.sequences),
            mark=(statement, [RESTORED, now]),
        )


def _path() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _named_database() -> str:
    return str(_path()) if connection.vendor == "sqlite" else f"PostgreSQL {settings.DATABASES['default']['NAME']}"


def _database_holds_data() -> bool:
    if connection.vendor == "sqlite":
        return sqlite_copy.holds_data(_path())
    with signed_in_as_owner():
        return postgres_copy.holds_data()


def _is_ours() -> bool:
    """Say whether the database that is there came by a restore that was cut short after it."""
    if connection.vendor == "sqlite":
        return is_marked()
    with signed_in_as_owner():
        return is_marked()
