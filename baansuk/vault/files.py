"""Sealed files: authenticated chunks behind a header, read at any place, and found out when a bit is not as it was.

A file is ``BSUK1``, the id of its data key, its label, a salt and the chunk size, then the chunks. Its own key comes from
the data key and the header, so one data key may seal any number of files; the nonce of a chunk is its number and whether
it is the last one, so chunks cannot be cut off, swapped, repeated or added.
"""

from __future__ import annotations

import hmac
import io
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from baansuk.vault.keys import DataKey, Keyring
from baansuk.vault.refusals import file_damaged, file_not_sealed

MAGIC: Final = b"BSUK1"
CHUNK: Final = 1 << 20
TAG: Final = 16
_SALT = 32
_LONGEST_CHUNK = 1 << 24


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the chunks, and the bytes it was read from or is written as."""

    key_id: str
    label: str
    chunk: int
    raw: bytes

    def cipher(self, key: DataKey) -> AESGCM:
        """Return the cipher of this one file."""
        return AESGCM(hmac.digest(key.secret, b"baansuk sealed file" + self.raw, "sha256"))


class SealedWriter:
    """Seals what is written; ``close`` writes the last chunk, without which the file cannot be opened."""

    def __init__(self, file: BinaryIO, key: DataKey, label: str = "", chunk: int = CHUNK) -> None:
        self._file = file
        self._header = _new_header(key.id, label, chunk)
        self._cipher = self._header.cipher(key)
        self._held = bytearray()
        self._number = 0
        self._size = 0
        self._open = True
        file.write(self._header.raw)

    def write(self, piece: bytes | bytearray | memoryview) -> int:
        """Take a piece of any length; a chunk is sealed when more than it is there, for the last one is marked."""
        view = memoryview(piece).cast("B")
        size, chunk = len(view), self._header.chunk
        self._size += size
        while len(self._held) + len(view) > chunk:
            if self._held:
                room = chunk - len(self._held)
                self._held += view[:room]
                view = view[room:]
                self._put(self._held, last=False)
                self._held = bytearray()
            else:
                self._put(view[:chunk], last=False)
                view = view[chunk:]
        self._held += view
        return size

    @property
    def closed(self) -> bool:
        """Say whether the last chunk is sealed; writers of Parquet ask before they write."""
        return not self._open

    def tell(self) -> int:
        """Return how many clear bytes were written."""
        return self._size

    def flush(self) -> None:
        """Pass on what is sealed; an unfinished chunk stays."""
        self._file.flush()

    def close(self) -> None:
        """Seal the last chunk. The file under it stays open, so that its owner can sync it."""
        if self._open:
            self._open = False
            self._put(self._held, last=True)
            self._file.flush()

    def __enter__(self) -> SealedWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.close()  # after a failure the last chunk is not written: half a file must not open as a whole one

    def _put(self, clear: bytes | bytearray | memoryview, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), clear, self._header.raw))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Opens a sealed file for reading at any place; raises Refusal ``file_damaged`` for anything that was not sealed so.

    The last chunk is opened first: it alone shows that nothing was cut off or added.
    """

    def __init__(self, file: BinaryIO, keyring: Keyring, name: str = "") -> None:
        self._file = file
        self.name = name or "?"
        self.header = read_header(file, self.name)
        self.key = keyring.key(self.header.key_id)
        self._cipher = self.header.cipher(self.key)
        sealed = file.seek(0, os.SEEK_END) - len(self.header.raw)
        self._chunks = max(1, -(-sealed // (self.header.chunk + TAG)))
        self.size = sealed - self._chunks * TAG
        self._at = 0
        self._number = -1
        self._clear = memoryview(b"")
        self._load(self._chunks - 1)

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def seekable(self) -> bool:
        """Any place can be read."""
        return True

    def tell(self) -> int:
        """Return the place in the clear content."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place in the clear content."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer as far as the file goes."""
        out = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(out) and self._at < self.size:
            number, begin = divmod(self._at, self.header.chunk)
            if number != self._number:
                self._load(number)
            piece = self._clear[begin : begin + len(out) - filled]
            out[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._at += len(piece)
        return filled

    def close(self) -> None:
        """Close the file under it as well."""
        if not self.closed:
            self._file.close()
        super().close()

    def _load(self, number: int) -> None:
        step = self.header.chunk + TAG
        self._file.seek(len(self.header.raw) + number * step)
        sealed = self._file.read(step)
        if len(sealed) < TAG:
            raise file_damaged(self.name)
        clear = bytearray(len(sealed) - TAG)
        try:
            last = number == self._chunks - 1
            self._cipher.decrypt_into(_nonce(number, last), sealed, self.header.raw, clear)
        except InvalidTag as error:
            raise file_damaged(self.name) from error
        self._number, self._clear = number, memoryview(clear)


def is_sealed(path: Path) -> bool:
    """Whether a file begins as a sealed one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def key_id_of(path: Path) -> str:
    """Return the id of the data key that a sealed file names."""
    with path.open("rb") as file:
        return read_header(file, path.name).key_id


def read_header(file: BinaryIO, name: str) -> Header:
    """Read the header. Raises Refusal ``file_not_sealed`` for a clear file, ``file_damaged`` for half a header."""
    start = file.read(len(MAGIC))
    if start != MAGIC:
        raise file_not_sealed(name)
    key_id = _counted(file, 1)
    label = _counted(file, 2)
    rest = file.read(_SALT + 4)
    chunk = int.from_bytes(rest[_SALT:], "big")
    if len(rest) != _SALT + 4 or not 0 < chunk <= _LONGEST_CHUNK:
        raise file_damaged(name)
    raw = start + _with_length(key_id, 1) + _with_length(label, 2) + rest
    try:
        return Header(key_id.decode("ascii"), label.decode(), chunk, raw)
    except UnicodeDecodeError as error:
        raise file_damaged(name) from error


def _new_header(key_id: str, label: str, chunk: int) -> Header:
    raw = MAGIC + _with_length(key_id.encode("ascii"), 1) + _with_length(label.encode(), 2)
    return Header(key_id, label, chunk, raw + secrets.token_bytes(_SALT) + chunk.to_bytes(4, "big"))


def _counted(file: BinaryIO, width: int) -> bytes:
    return file.read(int.from_bytes(file.read(width), "big"))


def _with_length(text: bytes, width: int) -> bytes:
    return len(text).to_bytes(width, "big") + text


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
