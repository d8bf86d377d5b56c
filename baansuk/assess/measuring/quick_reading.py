"""Reads a table whose rules are plain comparisons straight into bits: one pass by Polars, and DuckDB need not even start.

For tables in which all is as it should be. Whatever is not (a column that is missing, a size that is negative, a rule of
another shape) gives None: then the engine reads, and says in a sentence what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.judging import PLACE, TAKEN, Asked, Judged
from baansuk.assess.measuring.packing import MOST_INDICATORS
from baansuk.assess.measuring.plain_rules import Comparison, plain, shaped

if TYPE_CHECKING:
    import polars as pl

Array = npt.NDArray[Any]
# DuckDB's names of the types of columns that are read here, by Polars' names.
_TYPES: Final = {
    **{"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INTEGER", "Int64": "BIGINT"},
    **{"UInt8": "UTINYINT", "UInt16": "USMALLINT", "UInt32": "UINTEGER", "UInt64": "UBIGINT", "String": "VARCHAR"},
}
# A weight or a size up to here; two of them multiplied stay below 2 to the 62nd.
_LARGEST: Final = (1 << 31) - 1
# Whole numbers up to here are exact in a double, however they are added.
_EXACT: Final = 1 << 53
_NO_WEIGHT: Final = -1


@dataclass(frozen=True)
class Read:
    """N rows in the order of the file.

    ``masks`` are ``fail`` and, where any row has one, ``miss``: the indicators that a row fails and does not know, a bit each; and
    ``w``, what it weighs. ``codes`` give for each key (g0…, h, p) the place of a row's value in ``values``.
    """

    asked: Asked
    masks: dict[str, Array]
    codes: dict[str, Array]
    values: dict[str, list[str | None]]


def plainly(framework: Framework, types: Mapping[str, str] | None = None) -> Asked | None:
    """Hold a framework against columns of these types, None for those that it was held against before.

    None where it asks for more than is read here.
    """
    # Where each row is a PSU, sums of squares are needed, which SQL adds up.
    rows_are_psus = framework.design.is_sample and not framework.design.psu
    asked_more = framework.curves or framework.time or rows_are_psus or len(framework.indicators) > MOST_INDICATORS
    rules = [plain(one.deprived_if, types) if types else shaped(one.deprived_if) for one in framework.indicators]
    if asked_more or not all(rules) or not all(one.always_applies for one in framework.indicators):
        return None
    judged = [
        Judged(one, rule, None) for one, rule in zip(framework.indicators, rules, strict=True) if rule is not None
    ]
    return Asked(framework, types or {}, tuple(judged))


def read_quickly(table: Path, framework: Framework) -> Read | None:
    """Read what a framework asks of a table; None where the engine is to do it."""
    if plainly(framework) is None:
        return None
    import polars as pl  # a fifth of a second, which no other way pays

    try:
        schema = pl.read_parquet_schema(table)
        types = {name: _TYPES.get(str(kind), "") for name, kind in schema.items()}
        asked = plainly(framework, types) if _fits(framework, types) else None
        return None if asked is None else _read(pl.scan_parquet(table, glob=False, row_index_name=PLACE), asked)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return None


def _fits(framework: Framework, types: Mapping[str, str]) -> bool:
    """Say whether the columns of the design and of the groups are there and of kinds that are read here."""
    names = [name.lower() for name in types]
    numbers = [types.get(name, "") for name in amounts(framework)]
    keys = [types.get(name, "") for name in _keys(framework).values()]
    # A number of 64 bits without a sign cannot be made one with a sign before it is looked at.
    usable = all(kind not in ("", "VARCHAR", "UBIGINT") for kind in numbers) and all(keys)
    return len(set(names)) == len(names) and not set(names) & set(TAKEN) and usable


def amounts(framework: Framework) -> list[str]:
    """The columns whose product a row weighs."""
    return [name for name in (framework.design.weight, framework.design.size) if name]


def _keys(framework: Framework) -> dict[str, str]:
    """The columns that rows are told apart by, by the names they have in counting."""
    keys = {f"g{place}": column for place, column in enumerate(framework.groups)}
    design = {"h": framework.design.strata, "p": framework.design.psu}
    return keys | {key: column for key, column in design.items() if column}


def _read(rows: pl.LazyFrame, asked: Asked) -> Read | None:
    import polars as pl

    keys = _keys(asked.framework)
    lists = {key: pl.Categories.random() for key in keys}
    columns = {"fail": _mask(asked, _compared)}
    columns["miss"] = _mask(asked, lambda rule: pl.col(rule.column).is_null())
    columns["w"] = _weight(amounts(asked.framework))
    for key, column in keys.items():
        texts = pl.col(column).cast(pl.String).cast(pl.Categorical(lists[key]))
        columns[f"k_{key}"] = (texts.to_physical().cast(pl.UInt32) + 1).fill_null(0)
    many = rows.select(pl.len()).collect().item()
    asked_for = rows.select(PLACE, *(column.alias(name) for name, column in columns.items()))
    masks = _filled(asked_for.collect_batches(maintain_order=False), many)
    weight = masks["w"]
    if not many or int(weight.min()) == _NO_WEIGHT or int(weight.max()) * many >= _EXACT:
        return None
    codes = {key: masks.pop(f"k_{key}") for key in keys}
    values = {key: _named(codes[key], lists[key]) for key in keys}
    unplaced = any(None in values[key] for key in ("h", "p") if key in keys)
    return None if unplaced else Read(asked, masks, codes, values)


def _mask(asked: Asked, test: Any) -> pl.Expr:
    """A number with a bit set for each indicator whose ``test`` is true, not null: bytes first, quicker than words at once."""
    import polars as pl

    rules = [one.deprived for one in asked.judged if isinstance(one.deprived, Comparison)]
    found = pl.lit(0, pl.UInt64)
    for start in range(0, len(rules), 8):
        byte = pl.lit(0, pl.UInt8)
        for place, rule in enumerate(rules[start : start + 8]):
            byte = byte | pl.when(test(rule)).then(pl.lit(1 << place, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
        found = found | (byte.cast(pl.UInt64) * pl.lit(1 << start, pl.UInt64))
    return found


def _compared(rule: Comparison) -> pl.Expr:
    import polars as pl

    # A number that fits the narrowest column is compared as it is; a larger one would be cut to the column's width.
    column = pl.col(rule.column) if rule.number < 1 << 7 else pl.col(rule.column).cast(pl.Int128)
    compared: dict[str, pl.Expr] = {
        "=": column == rule.number,
        "<>": column != rule.number,
        "<": column < rule.number,
        "<=": column <= rule.number,
        ">": column > rule.number,
        ">=": column >= rule.number,
    }
    return compared[rule.operator]


def _weight(amounts: Sequence[str]) -> pl.Expr:
    """Weight times size, or the sign that one of them is empty, negative or beyond what is read here."""
    import polars as pl

    product, usable = pl.lit(1, pl.Int64), pl.lit(True)
    for name in amounts:
        product = product * pl.col(name).cast(pl.Int64)
        usable = usable & pl.col(name).is_between(0, _LARGEST).fill_null(False)
    return pl.when(usable).then(product).otherwise(pl.lit(_NO_WEIGHT, pl.Int64))


def _filled(batches: Iterator[pl.DataFrame], rows: int) -> dict[str, Array]:
    """Arrays of the columns, filled as the batches come, in the narrowest kinds that hold them; no ``miss`` where all is known.

    Each row says its place: Polars 2.1.0 gives batches out of order now and then, also where it is told to keep it.
    """
    arrays: dict[str, Array] = {}
    for batch in batches:
        part = _part(batch[PLACE].to_numpy())
        for column in batch.drop(PLACE):
            _fill(arrays, column.name, column.to_numpy(), part, rows)
    for name in ("fail", "w"):
        arrays.setdefault(name, np.zeros(rows, dtype=np.uint64 if name == "fail" else np.int64))
    return arrays


def _part(places: Array) -> slice | Array:
    """Places that follow each other as a slice, which is quicker."""
    if len(places) and bool((places[1:] - places[:-1] == 1).all()):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _fill(arrays: dict[str, Array], name: str, values: Array, part: slice | Array, rows: int) -> None:
    if name == "miss" and name not in arrays and not values.any():
        return
    wide = np.dtype(np.uint64) if name in ("fail", "miss") else _narrowest(name, values)
    if name not in arrays:
        arrays[name] = np.zeros(rows, dtype=wide)
    elif wide.itemsize > arrays[name].dtype.itemsize:
        arrays[name] = arrays[name].astype(wide)
    arrays[name][part] = values


def _narrowest(name: str, values: Array) -> np.dtype[Any]:
    """Codes take 16 bits or 32, weights, one of which may be the sign that there is none, 16 or 64."""
    most = int(values.max(initial=0))
    if name == "w":
        return np.dtype(np.int16 if most < 1 << 15 else np.int64)
    return np.dtype(np.uint16 if most < 1 << 16 else np.uint32)


def _named(codes: Array, categories: pl.Categories) -> list[str | None]:
    """The values that codes stand for. 0 stood for none; where no row has it, the codes move down by one."""
    named: list[str | None] = categories.to_series().to_list()
    if codes.min(initial=1) > 0:
        codes -= 1
        return named
    return [None, *named]
