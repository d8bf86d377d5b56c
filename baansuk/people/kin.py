"""Who of a household is whose parent and spouse; told of persons who are both seen, for kin is a fact of two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baansuk.people.models import Person
from baansuk.people.seen import SeenHousehold, SeenPerson

KIN = "kin"


@dataclass(frozen=True, slots=True)
class Kin:
    """The kin of one person by code, '' where nobody among those seen; ``by_kin``: the family number follows from kin."""

    father: str = ""
    mother: str = ""
    spouse: str = ""
    by_kin: bool = False


def kin_among(household: SeenHousehold, persons: Iterable[SeenPerson]) -> dict[str, Kin]:
    """Return, by person, the kin among these persons: one query, none where fewer than two have relations to be read.

    Whoever is not among them is not named, not even by code: they may live out of sight, or have their facts held back.
    """
    open_to_reader = {one.code for one in persons if one.relation is not None}
    if len(open_to_reader) < 2:
        return {}
    rows = Person.objects.filter(edition=household.edition, code__in=open_to_reader)

    def seen(code: str) -> str:
        return code if code in open_to_reader else ""

    return {
        code: Kin(seen(father), seen(mother), seen(spouse), by_kin=family_by == KIN)
        for code, father, mother, spouse, family_by in rows.values_list(
            "code", "father_code", "mother_code", "spouse_code", "family_by"
        )
    }
