"""How H, A and M0 of an area hang on the cut-off: the picture and the table of every score that a household attains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess.map_words import few_words
from baansuk.assess.measured import frameworks, poverties_of
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_curves import Point, draw, points_of
from baansuk.assess.measured_words import count_of, index_of, percent_of, same
from baansuk.assess.models import Profile
from baansuk.people.models import Edition, Household
from baansuk.screen.fragments import show
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class PointShown:
    """One cut-off in words; ``listed`` where the register counts it for every area and group."""

    k: Words
    h: Words
    a: Words
    m0: Words
    poor: Words
    listed: bool


@require_safe
def curves(request: HttpRequest) -> HttpResponse:
    """Show H, A and M0 of one area at every cut-off, to whoever sees its households; others see the listed ones only."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    framework = asked.poverty.framework
    exact = asked.beside.telling.exact(framework.label, asked.area.code)
    points = _points(asked.edition, asked.area.code, framework.code) if exact else ()
    cutoffs = [one.k for one in poverties_of(framework)]
    values = {"exact": exact, "few": few_words(), "frameworks": _frameworks(asked)} | curve_values(points, cutoffs)
    return show(request, "assess/curves.html", asked.frame("measures-curves") | values)


def curve_values(points: Sequence[Point], cutoffs: Sequence[Fraction]) -> dict[str, object]:
    """Return what the pictures and the table of some points show; ``cutoffs`` are those that are marked."""
    return {
        "points": [_shown(one, listed=one.k in cutoffs) for one in points],
        "used": count_of(points[0].used, exact=True) if points else None,
        "picture": draw(points, ("h", "m0"), cutoffs) if points else None,
        "intensity": draw(points, ("a",), cutoffs) if points else None,
    }


def _frameworks(asked: Asked) -> list[tuple[Words, str, bool]]:
    return [
        (one.words, asked.address("measures-curves", by=poverties_of(one)[0].code), one == asked.poverty.framework)
        for one in frameworks()
    ]


def _points(edition: Edition, area: str, framework: str) -> tuple[Point, ...]:
    return _counted(edition.number, edition.published_at, area, framework)


@lru_cache(maxsize=128)
def _counted(edition: int, _published_at: dt.datetime | None, area: str, code: str) -> tuple[Point, ...]:
    """A published edition does not change, and every household of a province is counted for this."""
    framework = next(one for one in frameworks() if one.code == code)
    inside = Household.objects.filter(edition=edition, list_key__startswith=area).values("code")
    rows = Profile.objects.filter(edition=edition, household_code__in=inside).values_list(framework.column)
    letters = dict(rows.annotate(households=Count("pk")).order_by())
    return tuple(points_of(framework, letters))


def _shown(one: Point, *, listed: bool) -> PointShown:
    return PointShown(
        same(f"{one.k} ({float(one.k * 100):.1f}%)"),
        percent_of(one.h),
        percent_of(one.a),
        index_of(one.m0),
        count_of(one.poor, exact=True),
        listed,
    )
