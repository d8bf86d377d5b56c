"""Do decisions on pairs agree with each other? A "different" holds through any third record; no database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
DECISIONS: Final = (SAME, DIFFERENT, UNSURE)


@dataclass(frozen=True, slots=True)
class Said:
    """One decision on a pair, left < right, and its number where it is kept (0 for one only proposed)."""

    left: int
    right: int
    decision: str
    number: int = 0

    @property
    def pair(self) -> tuple[int, int]:
        return self.left, self.right


def ordered(left: int, right: int) -> tuple[int, int]:
    """Return a pair with the smaller record first."""
    return (left, right) if left < right else (right, left)


def effective(said: Iterable[Said]) -> list[Said]:
    """Return one decision for each pair: the one everybody gave, and ``unsure`` where opinions differ."""
    groups: dict[tuple[int, int], list[Said]] = {}
    for one in said:
        groups.setdefault(one.pair, []).append(one)
    return [
        group[0] if len({one.decision for one in group}) == 1 else Said(*pair, UNSURE, group[0].number)
        for pair, group in sorted(groups.items())
    ]


def contradiction(said: Iterable[Said], new: Said) -> list[Said]:
    """Return the decisions that ``new`` contradicts, empty where it contradicts none; ``said`` holds one for each pair.

    A "same" joins all that is the same as either record: no "different" may lie between. A "different" may not stand
    between two records that a chain of "same" joins already; the chain is returned.
    """
    listed = [one for one in said if one.pair != new.pair]
    beside = _neighbours(listed)
    if new.decision == SAME:
        left, right = set(_reached(beside, new.left)), set(_reached(beside, new.right))
        return [
            one
            for one in listed
            if one.decision == DIFFERENT
            and ((one.left in left and one.right in right) or (one.left in right and one.right in left))
        ][:1]
    if new.decision == DIFFERENT:
        return _chain(beside, new.left, new.right)
    return []


def contradictions_within(said: Sequence[Said]) -> list[list[Said]]:
    """Return decisions that cannot all hold: each time a different one, then the chain of same ones against it."""
    beside = _neighbours(said)
    group: dict[int, int] = {}
    for record in beside:
        if record not in group:
            group |= dict.fromkeys(_reached(beside, record), record)
    return [
        [one, *_chain(beside, one.left, one.right)]
        for one in said
        if one.decision == DIFFERENT and one.left in group and group[one.left] == group.get(one.right)
    ]


def across(apart: Iterable[int], rest: Iterable[int]) -> list[Said]:
    """Return the decision "different" for each record of one part with each of the other."""
    others = sorted(rest)
    return [Said(*ordered(one, other), DIFFERENT) for one in sorted(apart) for other in others]


def decisions_between(now: Mapping[int, str], after: Mapping[int, str], moved: Iterable[int]) -> list[Said]:
    """Return what must be decided so that records which are together ``now`` come to stand as ``after``.

    Records come together by one decision each, and come apart only when each is apart from each.
    """
    found: dict[tuple[int, int], Said] = {}
    for record in moved:
        met = False
        for other, code in now.items():
            if other == record or record not in now:
                continue
            together_then = bool(after.get(record)) and after.get(record) == after.get(other)
            pair = ordered(record, other)
            if code == now[record] and not together_then and after.get(other) != after.get(record):
                found[pair] = Said(*pair, DIFFERENT)
            elif code != now[record] and together_then and not met:
                found[pair], met = Said(*pair, SAME), True
    return [found[pair] for pair in sorted(found)]


def _neighbours(said: Iterable[Said]) -> dict[int, list[Said]]:
    beside: dict[int, list[Said]] = {}
    for one in said:
        if one.decision == SAME:
            beside.setdefault(one.left, []).append(one)
            beside.setdefault(one.right, []).append(one)
    return beside


def _reached(beside: Mapping[int, Sequence[Said]], start: int) -> dict[int, Said | None]:
    """Every record that is the same as one, with the decision by which it was reached."""
    found: dict[int, Said | None] = {start: None}
    waiting = [start]
    while waiting:
        record = waiting.pop()
        for one in beside.get(record, ()):
            other = one.right if one.left == record else one.left
            if other not in found:
                found[other] = one
                waiting.append(other)
    return found


def _chain(beside: Mapping[int, Sequence[Said]], left: int, right: int) -> list[Said]:
    """The decisions that lead from one record to another, empty where none do."""
    reached = _reached(beside, left)
    chain, record = [], right
    while (step := reached.get(record)) is not None:
        chain.append(step)
        record = step.left if step.right == record else step.right
    return chain
