"""What a framework says of an area and of the areas inside it: exactly to whoever sees the households, in tens to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from baansuk.access.questions import today
from baansuk.assess import frameworks_questions as questions
from baansuk.assess import page_questions
from baansuk.assess.asked import NotUnderstood, read_area
from baansuk.assess.doors import WrongAddress, area_of_figures, figures_scope
from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_counted import has_cutoffs
from baansuk.assess.frameworks_letters import key_of, parts_of
from baansuk.assess.frameworks_map import coloured, detail_words, figure_words, share_of
from baansuk.assess.frameworks_release import NOT_TOLD, AreaTold, told_of
from baansuk.assess.geo import collection
from baansuk.assess.map_outlines import outlines, outlines_answer
from baansuk.assess.map_pages import LEVEL_NAMES
from baansuk.assess.map_words import few_words
from baansuk.assess.measured_words import count_of, percent_of, width_of
from baansuk.assess.stamps import words_of_break
from baansuk.assess.telling import Telling, may_open
from baansuk.places.models import Area
from baansuk.places.questions import boundary_origins, children_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Words

NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that a framework counts: its key, the heading it stands under, its name and what it means."""

    key: str
    group: Words
    words: Words
    definition: Words


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in words; ``step`` is its colour on the map."""

    words: Words
    address: str
    share: Words
    count: Words
    known: Words
    meter: float | None
    definition: Words = NO_WORDS
    here: bool = False
    code: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """What of a framework is asked for: the version that judged, an area with those inside it, and one thing that is counted."""

    telling: Telling
    judged: Framework
    area: Area
    chosen: Measured
    inside: Sequence[Area]
    below: Mapping[tuple[str, str], AreaTold]

    def address(self, area: Area, part: str) -> str:
        """Return the address of the page for another area or another thing that is counted."""
        return f"{reverse('framework-figures', args=[self.judged.code])}?{urlencode({'area': area.code, 'part': part})}"

    @property
    def told(self) -> dict[str, AreaTold]:
        """What is told of the chosen one in each area inside."""
        return {place.code: self.below.get((self.chosen.key, place.code), NOT_TOLD) for place in self.inside}


def asked_figures(request: HttpRequest, code: str) -> tuple[Framework, Area, Telling | None, Framework | None]:
    """Return the framework in force, the area, and the telling with the framework that judged it; None where no register did."""
    scope, edition = figures_scope(request), page_questions.edition_shown()
    force = questions.framework_in_force(code, today())
    judged = questions.framework_of(edition, code) if edition else None
    in_force = force.framework if force else judged
    if in_force is None:
        raise Http404
    try:
        area = area_of_figures(scope, read_area(request.GET.get("area", scope.areas[0])))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    none_yet = edition is None or judged is None or judged.is_frame
    return in_force, area, None if none_yet or edition is None else Telling(scope, edition), judged


def _view(request: HttpRequest, telling: Telling, judged: Framework, area: Area) -> View:
    inside = [place for place in children_of(area.code) if may_open(telling.scope, place.code)]
    below = told_of(telling, judged, [place.code for place in inside])
    return View(telling, judged, area, _chosen(judged, request.GET.get("part", "")), inside, below)


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that a framework counts in one area, and one of it in the areas inside, on a map and in a table."""
    in_force, area, telling, judged = asked_figures(request, code)
    if telling is None or judged is None:
        return show(request, "assess/framework_figures.html", {"about": (judged or in_force).framework})
    view = _view(request, telling, judged, area)
    own = told_of(telling, judged, [area.code])
    rows = _inside(view)
    values = {
        "about": judged.framework,
        "edition": telling.edition,
        "area": area,
        "name": words_of(area),
        "steps": [(say_words(words_of(one)), view.address(one, view.chosen.key)) for one in _steps(telling, area)],
        "groups": _groups(view, own),
        "chosen": view.chosen,
        "inside": rows,
        "map": coloured(view.told) if rows else None,
        "geo": f"{reverse('framework-figures-geo', args=[code])}?{urlencode({'area': area.code, 'part': view.chosen.key})}",
        "origins": boundary_origins(area.code[:2], min(len(area.code) + 2, 6)),
        "level_name": LEVEL_NAMES.get(len(area.code) + 2),
        "exact": all(one.exact for one in (*own.values(), *view.below.values())),
        "few": few_words(),
        "broken": words_of_break(judged.stamp, in_force.stamp, {judged.code: judged.framework.words}),
        "in_force": in_force.framework.version,
        "weighs": has_cutoffs(judged),
    }
    return show(request, "assess/framework_figures.html", values)


