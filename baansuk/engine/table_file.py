"""Writes tables as Parquet whose columns repeat few values or count rows, without looking at every value to find that out.

A general writer hashes each of a million texts to find that there are 7,255; here the places in the list are what one has.
A page is levels (1 where there is a value) and then values, in the encodings of github.com/apache/parquet-format; nothing
is pressed, for what repeats is short already and what is left are doubles, which do not shrink.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from baansuk.engine.row_groups import BINARY, INT, LIST, LONG, STRUCT, Fields, written

Array = npt.NDArray[Any]
_MAGIC: Final = b"PAR1"
# What parquet.thrift calls the types, the encodings and the kinds of pages.
_TYPES: Final = {"bool": 0, "int16": 1, "int32": 1, "int64": 2, "double": 5, "text": 6}
_PLAIN, _RLE, _DELTA, _LISTED = 0, 3, 5, 8
_DATA_PAGE, _LIST_PAGE = 0, 2
_OPTIONAL, _UTF8, _INT_16 = 1, 0, 16
# Rows of one delta block: the difference to the row before is told once for all of them.
_DELTA_BLOCK: Final = 128
# A column that changes more seldom than in one row of these is written as runs.
_ROWS_TO_A_RUN: Final = 64
_NUMBERS: Final[dict[str, np.dtype[Any]]] = {
    "int16": np.dtype("<i4"),
    "int32": np.dtype("<i4"),
    "int64": np.dtype("<i8"),
    "double": np.dtype("<f8"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one column in a group of rows, encoded: ``listed`` is the page of its different values, if it has one."""

    rows: int
    encoding: int
    page: Sequence[bytes | memoryview]
    listed: bytes | None = None
    values: int = 0


def empty(rows: int) -> Part:
    """A column without any value."""
    return Part(rows, _PLAIN, [_levels(rows, None, some=False)])


def numbers(values: Array, kind: str, there: npt.NDArray[np.bool_] | None = None) -> Part:
    """Numbers as they are; ``there`` marks those that are, None for all."""
    return only(values if there is None else values[there], kind, len(values), there)


def only(values: Array, kind: str, rows: int, there: npt.NDArray[np.bool_] | None) -> Part:
    """The numbers that are, without those that are not; ``there`` marks their rows among so many, None for all."""
    shown = np.ascontiguousarray(values, dtype=_NUMBERS[kind])
    return Part(rows, _PLAIN, [_marked(rows, there), _view(shown)])


def joined(page: bytes, rows: int, there: npt.NDArray[np.bool_] | None) -> Part:
    """Texts one behind the other, each after its length in four bytes: those of the rows that ``there`` marks, None for all."""
    return Part(rows, _PLAIN, [_marked(rows, there), page])


def placed(values: Sequence[int], places: Array, kind: str, there: npt.NDArray[np.bool_] | None) -> Part:
    """Values of a short list by their places in it, of those rows only that have one; no run is looked for."""
    rows = len(places) if there is None else len(there)
    return Part(rows, _LISTED, _placed(len(values), places, rows, there), *_list(values, kind))


def placed_pages(
    values: Array, pages: Iterable[tuple[Array, int, npt.NDArray[np.bool_] | None]], kind: str
) -> Iterator[Part]:
    """The same page by page: places, how many rows, and which of them have one; one list serves them all."""
    told, many = _list(values, kind)
    for places, rows, there in pages:
        yield Part(rows, _LISTED, _placed(many, places, rows, there), told, many)


def _placed(values: int, places: Array, rows: int, there: npt.NDArray[np.bool_] | None) -> list[bytes | memoryview]:
    width = _width(values)
    return [_marked(rows, there), bytes([width]), _of_numbers(places, width)]


def truths(values: npt.NDArray[np.bool_], there: npt.NDArray[np.bool_] | None = None) -> Part:
    """True or false, a bit each."""
    kept = values if there is None else values[there]
    packed = np.packbits(kept, bitorder="little")
    return Part(len(values), _PLAIN, [_levels(len(values), there), _view(packed)])


