"""The page of urgent looks: asking for one, ending it, allowing more, and who looked where and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.access import emergency_actions as actions
from baansuk.access.emergency_areas import areas_to_pick
from baansuk.access.emergency_forms import EmergencyForm
from baansuk.access.emergency_questions import look_seen, looks_seen, state_of, wants_more
from baansuk.access.emergency_rules import KINDS, may_ask, may_sign
from baansuk.access.middleware import scope_on
from baansuk.access.models import Emergency, User
from baansuk.access.person_questions import may_approve
from baansuk.access.post_pages import self_on, to_prove
from baansuk.access.roles import ROLES
from baansuk.access.scope import Scope
from baansuk.places.questions import names_of
from baansuk.screen.fragments import ASKED_PART, wants_part
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownLook:
    """One urgent look as its reader finds it: what it is, how it stands, and what the reader may do."""

    look: Emergency
    kind: Words
    place: Words | None
    state: str
    wants_more: bool
    own: bool
    may_end: bool
    may_approve: bool
    leads_to: str


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for an urgent look, and list those that the reader may know of."""
    scope, user = scope_on(request), self_on(request)
    if not (may_ask(scope) or scope.keeps_register or scope.signs or scope.sees_trail):
        raise Http404
    form, refusal = _form(request, scope) if may_ask(scope) else None, None
    if form is not None and wants_part(request):
        # Whoever works by keyboard goes on at the step that has just come.
        for step in form.steps()[-1:]:
            step.field.widget.attrs["autofocus"] = True
        return render(request, "access/posts/emergency_area.html", {"form": form})
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                look = actions.ask(scope=scope, by=scope.username, **form.asked())
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, _said(look))
                return redirect("emergency")
    values = {"form": form, "refusal": refusal, "looks": _shown(scope, user), "sees_all": scope.sees_trail}
    status = 422 if request.method == "POST" else 200
    answer = render(request, "access/posts/emergency.html", values, status=status)
    patch_vary_headers(answer, [ASKED_PART])
    return answer


def _form(request: HttpRequest, scope: Scope) -> EmergencyForm:
    """Return the form, with the areas below those chosen so far; choosing alone is a question and no order."""
    chosen = request.POST or request.GET
    steps = {name: chosen.get(name, "") for name in ("amphoe", "tambon")}
    areas, by_houses = areas_to_pick(scope, **steps), ROLES[scope.role].by_houses
    if request.method == "POST":
        return EmergencyForm(request.POST, by_houses=by_houses, areas=areas)
    return EmergencyForm(initial={**steps, "village": chosen.get("village", "")}, by_houses=by_houses, areas=areas)


def _said(look: Emergency) -> str:
    if look.begins_at is None:
        return say(
            "บันทึกแล้ว วันนี้ท่านดูพื้นที่นี้ไปแล้วครั้งหนึ่ง จึงเปิดเมื่อมีผู้อนุมัติอีกคน",
            "Noted. You looked at this area within a day already, so it opens when a second person allows it.",
        )
    return say("เปิดแล้ว ดูเท่าที่จำเป็น ทุกครั้งที่ดูถูกบันทึก", "It is open. Look at what you need; every look is recorded.")


def _shown(scope: Scope, user: User) -> list[ShownLook]:
    now = timezone.now()
    looks = list(looks_seen(scope, user)[:MOST_SHOWN])
    names = names_of({look.area_code for look in looks})
    return [_one(look, scope, user, names, now) for look in looks]


def _one(look: Emergency, scope: Scope, user: User, names: dict[str, Words], now: datetime) -> ShownLook:
    more, own, signs = wants_more(look, now), look.post.user_id == user.pk, may_sign(scope, look.area_code)
    asked_on = timezone.localdate(look.asked_at)
    return ShownLook(
        look=look,
        kind=KINDS.get(look.kind, KINDS["other"]),
        place=names.get(look.area_code),
        state=state_of(look, now),
        wants_more=more,
        own=own,
        leads_to=_leads_to(look, scope),
        may_end=(own or signs) and (more or state_of(look, now) != "over"),
        may_approve=more
        and signs
        and may_approve(by=user.username, drafted_by=look.post.user.username, drafted_on=asked_on),
    )


def _leads_to(look: Emergency, scope: Scope) -> str:
    """Return the address of what the look opens, for whoever has it open in the seat they sit in; '' for all others."""
    if scope.urgent is None or scope.urgent.id != look.pk:
        return ""
    if look.household_code:
        return reverse("household", args=[look.household_code])
    return f"{reverse('households')}?area={look.area_code}"


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Allow the hours that were asked for, as the second person."""
    look = look_seen(scope_on(request), self_on(request), number)
    if away := to_prove(request):
        return away
    try:
        actions.approve(look=look, scope=scope_on(request), by=request.user.get_username())
    except Refusal as refused:
        messages.error(request, say_words(refused.words))
    else:
        messages.success(request, say("อนุมัติแล้ว", "Approved"))
    return redirect("emergency")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an urgent look at once."""
    look = look_seen(scope_on(request), self_on(request), number)
    try:
        actions.end(look=look, scope=scope_on(request), by=request.user.get_username())
    except Refusal as refused:
        messages.error(request, say_words(refused.words))
    else:
        messages.success(request, say("สิ้นสุดการดูข้อมูลกรณีฉุกเฉินแล้ว", "The urgent look is ended"))
    return redirect("emergency")
