"""Chooses which database this process opens, and on PostgreSQL as which of the three roles."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

# What a process says of itself before the settings are read: ``application`` (pages), ``runs`` (the worker and the
# commands that make the register) or ``owner`` (migrations).
ACTING_AS = "BAANSUK_DATABASE_AS"
ADDRESSES = {"application": "DATABASE_URL", "runs": "DATABASE_RUNS_URL", "owner": "DATABASE_OWNER_URL"}

SQLITE_OPTIONS = {
    # A read that turns into a write is refused at once by SQLite whatever the busy timeout: begin as a writer.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Every list that is looked at writes eighty pages of the trail. Brought into the database after 1,000 pages (the usual)
    # the same pages are written again and again; after 4,000, 16 MB, a third less leaves for the disk, and nothing is less
    # durable: what is committed is in the journal, synced, either way.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; "
        "PRAGMA wal_autocheckpoint=4000"
    ),
}


def default_database(env: Any, var: Path) -> dict[str, Any]:
    """Return Django's settings of the one database. Without any address it is a SQLite file under ``var``.

    A role that has no address of its own is opened by ``DATABASE_URL``: a house on SQLite has no roles, and on
    PostgreSQL the start-up refuses what must not be shared.
    """
    database: dict[str, Any]
    if env.str("DATABASE_URL", default=""):
        named = ADDRESSES[os.environ.get(ACTING_AS) or "application"]
        database = env.db_url(named if env.str(named, default="") else "DATABASE_URL")
    else:
        database = env.db_url_config(f"sqlite:///{var / 'baansuk.sqlite3'}")
        close_to_others(var / "baansuk.sqlite3")
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = SQLITE_OPTIONS
    return database | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def close_to_others(path: Path) -> None:
    """Take from all but its owner the right to read a database file and its journal, where one was made too open."""
    for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        # Of a file that is not ours the system keeps the rights as they are; it is for its owner to change them.
        with suppress(OSError):
            mode = stat.S_IMODE(one.stat().st_mode)
            if mode & 0o077:
                one.chmod(mode & 0o700)
