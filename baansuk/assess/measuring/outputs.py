"""Writes the results as Parquet: measures, changes and curves, one row per figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.changing import KINDS
from baansuk.assess.measuring.counting import Floats, Places
from baansuk.assess.measuring.curving import Curves
from baansuk.assess.measuring.domains import Domains
from baansuk.assess.measuring.estimating import Estimate, Table
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.packed_counting import ScoredRows
from baansuk.assess.measuring.ratios import NAMES
from baansuk.engine.table_file import (
    Part,
    TableFile,
    empty,
    listed,
    listed_in_runs,
    numbers,
    repeated,
    rising,
    truths,
)

# So many rows of profiles stand in one part of their file.
_AT_ONCE: Final = 1 << 18
_MOST_LISTED: Final = 5000
_LEVEL: Final = [
    *((name, "text") for name in ("measure", "indicator", "k", "by", "group", "time")),
    *((name, "double") for name in ("b", "se", "ll", "ul")),
    *(("n", "int64"), ("df", "int64")),
]
_BOUNDS: Final = [("b_low", "double"), ("b_high", "double")]
_CHANGE: Final = [
    *((name, "text") for name in ("measure", "indicator", "k", "by", "group", "time0", "time1", "kind")),
    *((name, "double") for name in ("b", "se", "ll", "ul")),
]
_CURVE: Final = [
    *((name, "text") for name in ("by", "group", "time")),
    *(("k_num", "int64"), ("k_den", "int64")),
    *((name, "double") for name in ("units", "poor", "H", "A", "M0")),
]


class _Words:
    """A column of texts from a short list, kept as their places; -1 is null."""

    def __init__(self, words: Sequence[str | None]) -> None:
        self.words = [word for word in words if word is not None]
        self.place = {word: place for place, word in enumerate(self.words)}

    def of(self, places: Places) -> Part:
        return listed(self.words, places, "text")

    def in_runs(self, places: Places, lengths: Places) -> Part:
        return listed_in_runs(self.words, places, lengths, "text")

    def repeated(self, places: Places, times: int) -> Part:
        return repeated(self.words, places, times, "text")

    def at(self, words: Iterable[str | None]) -> Places:
        return np.array([-1 if word is None else self.place[word] for word in words], dtype=np.int64)


def write_measures(framework: Framework, tables: Sequence[Table], path: Path) -> int:
    """Write measures.parquet; return its rows."""
    parts = (_measures(framework, table) for table in tables)
    return _write(parts, _LEVEL + _BOUNDS if framework.available else _LEVEL, path)


def _measures(framework: Framework, table: Table) -> list[Part]:
    domains, estimates = table.domains, table.estimates
    size = len(domains.groups)
    columns = _Long(framework, domains, [(one, _indicators(framework, one)) for one in estimates], np.arange(size))
    told = [*columns.names(), columns.by(), columns.groups(), columns.times(np.arange(size))]
    told.append(columns.flat([one.value for one in estimates]))
    told.append(columns.flat([one.error for one in estimates]))
    told.append(columns.flat([one.low for one in estimates]))
    told.append(columns.flat([one.high for one in estimates]))
    told.append(columns.rows(table.rows))
    told.append(columns.freedom(table.freedom))
    if framework.available:
        told.append(columns.flat([one.low_bound for one in estimates]))
        told.append(columns.flat([one.high_bound for one in estimates]))
    return told


def write_changes(framework: Framework, tables: Sequence[Table], path: Path) -> int:
    """Write changes.parquet; return its rows."""
    return _write((_changes(framework, table) for table in tables), _CHANGE, path)


def _changes(framework: Framework, table: Table) -> list[Part]:
    found = [(one, change) for one in table.estimates for change in one.changes]
    first = found[0][1].first if found else np.zeros(0, dtype=np.int64)
    second = found[0][1].second if found else np.zeros(0, dtype=np.int64)
    columns = _Long(framework, table.domains, [(one, _indicators(framework, one)) for one, _ in found], first)
    kinds = [KINDS.index(change.kind) for _, change in found]
    return [
        *columns.names(),
        *(columns.by(), columns.groups(), columns.times(first), columns.times(second)),
        _Words(KINDS).in_runs(*columns.per_block(kinds)),
        columns.flat([change.value for _, change in found]),
        columns.flat([change.error for _, change in found]),
        columns.flat([change.low for _, change in found]),
        columns.flat([change.high for _, change in found]),
    ]


def _indicators(framework: Framework, estimate: Estimate) -> list[int]:
    """The places of the indicators that the columns of an estimate are about; -1 for a measure of all."""
    by_indicator = estimate.measure in ("hd", "hdk", "actb", "pctb")
    return list(range(len(framework.indicators))) if by_indicator else [-1]


class _Long:
    """Estimates of many domains laid out as one row per figure: block after block, each a measure, cut-off and indicator."""

    def __init__(
        self, framework: Framework, domains: Domains, estimates: Sequence[tuple[Estimate, list[int]]], shown: Places
    ) -> None:
        self.framework, self.domains, self.estimates, self.shown = framework, domains, estimates, shown
        self.wide = [len(indicators) for _, indicators in estimates]
        self.size = sum(self.wide) * len(shown)

    def names(self) -> list[Part]:
        """The columns measure, indicator and k."""
        indicator = _Words([one.name for one in self.framework.indicators])
        cutoff = _Words([one.text for one in self.framework.cutoffs])
        measures = [NAMES.index(one.measure) for one, _ in self.estimates]
        cutoffs = [-1 if one.cutoff is None else one.cutoff for one, _ in self.estimates]
        places = [place for _, listed in self.estimates for place in listed]
        return [
            _Words(NAMES).in_runs(*self.per_block(measures)),
            indicator.in_runs(np.array(places, dtype=np.int64), np.full(len(places), len(self.shown))),
            cutoff.in_runs(*self.per_block(cutoffs)),
        ]

    def by(self) -> Part:
        return _Words([self.domains.by]).in_runs(np.zeros(1, dtype=np.int64), np.array([self.size]))

    def groups(self) -> Part:
        words = _Words(list(dict.fromkeys(self.domains.groups)))
        return words.repeated(words.at(self.domains.groups)[self.shown], sum(self.wide))

    def times(self, domains: Places) -> Part:
        words = _Words(self.domains.times_in_all)
        return words.repeated(words.at(self.domains.times)[domains], sum(self.wide))

    def per_block(self, told: Sequence[int]) -> tuple[Places, Places]:
        """One number per estimate, and how many figures it has."""
        return np.array(told, dtype=np.int64), np.array(self.wide, dtype=np.int64) * len(self.shown)

    def rows(self, rows: Floats) -> Part:
        """The rows behind each figure, which many have in common."""
        values, places = np.unique(rows.astype(np.int64), return_inverse=True)
        return repeated(values.tolist(), places[self.shown], sum(self.wide), "int64")

    def freedom(self, freedom: int | None) -> Part:
        if freedom is None:
            return empty(self.size)
        return listed_in_runs([freedom], np.zeros(1, dtype=np.int64), np.array([self.size]), "int64")

    def flat(self, arrays: Sequence[Floats | None]) -> Part:
        """The figures of arrays (domains, columns), block after block; None gives no figure at all."""
        if all(one is None for one in arrays):
            return empty(self.size)
        size = len(self.shown)
        parts = [
            np.full(wide * size, np.nan) if one is None else np.ascontiguousarray(one.T).reshape(-1)
            for one, wide in zip(arrays, self.wide, strict=True)
        ]
        return _numbers(np.concatenate(parts)) if parts else empty(0)


def write_curves(curves: Sequence[Curves], unit: int, path: Path) -> int:
    """Write curves.parquet, its weights divided by ``unit``; return its rows."""
    return _write((_curves(one, unit) for one in curves), _CURVE, path)


def _curves(curves: Curves, unit: int) -> list[Part]:
    domains, scores = curves.domains, curves.scores
    size, many = len(domains.groups), len(scores)
    groups = _Words(list(dict.fromkeys(domains.groups)))
    times = _Words(domains.times_in_all)
    weight = np.repeat(curves.weight, many)
    poor, score = curves.poor.reshape(-1), curves.poor_score.reshape(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return [
            _Words([domains.by]).of(np.zeros(size * many, dtype=np.int64)),
            groups.of(np.repeat(groups.at(domains.groups), many)),
            times.of(np.repeat(times.at(domains.times), many)),
            numbers(np.tile(np.array([one.numerator for one in scores], np.int64), size), "int64"),
            numbers(np.tile(np.array([one.denominator for one in scores], np.int64), size), "int64"),
            numbers(weight / unit, "double"),
            numbers(poor / unit, "double"),
            _numbers(poor / weight),
            _numbers(score / poor),
            _numbers(score / weight),
        ]


def write_profiles(rows: ScoredRows, path: Path) -> None:
    """Write profiles.parquet, in the order of the table."""
    cutoffs = range(len(rows.scored.framework.cutoffs))
    columns = [("row", "int64"), ("den", "int64"), ("num", "int64"), ("missing", "int32")]
    with TableFile(path, [*columns, *((f"poor_{place + 1}", "bool") for place in cutoffs)]) as file:
        for start in range(0, rows.many, _AT_ONCE):
            file.add(_profiles(rows, slice(start, min(rows.many, start + _AT_ONCE))))


def _profiles(rows: ScoredRows, part: slice) -> list[Part]:
    top, divisor = rows.top(part), rows.divisor(part)
    used = top >= 0
    there = None if used.all() else used
    most = rows.scored.framework.divisor
    missing = rows.missing(part, used)
    return [
        rising(part.start, part.stop),
        listed([most], used.astype(np.int8) - 1, "int64") if divisor is None else _numbered(divisor, most, there),
        _numbered(top, most, there),
        listed(range(len(rows.scored.framework.indicators) + 1), missing, "int32"),
        *(truths(rows.meets(cutoff, part, top), there) for cutoff in range(len(rows.met))),
    ]


def _numbered(values: npt.NDArray[np.signedinteger[Any]], most: int, there: npt.NDArray[np.bool_] | None) -> Part:
    """Whole numbers from 0 to ``most``; few of them are their own places in a list, which spares looking them up."""
    if most > _MOST_LISTED:
        return numbers(values, "int64", there)
    return listed(range(most + 1), values if there is None else np.where(there, values, -1), "int64")


def _numbers(values: Floats) -> Part:
    """Doubles, with null where there is no value."""
    nothing = np.isnan(values)
    return numbers(values, "double", ~nothing if nothing.any() else None)


def _write(groups: Iterable[list[Part]], columns: Sequence[tuple[str, str]], path: Path) -> int:
    with TableFile(path, columns) as file:
        for parts in groups:
            file.add(parts)
    return file.rows