def rising(start: int, stop: int) -> Part:
    """The whole numbers from ``start`` up to ``stop``, each one more than that before."""
    rows = stop - start
    # The size of a block, four parts to a block, how many numbers, the first; then for each block the least difference, 1, and
    # that the differences need no bits beyond it.
    head = b"".join(map(_varint, (_DELTA_BLOCK, 4, rows, 2 * start)))
    blocks = -(-max(rows - 1, 0) // _DELTA_BLOCK)
    return Part(rows, _DELTA, [_levels(rows, None), head + b"\x02\x00\x00\x00\x00" * blocks])


def listed(values: Sequence[str] | Sequence[int], places: Array, kind: str) -> Part:
    """Values of a short list, by their places in it; -1 stands for no value."""
    rows = len(places)
    if not len(values):
        return empty(rows)
    runs = _runs(places)
    if runs is not None:
        return listed_in_runs(values, *runs, kind)
    some = places >= 0
    every = bool(some.all())
    width = _width(len(values))
    body = _of_numbers(places if every else places[some], width)
    return Part(rows, _LISTED, [_levels(rows, None if every else some), bytes([width]), body], *_list(values, kind))


def listed_in_runs(values: Sequence[str] | Sequence[int], places: Array, lengths: Array, kind: str) -> Part:
    """The same of a column that repeats each place a number of times."""
    rows = int(lengths.sum())
    if not len(values):
        return empty(rows)
    some = places >= 0
    width = _width(len(values))
    levels = _levels(rows, None) if some.all() else _framed(_of_runs(some, lengths, 1))
    return Part(
        rows, _LISTED, [levels, bytes([width]), _of_runs(places[some], lengths[some], width)], *_list(values, kind)
    )


def repeated(values: Sequence[str] | Sequence[int], places: Array, times: int, kind: str) -> Part:
    """The same of a column that goes through its places a number of times."""
    width = _width(len(values))
    if (places < 0).any():
        return listed(values, np.tile(places, times), kind)
    rows, size = len(places) * times, width // 8
    body = _in_bytes(places, size) * times
    head, rest = _by_eights(rows, size)
    return Part(rows, _LISTED, [_levels(rows, None), bytes([width]) + head, body, rest], *_list(values, kind))


def _list(values: Sequence[str] | Sequence[int] | Array, kind: str) -> tuple[bytes, int]:
    page = _texts(values) if kind == "text" else np.array(values, dtype=_NUMBERS[kind]).tobytes()
    return page, len(values)


def _texts(values: Iterable[Any]) -> bytes:
    told = [str(value).encode() for value in values]
    return b"".join(struct.pack("<I", len(one)) + one for one in told)


def _width(values: int) -> int:
    """The bits of a place in the list: whole bytes, so that an array of them is its own encoding."""
    return 8 if values <= 1 << 8 else 16 if values <= 1 << 16 else 24 if values <= 1 << 24 else 32


def _levels(rows: int, there: npt.NDArray[np.bool_] | None, *, some: bool = True) -> bytes:
    """The levels of rows: which of them have a value; None for all, or with ``some`` false for none."""
    if there is None:
        told = _of_runs(np.array([some]), np.array([rows]), 1)
    elif (runs := _runs(there)) is not None:
        told = _of_runs(*runs, 1)
    else:
        return _marked(rows, there)
    return _framed(told)


def _marked(rows: int, there: npt.NDArray[np.bool_] | None) -> bytes:
    """The same, a bit for each row where not all have a value."""
    if there is None:
        return _levels(rows, None)
    bits = np.packbits(there, bitorder="little")
    return _framed(_varint(len(bits) << 1 | 1) + bits.tobytes())


def _framed(levels: bytes) -> bytes:
    return struct.pack("<I", len(levels)) + levels


def _runs(values: Array) -> tuple[Array, Array] | None:
    """The value and the length of each run; None where the runs are short."""
    if not len(values):
        return values, np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(values[1:] != values[:-1]) + 1
    if len(starts) * _ROWS_TO_A_RUN > len(values):
        return None
    starts = np.concatenate([[0], starts])
    return values[starts], np.diff(starts, append=len(values))


def _of_runs(values: Array, lengths: Array, width: int) -> bytes:
    size = -(-width // 8)
    return b"".join(
        _varint(length << 1) + int(value).to_bytes(size, "little")
        for value, length in zip(values.tolist(), lengths.tolist(), strict=True)
    )


def _of_numbers(values: Array, width: int) -> bytes:
    """Numbers of a width of whole bytes, one after the other; they are written by eights."""
    head, rest = _by_eights(len(values), width // 8)
    return head + _in_bytes(values, width // 8) + rest


def _in_bytes(values: Array, size: int) -> bytes:
    """Whole numbers of so many bytes each, the least first."""
    if size == 3:  # no processor has them: of four bytes the last goes
        return values.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :size].tobytes()
    return values.astype(f"<u{size}").tobytes()


def _by_eights(many: int, size: int) -> tuple[bytes, bytes]:
    """What stands before and after so many numbers of ``size`` bytes."""
    eights = -(-many // 8)
    return _varint(eights << 1 | 1), bytes((8 * eights - many) * size)


def _varint(value: int) -> bytes:
    told = bytearray()
    while value > 127:
        told.append(value & 127 | 128)
        value >>= 7
    return bytes([*told, value])


def _view(array: Array) -> memoryview:
    return array.data.cast("B") if array.size else memoryview(b"")


class TableFile:
    """A Parquet file that is being written: ``columns`` are names with their kinds, of ``_TYPES``."""

    def __init__(self, path: Path, columns: Sequence[tuple[str, str]]) -> None:
        self.rows = 0
        self._columns = columns
        self._groups: list[Fields] = []
        self._file = path.open("wb")
        self._at = self._file.write(_MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with self._file:
            if error is None:
                footer = written(self._footer())
                self._file.write(footer + struct.pack("<I", len(footer)) + _MAGIC)

    def add(self, parts: Sequence[Part]) -> None:
        """Write a group of rows, a part for each column."""
        self.add_pages([part] for part in parts)

    def add_pages(self, columns: Iterable[Sequence[Part]]) -> None:
        """Write a group of rows, one or more parts for each column; all parts of one column have the same list, or none.

        Columns that come one by one are written so, and need not be there together.
        """
        chunks, rows = [], 0
        for (name, kind), parts in zip(self._columns, columns, strict=True):
            rows = sum(part.rows for part in parts)
            if not rows:
                return
            chunks.append(self._chunk(name, kind, parts))
        size = sum(chunk[3][1][7][1] for chunk in chunks)
        self._groups.append({1: (LIST, (STRUCT, chunks)), 2: (LONG, size), 3: (LONG, rows)})
        self.rows += rows

    def _chunk(self, name: str, kind: str, parts: Sequence[Part]) -> Fields:
        began = self._at
        of_list = next((part for part in parts if part.listed is not None), None)
        if of_list is not None and of_list.listed is not None:
            self._page(_LIST_PAGE, {7: (STRUCT, {1: (INT, of_list.values), 2: (INT, _PLAIN)})}, [of_list.listed])
        data = self._at
        for part in parts:
            about = {1: (INT, part.rows), 2: (INT, part.encoding), 3: (INT, _RLE), 4: (INT, _RLE)}
            self._page(_DATA_PAGE, {5: (STRUCT, about)}, part.page)
        size = self._at - began
        told: Fields = {
            1: (INT, _TYPES[kind]),
            2: (LIST, (INT, sorted({*(part.encoding for part in parts), _RLE, _PLAIN}))),
            3: (LIST, (BINARY, [name.encode()])),
            4: (INT, 0),
            5: (LONG, sum(part.rows for part in parts)),
            6: (LONG, size),
            7: (LONG, size),
            9: (LONG, data),
        }
        if of_list is not None:
            told[11] = (LONG, began)
        return {2: (LONG, began), 3: (STRUCT, told)}

    def _page(self, kind: int, about: Fields, pieces: Sequence[bytes | memoryview]) -> None:
        size = sum(map(len, pieces))
        self._at += self._file.write(written({1: (INT, kind), 2: (INT, size), 3: (INT, size)} | about))
        for piece in pieces:
            self._at += self._file.write(piece)

    def _footer(self) -> Fields:
        root: Fields = {4: (BINARY, b"schema"), 5: (INT, len(self._columns))}
        columns = [_column(name, kind) for name, kind in self._columns]
        return {
            1: (INT, 1),
            2: (LIST, (STRUCT, [root, *columns])),
            3: (LONG, self.rows),
            4: (LIST, (STRUCT, self._groups)),
            6: (BINARY, b"baansuk"),
        }


def _column(name: str, kind: str) -> Fields:
    told: Fields = {1: (INT, _TYPES[kind]), 3: (INT, _OPTIONAL), 4: (BINARY, name.encode())}
    if kind == "int16":
        told |= {6: (INT, _INT_16)}
    if kind == "text":
        told |= {6: (INT, _UTF8), 10: (STRUCT, {1: (STRUCT, {})})}
    return told
