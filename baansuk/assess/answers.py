"""Spells out how a household was judged: each answer with its indicator, the facts it rests on, and what is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baansuk.assess.judged import HIDDEN, Kept, kept_for
from baansuk.assess.sets import Dimension, Indicator, Label, load_rules
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Words

LETTERS = {
    "P": Words("ผ่าน", "Pass"),
    "F": Words("ไม่ผ่าน", "Fail"),
    "N": Words("ไม่เกี่ยวข้อง", "Not applicable"),
    "U": Words("ไม่ทราบ", "Not known"),
}


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """One indicator of a household; ``fields`` are the household facts behind the answer, to be shown with their sources."""

    indicator: Indicator
    group: Words
    measure: str
    letter: str
    fields: tuple[str, ...]

    @property
    def words(self) -> Words:
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class DimensionAnswer:
    """One dimension of a household and the indicators in it that fail."""

    dimension: Dimension
    measure: str
    letter: str
    failing: tuple[Indicator, ...]

    @property
    def words(self) -> Words:
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """One label: ``carries`` is true, false, or None when it is not known."""

    label: Label
    carries: bool | None


@dataclass(frozen=True, slots=True)
class HouseholdProfile:
    """What one household lacks, by which rules (``indicator_set``); ``closed`` counts indicators outside the grant."""

    household_code: str
    indicator_set: str
    answers: tuple[IndicatorAnswer, ...]
    dimensions: tuple[DimensionAnswer, ...]
    labels: tuple[LabelAnswer, ...]
    closed: int = 0

    @property
    def failed(self) -> tuple[IndicatorAnswer, ...]:
        """The indicators that fail, in their order."""
        return tuple(answer for answer in self.answers if answer.letter == "F")

    @property
    def unknown(self) -> int:
        """How many indicators are not known."""
        return sum(answer.letter == "U" for answer in self.answers)


def profile_of(household: SeenHousehold) -> HouseholdProfile | None:
    """Return the profile of a household that was fetched within a scope; None before the edition was assessed."""
    return profiles_of([household]).get(household.code)


def profiles_of(households: Iterable[SeenHousehold]) -> dict[str, HouseholdProfile]:
    """Return the profiles of several households in one query, for lists and exports."""
    return {code: read_profile(kept) for code, kept in kept_for(households).items()}


def read_profile(kept: Kept) -> HouseholdProfile:
    """Spell out what was fetched of a stored profile by the rules in force; what was not is left out."""
    rules = load_rules()
    groups = {group.code: group.words for group in rules.indicators.group}
    answers = tuple(
        IndicatorAnswer(
            one, groups[one.group], rules.indicators.measure(one.number), letter, rules.fields_of(one.number)
        )
        for one, letter in zip(rules.indicators.indicator, kept.answers, strict=True)
        if letter != HIDDEN
    )
    failing = {answer.indicator.number: answer.indicator for answer in answers if answer.letter == "F"}
    dimensions = tuple(
        DimensionAnswer(
            one,
            rules.dimensions.measure(one.code),
            letter,
            tuple(failing[number] for number in one.indicators if number in failing),
        )
        for one, letter in zip(rules.dimensions.dimension, kept.dimensions, strict=True)
        if letter != HIDDEN
    )
    letters = dict(label.split(":") for label in kept.labels.split())
    labels = tuple(
        LabelAnswer(one, {"F": True, "P": False}.get(letters[one.code]))
        for one in rules.labels.label
        if one.code in letters
    )
    closed = len(rules.indicators.indicator) - len(answers)
    return HouseholdProfile(kept.household_code, kept.indicator_set, answers, dimensions, labels, closed)
