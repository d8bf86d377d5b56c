"""Counts packed rows: scores by looking them up sixteen indicators at a time, sums of weights by counting bits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.counting import Cells, Floats, by_size
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.packing import THREADS, WORD, Bits, Codes, Packed, as_plane, planes
from baansuk.assess.measuring.shares import LARGEST_DIVISOR

# So many places at a time, that what is looked up and what is found stay close to the processor.
_AT_ONCE: Final = 1 << 17
_SIXTEEN: Final = 1 << 16
Marks = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Scored:
    """The score of every place under a framework: whole top and divisor (None where all share the framework's).

    ``used`` marks the places with a score.
    """

    framework: Framework
    top: Scores
    divisor: Scores | None
    used: Marks

    def least(self, cutoff: int) -> int:
        """The least whole score over the framework's divisor that meets a cut-off of its list."""
        worth = self.framework.cutoffs[cutoff].worth
        return -(-worth.numerator * self.framework.divisor // worth.denominator)

    def meets(self, cutoff: int) -> Marks:
        """Mark the places whose score meets a cut-off of the framework's list, exactly."""
        worth = self.framework.cutoffs[cutoff].worth
        if self.divisor is None:
            return (self.top >= self.least(cutoff)) & self.used
        if worth.denominator > LARGEST_DIVISOR:
            divisors, which = np.unique(self.divisor, return_inverse=True)
            tops = [-(-worth.numerator * divisor // worth.denominator) for divisor in divisors.tolist()]
            return (self.top >= np.array(tops)[which]) & self.used
        met = self.top.astype(np.int64) * worth.denominator >= self.divisor.astype(np.int64) * worth.numerator
        return met & self.used


def score(packed: Packed, framework: Framework, *, unknown: str = "known") -> Scored:
    """Score every place. ``unknown`` as in judging.scoring."""
    there = np.unpackbits(packed.there.view(np.uint8), bitorder="little").view(bool)
    return score_masks(packed.fail, packed.miss, packed.away, there, framework, unknown=unknown)


def score_masks(
    fail: Bits, miss: Bits | None, away: Bits | None, there: Marks, framework: Framework, *, unknown: str = "known"
) -> Scored:
    """Score rows by the indicators that each fails, does not know and has no use for; ``there`` marks those that are rows."""
    top = look_up(fail if unknown != "high" or miss is None else fail | miss, framework.tops)
    if not framework.available:
        return Scored(framework, top, None, there if miss is None else there & (miss == 0))
    nothing = np.zeros(1, dtype=np.uint64)
    away = nothing if away is None else away
    miss = nothing if miss is None else miss
    size = len(fail)
    known = framework.divisor - np.broadcast_to(look_up(away | miss, framework.tops), size)
    asked_of = framework.divisor - np.broadcast_to(look_up(away, framework.tops), size)
    return Scored(framework, top, known if unknown == "known" else asked_of, there & (known > 0))


def look_up(masks: Bits, tops: list[int]) -> Scores:
    """Return for each mask the sum of the weights whose bits it has."""
    tables = [_table(tops[start : start + 16]) for start in range(0, len(tops), 16)]
    found = np.empty(len(masks), dtype=np.int32)
    parts = np.ascontiguousarray(masks).view(np.uint16).reshape(-1, 4)

    def of(start: int) -> None:
        part = parts[start : start + _AT_ONCE]
        total = tables[0][part[:, 0]]
        for place, table in enumerate(tables[1:], 1):
            total += table[part[:, place]]
        found[start : start + _AT_ONCE] = total

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(of, range(0, len(masks), _AT_ONCE)))
    return found


def _table(tops: list[int]) -> Scores:
    bits = np.arange(_SIXTEEN)
    table = np.zeros(_SIXTEEN, dtype=np.int64)
    for place, top in enumerate(tops):
        table += ((bits >> place) & 1) * top
    return table.astype(np.int32)


@dataclass(frozen=True)
class Totals:
    """What no weight of an indicator and no cut-off changes, by cell.

    ``rows`` of the table and ``used`` of them, their ``weight``, and that ``failed`` and ``unknown`` by indicator;
    ``missing`` is how many rows of the table do not know each indicator.
    """

    rows: Floats
    used: Floats
    weight: Floats
    failed: Floats
    unknown: Floats | None
    missing: Floats
    away: Floats


def totals_of(packed: Packed, used: Marks) -> Totals:
    """Sum what later measurements of the same rows need not sum again."""
    counter, plane, many = _Counter(packed), as_plane(used), len(packed.failing)
    return Totals(
        rows=counter.rows(packed.there),
        used=counter.rows(plane),
        weight=counter.weight(plane),
        failed=counter.by_indicator(packed.failing, plane),
        unknown=None if packed.missing is None else counter.by_indicator(packed.missing, plane),
        missing=_marked(packed.miss, many),
        away=_marked(packed.away, many),
    )


def _marked(masks: Bits | None, many: int) -> Floats:
    """How many places have each bit."""
    if masks is None:
        return np.zeros(many)
    return np.array([float(np.bitwise_count(plane).sum()) for plane in planes(masks, many)])


def count_packed(packed: Packed, scored: Scored, met: list[Marks], totals: Totals, *, unknown: str = "known") -> Cells:
    """Count as counting.count does, from packed rows. ``met`` marks the places that meet each cut-off of the list."""
    counter = _Counter(packed)
    failing = packed.failing
    failed = totals.failed
    if unknown == "high" and packed.missing is not None and totals.unknown is not None:
        failing, failed = failing | packed.missing, failed + totals.unknown
    order = by_size(scored.framework)
    planes_met = [as_plane(met[cutoff]) for cutoff in order]
    buckets = list(_buckets(counter, planes_met, failing))
    rest = _Bucket(
        totals.used - sum((one.rows for one in buckets), np.zeros(1)),
        totals.weight - sum((one.weight for one in buckets), np.zeros(1)),
        failed - sum((one.failed for one in buckets), np.zeros(1)),
    )
    left_out = _Bucket(totals.rows - totals.used, 0 * totals.weight, 0 * failed)
    return _cells(packed, scored, [left_out, rest, *buckets], planes_met, totals, unknown)


@dataclass(frozen=True)
class _Bucket:
    rows: Floats
    weight: Floats
    failed: Floats


def _buckets(counter: _Counter, met: list[Bits], failing: Bits) -> Iterator[_Bucket]:
    """The rows that meet exactly one, two, … of the cut-offs, lowest first."""
    for place, plane in enumerate(met):
        only = plane & ~met[place + 1] if place + 1 < len(met) else plane
        yield _Bucket(counter.rows(only), counter.weight(only), counter.by_indicator(failing, only))


class _Counter:
    """Counts the bits of planes cell by cell."""

    def __init__(self, packed: Packed) -> None:
        self.starts = packed.starts
        self.weights = packed.weights

    def rows(self, plane: Bits) -> Floats:
        counted: Floats = np.add.reduceat(np.bitwise_count(plane), self.starts, dtype=np.int64).astype(np.float64)
        return counted

    def weight(self, plane: Bits) -> Floats:
        """The weight of the places that a plane marks."""
        return sum(
            (float(1 << bit) * self.rows(plane & weight) for bit, weight in enumerate(self.weights)),
            np.zeros(len(self.starts)),
        )

    def by_indicator(self, planes: Bits, only: Bits) -> Floats:
        """The weight of the places that ``only`` marks, for each plane's share of them: (cells, planes)."""
        parts = [(float(1 << bit), weight & only) for bit, weight in enumerate(self.weights)]

        def of(plane: Bits) -> Floats:
            return sum((worth * self.rows(plane & part) for worth, part in parts), np.zeros(len(self.starts)))

        with ThreadPoolExecutor(THREADS) as pool:
            return np.column_stack(list(pool.map(of, planes)))


def _cells(
    packed: Packed, scored: Scored, buckets: list[_Bucket], met: list[Bits], totals: Totals, unknown: str
) -> Cells:
    """Lay the buckets out as cells: those without a score first, then by how many cut-offs are met."""
    many, tops = len(packed.starts), np.array(scored.framework.tops, dtype=np.float64)
    failed = np.concatenate([one.failed for one in buckets])
    cut = np.repeat(np.arange(-1, len(buckets) - 1), many)
    shown = None
    if scored.framework.available and unknown == "known":
        shown = np.zeros_like(failed)
        if totals.unknown is not None:
            shown[many : 2 * many] = totals.unknown  # the sum over all scored rows is all that is ever asked of it
    whole = scored.divisor is None
    cells = Cells(
        keys={key: np.tile(places, len(buckets)) for key, places in packed.keys.items()},
        values=packed.values,
        cut=cut,
        rows=np.concatenate([one.rows for one in buckets]),
        weight=np.concatenate([one.weight for one in buckets]),
        failed=failed,
        unknown=shown,
        score=failed @ tops / scored.framework.divisor if whole else _scores(packed, scored, met),
        squares=None,
    )
    return cells.only((cells.rows > 0) | (cut == 0))


def _scores(packed: Packed, scored: Scored, met: list[Bits]) -> Floats:
    """The sum of weight times score by bucket and cell, where each row has a divisor of its own."""
    bits = [np.unpackbits(plane.view(np.uint8), bitorder="little") for plane in packed.weights]
    weight = sum((float(1 << place) * plane for place, plane in enumerate(bits)), np.zeros(1))
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(scored.used, weight * scored.top / np.asarray(scored.divisor), 0.0)
    meets = [np.unpackbits(plane.view(np.uint8), bitorder="little").astype(bool) for plane in met]
    above: list[Any] = [scored.used, *meets, np.zeros(1, dtype=bool)]
    parts = [np.zeros(len(packed.starts))]
    for here, next_above in pairwise(above):
        parts.append(np.add.reduceat(np.where(here & ~next_above, worth, 0.0), packed.starts * WORD))
    return np.concatenate(parts)


@dataclass(frozen=True)
class ScoredRows:
    """What profiles.parquet tells of each of ``many`` rows, in the order of the table.

    ``place`` is where each row stands among what was scored, None where that is the order of the table; ``met`` marks what
    meets each cut-off; ``miss`` are the indicators that are not known. To look up a nation's rows at their places costs more
    than all else, so that what follows from a score is not looked up but worked out.
    """

    many: int
    place: Codes | None
    miss: Bits | None
    scored: Scored
    met: list[Marks]

    def _at(self, rows: slice) -> slice | Codes:
        return rows if self.place is None else self.place[rows]

    @cached_property
    def _tops(self) -> npt.NDArray[np.signedinteger[Any]]:
        short = self.scored.framework.divisor < 1 << 15
        return np.where(self.scored.used, self.scored.top, -1).astype(np.int16 if short else np.int32)

    def top(self, rows: slice) -> npt.NDArray[np.signedinteger[Any]]:
        """The whole score of each row, -1 for none."""
        top: npt.NDArray[np.signedinteger[Any]] = self._tops[self._at(rows)]
        return top

    def divisor(self, rows: slice) -> Scores | None:
        """What each score is over, None where all share the framework's."""
        if self.scored.divisor is None:
            return None
        divisor: Scores = self.scored.divisor[self._at(rows)]
        return divisor

    def missing(self, rows: slice, used: Marks) -> npt.NDArray[np.int32]:
        """How many indicators are not known; of complete cases none are, so only the others are looked up."""
        missing = np.zeros(rows.stop - rows.start, dtype=np.int32)
        if self.miss is None:
            return missing
        some = slice(None) if self.scored.framework.available else np.flatnonzero(~used)
        here = np.arange(rows.start, rows.stop)[some] if self.place is None else self.place[rows][some]
        missing[some] = np.bitwise_count(self.miss[here])
        return missing

    def meets(self, cutoff: int, rows: slice, top: npt.NDArray[np.signedinteger[Any]]) -> Marks:
        """Mark the rows that meet a cut-off; ``top`` are their scores."""
        if self.scored.divisor is None:
            least = self.scored.least(cutoff)
            return np.asarray(top >= max(least, 0))
        meets: Marks = self.met[cutoff][self._at(rows)]
        return meets
