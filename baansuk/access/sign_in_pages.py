"""The door of the house: name and password or single sign-on, then the second factor."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access import actions, demo_codes, second_factor_actions, second_factors, sign_in_actions
from baansuk.access.confirmed import recently_confirmed
from baansuk.access.door_state import enter, half_way, stand_half_way
from baansuk.access.forms import CodeForm, SignInForm
from baansuk.access.middleware import open_to_all
from baansuk.access.models import User
from baansuk.access.questions import code_name, is_demonstration, seconds_to_wait, user_of_person
from baansuk.access.single_sign_on import begin, finish, name_of_provider
from baansuk.screen.language import remember_language, say, say_words
from baansuk.thai.words import Refusal

NOT_KNOWN = say(
    "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง ตรวจตัวพิมพ์เล็กใหญ่และภาษาแป้นพิมพ์แล้วลองอีกครั้ง",
    "The account name or password is not right. Check capital letters and the keyboard language, then try again.",
)
WRONG_CODE = say(
    "รหัสไม่ถูกต้องหรือใช้ไปแล้ว รอให้แอปแสดงรหัสใหม่แล้วลองอีกครั้ง",
    "The code is wrong or was used already. Wait until the app shows a new one, then try again.",
)
WRONG_KEY = say(
    "กุญแจความปลอดภัยนี้ไม่ตรงกับบัญชี ลองอีกครั้งหรือใช้รหัสแทน",
    "This security key does not fit the account. Try again, or use a code instead.",
)
TOO_LATE = say("รอขั้นที่สองนานเกินไป โปรดเริ่มเข้าสู่ระบบใหม่", "The second step took too long; please begin again.")
NO_ACCOUNT = Refusal(
    "sso_no_account",
    "ยืนยันตัวตนสำเร็จ แต่ยังไม่มีบัญชีที่ผูกกับบัตรนี้ เข้าด้วยรหัสผ่านก่อนแล้วผูกบัตรในหน้า การเข้าสู่ระบบของฉัน",
    "Your identity was confirmed, but no account is bound to this card. Sign in with your password first, then bind it on the page My sign-in.",
)


def safe_next(request: HttpRequest, asked: str) -> str:
    """Return where to go after coming in: never to another site."""
    allowed = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if allowed else "/"


def wait_sentence(seconds: int) -> str:
    """Return how long a name that was tried in vain must wait."""
    return say(
        f"ลองผิดหลายครั้งแล้ว โปรดรออีก {seconds} วินาทีจึงลองใหม่",
        f"Too many tries. Please wait {seconds} seconds before the next one.",
    )


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; keep the name that was typed when they do not fit."""
    asked = safe_next(request, request.POST.get("next") or request.GET.get("next", "/"))
    if request.user.is_authenticated:
        return redirect(asked)
    form = SignInForm(request.POST if request.method == "POST" else None)
    user = _checked(request, form) if request.method == "POST" and form.is_valid() else None
    if user is not None:
        return let_in(request, user, how="password", back=asked)
    return _door(request, form, asked, 422 if request.method == "POST" else 200)


def _door(
    request: HttpRequest, form: SignInForm, asked: str, status: int, refusal: Refusal | None = None
) -> HttpResponse:
    values = {
        "form": form,
        "next": asked,
        "cast": demo_codes.shown_cast() if is_demonstration() else (),
        "sign_on": name_of_provider(),
        "refusal": refusal,
    }
    return render(request, "access/sign_in.html", values, status=status)


def _checked(request: HttpRequest, form: SignInForm) -> User | None:
    """Return the user whose name and password these are, else say in the form why not."""
    name = form.cleaned_data["username"]
    if seconds := seconds_to_wait(name):
        form.add_error(None, wait_sentence(seconds))
        return None
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    # The printed passwords of the demonstration open nothing in a house that is served as a real one.
    if isinstance(user, User) and (not user.password_sample or is_demonstration()):
        return user
    actions.turn_away(name=name, by="door")
    form.add_error(None, NOT_KNOWN)
    return None


def let_in(request: HttpRequest, user: User, *, how: str, back: str) -> HttpResponse:
    """Open to a user whose first proof was right, or ask for the second where the account has one."""
    if second_factors.has_second_factor(user):
        stand_half_way(request, user, how=how, back=back)
        return redirect("sign-in-code")
    return come_in(request, user, how=how, back=back)


