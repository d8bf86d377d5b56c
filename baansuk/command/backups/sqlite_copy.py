"""A SQLite database into one sealed piece and back: its online backup, in one snapshot, while the house works."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from baansuk.command.backups import parts
from baansuk.command.backups.manifest import Part
from baansuk.vault import house, private
from baansuk.vault.durable import sync_folder
from baansuk.vault.keys import DataKey, Keyring

NAME: Final = "database.sqlite3"
PAGES: Final = 2_000
Told = Callable[[int, int], None]


def take(database: Path, folder: Path, key: DataKey, told: Told) -> list[Part]:
    """Seal the database as it is at this moment into ``folder``. ``told``: bytes done, of how many."""
    with _room_for(database) as room:
        clear = room / NAME
        _snapshot(database, clear, told)
        total = clear.stat().st_size
        with parts.sealing(folder / NAME, key, NAME) as piece, clear.open("rb") as file:
            while read := file.read(parts.PIECE):
                piece.write(read)
                told(total + file.tell(), 2 * total)
    assert piece.done is not None
    return [piece.done]


def _snapshot(database: Path, clear: Path, told: Told) -> None:
    """Copy by pages inside one read transaction: without it the copy would begin again at every write of another."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as source:
        source.execute("begin")
        source.execute("select count(*) from sqlite_master").fetchone()
        size = source.execute("pragma page_size").fetchone()[0]
        with closing(sqlite3.connect(clear, isolation_level=None)) as target:
            source.backup(
                target,
                pages=PAGES,
                progress=lambda _state, left, total: told((total - left) * size, 2 * total * size),
                sleep=0,
            )


@contextmanager
def _room_for(database: Path) -> Iterator[Path]:
    """Give a private folder: in memory only where the copy takes little of it, else on the disk where the database,
    which is no clearer, lies too."""
    here = house.places()
    root = here.private[0]
    free = os.statvfs(root if root.exists() else root.parent)
    if len(here.private) > 1 and database.stat().st_size * 8 > free.f_bavail * free.f_frsize:
        last_first = tuple(reversed(here.private))
        house.configure(here.keys, last_first, master=here.master, store_sealed=here.store_sealed)
    with private.room("backup") as room:
        yield room


def put(database: Path, folder: Path, part: Part, keyring: Keyring, told: Told, *, mark: tuple[str, list[Any]]) -> None:
    """Bring the database back under a temporary name, mark it, and give it its name in one step.

    ``mark``: a statement with its values that is run in it before anybody can open it.
    """
    temporary = database.with_name(f".{database.name}.restoring")
    forget(temporary)
    done = 0
    with temporary.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        for piece in parts.clear_pieces(folder / part.name, part, keyring):
            file.write(piece)
            done += len(piece)
            told(done, part.clear_size)
        file.flush()
        os.fsync(file.fileno())
    with closing(sqlite3.connect(temporary)) as made:
        made.execute(*mark)
        made.commit()
        made.execute("pragma wal_checkpoint(truncate)")
    for end in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)  # empty ones: see ``holds_data``
    temporary.replace(database)
    sync_folder(database.parent)
    forget(temporary)


def forget(temporary: Path) -> None:
    """Remove a temporary database with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            temporary.with_name(temporary.name + end).unlink()


def holds_data(database: Path) -> bool:
    """Say whether there is a database with tables; an unreadable one is taken to have them.

    So is what SQLite left beside one that is gone: acknowledged writes, which it would play into whatever takes its place.
    """
    beside = [database.with_name(database.name + end) for end in ("-wal", "-journal")]
    if not database.exists() and any(one.exists() and one.stat().st_size for one in beside):
        return True
    if not database.exists() or database.stat().st_size == 0:
        return False
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as found:
            return bool(found.execute("select count(*) from sqlite_master").fetchone()[0])
    except sqlite3.Error:
        return True
