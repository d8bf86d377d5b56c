"""The door of the house: coming in, going out, changing seat and language, and seeing what one may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from baansuk.access import actions
from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.demonstration import CAST
from baansuk.access.forms import SignInForm
from baansuk.access.middleware import PURPOSE_KEY, SEAT_KEY, before_choosing, offered_on, open_to_all, scope_on
from baansuk.access.models import Partner, Post, User
from baansuk.access.questions import seconds_to_wait
from baansuk.access.roles import ROLES
from baansuk.access.scope import Seat, Sitting
from baansuk.places.questions import names_of
from baansuk.screen.language import LANGUAGES, remember_language, say
from baansuk.thai.words import Words

NO_PURPOSE = Words("งานตามตำแหน่ง", "The work of the post")
NOT_KNOWN = say(
    "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง ตรวจตัวพิมพ์เล็กใหญ่และภาษาแป้นพิมพ์แล้วลองอีกครั้ง",
    "The account name or password is not right. Check capital letters and the keyboard language, then try again.",
)


def _safe_next(request: HttpRequest, asked: str) -> str:
    allowed = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if allowed else "/"


def _wait_sentence(seconds: int) -> str:
    return say(
        f"ลองผิดหลายครั้งแล้ว โปรดรออีก {seconds} วินาทีจึงลองใหม่",
        f"Too many tries. Please wait {seconds} seconds before the next one.",
    )


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; keep the name that was typed when they do not fit."""
    asked = _safe_next(request, request.POST.get("next") or request.GET.get("next", "/"))
    if request.user.is_authenticated:
        return redirect(asked)
    form = SignInForm(request.POST if request.method == "POST" else None)
    user = _checked(request, form) if request.method == "POST" and form.is_valid() else None
    if user is None:
        status = 422 if request.method == "POST" else 200
        values = {"form": form, "next": asked, "cast": CAST if settings.DEMO else ()}
        return render(request, "access/sign_in.html", values, status=status)
    login(request, user)
    actions.come_in(user=user, by=user.username)
    response = redirect(asked)
    remember_language(response, user.language)
    return response


def _checked(request: HttpRequest, form: SignInForm) -> User | None:
    """Return the user whose name and password these are, else say in the form why not."""
    name = form.cleaned_data["username"]
    if seconds := seconds_to_wait(name):
        form.add_error(None, _wait_sentence(seconds))
        return None
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(user, User):
        return user
    actions.turn_away(name=name, by="door")
    form.add_error(None, NOT_KNOWN)
    return None


@before_choosing
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        actions.go_out(user=request.user, by=request.user.username)
    logout(request)
    return redirect("sign-in")


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
    response = redirect(_safe_next(request, request.POST.get("next", "/")))
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
