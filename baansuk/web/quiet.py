"""Keeps the web server from printing what failed inside an answer: its own log would quote the message, and so a person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

log = logging.getLogger(__name__)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BrokenOff(Exception):
    """An answer ended before its end; what was wrong stands in our own log, without values."""


class Pieces:
    """The pieces of an answer on their way out; when making one fails, the server learns that it failed and no more."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer
        except Exception:
            log.exception("an answer broke off")
            raise BrokenOff from None

    def close(self) -> None:
        """End the answer, as the server asks at its end."""
        if close := getattr(self._answer, "close", None):
            close()


def quiet(application: Application) -> Application:
    """Return the application with the mouth of the server shut; a file of the disk is left to the server itself."""

    def called(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            answer = application(environ, start_response)
        except Exception:
            log.exception("a request failed before it reached a page")
            raise BrokenOff from None
        return Pieces(answer) if getattr(answer, "streaming", False) else answer

    return called