@require_safe
def figures_geo(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the outlines of the areas inside with what is told of one thing that a framework counts, as GeoJSON."""
    _in_force, area, telling, judged = asked_figures(request, code)
    if telling is None or judged is None:
        return outlines_answer(request, 0, collection([]))  # in force, but no register was judged by it yet
    view = _view(request, telling, judged, area)
    colours, said = coloured(view.told), language()
    rows = {
        place.code: {
            "code": place.code,
            "name": words_of(place).in_language(said),
            "short": Words(place.name_th, place.name_en or place.name_th).in_language(said),
            "figure": figure_words(one).in_language(said),
            "detail": detail_words(one).in_language(said),
            "step": colours.step_of(one),
            "address": _deeper(view, place),
        }
        for place, one in ((place, view.told[place.code]) for place in view.inside)
    }
    return outlines_answer(request, telling.edition.number, outlines(area.code, len(area.code) + 2, rows))


def _deeper(view: View, place: Area) -> str:
    return f"{view.address(place, view.chosen.key)}#inside"


def measured_of(framework: Framework) -> list[Measured]:
    """Return all that a framework counts: what is counted in the end first, then levels, dimensions and indicators."""
    ended, scales = Words("ผลที่นับ", "What is counted"), []
    for scale in framework.scale:
        scales += [
            Measured(key_of(scale.code, one.level), scale.words, one.words, _level_meaning(scale.words, one.words))
            for one in scale.level
        ]
    found = [Measured(key_of(one.code), ended, one.words, one.definition) for one in framework.outcome] + scales
    asked = set(parts_of(framework))
    lacking = Words("ขาดในมิติ", "Lacking in a dimension")
    any_fails = Words("ไม่ผ่านตัวชี้วัดในมิตินี้อย่างน้อยหนึ่งข้อ", "Fails at least one indicator of the dimension")
    found += [
        Measured(key_of(one.code), lacking, one.words, any_fails) for one in framework.dimension if one.code in asked
    ]
    failing = Words("ไม่ผ่านตัวชี้วัด", "Failing an indicator")
    for one in framework.indicator:
        meaning = Words(
            f"นับครัวเรือนที่ไม่ผ่าน เกณฑ์ผ่านคือ {one.rule_th}", f"Counts households that do not pass. To pass: {one.rule_en}"
        )
        found.append(Measured(key_of(one.code), failing, one.words, meaning))
    return found


def _level_meaning(scale: Words, level: Words) -> Words:
    return Words(f"ครัวเรือนที่อยู่ในระดับ “{level.th}” ของ{scale.th}", f"Households on the level “{level.en}” of {scale.en}")


def _chosen(framework: Framework, key: str) -> Measured:
    """The measure that is asked for, the first where none is; Http404 for one that the framework does not have."""
    listed = {one.key: one for one in measured_of(framework)}
    if key and key not in listed:
        raise Http404
    return listed[key] if key else next(iter(listed.values()))


def _steps(telling: Telling, area: Area) -> Sequence[Area]:
    return page_questions.steps_to(telling.scope, area.code)


def _groups(view: View, own: Mapping[tuple[str, str], AreaTold]) -> list[tuple[Words, list[Row]]]:
    groups: dict[Words, list[Row]] = {}
    for one in measured_of(view.judged):
        told = own.get((one.key, view.area.code), NOT_TOLD)
        row = _row(one.words, told, view.address(view.area, one.key), Fraction(1))
        groups.setdefault(one.group, []).append(replace(row, definition=one.definition, here=one == view.chosen))
    return list(groups.items())


def _inside(view: View) -> list[Row]:
    told, colours = view.told, coloured(view.told)
    if all(one == NOT_TOLD for one in told.values()):
        return []
    top = max((share for one in told.values() if (share := share_of(one)) is not None), default=None)
    return [
        replace(
            _row(words_of(place), told[place.code], _deeper(view, place), top),
            code=place.code,
            step=colours.step_of(told[place.code]),
        )
        for place in view.inside
    ]


def _row(words: Words, one: AreaTold, address: str, top: Fraction | None) -> Row:
    share = share_of(one)
    return Row(
        words,
        address,
        percent_of(share, exact=one.exact, few=one.few) if one.known != 0 else Words("–", "–"),
        count_of(one.found, exact=one.exact, few=one.few),
        count_of(one.known, exact=one.exact),
        width_of(share, top),
    )
