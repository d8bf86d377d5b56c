"""Finds the secret keys: in the environment, else in a file that only the owner may read, made on first use."""

from __future__ import annotations

import secrets
from pathlib import Path

import environ

from baansuk.vault.durable import write_once


def secret_from(env: environ.Env, folder: Path, name: str) -> str:
    """Return the key called ``name``; without one in the environment, the one kept in the folder of keys."""
    given: str = env.str(name, default="")
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name.lower()
    if not path.exists():
        write_once(path, secrets.token_urlsafe(48).encode())
    return path.read_text(encoding="ascii").strip()
