"""Which of the exact counts a reader is told: exact where they see the households, elsewhere as they are released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from baansuk.assess.measured import NOW, Poverty
from baansuk.assess.measured_relations import listed_code, move_code, overlap_code
from baansuk.assess.measured_release import (
    AMPHOE,
    Reader,
    classes_of_overlaps,
    heads_rounded,
    moves_released,
    overlaps_released,
    used_told,
)
from baansuk.assess.measuring.moves import Move
from baansuk.assess.measuring.rounding import Rounded, leaves_open, to_base, window_of
from baansuk.assess.measuring.splitting import Level
from baansuk.assess.models import Headcount, Moved, Overlap
from baansuk.assess.telling import Telling
from baansuk.people.figures import Cell, Limits
from baansuk.places.names import PROVINCE, VILLAGE


@dataclass(frozen=True, slots=True)
class Poor:
    """The poor of one area by one framework and cut-off: how many of how many used, and the sum of their scores.

    What is None is not told; ``few`` says that the poor are fewer than the least. ``exact`` tells counts as they are, else
    in tens. ``lacks`` is how many of the poor have each lack, by its code, ``few_lacks`` those below the least.
    """

    poverty: Poverty
    poor: int | None
    used: int | None
    score: Fraction | None
    lacks: Mapping[str, int | None]
    exact: bool
    few: bool = False
    few_lacks: frozenset[str] = field(default_factory=frozenset)
    left_out: int | None = None
    persons: int | None = None

    @property
    def h(self) -> Fraction | None:
        """The headcount ratio, None where it is not told or nobody can be counted."""
        return Fraction(self.poor, self.used) if self.poor is not None and self.used else None

    @property
    def a(self) -> Fraction | None:
        """The mean score of the poor; what is known of it, at least k and at most one, holds in tens as well."""
        if not self.poor or self.score is None:
            return None
        return min(Fraction(1), max(self.poverty.k, self.score / self.poor))

    @property
    def m0(self) -> Fraction | None:
        if self.h is None or (self.poor and self.a is None):
            return None
        return self.h * (self.a or 0)

    @property
    def level(self) -> Level | None:
        """H and A for splitting a change, None where they are not told."""
        return None if self.h is None or self.m0 is None else Level(self.h, self.a)

    def censored(self, code: str) -> Fraction | None:
        """The share of all used households that are poor and have this lack."""
        count = self.lacks.get(code)
        return Fraction(count, self.used) if count is not None and self.used else None

    def part(self, code: str) -> Fraction | None:
        """What a lack contributes to M0, as a share of it."""
        count = self.lacks.get(code)
        if count is None or not self.score:
            return None
        weight = next(self.poverty.weight_of(lack) for lack in self.poverty.framework.lacks if lack.code == code)
        return min(Fraction(1), weight * count / self.score)


@dataclass(frozen=True, slots=True)
class Beside:
    """A reader before the exact counts of one edition."""

    telling: Telling

    @property
    def edition(self) -> int:
        return self.telling.edition.number

    def poor(self, poverty: Poverty, areas: Sequence[str], moment: str = NOW) -> dict[str, Poor]:
        """Return the poor of some areas; one of which nothing is stored is left out."""
        names = [poverty.code, *(poverty.count_of(lack) for lack in poverty.framework.lacks)]
        stored: dict[str, dict[str, Headcount]] = {}
        for one in Headcount.objects.filter(
            edition=self.edition, moment=moment, area_code__in=areas, measure__in=names
        ):
            stored.setdefault(one.area_code, {})[one.measure] = one
        return {area: self._poor(poverty, area, heads, moment) for area, heads in stored.items()}

    def _poor(self, poverty: Poverty, area: str, heads: Mapping[str, Headcount], moment: str) -> Poor:
        if self.telling.exact(poverty.framework.label, area):
            return _exact(poverty, heads)
        told = heads_rounded(self.reader(area), moment)
        nothing = Rounded(None)
        lacks = {lack.code: told.get((poverty.count_of(lack), area), nothing) for lack in poverty.framework.lacks}
        poor = told.get((poverty.code, area), nothing)
        return Poor(
            poverty,
            poor.count,
            used_told(self.reader(area), moment, poverty.framework.code, area),
            _told_score(poverty, heads, lacks, self.telling.limits) if poor.count is not None else None,
            {code: one.count for code, one in lacks.items()},
            exact=False,
            few=poor.few,
            few_lacks=frozenset(code for code, one in lacks.items() if one.few),
        )

    def moves(self, area: str, poverty: Poverty) -> dict[Move, int | None]:
        """Return how many households of an area made each move, None for one that is not told; {} without any."""
        stored = Moved.objects.filter(edition=self.edition, measure=poverty.code, area_code=area)
        held = dict(stored.values_list("move", "households"))
        if not held:
            return {}
        if self.telling.exact(poverty.framework.label, area):
            return {move: held.get(move, 0) for move in Move}
        cells = moves_released(self.reader(area)).cells
        return {move: _found(cells.get((move_code(poverty.code, move), area))) for move in Move}

    def overlaps(self, area: str) -> dict[tuple[str, str], int | None]:
        """Return the households of an area by (state, lists), None for those that are not told; {} where nothing is."""
        held = Overlap.objects.filter(edition=self.edition, area_code=area, kind="")
        if self.sees_overlaps(area):
            return {(one.state, one.lists): one.households for one in held}
        if len(area) > AMPHOE:
            return {}
        cells = overlaps_released(self.reader(area)).cells
        return {
            (state, lists): _found(cells.get((overlap_code(state, lists), area)))
            for state, lists in sorted(held.values_list("state", "lists"))
        }

    def listed(self, area: str, state: str, source: str) -> int | None:
        """Return how many households of a state a list names, to whoever does not see them; None where it is not told."""
        if len(area) > AMPHOE:
            return None
        return _found(overlaps_released(self.reader(area)).cells.get((listed_code(state, source), area)))

    def sees_overlaps(self, area: str) -> bool:
        """Say whether the reader sees the very households, their poverty and every list that they are on."""
        return any(area.startswith(prefix) for prefix in self.telling.known(classes_of_overlaps(self.edition)))

    def deepest(self, area: str, poverty: Poverty) -> int:
        """Return how many digits the smallest areas have of which something is told inside an area."""
        return VILLAGE if self.telling.exact(poverty.framework.label, area) else self.telling.limits.deepest

    def reader(self, area: str) -> Reader:
        """Return the reader as the releases of the area's province know them."""
        edition = self.telling.edition
        known = self.telling.known_by_classes()
        return Reader(edition.number, edition.published_at, area[:PROVINCE], known, self.telling.limits)


