"""Long lists of subjects, kept as sealed files of the store under the hash of what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings

from baansuk.thai.words import Refusal
from baansuk.vault import shelf

LINES_AT_ONCE = 4_096
PIECE = 1 << 20


class Listing:
    """Subjects in the order they were added, a few bytes each: a province's households leave in one export."""

    def __init__(self, subjects: Iterable[tuple[str, str]] = ()) -> None:
        self._pieces: list[bytes] = []
        self._lines: list[str] = []
        self._length = 0
        for kind, code in subjects:
            self.add(kind, code)

    def add(self, kind: str, code: str) -> None:
        """Add one subject."""
        if "\n" in code or "\t" in code:
            raise ValueError("a code of a subject has neither tabs nor line ends")
        self._lines.append(f"{kind}\t{code}\n")
        self._length += 1
        if len(self._lines) == LINES_AT_ONCE:
            self._fold()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for piece in self.pieces():
            yield from _read(piece)

    def pieces(self) -> Iterator[bytes]:
        """Yield what the file of this list says."""
        self._fold()
        yield from self._pieces

    def _fold(self) -> None:
        if self._lines:
            self._pieces.append("".join(self._lines).encode())
            self._lines.clear()


def path_of(name: str) -> Path:
    """Return where the list of this hash lies."""
    path: Path = settings.STORE / "audit" / "lists" / name
    return path


def keep(subjects: Iterable[tuple[str, str]]) -> str:
    """Write a list file, durable before this returns, and return its hash; the same list again is the same file."""
    listing = subjects if isinstance(subjects, Listing) else Listing(subjects)
    counted = hashlib.sha256()
    for piece in listing.pieces():
        counted.update(piece)
    name = counted.hexdigest()
    if not path_of(name).is_file():
        with shelf.sealing(path_of(name)) as file:
            for piece in listing.pieces():
                file.write(piece)
    return name


def read(name: str) -> list[tuple[str, str]]:
    """Return the subjects of a list. Raises Refusal when its file is gone, does not open, or says something else."""
    content = _content(name)
    if hashlib.sha256(content).hexdigest() != name:
        raise Refusal(
            "list_edited",
            f"แฟ้มรายการ audit/lists/{name} ไม่ตรงกับที่บันทึกไว้",
            f"The list file audit/lists/{name} is not what was written down.",
        )
    return list(_read(content))


def holds(name: str, kind: str, code: str) -> bool:
    """Say whether a list has a subject; an unreadable list is taken to have it, for nothing may hide a look."""
    line = f"{kind}\t{code}\n".encode()
    try:
        content = _content(name)
    except Refusal:
        return True
    return content.startswith(line) or b"\n" + line in content


def _content(name: str) -> bytes:
    try:
        with closing(shelf.opened(path_of(name))) as file:
            return file.read()
    except FileNotFoundError as error:
        raise Refusal(
            "list_gone",
            f"ไม่พบแฟ้มรายการ audit/lists/{name}",
            f"The list file audit/lists/{name} is gone.",
        ) from error


def _read(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode().splitlines():
        kind, _tab, code = line.partition("\t")
        yield kind, code
