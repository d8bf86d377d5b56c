"""Reads all that the page, the sheet and the data of a family say, as far as the reader's grant reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from baansuk.access.classes import CLASSES, IDENTITY, PERSONAL
from baansuk.assess import household_view as view
from baansuk.assess import page_questions as questions
from baansuk.assess.answers import HouseholdProfile, IndicatorAnswer, LabelAnswer, profile_of
from baansuk.assess.causes_view import CausesOf, causes_of
from baansuk.assess.earlier_answers import Earlier, earlier_of
from baansuk.assess.family_questions import FamilySaid, family_said
from baansuk.assess.family_view import CAPITALS, InStage, Lack, Meter, bettered, by_stage, lacks_of, meters
from baansuk.assess.frameworks_household import FrameworkStanding, standings_of
from baansuk.assess.frameworks_questions import frameworks_of
from baansuk.assess.household_view import ShownFact
from baansuk.assess.rights_view import RightsOf, rights_of
from baansuk.assess.stamps import words_of_stamp
from baansuk.assess.verified import VerifiedLabel, labels_of
from baansuk.people.models import Edition
from baansuk.people.questions import SeenMembership, closed_classes, fact_sheets_of, members_of
from baansuk.people.seen import SeenHousehold, SeenPerson
from baansuk.places.questions import names_of
from baansuk.thai.words import Words

# What a sheet on paper never carries, whatever its printer may read: paper is left on tables.
NEVER_PRINTED = frozenset({"protection", "ethnicity_status", "debt", "health", "position"})


@dataclass(frozen=True, slots=True)
class Family:
    """A household as its family page tells it; ``closed`` names the classes that the reader's grant does not reach."""

    household: SeenHousehold
    address: Words
    places: Sequence[Words]
    as_of: dt.datetime | None
    said: Sequence[FamilySaid]
    happiness: ShownFact | None
    ladders: Sequence[Meter]
    profile: HouseholdProfile | None
    rules: Words | None
    lacks: Sequence[Lack]
    better: Sequence[IndicatorAnswer]
    earlier: Earlier | None
    unknown: Sequence[IndicatorAnswer]
    labels: Sequence[LabelAnswer]
    standings: Sequence[FrameworkStanding]
    stages: Sequence[InStage]
    persons: Sequence[SeenPerson]
    persons_shown: bool
    rights: Sequence[RightsOf]
    causes: CausesOf
    closed: Sequence[Words]
    verified: VerifiedLabel | None

    @property
    def ladders_known(self) -> bool:
        """Say whether any capital is known."""
        return any(one.step for one in self.ladders)


def family_of(found: SeenHousehold, *, to_print: bool = False) -> Family:
    """Return the family of a household that was fetched within a scope; ``to_print`` leaves out what no paper carries."""
    if to_print:
        found = replace(found, seen=replace(found.seen, classes=found.classes - NEVER_PRINTED))
    profile = profile_of(found)
    earlier = earlier_of(found, profile) if profile else None
    facts = _facts(found, frozenset(PERSONAL) - (NEVER_PRINTED if to_print else frozenset()))
    standings = standings_of(found)
    persons = [person for membership, person in members_of(found) if person is not None and _lives(membership, person)]
    names = names_of([found.area_code]) if found.area_code else {}
    edition = Edition.objects.get(number=found.edition)
    return Family(
        household=found,
        address=view.address_words(found),
        places=[names[code] for code in sorted(names, key=len, reverse=True)],
        as_of=edition.published_at,
        said=family_said(found),
        happiness=facts.get("happiness"),
        ladders=_ladders(edition, standings),
        profile=profile,
        rules=words_of_stamp(profile.indicator_set) if profile else None,
        lacks=lacks_of(profile, facts, earlier) if profile else [],
        better=bettered(profile, earlier) if profile else [],
        earlier=earlier,
        unknown=[one for one in profile.answers if one.letter == "U"] if profile else [],
        labels=[one for one in profile.labels if one.carries and one.label.code != "all"] if profile else [],
        standings=[one for one in standings if one.code != CAPITALS],
        stages=by_stage(profile, persons, timezone.localdate()),
        persons=persons,
        persons_shown=found.area_code.startswith(found.sight.areas(IDENTITY)),
        rights=rights_of(found),
        causes=causes_of(found),
        closed=[CLASSES[name] for name in _closed(found, to_print=to_print)],
        verified=labels_of([found.code], found.sight.scope).get(found.code),
    )


def _closed(found: SeenHousehold, *, to_print: bool) -> list[str]:
    """The classes that are not told, in their order: those outside the grant, and on paper those that no paper carries."""
    closed = {*closed_classes(found)[0], *(NEVER_PRINTED if to_print else ())}
    return [name for name in CLASSES if name in closed]


def _facts(found: SeenHousehold, classes: frozenset[str]) -> dict[str, ShownFact]:
    """The facts of the house by field, each with whose word it is."""
    names = questions.source_words()
    sheets = fact_sheets_of(found, classes).values()
    return {fact.field.code: view.shown_fact(fact, names) for sheet in sheets for fact in sheet if not fact.of}


def _lives(membership: SeenMembership, person: SeenPerson) -> bool:
    return membership.main and person.life_status not in view.STATUS


def _ladders(edition: Edition, standings: Sequence[FrameworkStanding]) -> list[Meter]:
    framework = frameworks_of(edition).get(CAPITALS)
    told = next((one for one in standings if one.code == CAPITALS), None)
    return meters(framework, dict(told.levels)) if framework and told else []
