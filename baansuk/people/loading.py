"""Moves an edition between its Parquet files and the database, in short transactions that let others write between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, models, transaction

from baansuk.engine import Engine, open_engine
from baansuk.people.models import (
    AreaFact,
    FactSheet,
    Household,
    HouseholdEvent,
    IssuedCode,
    Membership,
    NameWord,
    Person,
    RecordLink,
)
from baansuk.people.sealed import seal_numbers, sheet_columns
from baansuk.people.sheets import open_statements, sheets_sql

# About a quarter of a second of the one write lock of SQLite each: what a page that saves something must wait.
ROWS_AT_ONCE = 10_000
HOUSEHOLDS_AT_ONCE = 1_000
# While a million rows go in, the indexes must stay in memory: random codes touch all their pages.
LOADING_CACHE = "PRAGMA cache_size=-262144"

Check = Callable[[], None]
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One table to fill: its file and which column of the file goes into which of the model's."""

    model: type[models.Model]
    file: str
    columns: dict[str, str]
    # A column that is sealed on its way in, bound to the column of the row's code.
    sealed: tuple[str, str] | None = None


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


SHELVES = (
    Shelf(
        Household,
        "households",
        {"code": "household_code", "name_key": "head_sort"}
        | _same("area_code", "list_key", "head_name", "house_no", "house_key", "village_no", "house_code")
        | _same("register_kind", "lat", "lon", "members", "families", "sources"),
    ),
    Shelf(
        Person,
        "persons",
        {"code": "person_code"}
        | _same("household_code", "area_code", "title", "given_name", "family_name", "name_key", "sex", "birth_date")
        | _same(
            "birth_precision", "id_kind", "id_masked", "id_index", "relation", "family_no", "life_status", "sources"
        )
        | _same("family_by", "father_code", "mother_code", "spouse_code")
        | {"id_sealed": "id_number"},
        sealed=("id_sealed", "code"),
    ),
    Shelf(
        Membership,
        "memberships",
        _same("person_code", "household_code", "kind", "relation", "source", "observed_on", "main")
        | _same("begins_on", "begins_precision", "ends_on", "ends_precision"),
    ),
    Shelf(
        RecordLink,
        "links",
        {"table": "table_name"}
        | _same("record_id", "person_code", "household_code", "rule", "household_rule", "source", "delivery", "row"),
    ),
    Shelf(
        HouseholdEvent,
        "home_events",
        {"found_in": "edition"} | _same("household_code", "kind", "other_code", "persons"),
    ),
    Shelf(NameWord, "words", _same("word", "area_code", "tambon_code", "person_code", "household_code")),
)
AREA_SHELF = Shelf(
    AreaFact, "area_facts", _same("area_code", "field", "value", "source", "delivery", "observed_on", "agreement")
)
EDITION_MODELS: tuple[type[models.Model], ...] = (
    *(shelf.model for shelf in SHELVES),
    FactSheet,
    AreaFact,
)


def load(number: int, folder: Path, check: Check, told: Told) -> dict[str, int]:
    """Fill every table of edition ``number`` from its files and return how many rows each got.

    ``check`` is called inside every transaction and raises when this process may write no more; ``told`` hears after
    each how many rows (of how many in all) are in.
    """
    counter = _Counter(folder, told)
    with large_cache():
        _issue_codes(number, folder, check)
        for shelf in (*SHELVES, AREA_SHELF):
            where = ("in_use", True) if shelf is AREA_SHELF else None
            for rows in _batches(folder / f"{shelf.file}.parquet", shelf, number, where):
                with transaction.atomic():
                    check()
                    insert(shelf.model, ("edition", *shelf.columns), rows)
                counter.add(shelf.model, len(rows))
        _load_sheets(number, folder, check, counter)
    return counter.rows


def drop(number: int, check: Check, models_: Iterable[type[models.Model]] = EDITION_MODELS) -> int:
    """Delete the rows of edition ``number`` in short transactions and return how many there were.

    An edition's rows lie together, so the pieces are ranges of row numbers. To ask each time for the next rows of
    the edition took minutes at a million persons: every answer was sorted out of the whole edition again.
    """
    dropped = 0
    for model in models_:
        found = model._default_manager.filter(edition=number).aggregate(first=models.Min("pk"), last=models.Max("pk"))
        if found["first"] is None:
            continue
        for low in range(found["first"], found["last"] + 1, ROWS_AT_ONCE):
            with transaction.atomic(), connection.cursor() as cursor:
                check()
                # The plus keeps SQLite from walking the edition's index instead of the row numbers.
                cursor.execute(
                    f"delete from {_table(model)} where id >= %s and id < %s and +edition = %s",
                    [low, low + ROWS_AT_ONCE, number],
                )
                dropped += cursor.rowcount
    return dropped


