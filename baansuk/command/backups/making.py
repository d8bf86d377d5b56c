"""Makes a backup while the house works: the database in one snapshot first, then the files of the store, then the keys."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet

from baansuk.access.key_marks import SECRETS, marks_known
from baansuk.agree.models import Agreement
from baansuk.agree.paper import path_of as path_of_paper
from baansuk.audit import days, gate
from baansuk.audit.lists import path_of as path_of_list
from baansuk.audit.models import Event
from baansuk.collect.models import Delivery
from baansuk.collect.store import raw_path
from baansuk.command.backups import folders, key_copies, manifest, parts, postgres_copy, refusals, sqlite_copy
from baansuk.command.backups.folders import UNFINISHED, Backup
from baansuk.command.backups.manifest import Manifest, Part, Stored
from baansuk.places.models import Area
from baansuk.protect import tombstones
from baansuk.thai.words import Words
from baansuk.vault import house, shelf
from baansuk.vault.durable import sync_folder, write_once
from baansuk.vault.files import is_sealed
from baansuk.vault.keys import DataKey

KEY = "key"
# States of a delivery whose file must be there.
COUNTED = ("checked", "held", "accepted", "superseded")
DATABASE = Words("สำรองฐานข้อมูล", "Backing up the database")
FILES = Words("สำรองแฟ้มในคลัง", "Backing up the files of the store")
Told = Callable[[int, int, Words], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup came to: ``copied`` of all files were new; ``gone`` is what the database speaks of and was not there."""

    snapshot: str
    files: int
    copied: int
    size: int
    gone: tuple[str, ...]
    dropped: int


def back_up(backup: Backup, *, keys: Path | None, keep: int, clear_store: bool, by: str, told: Told) -> Made:
    """Make a snapshot, and copies of the keys where ``keys`` says; the oldest snapshots above ``keep`` go.

    Interrupted, the next call goes on: files that were copied are not copied again. Raises Refusal with what to do.
    """
    _note("begun", by=by)
    with backup.alone(), refusals.said(str(backup.folder)):
        backup.drop_unfinished()
        before = sum(1 for _one in backup.files.glob("*/*"))
        made = _snapshot(backup, clear_store, told)
        if keys:
            # Last: by now every key is there that anything above was sealed with.
            key_copies.copy_keys(house.keyring(), keys, list(SECRETS))
        copied = sum(1 for _one in backup.files.glob("*/*")) - before
        dropped = backup.keep_last(keep)
    about = {
        "snapshot": made.snapshot,
        "files": len(made.store),
        "copied": copied,
        "bytes": made.size,
        "keys": bool(keys),
    }
    _note("done", by=by, **about)
    return Made(made.snapshot, len(made.store), copied, made.size, made.gone, dropped)


@transaction.atomic
def _note(outcome: str, *, by: str, **about: object) -> None:
    gate.write("house.back_up", by=by, outcome=outcome, about=about)


def _snapshot(backup: Backup, clear_store: bool, told: Told) -> Manifest:
    key = _key_of(backup)
    moment = datetime.now(UTC)
    name = f"{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    building = backup.snapshots / f"{name}{UNFINISHED}"
    building.mkdir(mode=0o700)
    migrations, marks = tuple(sorted(MigrationRecorder(connection).applied_migrations())), marks_known() or {}
    database, sequences = _database(building, key, lambda done, total: told(done, total, DATABASE))
    elsewhere = [_small(path, building, key) for path in (days.path(), tombstones.place_of()) if path.exists()]
    stored = _store(backup, clear_store, told)
    made = Manifest(
        snapshot=name,
        made_at=moment.isoformat(timespec="seconds"),
        vendor=connection.vendor,
        province=tuple(sorted({one[:2] for one in Area.objects.filter(level=4).values_list("code", flat=True)})),
        key=key.id,
        marks=marks,
        keys=tuple(one.id for one in house.keyring().listed()),
        versions=_versions(),
        migrations=migrations,
        sequences=sequences,
        database=tuple(database),
        elsewhere=tuple(elsewhere),
        store=tuple(stored),
        gone=tuple(_gone({one.path for one in stored})),
    )
    manifest.write(made, building / manifest.FILE, key)
    sync_folder(building)
    building.rename(backup.snapshots / name)
    sync_folder(backup.snapshots)
    return made


def _key_of(backup: Backup) -> DataKey:
    """Return the key of this backup, made at its first use; a name that was put there to have another used is not taken."""
    keyring, path = house.keyring(), backup.folder / KEY
    if path.exists():
        key = keyring.key(path.read_text(encoding="ascii", errors="replace").strip())
        if key.kind != manifest.KIND:
            raise refusals.manifest_damaged(str(path))
        return key
    key = keyring.new_key(manifest.KIND)
    write_once(path, key.id.encode())
    return key


def _database(folder: Path, key: DataKey, told: Callable[[int, int], None]) -> tuple[list[Part], dict[str, int]]:
    if connection.vendor == "postgresql":
        return postgres_copy.take(folder, key, told)
    return sqlite_copy.take(Path(settings.DATABASES["default"]["NAME"]), folder, key, told), {}


def _small(path: Path, folder: Path, key: DataKey) -> Part:
    with parts.sealing(folder / path.name, key, path.name) as piece:
        piece.write(path.read_bytes())
    assert piece.done is not None
    return piece.done


def _store(backup: Backup, clear_store: bool, told: Told) -> list[Stored]:
    store = Path(settings.STORE)
    waiting = list(_files(store))
    total, done, stored = sum(size for _path, size in waiting), 0, []
    for path, size in waiting:
        name = path.relative_to(store).as_posix()
        try:
            if not clear_store and path.name != shelf.KEY and not is_sealed(path):
                raise refusals.store_clear(name)
            stored.append(folders.keep(path, name, backup))
        except FileNotFoundError:
            continue  # erased this moment
        done += size
        told(done, total, FILES)
    return stored


def _files(store: Path) -> Iterator[tuple[Path, int]]:
    """Yield the finished files of the store; what is being written has a dot."""
    apart = {Path(settings.ELSEWHERE).resolve(), Path(settings.KEYS).resolve()}
    for path in sorted(store.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(store).parts) or path.is_symlink():
            continue
        if path.is_file() and not apart & set(path.resolve().parents):
            yield path, path.stat().st_size


def _gone(stored: set[str]) -> Iterator[str]:
    """Yield the files that the database speaks of and neither the backup nor the store has."""
    store = Path(settings.STORE)
    spoken = [raw_path(store, one.sha256) for one in Delivery.objects.filter(state__in=COUNTED) if one.has_raw]
    spoken += [path_of_list(one) for one in _names(Event.objects.exclude(list_hash=""), "list_hash")]
    spoken += [path_of_paper(one) for one in _names(Agreement.objects.exclude(paper_sha256=""), "paper_sha256")]
    for path in sorted(set(spoken)):
        name = path.relative_to(store).as_posix()
        if name not in stored and not path.exists():
            yield name


def _names(rows: QuerySet[Any], column: str) -> list[str]:
    return list(rows.order_by().values_list(column, flat=True).distinct())


def _versions() -> dict[str, str]:
    named = {name: version(name) for name in ("baansuk", "django", "cryptography", "pyarrow")}
    return named | {"python": sys.version.split()[0], "database": _database_version()}


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select version()" if connection.vendor == "postgresql" else "select sqlite_version()")
        return str(cursor.fetchone()[0])
