"""What a partner sees of persons who agreed to it: each alone, without the house, and nothing of who lives with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from baansuk.access.classes import HOUSEHOLD, IDENTITY
from baansuk.access.scope import Scope
from baansuk.people.consent_questions import decided
from baansuk.people.facts import DELIVERY, Fact, read_sheet
from baansuk.people.models import Edition, FactSheet, Person
from baansuk.people.sealed import open_sheet
from baansuk.people.trust import load_trust, read_trust

# A name is told, and where somebody lives no more exactly than the village.
NAME = ("title", "given_name", "family_name")


@dataclass(frozen=True, slots=True)
class Agreed:
    """One person who agreed: the code, the village, and what the sources say that may be passed on, by class."""

    code: str
    area_code: str
    facts: dict[str, list[Fact]]

    @property
    def name(self) -> str:
        """The name that the readable sources give, "" where none of them does."""
        said = {fact.field.code: fact.value for fact in self.facts.get(IDENTITY, ())}
        title, given, family = (said.get(name, "") for name in NAME)
        return f"{title}{given} {family}".strip()


def who_agreed(scope: Scope, codes: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    """Return the persons who let the scope's partner read of themselves now, each with the classes; two queries at most.

    Whoever holds their facts back from the purpose is not among them, whatever they agreed to before.
    """
    if not _areas(scope, HOUSEHOLD):
        return {}
    held, agreed = decided(partner=scope.partner, purpose=scope.purpose)
    wanted = set(agreed) - held if codes is None else set(codes) & set(agreed) - held
    return {code: agreed[code] for code in wanted}


def persons_by_consent(scope: Scope, codes: Iterable[str] | None = None) -> list[Agreed]:
    """Return the persons whom a partner sees by their consent, by village and code; all unless some are named."""
    agreed = who_agreed(scope, codes)
    edition = Edition.objects.filter(state="current").first() if agreed else None
    if edition is None:
        return []
    rows = Person.objects.filter(edition=edition.number, code__in=list(agreed)).order_by("area_code", "code")
    homes = {code: (home, area) for code, home, area in rows.values_list("code", "household_code", "area_code")}
    seen = {code: place for code, place in homes.items() if place[1].startswith(_areas(scope, HOUSEHOLD))}
    if not seen:
        return []
    facts = _facts(scope, edition, seen, agreed)
    return [Agreed(code, area, facts[code]) for code, (_home, area) in seen.items()]


def person_by_consent(scope: Scope, code: str) -> Agreed:
    """Return one person who agreed; raises Http404 where there is none and, exactly alike, where nobody agreed."""
    found = persons_by_consent(scope, [code])
    if not found:
        raise Http404
    return found[0]


def _areas(scope: Scope, field_class: str) -> tuple[str, ...]:
    return tuple(sorted({one.area_code for one in scope.by_consent if one.field_class == field_class}))


def _facts(
    scope: Scope, edition: Edition, seen: dict[str, tuple[str, str]], agreed: dict[str, frozenset[str]]
) -> dict[str, dict[str, list[Fact]]]:
    """Read of each person what may be passed on: of the classes agreed to and granted, from registers that let it go."""
    deliveries = edition.about.get("deliveries", {})
    trust = read_trust(edition.about["trust"]) if "trust" in edition.about else load_trust()
    wanted = {name for classes in agreed.values() for name in classes} & {one.field_class for one in scope.by_consent}
    sheets = FactSheet.objects.filter(
        edition=edition.number, household_code__in={home for home, _area in seen.values()}, field_class__in=wanted
    )
    said: dict[str, dict[str, list[list[object]]]] = {code: {} for code in seen}
    columns = ("household_code", "field_class", "facts", "sealed")
    for home, name, clear, closed in sheets.order_by("field_class").values_list(*columns):
        for one in open_sheet(home, name, clear, closed):
            code = one[0]
            if code in seen and name in agreed[code]:
                origin = deliveries.get(str(int(one[1]) // DELIVERY), ("", ""))
                if _may_go(scope, name, seen[code][1], origin[0], origin[1]):
                    said[code].setdefault(name, []).append(one)
    return {
        code: {name: found for name, listed in sheets.items() if (found := read_sheet(listed, deliveries, trust))}
        for code, sheets in said.items()
    }


def _may_go(scope: Scope, field_class: str, area: str, source: str, agreement: str) -> bool:
    """Say whether a source's word, given under an agreement, may be passed on to the scope's partner."""
    return any(
        one.agreement == agreement and source in one.only
        for one in scope.by_consent
        if one.field_class == field_class and area.startswith(one.area_code)
    )
