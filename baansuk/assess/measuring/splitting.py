"""Splits a change of M0 exactly: by indicator, into how many are poor and how much they lack, and by group of people.

Fractions go in and fractions come out, so that the parts add up to the change to the last digit. Where two things changed
at once each is given the mean of what it does before and after the other has (the Shapley value of two factors: Shorrocks
2013, Journal of Economic Inequality 11; for M0: Roche 2013, Apablaza and Yalonetzky 2013).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Level:
    """A headcount H and the mean score A of the poor, both shares; A is None where nobody is poor (H = 0)."""

    h: Fraction
    a: Fraction | None

    @property
    def m0(self) -> Fraction:
        return self.h * self.a if self.a is not None else Fraction(0)


@dataclass(frozen=True, slots=True)
class Factors:
    """A change of M0 as what comes of more or fewer poor, and of their lacking more or less."""

    incidence: Fraction
    intensity: Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """One group of people at one time: its share of all, and its own M0 (None where it has nobody)."""

    share: Fraction
    m0: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What one group adds to a change of M0: by its own M0, and by being a larger or smaller share of all."""

    within: Fraction
    share: Fraction


def by_indicator(
    weights: Mapping[str, Fraction], before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Return for each indicator its weight times the change of its censored headcount: M0 is the sum of such products.

    Raises ValueError where the three do not name the same indicators.
    """
    if not weights.keys() == before.keys() == after.keys():
        raise ValueError("weights and headcounts name different indicators")
    return {name: weight * (after[name] - before[name]) for name, weight in weights.items()}


def into_factors(before: Level, after: Level) -> Factors:
    """Split M0 = H x A. Where nobody was poor at one time, the poor then lacked as much as at the other: all is incidence."""
    _check_level(before)
    _check_level(after)
    a0 = before.a if before.a is not None else after.a
    a1 = after.a if after.a is not None else before.a
    if a0 is None or a1 is None:
        return Factors(Fraction(0), Fraction(0))
    return Factors((after.h - before.h) * (a0 + a1) / 2, (a1 - a0) * (before.h + after.h) / 2)


def by_group(before: Mapping[str, Group], after: Mapping[str, Group]) -> dict[str, GroupPart]:
    """Split the change of M0 = sum of share x M0 over groups; one that is absent at a time kept the M0 of the other time.

    Raises ValueError where the shares of a time do not sum to one, or a group has a share and no M0.
    """
    for groups in (before, after):
        _check_groups(groups)
    absent = Group(Fraction(0), None)
    return {
        name: _group_part(before.get(name, absent), after.get(name, absent))
        for name in dict.fromkeys([*before, *after])
    }


def _group_part(before: Group, after: Group) -> GroupPart:
    m0 = before.m0 if before.m0 is not None else after.m0
    m1 = after.m0 if after.m0 is not None else before.m0
    if m0 is None or m1 is None:
        return GroupPart(Fraction(0), Fraction(0))
    return GroupPart((before.share + after.share) / 2 * (m1 - m0), (m0 + m1) / 2 * (after.share - before.share))


def _check_level(level: Level) -> None:
    if (level.a is None) != (level.h == 0):
        raise ValueError("A is known exactly where somebody is poor")


def _check_groups(groups: Mapping[str, Group]) -> None:
    if groups and sum(one.share for one in groups.values()) != 1:
        raise ValueError("the shares of the groups do not sum to one")
    if any(one.share and one.m0 is None for one in groups.values()):
        raise ValueError("a group that has people has an M0")
