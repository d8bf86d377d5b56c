"""Who may come in to the pages of this room; whoever may not is answered as if the page did not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.places.models import Area
from baansuk.places.questions import area as area_of
from baansuk.places.questions import current_areas
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Round
from baansuk.verify.questions import round_for, sees_rounds, works_on_cases


def reader(request: HttpRequest) -> Scope:
    """Return the scope of whoever may know of rounds."""
    scope = scope_on(request)
    if not sees_rounds(scope):
        raise Http404
    return scope


def worker(request: HttpRequest) -> Scope:
    """Return the scope of whoever takes part in verification."""
    scope = scope_on(request)
    if not works_on_cases(scope):
        raise Http404
    return scope


def adder(request: HttpRequest) -> Scope:
    """Return the scope of whoever may add a household that was missed: anybody who sees persons."""
    scope = scope_on(request)
    if not scope.sees_persons:
        raise Http404
    return scope


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper who sees persons now."""
    scope = scope_on(request)
    if not (scope.keeps_register and scope.sees_persons):
        raise Http404
    return scope


def village_in(scope: Scope, code: str, area_code: str) -> tuple[Round, Area]:
    """Return a round and a village of it that a scope works in; raises Http404 for what is absent and not seen alike."""
    found = round_for(scope, code)
    place = area_of(area_code)
    reached = any(area_code.startswith(prefix) for prefix in scope.areas_of("household"))
    if place is None or len(area_code) != 8 or not reached or not area_code.startswith(found.area_code):
        raise Http404
    return found, place


def keys_in(scope: Scope, round: Round) -> bool:
    """Say whether a seat keys in, prints and holds the sessions of villages."""
    flow = flow_of(round.flow)
    step = flow.village_step() or flow.first
    return scope.role in (step.owner, *step.keyed_by)


def villages_of(scope: Scope, round: Round) -> list[Area]:
    """Return the villages of a round in which a scope sees persons, each with its tambon, by code."""
    inside = scope.areas_of("household")
    rows = current_areas().filter(level=8, code__startswith=round.area_code).select_related("parent")
    return [one for one in rows.order_by("code") if one.code.startswith(inside)]
