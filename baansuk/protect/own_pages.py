"""The page of a member of a household: own facts, the house's that its adults share, who looked, and a child's or ward's facts."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.assess.page_questions import source_words
from baansuk.audit import gate
from baansuk.people.guardian_rules import KINDS
from baansuk.people.own import MEMBER, Own, own_of, wards_of
from baansuk.places.questions import names_of
from baansuk.protect.extract import Line, lines_of, looks_at
from baansuk.protect.extract_pages import ACTS
from baansuk.screen.fragments import show
from baansuk.thai.words import Words


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show whoever holds a member's post what the register holds of them; the look is written down as any other."""
    scope = scope_on(request)
    if scope.role != MEMBER:
        raise Http404
    found, wards, names = own_of(scope), wards_of(scope), source_words()
    for one in wards:
        _write_down(one.own, scope, "people.look_ward")
    read = [(one, KINDS[one.kind], _lines(one.own, names), _places(one.own), _lists(one.own, names)) for one in wards]
    if found is None:
        return _answer(request, {"found": None, "wards": read})
    _write_down(found, scope)
    lines = _lines(found, names)
    values = {
        "found": found,
        "wards": read,
        "places": _places(found),
        "own": [line for line in lines if not line.of_house],
        "house": [line for line in lines if line.of_house],
        "lists": _lists(found, names),
        "looks": [(event, ACTS.get(event.act, Words(event.act, event.act)), by) for event, by in looks_at(found.code)],
    }
    return _answer(request, values)


def _answer(request: HttpRequest, values: dict[str, object]) -> HttpResponse:
    answer = show(request, "protect/own.html", values)
    answer["Cache-Control"] = "no-store"
    return answer


def _lines(found: Own, names: Mapping[str, Words]) -> list[Line]:
    return [line for name, facts in found.facts.items() for fact in facts for line in lines_of(name, fact, names)]


def _places(found: Own) -> list[Words]:
    return [one for _code, one in sorted(names_of([found.area_code]).items(), reverse=True)]


def _lists(found: Own, names: Mapping[str, Words]) -> list[Words]:
    return [names.get(one, Words(one, one)) for one in found.sources]


@transaction.atomic
def _write_down(found: Own, scope: Scope, act: str = "people.look_own") -> None:
    gate.write(
        act, by=scope.username, partner=scope.partner, subjects=[("person", found.code)],
        about={"edition": found.edition},
    )  # fmt: skip
