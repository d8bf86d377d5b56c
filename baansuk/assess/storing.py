"""Stores the rows of a Parquet file in a table, fast and in short transactions, so that others can write in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import connection, models, transaction

# About a third of a second of the one write lock that SQLite has; a page that saves something waits at most that long.
ROWS_AT_ONCE = 20_000

Told = Callable[[int], None]


def store(
    model: type[models.Model],
    path: Path,
    columns: Sequence[str],
    *,
    edition: int,
    check: Callable[[], None],
    told: Told | None = None,
) -> int:
    """Store the columns of the file as rows of ``model`` under ``edition`` and return how many there were.

    ``check`` is called inside every transaction and raises when this process may not write any more; ``told`` hears
    after each transaction how many rows it stored.
    """
    stored = 0
    for rows in _batches(path, columns, edition):
        with transaction.atomic():
            check()
            _insert(model, ["edition", *columns], rows)
        stored += len(rows)
        if told:
            told(len(rows))
    return stored


def drop(model: type[models.Model], *, edition: int, check: Callable[[], None]) -> int:
    """Delete the rows of an edition in short transactions and return how many there were."""
    rows = model._default_manager.filter(edition=edition)
    dropped = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            check()
            rows.filter(pk__gte=keys[0], pk__lte=keys[-1]).delete()
        dropped += len(keys)
    return dropped


def row_count(path: Path) -> int:
    """How many rows a Parquet file holds, read from its footer."""
    return int(pq.read_metadata(path).num_rows)


def _batches(path: Path, columns: Sequence[str], edition: int) -> Iterator[list[tuple[Any, ...]]]:
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(columns)):
            lists = [batch.column(name).to_pylist() for name in columns]
            yield [(edition, *values) for values in zip(*lists, strict=True)]


def _insert(model: type[models.Model], columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert without building a model object per row, which would take four times as long."""
    table = connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy {table} ({listed}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"insert into {table} ({listed}) values ({marks})", rows)
