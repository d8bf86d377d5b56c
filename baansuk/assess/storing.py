"""Stores the result of an edition in the database, with the same short transactions as the register itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import models, transaction

from baansuk.people import loading

Check = Callable[[], None]
Told = Callable[[int], None]


def store(
    model: type[models.Model], path: Path, columns: Sequence[str], *, edition: int, check: Check, told: Told
) -> int:
    """Store the columns of the file as rows of ``model`` under ``edition`` and return how many there were.

    ``check`` is called inside every transaction and raises when this process may not write any more; ``told`` hears
    after each transaction how many rows it stored.
    """
    stored = 0
    for rows in _batches(path, columns, edition):
        with transaction.atomic():
            check()
            loading.insert(model, ["edition", *columns], rows)
        stored += len(rows)
        told(len(rows))
    return stored


def row_count(path: Path) -> int:
    """How many rows a Parquet file holds, read from its footer."""
    return int(pq.read_metadata(path).num_rows)


def _batches(path: Path, columns: Sequence[str], edition: int) -> Iterator[list[tuple[Any, ...]]]:
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=loading.ROWS_AT_ONCE, columns=list(columns)):
            lists = [batch.column(name).to_pylist() for name in columns]
            yield [(edition, *values) for values in zip(*lists, strict=True)]
