"""Functions of our own that a step may call on either engine, each said in the words of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Function:
    """A function of SQL: its parameters, and its value in DuckDB's dialect and in Spark's, where they stand as columns."""

    name: str
    parameters: tuple[str, ...]
    duckdb: str
    spark: str


# A number of 60 bits for a text: the same on every engine and for ever, so it may be kept. Sixty, because a whole number
# of 64 bits has a sign.
TEXT_KEY: Final = Function(
    "text_key",
    ("x",),
    duckdb="cast(('0x' || substr(md5(x), 1, 15)) as bigint)",
    spark="cast(conv(substr(md5(x), 1, 15), 16, 10) as bigint)",
)
# A number of 64 bits for a text within one run: several times as fast, another one on each engine. Null has one as well,
# which is no text's: sparing it costs DuckDB a branch for every row, where Parquet lets it number each text once.
QUICK_KEY: Final = Function(
    "quick_key",
    ("x",),
    duckdb="hash(x)",
    spark="xxhash64(x)",
)
KEYS: Final = (TEXT_KEY, QUICK_KEY)


def by_name(functions: Iterable[Function]) -> dict[str, Function]:
    """Index functions by their names."""
    return {function.name: function for function in functions}
