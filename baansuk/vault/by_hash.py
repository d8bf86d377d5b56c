"""Files that are never changed, sealed in a folder under the SHA-256 of what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from baansuk.vault.shelf import opened, sealing


def keep_by_hash(folder: Path, content: bytes) -> str:
    """Store a file and return its SHA-256; the same file again takes no room."""
    digest = hashlib.sha256(content).hexdigest()
    path = folder / digest
    if not path.exists():
        with sealing(path) as out:
            out.write(content)
    return digest


def open_by_hash(folder: Path, sha256: str) -> BinaryIO | None:
    """Open a kept file for reading, None where there is none."""
    path = folder / sha256
    return opened(path) if path.exists() else None
