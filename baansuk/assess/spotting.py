"""Finds hot spots over the tambons of each province once its figures are stored, and stores them for the pages to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.db import transaction
from shapely.geometry import shape

from baansuk.access.scope import NOBODY
from baansuk.assess.measured import HOT_MEASURES
from baansuk.assess.measuring.touching import touching
from baansuk.assess.models import Figure, HotSpot
from baansuk.assess.telling import Telling
from baansuk.people import loading
from baansuk.people.models import Edition
from baansuk.places.models import Boundary
from baansuk.places.names import PROVINCE, TAMBON

Check = Callable[[], None]
COLUMNS = ("edition", "area_code", "measure", "told", "kind", "gathers", "moran", "gi", "z", "neighbours")
# Fewer outlines than this make no neighbourhood to speak of, and ``esda`` need not be loaded to say so.
LEAST_OUTLINES = 12


def store_hot_spots(edition: Edition, check: Check) -> int:
    """Replace the hot spots of an edition and return how many areas they are about.

    They are found twice: from all figures, for whoever sees every household of the province, and from what everybody is
    told alone, so that the spots of all others give away nothing that is hidden.
    """
    loading.drop(edition.number, check, [HotSpot])
    stored = 0
    for province in _provinces(edition.number):
        outlines = dict(
            Boundary.objects.filter(area__level=TAMBON, area__code__startswith=province, shared=False).values_list(
                "area_id", "geometry"
            )
        )
        if len(outlines) < LEAST_OUTLINES:
            continue
        beside = touching({code: shape(json.loads(text)) for code, text in outlines.items()})
        rows = _rows(edition, province, beside)
        with transaction.atomic():
            check()
            loading.insert(HotSpot, COLUMNS, rows)
        stored += len(rows)
    return stored


def _rows(edition: Edition, province: str, beside: dict[str, tuple[str, ...]]) -> list[tuple[object, ...]]:
    # Loading esda takes five seconds that no page and no other command should wait for.
    from baansuk.assess.measuring.hot_spots import hot_spots

    rows: list[tuple[object, ...]] = []
    for measure in HOT_MEASURES:
        held = list(
            Figure.objects.filter(edition=edition.number, measure=measure, level=TAMBON, area_code__startswith=province)
        )
        for told in (True, False):
            spots = hot_spots(_told_counts(edition, held) if told else _counts(held), beside)
            rows += [
                (edition.number, area, measure, told, str(one.kind), str(one.gathers), one.moran, one.gi, one.z, one.neighbours)
                for area, one in spots.items()
            ]  # fmt: skip
    return rows


def _provinces(edition: int) -> list[str]:
    held = Figure.objects.filter(edition=edition, measure="all", level=PROVINCE, households_fail__gt=0)
    return [code for code in held.order_by("area_code").values_list("area_code", flat=True) if code != "00"]


def _counts(held: Iterable[Figure]) -> dict[str, tuple[int, int]]:
    return {one.area_code: (one.households_fail, one.households_fail + one.households_pass) for one in held}


def _told_counts(edition: Edition, held: Iterable[Figure]) -> dict[str, tuple[int, int]]:
    """What is told to whoever sees no household at all."""
    told = Telling(NOBODY, edition).read(held)
    return {
        area: (one.fail, one.fail + one.passed)
        for (_measure, area), one in told.items()
        if one.fail is not None and one.passed is not None
    }
