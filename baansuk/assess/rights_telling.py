"""Which figures of benefits a reader is told: exact where they see everybody who is counted, elsewhere in tens, down to the amphoe.

Whoever does not see the households is told how many miss a benefit, rounded, and no baht that would say how old they are:
the baht is worked out from the rounded count, between the least and the most that one of them could miss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.measured_release import AMPHOE, Reader
from baansuk.assess.measuring.rounding import Rounded
from baansuk.assess.models import RightFigure
from baansuk.assess.release_alone import reader_of, tell_alone
from baansuk.assess.rights_checking import CheckedBenefit
from baansuk.assess.rights_judged import Judged
from baansuk.assess.telling import Telling
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
        rounded = _province(self._reader, one.benefit.code).get(row.area_code, Rounded(None))
        return bounded(rounded, one.benefit.amounts, self._reader.limits.least)

    @cached_property
    def _reader(self) -> Reader:
        return reader_of(Telling(self.scope, self.edition))


def bounded(rounded: Rounded, amounts: tuple[Decimal, Decimal], least: int) -> ToldRight:
    """Return a rounded count with the baht that it can be; below the least it can be nothing, or all but the least."""
    low, high = amounts
    if rounded.few:
        return ToldRight(None, Decimal(0), (least - 1) * high, few=True)
    if rounded.count is None:
        return ToldRight(None, Decimal(0), None)
    return ToldRight(rounded.count, rounded.count * low, rounded.count * high)


@lru_cache(maxsize=64)
def _province(reader: Reader, benefit: str) -> Mapping[str, Rounded]:
    """A published edition does not change: a province's counts are rounded once for all readers who know the same areas."""
    rows = RightFigure.objects.filter(
        edition=reader.edition, benefit=benefit, area_code__startswith=reader.province, level__range=(PROVINCE, AMPHOE)
    )
    return tell_alone(reader, dict(rows.values_list("area_code", "unclaimed")))
