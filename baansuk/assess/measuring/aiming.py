"""How well lists of help aim at the poor: which lists overlap, whom a list leaves out, and who is on it without need.

Exclusion error: the share of the poor whom the list does not name. Inclusion error: the share of those named who are not
poor (Coady, Grosh and Hoddinott 2004, Targeting of Transfers in Developing Countries). Households whose poverty is not
known are in neither, and are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

WEIGHTINGS = ("household", "person", "severity")
# The normal quantile of a two-sided interval of 95 percent.
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Seen:
    """One household: the lists that name it, whether it is poor (None = not known), its persons and its score 0-1.

    ``weight`` is what it stands for in a sample, 1 in a register.
    """

    lists: frozenset[str]
    poor: bool | None
    persons: int = 1
    score: Fraction = Fraction(0)
    weight: Fraction = Fraction(1)

    def counted(self, weighting: str) -> Fraction:
        """Return what the household counts: itself, its persons, or how much its persons lack together.

        Raises ValueError for a weighting that does not exist.
        """
        if weighting == "household":
            return self.weight
        if weighting == "person":
            return self.weight * self.persons
        if weighting == "severity":
            return self.weight * self.persons * self.score
        raise ValueError(f"no weighting {weighting!r}")


@dataclass(frozen=True, slots=True)
class Aim:
    """A list against poverty: how much of the poor is on it and off it, of the others on it and off it, and not known."""

    poor_on: Fraction
    poor_off: Fraction
    other_on: Fraction
    other_off: Fraction
    unknown_on: Fraction = field(default=Fraction(0))
    unknown_off: Fraction = field(default=Fraction(0))

    @property
    def exclusion(self) -> Fraction | None:
        """The share of the poor that is not on the list; None where nobody is poor."""
        return _share(self.poor_off, self.poor_on + self.poor_off)

    @property
    def inclusion(self) -> Fraction | None:
        """The share of those on the list, poverty known, who are not poor; None where nobody is on it."""
        return _share(self.other_on, self.poor_on + self.other_on)


def intersections(households: Iterable[Seen], weighting: str = "household") -> dict[frozenset[str], Fraction]:
    """Return what each combination of lists holds that no other combination does; the empty one is on none of them."""
    found: dict[frozenset[str], Fraction] = {}
    for one in households:
        found[one.lists] = found.get(one.lists, Fraction(0)) + one.counted(weighting)
    return found


def aim(households: Iterable[Seen], name: str, weighting: str = "household") -> Aim:
    """Return how the list ``name`` aims. By severity the errors of those who are not poor weigh nothing: only exclusion."""
    parts = {(poor, on): Fraction(0) for poor in (True, False, None) for on in (True, False)}
    for one in households:
        parts[one.poor, name in one.lists] += one.counted(weighting)
    return Aim(
        poor_on=parts[True, True],
        poor_off=parts[True, False],
        other_on=parts[False, True],
        other_off=parts[False, False],
        unknown_on=parts[None, True],
        unknown_off=parts[None, False],
    )


def effective_size(weights: Iterable[Fraction]) -> Fraction:
    """Return how many equal weights would tell as much: (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling); 0 for none."""
    listed = list(weights)
    squares = sum((one * one for one in listed), Fraction(0))
    return sum(listed, Fraction(0)) ** 2 / squares if squares else Fraction(0)


def wilson(share: Fraction, size: Fraction, z: float = Z95) -> tuple[float, float]:
    """Return the interval of a share in a sample of ``size`` (the effective one where weights differ).

    Wilson 1927 (JASA 22): it never leaves 0-1 and holds at small sizes and near 0 and 1, where the usual one does not
    (Brown, Cai and DasGupta 2001, Statistical Science 16). A complete register has no sampling error and needs none.
    Raises ValueError for an empty sample or a share outside 0-1.
    """
    if size <= 0 or not 0 <= share <= 1:
        raise ValueError("a share 0-1 of at least one")
    n, p = float(size), float(share)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # At 0 and 1 the interval ends there; rounding would leave it a hair short.
    return (0.0 if share == 0 else middle - half, 1.0 if share == 1 else middle + half)


def interval_of(households: Iterable[Seen], of: str, name: str) -> tuple[float, float] | None:
    """Return the interval of the ``exclusion`` or ``inclusion`` error of a list in a sample of households; None for no error."""
    listed = [one for one in households if one.poor is not None]
    found = aim(listed, name)
    share: Mapping[str, Fraction | None] = {"exclusion": found.exclusion, "inclusion": found.inclusion}
    counted = [one for one in listed if (one.poor if of == "exclusion" else name in one.lists)]
    error = share[of]
    return None if error is None else wilson(error, effective_size(one.weight for one in counted))


def _share(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None
