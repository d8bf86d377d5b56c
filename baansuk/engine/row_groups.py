"""Joins Parquet files of one schema by copying their rows as they stand, so that adding a little to much costs little.

A Parquet file is row groups one after another and a footer that says where each begins, in Thrift's compact protocol
(github.com/apache/parquet-format, github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). The row
groups of the second file are put behind those of the first, and one footer is written that knows both.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from io import FileIO
from pathlib import Path
from typing import Any, Final

_MAGIC: Final = b"PAR1"
_TRUE, _FALSE, _BYTE, _DOUBLE, BINARY, LIST, _SET, STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
# Numbers of 16, 32 and 64 bits, which are written alike; a reader is told the width.
_WHOLE: Final = (4, 5, 6)
INT, LONG = 5, 6
# Numbers of the fields, as parquet.thrift gives them.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_COLUMNS, _GROUP_ROWS, _GROUP_OFFSET, _ORDINAL = 1, 3, 5, 7
_COLUMN, _CHUNK_OFFSETS = 3, (2, 4, 6)
_PAGE_OFFSETS: Final = (9, 10, 11, 14)
_FIRST_PAGE: Final = (9, 11)
_PAGE_INDEXES, _FILTERS = (4, 5, 6, 7), (14, 15)

# Copied piece by piece, of a size that the processor keeps: in pieces of 4 MB it takes up to twice as long.
_AT_ONCE: Final = 1 << 18

# A struct of Thrift: the kind and the value of each field by its number.
Fields = dict[int, tuple[int, Any]]
_Change = Callable[[Fields], Fields]


def append(old: Path, new: Path, target: Path, *, instead: Mapping[int, Path] | None = None) -> bool:
    """Write the rows of ``old`` and then those of ``new`` as ``target``; say False, and write nothing, where the two have
    different columns.

    In the place of some row groups of ``old``, by their numbers from 0, ``instead`` has the rows of other files. Raises
    ValueError for what is no Parquet.
    """
    first, second = _Part(old), _Part(new)
    others = {group: _Part(path) for group, path in (instead or {}).items()}
    if any(part.footer[_SCHEMA] != first.footer[_SCHEMA] for part in (second, *others.values())):
        return False
    places = range(len(first.groups))
    own = [others[place].span() if place in others else first.span_of(place) for place in places]
    _write(target, [*(own if others else [first.span()]), second.span()], first.footer)
    return True


def rows_of(path: Path) -> int:
    """Return how many rows a file has, which stands before its row groups. Raises ValueError for what is no Parquet."""
    rows: int = _Reader(_footer(path)[1]).fields(until=_ROWS)[_ROWS][1]
    return rows


def sizes(path: Path) -> list[int]:
    """Return how many rows each row group has. Raises ValueError for what is no Parquet."""
    return [group[_GROUP_ROWS][1] for group in _Part(path).groups]


# A stretch of a file to copy, from byte to byte, and the row groups in it.
_Span = tuple[Path, int, int, list[Fields]]


class _Part:
    """A file with its footer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end, told = _footer(path)
        self.footer = _fields(told)
        self.groups: list[Fields] = self.footer[_GROUPS][1][1]

    def span(self) -> _Span:
        """All row groups."""
        return self.path, len(_MAGIC), self.end, self.groups

    def span_of(self, place: int) -> _Span:
        """The row group of this number."""
        starts = [_start(group) for group in self.groups[place : place + 2]]
        if starts != sorted(starts):
            raise ValueError(f"{self.path.name} has its row groups in no order")
        return self.path, starts[0], (*starts, self.end)[1], [_bare(self.groups[place])]


def _write(target: Path, spans: Sequence[_Span], footer: Fields) -> None:
    every: list[Fields] = []
    with target.open("wb", buffering=0) as out:
        out.write(_MAGIC)
        for path, start, end, groups in spans:
            every += [_moved(group, out.tell() - start) for group in groups]
            with path.open("rb", buffering=0) as rows:
                rows.seek(start)
                _copy(rows, out, end - start)
        told = written(_told_of(every, footer))
        out.write(told + struct.pack("<I", len(told)) + _MAGIC)


def _start(group: Fields) -> int:
    """Where the first page of a row group begins."""
    pages = [chunk[_COLUMN][1] for chunk in group[_COLUMNS][1][1]]
    offsets = [page[number][1] for page in pages for number in _FIRST_PAGE if page.get(number, (0, 0))[1]]
    return int(min(offsets))


def _bare(group: Fields) -> Fields:
    """A row group without what may lie elsewhere in its file: indexes of pages and filters, which readers can do without."""
    return _of_columns(
        group,
        lambda chunk: {number: field for number, field in chunk.items() if number not in _PAGE_INDEXES},
        lambda pages: {number: field for number, field in pages.items() if number not in _FILTERS},
    )


def _of_columns(group: Fields, of_chunk: _Change, of_pages: _Change) -> Fields:
    """A row group whose columns, and what is told of their pages, are others; nothing of the old one is touched."""
    kind, (inner, chunks) = group[_COLUMNS]
    changed = [of_chunk(chunk) | {_COLUMN: (STRUCT, of_pages(chunk[_COLUMN][1]))} for chunk in chunks]
    return group | {_COLUMNS: (kind, (inner, changed))}


