"""Pages about the reader: going out, changing seat and language, and seeing what one may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from baansuk.access import actions
from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.middleware import (
    PURPOSE_KEY,
    SEAT_KEY,
    before_choosing,
    before_second_factor,
    offered_on,
    open_to_all,
    scope_on,
)
from baansuk.access.models import Partner, Post, User
from baansuk.access.roles import ROLES
from baansuk.access.scope import Seat, Sitting
from baansuk.access.sign_in_pages import safe_next
from baansuk.places.questions import names_of
from baansuk.screen.language import LANGUAGES, remember_language, say
from baansuk.thai.words import Words

NO_PURPOSE = Words("งานตามตำแหน่ง", "The work of the post")


@before_second_factor
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        actions.go_out(user=request.user, by=request.user.username)
    logout(request)
    answer = redirect("sign-in")
    # Offices share computers: whatever the browser has kept of this house goes with the session.
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@before_choosing
@require_safe
def choose_seat(request: HttpRequest) -> HttpResponse:
    """Show every post and purpose the reader may work in now, to choose one with one tap."""
    return render(request, "access/choose_seat.html", {"seats": _by_seat(offered_on(request))})


def _by_seat(offered: Iterable[Sitting]) -> list[tuple[Seat, Words, list[tuple[str, Words]]]]:
    """Return each seat with the name of its role and the purposes offered from it, each with its key."""
    seats: dict[int, tuple[Seat, Words, list[tuple[str, Words]]]] = {}
    for one in offered:
        entry = seats.setdefault(one.seat.id, (one.seat, ROLES[one.seat.role].name, []))
        entry[2].append((one.key, PURPOSES.get(one.purpose, NO_PURPOSE)))
    return list(seats.values())


@before_choosing
@require_POST
def take_seat(request: HttpRequest) -> HttpResponse:
    """Sit down in one's own post for a purpose, and begin again at the home page, which the new seat may see."""
    asked = request.POST.get("sitting", "")
    sitting = next((one for one in offered_on(request) if one.key == asked), None)
    if sitting is None:
        raise Http404
    actions.take_seat(sitting=sitting, by=request.user.get_username())
    request.session[SEAT_KEY], request.session[PURPOSE_KEY] = sitting.seat.id, sitting.purpose
    title, words = sitting.seat.title, PURPOSES.get(sitting.purpose, NO_PURPOSE)
    messages.success(
        request,
        say(f"ตอนนี้ท่านทำงานในตำแหน่ง {title.th} เพื่อ{words.th}", f"You now work as {title.en}, to: {words.en}"),
    )
    return redirect("/")


@open_to_all
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language of all pages and stay where one was."""
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        raise Http404
    if isinstance(request.user, User):
        actions.choose_language(user=request.user, language=chosen, by=request.user.username)
    response = redirect(safe_next(request, request.POST.get("next", "/")))
    remember_language(response, chosen)
    return response


@before_choosing
@require_GET
def about_me(request: HttpRequest) -> HttpResponse:
    """Show the reader what this seat lets them see, and by which appointment."""
    scope = scope_on(request)
    values = {
        "scope": scope,
        "role": ROLES.get(scope.role),
        "purpose": PURPOSES.get(scope.purpose),
        "partner": Partner.objects.filter(pk=scope.partner).first(),
        "classes": [words for name, words in CLASSES.items() if scope.areas_of(name)],
        "closed": [words for name, words in CLASSES.items() if not scope.areas_of(name)],
        "agreements": sorted(scope.agreements),
        "post": Post.objects.filter(pk=scope.post or 0).first(),
        "houses": scope.houses,
        "places": [names_of(scope.areas).get(area, Words(area, area)) for area in scope.areas],
    }
    return render(request, "access/about_me.html", values)
