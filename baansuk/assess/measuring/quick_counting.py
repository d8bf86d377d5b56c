"""Counts a table of plain comparisons on one machine without an engine: from the store, by fields, or by bits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from baansuk.assess.measuring.beginning import Begun
from baansuk.assess.measuring.by_packing import (
    Facts,
    Opened,
    begin_profiles,
    find_packed,
    keep_packed,
    marks,
    opened,
)
from baansuk.assess.measuring.counting import Cells, Places
from baansuk.assess.measuring.field_counting import Countable, bits_of, count_fields
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import Asked
from baansuk.assess.measuring.packed_counting import ScoredRows, score_masks
from baansuk.assess.measuring.packing import Codes, cells_of, packed_of
from baansuk.assess.measuring.quick_filling import Read, filled
from baansuk.assess.measuring.quick_reading import amounts, begin_reading, plainly
from baansuk.assess.measuring.telling import Counted, by_name, counted_packed, counted_quickly
from baansuk.assess.measuring.weighing import Weight
from baansuk.assess.values import quoted
from baansuk.engine.watch import Watch

# Rows are held as they were read, forty bytes each, up to so many: a nation's.
_MOST_ROWS: Final = 1 << 25
# Sums that are kept at once, of every indicator in every cell; where groups cross so often, SQL counts each column for itself.
_MOST_SUMS: Final = 10_000_000
Counts = tuple[Cells, tuple[Cells, Cells] | None]


@dataclass(frozen=True)
class Found:
    """What counting found: ``counts`` of all groups crossed; ``profiles`` is being written; ``stored`` what became of the store."""

    asked: Asked
    facts: Facts
    counts: Counts
    told: Counted
    profiles: Future[None]
    stored: str


@dataclass(frozen=True)
class Store:
    """The folder of packed rows and, once it was worked out, the SHA-256 of the data."""

    folder: Path | None
    data_sha256: Callable[[], str]


def count_quickly(begun: Begun, store: Store, folder: Path, watch: Watch) -> Found | None:
    """Count a table, and begin its profiles in ``folder``; None where the engine is to do it."""
    asked = plainly(begun.framework)
    if asked is None:
        return None
    with watch("check"):
        kept = None if store.folder is None else find_packed(asked, store.folder, store.data_sha256())
        read = None if kept is not None else _read(begun)
    with watch("count"):
        if kept is not None:
            return _of_packed(asked, *kept, folder, "used")
        return None if read is None else _of_read(read, store, folder)


def _read(begun: Begun) -> Read | None:
    """The rows that are being read already, or, where the store might have had them, are only now."""
    reading = begun.reading
    if reading is None and begun.given.store is not None:
        reading = begin_reading(begun.given.table, begun.framework)
    return None if reading is None else filled(reading)


def _of_packed(asked: Asked, packed: Opened, facts: Facts, folder: Path, stored: str) -> Found:
    profiles = packed.write_profiles(folder / "profiles.parquet")
    told = counted_packed(asked, packed.totals, by_name(asked, facts.divided_by_zero))
    return Found(asked, facts, packed.count(), told, profiles, stored)


def _of_read(read: Read, store: Store, folder: Path) -> Found | None:
    factors = [f"cast({quoted(name)} as bigint)" for name in amounts(read.asked.framework)]
    facts = Facts(Weight(" * ".join(factors) or "cast(1 as integer)"), [], [], [0] * len(read.asked.judged))
    stored = "not asked for" if store.folder is None else "kept"
    packed = None
    if not read.asked.framework.design.is_sample and (store.folder is not None or len(read.masks["fail"]) > _MOST_ROWS):
        packed = packed_of(read.asked, read.masks, read.codes, read.values)
    if packed is None:
        return _by_fields(read, facts, folder, "not asked for" if store.folder is None else "of no use")
    scored = opened(packed, read.asked.framework)
    if store.folder is not None:
        keep_packed(scored, facts, store.folder, store.data_sha256())
    return _of_packed(read.asked, scored, facts, folder, stored)


def _by_fields(read: Read, facts: Facts, folder: Path, stored: str) -> Found | None:
    framework, masks = read.asked.framework, read.masks
    many = len(masks["fail"])
    if many > _MOST_ROWS:
        return None
    cell, first = cells_of(list(read.codes.values()), [len(read.values[key]) for key in read.codes], many)
    if len(first) * len(framework.indicators) > _MOST_SUMS:
        return None
    keys = {key: code[first].astype(np.int64) for key, code in read.codes.items()}
    keys, values, cell = _in_order(keys, read.values, cell, len(first))
    rows = Countable(masks["fail"], masks.get("miss"), masks["w"], cell, keys, values)
    every = np.ones(many, dtype=bool)
    scored = score_masks(rows.fail, rows.miss, None, every, framework)
    met = marks(scored)
    # The profiles are written while the rows are counted.
    profiles = begin_profiles(ScoredRows(many, None, rows.miss, scored, met), folder / "profiles.parquet")
    cells = count_fields(rows, scored, met)
    if cells is None:
        wait([profiles])
        return None
    told = counted_quickly(read.asked, cells, bits_of(rows.miss, len(framework.indicators)))
    return Found(read.asked, facts, (cells, _bounds(rows, framework)), told, profiles, stored)


def _in_order(
    keys: dict[str, Places], values: dict[str, list[str | None]], cell: Codes, cells: int
) -> tuple[dict[str, Places], dict[str, list[str | None]], Codes]:
    """Number groups by their names, and cells by groups, stratum and PSU, so that whatever is summed later lies together."""
    if not keys:
        return keys, values, cell
    keys, values = dict(keys), dict(values)
    for key in keys:
        if key.startswith("g"):
            keys[key], values[key] = _by_name(keys[key], values[key])
    order = np.lexsort([keys[key] for key in sorted(keys, reverse=True)])
    rank = np.empty(cells, dtype=np.int32)
    rank[order] = np.arange(cells, dtype=np.int32)
    return {key: places[order] for key, places in keys.items()}, values, rank.take(cell)


def _by_name(places: Places, names: list[str | None]) -> tuple[Places, list[str | None]]:
    order = sorted(range(len(names)), key=lambda place: (names[place] is None, names[place] or ""))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return rank[places], [names[place] for place in order]


def _bounds(rows: Countable, framework: Framework) -> tuple[Cells, Cells] | None:
    """Where unknowns are left out, the counts with all of them passing, and failing."""
    if not framework.available:
        return None
    found = []
    for unknown in ("low", "high"):
        every = np.ones(len(rows.fail), dtype=bool)
        scored = score_masks(rows.fail, rows.miss, None, every, framework, unknown=unknown)
        found.append(count_fields(rows, scored, marks(scored), unknown=unknown))
    low, high = found
    return None if low is None or high is None else (low, high)
