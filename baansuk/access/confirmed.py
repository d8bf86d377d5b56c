"""Whether whoever is signed in proved again, a short while ago, that it is really them."""

from __future__ import annotations

from django.http import HttpRequest


def recently_confirmed(request: HttpRequest) -> bool:
    """Say whether this session may do what outlives it, such as making a token."""
    return request.user.is_authenticated
