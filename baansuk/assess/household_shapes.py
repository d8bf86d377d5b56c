"""How a household is written for a program; a field that no grant reaches is null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from baansuk.assess.answers import HouseholdProfile
from baansuk.assess.judged import Kept
from baansuk.assess.list_rows import carried, full_name
from baansuk.assess.questions import ListedHousehold
from baansuk.assess.verified import VerifiedLabel
from baansuk.people.facts import Fact, Said
from baansuk.people.questions import SeenMembership, closed_classes
from baansuk.people.seen import SeenHousehold, SeenPerson

Letter = Literal["P", "F", "N", "U"]
LETTERS = "P pass, F fail, N not applicable, U not known."


class VerifiedShown(Schema):
    """What verification found of a household at the last step: a label of its own, which new data do not change.

    ``result`` is '' where it was disputed before anything was decided; ``standing`` is '' while the result stands.
    """

    result: Literal["confirmed", "not_confirmed", "removed", ""]
    outcome: str = Field(description="What was found: confirmed, not_poor, missed, away, moved, died, ...")
    standing: Literal["", "appealed", "reopened", "disputed"]
    decided_on: date
    round: str
    step: str


class HouseholdListed(Schema):
    """One household of a list; ``failed`` and ``unknown`` count indicators, null before the edition was assessed."""

    code: str
    area: str
    house_no: str | None
    village_no: str | None
    head_name: str | None
    members: int | None
    failed: int | None
    unknown: int | None
    labels: list[str] = Field(description="Codes of the labels it carries.")
    lists: list[str] = Field(description="Sources that name it, as far as they may be told.")
    verified: VerifiedShown | None = Field(description="Null where no verification has found anything of it.")


class HouseholdsShown(Schema):
    """A page of a list; ``next`` goes into ``after`` for the page that follows, null at the end."""

    edition: int
    households: list[HouseholdListed]
    next: str | None


class MemberShown(Schema):
    """Who belongs to the household, and how; ``main`` says that this is the main household of that person."""

    code: str
    main: bool
    kind: str
    relation: str | None
    name: str | None
    sex: str | None
    birth_date: date | None
    birth_precision: str | None
    id_masked: str | None
    life_status: str | None


class AnswerShown(Schema):
    """How the household answers one measure."""

    measure: str
    answer: Letter = Field(description=LETTERS)


class SaidShown(Schema):
    """One source's word; a day may be cut to its month or year, or be ''."""

    value: str
    source: str
    agreement: str
    observed: str


class FactShown(Schema):
    """One fact: the value in use, and what other sources say. ``of`` is a person's code, '' for the household."""

    field: str
    field_class: str
    of: str
    in_use: SaidShown
    others: list[SaidShown]


class HouseholdShown(Schema):
    """One household as far as the grant reaches; ``closed`` are the classes it does not reach here, ``partly`` those it
    reaches under some agreements only, told whether or not there is anything in them.
    """

    code: str
    edition: int
    area: str
    house_no: str | None
    village_no: str | None
    house_code: str | None
    register_kind: str | None
    head_name: str | None
    families: int | None
    lat: float | None
    lon: float | None
    lists: list[str]
    members: list[MemberShown]
    rules: str | None = Field(description="The rules by which it was judged; null before the edition was assessed.")
    answers: list[AnswerShown]
    labels: list[str]
    verified: VerifiedShown | None = Field(description="Null where no verification has found anything of it.")
    facts: list[FactShown]
    closed: list[str]
    partly: list[str]


def verified_shown(label: VerifiedLabel | None) -> VerifiedShown | None:
    """Return what was found of a household for a program."""
    if label is None:
        return None
    told = {
        "result": label.result,
        "outcome": label.outcome,
        "standing": label.standing,
        "decided_on": label.decided_on,
        "round": label.round_code,
        "step": label.step,
    }
    return VerifiedShown.model_validate(told)


def listed(row: ListedHousehold, verified: VerifiedLabel | None) -> HouseholdListed:
    """Return one row of a list."""
    one, kept = row.household, row.kept
    return HouseholdListed(
        code=one.code,
        area=one.area_code,
        house_no=one.house_no,
        village_no=one.village_no,
        head_name=one.head_name,
        members=one.members,
        failed=kept.failed if kept else None,
        unknown=kept.unknown if kept else None,
        labels=_labels(kept),
        lists=_codes(one.sources),
        verified=verified_shown(verified),
    )


def _labels(kept: Kept | None) -> list[str]:
    return sorted(carried(kept.labels)) if kept else []


def _codes(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def whole(
    one: SeenHousehold,
    members: Sequence[tuple[SeenMembership, SeenPerson]],
    said: Mapping[str, str],
    profile: HouseholdProfile | None,
    sheets: Mapping[str, Sequence[Fact]],
    verified: VerifiedLabel | None,
) -> HouseholdShown:
    """Return one household; ``said`` are names that readable facts give where the name in use may not be shown."""
    closed, partly = closed_classes(one)
    return HouseholdShown(
        code=one.code,
        edition=one.edition,
        area=one.area_code,
        house_no=one.house_no,
        village_no=one.village_no,
        house_code=one.house_code,
        register_kind=one.register_kind,
        head_name=one.head_name,
        families=one.families,
        lat=one.lat,
        lon=one.lon,
        lists=_codes(one.sources),
        members=[_member(membership, person, said) for membership, person in members],
        rules=profile.indicator_set if profile else None,
        answers=_answers(profile),
        labels=[label.label.code for label in profile.labels if label.carries] if profile else [],
        verified=verified_shown(verified),
        facts=[_fact(name, fact) for name, sheet in sheets.items() for fact in sheet],
        closed=closed,
        partly=partly,
    )


def _member(membership: SeenMembership, person: SeenPerson, said: Mapping[str, str]) -> MemberShown:
    return MemberShown(
        code=person.code,
        main=membership.main,
        kind=membership.kind,
        relation=person.relation if membership.main else membership.relation,
        name=full_name(person) if person.named else said.get(person.code),
        sex=person.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        id_masked=person.id_masked,
        life_status=person.life_status,
    )


def _answers(profile: HouseholdProfile | None) -> list[AnswerShown]:
    if profile is None:
        return []
    asked = [(one.measure, one.letter) for one in profile.dimensions]
    asked += [(one.measure, one.letter) for one in profile.answers]
    # Letters as they are stored; one that is none of the four does not leave the house.
    return [AnswerShown.model_validate({"measure": measure, "answer": letter}) for measure, letter in asked]


def _fact(field_class: str, fact: Fact) -> FactShown:
    return FactShown(
        field=fact.field.code,
        field_class=field_class,
        of=fact.of,
        in_use=_said(fact.in_use),
        others=[_said(one) for one in fact.others],
    )


def _said(one: Said) -> SaidShown:
    return SaidShown(value=one.value, source=one.source, agreement=one.agreement, observed=one.observed)
