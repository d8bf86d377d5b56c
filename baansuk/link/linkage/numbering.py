"""Numbers equal texts alike, so that each distinct one is cleaned once and every record finds it by its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]

# Odd numbers by which a key is spread over the places; another one each time two keys meet in one place.
_SPREAD: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_LEAST_BITS: Final = 10


def keys_of(texts: pl.DataFrame) -> Keys:
    """Return a number of 64 bits for each row, the same for equal rows within one run."""
    first, *others = (column.hash().to_numpy() for column in texts.iter_columns())
    keys: Keys = first
    for other in others:
        # Not a plain sum: (a, b) is not (b, a).
        keys = keys * np.uint64(_SPREAD[0]) + (other ^ (keys >> np.uint64(29)))
    return keys


def numbered(keys: Keys) -> tuple[Places, Places]:
    """Return one row of each distinct key, and for every row which of these is its own.

    Every key writes its row at one place of a table and looks whose row stands there: of equal keys all see the same.
    Who sees another key's asks again in another order; sorting, or a hash join, takes ten times as long.
    """
    rows = np.arange(len(keys), dtype=np.int32)
    first = _met(keys, rows, 0)
    asking, turn = rows.compress(keys.take(first) != keys), 1
    while len(asking):
        own = keys.take(asking)
        seen = asking.take(_met(own, np.arange(len(own), dtype=np.int32), turn))
        first[asking] = seen
        asking, turn = asking.compress(keys.take(seen) != own), turn + 1
    found = first == rows
    number = np.cumsum(found, dtype=np.int32) - np.int32(1)
    return rows.compress(found), number.take(first)


def _met(keys: Keys, rows: Places, turn: int) -> Places:
    """For each key the row that stands where the key belongs in this turn."""
    bits = max(_LEAST_BITS, len(keys).bit_length() + 1)
    mixed = keys ^ (keys >> np.uint64(turn % 32)) if turn else keys
    place = (mixed * np.uint64(_SPREAD[turn % len(_SPREAD)]) >> np.uint64(64 - bits)).view(np.int64)
    table = np.empty(1 << bits, np.int32)
    table[place] = rows
    met: Places = table.take(place)
    return met


def read_once(texts: pl.Series, rule: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return what ``rule`` makes of texts of which there are few, each distinct one read once."""
    one_of_each, places = numbered(keys_of(texts.to_frame()))
    return rule(texts[one_of_each])[places]


@dataclass(slots=True)
class Texts:
    """The distinct texts of a column, or of several together, of records that come piece by piece."""

    _keys: list[Keys] = field(default_factory=list)
    _texts: list[pl.DataFrame] = field(default_factory=list)
    _places: list[Places] = field(default_factory=list)

    def add(self, texts: pl.DataFrame) -> None:
        """Take the texts of the next records."""
        keys = keys_of(texts)
        one_of_each, places = numbered(keys)
        self._keys.append(keys[one_of_each])
        # With nothing put behind them: texts that are only picked hold on to all letters of their piece.
        self._texts.append(texts[one_of_each].select(pl.all() + ""))
        self._places.append(places)

    def told(self) -> tuple[pl.DataFrame, Places]:
        """Return every distinct text once, and for each record, in the order in which they came, the place of its own."""
        one_of_each, number = numbered(np.concatenate(self._keys))
        found, begin = [], 0
        for keys, places in zip(self._keys, self._places, strict=True):
            found.append(number[begin : begin + len(keys)].take(places))
            begin += len(keys)
        return pl.concat(self._texts)[one_of_each], np.concatenate(found)
