"""The folder of a backup: what lies where in it, who may write to it, and files that are copied once and never linked."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baansuk.command.backups import manifest, refusals
from baansuk.command.backups.manifest import Manifest, Stored
from baansuk.vault.durable import sync_folder

PIECE: Final = 4 << 20
UNFINISHED: Final = ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """The folder of a backup: snapshots of the database side by side, over one heap of files of the store."""

    folder: Path

    @property
    def snapshots(self) -> Path:
        """Where each snapshot has a folder: the sealed database and the manifest."""
        return self.folder / "snapshots"

    @property
    def files(self) -> Path:
        """Where files of the store lie, each content once, under its hash."""
        return self.folder / "files"

    def content(self, sha256: str) -> Path:
        """Return where the content of this hash lies."""
        return self.files / sha256[:2] / sha256

    def names(self) -> list[str]:
        """Return the names of the finished snapshots, the oldest first."""
        if not self.snapshots.is_dir():
            return []
        found = (one for one in self.snapshots.iterdir() if (one / manifest.FILE).is_file())
        return sorted(one.name for one in found if not one.name.endswith(UNFINISHED))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folder and hold it against other backups. Raises Refusal ``backup_at_work``."""
        with refusals.said(str(self.folder)):
            for one in (self.folder, self.snapshots, self.files):
                one.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise refusals.at_work(str(self.folder)) from error
        finally:
            os.close(handle)

    def drop_unfinished(self) -> None:
        """Remove what an interrupted backup left; the files of the store that it copied stay and are used."""
        for one in self.snapshots.glob(f"*{UNFINISHED}"):
            shutil.rmtree(one)
        for one in self.files.glob("*/.*"):
            one.unlink()

    def keep_last(self, count: int) -> int:
        """Drop the oldest snapshots but ``count``, then files that none speaks of; returns how many snapshots went.

        A manifest that cannot be read drops nothing: what it speaks of is not known.
        """
        names = self.names()
        old = names[: max(0, len(names) - count)]
        for name in old:
            # Without its manifest a snapshot is none: it goes first, so that a cut leaves no half one that looks whole.
            (self.snapshots / name / manifest.FILE).unlink()
            shutil.rmtree(self.snapshots / name)
        wanted = {one["sha256"] for name in self.names() for one in manifest.read(self.manifest_of(name))["store"]}
        for path in self.files.glob("*/*"):
            if path.name not in wanted:
                path.unlink()
        return len(old)

    def manifest_of(self, name: str) -> Path:
        """Return where the manifest of a snapshot lies."""
        return self.snapshots / name / manifest.FILE


def check_apart(backup: Path, keys: Path | None, *, house: Iterable[Path], own_keys: Path) -> None:
    """Raise Refusal where keys and backup would lie in each other, or either in what it is a copy of."""
    for place in (*house, own_keys):
        if _overlap(backup, place):
            raise refusals.inside_house(str(backup), str(place))
        if keys and _overlap(keys, place):
            raise refusals.inside_house(str(keys), str(place))
    if keys and _overlap(backup, keys):
        raise refusals.keys_inside(str(backup), str(keys))


def _overlap(one: Path, other: Path) -> bool:
    a, b = one.resolve(), other.resolve()
    return a == b or a in b.parents or b in a.parents


def keep(source: Path, name: str, backup: Backup) -> Stored:
    """Copy a file into the backup unless its content is there already; what it is called there is its hash.

    Raises FileNotFoundError when it is gone: an erasure may run meanwhile.
    """
    sha256, size = hash_of(source)
    target = backup.content(sha256)
    if not (target.is_file() and target.stat().st_size == size):
        copy(source, target, sha256)
    return Stored(name, sha256, size)


def copy(source: Path, target: Path, sha256: str) -> None:
    """Copy a file to where it takes its name only when every byte of it is there and as it should be."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    taken = hashlib.sha256()
    try:
        with source.open("rb") as read, temporary.open("xb") as written:
            while piece := read.read(PIECE):
                taken.update(piece)
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        if taken.hexdigest() != sha256:
            raise refusals.file_differs(source.name, "เปลี่ยนระหว่างคัดลอก", "it changed while it was copied")
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def hash_of(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file."""
    taken, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            taken.update(piece)
            size += len(piece)
    return taken.hexdigest(), size


def check_whole(backup: Backup, said: Manifest) -> Iterator[int]:
    """Look at every file that a snapshot needs; yields the bytes looked at. Raises Refusal naming the first that is not
    as the manifest says, and how."""
    folder = backup.snapshots / said.snapshot
    pieces = [(folder / one.name, one.name, one.sha256, one.size) for one in (*said.database, *said.elsewhere)]
    seen = {one.sha256: one for one in said.store}
    pieces += [(backup.content(one.sha256), one.path, one.sha256, one.size) for one in seen.values()]
    done = 0
    for path, name, sha256, size in pieces:
        if not path.is_file():
            raise refusals.file_missing(f"{name} ({path})")
        found, length = hash_of(path)
        if length != size:
            how = f"{length:,} / {size:,}"
            raise refusals.file_differs(f"{name} ({path})", f"ขนาด {how} ไบต์", f"{how} bytes")
        if found != sha256:
            raise refusals.file_differs(f"{name} ({path})", "SHA-256 ไม่ตรง", "its SHA-256 differs")
        done += size
        yield done
