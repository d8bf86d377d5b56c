"""One's own sign-in: second factors, recovery codes, password, the card of single sign-on, and where one is signed in."""

from __future__ import annotations

import json
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access import actions, second_factor_actions, second_factors, sign_in_actions
from baansuk.access.confirmed import recently_confirmed
from baansuk.access.door_state import prove, second_factor_given
from baansuk.access.forms import AppCodeForm, CodeForm, KeyForm, NewPasswordForm, PasswordForm
from baansuk.access.middleware import before_choosing, before_second_factor
from baansuk.access.models import User
from baansuk.access.questions import holds_persons, seconds_to_wait
from baansuk.access.sign_in_pages import checked_factor, code_values, safe_next, wait_sentence
from baansuk.access.single_sign_on import name_of_provider
from baansuk.access.user_agents import words_of_browser
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal

SECRET_KEY = "new_app_secret"  # noqa: S105  the name of a place in the session


def reader(request: HttpRequest) -> User:
    """Return the account of whoever is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@before_choosing
@require_safe
def my_sign_in(request: HttpRequest) -> HttpResponse:
    """Show how the reader comes in, and where they are signed in now."""
    user = reader(request)
    kept = UserSession.objects.purge_and_list(user)
    here = request.session.session_key
    shown = [(one, one.session_key == here, words_of_browser(one.user_agent)) for one in kept]
    values = {
        "factors": second_factors.factors_of(user),
        "codes_left": second_factors.recovery_codes_left(user),
        "sessions": sorted(shown, key=lambda one: (not one[1], -one[0].last_seen_at.timestamp())),
        "needed": holds_persons(user),
        "sign_on": name_of_provider(),
        "person_known": user.person_known_by,
        "sample": user.password_sample,
    }
    return render(request, "access/my_sign_in.html", values)


def _to_prove(request: HttpRequest) -> HttpResponse | None:
    """Send whoever has not proved themselves lately to do so, and back to a page that can be opened again."""
    if recently_confirmed(request):
        return None
    back = request.path if request.method == "GET" else reverse("my-sign-in")
    return redirect(f"{reverse('prove')}?next={back}")


@before_second_factor
@sensitive_post_parameters("code", "credential", "password")
@require_http_methods(["GET", "POST"])
def prove_again(request: HttpRequest) -> HttpResponse:
    """Ask once more for the second factor, or for the password where there is none, before what outlives the session."""
    user = reader(request)
    back = safe_next(request, request.POST.get("next") or request.GET.get("next", "/"))
    if second_factors.has_second_factor(user):
        form: Any = CodeForm(request.POST if request.method == "POST" else None)
        factor, how = (checked_factor(request, user, form) if request.method == "POST" else ""), ""
        values = code_values(user, form)
    else:
        form = PasswordForm(request.POST if request.method == "POST" else None)
        factor, how = "", ("password" if request.method == "POST" and _password_fits(user, form) else "")
        values = {"form": form}
    if factor or how:
        prove(request, user, how=how, factor=factor)
        return redirect(back)
    status = 422 if request.method == "POST" else 200
    return render(request, "access/prove.html", {**values, "next": back}, status=status)


def _password_fits(user: User, form: PasswordForm) -> bool:
    if seconds := seconds_to_wait(user.username):
        form.add_error(None, wait_sentence(seconds))
        return False
    if not form.is_valid():
        return False
    if user.check_password(form.cleaned_data["password"]):
        return True
    actions.turn_away(name=user.username, by="door")
    form.add_error("password", say("รหัสผ่านไม่ถูกต้อง", "The password is not right"))
    return False


@before_second_factor
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up a second factor: a code app here, or a security key by the form beside it."""
    user = reader(request)
    if away := _away_from_setting_up(request, user):
        return away
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    secret = request.session.setdefault(SECRET_KEY, second_factors.new_secret())
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor_actions.add_code_app(
                user=user, secret=secret, code=form.cleaned_data["code"], by=user.username
            )
        except Refusal as refusal:
            form.add_error("code", say_words(refusal.words))
        else:
            del request.session[SECRET_KEY]
            return _set_up(request, user, second_factors.APP, codes)
    return _setting_up(request, user, form, KeyForm(), 422 if request.method == "POST" else 200)


