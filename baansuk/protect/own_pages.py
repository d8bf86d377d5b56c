"""The page of a member of a household: own facts, the house's that its adults share, and who looked."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.assess.page_questions import source_words
from baansuk.audit import gate
from baansuk.people.own import MEMBER, Own, own_of
from baansuk.places.questions import names_of
from baansuk.protect.extract import lines_of, looks_at
from baansuk.protect.extract_pages import ACTS
from baansuk.screen.fragments import show
from baansuk.thai.words import Words


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show whoever holds a member's post what the register holds of them; the look is written down as any other."""
    scope = scope_on(request)
    if scope.role != MEMBER:
        raise Http404
    found = own_of(scope)
    if found is None:
        return show(request, "protect/own.html", {"found": None})
    _write_down(found, scope)
    names = source_words()
    lines = [line for name, facts in found.facts.items() for fact in facts for line in lines_of(name, fact, names)]
    values = {
        "found": found,
        "places": [one for _code, one in sorted(names_of([found.area_code]).items(), reverse=True)],
        "own": [line for line in lines if not line.of_house],
        "house": [line for line in lines if line.of_house],
        "lists": [names.get(one, Words(one, one)) for one in found.sources],
        "looks": [(event, ACTS.get(event.act, Words(event.act, event.act)), by) for event, by in looks_at(found.code)],
    }
    answer = show(request, "protect/own.html", values)
    answer["Cache-Control"] = "no-store"
    return answer


@transaction.atomic
def _write_down(found: Own, scope: Scope) -> None:
    gate.write(
        "people.look_own", by=scope.username, partner=scope.partner, subjects=[("person", found.code)],
        about={"edition": found.edition},
    )  # fmt: skip
