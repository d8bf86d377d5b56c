"""Finds the secret keys: in the environment, else in the folder of keys."""

from __future__ import annotations

from pathlib import Path

import environ

from baansuk.vault.secret_files import secret


def secret_from(env: environ.Env, folder: Path, name: str) -> str:
    """Return the key called ``name``; a new one is kept by ``baansuk init``, never where the database knows another."""
    return secret(folder, name, env.str(name, default=""))
