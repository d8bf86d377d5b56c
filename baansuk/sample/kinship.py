"""Says who is whose father, mother and spouse, as households were composed; whose kin live elsewhere have none here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .draws import Whole
from .families import CHILD, GRANDCHILD, HEAD, IN_LAW, PARENT, SPOUSE, THREE_GENERATIONS, Families

NOBODY = -1
# A spouse who is hardly older than the child of the house is a second wife or husband, and no parent of it.
YOUNGEST_PARENT = 15


@dataclass(frozen=True)
class Kin:
    """Per person, in household order: the row of the father, the mother and the spouse, -1 where there is none here."""

    father: Whole
    mother: Whole
    spouse: Whole


def kin_of(composed: Families) -> Kin:
    """Return everybody's kin.

    Couples are head and spouse, the two parents of a head, and the child who stayed with an in-law; households are composed
    without regard to sex, so of two parents of one sex only the first stands as father or mother.
    """
    head, spouse = _first(composed, HEAD), _first(composed, SPOUSE)
    elder, other_elder = _first(composed, PARENT), _first(composed, PARENT, turn=1)
    three = composed.kind == THREE_GENERATIONS
    heir, in_law = np.where(three, _first(composed, CHILD), NOBODY), _first(composed, IN_LAW)
    married = np.full(len(composed.household), NOBODY, dtype=np.int64)
    for one, other in ((head, spouse), (elder, other_elder), (heir, in_law)):
        both = (one >= 0) & (other >= 0)
        married[one[both]], married[other[both]] = other[both], one[both]
    parents = [
        np.select(
            [composed.relation == relation for relation in (CHILD, HEAD, GRANDCHILD)],
            [pair[place][composed.household] for pair in ((head, spouse), (elder, other_elder), (heir, in_law))],
            NOBODY,
        )
        for place in (0, 1)
    ]
    return Kin(_of_sex(composed, parents, female=False), _of_sex(composed, parents, female=True), married)


def _first(composed: Families, relation: int, turn: int = 0) -> Whole:
    """The row of each household's first (or next) member of a relation, -1 where it has none."""
    rows = np.flatnonzero((composed.relation == relation) & (composed.turn == turn))
    found = np.full(len(composed.kind), NOBODY, dtype=np.int64)
    found[composed.household[rows]] = rows
    return found


def _of_sex(composed: Families, parents: list[Whole], *, female: bool) -> Whole:
    fits = [(composed.female[one] == female) & (composed.age[one] - composed.age >= YOUNGEST_PARENT) for one in parents]
    first, second = (np.where((one >= 0) & fit, one, NOBODY) for one, fit in zip(parents, fits, strict=True))
    return np.where(first >= 0, first, second)