def _away_from_setting_up(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whoever has a second factor gives that one first: a stolen password must not add another."""
    if second_factors.has_second_factor(user) and not second_factor_given(request):
        return redirect(f"{reverse('prove')}?next={reverse('second-factor')}")
    owes = request.owes_second_factor  # type: ignore[attr-defined]  # set by the middleware
    return None if owes else _to_prove(request)


def _setting_up(request: HttpRequest, user: User, form: AppCodeForm, key: KeyForm, status: int) -> HttpResponse:
    secret = request.session.setdefault(SECRET_KEY, second_factors.new_secret())
    values = {
        "form": form,
        "key": key,
        "picture": second_factors.picture_of(user, secret),
        "secret": second_factors.secret_in_fours(secret),
        "options": json.dumps(second_factors.options_to_add_key(user)),
        "has_app": any(one.kind == second_factors.APP for one in second_factors.factors_of(user)),
        "needed": request.owes_second_factor,  # type: ignore[attr-defined]  # set by the middleware
    }
    return render(request, "access/second_factor.html", values, status=status)


@before_second_factor
@sensitive_post_parameters("credential")
@require_POST
def add_key(request: HttpRequest) -> HttpResponse:
    """Bind the security key that the browser just made."""
    user = reader(request)
    if away := _away_from_setting_up(request, user):
        return away
    form = KeyForm(request.POST)
    if form.is_valid():
        name, answer = form.cleaned_data["name"], form.cleaned_data["credential"]
        try:
            codes = second_factor_actions.add_key(user=user, name=name, credential=answer, by=user.username)
        except Refusal as refusal:
            form.add_error(None, say_words(refusal.words))
        else:
            return _set_up(request, user, second_factors.KEY, codes)
    return _setting_up(request, user, AppCodeForm(), form, 422)


def _set_up(request: HttpRequest, user: User, kind: str, codes: list[str]) -> HttpResponse:
    prove(request, user, factor=kind)
    messages.success(request, say("ตั้งขั้นที่สองแล้ว", "The second factor is set up"))
    return _show_codes(request, codes) if codes else redirect("my-sign-in")


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "access/recovery_codes.html", {"codes": codes})


@before_choosing
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    user = reader(request)
    return _to_prove(request) or _refused_at_home(
        request, lambda: _show_codes(request, second_factor_actions.new_recovery_codes(user=user, by=user.username))
    )


@before_choosing
@require_POST
def remove_factor(request: HttpRequest, factor: int) -> HttpResponse:
    """Take one of one's own second factors away."""
    user = reader(request)
    row = second_factors.factor_for(user, factor)

    def remove() -> HttpResponse:
        second_factor_actions.remove_factor(user=user, factor=row, needed=holds_persons(user), by=user.username)
        messages.success(request, say("ถอดออกแล้ว", "Removed"))
        return redirect("my-sign-in")

    return _to_prove(request) or _refused_at_home(request, remove)


def _refused_at_home(request: HttpRequest, act: Any) -> HttpResponse:
    """Do it; a refusal is said on the page that it was asked from."""
    try:
        answer: HttpResponse = act()
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("my-sign-in")
    return answer


@before_choosing
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of the account ends."""
    user = reader(request)
    if away := _to_prove(request):
        return away
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_in_actions.change_password(user=user, password=form.cleaned_data["password"], by=user.username)
        except Refusal as refusal:
            form.add_error("password", say_words(refusal.words))
        else:
            update_session_auth_hash(request, user)
            UserSession.objects.create_from_request(request)
            messages.success(
                request,
                say("เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นออกจากระบบแล้ว", "The password is changed; other devices are signed out"),
            )
            return redirect("my-sign-in")
    return render(
        request, "access/change_password.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@before_choosing
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign one of one's own sessions out; another's and an absent one are the same page that is not there."""
    user = reader(request)
    found = UserSession.objects.filter(user=user, pk=session).first()
    if found is None:
        raise Http404
    return _end(request, user, [found])


@before_choosing
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = reader(request)
    return _end(
        request, user, list(UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key))
    )


@before_choosing
@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    user = reader(request)
    return _end(request, user, list(UserSession.objects.filter(user=user)))


def _end(request: HttpRequest, user: User, sessions: list[Any]) -> HttpResponse:
    here = any(one.session_key == request.session.session_key for one in sessions)
    sign_in_actions.end_sessions(user=user, sessions=sessions, by=user.username)
    if here:
        logout(request)
        return redirect("sign-in")
    messages.success(request, say("ออกจากระบบในเครื่องที่เลือกแล้ว", "Signed out there"))
    return redirect("my-sign-in")
