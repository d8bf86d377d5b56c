"""What may be asked of the register; the scope is applied here, where households and persons are fetched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from baansuk.access.classes import HOUSEHOLD, IDENTITY
from baansuk.access.scope import Scope
from baansuk.people.facts import Fact, read_sheet
from baansuk.people.models import AreaFact, Edition, FactSheet, Household, Membership, Person, RecordLink
from baansuk.people.trust import load_trust, read_trust

Row = TypeVar("Row", bound=Model)


def current_edition() -> int:
    """Return the number of the edition that everybody reads, 0 while there is none."""
    return Edition.objects.filter(state="current").values_list("number", flat=True).first() or 0


def households_for(scope: Scope, *, edition: int | None = None) -> QuerySet[Household]:
    """Return the households that a scope may see, of the current edition unless one is named.

    Order and page them by ``list_key`` (area, then house number) or ``name_key`` (head's name as Thais sort).
    """
    found = Household.objects.filter(edition=current_edition() if edition is None else edition)
    return _within(found, scope, HOUSEHOLD, area="list_key", house="code")


def household_for(scope: Scope, code: str) -> Household:
    """Return one household by its code; raises Http404 where there is none and, exactly alike, where it is not seen."""
    found = households_for(scope).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def households_among(scope: Scope, codes: Iterable[str], *, edition: int) -> dict[str, Household]:
    """Return those of the households named by code that a scope may see, by code.

    The scope is tested by a condition that no index serves: given a range of a province beside fifty codes, SQLite
    keeps no statistics, walks the range, and reads 350,000 households to find fifty.
    """
    found = Household.objects.filter(edition=edition, code__in=list(codes))
    return {one.code: one for one in _within(found, scope, HOUSEHOLD, area="area_code", house="code", walk=False)}


def persons_for(scope: Scope, *, edition: int | None = None) -> QuerySet[Person]:
    """Return the persons that a scope may see by name, each in the area of the main household."""
    found = Person.objects.filter(edition=current_edition() if edition is None else edition)
    return _within(found, scope, IDENTITY, area="area_code", house="household_code")


def person_for(scope: Scope, code: str) -> Person:
    """Return one person by code; raises Http404 where there is none and, exactly alike, where not seen."""
    found = persons_for(scope).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def members_of(household: Household) -> list[tuple[Membership, Person | None]]:
    """Return who belongs to a household: main members first, the head before others, then by age.

    Someone whose main household is elsewhere is listed with the membership; the person is None when no row is left.
    """
    memberships = list(Membership.objects.filter(edition=household.edition, household_code=household.code))
    codes = [membership.person_code for membership in memberships]
    persons = {person.code: person for person in Person.objects.filter(edition=household.edition, code__in=codes)}
    pairs = [(membership, persons.get(membership.person_code)) for membership in memberships]
    return sorted(pairs, key=_place_at_table)


def memberships_of(person: Person) -> list[Membership]:
    """Return every household a person belongs to, the main one first."""
    found = Membership.objects.filter(edition=person.edition, person_code=person.code)
    return sorted(found, key=lambda membership: (not membership.main, membership.household_code))


def fact_sheets_of(household: Household, classes: Iterable[str] | None = None) -> dict[str, list[Fact]]:
    """Return the facts of a household and its main members by field class, two queries whatever their number.

    ``classes`` are those that an agreement lets the reader see; None means all.
    """
    edition = Edition.objects.get(number=household.edition)
    trust = read_trust(edition.about["trust"]) if "trust" in edition.about else load_trust()
    sheets = FactSheet.objects.filter(edition=household.edition, household_code=household.code)
    if classes is not None:
        sheets = sheets.filter(field_class__in=list(classes))
    deliveries = edition.about.get("deliveries", {})
    return {sheet.field_class: read_sheet(sheet.facts, deliveries, trust) for sheet in sheets.order_by("field_class")}


def links_of(household: Household) -> list[RecordLink]:
    """Return the records behind a household and its persons, each with the rule that put it there."""
    found = RecordLink.objects.filter(edition=household.edition, household_code=household.code)
    return list(found.order_by("person_code", "record_id"))


def area_facts_of(area_code: str, *, edition: int | None = None) -> list[AreaFact]:
    """Return the facts in use of one village or tambon."""
    number = current_edition() if edition is None else edition
    return list(AreaFact.objects.filter(edition=number, area_code=area_code).order_by("field"))


def area_range(column: str, prefix: str) -> Q:
    """Return the condition that ``column`` begins with the code ``prefix``, as a range that an index can walk."""
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)})


def areas_condition(areas: Iterable[str], column: str) -> Q:
    """Return the condition that ``column`` lies in one of the areas."""
    condition = Q()
    for prefix in areas:
        condition |= area_range(column, prefix)
    return condition


def areas_test(areas: Iterable[str], column: str) -> Q:
    """Return the same condition in a form that no index answers."""
    condition = Q()
    for prefix in areas:
        condition |= Q(**{f"{column}__startswith": prefix})
    return condition


def _within(
    rows: QuerySet[Row], scope: Scope, field_class: str, *, area: str, house: str, walk: bool = True
) -> QuerySet[Row]:
    """Keep the rows in the areas where the scope sees persons and this class; assigned houses lie in them as well.

    ``walk``: as a range that an index can walk, else as a test of each row found otherwise.
    """
    areas = scope.areas_of(field_class)
    if not scope.sees_persons or not areas:
        return rows.none()
    rows = rows.filter(areas_condition(areas, area) if walk else areas_test(areas, area))
    return rows if scope.houses is None else rows.filter(**{f"{house}__in": scope.houses})


def _place_at_table(pair: tuple[Membership, Person | None]) -> tuple[bool, bool, str, str]:
    membership, person = pair
    born = str(person.birth_date) if person and person.birth_date else "9999"
    return (not membership.main, membership.relation != "head", born, membership.person_code)
