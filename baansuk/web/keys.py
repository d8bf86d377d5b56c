"""Finds the secret keys: in the environment, else in a file that only the owner may read, made on first use."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ


def secret_from(env: environ.Env, var: Path, name: str) -> str:
    """Return the key called ``name``; without one in the environment, the one kept under ``var/keys``."""
    given: str = env.str(name, default="")
    if given:
        return given
    folder = var / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name.lower()
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()
