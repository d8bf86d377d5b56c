"""Reads each different value of a column once for the whole file, however many rows and batches bear it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

# Above this many remembered values a column hardly repeats; remembering more would cost more than reading again.
_MOST = 150_000


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
        different = column.lazy().unique().drop_nulls().collect()
        known = self._known.get(name)
        fresh = different if known is None else different.join(known, on="value", how="anti")
        if len(fresh) or known is None:
            values = fresh["value"]
            answers = read(values).with_columns(value=values)
            known = answers if known is None or len(known) > _MOST else pl.concat([known, answers])
            if len(known) > _MOST:
                lost = different.join(known, on="value", how="anti")["value"]
                known = pl.concat([known, read(lost).with_columns(value=lost)]) if len(lost) else known
            self._known[name] = known
        return column.join(known, on="value", how="left", maintain_order="left").drop("value")