def _exact(poverty: Poverty, heads: Mapping[str, Headcount]) -> Poor:
    one = heads[poverty.code]
    lacks = {lack.code: heads[poverty.count_of(lack)].poor for lack in poverty.framework.lacks}
    score = Fraction(_whole_score(poverty, heads), poverty.framework.whole)
    return Poor(
        poverty,
        one.poor,
        one.poor + one.others,
        score,
        lacks,
        exact=True,
        left_out=one.unknown,
        persons=one.persons_poor,
    )


def _whole_score(poverty: Poverty, heads: Mapping[str, Headcount]) -> int:
    """The sum of the scores of the poor in whole numbers: each lack's weight for every poor household that has it."""
    return sum(lack.weight * heads[poverty.count_of(lack)].poor for lack in poverty.framework.lacks)


def _told_score(
    poverty: Poverty, heads: Mapping[str, Headcount], lacks: Mapping[str, Rounded], limits: Limits
) -> Fraction | None:
    """The sum of scores in steps of as many households' heaviest lack as the least count.

    None where a small count of those who have one of the lacks could be worked out from it.
    """
    listed, least = poverty.framework.lacks, limits.least
    base = least * max(lack.weight for lack in listed)
    told = to_base(_whole_score(poverty, heads), base)
    parts = [(lack.weight, window_of(lacks[lack.code], least)) for lack in listed]
    small = [place for place, lack in enumerate(listed) if heads[poverty.count_of(lack)].poor < least]
    window = (told - base // 2, told + (base - 1) // 2)
    if not leaves_open(window, parts, small, least=least, spread=limits.spread):
        return None
    return Fraction(told, poverty.framework.whole)


def _found(cell: Cell | None) -> int | None:
    return cell.found if cell else None
