"""The roof's own pages: home, help, the page of all components, and what machines ask for."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from baansuk.access.middleware import open_to_all
from baansuk.access.roles import ROLES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is in the register, what waits, and how far the runs are, as far as the seat may know."""
    return render(request, "web/home.html", {})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what each role does here, step by step, and what the labels mean."""
    return render(request, "web/help.html", {"roles": [r for r in ROLES.values() if r.code != "stranger"]})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part that pages are built of, for those who build and those who photograph it."""
    return render(request, "web/components.html", {})


@open_to_all
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Say whether the house answers and its database does too; nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@open_to_all
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Keep all crawlers out."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@open_to_all
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send browsers that guess the old address to the mark."""
    return redirect(static("screen/mark.svg"))
