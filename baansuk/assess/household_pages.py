"""The page of one household: who lives there, what it lacks and who says so, and why each record belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from baansuk.access.classes import CLASSES, IDENTITY
from baansuk.access.scope import Scope
from baansuk.assess import household_view as view
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.answers import HouseholdProfile, profile_of
from baansuk.assess.causes_view import causes_of
from baansuk.assess.doors import persons_scope
from baansuk.assess.frameworks_household import standings_of
from baansuk.assess.household_history import ShownEvent, shown_events
from baansuk.assess.kin_view import family_words, kin_words
from baansuk.assess.list_rows import full_name
from baansuk.assess.outline import Drawing, draw
from baansuk.assess.rights_view import rights_of
from baansuk.assess.sets import load_rules
from baansuk.assess.stamps import words_of_stamp
from baansuk.assess.verified import labels_of
from baansuk.people.fields import load_fields
from baansuk.people.household_history import codes_seen, events_of, homes_beside, successor_of
from baansuk.people.kin import Kin, kin_among
from baansuk.people.questions import (
    SeenMembership,
    area_facts_of,
    closed_classes,
    fact_sheets_of,
    household_for,
    links_of,
    members_of,
    names_from_facts,
)
from baansuk.people.seen import SeenHousehold, SeenPerson
from baansuk.places.models import Area, Boundary
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

Pair = tuple[SeenMembership, SeenPerson]
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
    try:
        found = household_for(scope, code)
    except Http404:
        return _led_on(scope, code)
    pairs = [(membership, person) for membership, person in members_of(found) if person is not None]
    whose = _whose(found, pairs)
    looks.at_household(found, [person.code for _membership, person in pairs], by=scope)
    names = questions.source_words()
    values = {
        "household": found,
        "persons_shown": found.area_code.startswith(found.sight.areas(IDENTITY)),
        "address": view.address_words(found),
        "places": _places(found),
        "place": _place(found),
        "village_facts": _village_facts(found, names),
        **_people(found, pairs, whose, names),
        "history": _history(found),
        **_lacks(found, names, whose),
        **_behind(scope, found, whose, names),
        **_closed(found),
        "lists": view.lists_shown(found, load_rules(), questions.lists_received(found.edition)),
        "standings": standings_of(found),
        "rights": rights_of(found),
        "causes": causes_of(found),
        "verified": labels_of([found.code], scope).get(found.code),
        "looked_at": timezone.now(),
        "register_kind": load_fields()["register_kind"].say(found.register_kind) if found.register_kind else None,
    }
    return show(request, "assess/household.html", values)


def _whose(found: SeenHousehold, pairs: Sequence[Pair]) -> dict[str, str]:
    """Return the name of each person by code: the one in use, else what readable facts say, else the code itself."""
    said = names_from_facts({found.code: found}).get(found.code, {})
    return {
        person.code: full_name(person) if person.named else said.get(person.code) or person.code
        for _membership, person in pairs
    }


def _closed(found: SeenHousehold) -> dict[str, Any]:
    """Return which classes are not shown here, whether or not there is anything in them."""
    none, partly = closed_classes(found)
    return {
        "closed_classes": [CLASSES[name] for name in none],
        "partly_closed": [CLASSES[name] for name in partly],
    }


def _places(found: SeenHousehold) -> list[tuple[str, Words]]:
    names = names_of([found.area_code]) if found.area_code else {}
    return [(code, names[code]) for code in sorted(names, key=len, reverse=True)]


def _place(found: SeenHousehold) -> Place:
    exact = found.lat is not None
    village = Area.objects.filter(pk=found.area_code).first()
    lat, lon = (found.lat, found.lon) if exact else (village.lat, village.lon) if village else (None, None)
    outline = Boundary.objects.filter(pk=found.area_code[:6]).first()
    drawing = draw(outline.geometry, lat, lon) if outline else None
    return Place(drawing, exact, lat, lon, outline.origin if outline else "")


def _village_facts(found: SeenHousehold, names: Mapping[str, Words]) -> list[tuple[Words, Words, Words, Words]]:
    """Name, value, source and day of what is known of the village."""
    fields = load_fields()
    return [
        (
            fields[fact.field].words,
            fields[fact.field].say(fact.value),
            names.get(fact.source, Words(fact.source, fact.source)),
            view.day_words(fact.observed_on),
        )
        for fact in area_facts_of(found)
        if fact.field in fields
    ]


def _led_on(scope: Scope, code: str) -> HttpResponse:
    """Lead from a code that ended to the household that took its place; Http404 where that is not seen either."""
    successor = successor_of(code)
    if not successor:
        raise Http404
    return redirect("household", household_for(scope, successor).code)


def _history(found: SeenHousehold) -> list[ShownEvent]:
    events = events_of(found)
    seen = codes_seen(found.sight, (one.other_code for one in events))
    return shown_events(events, seen, counted=found.area_code.startswith(found.sight.areas(IDENTITY)))


def _people(
    found: SeenHousehold, pairs: Sequence[Pair], whose: Mapping[str, str], names: Mapping[str, Words]
) -> dict[str, Any]:
    today = timezone.localdate()
    beside = homes_beside(found, [person.code for _membership, person in pairs]) if pairs else {}
    kin = kin_among(found, [person for _membership, person in pairs])
    families = _families(pairs)
    listed = [
        view.member(
            pair,
            whose[code],
            number,
            names,
            today,
            beside.get(code, ()),
            kin_words(kin.get(code, Kin()), whose),
            families.get(code),
        )
        for number, pair in enumerate(pairs, 1)
        for code in (pair[1].code,)
    ]
    return {
        "members": [one for one in listed if one.main],
        "others": [one for one in listed if not one.main],
        "families": len({one.person.family_no for one in listed if one.main and one.status is None}),
        "families_by_kin": any(one.by_kin for one in kin.values()),
    }


def _families(pairs: Sequence[Pair]) -> dict[str, Words]:
    """Return which family each main member is of, nothing where all are of one; who has died or moved away is of none."""
    here = [one for membership, one in pairs if membership.main and one.life_status not in view.STATUS]
    if len({one.family_no for one in here}) < 2:
        return {}
    return {one.code: family_words(one.family_no) for one in here if one.family_no is not None}


def _lacks(found: SeenHousehold, names: Mapping[str, Words], whose: Mapping[str, str]) -> dict[str, Any]:
    profile = profile_of(found)
    facts = [fact for sheet in fact_sheets_of(found).values() for fact in sheet]
    about_house = {fact.field.code: view.shown_fact(fact, names) for fact in facts if not fact.of}
    shown = [view.shown_fact(fact, names) for fact in facts if fact.field.type != "answer"]
    members = [
        (view.shown_fact(fact, names), whose.get(fact.of, ""))
        for fact in facts
        if fact.of and fact.field.field_class != IDENTITY
    ]
    return {
        "profile": profile,
        "rules": words_of_stamp(profile.indicator_set) if profile else None,
        "dimensions": _dimensions(profile),
        "failed": view.answers_shown(profile, about_house, "F") if profile else [],
        "unknown": view.answers_shown(profile, about_house, "U") if profile else [],
        "passed": view.answers_shown(profile, about_house, "P") if profile else [],
        "not_applicable": view.answers_shown(profile, about_house, "N") if profile else [],
        "carried": [one for one in profile.labels if one.carries and one.label.code != "all"] if profile else [],
        "disputed": [(fact, whose.get(fact.person, "")) for fact in shown if fact.disputed],
        "house_facts": [fact for fact in shown if not fact.person],
        "member_facts": members,
    }


def _dimensions(profile: HouseholdProfile | None) -> list[tuple[Words, str, str, Words, int]]:
    """Name, tone, letter, answer and number of failing indicators of each dimension."""
    if profile is None:
        return []
    return [
        (one.dimension.words, LETTERS[one.letter], one.letter, one.words, len(one.failing))
        for one in profile.dimensions
    ]


def _behind(scope: Scope, found: SeenHousehold, whose: Mapping[str, str], names: Mapping[str, Words]) -> dict[str, Any]:
    links = links_of(found)
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
