"""Who may come in to the pages of this room; whoever may not is answered as if the page did not exist."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.assess.telling import may_open
from baansuk.places.models import Area
from baansuk.places.questions import area as place
from baansuk.thai.words import Refusal


class WrongAddress(BadRequest):
    """Answer 400 with the sentence of the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.words = refusal.words


def figures_scope(request: HttpRequest) -> Scope:
    """Return the scope of a reader who sees figures; raises Http404 for all others."""
    scope = scope_on(request)
    if not scope.sees_figures or not scope.areas:
        raise Http404
    return scope


def persons_scope(request: HttpRequest) -> Scope:
    """Return the scope of a reader who sees households; raises Http404 for all others."""
    scope = scope_on(request)
    if not scope.sees_persons:
        raise Http404
    return scope


def area_of_figures(scope: Scope, code: str) -> Area:
    """Return an area whose figures the scope may open (see ``area_for``): no village but for who sees its households."""
    area = area_for(scope, code)
    if not may_open(scope, code):
        raise Http404
    return area


def area_for(scope: Scope, code: str) -> Area:
    """Return an area that the scope covers; another's and an absent one are the same Http404 after the same query."""
    area = place(code)
    if area is None or not scope.covers(code):
        raise Http404
    return area


def home_of_households(scope: Scope) -> str:
    """Return the area that a reader of households begins with, '' where single houses are assigned."""
    areas = scope.areas_of(HOUSEHOLD)
    return areas[0] if areas and scope.houses is None else ""


def area_of_households(scope: Scope, code: str) -> Area:
    """Return an area whose households the scope may list, as ``area_for`` does for figures: a village head has none of these."""
    area = place(code)
    if area is None or not any(code.startswith(prefix) for prefix in scope.areas_of(HOUSEHOLD)):
        raise Http404
    return area
