"""A PostgreSQL database into sealed pieces, one a table, and back: COPY in one snapshot, while the house works.

Not by pg_dump: it must be there, be at least as new as the server, and sign in as somebody who reads every row, whom a
house with row-level security does not have in one role. COPY needs the driver that is there anyway and the role of the
runs; the tables are made again by the very migrations that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from baansuk.access.row_policies import quoted
from baansuk.command.backups import parts, refusals
from baansuk.command.backups.manifest import Part
from baansuk.vault.keys import DataKey, Keyring

Told = Callable[[int, int], None]
# So that the same rows are the same bytes whatever the server's own habits are.
HABITS = "set datestyle = iso; set timezone = 'UTC'; set intervalstyle = iso_8601; set extra_float_digits = 1"
TABLES = """select c.relname, has_table_privilege(c.oid, 'select'), greatest(c.reltuples, 0)::bigint,
        array(select a.attname::text from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname"""
SEQUENCES = (
    "select sequencename::text, last_value from pg_sequences where schemaname = 'public' and last_value is not null"
)


def take(folder: Path, key: DataKey, told: Told) -> tuple[list[Part], dict[str, int]]:
    """Seal every table as it is at this moment into ``folder``; return the pieces, and how far each sequence was.

    ``told``: rows done, of about how many. Raises Refusal where a table cannot be read.
    """
    with _snapshot() as cursor:
        tables = cursor.execute(TABLES).fetchall()
        if closed := [name for name, readable, _rows, _columns in tables if not readable]:
            raise refusals.rows_unreadable(", ".join(closed))
        about, done, made = sum(rows for _name, _readable, rows, _columns in tables), 0, []
        for name, _readable, _rows, columns in tables:
            part = _table(cursor, folder, key, name, tuple(columns))
            made.append(part)
            done += part.rows
            told(done, max(done, about))
        return made, dict(cursor.execute(SEQUENCES).fetchall())


@contextmanager
def _snapshot() -> Iterator[Any]:
    """Give the driver's own cursor on a connection of its own, in one snapshot of the whole database."""
    side = connection.copy()
    side.ensure_connection()
    try:
        with side.connection.cursor() as cursor:
            cursor.execute(HABITS)
            cursor.execute("begin isolation level repeatable read read only")
            yield cursor
            cursor.execute("rollback")
    finally:
        side.close()


def _table(cursor: Any, folder: Path, key: DataKey, name: str, columns: tuple[str, ...]) -> Part:
    listed = ", ".join(quoted(one) for one in columns)
    with parts.sealing(folder / name, key, name, columns) as piece:
        with cursor.copy(f"copy (select {listed} from {quoted(name)}) to stdout") as rows:
            for row in rows:
                piece.write(row)
        piece.rows = cursor.rowcount
    assert piece.done is not None
    return piece.done


def put(
    folder: Path,
    pieces: Sequence[Part],
    keyring: Keyring,
    told: Told,
    *,
    migrations: Sequence[tuple[str, str]],
    sequences: dict[str, int],
    mark: tuple[str, list[Any]],
) -> None:
    """Make the tables as they were and fill them, all in one transaction: whatever fails leaves the database empty.

    Run as the owner, before there are policies. ``mark``: a statement that is run before anybody else can see a row.
    """
    total, done = sum(one.rows for one in pieces), 0
    with transaction.atomic():
        migrate_to(migrations)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
            cursor.execute(f"truncate {', '.join(quoted(one.name) for one in pieces)} restart identity")
            driver = connection.connection.cursor()
            driver.execute(HABITS.replace("set ", "set local "))
            for part in pieces:
                _fill(driver, folder, part, keyring)
                done += part.rows
                told(done, total)
            for name, last in sequences.items():
                cursor.execute("select setval(%s::regclass, %s)", [f"public.{quoted(name)}", last])
            cursor.execute(*mark)


def _fill(driver: Any, folder: Path, part: Part, keyring: Keyring) -> None:
    listed = ", ".join(quoted(one) for one in part.columns)
    with driver.copy(f"copy {quoted(part.name)} ({listed}) from stdin") as rows:
        for piece in parts.clear_pieces(folder / part.name, part, keyring):
            rows.write(piece)
    if driver.rowcount != part.rows:
        how = f"{driver.rowcount:,} / {part.rows:,}"
        raise refusals.file_differs(part.name, f"จำนวนแถว {how}", f"{how} rows")


def migrate_to(applied: Sequence[tuple[str, str]]) -> None:
    """Bring an empty database to where another one was."""
    MigrationExecutor(connection).migrate(leaves(applied))


def leaves(applied: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last migrations of each app among those that were applied.

    Raises Refusal for one that this version does not have: the backup is of a newer one.
    """
    loader = MigrationLoader(None)
    replaced = {old for one in loader.replacements.values() for old in one.replaces}
    known = {one for one in applied if one in loader.graph.nodes}
    for app, name in sorted({*applied} - known - replaced):
        if app in loader.migrated_apps:
            raise refusals.migration_unknown(app, name)
    follows = loader.graph.node_map
    return sorted(one for one in known if not any(c.key[0] == one[0] and c.key in known for c in follows[one].children))


def holds_data() -> bool:
    """Say whether there is any table yet."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return bool(cursor.fetchall())
