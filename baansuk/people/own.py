"""What the register holds of whoever asks, for that person alone: own facts, and those of the house that its adults share.

This is a right of the person and rests on no agreement; nothing is read but by the number that was proved to be the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.access.classes import PERSONAL
from baansuk.access.models import User
from baansuk.access.scope import Scope
from baansuk.people.facts import Fact, read_sheet
from baansuk.people.models import Edition, FactSheet, Person
from baansuk.people.sealed import open_sheet
from baansuk.people.trust import load_trust, read_trust

MEMBER = "member"
# A protection case stands in its own compartment: whoever is violent may hold the phone of whoever reads.
NEVER_SHOWN = frozenset({"protection"})


@dataclass(frozen=True, slots=True)
class Own:
    """One person as the register knows them; ``facts`` by class, those of the house with '' for whom they are of."""

    code: str
    household_code: str
    area_code: str
    name: str
    id_masked: str
    sources: tuple[str, ...]
    facts: dict[str, list[Fact]]
    edition: int


def own_of(scope: Scope) -> Own | None:
    """Return what is held of the holder of a member's post; None where nobody proved who that is, or nothing is known."""
    if scope.role != MEMBER:
        return None
    index = User.objects.filter(username=scope.username).values_list("person_index", flat=True).first()
    edition = Edition.objects.filter(state="current").first() if index else None
    if edition is None:
        return None
    person = Person.objects.filter(edition=edition.number, id_index=index).order_by("code").first()
    return _own(person, edition) if person else None


def _own(person: Person, edition: Edition) -> Own:
    name = f"{person.title}{person.given_name} {person.family_name}".strip()
    sources = tuple(one for one in person.sources.split(",") if one)
    facts = _facts(person, edition)
    return Own(
        person.code, person.household_code, person.area_code, name, person.id_masked, sources, facts, edition.number
    )


def _facts(person: Person, edition: Edition) -> dict[str, list[Fact]]:
    """The sheets of the house with every statement of anybody else left out before a value in use is chosen."""
    deliveries = edition.about.get("deliveries", {})
    trust = read_trust(edition.about["trust"]) if "trust" in edition.about else load_trust()
    sheets = FactSheet.objects.filter(
        edition=edition.number, household_code=person.household_code, field_class__in=set(PERSONAL) - NEVER_SHOWN
    )
    found = {}
    for name, clear, closed in sheets.order_by("field_class").values_list("field_class", "facts", "sealed"):
        said = [one for one in open_sheet(person.household_code, name, clear, closed) if one[0] in ("", person.code)]
        if facts := read_sheet(said, deliveries, trust):
            found[name] = list(facts)
    return found
