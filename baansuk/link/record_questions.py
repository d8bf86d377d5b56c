"""What each agency's record says of a person, as far as the reader may see it, and why it counts as that person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import Http404

from baansuk.access.classes import IDENTITY
from baansuk.access.scope import Scope
from baansuk.link.review_questions import may_review, told_deliveries
from baansuk.people.models import RecordLink
from baansuk.people.questions import fact_sheets_of, households_seen, memberships_of, sight_of, visible_persons
from baansuk.people.seen import SeenPerson, see_persons
from baansuk.people.sight import Sight

# What of a record is laid side by side, in this order.
SHOWN = (
    *("title", "given_name", "family_name", "sex", "birth_date", "relation"),
    *("house_no", "village_no", "house_code", "phone"),
)
# What one compares: a class each, of which a value that is granted and absent is "not told", not "not shown".
COMPARED = ("identity", "contact", "household")


@dataclass(frozen=True, slots=True)
class SeenRecord:
    """One agency's row: whose, since when, and its values by field as they were received; absent is not told."""

    record_id: int
    person_code: str
    household_code: str
    source: str
    delivery: int
    row: int
    rule: str
    observed: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def person_to_review(scope: Scope, code: str) -> tuple[Sight, SeenPerson]:
    """Return a person whose records the reader may lay side by side; raises Http404 as for one who does not exist."""
    if not may_review(scope):
        raise Http404
    sight = sight_of(scope)
    found = persons_named(sight, [code])
    if code not in found:
        raise Http404
    return sight, found[code]


def persons_named(sight: Sight, codes: Iterable[str]) -> dict[str, SeenPerson]:
    """Return those of the persons whom the reader sees by name, by code."""
    areas = dict(visible_persons(sight).filter(code__in=list(codes)).values_list("code", "area_code"))
    named = sight.areas(IDENTITY)
    areas = {code: area for code, area in areas.items() if area.startswith(named)}
    return see_persons(sight, areas) if areas else {}


def records_of(sight: Sight, person: SeenPerson) -> tuple[list[SeenRecord], int]:
    """Return the records of a person that the reader may be told of, and how many others there are."""
    houses = {person.household_code, *(code for code, _main in memberships_of(sight, person))}
    links = RecordLink.objects.filter(edition=sight.edition, household_code__in=houses, person_code=person.code)
    told, everything = told_deliveries(sight), list(links.order_by("record_id"))
    seen = [one for one in everything if told is None or one.delivery in told]
    said = _said(sight, person)
    found = [
        SeenRecord(
            one.record_id, one.person_code, one.household_code, one.source, one.delivery, one.row, one.rule,
            *said.get(one.record_id, ("", {})),
        )
        for one in seen
    ]  # fmt: skip
    return found, len(everything) - len(seen)


def _said(sight: Sight, person: SeenPerson) -> dict[int, tuple[str, dict[str, str]]]:
    """What each record says: of the person, and of the house in the same row; with the day on which it was observed."""
    home = households_seen(sight, [person.household_code]).get(person.household_code)
    if home is None:
        return {}
    found: dict[int, tuple[str, dict[str, str]]] = {}
    facts = [fact for sheet in fact_sheets_of(home, COMPARED).values() for fact in sheet]
    for fact in facts:
        if fact.of in ("", person.code) and fact.field.code in SHOWN:
            for said in (fact.in_use, *fact.others):
                _day, values = found.setdefault(said.record_id, (said.observed, {}))
                values[fact.field.code] = said.value
    return found