def forget_codes(number: int, check: Check) -> None:
    """Take back the codes that an edition drew and that nobody has ever seen, because it was never finished."""
    codes = IssuedCode.objects.filter(issued_in=number).order_by("pk")
    last = ""
    while keys := list(codes.filter(pk__gt=last).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic(), connection.cursor() as cursor:
            check()
            cursor.execute(
                f"delete from {_table(IssuedCode)} where code > %s and code <= %s and issued_in = %s",
                [last, keys[-1], number],
            )
        last = keys[-1]


def retire_codes(number: int, folder: Path, check: Check) -> int:
    """Mark the codes that end with edition ``number``, with what leads on, and wake those that came back."""
    # As a file and not as a table of many, for which Arrow loads pandas: a second in every process that publishes.
    retired = pq.ParquetFile(folder / "retired.parquet").read().to_pylist()
    revived = pq.ParquetFile(folder / "revived.parquet").read().column("code").to_pylist()
    for rows in _pieces(retired, ROWS_AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            check()
            cursor.executemany(
                f"update {_table(IssuedCode)} set retired_in = %s, successor = %s where code = %s",
                [(number, row["successor"], row["code"]) for row in rows],
            )
    for codes in _pieces(revived, 500):
        with transaction.atomic():
            check()
            IssuedCode.objects.filter(pk__in=codes).update(retired_in=None, successor="")
    return len(retired)


@contextmanager
def large_cache() -> Iterator[None]:
    """Give SQLite a large page cache while a great many rows go in, and the usual one afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [[before]] = cursor.execute("PRAGMA cache_size").fetchall()
        cursor.execute(LOADING_CACHE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={int(before)}")


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows without building a model object for each, which takes four times as long. Call it in a transaction."""
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY refuses a table with row-level security, so the rows pass through one that lives for this piece.
            cursor.execute(
                f"create temporary table incoming on commit drop as select {quoted} from {_table(model)} limit 0"
            )
            with cursor.copy(f"copy incoming ({quoted}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"insert into {_table(model)} ({quoted}) select {quoted} from incoming")
            cursor.execute("drop table incoming")
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"insert into {_table(model)} ({quoted}) values ({marks})", rows)


class _Counter:
    def __init__(self, folder: Path, told: Told) -> None:
        self.rows: dict[str, int] = {}
        self._told = told
        self._total = sum(pq.read_metadata(folder / f"{shelf.file}.parquet").num_rows for shelf in SHELVES)
        self._total += pq.read_metadata(folder / "households.parquet").num_rows * SHEETS_EXPECTED

    def add(self, model: type[models.Model], rows: int) -> None:
        name = str(model._meta.model_name)
        self.rows[name] = self.rows.get(name, 0) + rows
        self._told(min(sum(self.rows.values()), self._total), self._total)


# How many fact sheets a household has, for the progress bar only.
SHEETS_EXPECTED = 6


def _batches(
    path: Path, shelf: Shelf, number: int, where: tuple[str, object] | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Read the columns of a file as rows; what is not known becomes the model's empty text where it has one."""
    empty = [_filler(shelf.model, name) for name in shelf.columns]
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            if where is not None:
                batch = batch.filter(batch.column(where[0]))
            lists = []
            for wanted, blank in zip(shelf.columns.values(), empty, strict=True):
                values = batch.column(wanted)
                lists.append((values if blank is None else values.fill_null(arrows(blank, values.type))).to_pylist())
            if shelf.sealed is not None:
                secret, code = (list(shelf.columns).index(name) for name in shelf.sealed)
                lists[secret] = seal_numbers(lists[secret], lists[code])
            rows = [(number, *values) for values in zip(*lists, strict=True)]
            if rows:
                yield rows


def arrows(value: Any, kind: pa.DataType) -> pa.Scalar[Any]:
    """Return Arrow's own value of a Python value. Arrow makes it too, and loads pandas for it: a second in each process."""
    return pl.Series([value]).to_arrow().cast(kind)[0]


def _filler(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, models.CharField):
        return ""
    return 1 if name == "family_no" else None


def _load_sheets(number: int, folder: Path, check: Check, counter: _Counter) -> None:
    households = pq.read_metadata(folder / "households.parquet").num_rows
    sql = sheets_sql(folder)
    with open_engine("duckdb", memory="1GB", spill=folder / "spill") as engine:
        open_statements(engine, folder)
        for low in range(0, households, HOUSEHOLDS_AT_ONCE):
            rows = [(number, *row) for row in sheet_columns(_sheets(engine, sql, low, low + HOUSEHOLDS_AT_ONCE))]
            with transaction.atomic():
                check()
                insert(FactSheet, ("edition", "household_code", "field_class", "facts", "sealed"), rows)
            counter.add(FactSheet, len(rows))


def _sheets(engine: Engine, sql: str, low: int, high: int) -> list[tuple[Any, ...]]:
    return engine.rows(sql.replace("$low", str(low)).replace("$high", str(high)))


def _issue_codes(number: int, folder: Path, check: Check) -> None:
    with pq.ParquetFile(folder / "drawn.parquet") as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            rows = [
                (code, kind, number, "")
                for code, kind in zip(*(batch.column(name).to_pylist() for name in ("code", "kind")), strict=True)
            ]
            with transaction.atomic():
                check()
                insert(IssuedCode, ("code", "kind", "issued_in", "successor"), rows)


def _pieces(things: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
