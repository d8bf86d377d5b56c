"""Lays the rows of all registers before the linker, piece by piece, as columns of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from baansuk.engine import Engine
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.inputs import Register, damage_told

# So many records are read at once: their texts take some 100 MB.
_AT_ONCE: Final = 400_000
SCHEMA: Final = {"source": pl.Int32} | dict.fromkeys(COLUMNS, pl.String)


def pieces(engine: Engine, registers: Sequence[Register]) -> Iterator[pl.DataFrame]:
    """Yield the records of all registers: source (place of their file, from 0) and all of ``columns.COLUMNS`` as text,
    null for an empty one. Raises BadInput for a file that cannot be read to its end.
    """
    with damage_told(engine, registers):
        yield pl.DataFrame(schema=SCHEMA)  # also where no file has a row
        for place, register in enumerate(registers):
            rows = _plain(register) if register.plain else engine.pieces(_sql(register), _AT_ONCE)
            for piece in rows:
                yield piece.select(pl.lit(place, dtype=pl.Int32).alias("source"), *_columns(piece))


def _columns(piece: pl.DataFrame) -> Iterator[pl.Series]:
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(piece))
    for name in COLUMNS:
        text = piece[name] if name in piece.columns else nothing
        # Few columns have empty texts: it is asked before all are written anew.
        yield (text.replace("", None) if (text == "").any() else text).alias(name)


def _plain(register: Register) -> Iterator[pl.DataFrame]:
    """The records of a Parquet file whose columns are texts and whole numbers, which Polars reads twice as fast."""
    rows = pl.scan_parquet(register.readable)
    count = int(rows.select(pl.len()).collect().item())
    wanted = rows.select(pl.col(own).cast(pl.String).alias(name) for name, own in register.plain.items())
    for start in range(0, count, _AT_ONCE):
        yield wanted.slice(start, _AT_ONCE).collect()


def _sql(register: Register) -> str:
    columns = ", ".join(f"{text} as {name}" for name, text in register.columns.items())
    return f"select {columns} from {register.rows}"
