"""The roof's own pages: home, help, the page of all components, and what machines ask for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from baansuk.access.middleware import open_to_all, polled, scope_on
from baansuk.access.roles import ROLES
from baansuk.verify.tasks import task_for
from baansuk.web import api_reference
from baansuk.web.help import ANSWERS, STEPS
from baansuk.web.navigation import address_of
from baansuk.web.overview import heading_for, overview_for
from baansuk.web.showcase import showcase
from baansuk.web.tiles import labels, tiles_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is in the register, what waits, and how far the runs are, as far as the seat may know."""
    scope = scope_on(request)
    overview = overview_for(scope)
    households = address_of("households") if scope.sees_persons else ""
    figures = address_of("map") if scope.sees_figures else ""
    values = {
        "overview": overview,
        "heading": heading_for(scope),
        "labels": tiles_of(overview.register, households, figures) if overview.register else [],
        "households_address": households,
        "map_address": figures,
        "registers_address": address_of("registers"),
        "verify_task": task_for(scope),
    }
    return render(request, "web/home.html", values)


@polled
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """Show the part of the home page that says how far the runs are; asked again while something runs."""
    scope = scope_on(request)
    if not scope.keeps_register:
        raise Http404
    return render(request, "web/home_runs.html", {"overview": overview_for(scope)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what each role does here, step by step, and what the labels mean."""
    roles = [(role, STEPS[role.code]) for role in ROLES.values() if role.code in STEPS]
    return render(request, "web/help.html", {"roles": roles, "labels": labels(), "answers": ANSWERS})


@open_to_all
@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """Show those who write programs what may be asked; plain pages, because what draws OpenAPI needs a laxer policy."""
    values = {"endpoints": api_reference.endpoints(), "shapes": api_reference.shapes(), "root": api_reference.ROOT}
    return render(request, "web/api.html", values)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part that pages are built of, for those who build and those who photograph it."""
    return render(request, "web/components.html", showcase())


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
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where somebody who found a hole may write (RFC 9116), where the house has named such an address."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now() + timedelta(days=180)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: th, en",
        f"Canonical: {request.build_absolute_uri()}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send browsers that guess the old address to the mark."""
    return redirect(static("screen/mark.svg"))
