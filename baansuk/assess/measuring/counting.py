"""Counts judged rows into cells: weights by group, time, stratum and PSU, by how many cut-offs a row meets, by indicator.

A row that meets a cut-off meets all lower ones, so it is counted once, in the bucket of how many it meets; the poor at a
cut-off are the buckets from there up. Bucket -1 holds the rows without a score: they are in the design, not in a measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.arrow_columns import as_array
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import Asked, poor, scored_step, scoring
from baansuk.assess.measuring.weighing import Weight
from baansuk.engine import Engine
from baansuk.engine.functions import Function

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

# A sum of doubles that does not lose the small ones, where the engine has one.
TOTAL: Final = Function("total", ("x",), duckdb="fsum(x)", spark="sum(x)")
# Groups are counted crossed with each other in one pass while a sample of the rows has so few combinations.
SAMPLED: Final = 200_000
FEW: Final = 0.2


@dataclass(frozen=True)
class Cells:
    """Counted rows. Arrays have one entry per cell, ``answers`` and the like one column per indicator.

    ``keys`` holds, for each of the columns counted by (g0…, t, h, p), the place of a cell's value in ``values``. ``cut``
    is the bucket. ``weight`` is the sum of weights (in the weight's unit), ``failed`` that of rows failing an indicator,
    ``unknown`` that of rows where it is not known (None for complete cases), ``score`` the sum of weight times score.
    The squares are there when each row is a PSU: sums of weight squared, of that where failed, where unknown, times the
    score, times its square, and where failed times the score.
    """

    keys: dict[str, Places]
    values: dict[str, list[str | None]]
    cut: Places
    rows: Floats
    weight: Floats
    failed: Floats
    unknown: Floats | None
    score: Floats
    squares: Squares | None

    @cached_property
    def _above(self) -> dict[int, tuple[Cells, Places]]:
        return {}

    def above(self, bucket: int) -> tuple[Cells, Places]:
        """Return the cells of higher buckets and their places; they are taken out once for all columns of groups."""
        if bucket not in self._above:
            places = np.flatnonzero(self.cut > bucket)
            self._above[bucket] = self.only(places), places
        return self._above[bucket]

    def only(self, wanted: npt.NDArray[np.bool_] | Places) -> Cells:
        """Return the cells for which ``wanted`` is true, or which stand at these places."""
        return replace(
            self,
            keys={name: places[wanted] for name, places in self.keys.items()},
            cut=self.cut[wanted],
            rows=self.rows[wanted],
            weight=self.weight[wanted],
            failed=self.failed[wanted],
            unknown=None if self.unknown is None else self.unknown[wanted],
            score=self.score[wanted],
            squares=None if self.squares is None else self.squares.only(wanted),
        )


@dataclass(frozen=True)
class Squares:
    """Sums of squared weights of the rows of a cell; see Cells."""

    weight: Floats
    failed: Floats
    unknown: Floats | None
    score: Floats
    score_squared: Floats
    failed_score: Floats

    def only(self, wanted: npt.NDArray[np.bool_] | Places) -> Squares:
        return Squares(
            self.weight[wanted],
            self.failed[wanted],
            None if self.unknown is None else self.unknown[wanted],
            self.score[wanted],
            self.score_squared[wanted],
            self.failed_score[wanted],
        )


def rows_are_psus(asked: Asked) -> bool:
    """Say whether every row is a PSU of its own: a sample without a column of PSUs."""
    return asked.framework.design.is_sample and not asked.framework.design.psu


def passes(engine: Engine, asked: Asked) -> list[list[int]]:
    """Return which groups are counted together: all in one pass where their combinations are few, else each by itself."""
    groups = list(range(len(asked.framework.groups)))
    if len(groups) < 2:
        return [groups]
    listed = ", ".join(f"g{place}" for place in groups)
    [(rows, combinations)] = engine.rows(
        f"""select sum(rows), count(*) from (select {listed}, count(*) as rows from
            (select {listed} from judged limit {SAMPLED}) sampled group by {listed}) combined"""
    )
    return [groups] if combinations <= max(1000, FEW * rows) else [[place] for place in groups]


def count(engine: Engine, asked: Asked, weight: Weight, groups: Sequence[int], *, unknown: str = "known") -> Cells:
    """Count the view ``judged`` by these groups. ``unknown`` as in ``judging.scoring``."""
    how = scoring(asked, unknown=unknown)
    engine.run(scored_step(asked, "scored", how))
    keys = _keys(asked, groups)
    sums = _sums(asked, weight, with_unknown=asked.framework.available and unknown == "known")
    listed = ", ".join([*keys, _bucket(asked)])
    named = ", ".join(f"{sql} as {name}" for name, sql in sums.items())
    grouped = ", ".join(str(place) for place in range(1, len(keys) + 2))
    return _cells(engine.arrow(f"select {listed} as cut, {named} from scored group by {grouped}"), keys, asked)


def count_scores(engine: Engine, asked: Asked, weight: Weight, groups: Sequence[int]) -> tuple[Cells, list[Fraction]]:
    """Count the view ``judged`` by groups, time and score; a cell's ``cut`` is the place of its score in the list, or -1."""
    engine.run(scored_step(asked, "scored", scoring(asked)))
    keys = [key for key in _keys(asked, groups) if key not in ("h", "p")]
    summed = _whole_sum("w") if weight.whole else _double_sum("w")
    listed = ", ".join([*keys, "top", "divisor"])
    table = engine.arrow(f"select {listed}, count(*) as rows, {summed} as w from scored group by {listed}")
    tops, divisors = table["top"].to_pylist(), table["divisor"].to_pylist()
    told = [None if top is None else Fraction(top, divisor) for top, divisor in zip(tops, divisors, strict=True)]
    scores = sorted({score for score in told if score is not None})
    place = {score: number for number, score in enumerate(scores)}
    places, values = _places(table, keys)
    nothing = np.zeros(len(told))
    cut = np.array([-1 if score is None else place[score] for score in told], dtype=np.int64)
    cells = Cells(
        keys=places,
        values=values,
        cut=cut,
        rows=_column(table, "rows"),
        weight=_column(table, "w"),
        failed=nothing[:, None],
        unknown=None,
        score=nothing,
        squares=None,
    )
    return cells, scores


def _keys(asked: Asked, groups: Sequence[int]) -> list[str]:
    framework = asked.framework
    design = (("t", framework.time), ("h", framework.design.strata), ("p", framework.design.psu))
    return [*(f"g{place}" for place in groups), *(name for name, column in design if column)]


def _bucket(asked: Asked) -> str:
    """SQL: how many cut-offs a row meets, -1 without a score."""
    order = by_size(asked.framework)
    met = " ".join(f"when {poor(asked, order[place])} then {place + 1}" for place in reversed(range(len(order))))
    return f"case when top is null then -1 {met} else 0 end"


def by_size(framework: Framework) -> list[int]:
    """The places of the cut-offs in the framework's list, smallest first."""
    cutoffs = framework.cutoffs
    return sorted(range(len(cutoffs)), key=lambda place: cutoffs[place].worth)


def _sums(asked: Asked, weight: Weight, *, with_unknown: bool) -> dict[str, str]:
    places = range(len(asked.judged))
    summed = _whole_sum if weight.whole else _double_sum
    sums = {"rows": "count(*)", "w": summed("w")}
    sums |= {f"s{place}": summed(f"case when f{place} then w else {_zero(weight)} end") for place in places}
    if with_unknown:
        sums |= {f"u{place}": summed(f"case when m{place} then w else {_zero(weight)} end") for place in places}
    score = "cast(top as double) / divisor"
    if asked.framework.available:
        sums["score"] = _double_sum(f"w * {score}")
    if rows_are_psus(asked):
        square = "cast(w as double) * w"
        sums |= {"q": _double_sum(square), "q1": _double_sum(f"{square} * {score}")}
        sums["q2"] = _double_sum(f"{square} * ({score}) * ({score})")
        sums |= {f"q{p}f": _double_sum(f"case when f{p} then {square} else 0.0 end") for p in places}
        sums |= {f"q{p}s": _double_sum(f"case when f{p} then {square} * {score} else 0.0 end") for p in places}
        if with_unknown:
            sums |= {f"q{p}u": _double_sum(f"case when m{p} then {square} else 0.0 end") for p in places}
    return sums


def _zero(weight: Weight) -> str:
    return "0" if weight.whole else "cast(0 as double)"


def _whole_sum(sql: str) -> str:
    return f"cast(sum({sql}) as bigint)"


def _double_sum(sql: str) -> str:
    return f"total(cast({sql} as double))"


def _cells(table: Any, keys: Sequence[str], asked: Asked) -> Cells:
    places, values = _places(table, keys)
    names = set(table.column_names)
    failed = _columns(table, [f"s{place}" for place in range(len(asked.judged))])
    unknown = _columns(table, [f"u{place}" for place in range(len(asked.judged))]) if "u0" in names else None
    tops = np.array(asked.framework.tops, dtype=np.float64)
    return Cells(
        keys=places,
        values=values,
        cut=as_array(table["cut"]).astype(np.int64),
        rows=_column(table, "rows"),
        weight=_column(table, "w"),
        failed=failed,
        unknown=unknown,
        score=_column(table, "score") if "score" in names else failed @ tops / asked.framework.divisor,
        squares=_squares(table, asked) if "q" in names else None,
    )


def _places(table: Any, keys: Sequence[str]) -> tuple[dict[str, Places], dict[str, list[str | None]]]:
    """Give each value of a key a number; null is a value of its own."""
    places: dict[str, Places] = {}
    values: dict[str, list[str | None]] = {}
    for key in keys:
        encoded = table[key].combine_chunks().dictionary_encode(null_encoding="encode")
        places[key] = as_array(encoded.indices).astype(np.int64)
        values[key] = encoded.dictionary.to_pylist()
    return places, values


def _squares(table: Any, asked: Asked) -> Squares:
    places = range(len(asked.judged))
    known = "q0u" not in table.column_names
    return Squares(
        weight=_column(table, "q"),
        failed=_columns(table, [f"q{place}f" for place in places]),
        unknown=None if known else _columns(table, [f"q{place}u" for place in places]),
        score=_column(table, "q1"),
        score_squared=_column(table, "q2"),
        failed_score=_columns(table, [f"q{place}s" for place in places]),
    )


def _column(table: Any, name: str) -> Floats:
    found: Floats = as_array(table[name]).astype(np.float64)
    return np.nan_to_num(found)  # a sum over no scored row is null


def _columns(table: Any, names: Sequence[str]) -> Floats:
    return np.column_stack([_column(table, name) for name in names])
