"""The map of figures with the table of the same figures, and the outlines it is drawn from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from baansuk.access.scope import Scope
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import MapAsked, NotUnderstood, levels_inside, read_map
from baansuk.assess.doors import WrongAddress, area_of_figures, figures_scope
from baansuk.assess.map_outlines import outlines, outlines_answer
from baansuk.assess.map_words import Shown, class_words, few_words, shown_value
from baansuk.assess.measures import ALL, FIRST, Measure, by_code, grouped
from baansuk.assess.telling import Telling
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.places.questions import boundary_origins, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import language, say_words

# What a map opens on where the first measure is told of no area, for the sake of a few households.
INSTEAD = ("label.bmn_fail", "label.no_list", "none.bmn")
LEVEL_NAMES = {4: ("อำเภอ", "Amphoe"), 6: ("ตำบล", "Tambon"), 8: ("หมู่บ้าน", "Village")}


@dataclass(frozen=True, slots=True)
class View:
    """One view of the map that the reader may see, ready to be drawn."""

    telling: Telling
    area: Area
    asked: MapAsked
    measure: Measure
    figures: questions.MapView

    @property
    def edition(self) -> Edition:
        return self.telling.edition

    @property
    def show(self) -> str:
        """What is coloured: all households together have no share."""
        return "count" if self.measure.code == ALL else self.asked.show

    def address(self, **changed: object) -> str:
        """Return the address of this view with some parts changed; only codes ever stand in it."""
        parts: dict[str, object] = asdict(self.asked)
        if "area" in changed:
            # Another area is shown by the level right below it.
            del parts["level"]
        return f"{reverse('map')}?{urlencode(parts | changed)}"


def read_view(request: HttpRequest, scope: Scope, edition: Edition, first: str = FIRST) -> View:
    """Return the view asked for, of the measure ``first`` where none is named; Http404 outside the scope as for an area that is not held, BadRequest for nonsense."""
    measures, telling = by_code(), Telling(scope, edition)
    try:
        asked = read_map(
            request.GET.dict(), home=scope.areas[0], first=first, measures=measures, deepest=telling.deepest
        )
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_figures(scope, asked.area)
    measure = measures[asked.measure]
    figures = questions.map_view(
        telling,
        area,
        measure=measure.code,
        level=asked.level,
        show="count" if measure.code == ALL else asked.show,
        order=asked.order,
    )
    return View(telling, area, asked, measure, figures)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Show the map of one measure over the areas inside one area, with its legend and table."""
    scope = figures_scope(request)
    edition = questions.edition_shown()
    if edition is None:
        return show(request, "assess/no_edition.html")
    view = _first_told(request, scope, edition)
    return show(request, "assess/map.html", _map_values(scope, view))


def _first_told(request: HttpRequest, scope: Scope, edition: Edition) -> View:
    """Return the view asked for; where no measure is named, the first of which some figure is told: not a blank map."""
    view = read_view(request, scope, edition)
    for measure in () if "measure" in request.GET else INSTEAD:
        if any(row.value(view.show) is not None for row in view.figures.rows):
            break
        view = read_view(request, scope, edition, measure)
    return view


def _map_values(scope: Scope, view: View) -> dict[str, object]:
    asked, held = view.asked, questions.measures_held(view.edition, view.area.code)
    steps = [
        (say_words(words_of(place)), view.address(area=place.code))
        for place in questions.steps_to(scope, view.area.code)
    ]
    choices = levels_inside(view.area.code, view.telling.deepest(view.measure.code, view.area.code))
    return {
        "view": view,
        "area": view.area,
        "total": shown_value(view.figures.area, view.measure, view.show),
        "steps": steps,
        "rows": [_row(scope, view, row) for row in view.figures.rows],
        "classes": class_words(view.figures.classes, view.show),
        "unplaced": view.figures.classes.unknown,
        "hidden": view.figures.hidden(view.show),
        "exact": view.figures.exact,
        "few": few_words(),
        "measures": grouped(held),
        "levels": [(level, LEVEL_NAMES[level], view.address(level=level)) for level in choices],
        "level_name": LEVEL_NAMES[asked.level],
        "origins": boundary_origins(view.area.code[:2], min(asked.level, 6)),
        "geo": f"{reverse('figures_geo')}?{urlencode(asdict(view.asked))}",
        "by_name": view.address(order="name"),
        "by_figure": view.address(order="figure"),
        "figures_address": reverse("figures", args=[view.area.code]),
    }


def _row(scope: Scope, view: View, row: questions.AreaFigure) -> Shown:
    deeper = ""
    if row.placed and row.code == view.area.code:
        deeper = ""
    elif row.placed and len(row.code) < 8:
        deeper = view.address(area=row.code)
    elif row.placed:
        deeper = reverse("figures", args=[row.code])
    return shown_value(
        row, view.measure, view.show, classes=view.figures.classes, address=deeper, top=view.figures.top(view.show)
    )


@require_safe
def figures_geo(request: HttpRequest) -> HttpResponse:
    """Answer the outlines of one view with its figures as GeoJSON; unchanged ones cost the browser nothing."""
    scope = figures_scope(request)
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    view = read_view(request, scope, edition)
    rows = {row.code: _properties(_row(scope, view, row)) for row in view.figures.rows if row.placed}
    return outlines_answer(request, edition.number, outlines(view.area.code, view.asked.level, rows))


def _properties(row: Shown) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name.in_language(language()),
        "short": row.short.in_language(language()),
        "figure": row.value.in_language(language()),
        "detail": row.detail.in_language(language()),
        "step": row.step,
        "address": row.address,
    }
