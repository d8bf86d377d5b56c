"""Hands tables of Polars to DuckDB and back without copying them and without pyarrow, which takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl


class _Shown:
    """Rows by Arrow's interface for other libraries, and nothing else of them.

    Seeing a frame of Polars itself, DuckDB would call for pyarrow; and Polars remembers every type that it is shown, for
    which DuckDB blames it at the end of the process.
    """

    def __init__(self, rows: Any) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


def shown(frame: pl.DataFrame) -> Any:
    """Return what DuckDB's register() takes for the rows of ``frame``."""
    return _Shown(frame)


def in_pieces(connection: Any, sql: str, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of a SELECT, about so many at once, and close the connection behind the last."""
    with connection:
        try:
            # By pyarrow: the plain interface gives all rows at once.
            for piece in connection.sql(sql).to_arrow_reader(rows):
                yield pl.DataFrame(piece)
        except OSError as fault:  # as which pyarrow tells whatever ails DuckDB
            import duckdb  # loaded by whoever asks it

            raise duckdb.Error(str(fault)) from fault


def framed(relation: Any) -> pl.DataFrame:
    """Return the rows of a relation of DuckDB."""
    return pl.DataFrame(_Shown(relation))
