"""Measures a table through packed rows, kept in a store or made now: the quick way for a full register on one machine."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baansuk.assess.measuring import store
from baansuk.assess.measuring.counting import Cells
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import Asked
from baansuk.assess.measuring.outputs import write_profiles
from baansuk.assess.measuring.packed_counting import Marks, Scored, ScoredRows, Totals, count_packed, score, totals_of
from baansuk.assess.measuring.packing import Packed, pack
from baansuk.assess.measuring.weighing import Weight

if TYPE_CHECKING:
    from baansuk.engine.duckdb_engine import DuckDBEngine


@dataclass(frozen=True)
class Opened:
    """Packed rows with their totals and their scores under the framework."""

    packed: Packed
    totals: Totals
    scored: Scored
    met: list[Marks]

    def count(self) -> tuple[Cells, tuple[Cells, Cells] | None]:
        """Count as known, and where unknowns are left out also with all of them passing, and failing."""
        cells = count_packed(self.packed, self.scored, self.met, self.totals)
        if not self.scored.framework.available:
            return cells, None
        return cells, (self._count_as("low"), self._count_as("high"))

    def _count_as(self, unknown: str) -> Cells:
        scored = score(self.packed, self.scored.framework, unknown=unknown)
        met = marks(scored)
        return count_packed(self.packed, scored, met, self.totals, unknown=unknown)

    def write_profiles(self, path: Path) -> Future[None]:
        """Begin to write profiles.parquet beside other work."""
        place = self.packed.place
        return begin_profiles(ScoredRows(len(place), place, self.packed.miss, self.scored, self.met), path)


def begin_profiles(rows: ScoredRows, path: Path) -> Future[None]:
    """Begin to write profiles.parquet beside other work."""
    pool = ThreadPoolExecutor(1)
    begun = pool.submit(write_profiles, rows, path)
    pool.shutdown(wait=False)
    return begun


def marks(scored: Scored) -> list[Marks]:
    """Mark the places that meet each cut-off of the framework's list."""
    return [scored.meets(cutoff) for cutoff in range(len(scored.framework.cutoffs))]


@dataclass(frozen=True)
class Facts:
    """What the rows were found to be besides their answers: what one weighs, the times with their years, divisions by zero by indicator."""

    weight: Weight
    times: list[str]
    years: list[float]
    divided_by_zero: list[int]


def find_packed(asked: Asked, kept_in: Path, data_sha256: str) -> tuple[Opened, Facts] | None:
    """Find in the store the rows of these data, packed by these rules; a sample never lies there."""
    if asked.framework.design.is_sample:
        return None
    found = store.find(kept_in, store.key_of(data_sha256, asked.framework))
    if found is None:
        return None
    packed, totals, told = found
    scored = score(packed, asked.framework)
    facts = Facts(Weight(**told["weight"]), told["times"], told["years"], told["divided_by_zero"])
    return Opened(packed, totals, scored, marks(scored)), facts


def open_packed(engine: DuckDBEngine, asked: Asked) -> Opened | None:
    """Pack the rows; None for a table that is better counted row by row."""
    packed = pack(engine, asked)
    return None if packed is None else opened(packed, asked.framework)


def opened(packed: Packed, framework: Framework) -> Opened:
    """Score packed rows and add up what no weight changes."""
    scored = score(packed, framework)
    return Opened(packed, totals_of(packed, scored.used), scored, marks(scored))


def keep_packed(opened: Opened, facts: Facts, kept_in: Path, data_sha256: str) -> None:
    """Keep packed rows in the store."""
    key = store.key_of(data_sha256, opened.scored.framework)
    store.keep(kept_in, key, opened.packed, opened.totals, asdict(facts))
