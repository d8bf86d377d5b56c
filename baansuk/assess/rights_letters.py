"""How the answers about benefits are kept: two letters for each, its answer and which clauses stand against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.assess.rights import Benefit
from baansuk.thai.words import Words

RECEIVES, UNCLAIMED, NOT_ELIGIBLE, UNKNOWN = "R", "E", "N", "U"
# What is asked only of the living is not asked of who has died, and the other way round: that is no answer.
NOT_ASKED = "-"
# One letter says which of up to five things it is about, as a sum of 1, 2, 4, 8 (clauses) and 16 (whether it is received).
MASKS = "0123456789abcdefghijklmnopqrstuv"
RECEIPT = 16
WIDTH = 2
# As many as the column of the letters holds, for persons and for households each.
MOST_BENEFITS = 120 // WIDTH
ANSWER_WORDS = {
    RECEIVES: Words("ได้รับแล้ว", "Receives it"),
    UNCLAIMED: Words("ยังไม่ได้รับ", "Not received"),
    NOT_ELIGIBLE: Words("ไม่เข้าเกณฑ์", "Not eligible"),
    UNKNOWN: Words("ยังไม่ทราบ", "Not known"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``clauses`` are the places (from 0) that fail, or that nobody knows; ``receipt``: nor whether it is received."""

    letter: str
    clauses: tuple[int, ...] = ()
    receipt: bool = False

    @property
    def words(self) -> Words:
        return ANSWER_WORDS[self.letter]


def spelt(answer: Answer) -> str:
    """Return the two letters of an answer."""
    return answer.letter + MASKS[sum(1 << place for place in answer.clauses) + (RECEIPT if answer.receipt else 0)]


def read_answer(letters: str) -> Answer:
    """Read two letters."""
    mask = MASKS.index(letters[1])
    places = tuple(place for place in range(4) if mask & (1 << place))
    return Answer(letters[0], places, bool(mask & RECEIPT))


def place_of(benefits: Sequence[Benefit], code: str) -> int:
    """Return where the letters of a benefit begin, counted from 0."""
    return WIDTH * [one.code for one in benefits].index(code)
