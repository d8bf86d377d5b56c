"""Reads each different value of a column once for the whole file, however many rows and batches bear it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

# Above this many remembered values a column hardly repeats; remembering more would cost more than reading again.
_MOST = 150_000
_SEEN = "seen before"


class Once:
    """What was already read, by column; one per table being read."""

    def __init__(self) -> None:
        self._known: dict[str, pl.DataFrame] = {}

    def read(self, name: str, cells: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
        """Return ``read`` of each cell in the order of the cells; null cells give nulls.

        ``read`` must answer each value by itself; it is called with values not seen before. ``name`` keeps apart what
        different columns remember.
        """
        column = cells.rename("value").to_frame()
        known = self._known.get(name)
        if known is None or len(known) > _MOST:
            known = _answers(column["value"].drop_nulls().unique(), read)
        found = column.join(known, on="value", how="left", maintain_order="left")
        new = found.filter(pl.col(_SEEN).is_null() & pl.col("value").is_not_null())["value"]
        if len(new):
            known = pl.concat([known, _answers(new.unique(), read)])
            found = column.join(known, on="value", how="left", maintain_order="left")
        self._known[name] = known
        return found.drop("value", _SEEN)


def _answers(values: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    return read(values).with_columns(value=values, **{_SEEN: pl.lit(True)})
