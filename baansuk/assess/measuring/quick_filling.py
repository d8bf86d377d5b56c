"""Fills arrays with the rows that Polars reads, as they come, in the narrowest kinds that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.judging import PLACE, Asked
from baansuk.assess.measuring.quick_reading import NO_WEIGHT, Reading

if TYPE_CHECKING:
    import polars as pl

Array = npt.NDArray[Any]
# Whole numbers up to here are exact in a double, however they are added.
_EXACT: Final = 1 << 53


@dataclass(frozen=True)
class Read:
    """N rows in the order of the file.

    ``masks`` are ``fail`` and, where any row has one, ``miss``: the indicators that a row fails and does not know, a bit each; and
    ``w``, what it weighs. ``codes`` give for each key (g0…, h, p) the place of a row's value in ``values``.
    """

    asked: Asked
    masks: dict[str, Array]
    codes: dict[str, Array]
    values: dict[str, list[str | None]]


def filled(reading: Reading) -> Read | None:
    """Return all rows once they are there; None where the engine is to read them, which says what is wrong with them."""
    import polars as pl

    try:
        masks = _arrays(reading, reading.rows())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return None
    weight = masks["w"]
    many = len(weight)
    if not many or int(weight.min()) == NO_WEIGHT or int(weight.max()) * many >= _EXACT:
        return None
    codes = {key: masks.pop(f"k_{key}") for key in reading.lists}
    values = {key: _named(codes[key], categories) for key, categories in reading.lists.items()}
    unplaced = any(None in values[key] for key in ("h", "p") if key in values)
    return None if unplaced else Read(reading.asked, masks, codes, values)


def _arrays(reading: Reading, rows: int) -> dict[str, Array]:
    """Arrays of the columns, each row at the place that it says; no ``miss`` where all is known."""
    arrays: dict[str, Array] = {}
    for batch in reading:
        part = _part(batch[PLACE].to_numpy())
        for column in batch.drop(PLACE):
            _fill(arrays, column.name, column.to_numpy(), part, rows)
    for name in ("fail", "w"):
        arrays.setdefault(name, np.zeros(rows, dtype=np.uint64 if name == "fail" else np.int64))
    return arrays


def _part(places: Array) -> slice | Array:
    """Places that follow each other as a slice, which is quicker."""
    if len(places) and bool((places[1:] - places[:-1] == 1).all()):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _fill(arrays: dict[str, Array], name: str, values: Array, part: slice | Array, rows: int) -> None:
    if name == "miss" and name not in arrays and not values.any():
        return
    wide = np.dtype(np.uint64) if name in ("fail", "miss") else _narrowest(name, values)
    if name not in arrays:
        arrays[name] = np.zeros(rows, dtype=wide)
    elif wide.itemsize > arrays[name].dtype.itemsize:
        arrays[name] = arrays[name].astype(wide)
    arrays[name][part] = values


def _narrowest(name: str, values: Array) -> np.dtype[Any]:
    """Codes take 16 bits or 32, weights, one of which may be the sign that there is none, 16 or 64."""
    most = int(values.max(initial=0))
    if name == "w":
        return np.dtype(np.int16 if most < 1 << 15 else np.int64)
    return np.dtype(np.uint16 if most < 1 << 16 else np.uint32)


def _named(codes: Array, categories: pl.Categories) -> list[str | None]:
    """The values that codes stand for. 0 stood for none; where no row has it, the codes move down by one."""
    named: list[str | None] = categories.to_series().to_list()
    if codes.min(initial=1) > 0:
        codes -= 1
        return named
    return [None, *named]
