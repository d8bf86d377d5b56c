"""What may be asked of the register; the scope is applied here, where households and persons are fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import Http404

from baansuk.access.classes import CLASSES, HOUSEHOLD, IDENTITY, PERSONAL
from baansuk.access.scope import Scope
from baansuk.people.consent_questions import anybody_decided
from baansuk.people.consent_questions import decided as decided_by_persons
from baansuk.people.facts import DELIVERY, Fact, Sheet, read_sheet
from baansuk.people.fields import load_fields
from baansuk.people.models import AreaFact, Edition, FactSheet, Household, Membership, Person, RecordLink
from baansuk.people.sealed import open_sheet
from baansuk.people.seen import SeenHousehold, SeenPerson, see_households, see_persons, visible
from baansuk.people.sight import Sight
from baansuk.people.stays import COLUMNS, NOT_TOLD, Stay
from baansuk.people.trust import load_trust, read_trust


@dataclass(frozen=True, slots=True)
class SeenMembership:
    """How a person belongs to a household; not who says so, which would name the list."""

    person_code: str
    kind: str
    relation: str
    main: bool
    stay: Stay = NOT_TOLD


def current_edition() -> int:
    """Return the number of the edition that everybody reads, 0 while there is none."""
    return Edition.objects.filter(state="current").values_list("number", flat=True).first() or 0


def sight_of(scope: Scope, *, edition: int | None = None) -> Sight:
    """Return a scope before an edition, the current one unless one is named: one query.

    One or two more where anybody holds facts back from its purpose, or agreed to let its partner read more. An edition
    that is not there is number 0, in which nobody sees anything.
    """
    asked = Edition.objects.filter(state="current") if edition is None else Edition.objects.filter(number=edition)
    asked = asked.annotate(decided=anybody_decided(partner=scope.partner, purpose=scope.purpose))
    found = asked.values_list("number", "about__deliveries", "decided").first()
    return _sight(scope, found[0], found[1], decided=found[2]) if found else Sight(scope, edition or 0, {})


def sight_in(scope: Scope, edition: Edition) -> Sight:
    """Return a scope before an edition that was read already."""
    return _sight(scope, edition.number, edition.about.get("deliveries", {}), decided=True)


def _sight(scope: Scope, number: int, deliveries: Mapping[str, Sequence[str]] | None, *, decided: bool) -> Sight:
    if not decided:
        return Sight(scope, number, deliveries or {})
    held, agreed = decided_by_persons(partner=scope.partner, purpose=scope.purpose)
    return Sight(scope, number, deliveries or {}, held, agreed)


def households_for(scope: Scope, *, edition: int | None = None) -> QuerySet[Household]:
    """Return the households that a scope may see, of the current edition unless one is named, to count and to find.

    Order and page them by ``list_key`` (area, then house number). Their values are fetched by ``households_among``.
    """
    return visible_households(sight_of(scope, edition=edition))


def visible_households(sight: Sight, *, walk: bool = True) -> QuerySet[Household]:
    """Return the households of a sight (see ``households_for``); ``walk`` as in ``seen.visible``."""
    rows = Household.objects.filter(edition=sight.edition).only("edition", "code", "area_code")
    return visible(rows, sight, area="list_key" if walk else "area_code", household="code", walk=walk)


def household_for(scope: Scope, code: str) -> SeenHousehold:
    """Return one household by its code; raises Http404 where there is none and, exactly alike, where it is not seen."""
    sight = sight_of(scope)
    found = households_seen(sight, [code])
    if code not in found:
        raise Http404
    return found[code]


def households_seen(sight: Sight, codes: Iterable[str]) -> dict[str, SeenHousehold]:
    """Return those of the households named by code that may be seen, by code: two queries, one where none is.

    The scope is tested by a condition that no index serves: given a range of a province beside fifty codes, SQLite
    keeps no statistics, walks the range, and reads 350,000 households to find fifty.
    """
    rows = visible_households(sight, walk=False).filter(code__in=list(codes))
    areas = dict(rows.values_list("code", "area_code"))
    return see_households(sight, areas) if areas else {}


def visible_persons(sight: Sight) -> QuerySet[Person]:
    """Return the persons that a sight reaches, each in the area of the main household, to be found and counted."""
    rows = Person.objects.filter(edition=sight.edition).only("edition", "code", "area_code", "household_code")
    if sight.held:
        rows = rows.exclude(code__in=sight.held)
    return visible(rows, sight, area="area_code", household="household_code")


def persons_for(scope: Scope, *, edition: int | None = None) -> QuerySet[Person]:
    """Return the persons that a scope may see, whether or not by name (see ``visible_persons``)."""
    return visible_persons(sight_of(scope, edition=edition))


def person_for(scope: Scope, code: str) -> SeenPerson:
    """Return one person by code; raises Http404 where there is none and, exactly alike, where not seen."""
    sight = sight_of(scope)
    areas = dict(visible_persons(sight).filter(code=code).values_list("code", "area_code"))
    found = see_persons(sight, areas) if areas else {}
    if code not in found:
        raise Http404
    return found[code]


def members_of(household: SeenHousehold) -> list[tuple[SeenMembership, SeenPerson | None]]:
    """Return who belongs to a household: main members first, the head before others, then by age.

    A person is there only where identity is granted: who lives together is a fact of theirs before it is one of the
    house, and the database's own policy says the same. The person is None elsewhere, and when no row is left.
    """
    rows = Membership.objects.filter(edition=household.edition, household_code=household.code)
    if household.sight.held:
        rows = rows.exclude(person_code__in=household.sight.held)
    if household.sight.mixed:
        rows = rows.exclude(source__in=household.sight.refused_sources(household.area_code))
    # How somebody is related, and since when, are values in use as well; without them the order of the table is by code.
    granted = HOUSEHOLD in household.classes
    relation = F("relation") if granted else Value("", output_field=CharField())
    said = rows.values_list("person_code", "kind", relation, "main", *(COLUMNS if granted else ()))
    memberships = [
        SeenMembership(person, kind, related, main, Stay(*days)) for person, kind, related, main, *days in said
    ]
    listed = Person.objects.filter(edition=household.edition, code__in=[one.person_code for one in memberships])
    named = household.sight.areas(IDENTITY)
    areas = {code: area for code, area in listed.values_list("code", "area_code") if area.startswith(named)}
    persons = see_persons(household.sight, areas) if areas else {}
    pairs = [(membership, persons.get(membership.person_code)) for membership in memberships]
    return sorted(pairs, key=_place_at_table)


def memberships_of(sight: Sight, person: SeenPerson) -> list[tuple[str, bool]]:
    """Return the visible households a person belongs to, and whether each is the main one, that one first."""
    rows = Membership.objects.filter(edition=sight.edition, person_code=person.code)
    found = dict(rows.values_list("household_code", "main"))
    seen = households_seen(sight, found)
    return sorted(((code, found[code]) for code in seen), key=lambda pair: (not pair[1], pair[0]))


def fact_sheets_of(household: SeenHousehold, classes: Collection[str] = PERSONAL) -> dict[str, list[Fact]]:
    """Return the facts of a household and its main members by field class, two queries whatever their number.

    Only granted classes are fetched, ``classes`` or fewer; in them a statement that came under an agreement which the
    reader's grant does not reach, from a register whose giver keeps it from the reader's partner, or from a list that the
    reader may not be told of, is left out before the value in use is chosen: what is shown then is what the sources that
    may be read say.
    """
    sight, area = household.sight, household.area_code
    granted = [name for name in CLASSES if name in classes and sight.readable(name, area)]
    edition = Edition.objects.get(number=household.edition)
    trust = read_trust(edition.about["trust"]) if "trust" in edition.about else load_trust()
    rows = FactSheet.objects.filter(edition=household.edition, household_code=household.code, field_class__in=granted)
    facts = {}
    for name, clear, closed in rows.order_by("field_class").values_list("field_class", "facts", "sealed"):
        sheet = open_sheet(household.code, name, clear, closed)
        said = [one for one in sheet if sight.may_read_said(one[0], name, int(one[1]) // DELIVERY, area)]
        facts[name] = read_sheet(said, sight.deliveries, trust)
    return {name: found for name, found in facts.items() if found}


def closed_classes(household: SeenHousehold) -> tuple[list[str], list[str]]:
    """Return the classes that the grant does not reach here, and those it reaches for some agreements or registers only.

    They are told whether or not there are such facts.
    """
    sight = household.sight
    reached = {name: sight.readable(name, household.area_code) for name in PERSONAL}
    none = [name for name, origins in reached.items() if not origins]
    return none, [name for name, origins in reached.items() if origins and origins != sight.origins]


def links_of(household: SeenHousehold) -> list[RecordLink]:
    """Return the records behind a household and its persons that may be named, each with the rule that put it there."""
    found = RecordLink.objects.filter(edition=household.edition, household_code=household.code)
    if household.sight.held:
        found = found.exclude(person_code__in=household.sight.held)
    named = household.sight.deliveries_at(household.area_code)
    if len(named) < len(household.sight.deliveries) or not named:
        found = found.filter(delivery__in=named)
    return list(found.order_by("person_code", "record_id"))


def area_facts_of(household: SeenHousehold) -> list[AreaFact]:
    """Return the facts in use of the household's village, of the classes and agreements that may be read there."""
    area = household.area_code
    condition = Q(pk=None)
    for field in load_fields().values():
        if field.unit == "area" and (readable := household.sight.readable(field.field_class, area)):
            condition |= Q(field=field.code, agreement__in={agreement for _source, agreement in readable})
    rows = AreaFact.objects.filter(condition, edition=household.edition, area_code=area)
    return list(rows.exclude(source__in=household.sight.refused_sources(area)).order_by("field"))


