"""Reads the edition that is shown, and rows of it by their codes, in plain questions: every list asks them.

As questions of models they took two to five times as long to put together as the database took to answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from baansuk.people.models import Edition

_EDITION = ("number", "state", "made_at", "published_at", "about")
_SHOWN = f"select {', '.join(_EDITION)} from people_edition where state = 'current'"


def edition_now() -> Edition | None:
    """Return the edition that everybody reads, None while there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN)
        row = cursor.fetchone()
    if row is None:
        return None
    number, state, made_at, published_at, about = row
    values = (number, state, _moment(made_at), _moment(published_at), json.loads(about))
    return Edition.from_db(connection.alias, _EDITION, values)


def _moment(stored: datetime | None) -> datetime | None:
    """Return a moment as the house reads it: SQLite keeps it without the zone, in UTC."""
    return stored.replace(tzinfo=UTC) if stored and timezone.is_naive(stored) else stored


def rows_of(
    model: type[Model], columns: Sequence[str], *, edition: int, key: str, codes: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return the columns, of text, numbers or days, of the rows of an edition whose ``key`` is among the codes."""
    if not codes:
        return []
    name = connection.ops.quote_name
    table = name(model._meta.db_table)
    question = (
        f"select {', '.join(f'{table}.{name(column)}' for column in columns)} from {table} "
        f"where edition = %s and {name(key)} in ({', '.join(['%s'] * len(codes))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [edition, *codes])
        return list(cursor.fetchall())
