"""Who may come in to the pages of this room; whoever may not is answered as if the page did not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from baansuk.access.middleware import scope_on
from baansuk.access.roles import ROLES
from baansuk.access.scope import Scope


def answers_requests(scope: Scope) -> bool:
    """Say whether a seat takes and answers requests of persons."""
    return scope.role in ROLES and ROLES[scope.role].answers_requests


def officer(request: HttpRequest) -> Scope:
    """Return the scope of whoever answers requests: the data protection officer, or a register keeper."""
    scope = scope_on(request)
    if not answers_requests(scope):
        raise Http404
    return scope


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper who sees persons now; for all others there is no such page."""
    scope = scope_on(request)
    if not (scope.keeps_register and scope.sees_persons):
        raise Http404
    return scope
