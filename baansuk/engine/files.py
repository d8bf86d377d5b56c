"""What a file of rows is made of, as DuckDB sees it: which columns it has, and how a CSV is read without guessing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

# What can be said of a column on either engine; DuckDB's own names of types to the left.
_KINDS: Final = {
    "VARCHAR": "text",
    "DATE": "date",
    "BOOLEAN": "text",
    '"NULL"': "text",
    "DOUBLE": "number",
    "FLOAT": "number",
}
WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


class Unreadable(ValueError):
    """A file that is not what it was taken for."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its file names it.

    ``kind`` is text, whole, number, date, moment (of a clock on some wall), zoned (of the world's clock) or other (lists,
    bytes, structures). ``type`` is DuckDB's name of its type.
    """

    name: str
    kind: str
    type: str = field(default="", compare=False)


def quoted(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def parquet_columns(connection: Any, path: Path) -> list[Column]:
    """Return the columns of a Parquet file in their order, also those whose names are alike. Raises Unreadable."""
    import duckdb  # loaded by whoever has a connection; rules and names of kinds are asked for without one

    try:
        kinds = connection.execute(f"describe select * from read_parquet({quoted(str(path))})").fetchall()
        schema = connection.execute(
            f"select name, coalesce(num_children, 0) from parquet_schema({quoted(str(path))})"
        ).fetchall()
    except duckdb.Error as fault:
        raise Unreadable(type(fault).__name__) from fault
    # Where two names differ in case only, DuckDB gives the second another name; the file's own stand in its schema.
    names = _outermost(schema)
    return [Column(name, _kind(row[1]), row[1]) for name, row in zip(names, kinds, strict=True)]


def _outermost(schema: Sequence[tuple[str, int]]) -> list[str]:
    """The names of the columns in a schema, which lists what is inside a column right after it."""
    names = []
    place = 1
    while place < len(schema):
        names.append(schema[place][0])
        inside = 1
        while inside:
            inside += schema[place][1] - 1
            place += 1
    return names


def _kind(told: str) -> str:
    if told in WHOLE:
        return "whole"
    if told.startswith("DECIMAL") and "[" not in told:
        return "number"
    if told.startswith("TIMESTAMP") and "[" not in told:
        return "zoned" if told.endswith("ZONE") else "moment"
    return _KINDS.get(told, "other")


def given_sql(types: Mapping[str, str]) -> str:
    """SQL: a table of one parameter, a list, for each column; ``types`` names their SQL types."""
    return "select " + ", ".join(f"unnest(cast(? as {kind}[])) as {name}" for name, kind in types.items())


def parquet_sql(path: Path) -> str:
    """SQL: the rows of a Parquet file."""
    return f"read_parquet({quoted(str(path))})"


def csv_sql(path: Path, columns: Sequence[str], delimiter: str) -> str:
    """SQL: the rows of a UTF-8 CSV below its header; ``columns`` names its columns in their order, all of them text.

    Nothing is guessed from the rows, so that a file of a million rows is read as its first would be. An empty field is null.
    """
    listed = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    return (
        f"select * from read_csv({quoted(str(path))}, auto_detect = false, header = true, columns = {{{listed}}}, "
        f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"')"
    )
