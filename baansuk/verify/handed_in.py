"""Keeps what was handed in, workbooks and photos of signed papers, sealed in the store under their hash."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from baansuk.thai.words import Refusal
from baansuk.vault.by_hash import keep_by_hash, open_by_hash

MOST_BYTES: Final = 20_000_000


def read_whole(stream: BinaryIO) -> bytes:
    """Return what a file holds. Raises Refusal for an empty one and one too large to be a page or a photo."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(
            "too_big",
            f"ไฟล์ใหญ่เกิน {MOST_BYTES // 1_000_000} MB",
            f"The file is bigger than {MOST_BYTES // 1_000_000} MB.",
        )
    if not content:
        raise Refusal("empty_file", "ไฟล์ว่าง", "The file is empty.")
    return content


def keep(content: bytes) -> str:
    """Store a file and return its SHA-256; the same file again takes no room."""
    return keep_by_hash(_folder(), content)


def path_of(sha256: str) -> Path:
    """Return where a file lies."""
    return _folder() / sha256


def open_kept(sha256: str) -> BinaryIO | None:
    """Open a file for reading, None where there is none."""
    return open_by_hash(_folder(), sha256)


def _folder() -> Path:
    return Path(settings.STORE) / "verify"
