"""The queue of a signing step: each case with its evidence, decided in one round trip, many at once after a list of them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.screen.fragments import show, wants_part
from baansuk.screen.language import say_words
from baansuk.screen.pages import Slice, page_number
from baansuk.thai.words import Refusal, Words
from baansuk.verify import bulk_actions, looks
from baansuk.verify import committee_questions as questions
from baansuk.verify.checklist import load_checklist
from baansuk.verify.committee_forms import DecideForm
from baansuk.verify.deciding import Hand, Said, subjects_of
from baansuk.verify.flows import Flow, Step, flow_of
from baansuk.verify.load import hands_of, loads_of
from baansuk.verify.meetings import Sat, open_meeting, sat
from baansuk.verify.models import Bulk, Case, Round
from baansuk.verify.moves import owners_of
from baansuk.verify.questions import case_for, cases_for, round_for
from baansuk.verify.screening_actions import propose, send_back, sign

PAGE = 25
QUEUE, ROW = "verify/queue.html", "verify/queue_row.html"
REFUSALS = {
    "changed": Words("มีผู้บันทึกไปก่อน", "somebody decided first"),
    "not_checked": Words("รายการตรวจยังไม่ครบ", "the checklist is not complete"),
    "no_outcome": Words("ยังไม่มีผลของขั้นก่อน", "no step before found anything"),
    "still_disputed": Words("ยังเห็นต่าง รอเยี่ยม", "still disputed"),
    "must_step_aside": Words("ท่านมีส่วนได้เสีย", "you declared an interest"),
    "no_meeting": Words("ยังไม่เปิดประชุม", "no meeting is open"),
    "no_quorum_for_case": Words("กรรมการที่พิจารณาได้ไม่ครบ", "too few may decide on it"),
    "proposed_by_you": Words("ท่านเป็นผู้เสนอเอง", "you proposed it yourself"),
    "not_your_step": Words("อยู่ที่ตำแหน่งอื่น", "another post has it"),
    "wrong_state": Words("สถานะเปลี่ยนไปแล้ว", "its state has changed"),
}


@require_safe
def queue(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """List the cases of one step with their evidence, by village and house number."""
    scope = questions.signer(request)
    found = round_for(scope, code)
    here = questions.step_for(scope, found, step)
    view = request.GET.get("show", "todo")
    if view not in questions.VIEWS:
        raise Http404
    page = _page(questions.queue_for(scope, found, here, view), page_number(request.GET.get("page")))
    rows = questions.rows_of(page.rows, found)
    looks.at_list(
        [one for row in rows for one in subjects_of(row.case)], by=scope, round=found.code, area=scope.post_area
    )
    meeting = open_meeting(found, here, scope.post_area.ljust(here.digits, "0"))
    values = _around(scope, found, here) | {
        "rows": [(row, _may(scope, row, flow_of(found.flow))) for row in rows],
        "page_of": page,
        "view": view,
        "views": questions.VIEWS,
        "meeting": meeting,
        "acts": [(code, words) for code, words in bulk_actions.ACTS.items() if _offers(scope, here, code)],
    }
    return show(request, QUEUE, values)


def _page(cases: QuerySet[Case], number: int) -> Slice[Case]:
    """Cut one page out of a queue without counting it: an amphoe's may hold tens of thousands, and nobody asks how many here."""
    start = (number - 1) * PAGE
    rows = list(cases[start : start + PAGE + 1])
    after = str(number + 1) if len(rows) > PAGE else ""
    return Slice(rows=rows[:PAGE], before=str(number - 1) if number > 1 else "", after=after)


def _offers(scope: Scope, step: Step, act: str) -> bool:
    return scope.role == (step.owner if act == "propose" else step.signer)


def _may(scope: Scope, row: questions.Row, flow: Flow) -> dict[str, bool]:
    """Say which main act a row offers to this seat; what one proposed oneself another signs."""
    case = row.case
    step, owners = flow.step(case.step), owners_of(case.state, case.step, flow)
    return {
        "propose": scope.role in owners and case.state in ("waiting", "returned", "recorded") and bool(step.signer),
        "sign": scope.role == step.signer and case.state == "proposed" and row.proposed_by != scope.username,
        "send_back": scope.role in (step.owner, step.signer)
        and case.state in ("waiting", "recorded", "proposed")
        and bool(step.may_return_to),
    }


def _around(scope: Scope, found: Round, here: Step) -> dict[str, Any]:
    """What a queue and each of its rows are drawn with."""
    flow = flow_of(found.flow)
    return {
        "round": found,
        "flow": flow,
        "step": here,
        "form": DecideForm(step=here, flow=flow),
        "checklist": load_checklist().at(here.code),
        "owns": scope.role == here.owner,
        "once": secrets.token_urlsafe(9),
    }


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide one case: propose, sign or send it back; htmx gets the case's row as it is now."""
    scope = questions.signer(request)
    case = case_for(scope, number)
    flow = flow_of(case.round.flow)
    step = questions.step_for(scope, case.round, case.step)
    form = DecideForm(request.POST, step=step, flow=flow)
    refusal = None
    if form.is_valid():
        try:
            _act(form, case, step, scope)
        except Refusal as refused:
            refusal = refused
    else:
        refusal = Refusal("form", "กรอกไม่ครบ เปิดรายการใหม่", "Something is missing; open the list again.")
    return _answer(request, scope, case, step, refusal)


