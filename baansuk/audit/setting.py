"""Who acts and from where, for whatever is written down meanwhile: a request, a run, or a command."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, TypeVar

Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an act itself does not say: by which door it came (web | api | command | worker | run), from which address,
    for which partner, purpose and post, and the random name that all events of one request share."""

    source: str = ""
    address: str = ""
    purpose: str = ""
    post: int | None = None
    partner: str = ""
    request: str = ""


class Watch:
    """Tells whether anything written within a setting lasts: what was rolled back does not count."""

    def __init__(self) -> None:
        self.lasting = 0

    def mark(self) -> None:
        """Count one event; called when its transaction has ended well."""
        self.lasting += 1


_process = Setting()
_present: ContextVar[tuple[Setting, Watch] | None] = ContextVar("setting", default=None)


def here() -> Setting:
    """Return the present setting: of this request or run, else of the process."""
    present = _present.get()
    return present[0] if present else _process


def watch_here() -> Watch | None:
    """Return who counts what is written here, None outside any request or run."""
    present = _present.get()
    return present[1] if present else None


def settle(source: str) -> None:
    """Say by which door everything comes that this process does by itself."""
    global _process  # one process, one door
    _process = Setting(source=source)


def request_name() -> str:
    """Return a new random name for one request."""
    return secrets.token_urlsafe(12)


@contextmanager
def acting_from(setting: Setting, watch: Watch | None = None) -> Iterator[Watch]:
    """Write everything inside this as coming from ``setting``; yields who counts what lasts of it."""
    counted = watch or Watch()
    token = _present.set((setting, counted))
    try:
        yield counted
    finally:
        _present.reset(token)


def learn(**known: Any) -> None:
    """Add to the present setting what became known only after it began: the partner of a token, its purpose, its post."""
    present = _present.get()
    if present:
        _present.set((replace(present[0], **known), present[1]))


def pieces_from(setting: Setting, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what is made after its request has ended, each piece (and the end) made as in ``setting``."""
    made = iter(pieces)
    try:
        while True:
            with acting_from(setting):
                piece = next(made, made)
            if piece is made:
                return
            yield piece  # type: ignore[misc]  # only the mark of the end is no piece
    finally:
        if close := getattr(made, "close", None):
            with acting_from(setting):
                close()
