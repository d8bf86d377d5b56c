"""Secret texts, each in the environment or in a file that only the owner may read; a new one is kept when the house says so."""

from __future__ import annotations

import secrets
from pathlib import Path

from baansuk.vault.durable import write_once
from baansuk.vault.refusals import key_wrong

_not_kept: dict[str, tuple[Path, str]] = {}


def secret(folder: Path, name: str, given: str) -> str:
    """Return the secret called ``name``: the given one, else the one in its file, else a new one for this process.

    A new one lies nowhere until ``keep``: where the database was made with another, the right one has to be put back,
    and a file with a wrong one must not stand in its place.
    """
    _not_kept.pop(name, None)
    if given:
        return given
    path = folder / name.lower()
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        _not_kept[name] = (path, secrets.token_urlsafe(48))
        return _not_kept[name][1]


def not_kept() -> dict[str, Path]:
    """Return the secrets that are new in this process, with where their files would lie."""
    return {name: path for name, (path, _) in _not_kept.items()}


def keep() -> None:
    """Write the new secrets. Raises Refusal when another process was first and has another one."""
    for name, (path, text) in list(_not_kept.items()):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not write_once(path, text.encode()):
            raise key_wrong(
                name, "มีการสร้างพร้อมกันจากอีกคำสั่ง ให้สั่งใหม่", "another command made it at the same time; try again."
            )
        del _not_kept[name]


def forget() -> None:
    """Let new secrets stand for this process alone, as tests do."""
    _not_kept.clear()
