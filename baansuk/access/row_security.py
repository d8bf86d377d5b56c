"""Tells PostgreSQL who is asking, for one transaction at a time, so that its own rows policies repeat the scope.

The policies themselves stand in ``row_policies``. Whoever says nothing is shown no person, so a read that forgot its
filter, or that runs outside ``acting``, comes back empty. On SQLite nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from baansuk.access.scope import Scope

Piece = TypeVar("Piece")
SETTINGS = ("baansuk.user", "baansuk.partner", "baansuk.purpose", "baansuk.post", "baansuk.emergency")
_ASK = "select " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
# The third word is "local": it ends with the transaction, so that a kept connection carries nobody's sight to the next.
_TELL = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


@contextmanager
def acting(scope: Scope) -> Iterator[None]:
    """Read inside this as ``scope``: a transaction of its own, or a part of the one that is open.

    What lasts longer than a request (a download) opens it anew for each piece, so that no transaction stays open while
    a slow line takes the file, and a grant that ended meanwhile has ended for the next piece.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if not connection.in_atomic_block:
        with transaction.atomic():
            act_as(scope)
            yield
        return
    before = _told()
    act_as(scope)
    try:
        yield
    finally:
        # The longer transaction would keep the words.
        if _is_whole():
            _tell(before)


def act_as(scope: Scope) -> None:
    """Say within the open transaction who asks from here on: for a door that learns it only after it was opened.

    Raises RuntimeError outside a transaction, where the words would be forgotten before the next question.
    """
    if connection.vendor != "postgresql":
        return
    if not connection.in_atomic_block:
        raise RuntimeError("act_as was called outside a transaction; use acting(scope)")
    seated = scope.post is not None
    urgent = str(scope.urgent.id) if scope.urgent else ""
    _tell((scope.username, scope.partner, scope.purpose, str(scope.post), urgent) if seated else ("",) * len(SETTINGS))


def pieces_for(scope: Scope, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces of a stream, each made inside ``acting(scope)`` and handed over outside it."""
    made = iter(pieces)
    try:
        while True:
            with acting(scope):
                piece = list(islice(made, 1))
            if not piece:
                return
            yield piece[0]
    finally:
        # A reader who breaks off must end what made the pieces as well: it writes down how far they came.
        if close := getattr(made, "close", None):
            close()


def _told() -> tuple[str, ...]:
    with _plain() as cursor:
        found: tuple[str, ...] = cursor.execute(_ASK).fetchone()
        return found


def _tell(words: tuple[str, ...]) -> None:
    with _plain() as cursor:
        cursor.execute(_TELL, words)


def _is_whole() -> bool:
    """Say whether the open transaction can still be asked anything."""
    return not connection.needs_rollback and connection.connection.info.transaction_status.name != "INERROR"


@contextmanager
def _plain() -> Iterator[Any]:
    """The driver's own cursor: this is no question of the page, whose number must be the same on both databases."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        yield cursor
