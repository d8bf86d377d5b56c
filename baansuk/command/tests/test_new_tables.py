"""The tables that a new house has at once are those that all migrations make, one after the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests.faults.house import House

# Each of them only changes rows that are there. One that brings rows to an empty house must bring them to a new one as well.
CHANGE_ROWS = {
    ("account", "0006_emailaddress_lower"),
    ("account", "0008_emailaddress_unique_primary_email_fixup"),
    ("audit", "0002_chains"),
    ("auth", "0011_update_proxy_permissions"),
    ("collect", "0002_bound_to_agreements"),
    ("contenttypes", "0002_remove_content_type_name"),
    ("verify", "0004_verified"),
}
OF_POSTGRES = (
    """select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
        pg_get_expr(d.adbin, d.adrelid)
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on (d.adrelid, d.adnum) = (c.oid, a.attnum)
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped""",
    "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    """select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace""",
)
OF_SQLITE = "select type, tbl_name, name, sql from sqlite_master"
MIGRATIONS = "select app, name from django_migrations"
CUT_SHORT = """
from django.db import connection
from django.db.models import QuerySet
from baansuk.command.new_tables import make_tables
whole = QuerySet.bulk_create
def bulk_create(*given):
    raise ZeroDivisionError
QuerySet.bulk_create = bulk_create
try:
    make_tables()
except ZeroDivisionError:
    left = connection.introspection.table_names()
QuerySet.bulk_create = whole
make_tables()
answer = [left, len(connection.introspection.table_names())]
"""


def _parts(sql: str) -> tuple[str, ...]:
    """Return what stands between the commas of a table, whatever the order of its columns."""
    opened, parts = 0, [""]
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        opened += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not opened:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(sorted(part.strip() for part in parts))


def _of_sqlite(rows: list[tuple[str, str, str, str]]) -> set[tuple[object, ...]]:
    return {(kind, table, name, _parts(sql) if kind == "table" else sql) for kind, table, name, sql in rows}


@pytest.mark.django_db
def test_tables_made_at_once_are_those_of_all_migrations(begun):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(Path(begun.environment["BAANSUK_VAR"]) / "baansuk.sqlite3")) as house:
                tables = [_of_sqlite(one.execute(OF_SQLITE).fetchall()) for one in (house, cursor)]
                migrations = [set(one.execute(MIGRATIONS).fetchall()) for one in (house, cursor)]
        else:
            with psycopg.connect(begun.environment["DATABASE_OWNER_URL"]) as house:
                tables = [
                    {row for sql in OF_POSTGRES for row in one.execute(sql).fetchall()}
                    for one in (house, cursor.cursor)
                ]
                migrations = [set(one.execute(MIGRATIONS).fetchall()) for one in (house, cursor.cursor)]
    assert tables[0] == tables[1] and len(tables[0]) > 300
    assert migrations[0] == migrations[1] and len(migrations[0]) > 70


def test_what_migrations_do_to_rows_finds_none_in_a_new_house():
    found = MigrationLoader(None).graph.nodes.items()
    assert {
        key for key, one in found if any(isinstance(step, RunPython | RunSQL) for step in one.operations)
    } == CHANGE_ROWS


def test_cut_short_it_leaves_nothing_and_the_next_try_makes_all(tmp_path):
    (tmp_path / "var").mkdir()
    left, made = House(tmp_path).ask(CUT_SHORT)
    assert left == [] and made > 80
