"""Says of several records which goes first by what it is called, without holding text against text where numbers tell."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from baansuk.link.linkage.records import Flags, Rows

_BYTES: Final = 8
_LAST: Final = np.uint64(2**64 - 1)


def first_of_each(ids: pl.Series, sizes: Rows, later: Flags | None = None) -> Rows:
    """Return of each group the place of the one whose id is the least, byte by byte.

    The groups, of these ``sizes``, stand one behind the other in ``ids``, none of which is there twice. Who is ``later`` goes
    first only where all of the group are.
    """
    if not len(sizes):
        return sizes
    begins = np.cumsum(sizes) - sizes
    told = _beginnings(ids)
    if later is not None:
        others = np.logical_or.reduceat(~later, begins)
        told = np.where(later & np.repeat(others, sizes), _LAST, told)
    least = np.flatnonzero(told == np.repeat(np.minimum.reduceat(told, begins), sizes))
    if len(least) == len(sizes):
        return least
    # Several begin alike: few, unless ids are long and differ at their ends.
    group = np.searchsorted(begins, least, side="right")
    found = pl.DataFrame({"group": group, "place": least, "id": ids.gather(least)})
    first = found.sort("group", "id").unique("group", keep="first", maintain_order=True)
    return first["place"].to_numpy().astype(np.int64)


def _beginnings(ids: pl.Series) -> npt.NDArray[np.uint64]:
    """The first eight bytes of each as a number, so that what is less goes before."""
    padded = pl.col("id").cast(pl.Binary) + pl.lit(bytes(_BYTES))
    number = padded.bin.slice(0, _BYTES).bin.reinterpret(dtype=pl.UInt64, endianness="big")
    return pl.DataFrame({"id": ids}).select(number).to_series().to_numpy()
