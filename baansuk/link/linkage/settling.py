"""Settles groups in which what must stay apart has come together: the strongest pairs first, none that would join two ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# A pair that a human has called the same is as probable as this, and may join two different ids.
BY_HUMAN = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """One or more records that are one person already: a number, the valid ids that are known, a name to sort by."""

    number: int
    ids: frozenset[int]
    name: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Two points that ought to be one person, and how probable that is."""

    left: int
    right: int
    probability: float


@dataclass(frozen=True, slots=True)
class Settled:
    """Which points are one person (point -> the smallest of its person), and the ties that had to be given up."""

    labels: dict[int, int]
    refused: list[Tie]


@dataclass(slots=True)
class _Groups:
    parent: dict[int, int]
    ids: dict[int, set[int]]
    apart: dict[int, set[int]] = field(default_factory=dict)

    def root(self, point: int) -> int:
        while self.parent[point] != point:
            self.parent[point] = self.parent[self.parent[point]]
            point = self.parent[point]
        return point

    def may_join(self, one: int, other: int, *, by_human: bool) -> bool:
        if self.apart.get(one, set()) & {other} or self.apart.get(other, set()) & {one}:
            return False
        ids = self.ids[one], self.ids[other]
        return by_human or not ids[0] or not ids[1] or ids[0] <= ids[1] or ids[1] <= ids[0]

    def join(self, one: int, other: int) -> None:
        keep, lose = min(one, other), max(one, other)
        self.parent[lose] = keep
        self.ids[keep] |= self.ids.pop(lose)
        for stranger in self.apart.pop(lose, set()):
            self.apart.setdefault(keep, set()).add(stranger)
            self.apart[stranger].discard(lose)
            self.apart[stranger].add(keep)


def settle(points: Sequence[Point], ties: Iterable[Tie], apart: Iterable[tuple[int, int]]) -> Settled:
    """Join points by their ties, the most probable first and by name where equal, and keep apart what must be.

    Two groups that hold different ids join only by a human's word; two that a human has separated never do.
    """
    groups = _Groups({p.number: p.number for p in points}, {p.number: set(p.ids) for p in points})
    for one, other in apart:
        if one in groups.parent and other in groups.parent:
            groups.apart.setdefault(one, set()).add(other)
            groups.apart.setdefault(other, set()).add(one)
    names = {p.number: p.name for p in points}

    def order(tie: Tie) -> tuple[float, str, str]:
        one, other = sorted((names[tie.left], names[tie.right]))
        return -tie.probability, one, other

    refused = []
    for tie in sorted(ties, key=order):
        one, other = groups.root(tie.left), groups.root(tie.right)
        if one == other:
            continue
        if groups.may_join(one, other, by_human=tie.probability == BY_HUMAN):
            groups.join(one, other)
        else:
            refused.append(tie)
    labels = {p.number: groups.root(p.number) for p in points}
    # What a human has said may bring two groups together by another way, after a tie between them was refused.
    return Settled(labels, [tie for tie in refused if labels[tie.left] != labels[tie.right]])
