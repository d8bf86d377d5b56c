"""The levels of agreement of each field, and how a pair's levels are packed into one whole number and read as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# In the order in which they stand in a pattern; the place of a level in its tuple is its number.
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("unknown", "same", "near", "different"),
    "given": ("unknown", "same", "sound", "near", "part", "different"),
    "family": ("unknown", "same", "sound", "near", "part", "different"),
    "birth": ("unknown", "same", "near", "year", "close", "different"),
    "place": ("unknown", "house", "number", "village", "tambon", "amphoe", "different", "door"),
    "sex": ("unknown", "same", "different"),
    "phone": ("unknown", "same", "different"),
    # How many records would bear the names that agree if names were drawn at random: under 0.1, under 1, more.
    "names": ("none", "rare", "some", "common"),
}
SIZES: Final = {field: len(levels) for field, levels in LEVELS.items()}


def _steps() -> dict[str, int]:
    """What one level of each field is worth in a packed pattern: the last field counts ones."""
    steps, step = {}, 1
    for field in reversed(tuple(LEVELS)):
        steps[field] = step
        step *= SIZES[field]
    return steps


STEPS: Final[Mapping[str, int]] = _steps()
# A pattern without its id level, all that is said of a pair beside its ids.
REST: Final = STEPS["id"]


_TOLD: Final = [(STEPS[field], [f"{field}:{level}" for level in levels]) for field, levels in LEVELS.items()]


def level_of(pattern: int, field: str) -> int:
    """Return the number of the level that ``field`` has in a packed pattern."""
    return pattern // STEPS[field] % SIZES[field]


def told(pattern: int) -> str:
    """Return a packed pattern as text: ``id:unknown given:same …``."""
    return " ".join([words[pattern // step % len(words)] for step, words in _TOLD])


def packed(levels: Mapping[str, str]) -> int:
    """Return the packed pattern of named levels; a field that is not named is unknown. Raises ValueError for no level."""
    return sum(STEPS[field] * LEVELS[field].index(level) for field, level in levels.items())
