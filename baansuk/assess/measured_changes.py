"""What moved M0 in an area since the edition before, in fractions: by lack, and by the areas inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from baansuk.assess.measured import BEFORE, NOW, Poverty
from baansuk.assess.measured_telling import Beside, Poor
from baansuk.assess.measuring.splitting import Factors, Group, GroupPart, by_group, by_indicator, into_factors
from baansuk.people.models import Edition
from baansuk.places.questions import children_of

UNPLACED = "00"


@dataclass(frozen=True, slots=True)
class Break:
    """Why an edition is not compared with the one before; ``rules`` are the stamps of both. ``first``: there is none before."""

    before: str
    now: str
    first: bool = False


def break_of(edition: Edition) -> Break | None:
    """Return what stands between an edition and the one before, None where the two are one series."""
    assessed = edition.about.get("assessed", {})
    before = assessed.get("before", {})
    if before and before.get("compared"):
        return None
    return Break(before.get("rules", ""), assessed.get("rules", ""), first=not before)


def factors_of(was: Poor, now: Poor) -> Factors | None:
    """Split the change into H and A; None where one of the four is not told."""
    return into_factors(was.level, now.level) if was.level is not None and now.level is not None else None


def parts_of_lacks(poverty: Poverty, was: Poor, now: Poor) -> dict[str, Fraction]:
    """Return the part of each lack that is told at both times, by its code; where all are, they sum to the change."""
    told = {
        lack.code: (old, new)
        for lack in poverty.framework.lacks
        if (old := was.censored(lack.code)) is not None and (new := now.censored(lack.code)) is not None
    }
    weights = {lack.code: poverty.weight_of(lack) for lack in poverty.framework.lacks if lack.code in told}
    return by_indicator(
        weights,
        {code: old for code, (old, _new) in told.items()},
        {code: new for code, (_old, new) in told.items()},
    )


def parts_of_areas(beside: Beside, poverty: Poverty, area: str) -> dict[str, GroupPart]:
    """Return the parts of the areas inside, and of those whose area inside is not known (``…00``).

    Nothing where there are none, or where some are not told exactly: parts that do not sum to the change explain nothing.
    """
    inside = [place.code for place in children_of(area)]
    codes = [*inside, area + UNPLACED]
    was, now = (_grouped(beside.poor(poverty, codes, moment)) for moment in (BEFORE, NOW))
    if not inside or not was or not now:
        return {}
    split = by_group(was, now)
    return {code: split[code] for code in codes if code in split}


def _grouped(areas: Mapping[str, Poor]) -> dict[str, Group]:
    people = sum(one.used or 0 for one in areas.values())
    if not people or not all(one.exact for one in areas.values()):
        return {}
    return {code: Group(Fraction(one.used or 0, people), one.m0) for code, one in areas.items()}
