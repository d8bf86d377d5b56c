"""How far apart are two id numbers? Answered without showing either: a clerk needs the difference, not the numbers."""

from __future__ import annotations

from baansuk.people.models import Person
from baansuk.people.sealed import open_number
from baansuk.people.seen import SeenPerson


def digits_apart(edition: int, left: SeenPerson, right: SeenPerson) -> int | None:
    """Return in how many places the id numbers of two persons differ.

    None where one has no number, where they are of different length, or where the reader may not see who they are.
    """
    if left.id_masked is None or right.id_masked is None:
        return None
    rows = Person.objects.filter(edition=edition, code__in=[left.code, right.code])
    sealed = dict(rows.values_list("code", "id_sealed"))
    if not sealed.get(left.code) or not sealed.get(right.code):
        return None
    first, second = (open_number(sealed[one.code], one.code) for one in (left, right))
    if len(first) != len(second):
        return None
    return sum(one != other for one, other in zip(first, second, strict=True))
