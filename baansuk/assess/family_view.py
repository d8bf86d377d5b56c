"""Puts together the page of a family that a mentor reads in a minute: its own words first, then what it has and lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.assess.answers import HouseholdProfile, IndicatorAnswer
from baansuk.assess.earlier_answers import Earlier
from baansuk.assess.frameworks import Framework
from baansuk.assess.household_view import ShownFact
from baansuk.assess.life_stages import Stage, stage_of, stages
from baansuk.people.seen import SeenPerson
from baansuk.thai.words import Words

NEW = Words("เพิ่งขาด", "New")
STILL = Words("ยังขาด", "Still")
BETTER = Words("ดีขึ้นแล้ว", "Met now")
CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class Lack:
    """One indicator that fails, with the facts it rests on; ``since`` is '' where there is no earlier round to compare."""

    answer: IndicatorAnswer
    facts: Sequence[ShownFact]
    since: str

    @property
    def since_words(self) -> Words | None:
        return {"new": NEW, "still": STILL}.get(self.since)


@dataclass(frozen=True, slots=True)
class Meter:
    """One capital as steps of a ladder: on which step of how many the household stands, None where it is not known."""

    name: Words
    step: int | None
    steps: Sequence[Words]

    @property
    def standing(self) -> Words | None:
        return self.steps[self.step - 1] if self.step else None


@dataclass(frozen=True, slots=True)
class InStage:
    """The members in one stage of life, and what lacks are about people of that age."""

    stage: Stage | None
    members: int
    lacks: Sequence[IndicatorAnswer]

    @property
    def words(self) -> Words:
        return self.stage.words if self.stage else Words("ไม่ทราบอายุ", "Age not known")


def lacks_of(profile: HouseholdProfile, facts: Mapping[str, ShownFact], earlier: Earlier | None) -> list[Lack]:
    """Return what fails, what is new first; ``facts`` by field."""
    found = [
        Lack(one, [facts[code] for code in one.fields if code in facts], _since(one, earlier)) for one in profile.failed
    ]
    return sorted(found, key=lambda lack: lack.since != "new")


def _since(answer: IndicatorAnswer, earlier: Earlier | None) -> str:
    if earlier is None or earlier.new_household:
        return ""
    return "still" if earlier.letter_of(answer) == "F" else "new"


def bettered(profile: HouseholdProfile, earlier: Earlier | None) -> list[IndicatorAnswer]:
    """Return what failed in the round before and is met now; what is merely not known any more is not better."""
    if earlier is None or earlier.new_household:
        return []
    return [one for one in profile.answers if one.letter == "P" and earlier.letter_of(one) == "F"]


def meters(framework: Framework, levels: Mapping[Words, Words]) -> list[Meter]:
    """Return the capitals as ladders; ``levels`` is the household's level by the name of its scale, as it is told."""
    found = []
    for scale in framework.scale:
        steps = [one.words for one in sorted(scale.level, key=lambda one: one.level)]
        level = levels.get(scale.words)
        found.append(Meter(scale.words, steps.index(level) + 1 if level in steps else None, steps))
    return found


def age_on(day: dt.date, born: dt.date | None, precision: str) -> int | None:
    """Return the age in completed years; where only the year or month is known, as if born on its first day."""
    if born is None or born > day:
        return None
    years = day.year - born.year
    if precision in ("day", ""):
        years -= (day.month, day.day) < (born.month, born.day)
    return years


def by_stage(profile: HouseholdProfile | None, persons: Sequence[SeenPerson], day: dt.date) -> list[InStage]:
    """Return the stages of life in which somebody lives here, and last those whose age is not known."""
    counts: dict[str, int] = {}
    for person in persons:
        age = age_on(day, person.birth_date, person.birth_precision or "")
        code = "" if age is None else stage_of(age).code
        counts[code] = counts.get(code, 0) + 1
    failed = profile.failed if profile else ()
    found = [
        InStage(one, counts[one.code], [lack for lack in failed if one.meets(lack.indicator.ages)])
        for one in stages()
        if one.code in counts
    ]
    return [*found, InStage(None, counts[""], [])] if "" in counts else found
