"""Who left poverty and who fell in between two editions, household by household; what is not known is a move of its own.

A household is the same one where it kept its code. One whose code ended, because linking split it or joined it to another,
counts as gone, and what came of it as new: nothing is guessed about which half was the poor one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """What is known of one household at one time; absent where that edition does not hold it."""

    POOR = "poor"
    NOT = "not"
    UNKNOWN = "unknown"
    ABSENT = "absent"


class Move(StrEnum):
    """What became of one household between two editions."""

    LEFT = "left"
    FELL = "fell"
    STAYED_POOR = "stayed_poor"
    STAYED_OUT = "stayed_out"
    FOUND_POOR = "found_poor"  # not known before, poor now
    LOST_POOR = "lost_poor"  # poor before, not known now
    UNKNOWN = "unknown"  # not known at one time, and not poor at the other
    NEW_POOR = "new_poor"
    NEW = "new"
    GONE_POOR = "gone_poor"
    GONE = "gone"


MOVES: Mapping[tuple[State, State], Move] = {
    (State.POOR, State.POOR): Move.STAYED_POOR,
    (State.POOR, State.NOT): Move.LEFT,
    (State.POOR, State.UNKNOWN): Move.LOST_POOR,
    (State.POOR, State.ABSENT): Move.GONE_POOR,
    (State.NOT, State.POOR): Move.FELL,
    (State.NOT, State.NOT): Move.STAYED_OUT,
    (State.NOT, State.UNKNOWN): Move.UNKNOWN,
    (State.NOT, State.ABSENT): Move.GONE,
    (State.UNKNOWN, State.POOR): Move.FOUND_POOR,
    (State.UNKNOWN, State.NOT): Move.UNKNOWN,
    (State.UNKNOWN, State.UNKNOWN): Move.UNKNOWN,
    (State.UNKNOWN, State.ABSENT): Move.GONE,
    (State.ABSENT, State.POOR): Move.NEW_POOR,
    (State.ABSENT, State.NOT): Move.NEW,
    (State.ABSENT, State.UNKNOWN): Move.NEW,
}
# The poor of each time, counted through the moves: what everybody knows who knows both headcounts.
POOR_BEFORE = (Move.STAYED_POOR, Move.LEFT, Move.LOST_POOR, Move.GONE_POOR)
POOR_AFTER = (Move.STAYED_POOR, Move.FELL, Move.FOUND_POOR, Move.NEW_POOR)


def moves(before: Mapping[str, State], after: Mapping[str, State]) -> Counter[Move]:
    """Count the moves of all households (code -> state) that either edition holds."""
    return Counter(
        MOVES[before.get(code, State.ABSENT), after.get(code, State.ABSENT)] for code in before.keys() | after.keys()
    )


def move_sql(before: str, after: str) -> str:
    """Return the same table as a SQL expression over two columns of states; null stands for absent."""
    cases = (
        f"when coalesce({before}, 'absent') = '{one}' and coalesce({after}, 'absent') = '{two}' then '{move}'"
        for (one, two), move in MOVES.items()
    )
    return f"case {' '.join(cases)} end"