def _copy(rows: FileIO, out: FileIO, size: int) -> None:
    """Copy so many bytes from where both files stand: within the system where it can, so that none comes through here."""
    with suppress(OSError, AttributeError):  # a system without, or two disks that it cannot copy between
        while size > 0 and (copied := os.copy_file_range(rows.fileno(), out.fileno(), size)):
            size -= copied
    while size > 0 and (piece := rows.read(min(size, _AT_ONCE))):
        out.write(piece)
        size -= len(piece)
    if size > 0:
        raise ValueError(f"{rows.name} ends before its last row group")


@lru_cache(maxsize=4)
def _fields(footer: bytes) -> Fields:
    """What a footer says; it is not to be changed, for a large file is asked several times."""
    return _Reader(footer).fields()


def _footer(path: Path) -> tuple[int, bytes]:
    """Where the footer of a file begins, and its bytes."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        end = file.read()
        start = size - 8 - int.from_bytes(end[:4], "little")
        if end[4:] != _MAGIC or start < len(_MAGIC):
            raise ValueError(f"{path.name} is no Parquet file")
        file.seek(start)
        return start, file.read(size - 8 - start)


def _told_of(groups: list[Fields], footer: Fields) -> Fields:
    """A footer that tells of these row groups, and else what ``footer`` tells."""
    groups = [
        group | {_ORDINAL: (group[_ORDINAL][0], place)} if _ORDINAL in group else group
        for place, group in enumerate(groups)
    ]
    rows = sum(group[_GROUP_ROWS][1] for group in groups)
    return {**footer, _ROWS: (footer[_ROWS][0], rows), _GROUPS: (LIST, (STRUCT, groups))}


def _moved(group: Fields, by: int) -> Fields:
    return _of_columns(
        _shifted(group, (_GROUP_OFFSET,), by),
        lambda chunk: _shifted(chunk, _CHUNK_OFFSETS, by),
        lambda pages: _shifted(pages, _PAGE_OFFSETS, by),
    )


def _shifted(fields: Fields, numbers: tuple[int, ...], by: int) -> Fields:
    """Offsets moved on; nought says that a file has none."""
    moved = {
        number: (kind, offset + by) for number in numbers for kind, offset in [fields.get(number, (0, 0))] if offset
    }
    return fields | moved


class _Reader:
    """Reads the compact protocol."""

    def __init__(self, told: bytes) -> None:
        self._told = told
        self._at = 0

    def fields(self, until: int = 0) -> Fields:
        """Read a struct, or its fields up to one of this number."""
        found: Fields = {}
        number = 0
        while (head := self._byte()) and not (until and number >= until):
            number = number + (head >> 4) if head >> 4 else self._whole()
            found[number] = (head & 15, self._value(head & 15, inside=False))
        return found

    def _value(self, kind: int, *, inside: bool = True) -> Any:
        if kind in (_TRUE, _FALSE):
            # A field says it in its head; in a list each is a byte.
            return self._byte() == _TRUE if inside else kind == _TRUE
        if kind == _BYTE:
            return self._byte()
        if kind in _WHOLE:
            return self._whole()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, _SET):
            return self._listed()
        if kind == STRUCT:
            return self.fields()
        raise ValueError(f"a footer with a field of kind {kind}")  # a map, of which Parquet has none

    def _listed(self) -> tuple[int, list[Any]]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._varint()
        return head & 15, [self._value(head & 15) for _ in range(size)]

    def _byte(self) -> int:
        self._at += 1
        return self._told[self._at - 1]

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._told[self._at - size : self._at]

    def _varint(self) -> int:
        # A large register has thousands of them in its footer.
        told, at, value, shift = self._told, self._at, 0, 0
        while (byte := told[at]) > 127:
            value |= (byte & 127) << shift
            shift += 7
            at += 1
        self._at = at + 1
        return value | byte << shift

    def _whole(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)


def written(fields: Fields) -> bytes:
    """Write a struct in the compact protocol."""
    told, before = bytearray(), 0
    for number, (kind, value) in sorted(fields.items()):
        step = number - before
        told += bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _whole_written(number)
        told += b"" if kind in (_TRUE, _FALSE) else _value_written(kind, value)
        before = number
    return bytes(told) + b"\0"


def _value_written(kind: int, value: Any) -> bytes:
    if kind in (_TRUE, _FALSE):
        return bytes([_TRUE if value else _FALSE])
    if kind == _BYTE:
        return bytes([value])
    if kind in _WHOLE:
        return _whole_written(value)
    if kind == _DOUBLE:
        return bytes(value)
    if kind == BINARY:
        return _varint_written(len(value)) + bytes(value)
    if kind in (LIST, _SET):
        inner, values = value
        short = len(values) < 15
        head = bytes([len(values) << 4 | inner]) if short else bytes([240 | inner]) + _varint_written(len(values))
        return head + b"".join(_value_written(inner, one) for one in values)
    return written(value)


def _whole_written(value: int) -> bytes:
    return _varint_written(value << 1 if value >= 0 else (-value << 1) - 1)


def _varint_written(value: int) -> bytes:
    told = bytearray()
    while value > 127:
        told.append(value & 127 | 128)
        value >>= 7
    return bytes([*told, value])
