"""Figures of frameworks for whoever sees no household: in tens, of the province and its amphoe, never below the least.

Nobody has worked out how a province's own rules relate to the published measures, so the counts that are hidden there decide: a
framework's count that lies so near to a hidden one that it could be the same is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_classes import classes_of_parts
from baansuk.assess.frameworks_told import FrameworkTelling
from baansuk.assess.measured_group_rounding import tell_groups
from baansuk.assess.measured_release import AMPHOE, Reader
from baansuk.assess.measuring.rounding import Rounded
from baansuk.assess.models import FrameworkFigure
from baansuk.assess.telling import Telling, released, tables_of
from baansuk.people.models import Edition
from baansuk.places.names import PROVINCE

FOUND, PASSED = "found", "passed"
Near = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class AreaTold:
    """One measure of a framework in one area: ``found`` of ``known`` households. None is not told, ``few`` for being few."""

    found: int | None
    known: int | None
    exact: bool
    few: bool = False
    unknown: int | None = None


NOT_TOLD = AreaTold(None, None, exact=False)


def told_of(telling: Telling, framework: Framework, areas: Iterable[str]) -> dict[tuple[str, str], AreaTold]:
    """Return what a reader is told of every measure (``part`` or ``part.level``) of a framework in some areas.

    Exactly where the reader sees every household by all that the part rests on; else in tens, down to the amphoe.
    """
    seeing, places = FrameworkTelling(telling.scope, telling.edition), list(areas)
    classes, start = classes_of_parts(check_framework(framework)), f"{framework.code}."
    rows = FrameworkFigure.objects.filter(
        edition=telling.edition.number, area_code__in=places, measure__startswith=start
    )
    found: dict[tuple[str, str], AreaTold] = {}
    for row in rows:
        key, area = row.measure.removeprefix(start), row.area_code
        if seeing.sees(classes.get(key.partition(".")[0], frozenset()), area):
            found[key, area] = _exact(row)
        else:
            found[key, area] = _rounded_in(telling, framework, area).get((row.measure, area), NOT_TOLD)
    return found


def _exact(row: FrameworkFigure) -> AreaTold:
    known = row.households_fail + row.households_pass
    return AreaTold(row.households_fail, known, exact=True, unknown=row.households_unknown)


def _rounded_in(telling: Telling, framework: Framework, area: str) -> Mapping[tuple[str, str], AreaTold]:
    """What is told in the province of an area by measure and area, nothing where it lies below an amphoe."""
    if not PROVINCE <= len(area) <= AMPHOE:
        return {}
    edition = telling.edition
    reader = Reader(edition.number, edition.published_at, area[:PROVINCE], telling.known_by_classes(), telling.limits)
    return _rounded(reader, framework.stamp, framework.code)


@lru_cache(maxsize=64)
def _rounded(reader: Reader, _stamp: str, code: str) -> dict[tuple[str, str], AreaTold]:
    """Every measure of a framework in the province and its amphoe, by measure and area."""
    rows = FrameworkFigure.objects.filter(
        edition=reader.edition,
        measure__startswith=f"{code}.",
        level__in=(PROVINCE, AMPHOE),
        area_code__startswith=reader.province,
    )
    counts = {(one.measure, one.area_code): (one.households_fail, one.households_pass) for one in rows}
    open_areas, near = hidden_counts(reader)
    closed = _closed_scales(reader, {cell: both[0] for cell, both in counts.items()}, open_areas)
    told: dict[tuple[str, str], AreaTold] = {}
    for measure in sorted({name for name, _area in counts}):
        mine = {area: both for (name, area), both in counts.items() if name == measure}
        may = frozenset(area for area in open_areas if (_scale_of(measure), area) not in closed)
        told |= {(measure, area): one for area, one in _one_measure(reader, mine, may, near).items()}
    return told


def _scale_of(measure: str) -> str:
    """The scale of a level (``capitals.financial`` of ``capitals.financial.1``), '' for what is none."""
    return measure.rpartition(".")[0] if measure.count(".") > 1 else ""


def _closed_scales(
    reader: Reader, found: Mapping[tuple[str, str], int], open_areas: frozenset[str]
) -> frozenset[tuple[str, str]]:
    """The areas in which the levels of a scale would give one of themselves away: they add up to everybody on the scale."""
    limits, closed = reader.limits, set()
    for scale in {_scale_of(measure) for measure, _area in found} - {""}:
        levels = {cell: count for cell, count in found.items() if _scale_of(cell[0]) == scale}
        told = tell_groups(levels, open_areas, least=limits.least, spread=limits.spread)
        closed |= {(scale, area) for (_level, area), one in told.items() if one.count is None and not one.few}
    return frozenset(closed)


def _one_measure(
    reader: Reader, mine: Mapping[str, tuple[int, int]], open_areas: frozenset[str], near: Near
) -> dict[str, AreaTold]:
    """Those found and those who pass are two groups that add up to everybody known."""
    tellable = {
        area for area, both in mine.items() if area in open_areas and not _could_be_hidden(reader, both, near, area)
    }
    cells = {(group, area): both[place] for area, both in mine.items() for place, group in enumerate((FOUND, PASSED))}
    rounded = tell_groups(cells, tellable, least=reader.limits.least, spread=reader.limits.spread)
    return {area: _told(rounded[FOUND, area], rounded[PASSED, area]) for area in mine}


def _told(found: Rounded, passed: Rounded) -> AreaTold:
    known = None
    if passed.count is not None and (found.count is not None or found.few):
        known = passed.count + (found.count or 0)
    return AreaTold(found.count, known, exact=False, few=found.few)


def _could_be_hidden(reader: Reader, both: tuple[int, int], near: Near, area: str) -> bool:
    """Whether a count that is told lies within the least of one that is hidden among the published figures of the area.

    Farther away it leaves what hides behind that one as open as it is, whatever contains whatever.
    """
    least = reader.limits.least
    hidden = near.get(area, frozenset())
    return any(count >= least and abs(count - other) < least for count in both for other in hidden)


def hidden_counts(reader: Reader) -> tuple[frozenset[str], dict[str, frozenset[int]]]:
    """The areas of which anything is told, and in each the published counts of ten or more that are hidden."""
    edition = Edition(number=reader.edition, published_at=reader.published_at)
    made = released(edition, reader.province, reader.known, reader.limits)
    tables = tables_of(reader.edition, reader.province)
    hidden: dict[str, set[int]] = {}
    for (measure, area), cell in made.cells.items():
        true = tables.counts.get(measure, {}).get(area)
        if true is None or len(area) > AMPHOE:
            continue
        if cell.found is None:
            hidden.setdefault(area, set()).update({true.found, true.passed})
        elif cell.answered is None:
            hidden.setdefault(area, set()).add(true.passed)
    open_areas = frozenset(area for area, one in made.totals.items() if one.households is not None)
    large = {area: frozenset(one for one in counts if one >= reader.limits.least) for area, counts in hidden.items()}
    return open_areas, large
