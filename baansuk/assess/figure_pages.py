"""All figures of one area on one page: a chart, and a table of the same figures with what each counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from baansuk.access.scope import Scope
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import NotUnderstood, read_area
from baansuk.assess.doors import WrongAddress, area_of_figures, figures_scope
from baansuk.assess.map_words import Shown, count_words, few_words, shown_value
from baansuk.assess.measures import ALL, Measure
from baansuk.assess.page_questions import AreaFigure
from baansuk.assess.telling import Telling, may_open
from baansuk.places.models import Area
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the area: its figure in words, and where its map and its households are."""

    measure: Measure
    shown: Shown
    map_address: str
    list_address: str


@require_safe
def figures(request: HttpRequest, area_code: str) -> HttpResponse:
    """Show every measure of one area, beside the figures of the area above it where the reader may see those."""
    scope = figures_scope(request)
    try:
        area = area_of_figures(scope, read_area(area_code))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    edition = questions.edition_shown()
    if edition is None:
        return show(request, "assess/no_edition.html")
    telling = Telling(scope, edition)
    held = questions.figure_rows(telling, area)
    above = _above(telling, area)
    return show(request, "assess/figures.html", _values(telling, area, held, above) | {"edition": edition})


def _above(telling: Telling, area: Area) -> tuple[Area, dict[str, AreaFigure]] | None:
    """Return the area above with its figures; from outside one's own area nothing is shown, not even to compare."""
    steps = questions.steps_to(telling.scope, area.code)
    if len(steps) < 2:
        return None
    return steps[-2], {measure.code: row for measure, row in questions.figure_rows(telling, steps[-2])}


def _values(
    telling: Telling,
    area: Area,
    held: Sequence[tuple[Measure, AreaFigure]],
    above: tuple[Area, dict[str, AreaFigure]] | None,
) -> dict[str, Any]:
    scope = telling.scope
    own = {measure.code: row for measure, row in held}
    lines = [_line(telling, area, measure, row) for measure, row in held if measure.code != ALL]
    return {
        "area": area,
        "name": words_of(area),
        "everyone": _everyone(own.get(ALL)),
        "exact": all(row.told.exact for _measure, row in held),
        "few": few_words(),
        "groups": _grouped(lines),
        "steps": [
            (say_words(words_of(place)), reverse("figures", args=[place.code]))
            for place in questions.steps_to(scope, area.code)
        ],
        "below": [(words_of(place), reverse("figures", args=[place.code])) for place in _below(scope, area)],
        "map_address": f"{reverse('map')}?{urlencode({'area': area.code})}" if len(area.code) < 8 else "",
        "charts": [
            chart("dimension", held, own, above, words_of(area)),
            chart("indicator", held, own, above, words_of(area)),
        ],
    }


def _grouped(lines: Sequence[Line]) -> list[tuple[Words, list[Line]]]:
    groups: dict[Words, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.measure.group, []).append(line)
    return list(groups.items())


def _everyone(row: AreaFigure | None) -> tuple[Words, Words] | None:
    """All households and all persons of the area, as far as they are told."""
    return (count_words(row.households, few=row.few), count_words(row.persons_all)) if row else None


def _below(scope: Scope, area: Area) -> list[Area]:
    return [place for place in children_of(area.code) if may_open(scope, place.code)]


def _line(telling: Telling, area: Area, measure: Measure, row: AreaFigure) -> Line:
    asked = urlencode({"area": area.code, "measure": measure.code})
    return Line(
        measure=measure,
        shown=shown_value(row, measure, "share"),
        map_address=f"{reverse('map')}?{asked}" if len(area.code) < 8 else "",
        # The households are there to be listed where every count of them is told exactly.
        list_address=f"{reverse('households')}?{asked}" if row.told.exact and telling.scope.sees_persons else "",
    )


def chart(
    kind: str,
    held: Sequence[tuple[Measure, AreaFigure]],
    own: dict[str, AreaFigure],
    above: tuple[Area, dict[str, AreaFigure]] | None,
    name: Words,
) -> dict[str, Any]:
    """Return what the chart of one kind of measures draws: names, and per series the shares in percent (None = none)."""
    listed = [measure for measure, _row in held if measure.kind == kind]
    series = [{"name": name.in_language(language()), "shares": [_share(own, one) for one in listed]}]
    if above:
        place, figures_above = above
        series.append({"name": say_words(words_of(place)), "shares": [_share(figures_above, one) for one in listed]})
    return {"id": f"chart-{kind}", "names": [say_words(_charted(one)) for one in listed], "series": series}


def _charted(measure: Measure) -> Words:
    """A bar stands for those who do not pass: an indicator's own name says what is met, so the failing is said before."""
    if measure.kind != "indicator":
        return measure.words
    return Words(f"ไม่ผ่าน: {measure.words.th}", f"Fails: {measure.words.en}")


def _share(rows: dict[str, AreaFigure], measure: Measure) -> float | None:
    row = rows.get(measure.code)
    return None if row is None or row.share is None else float(row.share)
