"""The page of one case: where it stands, what was decided, and what its reader may do about it now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, once, take
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import case_actions, looks
from baansuk.verify.checks import who_may
from baansuk.verify.committee_questions import SIGNING
from baansuk.verify.deciding import subjects_of
from baansuk.verify.doors import worker
from baansuk.verify.flows import flow_of
from baansuk.verify.forms import ObjectionForm, RecordForm
from baansuk.verify.models import Case, Session
from baansuk.verify.moves import MOVES
from baansuk.verify.questions import case_for, works_on_cases
from baansuk.verify.round_pages import crumbs_to
from baansuk.verify.told import unpack
from baansuk.verify.village_view import past_of, reasons_why, rows_of
from baansuk.verify.windows import objection_until


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case."""
    scope = scope_on(request)
    found = case_for(scope, number)
    [row] = rows_of([found], scope)
    why, says = reasons_why(found, scope)
    looks.at_case(subjects_of(found), by=scope)
    flow = flow_of(found.round.flow)
    may = works_on_cases(scope) and scope.role in who_may(found, flow) and found.round.state == "open"
    values = {
        "case": found,
        "row": row,
        "round": found.round,
        "crumbs": _crumbs(found, scope),
        "place": names_of([found.area_code]).get(found.area_code),
        "why": why,
        "says": says,
        "told": unpack(found.sealed_about, found.number) if not found.household_code else None,
        "past": past_of(found) if works_on_cases(scope) else [],
        "objections": objection_until(found),
        "may_record": may and "recorded" in MOVES[found.state],
        "may_object": works_on_cases(scope) and "objected" in MOVES[found.state] and found.round.state == "open",
        "may_take_up": may and found.state == "objected",
        # Appeals and re-openings stand with the story of what was decided.
        "decided_open": works_on_cases(scope) and scope.role in SIGNING,
        "household_open": bool(found.household_code) and scope.role != "village_head",
    }
    return show(request, "verify/case.html", values)


def _crumbs(case: Case, scope: Scope) -> list[tuple[Words, str]]:
    way = crumbs_to(case.round)
    if not works_on_cases(scope):
        return way
    name = names_of([case.area_code]).get(case.area_code, Words(case.area_code, case.area_code))
    return [*way, (name, reverse("verify-village", args=[case.round.code, case.area_code]))]


def _to_change(request: HttpRequest, number: str, new: str) -> tuple[Scope, Case]:
    """Return a case that may go to a state; where it may not there is no such page."""
    scope = worker(request)
    found = case_for(scope, number)
    if new not in MOVES[found.state]:
        raise Http404
    return scope, found


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the step found of one household."""
    scope, found = _to_change(request, number, "recorded")
    form = RecordForm(
        request.POST or None,
        step=flow_of(found.round.flow).step(found.step),
        case=found,
        initial={"outcome": found.outcome, "version": found.version},
    )
    word = request.POST.get("once") or once()

    def act() -> None:
        case_actions.record(
            case=found,
            by=scope.username,
            scope=scope,
            key=f"page:{scope.username}:{word}",
            session=_session_of(found),
            **form.cleaned_data,
        )

    sheet = Sheet(Words("บันทึกผล", "Record the outcome"), Words("บันทึก", "Record"), _crumbs(found, scope))
    return take(request, form, sheet, act, Words("บันทึกแล้ว", "Recorded"), reverse("verify-case", args=[number]))


def _session_of(case: Case) -> Session | None:
    """The village's newest session while the case stands at the village's own step."""
    step = flow_of(case.round.flow).village_step()
    if step is None or case.step != step.code or case.state == "disputed":
        return None
    held = Session.objects.filter(round=case.round_id, kind="closed_check", area_code=case.area_code)
    return held.order_by("-pk").first()


@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Take in an objection."""
    scope, found = _to_change(request, number, "objected")
    form = ObjectionForm(request.POST or None, initial={"version": found.version})
    word = request.POST.get("once") or once()

    def act() -> None:
        case_actions.object_to(
            case=found, by=scope.username, scope=scope, key=f"page:{scope.username}:{word}", **form.cleaned_data
        )

    sheet = Sheet(Words("รับคำคัดค้าน", "Record an objection"), Words("บันทึก", "Record"), _crumbs(found, scope))
    return take(
        request,
        form,
        sheet,
        act,
        Words("รับคำคัดค้านแล้ว", "The objection is recorded"),
        reverse("verify-case", args=[number]),
    )


@require_POST
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case that was objected to up again; pressed twice it is taken up once."""
    scope, found = worker(request), case_for(worker(request), number)
    key = f"take-up:{found.number}:{found.version}"
    try:
        case_actions.take_up(case=found, by=scope.username, scope=scope, key=key)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("verify-case", number)
