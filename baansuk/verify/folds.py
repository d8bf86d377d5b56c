"""A long list of houses cut into folds of twenty, so that a phone shows the next ones and not all of them; no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
SIZE = 20
# A few more than one fold are not worth a second one.
MOST_IN_ONE = 28


@dataclass(frozen=True, slots=True)
class Fold(Generic[T]):
    """One fold: its rows, from which door to which, how many are done, and whether it is open when the page comes."""

    rows: Sequence[T]
    first: str
    last: str
    done: int
    open: bool


def folded(
    rows: Sequence[T],
    door: Callable[[T], str],
    done: Callable[[T], bool],
    wrong: Callable[[T], bool] = lambda _row: False,
) -> list[Fold[T]]:
    """Return rows in folds; the first with something to do is open, and each in which something is wrong."""
    size = SIZE if len(rows) > MOST_IN_ONE else max(len(rows), 1)
    pieces = [rows[start : start + size] for start in range(0, len(rows), size)]
    next_one = next((place for place, piece in enumerate(pieces) if not all(map(done, piece))), 0)
    bad = {place for place, piece in enumerate(pieces) if any(map(wrong, piece))}
    return [
        Fold(
            piece,
            door(piece[0]) or "–",
            door(piece[-1]) or "–",
            sum(map(done, piece)),
            place in bad or (place == next_one and not bad),
        )
        for place, piece in enumerate(pieces)
    ]
