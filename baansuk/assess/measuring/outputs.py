"""Writes the results as Parquet: measures, changes and curves, one row per figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from baansuk.assess.measuring.changing import KINDS
from baansuk.assess.measuring.counting import Floats, Places
from baansuk.assess.measuring.curving import Curves
from baansuk.assess.measuring.domains import Domains
from baansuk.assess.measuring.estimating import Estimate, Table
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.packed_counting import PackedRows
from baansuk.assess.measuring.ratios import NAMES

# So many rows of profiles stand in one part of their file.
_AT_ONCE: Final = 1 << 20
_MOST_LISTED: Final = 5000


class _Words:
    """A column of texts from a short list, kept as their places; -1 is null."""

    def __init__(self, words: Sequence[str | None]) -> None:
        self.words = [word for word in words if word is not None]
        self.place = {word: place for place, word in enumerate(self.words)}

    def of(self, places: Places) -> pa.Array:
        return pa.DictionaryArray.from_arrays(
            pa.array(places, mask=places < 0, type=pa.int32()), pa.array(self.words, pa.string())
        )

    def at(self, words: Iterable[str | None]) -> Places:
        return np.array([-1 if word is None else self.place[word] for word in words], dtype=np.int64)


def write_measures(framework: Framework, tables: Sequence[Table], path: Path) -> int:
    """Write measures.parquet; return its rows."""
    parts = [_measures(framework, table) for table in tables]
    return _write([part for part in parts if part.num_rows], _measures(framework, tables[0]).schema, path)


def _measures(framework: Framework, table: Table) -> pa.Table:
    domains, estimates = table.domains, table.estimates
    size = len(domains.groups)
    columns = _Long(framework, domains, [(one, _indicators(framework, one)) for one in estimates], np.arange(size))
    told: dict[str, Any] = columns.names()
    told |= {"by": columns.by(), "group": columns.groups(), "time": columns.times(np.arange(size))}
    told["b"] = _numbers(columns.flat([one.value for one in estimates]))
    for name, listed in (
        ("se", [one.error for one in estimates]),
        ("ll", [one.low for one in estimates]),
        ("ul", [one.high for one in estimates]),
    ):
        told[name] = _numbers(columns.flat(listed))
    told["n"] = pa.array(columns.per_domain(table.rows).astype(np.int64))
    freedom = np.full(columns.size, table.freedom or 0, dtype=np.int64)
    told["df"] = pa.array(freedom, mask=np.full(columns.size, table.freedom is None))
    if framework.available:
        told["b_low"] = _numbers(columns.flat([one.low_bound for one in estimates]))
        told["b_high"] = _numbers(columns.flat([one.high_bound for one in estimates]))
    return pa.table(told)


def write_changes(framework: Framework, tables: Sequence[Table], path: Path) -> int:
    """Write changes.parquet; return its rows."""
    parts = [_changes(framework, table) for table in tables]
    return _write([part for part in parts if part.num_rows], parts[0].schema, path)


def _changes(framework: Framework, table: Table) -> pa.Table:
    found = [(one, change) for one in table.estimates for change in one.changes]
    first = found[0][1].first if found else np.zeros(0, dtype=np.int64)
    second = found[0][1].second if found else np.zeros(0, dtype=np.int64)
    columns = _Long(framework, table.domains, [(one, _indicators(framework, one)) for one, _ in found], first)
    told: dict[str, Any] = columns.names()
    told |= {"by": columns.by(), "group": columns.groups()}
    told |= {"time0": columns.times(first), "time1": columns.times(second)}
    kinds = [KINDS.index(change.kind) for _, change in found]
    told["kind"] = _Words(KINDS).of(columns.per_block(kinds))
    told["b"] = _numbers(columns.flat([change.value for _, change in found]))
    told["se"] = _numbers(columns.flat([change.error for _, change in found]))
    told["ll"] = _numbers(columns.flat([change.low for _, change in found]))
    told["ul"] = _numbers(columns.flat([change.high for _, change in found]))
    return pa.table(told)


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

    def names(self) -> dict[str, pa.Array]:
        indicator = _Words([one.name for one in self.framework.indicators])
        cutoff = _Words([one.text for one in self.framework.cutoffs])
        measures = [NAMES.index(one.measure) for one, _ in self.estimates]
        cutoffs = [-1 if one.cutoff is None else one.cutoff for one, _ in self.estimates]
        places = [place for _, listed in self.estimates for place in listed]
        return {
            "measure": _Words(NAMES).of(self.per_block(measures)),
            "indicator": indicator.of(np.repeat(np.array(places, dtype=np.int64), len(self.shown))),
            "k": cutoff.of(self.per_block(cutoffs)),
        }

    def by(self) -> pa.Array:
        return _Words([self.domains.by]).of(np.zeros(self.size, dtype=np.int64))

    def groups(self) -> pa.Array:
        words = _Words(list(dict.fromkeys(self.domains.groups)))
        return words.of(self.per_domain(words.at(self.domains.groups)[self.shown]))

    def times(self, domains: Places) -> pa.Array:
        words = _Words(self.domains.times_in_all)
        return words.of(self.per_domain(words.at(self.domains.times)[domains]))

    def per_block(self, told: Sequence[int]) -> Places:
        """One number per estimate, for each of its figures."""
        return np.repeat(np.array(told, dtype=np.int64), np.array(self.wide, dtype=np.int64) * len(self.shown))

    def per_domain(self, told: np.ndarray) -> np.ndarray:
        """One number per domain shown, for each block."""
        return np.tile(told, sum(self.wide))

    def flat(self, arrays: Sequence[Floats | None]) -> Floats:
        """The figures of arrays (domains, columns), block after block; None gives no figure at all."""
        size = len(self.shown)
        parts = [
            np.full(wide * size, np.nan) if one is None else np.ascontiguousarray(one.T).reshape(-1)
            for one, wide in zip(arrays, self.wide, strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros(0)


def write_curves(curves: Sequence[Curves], unit: int, path: Path) -> int:
    """Write curves.parquet, its weights divided by ``unit``; return its rows."""
    parts = [_curves(one, unit) for one in curves]
    return _write([part for part in parts if part.num_rows], parts[0].schema, path)


def _curves(curves: Curves, unit: int) -> pa.Table:
    domains, scores = curves.domains, curves.scores
    size, many = len(domains.groups), len(scores)
    groups = _Words(list(dict.fromkeys(domains.groups)))
    times = _Words(domains.times_in_all)
    weight = np.repeat(curves.weight, many)
    poor, score = curves.poor.reshape(-1), curves.poor_score.reshape(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        told = {
            "by": _Words([domains.by]).of(np.zeros(size * many, dtype=np.int64)),
            "group": groups.of(np.repeat(groups.at(domains.groups), many)),
            "time": times.of(np.repeat(times.at(domains.times), many)),
            "k_num": pa.array(np.tile(np.array([one.numerator for one in scores], np.int64), size)),
            "k_den": pa.array(np.tile(np.array([one.denominator for one in scores], np.int64), size)),
            "units": pa.array(weight / unit),
            "poor": pa.array(poor / unit),
            "H": _numbers(poor / weight),
            "A": _numbers(score / poor),
            "M0": _numbers(score / weight),
        }
    return pa.table(told)


def write_packed_profiles(rows: PackedRows, path: Path) -> None:
    """Write profiles.parquet from packed rows, in the order of the table."""
    cutoffs = range(len(rows.scored.framework.cutoffs))
    score = _kind(rows.scored.framework.divisor, pa.int64())
    missing = _kind(len(rows.scored.framework.indicators), pa.int32())
    schema = pa.schema(
        [("row", pa.int64()), ("den", score), ("num", score), ("missing", missing)]
        + [(f"poor_{place + 1}", pa.bool_()) for place in cutoffs]
    )
    many = len(rows.packed.place)
    with pq.ParquetWriter(
        path,
        schema,
        compression="snappy",
        use_dictionary=["den", "num", "missing"],
        column_encoding={"row": "DELTA_BINARY_PACKED"},
        write_statistics=False,
        store_schema=False,
    ) as writer:
        for start in range(0, many, _AT_ONCE):
            writer.write_table(_profiles(rows, slice(start, min(many, start + _AT_ONCE)), schema))


def _profiles(rows: PackedRows, part: slice, schema: pa.Schema) -> pa.Table:
    used = rows.used(part)
    unscored = None if used.all() else ~used
    most = rows.scored.framework.divisor
    columns = [
        pa.array(np.arange(part.start, part.stop)),
        _numbered(rows.divisor(part), most, pa.int64(), unscored),
        _numbered(rows.top(part), most, pa.int64(), unscored),
        _numbered(rows.missing(part), len(rows.scored.framework.indicators), pa.int32(), None),
        *(pa.array(met[rows.packed.place[part]], mask=unscored) for met in rows.met),
    ]
    return pa.table(columns, names=schema.names)


def _kind(most: int, kind: pa.DataType) -> pa.DataType:
    return kind if most > _MOST_LISTED else pa.dictionary(pa.int32(), kind)


def _numbered(values: np.ndarray, most: int, kind: pa.DataType, mask: np.ndarray | None) -> pa.Array:
    """Whole numbers from 0 to ``most``; few of them are their own places in a list, which spares looking them up."""
    if most > _MOST_LISTED:
        return pa.array(values, mask=mask, type=kind)
    places = pa.array(values, mask=mask, type=pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array(range(most + 1), type=kind))


def _numbers(values: Floats) -> pa.Array:
    """Doubles, with null where there is no value."""
    return pa.array(values, mask=np.isnan(values))


def _write(parts: Sequence[pa.Table], schema: pa.Schema, path: Path) -> int:
    rows = 0
    # Without Arrow's own schema beside it, every reader sees texts where we keep places in a short list.
    with pq.ParquetWriter(
        path, schema, compression="snappy", use_dictionary=_texts(schema), store_schema=False
    ) as writer:
        for part in parts:
            writer.write_table(part)
            rows += part.num_rows
    return rows


def _texts(schema: pa.Schema) -> list[str]:
    return [column.name for column in schema if pa.types.is_dictionary(column.type)]
