"""Which figures of benefits a reader is told: exact where they see everybody who is counted, elsewhere in tens.

Whoever does not see the households is told how many miss a benefit, rounded, and no baht that would say how old they are:
the baht is worked out from the rounded count, between the least and the most that one of them could miss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from django.utils import timezone

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.measuring.rounding import Rounded, tell_rounded
from baansuk.assess.models import RightFigure
from baansuk.assess.rights_checking import CheckedBenefit
from baansuk.assess.rights_judged import Judged
from baansuk.people.disclosure import limits_on
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.sight import Sight
from baansuk.places.names import PROVINCE

SATANG = 100


@dataclass(frozen=True, slots=True)
class ToldRight:
    """One benefit in one area; None is not told. ``least`` and ``most`` bound the baht that is missed; ``most`` None: no bound."""

    unclaimed: int | None
    least: Decimal
    most: Decimal | None
    receives: int | None = None
    unknown: int | None = None
    few: bool = False
    exact: bool = False


@dataclass
class RightTelling:
    """A reader before what an edition says about benefits."""

    scope: Scope
    edition: Edition
    judged: Judged

    @cached_property
    def sight(self) -> Sight:
        return sight_in(self.scope, self.edition)

    def sees(self, one: CheckedBenefit, area: str) -> bool:
        """Say whether the reader sees every person of an area with all that a benefit rests on."""
        if self.scope.houses is not None or not self.scope.sees_persons:
            return False
        return self.sight.throughout(self.judged.checked.classes_of(one) | {HOUSEHOLD}, [area])

    def told(self, areas: Sequence[str]) -> dict[str, dict[str, ToldRight]]:
        """Return what is told, area -> benefit -> figure: one query for all, and one for a province that is rounded."""
        found: dict[str, dict[str, ToldRight]] = {area: {} for area in areas}
        rows = RightFigure.objects.filter(edition=self.edition.number, area_code__in=areas)
        for row in rows:
            one = self.judged.of_code(row.benefit)
            if one is not None:
                found[row.area_code][row.benefit] = self._told(one, row)
        return found

    def _told(self, one: CheckedBenefit, row: RightFigure) -> ToldRight:
        if self.sees(one, row.area_code):
            baht = Decimal(row.satang) / SATANG
            return ToldRight(row.unclaimed, baht, baht, row.receives, row.unknown, exact=True)
        rounded = self._rounded(one).get(row.area_code, Rounded(None))
        return bounded(rounded, one.benefit.amounts, limits_on(timezone.localdate()).least)

    def _rounded(self, one: CheckedBenefit) -> Mapping[str, Rounded]:
        areas = self.sight.areas(HOUSEHOLD) if self.scope.sees_persons and self.scope.houses is None else ()
        known = tuple(sorted(area for area in areas if self.sees(one, area)))
        province = (self.scope.areas or ("",))[0][:PROVINCE]
        return _province(self.edition.number, self.edition.published_at, province, one.benefit.code, known)


def bounded(rounded: Rounded, amounts: tuple[Decimal, Decimal], least: int) -> ToldRight:
    """Return a rounded count with the baht that it can be; below the least it can be nothing, or all but the least."""
    low, high = amounts
    if rounded.few:
        return ToldRight(None, Decimal(0), (least - 1) * high, few=True)
    if rounded.count is None:
        return ToldRight(None, Decimal(0), None)
    return ToldRight(rounded.count, rounded.count * low, rounded.count * high)


@lru_cache(maxsize=64)
def _province(
    edition: int, _published_at: dt.datetime | None, province: str, benefit: str, known: tuple[str, ...]
) -> Mapping[str, Rounded]:
    """A published edition does not change: a province's counts are rounded once for all readers who know the same areas."""
    limits = limits_on(timezone.localdate())
    rows = RightFigure.objects.filter(
        edition=edition, benefit=benefit, area_code__startswith=province, level__range=(PROVINCE, limits.deepest)
    )
    counts = dict(rows.values_list("area_code", "unclaimed"))
    seen = [area for area in counts if known and area.startswith(known)]
    return tell_rounded(counts, counts, least=limits.least, spread=limits.spread, known=seen)
