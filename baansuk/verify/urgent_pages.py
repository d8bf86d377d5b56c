"""The pages of the urgent lane: report, the list with its clock, one case and its steps, who may know, who is on duty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, once, take
from baansuk.audit import gate
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.screen.pages import numbered, page_number
from baansuk.thai.words import Refusal, Words
from baansuk.verify import urgent_actions as actions
from baansuk.verify import urgent_questions as questions
from baansuk.verify.models import UrgentCase
from baansuk.verify.urgent_forms import NameForm, ReportForm, StepForm, TurnForm
from baansuk.verify.urgent_moves import ACT_WORDS, MOVES, NEEDS_WORDS

LANE = Words("เรื่องด่วน", "Urgent cases")
DUTY = Words("เวรรับเรื่องด่วน", "Duty roster")
FORM = "verify/urgent_form.html"
PAGE = 50


@require_safe
def urgent_cases(request: HttpRequest) -> HttpResponse:
    """List the urgent cases of one's area, what is due first at the top, and what of it is late."""
    scope = questions.helper(request)
    view = request.GET.get("show", "open")
    if view not in questions.VIEWS:
        raise Http404
    now = timezone.now()
    page = numbered(questions.viewed(scope, view, now), page=page_number(request.GET.get("page")), size=PAGE)
    _look_list([one.number for one in page.rows], scope)
    values = {
        "rows": questions.shown_list(page.rows, now),
        "page_of": page,
        "view": view,
        "views": questions.VIEWS,
        "watched": questions.watched(scope, now) if scope.role in questions.WATCHERS else None,
    }
    return show(request, "verify/urgent_cases.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def urgent_new(request: HttpRequest) -> HttpResponse:
    """Report an urgent case; whoever reports gets its number."""
    scope = questions.reporter(request)
    form = ReportForm(request.POST or None, areas=questions.reach(scope))
    lead = Words(
        "ถ้ามีอันตรายต่อชีวิต โทร. 191 หรือ 1669 ก่อน แล้วจึงแจ้งที่นี่ เรื่องคุ้มครองเห็นเฉพาะผู้ที่ระบุชื่อ",
        "If a life is in danger, call 191 or 1669 first. Only named people see a protection case.",
    )
    sheet = Sheet(
        Words("แจ้งเรื่องด่วน", "Report an urgent case"),
        Words("แจ้ง", "Report"),
        _crumbs(scope),
        lead,
        FORM,
        {"danger": True},
    )
    made: list[UrgentCase] = []

    def act() -> None:
        try:
            told = form.told()
            made.append(actions.report(told=told, scope=scope, by=scope.username, key=request.POST.get("once", "")))
        except Http404 as unseen:
            raise Refusal("household_unknown", "ไม่พบครัวเรือนนี้", "There is no such household.") from unseen

    answer = take(request, form, sheet, act, Words("รับแจ้งแล้ว", "Reported"), reverse("urgent-told"))
    if made:
        request.session["urgent_told"] = made[0].number
    return answer


@require_safe
def urgent_told(request: HttpRequest) -> HttpResponse:
    """Say the number of what one reported, who is on duty and by when it is taken; nothing of the case itself."""
    scope = questions.reporter(request)
    number = request.session.get("urgent_told", "")
    found = UrgentCase.objects.filter(number=number, reported_by=scope.username).first()
    if found is None:
        raise Http404
    seen = questions.urgent_for(scope).filter(pk=found.pk).exists()
    values = {"found": found, "seen": seen, "duty": questions.on_duty(found.area_code, timezone.now())}
    return show(request, "verify/urgent_told.html", values)


@require_safe
def urgent_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one urgent case; the look is written down first."""
    scope = questions.reporter(request)
    found = questions.urgent_case_for(scope, number)
    _look(found, scope)
    now = timezone.now()
    values = {
        "one": questions.opened(found, scope, now),
        "duty": questions.on_duty(found.area_code, now),
        "form": NameForm(),
        "once": once(),
    }
    return show(request, "verify/urgent_case.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def urgent_step(request: HttpRequest, number: str, to: str) -> HttpResponse:
    """Move a case on by one step."""
    scope = questions.reporter(request)
    found = questions.urgent_case_for(scope, number)
    if to not in ACT_WORDS or (request.method != "POST" and to not in MOVES[found.state]):
        raise Http404
    form = StepForm(request.POST or None, needed=to in NEEDS_WORDS, initial={"version": found.version})

    def act() -> None:
        key = f"urgent:{found.pk}:{request.POST.get('once', '')}"
        actions.move_on(case=found, to=to, scope=scope, by=scope.username, key=key, **form.cleaned_data)

    crumbs = [*_crumbs(scope), (Words(found.number, found.number), _address(found))]
    sheet = Sheet(ACT_WORDS[to], ACT_WORDS[to], crumbs, None, FORM)
    return take(request, form, sheet, act, Words("บันทึกแล้ว", "Recorded"), _address(found))


@require_POST
def urgent_name(request: HttpRequest, number: str) -> HttpResponse:
    """Name somebody who may know of a protected case."""
    return _change_named(request, number, "let_know", Words("เพิ่มแล้ว", "Named"))


@require_POST
def urgent_unname(request: HttpRequest, number: str) -> HttpResponse:
    """Take somebody out of a protected case."""
    return _change_named(request, number, "no_longer", Words("นำออกแล้ว", "Taken out"))


def _change_named(request: HttpRequest, number: str, act: str, said: Words) -> HttpResponse:
    scope = questions.reporter(request)
    found = questions.urgent_case_for(scope, number)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            getattr(actions, act)(case=found, scope=scope, by=scope.username, **form.cleaned_data)
            messages.success(request, say(said.th, said.en))
        except Refusal as refusal:
            messages.error(request, say(refusal.words.th, refusal.words.en))
    if not questions.urgent_for(scope).filter(pk=found.pk).exists():
        return redirect("urgent-cases")
    return redirect("urgent-case", number)


@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now and next, in the areas of one's seat and above."""
    scope = questions.helper(request)
    now = timezone.now()
    turns = questions.turns_for(scope, now)
    names = names_of(one.area_code for one in turns)
    rows = [(one, names.get(one.area_code), one.begins_at <= now) for one in turns]
    values = {"rows": rows, "may_set": scope.role in questions.ROSTER_KEEPERS}
    return show(request, "verify/urgent_duty.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def duty_new(request: HttpRequest) -> HttpResponse:
    """Put a post on duty."""
    scope = _roster_keeper(request)
    areas = list(questions.reach(scope))
    form = TurnForm(
        request.POST or None,
        posts=questions.posts_on_call(scope),
        areas=[(code, words) for code, words in names_of(areas).items() if any(code.startswith(one) for one in areas)],
        initial=_next_day(),
    )

    def act() -> None:
        actions.set_turn(turn=form.turn(), scope=scope, by=scope.username)

    sheet = Sheet(
        Words("จัดเวร", "Set a turn of duty"), Words("บันทึก", "Save"), [*_crumbs(scope), (DUTY, reverse("urgent-duty"))],
        template=FORM,
    )  # fmt: skip
    return take(request, form, sheet, act, Words("จัดเวรแล้ว", "The turn is set"), reverse("urgent-duty"))


@require_POST
def duty_end(request: HttpRequest, turn: int) -> HttpResponse:
    """Take a turn of duty back."""
    scope = _roster_keeper(request)
    found = next((one for one in questions.turns_for(scope, timezone.now()) if one.pk == turn), None)
    if found is None:
        raise Http404
    actions.end_turn(turn=found, scope=scope, by=scope.username)
    messages.success(request, say("ยกเลิกเวรแล้ว", "The turn is taken back"))
    return redirect("urgent-duty")


def _roster_keeper(request: HttpRequest) -> Scope:
    scope = questions.helper(request)
    if scope.role not in questions.ROSTER_KEEPERS:
        raise Http404
    return scope


def _next_day() -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "begins_on": now.date(),
        "begins_at": now.time().replace(minute=0),
        "ends_on": now.date(),
        "ends_at": "16:30",
    }


def _crumbs(scope: Scope) -> list[tuple[Words, str]]:
    return [(LANE, reverse("urgent-cases"))] if questions.may_help(scope) else []


def _address(found: UrgentCase) -> str:
    return reverse("urgent-case", args=[found.number])


@transaction.atomic
def _look(found: UrgentCase, scope: Scope) -> None:
    gate.write("verify.look_urgent", by=scope.username, partner=scope.partner, subjects=[("urgent", found.number)])


@transaction.atomic
def _look_list(numbers: list[str], scope: Scope) -> None:
    subjects = [("urgent", number) for number in numbers]
    gate.write("verify.look_urgent_list", by=scope.username, partner=scope.partner, subjects=subjects)