def names_from_facts(households: Mapping[str, SeenHousehold]) -> dict[str, dict[str, str]]:
    """Return names (by household and person) that readable facts give where the name in use may not be shown.

    One query for all of them, and none where the edition holds only rows of agreements that the scope reaches.
    """
    wanted = {
        code: one
        for code, one in households.items()
        if IDENTITY not in one.classes and one.sight.readable(IDENTITY, one.area_code)
    }
    if not wanted:
        return {}
    sight = next(iter(wanted.values())).sight
    rows = FactSheet.objects.filter(edition=sight.edition, household_code__in=list(wanted), field_class=IDENTITY)
    return {code: _names(sheet, wanted[code]) for code, sheet in rows.values_list("household_code", "facts")}


def _names(sheet: Sheet, household: SeenHousehold) -> dict[str, str]:
    """Read the names of persons from the identity statements that may be read."""
    sight, area = household.sight, household.area_code
    said = [one for one in sheet if sight.may_read_said(one[0], IDENTITY, int(one[1]) // DELIVERY, area)]
    parts: dict[str, dict[str, str]] = {}
    for fact in read_sheet(said, sight.deliveries, load_trust()):
        parts.setdefault(fact.of, {})[fact.field.code] = fact.value
    return {
        person: f"{found.get('title', '')}{found.get('given_name', '')} {found.get('family_name', '')}".strip()
        for person, found in parts.items()
    }


def _place_at_table(pair: tuple[SeenMembership, SeenPerson | None]) -> tuple[bool, bool, str, str]:
    membership, person = pair
    born = str(person.birth_date) if person and person.birth_date else "9999"
    return (not membership.main, membership.relation != "head", born, membership.person_code)
