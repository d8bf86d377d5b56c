"""Whether whoever is signed in proved again, a short while ago, that it is really them."""

from __future__ import annotations

from django.http import HttpRequest

from baansuk.access.door_state import fresh


def recently_confirmed(request: HttpRequest) -> bool:
    """Say whether this session may do what outlives it, such as making a token; never while it owes a second factor."""
    owes = getattr(request, "owes_second_factor", False)
    return request.user.is_authenticated and not owes and fresh(request)
