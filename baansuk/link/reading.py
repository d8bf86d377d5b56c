"""What the linker reads: the clean tables that were accepted, brought to one set of columns per unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from baansuk.engine import Engine, Step
from baansuk.people.fields import Field, facts_of

# What a column of each type of field is called by the engines.
SQL_TYPES = {
    "text": "varchar",
    "code": "varchar",
    "id": "varchar",
    "answer": "varchar",
    "date": "date",
    "money": "decimal(14,2)",
    "number": "integer",
    "decimal": "double",
    "yes_no": "boolean",
}
_OBSERVED = {"record_id": "bigint", "observed_on": "date", "observed_precision": "varchar"}
_WHERE = {
    "household_key": "varchar",
    "house_code": "varchar",
    "house_no": "varchar",
    "house_key": "varchar",
    "village_no": "varchar",
    "tambon_code": "varchar",
    "village_code": "varchar",
}
_PERSON = {
    "national_id": "varchar",
    "id_kind": "varchar",
    "given_key": "varchar",
    "family_key": "varchar",
    "birth_precision": "varchar",
    "register_code": "varchar",
    "guardian": "varchar",
    "father_id": "varchar",
    "mother_id": "varchar",
    "spouse_id": "varchar",
    "moved_in_on": "date",
    "moved_in_on_precision": "varchar",
    "left_on": "date",
    "left_on_precision": "varchar",
}
_HOUSE = {"lat": "double", "lon": "double"}
_AREA = {"record_id": "bigint", "observed_on": "date", "area_code": "varchar"}


@dataclass(frozen=True, slots=True)
class Table:
    """One clean table: delivery number, source code, unit, table name, file, agreement, and which part of a source
    it holds (the amphoe of a workbook; "" where a source comes whole)."""

    delivery: int
    source: str
    unit: str
    table: str
    path: Path
    agreement: str = ""
    part: str = ""


def read_tables(engine: Engine, tables: Sequence[Table], *, keep: bool = False) -> None:
    """Make person_rows, household_rows, area_rows and deliveries readable; columns that no file carries are null.

    ``keep`` takes all of it into memory.
    """
    people_facts = _types(facts_of("person")) | _types(facts_of("household"))
    wanted = {
        "person": _OBSERVED | _PERSON | people_facts | _WHERE,
        "household": _OBSERVED | _WHERE | _HOUSE | _types(facts_of("household")),
        "area": _AREA | _types(facts_of("area")),
    }
    for unit, columns in wanted.items():
        paths = [table.path for table in tables if table.unit == unit]
        present = _columns(paths)
        if paths:
            engine.read(f"{unit}_files", paths)
        else:
            engine.take(f"{unit}_files", [pl.DataFrame(schema={"record_id": pl.Int64})])
            present = {"record_id"}
        engine.run(Step(f"{unit}_rows", select_columns(f"{unit}_files", columns, present), kept=keep))
    engine.take("deliveries", [_deliveries(tables)])


def select_columns(table: str, columns: dict[str, str], present: Iterable[str]) -> str:
    """Write the SELECT that gives ``columns`` (name -> SQL type) of ``table``, null where it lacks one."""
    there = set(present)
    listed = [
        f"cast({name if name in there else 'null'} as {sql_type}) as {name}" for name, sql_type in columns.items()
    ]
    return f"select {', '.join(listed)} from {table}"


def fields_present(tables: Sequence[Table], unit: str) -> list[Field]:
    """Return the facts about ``unit`` that at least one table carries (a person's row may speak of the house)."""
    units = {"household": ("household", "person")}.get(unit, (unit,))
    present = _columns([table.path for table in tables if table.unit in units])
    return [field for field in facts_of(unit) if field.code in present]


def _types(fields: Iterable[Field]) -> dict[str, str]:
    return {field.code: SQL_TYPES[field.type] for field in fields}


def rows_in(tables: Sequence[Table]) -> int:
    """Return how many records the tables hold."""
    return sum(_contents(table.path).rows for table in tables)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is asked of a file again and again: its columns, how many rows it has, and the least record_id."""

    columns: frozenset[str]
    rows: int
    first: int | None


def _contents(path: Path) -> _Contents:
    seen = path.stat()
    return _contents_of(path, seen.st_ino, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=256)
def _contents_of(path: Path, *_as_it_is: int) -> _Contents:
    rows = pl.scan_parquet(path)
    count, first = rows.select(pl.len(), pl.col("record_id").min()).collect().row(0)
    return _Contents(frozenset(rows.collect_schema()), count, first)


def _columns(paths: Iterable[Path]) -> set[str]:
    return {name for path in paths for name in _contents(path).columns}


def _deliveries(tables: Sequence[Table]) -> pl.DataFrame:
    """Return one row per table: its id (delivery and table number), source, agreement, place among the deliveries."""
    order = {number: place for place, number in enumerate(sorted({table.delivery for table in tables}), start=1)}
    # A source that comes in parts may number its households from 1 in each; one that sends its houses and its persons
    # in two files numbers them through both, so the scope of a number is the source and the part, not the file.
    rows = [
        (number, table.delivery, order[table.delivery], table.source, table.agreement, table.table, table.part)
        for table in tables
        for number in _table_ids(table)
    ]
    schema = {
        "table_id": pl.Int64,
        "delivery": pl.Int64,
        "delivery_order": pl.Int64,
        "source": pl.String,
        "agreement": pl.String,
        "table_name": pl.String,
        "roster_scope": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _table_ids(table: Table) -> list[int]:
    first = _contents(table.path).first
    return [] if first is None else [first // 100_000_000]
