"""Writes the fact sheets of some households from the statements of an edition, as JSON text, one per field class."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from baansuk.engine import Engine
from baansuk.people.fields import Field, facts_of

_DATE_LENGTH = "case {precision} when 'year' then 4 when 'month' then 7 else 10 end"


def sheets_sql(folder: Path) -> str:
    """Return the SELECT of household_code, field_class, facts for households with ``h`` from ? up to ?.

    It reads the views person_statements and household_statements (see ``open_statements``) in DuckDB, because the
    database that the sheets go to is one machine's in any case.
    """
    parts = []
    for unit, of in (("household", "''"), ("person", "person_code")):
        present = set(pl.read_parquet_schema(folder / f"{unit}_statements.parquet"))
        by_class: dict[str, list[Field]] = {}
        for field in facts_of(unit):
            if field.code in present:
                by_class.setdefault(field.field_class, []).append(field)
        parts += [
            f"""select household_code, '{name}' as field_class, {of} as person, record_id,
                {_day("observed_on", "observed_precision")} as observed, {_object(fields)} as said
            from {unit}_statements where h >= $low and h < $high"""
            for name, fields in by_class.items()
        ]
    return f"""
        select household_code, field_class, '[' || string_agg(
            '["' || person || '",' || record_id || ',"' || coalesce(observed, '') || '",{{' || said || '}}]',
            ',' order by person, record_id) || ']' as facts
        from ({" union all ".join(parts)}) as stated
        where said <> ''
        group by household_code, field_class
        order by household_code, field_class"""


def open_statements(engine: Engine, folder: Path) -> None:
    """Make the statements of an edition readable."""
    for unit in ("person", "household"):
        engine.read(f"{unit}_statements", [folder / f"{unit}_statements.parquet"])


def _object(fields: Iterable[Field]) -> str:
    pairs = ", ".join(
        f"""case when {field.code} is not null then '"{field.code}":' || to_json({_text(field)}) end"""
        for field in fields
    )
    return f"concat_ws(',', {pairs})"


def _text(field: Field) -> str:
    if field.code == "birth_date":
        return _day("birth_date", "birth_precision")
    return f"cast({field.code} as varchar)"


def _day(column: str, precision: str) -> str:
    return f"substr(cast({column} as varchar), 1, {_DATE_LENGTH.format(precision=precision)})"
