"""What the register holds of whoever asks: own facts, those of the house that its adults share, and those of a child or ward.

This is a right of the person and rests on no agreement; nothing is read but by the number that was proved to be the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.access.classes import PERSONAL
from baansuk.access.models import User
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.people.facts import Fact, read_sheet
from baansuk.people.guardian_questions import held_by
from baansuk.people.guardian_rules import CHILD, grown_on
from baansuk.people.models import Edition, FactSheet, Person
from baansuk.people.sealed import open_sheet
from baansuk.people.trust import load_trust, read_trust

MEMBER = "member"
# A protection case stands in its own compartment: whoever is violent may hold the phone of whoever reads.
NEVER_SHOWN = frozenset({"protection"})
# Nor what somebody wrote down in free words: it may hold what a child said of whoever reads.
NEVER_TOLD_FOR_OTHERS = NEVER_SHOWN | {"free_text"}


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


@dataclass(frozen=True, slots=True)
class Ward:
    """Somebody whose own facts another person reads; ``kind`` is that of ``guardian_rules.KINDS``."""

    own: Own
    kind: str


def own_of(scope: Scope) -> Own | None:
    """Return what is held of the holder of a member's post; None where nobody proved who that is, or nothing is known."""
    index, edition = _index(scope), Edition.objects.filter(state="current").first()
    if not index or edition is None:
        return None
    person = Person.objects.filter(edition=edition.number, id_index=index).order_by("code").first()
    return _own(person, edition) if person else None


def wards_of(scope: Scope) -> list[Ward]:
    """Return those whose own facts a member reads as well, by a keeper's record that holds today.

    A child who has come of age is not among them, whatever was recorded; nor is whoever the current edition does not know.
    """
    index, edition = _index(scope), Edition.objects.filter(state="current").first()
    if not index or edition is None:
        return []
    day = today()
    held = {one.ward_code: one.kind for one in held_by(index, day)}
    people = Person.objects.filter(edition=edition.number, code__in=list(held)).order_by("birth_date", "code")
    return [
        Ward(_own(one, edition, kind=held[one.code]), held[one.code])
        for one in people
        if held[one.code] != CHILD or one.birth_date is None or grown_on(one.birth_date, day) > day
    ]


def _index(scope: Scope) -> str | None:
    """The blind index that was proved to be that of the holder of a member's post."""
    if scope.role != MEMBER:
        return None
    return User.objects.filter(username=scope.username).values_list("person_index", flat=True).first()


def _own(person: Person, edition: Edition, *, kind: str = "") -> Own:
    name = f"{person.title}{person.given_name} {person.family_name}".strip()
    sources = tuple(one for one in person.sources.split(",") if one)
    facts = _facts(person, edition, kind)
    return Own(
        person.code, person.household_code, person.area_code, name, person.id_masked, sources, facts, edition.number
    )


def _facts(person: Person, edition: Edition, kind: str) -> dict[str, list[Fact]]:
    """The sheets of the house with every statement of anybody else left out before a value in use is chosen.

    Of a child the guardian reads what is said of the child alone; a trustee reads what the person would read.
    """
    whose = (person.code,) if kind == CHILD else ("", person.code)
    closed_to_reader = NEVER_SHOWN if not kind else NEVER_TOLD_FOR_OTHERS
    deliveries = edition.about.get("deliveries", {})
    trust = read_trust(edition.about["trust"]) if "trust" in edition.about else load_trust()
    sheets = FactSheet.objects.filter(
        edition=edition.number, household_code=person.household_code, field_class__in=set(PERSONAL) - closed_to_reader
    )
    found = {}
    for name, clear, closed in sheets.order_by("field_class").values_list("field_class", "facts", "sealed"):
        said = [one for one in open_sheet(person.household_code, name, clear, closed) if one[0] in whose]
        if facts := read_sheet(said, deliveries, trust):
            found[name] = list(facts)
    return found
