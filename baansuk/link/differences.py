"""Where do two values differ, letter by letter, as a Thai reader sees letters?

A mark above or below (tone, vowel, karan) belongs to its consonant: drawn alone it floats over a dotted circle and nobody
can read it. So values are cut into clusters first, and clusters are what is compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

# Sara am is a letter of its own in Unicode, yet its ring stands over the consonant before it.
_HANGS = "\u0e33"
_NO_CONSONANT = "\u25cc"
# Beyond this a value is no name; it is compared as one piece rather than in the square of its length.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of clusters that the other value has too, or has not."""

    text: str
    differs: bool


def clusters(value: str) -> list[str]:
    """Cut a text into what is read as one letter: a base with every mark that hangs on it."""
    found: list[str] = []
    for letter in value:
        hangs = letter == _HANGS or unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me")
        if not hangs:
            found.append(letter)
        elif found and not found[-1].isspace():
            found[-1] += letter
        else:
            found.append(_NO_CONSONANT + letter)
    return found


def words(value: str) -> list[str]:
    """Cut a text into words and the spaces between them: for a date, in which single letters say nothing."""
    return [part for part in re.split(r"(\s+)", value) if part]


def differences(left: str, right: str, cut: Callable[[str], list[str]] = clusters) -> tuple[list[Piece], list[Piece]]:
    """Return both values in pieces, those marked that the other lacks; fewest marked clusters win, the earliest on a tie.

    ``cut`` says what is compared with what: letters as they are read, or ``words``.
    """
    first, second = cut(left), cut(right)
    if max(len(first), len(second)) > LONGEST:
        same = left == right
        return _whole(left, same=same), _whole(right, same=same)
    kept_left, kept_right = _kept(first, second)
    return _pieces(first, kept_left), _pieces(second, kept_right)


def _whole(value: str, *, same: bool) -> list[Piece]:
    return [Piece(value, not same)] if value else []


def _kept(first: Sequence[str], second: Sequence[str]) -> tuple[set[int], set[int]]:
    """The places of the longest common subsequence in both."""
    lengths = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            same = first[i] == second[j]
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if same else max(lengths[i + 1][j], lengths[i][j + 1])
    left, right = set[int](), set[int]()
    i = j = 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            left.add(i)
            right.add(j)
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return left, right


def _pieces(letters: Sequence[str], kept: set[int]) -> list[Piece]:
    runs = groupby(enumerate(letters), key=lambda pair: pair[0] not in kept)
    return [Piece("".join(letter for _place, letter in run), differs) for differs, run in runs]