def _act(form: DecideForm, case: Case, step: Step, scope: Scope) -> None:
    read = form.cleaned_data
    hand = Hand(scope.username, scope, f"page:{case.number}:{read['act']}:{read['once']}")
    at = sat(open_meeting(case.round, step, case.area_code))
    if read["act"] == "sign":
        sign(case=case, hand=hand, version=read["version"], at=at)
    elif read["act"] == "send_back":
        send_back(case=case, to=read["to"], said=form.said(), hand=hand, version=read["version"], at=at)
    else:
        _propose(read, form.said(), case, hand, at)


def _propose(read: dict[str, Any], said: Said, case: Case, hand: Hand, at: Sat | None) -> None:
    propose(
        case=case,
        hand=hand,
        outcome=read["outcome"],
        said=said,
        ticked=read["ticked"],
        version=read["version"],
        at=at,
    )


def _answer(request: HttpRequest, scope: Scope, case: Case, step: Step, refusal: Refusal | None) -> HttpResponse:
    if not wants_part(request):
        if refusal is not None:
            messages.error(request, say_words(refusal.words))
        return redirect("verify-queue", case.round.code, step.code)
    now = Case.objects.get(pk=case.pk)
    [row] = questions.rows_of([now], case.round)
    flow = flow_of(case.round.flow)
    values = _around(scope, case.round, step)
    # It moved on: of another step this seat's form offers nothing.
    may = _may(scope, row, flow) if now.step == step.code else {}
    values |= {"row": row, "may": may, "refusal": refusal, "done": refusal is None}
    return show(request, ROW, values)


@require_POST
def prepare(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """List what a bulk act is to do, on a page of its own."""
    scope = questions.signer(request)
    found = round_for(scope, code)
    here = questions.step_for(scope, found, step)
    chosen = [_numbered(one) for one in request.POST.getlist("chosen")]
    try:
        made = bulk_actions.prepare(
            round=found, act=request.POST.get("act", ""), chosen=chosen, by=scope.username, scope=scope
        )
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("verify-queue", found.code, here.code)
    return redirect("verify-bulk", made.number)


def _numbered(chosen: str) -> tuple[str, int]:
    number, _colon, version = chosen.rpartition(":")
    return number, int(version) if version.isdecimal() else -1


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, number: str) -> HttpResponse:
    """Show what a bulk act is to do, do it when confirmed, and show what became of each case."""
    scope = questions.signer(request)
    made = Bulk.objects.select_related("round").filter(number=number, by=scope.username).first()
    if made is None:
        raise Http404
    if request.method != "POST":
        return show(request, "verify/bulk.html", _bulk_values(scope, made))
    ticked = request.POST.getlist("ticked")
    try:
        bulk_actions.carry_out(bulk=made, by=scope.username, scope=scope, ticked=ticked)
    except Refusal as refusal:
        values = _bulk_values(scope, made) | {"refusal": refusal, "ticked": ticked}
        return show(request, "verify/bulk.html", values, status=422)
    return redirect("verify-bulk", number)


def _bulk_values(scope: Scope, made: Bulk) -> dict[str, Any]:
    cases = {one.number: one for one in cases_for(scope, made.round).filter(number__in=[n for n, _v in made.asked])}
    looks.at_list(
        [one for case in cases.values() for one in subjects_of(case)],
        by=scope,
        round=made.round.code,
        area=made.area_code,
    )
    rows = {row.case.number: row for row in questions.rows_of(cases.values(), made.round)}
    became = {number: REFUSALS.get(code, Words(code, code)) if code != "done" else None for number, code in made.done}
    first = next(iter(cases.values()), None)
    step = first.step if first is not None and made.done_at is None else ""
    listed = [(rows[number], became.get(number), number in became) for number, _version in made.asked if number in rows]
    return {
        "made": made,
        "listed": listed,
        "act": bulk_actions.ACTS[made.act],
        "checklist": load_checklist().at(step) if made.act == "propose" else (),
        "needed": [one.code for one in questions.needed_ticks(made, cases.values())],
        "done": sum(code == "done" for _number, code in made.done),
        "back": _back(scope, made),
    }


def _back(scope: Scope, made: Bulk) -> str:
    flow = flow_of(made.round.flow)
    own = [one for one in questions.steps_of(scope, flow) if one.decides and one.signer]
    return (
        reverse("verify-queue", args=[made.round.code, own[0].code])
        if own
        else reverse("verify-load", args=[made.round.code])
    )


@require_safe
def load(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits where and with whom, what is late, and who decided how much in the last days."""
    scope = questions.signer(request)
    found = round_for(scope, code)
    digits = 4 if len(scope.post_area) == 2 else 6
    listed = loads_of(scope, found, digits)
    only_late = request.GET.get("show") == "late"
    values = {
        "round": found,
        "rows": [one for one in listed if one.late or not only_late],
        "late": sum(one.late for one in listed),
        "open": sum(one.cases for one in listed),
        "only_late": only_late,
        "hands": hands_of(scope, found, today() - dt.timedelta(days=7)),
    }
    return show(request, "verify/load.html", values)
