"""The page of tokens: what a person's programs may use, made and shown once, and ended with one tap."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.access import token_actions
from baansuk.access.classes import PURPOSES
from baansuk.access.confirmed import recently_confirmed
from baansuk.access.middleware import before_choosing, offered_on, scope_on
from baansuk.access.models import Token, User
from baansuk.access.scope import Sitting
from baansuk.access.token_forms import TokenForm
from baansuk.access.token_questions import token_for, tokens_of
from baansuk.access.tokens import Key
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words

MOST_SHOWN = 50
NO_PURPOSE = Words("งานตามตำแหน่ง", "The work of the post")


def _self(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@before_choosing
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own tokens; make one, whose text stands on the answer and can never be seen again."""
    if request.method == "POST" and not recently_confirmed(request):
        return redirect(f"{reverse('prove')}?next={reverse('tokens')}")
    form = TokenForm(request.POST if request.method == "POST" else None, offered=_offered(request))
    if request.method != "POST":
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        made = token_actions.make(
            user=_self(request),
            sitting=_sitting(request, form.cleaned_data["sitting"]),
            name=form.cleaned_data["name"],
            days=form.cleaned_data["days"],
            by=_self(request).get_username(),
        )
    except Refusal as refusal:
        return _show(request, form, refusal=refusal, status=422)
    return _show(request, TokenForm(offered=_offered(request)), made=made)


def _offered(request: HttpRequest) -> list[tuple[str, Words]]:
    """Return key and words of every sitting one may make a token for, the one in use first."""
    scope = scope_on(request)
    now = (scope.post, scope.purpose)
    listed = sorted(offered_on(request), key=lambda one: (one.seat.id, one.purpose) != now)
    return [(one.key, _words(one.seat.title, one.purpose)) for one in listed]


def _words(title: Words, purpose: str) -> Words:
    what = PURPOSES.get(purpose, NO_PURPOSE)
    return Words(f"{title.th} · {what.th}", f"{title.en} · {what.en}")


def _sitting(request: HttpRequest, key: str) -> Sitting:
    found = next((one for one in offered_on(request) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    form: TokenForm,
    *,
    made: tuple[Token, Key] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    day = timezone.localdate()
    listed = list(tokens_of(_self(request))[:MOST_SHOWN])
    values = {
        "form": form,
        # A token outlives the session: whoever makes one proves first that it is really them, before anything is typed.
        "confirmed": recently_confirmed(request),
        "made": made,
        "refusal": refusal,
        "rows": [
            (
                one,
                _words(Words(one.post.title_th, one.post.title_en), one.purpose),
                one.revoked_at is None and one.last_day >= day,
            )
            for one in listed
        ],
    }
    return render(request, "access/tokens.html", values, status=status)


@before_choosing
@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """End one of one's own tokens; the next request that it makes is turned away."""
    user = _self(request)
    token_actions.revoke(token=token_for(user, prefix), by=user.get_username())
    messages.success(request, say("ยกเลิกโทเค็นแล้ว", "The token is revoked"))
    return redirect("tokens")
