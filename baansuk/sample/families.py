"""Composes households of heads, spouses, parents, children, grandchildren: who lives with whom, and how old."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .draws import Mask, Real, Whole, between, choose

HEAD, SPOUSE, PARENT, CHILD, IN_LAW, GRANDCHILD, OTHER = range(7)
# The words of fields.toml, in the order of the numbers above.
RELATIONS = ("head", "spouse", "parent", "child", "relative", "grandchild", "sibling")

# Shares of the kinds of household, and how many members they have on average: about three in all.
SINGLE, COUPLE, NUCLEAR, ONE_PARENT, THREE_GENERATIONS, SKIPPED, WITH_PARENTS, SIBLINGS = range(8)
SHARES = (0.14, 0.16, 0.26, 0.09, 0.17, 0.08, 0.07, 0.03)
HEAD_AGES = ((22, 88), (28, 82), (27, 56), (25, 55), (47, 72), (52, 79), (28, 52), (20, 66))


@dataclass(frozen=True)
class Families:
    """One row per person in household order: household, relation, age in years, female, family number; and kinds."""

    kind: Whole  # per household
    size: Whole  # per household
    household: Whole
    relation: Whole
    turn: Whole  # first, second … child (or parent …) of the household
    age: Real
    female: Mask
    family_no: Whole


def compose(rng: np.random.Generator, persons: int) -> Families:
    """Make households until there are exactly ``persons`` people; the last household is cut to fit."""
    kind = choose(rng, persons // 2 + 10, SHARES)
    members = _members(rng, kind)
    total = np.cumsum(members.sum(axis=1))
    count = int(np.searchsorted(total, persons)) + 1
    kind, members = kind[:count], members[:count]
    short = persons - (int(total[count - 2]) if count > 1 else 0)
    kind[-1] = SIBLINGS if short > 1 else SINGLE
    members[-1] = 0
    members[-1, HEAD], members[-1, OTHER] = 1, short - 1
    household, relation, turn = _spread_rows(members)
    female = _sexes(rng, kind, household, relation)
    age = _ages(rng, kind, members, household, relation)
    second = np.isin(relation, (IN_LAW, GRANDCHILD)) | ((relation == CHILD) & (turn == 0))
    family_no = 1 + (second & (kind[household] == THREE_GENERATIONS)).astype(np.int64)
    two_parents = members[household, PARENT] == 2
    family_no[(relation == PARENT) & two_parents] = 2
    return Families(kind, members.sum(axis=1), household, relation, turn, age, female, family_no)


def _members(rng: np.random.Generator, kind: Whole) -> Whole:
    """How many of each relation each household has, as a table households x 7."""
    count = len(kind)
    table = np.zeros((count, 7), dtype=np.int64)
    table[:, HEAD] = 1
    lot = rng.random((count, 4))
    spouse = np.select(
        [kind == COUPLE, kind == NUCLEAR, kind == THREE_GENERATIONS, kind == SKIPPED, kind == WITH_PARENTS],
        [1.0, 1.0, 0.75, 0.6, 0.7],
        0.0,
    )
    table[:, SPOUSE] = lot[:, 0] < spouse
    children = np.digitize(lot[:, 1], (0.5, 0.87, 0.97)) + 1
    with_children = np.isin(kind, (NUCLEAR, ONE_PARENT))
    table[with_children, CHILD] = children[with_children]
    with_parents = kind == WITH_PARENTS
    table[with_parents, CHILD] = children[with_parents] - 1
    table[with_parents, PARENT] = 1 + (lot[with_parents, 2] < 0.45)
    three = kind == THREE_GENERATIONS
    table[three, CHILD] = 1 + (lot[three, 1] > 0.75)
    table[three, IN_LAW] = lot[three, 2] < 0.65
    table[three, GRANDCHILD] = np.digitize(lot[three, 3], (0.12, 0.62, 0.94))
    skipped = kind == SKIPPED
    table[skipped, GRANDCHILD] = 1 + (lot[skipped, 3] > 0.6)
    table[kind == SIBLINGS, OTHER] = children[kind == SIBLINGS]
    return table


def _spread_rows(members: Whole) -> tuple[Whole, Whole, Whole]:
    """Turn the table of counts into one row per person: household, relation, first/second/third of that relation."""
    flat = members.ravel()
    cell = np.repeat(np.arange(flat.size), flat)
    start = np.concatenate([[0], np.cumsum(flat)[:-1]])
    turn = np.arange(len(cell)) - start[cell]
    return cell // 7, cell % 7, turn


def _sexes(rng: np.random.Generator, kind: Whole, household: Whole, relation: Whole) -> Mask:
    head_female = rng.random(len(kind)) < np.where(np.isin(kind, (COUPLE, NUCLEAR, WITH_PARENTS)), 0.18, 0.55)
    female = rng.random(len(household)) < 0.505
    parents = relation == PARENT
    female[parents] = rng.random(int(parents.sum())) < 0.6
    female = np.where(relation == HEAD, head_female[household], female)
    return np.where(relation == SPOUSE, ~head_female[household], female)


def _ages(rng: np.random.Generator, kind: Whole, members: Whole, household: Whole, relation: Whole) -> Real:
    low, high = np.array(HEAD_AGES, dtype=np.float64)[kind].T
    head = low + (high - low) * rng.random(len(kind))
    # Most people who live alone are old.
    alone_and_old = (kind == SINGLE) & (rng.random(len(kind)) < 0.6)
    head[alone_and_old] = between(rng, int(alone_and_old.sum()), 60, 92)
    child = np.clip(head - between(rng, len(kind), 19, 28), 18.5, 48)
    count = len(household)
    own_head, own_child = head[household], child[household]
    lot = rng.random(count)
    young = np.clip(own_head - 20 - np.minimum(17, own_head - 20) * lot, 0, 34)
    three = kind[household] == THREE_GENERATIONS
    grandchild = np.where(three, np.maximum(own_child - 18.5 - 12 * lot, 2.5 * lot), 1 + 15 * lot)
    return np.select(
        [
            relation == HEAD,
            relation == SPOUSE,
            relation == PARENT,
            relation == CHILD,
            relation == IN_LAW,
            relation == GRANDCHILD,
        ],
        [
            own_head,
            np.clip(own_head + rng.normal(-1, 4, count), 18.2, 97),
            np.minimum(own_head + 19 + 12 * lot, 99.5),
            np.where(three, np.clip(own_child + rng.normal(0, 2, count), 17.5, 50), young),
            np.clip(own_child + rng.normal(0, 3, count), 18.2, 55),
            grandchild,
        ],
        np.clip(own_head + rng.normal(0, 9, count), 1, 97),
    )