def come_in(request: HttpRequest, user: User, *, how: str, back: str, factor: str = "") -> HttpResponse:
    """Begin the session, write it down, and go where the user wanted to go, in their own language."""
    enter(request, user, how=how, factor=factor)
    actions.come_in(user=user, by=user.username)
    response = redirect(back)
    remember_language(response, user.language)
    return response


@open_to_all
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask whoever stands half way for the second factor."""
    if request.user.is_authenticated:
        return redirect("/")
    standing = half_way(request)
    if standing is None:
        messages.warning(request, TOO_LATE)
        return redirect("sign-in")
    user, how, back = standing
    form = CodeForm(request.POST if request.method == "POST" else None)
    factor = checked_factor(request, user, form) if request.method == "POST" else ""
    if factor:
        return come_in(request, user, how=how, back=back, factor=factor)
    return render(request, "access/code.html", code_values(user, form), status=422 if request.method == "POST" else 200)


def code_values(user: User, form: CodeForm) -> dict[str, Any]:
    """Return what the template of the second step shows; a new challenge for a key is made each time."""
    options = json.dumps(second_factors.options_to_use_key(user)) if second_factors.has_key(user) else ""
    shown = demo_codes.code_now(user) if user.password_sample and is_demonstration() else ""
    return {"form": form, "key_options": options, "shown_code": shown}


def checked_factor(request: HttpRequest, user: User, form: CodeForm) -> str:
    """Return the kind of the second factor that was given, '' after saying in the form why it was not taken."""
    if seconds := seconds_to_wait(code_name(user)):
        form.add_error(None, wait_sentence(seconds))
        return ""
    if not form.is_valid():
        return ""
    answer = form.cleaned_data["credential"]
    try:
        found = (
            second_factor_actions.use_key(user=user, answer=answer, by=user.username)
            if answer
            else second_factor_actions.use_code(user=user, code=form.cleaned_data["code"], by=user.username)
        )
    except Refusal as refusal:
        form.add_error(None, say_words(refusal.words))
        return ""
    if found is None:
        second_factor_actions.turn_code_away(user=user, by="door")
        form.add_error(None, WRONG_KEY if answer else WRONG_CODE)
        return ""
    return str(found.type)


@open_to_all
@require_safe
def sign_on(request: HttpRequest) -> HttpResponse:
    """Send the reader to single sign-on; it is a link, because the strict policy lets no form lead to another site."""
    if not settings.SSO_URL:
        raise Http404
    back = safe_next(request, request.GET.get("next", "/"))
    if request.user.is_authenticated and not recently_confirmed(request):
        return redirect(f"{reverse('prove')}?next={reverse('my-sign-in')}")
    process = "bind" if request.user.is_authenticated else "sign_in"
    try:
        return begin(request, process=process, back=back)
    except Refusal as refusal:
        return _refuse_sign_on(request, refusal)


@open_to_all
@require_safe
def sign_on_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the answer of single sign-on: come in as the account of that person, or bind the card to one's account."""
    if not settings.SSO_URL or provider_id != "sso":
        raise Http404
    try:
        proof = finish(request)
        if proof.process == "bind":
            return _bind(request, proof.person_index)
        user = user_of_person(proof.person_index)
        if user is None or user.password_sample:
            raise NO_ACCOUNT
    except Refusal as refusal:
        return _refuse_sign_on(request, refusal)
    return let_in(request, user, how="sign_on", back=safe_next(request, proof.back))


def _bind(request: HttpRequest, person_index: str) -> HttpResponse:
    # Whoever knows only a password must not tie the account to a card of their own.
    if not isinstance(request.user, User) or not recently_confirmed(request):
        return redirect("sign-in")
    sign_in_actions.bind_by_sign_on(user=request.user, person_index=person_index, by=request.user.username)
    messages.success(request, say("ผูกบัตรกับบัญชีแล้ว", "The card is bound to the account"))
    return redirect("my-sign-in")


def _refuse_sign_on(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    sign_in_actions.turn_sign_on_away(reason=refusal.code, by="door")
    if request.user.is_authenticated:
        messages.error(request, say_words(refusal.words))
        return redirect("my-sign-in")
    return _door(request, SignInForm(), "/", 422, refusal)
