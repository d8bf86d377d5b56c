"""Counts rows of many small cells: sorted by cell, the weights failing several indicators are added in fields of one word.

Where cells hold a few rows each, as the PSUs of a nation do, words of bits would stand half empty. A word of eight fields of
eight bits adds up eight indicators at a time, as long as no cell weighs more than a field holds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.counting import Cells, Floats, Places
from baansuk.assess.measuring.packed_counting import Marks, Scored
from baansuk.assess.measuring.packing import THREADS, Bits, Codes, order_of

_WORD: Final = 64
_WIDTHS: Final = (8, 16, 32)


@dataclass(frozen=True)
class Sortable:
    """N rows as they were read: what each fails and does not know, what it weighs, and its cell. ``keys`` name the C cells."""

    fail: Bits
    miss: Bits | None
    weight: npt.NDArray[np.int64]
    cell: Codes
    keys: dict[str, Places]
    values: dict[str, list[str | None]]


def count_fields(rows: Sortable, scored: Scored, met: list[Marks], *, unknown: str = "known") -> Cells | None:
    """Count as counting.count does; None where a cell weighs more than half a word holds."""
    framework = scored.framework
    bucket = np.where(scored.used, np.int32(1), np.int32(0))
    for marks in met:
        bucket += marks
    every = len(framework.cutoffs) + 2
    key = rows.cell * np.int64(every) + bucket
    order = order_of(key, (int(rows.cell.max(initial=0)) + 1) * every)
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    found = ordered[starts]
    weight = rows.weight[order]
    adder = _Adder(weight.astype(np.uint64), starts, int(np.add.reduceat(weight, starts).max(initial=0)))
    if not adder.width:
        return None
    many = len(framework.indicators)
    failing = rows.fail if unknown != "high" or rows.miss is None else rows.fail | rows.miss
    failed = adder(failing[order], many)
    shown = None
    if framework.available and unknown == "known":
        shown = np.zeros_like(failed) if rows.miss is None else adder(rows.miss[order], many)
    cell = found // every
    if scored.divisor is None:
        score = failed @ np.array(framework.tops, dtype=np.float64) / framework.divisor
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            worth = np.where(scored.used, rows.weight * scored.top / scored.divisor, 0.0)
        score = np.add.reduceat(worth[order], starts)
    return Cells(
        keys={name: places[cell] for name, places in rows.keys.items()},
        values=rows.values,
        cut=found % every - 1,
        rows=np.diff(starts, append=len(ordered)).astype(np.float64),
        weight=np.add.reduceat(weight, starts).astype(np.float64),
        failed=failed,
        unknown=shown,
        score=score,
        squares=None,
    )


class _Adder:
    """Adds up the weights of sorted rows by bit; ``width`` is that of a field, 0 where none is wide enough."""

    def __init__(self, weight: Bits, starts: Places, most: int) -> None:
        self.weight, self.starts = weight, starts
        self.width = next((width for width in _WIDTHS if most < 1 << width), 0)

    def __call__(self, masks: Bits, many: int) -> Floats:
        """The weight of the rows that have each of the first ``many`` bits: (cells, bits)."""
        at_once = _WORD // self.width
        bits = np.arange(1 << at_once, dtype=np.uint64)
        table = sum(
            ((bits >> np.uint64(bit) & np.uint64(1)) << np.uint64(bit * self.width) for bit in range(at_once)),
            np.zeros(1, dtype=np.uint64),
        )

        def of(first: int) -> Floats:
            these = (masks >> np.uint64(first)).astype(np.uint8) & np.uint8(len(bits) - 1)
            fields = table[these]
            fields *= self.weight
            added = np.add.reduceat(fields, self.starts)
            return added.view(f"<u{self.width // 8}").reshape(-1, at_once).astype(np.float64)

        with ThreadPoolExecutor(THREADS) as pool:
            return np.hstack(list(pool.map(of, range(0, many, at_once))))[:, :many]


def bits_of(masks: Bits | None, many: int) -> list[int]:
    """How many rows have each of the first ``many`` bits."""
    if masks is None:
        return [0] * many
    some = masks[masks != 0].view(np.uint8)
    counted = np.unpackbits(some, bitorder="little").reshape(-1, _WORD).sum(axis=0, dtype=np.int64)
    return [int(one) for one in counted[:many]]
