"""The vault of this house: where its keys and its private folder lie, said once by the settings."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from baansuk.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Places:
    """Where keys and private folders lie, the master key of the environment, and whether the store is sealed."""

    keys: Path
    private: tuple[Path, ...]
    master: str
    store_sealed: bool


_lock = threading.Lock()
_places: Places | None = None
_keyring: Keyring | None = None


def configure(keys: Path, private: Path | tuple[Path, ...], *, master: str = "", store_sealed: bool = True) -> None:
    """Say where everything lies; of several private places the first is used and all are emptied."""
    global _places, _keyring
    with _lock:
        several = private if isinstance(private, tuple) else (private,)
        _places, _keyring = Places(keys, several, master, store_sealed), None


def places() -> Places:
    """Return what the settings said."""
    if _places is None:
        raise RuntimeError("baansuk.vault.house.configure was not called")
    return _places


def keyring() -> Keyring:
    """Return the keyring of this process, opened at the first use. Raises Refusal when the master key is not right."""
    global _keyring
    here = places()
    with _lock:
        if _keyring is None:
            _keyring = Keyring(here.keys, here.master)
        return _keyring
