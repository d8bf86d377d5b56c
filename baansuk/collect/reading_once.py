"""Reads each different value of a column once for the whole file, however many rows and batches bear it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

Read = Callable[[pl.Series], pl.DataFrame]
Places = npt.NDArray[np.uint32]
Keys = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]
# Above this many remembered values a column hardly repeats; remembering more would cost more than reading again.
_MOST: Final = 150_000
# The table has so many slots for each value that one in twenty finds its own slot taken and lies in the next.
_SLOTS: Final = 8
_LEAST_BITS: Final = 10
# Of so few cells each is read, equal or not: telling them apart would cost more than it saves.
_FEW: Final = 200
# The place of the answer to a null, and to what was not seen before.
_NOBODY: Final = 0
# A value is known by two hashes of 64 bits; nobody can make a list with two texts that share both, for the seeds are of this process.
_SEEDS: Final = (secrets.randbits(63), secrets.randbits(63))


@dataclass(frozen=True, slots=True)
class _Known:
    """What came of each value read so far, the first for none; its hashes; and at which slot each is looked for."""

    answers: pl.DataFrame
    keys: Keys
    slots: Places

    def places_of(self, keys: Keys) -> Places:
        """Return where the answer to each value stands, nought where it is not known."""
        slot = _slots_of(keys, len(self.slots))
        places = self.slots[slot]
        asking = np.flatnonzero(self._others(places, keys))
        while len(asking):
            slot[asking] = (slot[asking] + 1) & (len(self.slots) - 1)
            places[asking] = found = self.slots[slot[asking]]
            asking = asking[self._others(found, _some(keys, asking))]
        return places

    def _others(self, places: Places, keys: Keys) -> npt.NDArray[np.bool_]:
        """Mark the places of another's value."""
        other: npt.NDArray[np.bool_] = self.keys[0][places] != keys[0]
        other |= self.keys[1][places] != keys[1]
        other &= places != _NOBODY
        return other


class Once:
    """What was already read, by column; one per table being read."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def read(self, name: str, cells: pl.Series, read: Read) -> pl.DataFrame:
        """Return ``read`` of each cell in the order of the cells; null cells give nulls.

        ``read`` must answer each value by itself; it is called with values not seen before. ``name`` keeps apart what
        different columns remember.
        """
        known = self._known.get(name)
        if known is None and len(cells) <= _FEW:
            return _each(cells, read)
        there = cells.is_not_null().to_numpy() if cells.null_count() else None
        keys = _keys_of(cells)
        if known is None or len(known.answers) > _MOST:
            known = _learned(cells.drop_nulls().unique(), read, None)
        places = known.places_of(keys)
        new = np.flatnonzero(places == _NOBODY if there is None else (places == _NOBODY) & there)
        if len(new):  # hardly any, after the first batches
            known = _learned(cells.gather(new).unique(), read, known)
            places[new] = known.places_of(_some(keys, new))
        self._known[name] = known
        if there is not None:
            places[~there] = _NOBODY
        return known.answers.gather(pl.Series(places))


def _each(cells: pl.Series, read: Read) -> pl.DataFrame:
    """Return ``read`` of each cell, remembering nothing."""
    if not cells.null_count():
        return read(cells)
    there = cells.is_not_null()
    return read(cells.drop_nulls()).gather((there.cum_sum() - 1).set(~there, None))


def _learned(values: pl.Series, read: Read, before: _Known | None) -> _Known:
    """Return what is known with ``values``, none of which was known ``before``."""
    answers, keys = read(values), _keys_of(values)
    if before is None:
        answers = pl.concat([answers.clear(1), answers])
        keys = (np.insert(keys[0], 0, 0), np.insert(keys[1], 0, 0))
    else:
        answers = pl.concat([before.answers, answers]).rechunk()
        keys = (np.concatenate([before.keys[0], keys[0]]), np.concatenate([before.keys[1], keys[1]]))
    return _Known(answers, keys, _slotted(keys))


def _keys_of(values: pl.Series) -> Keys:
    first, second = values.to_frame("t").select(a=pl.col("t").hash(_SEEDS[0]), b=pl.col("t").hash(_SEEDS[1]))
    return first.to_numpy(), second.to_numpy()


def _some(keys: Keys, rows: npt.NDArray[np.intp]) -> Keys:
    return keys[0][rows], keys[1][rows]


def _slots_of(keys: Keys, many: int) -> npt.NDArray[np.intp]:
    found: npt.NDArray[np.intp] = (keys[0] & np.uint64(many - 1)).astype(np.intp)
    return found


def _slotted(keys: Keys) -> Places:
    """Give each value but the first a slot: its own, or the next free one after it."""
    many = len(keys[0])
    slots = np.full(1 << max(_LEAST_BITS, (_SLOTS * many).bit_length()), _NOBODY, np.uint32)
    asking = np.arange(1, many, dtype=np.uint32)
    slot = _slots_of(keys, len(slots))
    while len(asking):
        free = asking[slots[slot[asking]] == _NOBODY]
        slots[slot[free]] = free  # of several that want one slot one has it
        asking = asking[slots[slot[asking]] != asking]
        slot[asking] = (slot[asking] + 1) & (len(slots) - 1)
    return slots
