"""The household list by area and measure, and the search by what stands on the door or in a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.classes import CLASSES, HOUSEHOLD, IDENTITY
from baansuk.access.middleware import paced
from baansuk.access.pace import SEARCH
from baansuk.access.scope import Scope
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import ListAsked, NotUnderstood, read_list, read_page
from baansuk.assess.doors import WrongAddress, area_of_households, home_of_households, persons_scope
from baansuk.assess.forms import SearchForm
from baansuk.assess.judged import Kept, kept_for
from baansuk.assess.list_rows import Judged, Row, carried, rows_of
from baansuk.assess.measures import allowed, grouped
from baansuk.assess.questions import PAGE_ROWS, HouseholdPage, households_list
from baansuk.assess.verified import choices, for_lists, labels_of
from baansuk.people.models import Edition
from baansuk.people.search import SearchPage, search
from baansuk.places.models import Area
from baansuk.places.names import parents_of
from baansuk.places.questions import names_below, names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.screen.pages import Slice
from baansuk.thai.words import Refusal, Words

# How what was typed was understood, said above the answer so that a misreading can be seen.
KIND_WORDS = {
    "nothing": Words("", ""),
    "code": Words("รหัสครัวเรือนหรือรหัสบุคคล", "household or person code"),
    "id": Words("เลขประจำตัว", "id number"),
    "house_code": Words("รหัสประจำบ้าน", "house code"),
    "house": Words("บ้านเลขที่", "house number"),
    "name": Words("ชื่อ", "name"),
}


@require_safe
def households(request: HttpRequest) -> HttpResponse:
    """List the households of an area that are found under a measure, fifty to a page."""
    scope = persons_scope(request)
    home = home_of_households(scope)
    try:
        asked = read_list(request.GET.dict(), home=home, measures=for_lists())
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_households(scope, asked.area) if asked.area or scope.houses is None else None
    edition = questions.edition_shown()
    if edition is None:
        return show(request, "assess/no_edition.html")
    try:
        page = households_list(
            scope,
            area=asked.area,
            measure=asked.measure,
            page=asked.page,
            sort=asked.sort,
            edition=edition,
        )
    except Refusal as refusal:
        raise WrongAddress(refusal) from refusal
    values = _list_values(scope, edition, area, asked, page)
    codes = [listed.household.code for listed in page.rows]
    with looks.drawing_list(
        codes, by=scope, edition=edition.number, area=asked.area, measure=asked.measure, page=page.number
    ):
        return show(request, "assess/households.html", values)


def _list_values(
    scope: Scope, edition: Edition, area: Area | None, asked: ListAsked, page: HouseholdPage
) -> dict[str, Any]:
    found = [listed.household for listed in page.rows]
    names = names_of([*(one.area_code for one in found), asked.area])
    sight = page.sight
    asked_areas = [asked.area] if asked.area else list(sight.areas())
    return {
        "edition": edition,
        "asked": asked,
        "area": area,
        "area_name": names.get(asked.area),
        "steps": _steps(scope, asked, names),
        "below": names_below(asked.area) if area and asked.area and len(asked.area) < 8 else [],
        "measure": for_lists().get(asked.measure),
        "measures": grouped([*allowed(questions.measures_held(edition, asked.area), sight, asked_areas), *choices()]),
        "slice": _slice(
            page,
            rows_of(
                found,
                _judged(page),
                names,
                questions.surveys(),
                verified=labels_of([one.code for one in found], scope),
            ),
        ),
        "total": page.total,
        "form": SearchForm(),
        "may_export": may_export(scope),
        "by_door": _address(asked, sort="door"),
        "by_name": _address(asked, sort="name") if sight.throughout([IDENTITY], asked_areas) else "",
    }


def may_export(scope: Scope) -> bool:
    """Say whether lists may leave the house with this reader: those who work for an area, not for assigned houses."""
    return scope.sees_persons and scope.houses is None


def _slice(page: HouseholdPage, rows: list[Row]) -> Slice[Row]:
    return Slice(
        rows=rows,
        before=str(page.number - 1) if page.number > 1 else "",
        after=str(page.number + 1) if page.number < page.pages else "",
        first=(page.number - 1) * PAGE_ROWS + 1 if page.total else 0,
        total=page.total,
    )


def judged(kept: Kept) -> Judged:
    """Return what a row needs of a stored profile."""
    return Judged(kept.failed, kept.unknown, carried(kept.labels), kept.whole)


def _judged(page: HouseholdPage) -> dict[str, Judged]:
    return {one.household.code: judged(one.kept) for one in page.rows if one.kept}


def _steps(scope: Scope, asked: ListAsked, names: Mapping[str, Words]) -> list[tuple[str, str]]:
    """The way down to the area, as far as the scope covers it."""
    seen = scope.areas_of(HOUSEHOLD)
    way = [code for code in (*parents_of(asked.area), asked.area) if code in names and code.startswith(seen)]
    return [(say_words(names[code]), _address(asked, area=code)) for code in way]


def _address(asked: ListAsked, **changed: str) -> str:
    parts = {"area": asked.area, "measure": asked.measure, "sort": asked.sort} | changed
    return f"{reverse('households')}?{urlencode({name: value for name, value in parts.items() if value})}"


@paced(SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Search by what was typed; it comes in the body of a form, because addresses are kept in logs and histories.

    Whoever comes back by the address alone, or has changed the language, begins again at the list.
    """
    scope = persons_scope(request)
    if request.method != "POST":
        return redirect("households")
    if scope.houses is None:
        area_of_households(scope, home_of_households(scope))
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    form = SearchForm(request.POST)
    if not form.is_valid():
        return show(request, "assess/found.html", {"form": form}, status=422)
    try:
        number = read_page(request.POST.get("page", "1"))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    found = search(scope, form.cleaned_data["text"], page=number)
    values = _found_values(scope, edition, form, found)
    codes = [hit.household.code for hit in found.hits]
    with looks.drawing_found(codes, by=scope, kind=found.wanted.kind, page=found.page):
        return show(request, "assess/found.html", values)


def _found_values(scope: Scope, edition: Edition, form: SearchForm, found: SearchPage) -> dict[str, Any]:
    houses = [hit.household for hit in found.hits]
    meant = {hit.household.code: hit.persons for hit in found.hits}
    return {
        "form": form,
        "text": form.cleaned_data["text"],
        "found": found,
        "kind": KIND_WORDS[found.wanted.kind],
        "closed": CLASSES[found.closed] if found.closed else None,
        "rows": rows_of(
            houses,
            {code: judged(kept) for code, kept in kept_for(houses).items()},
            names_of(one.area_code for one in houses),
            questions.surveys(),
            meant,
            labels_of([one.code for one in houses], scope),
        ),
        "before": found.page - 1,
        "after": found.page + 1 if found.more else 0,
    }
