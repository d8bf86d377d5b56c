"""Shows a page, or only the part of it that htmx asked for, from one template and one set of values."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

ASKED_PART = "HX-Request-Type"


def wants_part(request: HttpRequest) -> bool:
    """Say whether htmx asked for a part of the page; boosted links and history ask for the whole page."""
    return request.headers.get(ASKED_PART) == "partial"


def show(
    request: HttpRequest, page: str, values: dict[str, Any] | None = None, *, part: str = "", status: int = 200
) -> HttpResponse:
    """Return the template ``page``, or the template ``part`` when htmx asked for a part and one is named."""
    template = part if part and wants_part(request) else page
    response = render(request, template, values, status=status)
    if part:
        patch_vary_headers(response, [ASKED_PART])
    return response
