"""Keeps the scanned paper of an agreement: checked by its content, stored under its hash, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from baansuk.thai.words import Refusal

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
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        _place(content, path)
    return digest


def path_of(sha256: str) -> Path:
    """Return where a paper lies."""
    return Path(settings.STORE) / "agreements" / sha256


def kind_of(content: bytes) -> str | None:
    """Return the media type that the first bytes tell, None for any other file."""
    return next((kind for mark, kind in KINDS.items() if content.startswith(mark)), None)


def _place(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with temporary.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as failed:
        raise Refusal(
            "store_failed",
            "เก็บไฟล์ลงดิสก์ไม่ได้ ตรวจพื้นที่ดิสก์แล้วลองใหม่",
            "The file could not be stored; check the disk and try again",
        ) from failed
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
