"""Where the files of an edition lie in the store."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def folder(number: int) -> Path:
    """Return the folder of edition ``number``; its Parquet files are described in the room's README."""
    return Path(settings.STORE) / "runs" / f"edition-{number}"
