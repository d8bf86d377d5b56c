"""Names of the moves and of the combinations of lists as they are released, and what everybody knows of the latter."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.assess.measuring.moves import State
from baansuk.assess.relations import LIST
from baansuk.people.figures import FOUND, AtLeast, Part

STATES = (State.POOR, State.NOT, State.UNKNOWN)
# Those by whom it is told how a list aims.
JUDGED = (State.POOR, State.NOT)


def move_code(measure: str, move: str) -> str:
    return f"move:{measure}:{move}"


def of_overlaps(lists: Sequence[str], masks: Sequence[str]) -> list[AtLeast]:
    """Each combination of lists is counted once: together they are the lists, and the poor and the others on each."""
    found: list[AtLeast] = []
    for place, source in enumerate(lists):
        named = [mask for mask in masks if mask[place] == "1"]
        found += _sum((LIST + source, FOUND), [(overlap_code(one, mask), FOUND) for one in STATES for mask in named])
        for state in JUDGED:
            found += _sum((listed_code(state, source), FOUND), [(overlap_code(state, mask), FOUND) for mask in named])
    return found


def listed_code(state: str, source: str) -> str:
    """The name of how many of a state are on a list, whatever else they are on."""
    return f"listed:{state}:{source}"


def overlap_code(state: str, mask: str) -> str:
    return f"on:{state}:{mask}"


def _sum(whole: Part, parts: Sequence[Part]) -> list[AtLeast]:
    return [AtLeast((whole,), tuple(parts)), AtLeast(tuple(parts), (whole,))] if parts else []
