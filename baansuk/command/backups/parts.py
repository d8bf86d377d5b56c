"""Sealed, packed pieces of a backup: hashed on the way in and out, clear nowhere but in the database itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyarrow as pa

from baansuk.command.backups.manifest import Part
from baansuk.command.backups.refusals import file_differs
from baansuk.thai.words import Refusal
from baansuk.vault.files import SealedReader, SealedWriter
from baansuk.vault.keys import DataKey, Keyring

PIECE: Final = 1 << 20


class Piece:
    """Takes clear bytes; what reaches the disk is packed and sealed. ``done`` is known when the block has ended."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.size = 0
        self.rows = 0
        self.done: Part | None = None
        self._held = bytearray()
        self.packed: Any = None

    def write(self, piece: bytes | bytearray | memoryview) -> None:
        """Take a piece of any length."""
        self._held += piece
        if len(self._held) >= PIECE:
            self.flush()

    def flush(self) -> None:
        """Pass on what is held back."""
        self.hash.update(self._held)
        self.size += len(self._held)
        self.packed.write(bytes(self._held))
        self._held.clear()


class _Counted:
    """A file that is hashed as it is written, for the manifest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> int:
        self.hash.update(piece)
        self.size += len(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def sealing(path: Path, key: DataKey, name: str, columns: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Give a piece to write to; on leaving it is durable under ``path`` and ``piece.done`` tells of it.

    ``name`` is sealed into the file, so that one piece cannot stand in another's place.
    """
    piece = Piece()
    with path.open("wb") as file:
        counted = _Counted(file)
        writer = SealedWriter(cast(BinaryIO, counted), key, name)
        piece.packed = pa.CompressedOutputStream(pa.PythonFile(_Open(writer), mode="w"), "zstd")
        yield piece
        piece.flush()
        piece.packed.close()
        writer.close()
        file.flush()
        os.fsync(file.fileno())
    piece.done = Part(
        name, counted.hash.hexdigest(), counted.size, piece.hash.hexdigest(), piece.size, piece.rows, columns
    )


class _Open:
    """Passes writes on and leaves the end to whoever opened it: after a failure the last chunk must not be sealed."""

    closed = False

    def __init__(self, writer: SealedWriter) -> None:
        self._writer = writer

    def write(self, piece: bytes) -> int:
        return self._writer.write(piece)

    def flush(self) -> None:
        self._writer.flush()

    def close(self) -> None:
        self._writer.flush()


def clear_pieces(path: Path, part: Part, keyring: Keyring) -> Iterator[bytes]:
    """Yield the clear content of a piece. Raises Refusal at the end where it is not what the manifest says, so whatever
    was made of it until then must not take its place before this has ended well."""
    taken, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        reader = SealedReader(file, keyring, part.name)
        if reader.header.label != part.name:
            raise _other(part)
        packed = pa.CompressedInputStream(pa.PythonFile(reader, mode="r"), "zstd")
        try:
            while piece := packed.read(PIECE):
                taken.update(piece)
                size += len(piece)
                yield piece
        except OSError as error:
            raise _other(part) from error
    if taken.hexdigest() != part.clear_sha256 or size != part.clear_size:
        raise _other(part)


def _other(part: Part) -> Refusal:
    return file_differs(part.name, "เนื้อความไม่ตรง", "its content differs")
