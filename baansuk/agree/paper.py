"""Keeps the scanned paper of an agreement: checked by its content, stored under its hash, never changed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from baansuk.thai.words import Refusal
from baansuk.vault.by_hash import keep_by_hash, open_by_hash

MOST_BYTES: Final = 30_000_000
# What a file begins with says what it is; its name does not.
KINDS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def keep(stream: BinaryIO) -> str:
    """Store a scan and return its SHA-256. Raises Refusal for an empty or too big file, or one of another kind."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(
            "paper_too_big",
            f"ไฟล์ใหญ่เกิน {MOST_BYTES // 1_000_000} MB โปรดสแกนใหม่ที่ความละเอียดต่ำลง",
            f"The file is bigger than {MOST_BYTES // 1_000_000} MB; scan it again at a lower resolution",
        )
    if kind_of(content) is None:
        raise Refusal(
            "paper_unreadable",
            "รับเฉพาะไฟล์ PDF, JPEG หรือ PNG",
            "Only PDF, JPEG or PNG files are taken as a scanned paper",
        )
    return keep_by_hash(_folder(), content)


def path_of(sha256: str) -> Path:
    """Return where a paper lies."""
    return _folder() / sha256


def kind_of(content: bytes) -> str | None:
    """Return the media type that the first bytes tell, None for any other file."""
    return next((kind for mark, kind in KINDS.items() if content.startswith(mark)), None)


def open_paper(sha256: str) -> BinaryIO | None:
    """Open a paper for reading, None where there is none."""
    return open_by_hash(_folder(), sha256)


def _folder() -> Path:
    return Path(settings.STORE) / "agreements"
