"""Puts one thing that a framework counts on a map: the colour of each area, and the legend with its counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baansuk.assess.classes import Classes, cut
from baansuk.assess.frameworks_release import AreaTold
from baansuk.assess.map_words import HIDDEN, NOBODY_ANSWERED, ClassShown, class_words, few_words
from baansuk.assess.measured_words import count_of, percent_of
from baansuk.assess.page_questions import FINEST
from baansuk.thai.words import Words

IN_TENS = Decimal(5)


@dataclass(frozen=True, slots=True)
class Coloured:
    """The areas of one map: their classes, and of how many nothing is told or nothing is known."""

    classes: Classes
    hidden: int
    unanswered: int

    @property
    def legend(self) -> Sequence[ClassShown]:
        return class_words(self.classes, "share")

    def step_of(self, one: AreaTold) -> int:
        """Return the step of colour of an area; 0, hatched, where no share is told."""
        return self.classes.step_of(percent(one))


def coloured(told: Mapping[str, AreaTold]) -> Coloured:
    """Cut what is told of some areas, by code, into the classes of the map."""
    shares = [percent(one) for one in told.values()]
    empty = sum(1 for one in told.values() if one.known == 0)
    # A share of counts in tens is no better than a few points: classes of half a point would say more than is known.
    finest = FINEST["share"] if all(one.exact for one in told.values()) else IN_TENS
    return Coloured(cut([one for one in shares if one is not None], finest=finest), shares.count(None) - empty, empty)


def share_of(one: AreaTold) -> Fraction | None:
    """Return the share found among the known; None where it is not told or nobody is known."""
    return Fraction(one.found, one.known) if one.found is not None and one.known else None


def percent(one: AreaTold) -> Decimal | None:
    """Return the share in percent as it is said, to one decimal."""
    share = share_of(one)
    return None if share is None else Decimal(f"{float(share * 100):.1f}")


def figure_words(one: AreaTold) -> Words:
    """Return what stands in an area of the map: the share, that it is not told, or that nobody is known."""
    if one.known == 0:
        return NOBODY_ANSWERED
    return percent_of(share_of(one), exact=one.exact, few=one.few)


def detail_words(one: AreaTold) -> Words:
    """Return the sentence behind the figure of an area."""
    if one.found is None:
        few = few_words()
        return Words(f"{few.th} ครัวเรือน", f"{few.en} households") if one.few else HIDDEN
    if one.known is None:
        return HIDDEN
    found, known = count_of(one.found, exact=one.exact), count_of(one.known, exact=one.exact)
    return Words(f"{found.th} จาก {known.th} ครัวเรือนที่ทราบคำตอบ", f"{found.en} of {known.en} households with an answer")
