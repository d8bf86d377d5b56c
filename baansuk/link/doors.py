"""Who may come in to the pages of this room; whoever may not is answered as if the page did not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.link.review_questions import may_review


def reviewer(request: HttpRequest) -> Scope:
    """Return the scope of somebody who decides on pairs."""
    scope = scope_on(request)
    if not may_review(scope):
        raise Http404
    return scope


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper who sees persons now."""
    scope = reviewer(request)
    if not scope.keeps_register:
        raise Http404
    return scope
