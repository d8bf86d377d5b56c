"""The page of one household: who lives there, what it lacks and who says so, and why each record belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from baansuk.access.scope import Scope
from baansuk.assess import household_view as view
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.doors import persons_scope
from baansuk.assess.list_rows import full_name
from baansuk.assess.outline import Drawing, draw
from baansuk.assess.questions import HouseholdProfile, profile_of
from baansuk.assess.sets import load_rules
from baansuk.people.fields import load_fields
from baansuk.people.models import Household, Membership, Person
from baansuk.people.questions import area_facts_of, fact_sheets_of, household_for, links_of, members_of
from baansuk.places.models import Area, Boundary
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

# Whoever is sent to the house may know where exactly it stands; for all others the village is near enough, because an
# exact position of a house in a forest has been used as evidence against those who live in it.
SENT_TO_HOUSES = ("volunteer", "tambon_team")
LETTERS = {"P": "good", "F": "bad", "N": "none", "U": "unknown"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the house lies: a drawing of the tambon with a point, exact or the village's."""

    drawing: Drawing | None
    exact: bool
    lat: float | None
    lon: float | None
    origin: str


@require_safe
def household(request: HttpRequest, code: str) -> HttpResponse:
    """Show one household; the look is written down before the page is drawn."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    pairs = [(membership, person) for membership, person in members_of(found) if person is not None]
    looks.at_household(found, [person.code for _membership, person in pairs], by=scope)
    names = questions.source_words()
    values = {
        "household": found,
        "address": view.address_words(found),
        "places": _places(found),
        "place": _place(scope, found),
        "village_facts": _village_facts(found, names),
        **_people(pairs, names),
        **_lacks(found, names, pairs),
        **_behind(scope, found, pairs, names),
        "lists": view.lists_shown(found.sources, load_rules(), questions.lists_received(found.edition)),
        "looked_at": timezone.now(),
        "register_kind": load_fields()["register_kind"].say(found.register_kind) if found.register_kind else None,
    }
    return show(request, "assess/household.html", values)


def _places(found: Household) -> list[tuple[str, Words]]:
    names = names_of([found.area_code]) if found.area_code else {}
    return [(code, names[code]) for code in sorted(names, key=len, reverse=True)]


def _place(scope: Scope, found: Household) -> Place:
    exact = scope.role in SENT_TO_HOUSES and found.lat is not None
    village = Area.objects.filter(pk=found.area_code).first()
    spot = found if exact else village
    lat, lon = (spot.lat, spot.lon) if spot else (None, None)
    outline = Boundary.objects.filter(pk=found.area_code[:6]).first()
    drawing = draw(outline.geometry, lat, lon) if outline else None
    return Place(drawing, exact, lat, lon, outline.origin if outline else "")


def _village_facts(found: Household, names: Mapping[str, Words]) -> list[tuple[Words, Words, Words, Words]]:
    """Name, value, source and day of what is known of the village."""
    fields = load_fields()
    return [
        (
            fields[fact.field].words,
            fields[fact.field].say(fact.value),
            names.get(fact.source, Words(fact.source, fact.source)),
            view.day_words(fact.observed_on),
        )
        for fact in area_facts_of(found.area_code, edition=found.edition)
        if fact.field in fields
    ]


def _people(pairs: Sequence[tuple[Membership, Person]], names: Mapping[str, Words]) -> dict[str, Any]:
    today = timezone.localdate()
    listed = [view.member(pair, number, names, today) for number, pair in enumerate(pairs, 1)]
    return {
        "members": [one for one in listed if one.main],
        "others": [one for one in listed if not one.main],
        "families": len({one.person.family_no for one in listed if one.main}),
    }


def _lacks(found: Household, names: Mapping[str, Words], pairs: Sequence[tuple[Membership, Person]]) -> dict[str, Any]:
    whose = {person.code: f"{person.title}{person.given_name} {person.family_name}".strip() for _, person in pairs}
    profile = profile_of(found.edition, found.code)
    sheets = fact_sheets_of(found)
    facts = [fact for sheet in sheets.values() for fact in sheet]
    about_house = {fact.field.code: view.shown_fact(fact, names) for fact in facts if not fact.of}
    open_facts = [
        view.shown_fact(fact, names)
        for name in view.OPEN_CLASSES
        for fact in sheets.get(name, ())
        if fact.field.type != "answer"
    ]
    closed = any(
        name not in view.OPEN_CLASSES for name, sheet in sheets.items() if any(f.field.type != "answer" for f in sheet)
    )
    return {
        "profile": profile,
        "dimensions": _dimensions(profile),
        "failed": view.answers_shown(profile, about_house, "F") if profile else [],
        "unknown": view.answers_shown(profile, about_house, "U") if profile else [],
        "passed": view.answers_shown(profile, about_house, "P") if profile else [],
        "not_applicable": view.answers_shown(profile, about_house, "N") if profile else [],
        "carried": [one for one in profile.labels if one.carries and one.label.code != "all"] if profile else [],
        "disputed": [(fact, whose.get(fact.person, "")) for fact in open_facts if fact.disputed],
        "house_facts": [fact for fact in open_facts if not fact.person],
        "closed_facts": closed,
    }


def _dimensions(profile: HouseholdProfile | None) -> list[tuple[Words, str, str, Words, int]]:
    """Name, tone, letter, answer and number of failing indicators of each dimension."""
    if profile is None:
        return []
    return [
        (one.dimension.words, LETTERS[one.letter], one.letter, one.words, len(one.failing))
        for one in profile.dimensions
    ]


def _behind(
    scope: Scope, found: Household, pairs: Sequence[tuple[Membership, Person]], names: Mapping[str, Words]
) -> dict[str, Any]:
    links = links_of(found)
    whose = {person.code: full_name(person) for _membership, person in pairs}
    records = view.behind(links, whose, names)
    groups: dict[str, list[view.Behind]] = {}
    for record in records:
        groups.setdefault(record.link.person_code, []).append(record)
    return {
        "records": [(code, whose.get(code, ""), listed) for code, listed in groups.items()],
        "record_count": len(records),
        # The way back to the file is the register keeper's; others need to know only whose word it is.
        "receipts": questions.receipts_of(link.delivery for link in links) if scope.keeps_register else {},
    }
