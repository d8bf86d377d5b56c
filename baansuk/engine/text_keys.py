"""Numbers that stand for texts on every engine and for ever, of many texts at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from baansuk.engine.frames import framed, shown
from baansuk.engine.functions import TEXT_KEY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def text_keys(texts: pl.Series) -> pl.Series:
    """Return the whole number of 60 bits that text_key() gives each text in the steps; null for null."""
    here = connection()
    # Which rows come first is not told of a parallel scan, so each goes with its number.
    here.register("given", shown(pl.DataFrame({"x": texts}).with_row_index("row")))
    found = framed(here.sql(f"select row, {TEXT_KEY.duckdb} as key from given"))
    here.unregister("given")
    keys = pl.Series(texts.name, [None], dtype=pl.Int64).new_from_index(0, len(texts))
    return keys.scatter(found["row"], found["key"])


@cache
def connection() -> DuckDBPyConnection:
    """Return a DuckDB of the process's own, with nothing in it."""
    import duckdb  # a tenth of a second, which pages and most commands never need

    return duckdb.connect(":memory:")
