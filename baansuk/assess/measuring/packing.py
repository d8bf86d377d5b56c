"""Rows packed into bits: which indicators each row fails, cell by cell, so that a nation is counted without asking again.

For one machine and tables that weigh rows by whole numbers. The rows of a cell stand together and begin at a word of 64
bits, so that the rows of a cell that fail an indicator are the bits of some words: counting them is counting bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import numpy as np
import numpy.typing as npt

from baansuk.assess.measuring.arrow_columns import as_array
from baansuk.assess.measuring.counting import Places
from baansuk.assess.measuring.judging import MOST_INDICATORS, Asked, text_of
from baansuk.assess.values import quoted
from baansuk.engine import Engine

if TYPE_CHECKING:
    from baansuk.engine.duckdb_engine import DuckDBEngine

Bits = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]
WORD: Final = 64
THREADS: Final = 2
# With fewer rows to a cell its words stand half empty, and counting the rows one by one is as quick.
ROWS_TO_A_CELL = 64
# Every bit of a weight is one more plane to count with.
MOST_WEIGHT_BITS: Final = 12
# Rows are taken from DuckDB so many at a time.
_AT_ONCE: Final = 1 << 19
# Where the possible cells are so many times the rows at most, those that are there are marked in a list of all.
_MARKED_TO_A_NUMBER: Final = 8
_WIDEST: Final = 1 << 31
_SOME: Final = 1 << 16
# Codes up to here are kept in 16 bits, the last of them for null.
_SHORT: Final = (1 << 16) - 1
_MASKS: Final = ("fail", "miss", "away")


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
    place: Codes
    starts: Places
    there: Bits
    failing: Bits
    missing: Bits | None
    weights: Bits
    keys: dict[str, Places] = field(default_factory=dict)
    values: dict[str, list[str | None]] = field(default_factory=dict)


def can_pack(engine: Engine, asked: Asked, *, whole: bool) -> TypeGuard[DuckDBEngine]:
    """Say whether rows may be packed: a full register on one machine, whole weights, not too many indicators."""
    few = len(asked.judged) <= MOST_INDICATORS
    return engine.name == "duckdb" and whole and few and not asked.framework.design.is_sample


def pack(engine: DuckDBEngine, asked: Asked) -> Packed | None:
    """Judge and pack the rows of the view ``judged``; None where they are better counted one by one."""
    connection = engine.connection
    columns = _key_columns(asked)
    if not _has_few_values(connection, list(columns.values())):
        return None
    values = {key: _name_values(connection, key, column) for key, column in columns.items()}
    read = _read(connection, asked, {key: len(named) for key, named in values.items()})
    codes = [_with_null(read.pop(f"k_{key}"), values[key]) for key in columns]
    return packed_of(asked, read, dict(zip(columns, codes, strict=True)), values)


def packed_of(
    asked: Asked,
    read: dict[str, npt.NDArray[Any]],
    codes: dict[str, npt.NDArray[Any]],
    values: dict[str, list[str | None]],
) -> Packed | None:
    """Pack rows that were read: ``fail``, ``miss``, ``away`` and the weight ``w``, which are taken out of ``read``, and the codes of what makes cells.

    None where they are better counted one by one: where there are so many cells that words would stand half empty, or
    weights of many digits.
    """
    if int(read["w"].max(initial=0)).bit_length() > MOST_WEIGHT_BITS:
        return None
    cell, first = cells_of(list(codes.values()), [len(values[key]) for key in codes], len(read["fail"]))
    if len(first) * ROWS_TO_A_CELL > max(ROWS_TO_A_CELL, len(cell)):
        return None
    keys = {key: code[first].astype(np.int64) for key, code in codes.items()}
    codes.clear()  # each of these is a hundred megabytes of a nation
    place, starts, words = _places(cell, len(first))
    del cell
    placed = {name: _put(read.pop(name), place, words) for name in list(read)}
    return _packed(asked, placed, place, starts, keys, values)


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
    return bool(max(values) * ROWS_TO_A_CELL <= max(rows, ROWS_TO_A_CELL))


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


def _read(connection: Any, asked: Asked, named: dict[str, int]) -> dict[str, npt.NDArray[Any]]:
    """The rows in the order of the file, as arrays."""
    places = range(len(asked.judged))
    columns = {"fail": _mask([f"b{place}" for place in places])}
    columns["w"] = f"cast(least(w, {1 << MOST_WEIGHT_BITS}) as integer)"
    asked_of = ", ".join(f"bool_or(m{place})" for place in places)
    [missing] = connection.execute(f"select {asked_of} from judged").fetchall()
    if any(missing):
        columns["miss"] = _mask([f"m{place}" if missing[place] else "false" for place in places])
    if asked.sometimes:
        columns["away"] = _mask([f"n{place}" if place in asked.sometimes else "false" for place in places])
    keys = _key_columns(asked)
    for key in keys:
        coded = f"coalesce(cast(enum_code(cast({key} as e_{key})) as integer), {named[key]})"
        columns[f"k_{key}"] = coded if named[key] else "0"
    [(rows,)] = connection.execute("select count(*) from judged").fetchall()
    listed = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    connection.execute("set preserve_insertion_order = true")
    short = {f"k_{key}" for key, many in named.items() if many <= _SHORT} | {"w"}
    kinds = {name: np.uint64 if name in _MASKS else np.uint16 if name in short else np.int32 for name in columns}
    read = _filled(connection.sql(f"select {listed} from judged").to_arrow_reader(_AT_ONCE), rows, kinds)
    connection.execute("set preserve_insertion_order = false")
    return read


def _filled(batches: Any, rows: int, kinds: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """Arrays of the columns of batches, filled as the batches come, so that a nation is in memory once."""
    arrays = {name: np.empty(rows, dtype=kind) for name, kind in kinds.items()}
    at = 0
    for batch in batches:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            arrays[name][at : at + len(column)] = as_array(column)
        at += batch.num_rows
    return arrays


def _mask(tests: Sequence[str]) -> str:
    """SQL: a number with a bit set for each test that is true."""
    return " + ".join(
        f"case when {test} then cast({1 << place} as bigint) else cast(0 as bigint) end"
        for place, test in enumerate(tests)
        if test != "false"
    )


def _with_null(codes: npt.NDArray[Any], values: list[str | None]) -> npt.NDArray[Any]:
    """Codes, with null named as the value after the last when some row has it."""
    if int(codes.max(initial=0)) == len(values):
        values.append(None)
    return codes


def cells_of(codes: Sequence[npt.NDArray[Any]], sizes: Sequence[int], rows: int) -> tuple[Codes, Places]:
    """Return the cell of each row, and a row of each cell.

    Columns of many values go first: where they tell what the others are, as a tambon tells its province, the others make
    no more cells. Rows that lie together, as in a file by area, are cheap.
    """
    if not codes or not rows:
        return np.zeros(rows, dtype=np.int32), np.zeros(min(rows, 1), dtype=np.int64)
    ordered = sorted(zip(sizes, codes, strict=True), key=lambda one: -one[0])
    runs = _runs_of([code for _, code in ordered], rows)
    combined, cells = np.zeros(rows if runs is None else len(runs), dtype=np.int32), 1
    first = np.zeros(1, dtype=np.int64)
    for size, code in ordered:
        here = code if runs is None else code[runs]
        if np.array_equal(here[first].take(combined), here):
            continue  # one code to a cell: this column tells no more
        combined, cells = _renumbered(combined, here, cells, size)
        first = _one_of_each(combined, cells)
    if runs is None:
        return combined, first
    return np.repeat(combined, np.diff(runs, append=rows)), runs[first].astype(np.int64)


def _runs_of(codes: Sequence[npt.NDArray[Any]], rows: int) -> Codes | None:
    """Where rows begin that lie together; None where too few do."""
    changes = np.zeros(rows, dtype=bool)
    changes[:1] = True
    for code in codes:
        changes[1:] |= code[1:] != code[:-1]
        if 4 * int(np.count_nonzero(changes)) > rows:
            return None
    return np.flatnonzero(changes).astype(np.int32)


def _one_of_each(numbers: Codes, many: int) -> Places:
    """The place of one of each number; where they lie mixed, the first thousands have them all."""
    found = np.full(many, -1, dtype=np.int64)
    for start in range(0, len(numbers), _SOME):
        part = numbers[start : start + _SOME]
        found[part] = np.arange(start, start + len(part))
        if found.min() >= 0:
            break
    return found


def _renumbered(numbers: Codes, code: npt.NDArray[Any], cells: int, size: int) -> tuple[Codes, int]:
    """Number the pairs that there are of a cell so far and one more code, from 0 and in order. A sort is seldom needed."""
    bound = cells * size
    if bound > _MARKED_TO_A_NUMBER * len(numbers) or bound >= _WIDEST:
        there, found = np.unique(numbers.astype(np.int64) * size + code, return_inverse=True)
        return found.astype(np.int32), len(there)
    pairs = code.astype(np.int32)
    if cells > 1:
        pairs += numbers * np.int32(size)
    marked = np.bincount(pairs, minlength=bound) > 0
    if marked.all():
        return pairs, bound
    place = np.cumsum(marked, dtype=np.int32) - np.int32(1)
    return place.take(pairs), int(place[-1]) + 1


def _places(cell: Codes, cells: int) -> tuple[Codes, Places, int]:
    """Where each row stands when every cell begins at a word; the first word of each cell; and how many words there are."""
    rows = np.bincount(cell, minlength=cells)
    words = -(-rows // WORD)
    starts = np.concatenate([[0], np.cumsum(words)[:-1]]).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(rows)[:-1]])
    place = (starts * WORD - before).astype(np.int32)[cell]
    if np.all(cell[1:] >= cell[:-1]):
        place += np.arange(len(cell), dtype=np.int32)
    else:
        place[order_of(cell, cells)] += np.arange(len(cell), dtype=np.int32)
    return place, starts, int(words.sum())


def order_of(numbers: npt.NDArray[Any], bound: int) -> npt.NDArray[np.intp]:
    """The order of whole numbers below ``bound``, equal ones as they come.

    Numbers of 16 bits are sorted by counting them; larger ones by their low bits, then by what is above.
    """
    if bound > 1 << 32:
        return np.argsort(numbers, kind="stable")
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if bound > 1 << 16:
        order = order[np.argsort((numbers >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def _put(array: npt.NDArray[Any], place: Codes, words: int) -> npt.NDArray[Any]:
    placed = np.zeros(words * WORD, dtype=array.dtype)
    placed[place] = array
    return placed


def _packed(
    asked: Asked,
    placed: dict[str, npt.NDArray[Any]],
    place: Codes,
    starts: Places,
    keys: dict[str, Places],
    values: dict[str, list[str | None]],
) -> Packed:
    fail, miss = placed["fail"], placed.get("miss")
    weight = placed["w"].astype(np.uint64)
    there = np.zeros(len(fail), dtype=bool)
    there[place] = True
    many = len(asked.judged)
    return Packed(
        fail=fail,
        miss=miss,
        away=placed.get("away"),
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

    def of(byte: int) -> None:
        column = np.ascontiguousarray(by_byte[:, byte])
        for bit in range(min(8, many - 8 * byte)):
            found[8 * byte + bit] = as_plane(column & np.uint8(1 << bit))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(of, range(-(-many // 8))))
    return found


def as_plane(marked: npt.NDArray[Any]) -> Bits:
    """Pack one mark per place, a truth or a number that is not zero, into words."""
    return np.packbits(marked, bitorder="little").view(np.uint64)
