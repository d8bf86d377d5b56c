"""Numbers that stand for texts on every engine and for ever, of many texts at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from baansuk.engine.frames import framed, shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# DuckDB: the first eight bytes of a text's MD5, the least first. Written as letters and read again they take twice as long.
_FIRST_BYTES: Final = "cast(md5_number(x) & 18446744073709551615::uhugeint as ubigint)"


def text_keys(texts: pl.Series) -> pl.Series:
    """Return the whole number of 60 bits that text_key() gives each text in the steps; null for null."""
    here = connection()
    # Which rows come first is not told of a parallel scan, so each goes with its number.
    here.register("given", shown(pl.DataFrame({"x": texts}).with_row_index("row")))
    found = framed(here.sql(f"select row, {_FIRST_BYTES} as bytes from given where x is not null"))
    here.unregister("given")
    # Of the sixteen digits that the bytes are in writing, the first fifteen.
    numbers = (found["bytes"].to_numpy().byteswap() >> np.uint64(4)).view(np.int64)
    keys = pl.Series(texts.name, [None], dtype=pl.Int64).new_from_index(0, len(texts))
    return keys.scatter(found["row"], pl.Series(numbers))


@cache
def connection() -> DuckDBPyConnection:
    """Return a DuckDB of the process's own, with nothing in it."""
    import duckdb  # a tenth of a second, which pages and most commands never need

    return duckdb.connect(":memory:")
