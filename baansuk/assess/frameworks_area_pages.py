"""What a framework says of an area and of the areas inside it: exactly to whoever sees the households, in tens to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from baansuk.assess.frameworks_letters import key_of, parts_of
from baansuk.assess.frameworks_release import NOT_TOLD, AreaTold, told_of
from baansuk.assess.map_words import few_words
from baansuk.assess.measured_words import count_of, percent_of, width_of
from baansuk.assess.stamps import words_of_break
from baansuk.assess.telling import Telling, may_open
from baansuk.places.models import Area
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that a framework counts: its key, the heading it stands under, its name and what it means."""

    key: str
    group: Words
    words: Words
    definition: Words


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in words."""

    words: Words
    definition: Words
    address: str
    share: Words
    count: Words
    known: Words
    meter: float | None
    here: bool = False


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that a framework counts in one area, and one of it in the areas inside."""
    scope, edition = figures_scope(request), page_questions.edition_shown()
    force = questions.framework_in_force(code, today())
    judged = questions.framework_of(edition, code) if edition else None
    if force is None and judged is None:
        raise Http404
    try:
        area = area_of_figures(scope, read_area(request.GET.get("area", scope.areas[0])))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    if edition is None or judged is None or judged.is_frame:
        return show(request, "assess/framework_figures.html", {"about": (judged or force.framework).framework})  # type: ignore[union-attr]
    chosen = _chosen(judged, request.GET.get("part", ""))
    telling = Telling(scope, edition)
    inside = [place for place in children_of(area.code) if may_open(scope, place.code)]
    own = told_of(telling, judged, [area.code])
    below = told_of(telling, judged, [place.code for place in inside])
    in_force = force.framework if force else judged
    values = {
        "about": judged.framework,
        "edition": edition,
        "area": area,
        "name": words_of(area),
        "steps": [(say_words(words_of(one)), _address(judged, one, chosen.key)) for one in _steps(telling, area)],
        "groups": _groups(judged, area, own, chosen),
        "chosen": chosen,
        "inside": _inside(judged, chosen, inside, below),
        "exact": all(one.exact for one in (*own.values(), *below.values())),
        "few": few_words(),
        "broken": words_of_break(judged.stamp, in_force.stamp, {judged.code: judged.framework.words}),
        "in_force": in_force.framework.version,
    }
    return show(request, "assess/framework_figures.html", values)


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


def _address(framework: Framework, area: Area, part: str) -> str:
    return f"{reverse('framework-figures', args=[framework.code])}?{urlencode({'area': area.code, 'part': part})}"


def _steps(telling: Telling, area: Area) -> Sequence[Area]:
    return page_questions.steps_to(telling.scope, area.code)


def _groups(
    framework: Framework, area: Area, own: Mapping[tuple[str, str], AreaTold], chosen: Measured
) -> list[tuple[Words, list[Row]]]:
    groups: dict[Words, list[Row]] = {}
    for one in measured_of(framework):
        told = own.get((one.key, area.code), NOT_TOLD)
        row = _row(one.words, told, _address(framework, area, one.key), Fraction(1), one.definition, here=one == chosen)
        groups.setdefault(one.group, []).append(row)
    return list(groups.items())


def _inside(
    framework: Framework, chosen: Measured, places: Sequence[Area], below: Mapping[tuple[str, str], AreaTold]
) -> list[Row]:
    told = {place.code: below.get((chosen.key, place.code), NOT_TOLD) for place in places}
    top = max((share for one in told.values() if (share := _share(one)) is not None), default=None)
    if all(one == NOT_TOLD for one in told.values()):
        return []
    return [_row(words_of(place), told[place.code], _address(framework, place, chosen.key), top) for place in places]


NO_WORDS = Words("", "")


def _row(
    words: Words, one: AreaTold, address: str, top: Fraction | None, definition: Words = NO_WORDS, *, here: bool = False
) -> Row:
    share = _share(one)
    return Row(
        words,
        definition,
        address,
        percent_of(share, exact=one.exact, few=one.few) if one.known != 0 else Words("–", "–"),
        count_of(one.found, exact=one.exact, few=one.few),
        count_of(one.known, exact=one.exact),
        width_of(share, top),
        here,
    )


def _share(one: AreaTold) -> Fraction | None:
    return Fraction(one.found, one.known) if one.found is not None and one.known else None
