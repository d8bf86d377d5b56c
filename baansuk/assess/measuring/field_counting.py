"""Counts rows of many cells as they come: the weights failing several indicators are added in fields of one number.

A double holds whole numbers of 53 bits. Where a cell weighs less than 1,024, five indicators stand side by side in one of them,
and one sum by cell adds up five. Nothing is sorted and no row is moved; what is added is small enough to stay near the processor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.counting import Cells, Floats, Places
from baansuk.assess.measuring.packed_counting import Marks, Scored
from baansuk.assess.measuring.packing import THREADS, Bits, Codes

_WORD: Final = 64
_EXACT_BITS: Final = 53
# The sums of so many indicators side by side are looked up in a list of two to the power of them.
_MOST_AT_ONCE: Final = 12
# So many rows at a time, that what is looked up and what is found stay close to the processor.
_AT_ONCE: Final = 1 << 17


@dataclass(frozen=True)
class Countable:
    """N rows as they were read: what each fails and does not know, what it weighs, and its cell. ``keys`` name the C cells."""

    fail: Bits
    miss: Bits | None
    weight: npt.NDArray[np.integer[Any]]
    cell: Codes
    keys: dict[str, Places]
    values: dict[str, list[str | None]]


def count_fields(rows: Countable, scored: Scored, met: list[Marks], *, unknown: str = "known") -> Cells | None:
    """Count as counting.count does; None where a cell weighs more than a double holds exactly."""
    framework = scored.framework
    places = _Places(rows, scored, met)
    counted, weight = places.rows(), places.weight()
    adder = _Adder(places, int(weight.max(initial=0)))
    if not adder.at_once:
        return None
    found = np.flatnonzero(counted)
    many = len(framework.indicators)
    failing = rows.fail if unknown != "high" or rows.miss is None else rows.fail | rows.miss
    failed = adder(failing, many, found)
    shown = None
    if framework.available and unknown == "known":
        shown = np.zeros_like(failed) if rows.miss is None else adder(rows.miss, many, found)
    if scored.divisor is None:
        score = failed @ np.array(framework.tops, dtype=np.float64) / framework.divisor
    else:
        score = places.score()[found]
    cell = found // places.every
    return Cells(
        keys={name: codes[cell] for name, codes in rows.keys.items()},
        values=rows.values,
        cut=found % places.every - 1,
        rows=counted[found].astype(np.float64),
        weight=weight[found],
        failed=failed,
        unknown=shown,
        score=score,
        squares=None,
    )


class _Places:
    """Where each row is counted: a place for each cell and bucket, of which there are ``every`` to a cell."""

    def __init__(self, rows: Countable, scored: Scored, met: list[Marks]) -> None:
        self._rows, self._scored, self._met = rows, scored, met
        self.every = len(met) + 2
        cells = len(next(iter(rows.keys.values()))) if rows.keys else 1
        self.many = cells * self.every

    def parts(self) -> Iterator[slice]:
        """The rows, some at a time: many more than there are places, so that adding up the parts costs little."""
        at_once = max(_AT_ONCE, self.many)
        for start in range(0, len(self._rows.fail), at_once):
            yield slice(start, start + at_once)

    def of(self, part: slice) -> Places:
        place = self._rows.cell[part].astype(np.int64)
        place *= self.every
        for marks in (self._scored.used, *self._met):
            place += marks[part]
        return place

    def weights(self, part: slice) -> Floats:
        return self._rows.weight[part].astype(np.float64)

    def rows(self) -> Places:
        counted = np.zeros(self.many, dtype=np.int64)
        for part in self.parts():
            counted += np.bincount(self.of(part), minlength=self.many)
        return counted

    def weight(self) -> Floats:
        return self._sum(self.weights)

    def score(self) -> Floats:
        """The sum of weight times score, where each row has a divisor of its own."""
        top, divisor, used = self._scored.top, np.asarray(self._scored.divisor), self._scored.used

        def worth(part: slice) -> Floats:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(used[part], self.weights(part) * top[part] / divisor[part], 0.0)

        return self._sum(worth)

    def _sum(self, worth: Callable[[slice], Floats]) -> Floats:
        summed = np.zeros(self.many)
        for part in self.parts():
            summed += np.bincount(self.of(part), worth(part), self.many)
        return summed


class _Adder:
    """Adds up the weights of rows by bit; ``at_once`` is how many bits stand side by side, 0 where a number holds none."""

    def __init__(self, places: _Places, most: int) -> None:
        self._places = places
        self._width = max(1, most.bit_length())
        self.at_once = min(_EXACT_BITS // self._width, _MOST_AT_ONCE)

    def __call__(self, masks: Bits, many: int, found: Places) -> Floats:
        """The weight of the rows that have each of the first ``many`` bits, at the places that are ``found``: (found, bits)."""
        firsts = range(0, many, self.at_once)
        bits = np.arange(1 << self.at_once)
        table = sum(
            ((bits >> bit & 1) * float(1 << bit * self._width) for bit in range(self.at_once)), np.zeros(len(bits))
        )
        few = np.uint64(len(bits) - 1)

        def of(parts: Sequence[slice]) -> Floats:
            added = np.zeros((len(firsts), self._places.many))
            for part in parts:
                place, weight, these = self._places.of(part), self._places.weights(part), masks[part]
                for row, first in enumerate(firsts):
                    fields = table.take((these >> np.uint64(first) & few).view(np.int64), mode="clip")
                    fields *= weight
                    added[row] += np.bincount(place, fields, self._places.many)
            return added

        parts = list(self._places.parts())
        with ThreadPoolExecutor(THREADS) as pool:
            halves = list(pool.map(of, [parts[thread::THREADS] for thread in range(THREADS)]))
        added = sum(halves[1:], halves[0])
        sums = added[:, found].astype(np.int64)
        field = (1 << self._width) - 1
        apart = [sums[bit // self.at_once] >> bit % self.at_once * self._width & field for bit in range(many)]
        return np.column_stack(apart).astype(np.float64)


def bits_of(masks: Bits | None, many: int) -> list[int]:
    """How many rows have each of the first ``many`` bits."""
    if masks is None:
        return [0] * many
    some = masks[masks != 0].view(np.uint8)
    counted = np.unpackbits(some, bitorder="little").reshape(-1, _WORD).sum(axis=0, dtype=np.int64)
    return [int(one) for one in counted[:many]]
