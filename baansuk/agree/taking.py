"""How every form of this room is taken: who may, what was typed stays, a second press changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from baansuk.access.middleware import scope_on
from baansuk.access.models import Partner
from baansuk.access.scope import Scope
from baansuk.agree import questions
from baansuk.agree.models import Agreement, Party
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Refusal, Words

ONCE = "once"
DONE = "agree_done"
MOST_REMEMBERED = 30
ROOM = Words("ข้อตกลง", "Agreements")
SAVE = Words("บันทึก", "Save")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with one form: what it is called, its button, the way back to it, and what else its template shows."""

    heading: Words
    button: Words
    crumbs: Sequence[tuple[Words, str]] = ()
    lead: Words | None = None
    template: str = "agree/form.html"
    values: dict[str, Any] = field(default_factory=dict)


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper; for all others there is no such page."""
    scope = scope_on(request)
    if not scope.keeps_register:
        raise Http404
    return scope


def agreement_or_absent(code: str) -> Agreement:
    """Return an agreement by its code, else the page of what does not exist."""
    try:
        return questions.standing_of(code).agreement
    except Agreement.DoesNotExist as absent:
        raise Http404 from absent


def crumbs_to(agreement: Agreement | None = None) -> list[tuple[Words, str]]:
    """Return the way back to the room, and to an agreement."""
    way = [(ROOM, reverse("agreements"))]
    return [*way, (Words(agreement.code, agreement.code), address_of(agreement))] if agreement else way


def address_of(agreement: Agreement) -> str:
    """Return the address of an agreement's page."""
    return reverse("agreement", args=[agreement.code])


def to_change(request: HttpRequest, code: str) -> tuple[Scope, Agreement]:
    """Return the keeper's scope and the agreement to change; an example from elsewhere is there to read only."""
    scope = keeper(request)
    found = agreement_or_absent(code)
    if found.example:
        raise Http404
    return scope, found


def party_or_absent(agreement: Agreement, partner: str) -> Party:
    """Return a partner's part in an agreement, else the page of what does not exist."""
    found = next((one for one in questions.parties_of(agreement) if one.partner_id == partner), None)
    if found is None:
        raise Http404
    return found


def named(partners: Sequence[Partner]) -> list[tuple[str, Words]]:
    """Return partners as choices of a form: name, and the code that tells two of one name apart."""
    return [
        (one.code, Words(f"{one.name_th} ({one.code})", f"{one.name_en or one.name_th} ({one.code})"))
        for one in partners
    ]


def take(
    request: HttpRequest, form: forms.Form, sheet: Sheet, act: Callable[[], Any], said: Words, to: str
) -> HttpResponse:
    """Show a form, or do its act once and lead to ``to``; a refusal is said above what was typed, and nothing is changed.

    Each form carries a word of its own. When it comes again with the same word (an impatient press, a page sent again from
    the history), the reader is led to what the first one made.
    """
    if request.method != "POST":
        return _shown(request, form, sheet)
    if (before := _done_before(request)) is not None:
        return redirect(before)
    if not form.is_valid():
        return _shown(request, form, sheet, status=422)
    try:
        with transaction.atomic():
            act()
    except Refusal as refusal:
        return _shown(request, form, sheet, refusal, status=422)
    _remember(request, to)
    messages.success(request, say_words(said))
    return redirect(to)


def _shown(
    request: HttpRequest, form: forms.Form, sheet: Sheet, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    once = request.POST.get(ONCE) or secrets.token_urlsafe(12)
    values = {"form": form, "sheet": sheet, "refusal": refusal, "once": once, **sheet.values}
    return show(request, sheet.template, values, status=status)


def once() -> str:
    """Return a new word for a form that stands on another page."""
    return secrets.token_urlsafe(12)


def _done_before(request: HttpRequest) -> str | None:
    done: dict[str, str] = request.session.get(DONE, {})
    return done.get(request.POST.get(ONCE, ""))


def _remember(request: HttpRequest, to: str) -> None:
    if word := request.POST.get(ONCE, ""):
        done: dict[str, str] = request.session.get(DONE, {})
        request.session[DONE] = dict([*done.items(), (word, to)][-MOST_REMEMBERED:])
