"""Rows packed into bits: which indicators each row fails, cell by cell, so that a nation is counted without asking again.

For one machine and tables that weigh rows by whole numbers. The rows of a cell stand together and begin at a word of 64
bits, so that the rows of a cell that fail an indicator are the bits of some words: counting them is counting bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.counting import Places
from baansuk.assess.measuring.judging import Asked, text_of
from baansuk.assess.values import quoted
from baansuk.engine import Engine
from baansuk.engine.duckdb_engine import DuckDBEngine

Bits = npt.NDArray[np.uint64]
WORD: Final = 64
# The indicators of a row fit one word, with two bits to spare for the sign that DuckDB's numbers have.
MOST_INDICATORS: Final = 62
# Every bit of a weight is one more plane to count with.
MOST_WEIGHT_BITS: Final = 12


@dataclass(frozen=True)
class Packed:
    """Packed rows. C cells, W words, N rows, I indicators, B bits of weight.

    ``fail``, ``miss`` and ``away`` hold for each place (W * 64) the indicators a row fails, does not know, and has no use
    for; the latter two are None where no row has any. ``place`` (N) is where a row of the table stands. ``starts`` (C) is
    the first word of each cell. ``there`` (W) marks the places that hold a row. ``failing`` and ``missing`` (I, W) are the
    same as ``fail`` and ``miss``, a plane per indicator; ``weights`` (B, W) the weight, a plane per bit. ``keys`` and
    ``values`` name the cells as in counting.Cells.
    """

    fail: Bits
    miss: Bits | None
    away: Bits | None
    place: npt.NDArray[np.int32]
    starts: Places
    there: Bits
    failing: Bits
    missing: Bits | None
    weights: Bits
    keys: dict[str, Places] = field(default_factory=dict)
    values: dict[str, list[str | None]] = field(default_factory=dict)


def can_pack(engine: Engine, asked: Asked, *, whole: bool) -> bool:
    """Say whether rows may be packed: a full register on one machine, whole weights, not too many indicators."""
    few = len(asked.judged) <= MOST_INDICATORS
    return isinstance(engine, DuckDBEngine) and whole and few and not asked.framework.design.is_sample


def pack(engine: DuckDBEngine, asked: Asked) -> Packed | None:
    """Judge and pack the rows of the view ``judged``; None where they are better counted one by one.

    That is where there are so many cells that words would stand half empty, or weights of many digits.
    """
    connection = engine.connection
    columns = _key_columns(asked)
    if not _has_few_values(connection, list(columns.values())):
        return None
    values = {key: _name_values(connection, key, column) for key, column in columns.items()}
    read = _read(connection, asked, {key: bool(named) for key, named in values.items()})
    codes = [_with_null(read[f"k_{key}"], values[key]) for key in columns]
    cell, first = _cells(codes, [len(values[key]) for key in columns], len(read["fail"]))
    if len(first) * WORD > max(WORD, len(cell)) or int(read["w"].max(initial=0)).bit_length() > MOST_WEIGHT_BITS:
        return None
    place, starts, words = _places(cell, len(first))
    return _packed(
        asked,
        {name: _put(array, place, words) for name, array in read.items() if name in ("fail", "miss", "away", "w")},
        place.astype(np.int32),
        starts,
        {key: code[first].astype(np.int64) for key, code in zip(columns, codes, strict=True)},
        values,
    )


def _key_columns(asked: Asked) -> dict[str, str]:
    """The columns that cells are made of, by the names they have in counting."""
    framework = asked.framework
    keys = {f"g{place}": column for place, column in enumerate(framework.groups)}
    return keys | ({"t": framework.time} if framework.time else {})


def _has_few_values(connection: Any, columns: Sequence[str]) -> bool:
    """Say whether no column names so many groups that their words would stand half empty."""
    if not columns:
        return True
    counted = ", ".join(f"approx_count_distinct({quoted(column)})" for column in columns)
    [(rows, *values)] = connection.execute(f"select count(*), {counted} from raw").fetchall()
    return bool(max(values) * WORD <= max(rows, WORD))


def _name_values(connection: Any, key: str, column: str) -> list[str | None]:
    """Number the values of a column by a type of DuckDB's, which numbers a value of a Parquet dictionary only once."""
    found = connection.execute(
        f"select distinct {text_of(column)} as value from raw where value is not null order by value"
    ).fetchall()
    named: list[str | None] = [value for (value,) in found]
    if named:
        connection.execute(f"create or replace table named_{key} as select unnest(?::varchar[]) as value", [named])
        connection.execute(f"drop type if exists e_{key}")
        connection.execute(f"create type e_{key} as enum (select value from named_{key} order by rowid)")
    return named


