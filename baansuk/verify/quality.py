"""Whether forum, screening and facts agree, and where somebody should look twice: counting and exact tests; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb

# A village is told apart only where it decided enough: that three of three were confirmed says nothing.
LEAST_DECIDED = 8
# The re-visit: between one in twenty and one in ten.
LEAST_SHARE, MOST_SHARE = Fraction(1, 20), Fraction(1, 10)
# Below this the chance is called worth a look. It accuses nobody.
WORTH_A_LOOK = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two voices said the same, of those households about which both said something."""

    same: int
    of: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The same as a share, None where nothing is to compare."""
        return self.same / self.of if self.of else None


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Compare two yes-or-no voices; kappa is Cohen's (1960), None where chance alone would give full agreement."""
    listed = list(pairs)
    both = len(listed)
    same = sum(one == other for one, other in listed)
    if not both:
        return Agreement(0, 0, None)
    first, second = (sum(pair[side] for pair in listed) for side in (0, 1))
    chance = Fraction(first * second + (both - first) * (both - second), both * both)
    kappa = None if chance == 1 else float((Fraction(same, both) - chance) / (1 - chance))
    return Agreement(same, both, kappa)


@dataclass(frozen=True, slots=True)
class Village:
    """One village: households decided, those confirmed among them."""

    area_code: str
    decided: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Sure:
    """A village that confirmed everything, and how likely that is where each is confirmed as often as elsewhere."""

    area_code: str
    decided: int
    chance: float


def confirm_everything(villages: Sequence[Village]) -> list[Sure]:
    """Return the villages that confirmed all of at least ``LEAST_DECIDED``, the least likely first.

    The chance of each is the share that all *other* villages confirmed, to the power of how many it decided.
    """
    decided, confirmed = sum(one.decided for one in villages), sum(one.confirmed for one in villages)
    found = []
    for one in villages:
        others = decided - one.decided
        if one.decided >= LEAST_DECIDED and one.confirmed == one.decided and others:
            share = Fraction(confirmed - one.confirmed, others)
            found.append(Sure(one.area_code, one.decided, float(share**one.decided)))
    return sorted(found, key=lambda one: (one.chance, one.area_code))


def at_least(found: int, drawn: int, marked: int, whole: int) -> Fraction:
    """Return how likely it is to draw ``found`` or more marked ones among ``drawn`` of ``whole``, ``marked`` of them marked.

    The one-sided exact test of Fisher: the upper tail of the hypergeometric distribution.
    """
    ways = sum(comb(marked, k) * comb(whole - marked, drawn - k) for k in range(found, min(drawn, marked) + 1))
    return Fraction(ways, comb(whole, drawn))


@dataclass(frozen=True, slots=True)
class Surnames:
    """How the surnames of those who attended stand among a village's listed households and among the confirmed."""

    area_code: str
    listed: int
    listed_with: int
    confirmed: int
    confirmed_with: int
    chance: float

    @property
    def worth_a_look(self) -> bool:
        """Say whether chance alone would hardly give it."""
        return self.chance < WORTH_A_LOOK


def surnames(area_code: str, attended: Iterable[str], households: Iterable[tuple[str, bool]]) -> Surnames | None:
    """Compare surnames of who attended with those of listed households (surname, confirmed); None where none is known."""
    theirs = {name for name in attended if name}
    listed = [(name in theirs, confirmed) for name, confirmed in households if name]
    if not theirs or not listed:
        return None
    confirmed = [borne for borne, yes in listed if yes]
    borne = sum(one for one, _yes in listed)
    chance = at_least(sum(confirmed), len(confirmed), borne, len(listed))
    return Surnames(area_code, len(listed), borne, len(confirmed), sum(confirmed), float(chance))


def drawn(cases: Iterable[str], share: Fraction, seed: str) -> list[str]:
    """Return the share of cases to be visited again, at least one: those whose SHA-256 of ``seed:case`` is lowest.

    Whoever knows the seed can draw them again and find the same. Raises ValueError for a share out of bounds.
    """
    if not LEAST_SHARE <= share <= MOST_SHARE:
        raise ValueError("between one in twenty and one in ten are visited again")
    listed = sorted(set(cases), key=lambda case: hashlib.sha256(f"{seed}:{case}".encode()).hexdigest())
    return listed[: ceil(len(listed) * share)]


def by_village(rows: Iterable[tuple[str, bool]]) -> list[Village]:
    """Count decided and confirmed households (village, confirmed) by village."""
    counts: dict[str, list[int]] = {}
    for area, confirmed in rows:
        into = counts.setdefault(area, [0, 0])
        into[0] += 1
        into[1] += confirmed
    return [Village(area, *both) for area, both in sorted(counts.items())]
