"""How a family's page is written for a program; what no grant reaches is null or not there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from baansuk.assess.family_outline import Family
from baansuk.assess.family_view import InStage, Lack
from baansuk.assess.household_shapes import VerifiedShown, verified_shown


class FamilySaidShown(Schema):
    """What the family said of itself on one day, in its own words; ``rating`` is its own, 0 to 10."""

    told_on: date
    goal: str
    happiness: str
    rating: int | None
    interpreted: bool


class LadderShown(Schema):
    """One capital: its step from 1 to ``steps``, null where it is not known."""

    name_th: str
    name_en: str
    step: int | None
    steps: int


class EvidenceShown(Schema):
    """One source's word in use."""

    value_th: str
    value_en: str
    source: str
    observed: str


class LackShown(Schema):
    """One indicator that fails, whose word it rests on, and what it was in the edition before."""

    measure: str
    name_th: str
    name_en: str
    since: Literal["new", "still", ""] = Field(description="'' where there is no earlier edition by the same rules.")
    evidence: list[EvidenceShown]


class StageShown(Schema):
    """The members in one stage of life, and the indicators about people of that age that fail; ``stage`` is null where the
    age is not known.
    """

    stage: str | None
    members: int
    lacks: list[str]


class FamilyShown(Schema):
    """A family as its page tells it; ``as_of`` is the day of the edition, ``before`` that of the one compared with."""

    code: str
    as_of: datetime | None
    before: datetime | None
    said: list[FamilySaidShown]
    capitals: list[LadderShown]
    lacks: list[LackShown]
    met_now: list[str] = Field(description="Indicators that failed in the edition before and are met now.")
    unknown: list[str] = Field(description="Indicators that are not known: neither met nor failed.")
    labels: list[str]
    verified: VerifiedShown | None = Field(description="Null where no verification has found anything of it.")
    stages: list[StageShown]


def family_shown(family: Family) -> FamilyShown:
    """Return a family for a program."""
    return FamilyShown(
        code=family.household.code,
        as_of=family.as_of,
        before=family.earlier.as_of if family.earlier else None,
        said=[
            FamilySaidShown(
                told_on=one.told_on,
                goal=one.goal,
                happiness=one.happiness,
                rating=one.rating,
                interpreted=one.interpreted,
            )
            for one in family.said
        ],
        capitals=[
            LadderShown(name_th=one.name.th, name_en=one.name.en, step=one.step, steps=len(one.steps))
            for one in family.ladders
        ],
        lacks=[_lack(one) for one in family.lacks],
        met_now=[one.measure for one in family.better],
        unknown=[one.measure for one in family.unknown],
        labels=[one.label.code for one in family.labels],
        verified=verified_shown(family.verified),
        stages=[_stage(one) for one in family.stages],
    )


def _lack(lack: Lack) -> LackShown:
    words = lack.answer.indicator.words
    said = [fact.spoken[0] for fact in lack.facts]
    evidence = [
        EvidenceShown(value_th=one.value.th, value_en=one.value.en, source=one.said.source, observed=one.said.observed)
        for one in said
    ]
    return LackShown.model_validate(
        {
            "measure": lack.answer.measure,
            "name_th": words.th,
            "name_en": words.en,
            "since": lack.since,
            "evidence": evidence,
        }
    )


def _stage(one: InStage) -> StageShown:
    return StageShown(
        stage=one.stage.code if one.stage else None, members=one.members, lacks=[lack.measure for lack in one.lacks]
    )