def _read(connection: Any, asked: Asked, named: dict[str, bool]) -> dict[str, npt.NDArray[Any]]:
    """The rows in the order of the file, as arrays."""
    places = range(len(asked.judged))
    columns = {"fail": _mask([f"b{place}" for place in places]), "w": "w"}
    any_missing = " or ".join(f"m{place}" for place in places)
    [(missing,)] = connection.execute(f"select coalesce(bool_or({any_missing}), false) from judged").fetchall()
    if missing:
        columns["miss"] = _mask([f"m{place}" for place in places])
    if asked.sometimes:
        columns["away"] = _mask([f"n{place}" if place in asked.sometimes else "false" for place in places])
    keys = _key_columns(asked)
    for key in keys:
        code = "t" if key == "t" else key
        columns[f"k_{key}"] = f"enum_code(cast({code} as e_{key}))" if named[key] else "cast(null as integer)"
    listed = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    connection.execute("set preserve_insertion_order = true")
    table = connection.sql(f"select {listed} from judged").to_arrow_table()
    connection.execute("set preserve_insertion_order = false")
    return {name: _array(table[name]) for name in columns}


def _mask(tests: Sequence[str]) -> str:
    """SQL: a number with a bit set for each test that is true."""
    return " + ".join(
        f"case when {test} then cast({1 << place} as bigint) else cast(0 as bigint) end"
        for place, test in enumerate(tests)
        if test != "false"
    )


def _array(column: Any) -> npt.NDArray[Any]:
    """A column as numbers; a code that is null is -1."""
    found: npt.NDArray[Any] = (column.fill_null(-1).cast("int64") if column.null_count else column).to_numpy()
    return found.view(np.uint64) if found.dtype == np.int64 and not column.null_count else found


def _with_null(codes: npt.NDArray[Any], values: list[str | None]) -> Places:
    """Codes with null as the last value, when it is there."""
    told = codes.astype(np.int64)
    if len(told) and told.min() < 0:
        told = np.where(told < 0, len(values), told)
        values.append(None)
    return told


def _cells(codes: Sequence[Places], sizes: Sequence[int], rows: int) -> tuple[Places, Places]:
    """Return the cell of each row, and a row of each cell. Rows that lie together, as in a file by area, are cheap."""
    if not codes:
        return np.zeros(rows, dtype=np.int64), np.zeros(min(rows, 1), dtype=np.int64)
    changes = np.zeros(rows, dtype=bool)
    changes[:1] = True
    for code in codes:
        changes[1:] |= code[1:] != code[:-1]
    runs = np.flatnonzero(changes)
    combined = np.zeros(len(runs), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        combined = combined * (size + 1) + code[runs]
    _, first, cell = np.unique(combined, return_index=True, return_inverse=True)
    return np.repeat(cell, np.diff(runs, append=rows)), runs[first]


def _places(cell: Places, cells: int) -> tuple[Places, Places, int]:
    """Where each row stands when every cell begins at a word; the first word of each cell; and how many words there are."""
    rows = np.bincount(cell, minlength=cells)
    words = -(-rows // WORD)
    starts = np.concatenate([[0], np.cumsum(words)[:-1]]).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(rows)[:-1]])
    if np.all(cell[1:] >= cell[:-1]):
        order_of = np.arange(len(cell))
    else:
        order_of = np.empty(len(cell), dtype=np.int64)
        order_of[np.argsort(cell, kind="stable")] = np.arange(len(cell))
    return order_of + (starts * WORD - before)[cell], starts, int(words.sum())


def _put(array: npt.NDArray[Any], place: Places, words: int) -> npt.NDArray[Any]:
    placed = np.zeros(words * WORD, dtype=array.dtype)
    placed[place] = array
    return placed


def _packed(
    asked: Asked,
    placed: dict[str, npt.NDArray[Any]],
    place: npt.NDArray[np.int32],
    starts: Places,
    keys: dict[str, Places],
    values: dict[str, list[str | None]],
) -> Packed:
    fail = placed["fail"].view(np.uint64)
    miss = placed["miss"].view(np.uint64) if "miss" in placed else None
    weight = placed["w"].astype(np.uint64)
    there = np.zeros(len(fail), dtype=bool)
    there[place] = True
    many = len(asked.judged)
    return Packed(
        fail=fail,
        miss=miss,
        away=placed["away"].view(np.uint64) if "away" in placed else None,
        place=place,
        starts=starts,
        there=as_plane(there),
        failing=planes(fail, many),
        missing=None if miss is None else planes(miss, many),
        weights=planes(weight, max(1, int(weight.max(initial=0)).bit_length())),
        keys=keys,
        values=values,
    )


def planes(masks: Bits, many: int) -> Bits:
    """Turn a mask per place into a plane per bit: one bit for each place."""
    found = np.empty((many, len(masks) // WORD), dtype=np.uint64)
    by_byte = masks.view(np.uint8).reshape(-1, 8)
    for byte in range(-(-many // 8)):
        column = np.ascontiguousarray(by_byte[:, byte])
        for bit in range(min(8, many - 8 * byte)):
            found[8 * byte + bit] = as_plane(column & np.uint8(1 << bit))
    return found


def as_plane(marked: npt.NDArray[Any]) -> Bits:
    """Pack one mark per place, a truth or a number that is not zero, into words."""
    return np.packbits(marked, bitorder="little").view(np.uint64)
