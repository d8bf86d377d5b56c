"""The tables of the tests: one process of a run migrates, which takes seconds, and the others have copies."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
from django.core import management
from django.db import connection

from tests.alone import alone
from tests.three_roles import ON_POSTGRES

migrate = management.call_command


def migrated_once(folder: Path, make_databases: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes the databases of the tests, migrated by whoever is the first to use the folder."""

    def make(*given: Any, **named: Any) -> Any:
        with alone(folder), _by_the_first(folder / "tables"):
            return make_databases(*given, **named)

    return make


@contextmanager
def _by_the_first(known: Path) -> Iterator[None]:
    if ON_POSTGRES and known.is_file():
        connection.settings_dict["TEST"]["TEMPLATE"] = known.read_text()

    def command(name: str, *given: Any, **named: Any) -> None:
        if name != "migrate" or not known.is_file():
            migrate(name, *given, **named)
        if name == "migrate":
            _keep(known) if not known.is_file() else _take(known)

    with patch.object(management, "call_command", command):
        yield


def _keep(known: Path) -> None:
    if ON_POSTGRES:
        name, mine = f"tables_{uuid4().hex[:12]}", connection.settings_dict["NAME"]
        # Nobody may use a database while it is copied.
        connection.close()
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as made:
            made.execute(f'create database "{name}" template "{mine}"')
        known.write_text(name)
        return
    unfinished = known.with_suffix(".new")
    with closing(sqlite3.connect(unfinished)) as kept:
        connection.connection.backup(kept)
    unfinished.rename(known)


def _take(known: Path) -> None:
    """Fill a new database; on PostgreSQL it was made full."""
    if ON_POSTGRES:
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(known)) as kept:
        kept.backup(connection.connection)
