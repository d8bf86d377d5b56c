"""H, A and M0 of an area by a weighted framework of the province, at every score that a household attains."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess.curve_pages import curve_values
from baansuk.assess.frameworks import Framework, share
from baansuk.assess.frameworks_area_pages import asked_figures
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_classes import classes_of_parts
from baansuk.assess.frameworks_counted import counted_framework, has_cutoffs
from baansuk.assess.frameworks_household import cut_of
from baansuk.assess.frameworks_told import FrameworkTelling
from baansuk.assess.measured_curves import Point, points_of
from baansuk.assess.models import Standing
from baansuk.assess.telling import Telling
from baansuk.places.questions import words_of
from baansuk.screen.fragments import show


@require_safe
def curves(request: HttpRequest, code: str) -> HttpResponse:
    """Show H, A and M0 at every cut-off to whoever sees every household of the area by all that the framework rests on."""
    in_force, area, telling, judged = asked_figures(request, code)
    if not has_cutoffs(judged or in_force):
        raise Http404
    if telling is None or judged is None:
        return show(request, "assess/framework_figures.html", {"about": (judged or in_force).framework})
    exact = FrameworkTelling(telling.scope, telling.edition).sees(_classes(judged), area.code)
    points = _points(telling, judged, area.code) if exact else []
    cutoffs = [share(one.cutoff) for one in judged.outcome if one.cutoff]
    values = {
        "about": judged.framework,
        "area": area,
        "name": words_of(area),
        "edition": telling.edition,
        "exact": exact,
    }
    return show(request, "assess/framework_curves.html", values | curve_values(points, cutoffs))


def _classes(framework: Framework) -> frozenset[str]:
    parts = classes_of_parts(check_framework(framework))
    return frozenset[str]().union(*(parts[one.code] for one in framework.indicator))


def _points(telling: Telling, framework: Framework, area: str) -> list[Point]:
    many = len(framework.indicator)
    rows = Standing.objects.filter(edition=telling.edition.number, list_key__startswith=area)
    held = rows.annotate(cut=cut_of(framework.code, 0, many)).values_list("cut").annotate(households=Count("pk"))
    # Of a framework that a run left out there are no letters, and what is cut is not as long.
    letters = {text: households for text, households in held.order_by() if text and len(text) == many}
    return points_of(counted_framework(framework), letters)
