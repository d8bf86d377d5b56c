"""Telling the villages: what waits to be told, the announcement and its pack, appeals, and opening a case again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.assess.export_pages import XLSX
from baansuk.audit import gate
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import appeal_actions, looks, telling_actions
from baansuk.verify import committee_questions as questions
from baansuk.verify.committee_forms import ReasonForm
from baansuk.verify.deciding import Hand, subjects_of
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Announcement, Case
from baansuk.verify.moves import STATE_WORDS
from baansuk.verify.place_names import place_of
from baansuk.verify.questions import case_for, round_for
from baansuk.verify.return_pack import pack_of, write_pack

FORM = "verify/committee_form.html"


@require_safe
def telling(request: HttpRequest, code: str) -> HttpResponse:
    """List the villages with results that they were not told yet, and what was told."""
    scope = questions.signer(request)
    found = round_for(scope, code)
    told = list(questions.announcements_for(scope, found)[:100])
    names = names_of(one.area_code for one in told)
    values = {
        "round": found,
        "rows": [(area, name, _in_words(counts)) for area, name, counts in questions.to_tell(scope, found)],
        "told": [(one, place_of(names, one.area_code), _in_words(one.counts)) for one in told],
        "may_tell": scope.role in (flow_of(found.flow).telling.owner, "register_keeper"),
        "keeps": scope.keeps_register,
    }
    return show(request, "verify/telling.html", values)


def _in_words(counts: dict[str, int]) -> list[tuple[Words, int]]:
    return [(STATE_WORDS[state], counts[state]) for state in questions.SETTLED if state in counts]


@require_POST
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Tell one village its results; the time for an appeal begins."""
    scope = questions.signer(request)
    found = round_for(scope, code)
    try:
        made = telling_actions.announce(
            round=found, area_code=request.POST.get("area", ""), by=scope.username, scope=scope
        )
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("verify-telling", code)
    messages.success(request, say("คืนข้อมูลแล้ว พิมพ์ชุดคืนข้อมูลได้", "The village is told; its pack can be printed."))
    return redirect("verify-told", made.number)


@require_POST
def close_over(request: HttpRequest, code: str) -> HttpResponse:
    """Close the cases whose time for an appeal is over."""
    scope = questions.signer(request)
    if not scope.keeps_register:
        raise Http404
    found = round_for(scope, code)
    closed = appeal_actions.close_over(round=found, by=scope.username, partner=scope.partner)
    messages.success(request, str(say("ปิดแล้ว {n} เรื่อง", "{n} cases closed")).format(n=closed))
    return redirect("verify-telling", code)


@require_safe
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Show the pack of one village, to be printed: counts, and the result of each house number without a reason."""
    scope = questions.signer(request)
    found = questions.announcement_for(scope, number)
    _leaves(found, scope, "paper")
    return show(request, "verify/told.html", {"pack": pack_of(found), "found": found})


@require_POST
def told_workbook(request: HttpRequest, number: str) -> HttpResponse:
    """Give the pack of one village as a workbook."""
    scope = questions.signer(request)
    found = questions.announcement_for(scope, number)
    _leaves(found, scope, "workbook")
    headers = {"Content-Disposition": f'attachment; filename="baansuk-{number}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(write_pack(pack_of(found)), content_type=XLSX, headers=headers)


@transaction.atomic
def _leaves(found: Announcement, scope: Scope, form: str) -> None:
    subjects = [("case", number) for number in found.cases]
    about = {"number": found.number, "form": form}
    gate.write("verify.print_told", by=scope.username, partner=scope.partner, subjects=subjects, about=about)


def _case_address(case: Case) -> str:
    return reverse("verify-decided", args=[case.number])


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    """Write down an appeal of a household."""
    lead = Words(
        "ยื่นต่ออำเภอหรือต่อจังหวัดก็ได้ การอุทธรณ์ไม่กระทบสิทธิหรือความช่วยเหลือที่ได้รับอยู่",
        "It can go to the amphoe or the province. An appeal does not affect any right or help.",
    )
    return _with_reason(request, number, "announced", "appeal", Words("บันทึกคำอุทธรณ์", "Record an appeal"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Open a closed case again."""
    lead = Words(
        "เมื่อมีข้อเท็จจริงใหม่ หรือพบว่าการพิจารณาครั้งก่อนผิดขั้นตอน",
        "Where there is a new fact, or the earlier decision did not follow the rules.",
    )
    return _with_reason(request, number, "closed", "reopen", Words("เปิดเรื่องใหม่", "Open the case again"), lead)


def _with_reason(request: HttpRequest, number: str, state: str, act: str, heading: Words, lead: Words) -> HttpResponse:
    scope = questions.signer(request)
    case = case_for(scope, number)
    if case.state != state and request.method != "POST":
        raise Http404
    form = ReasonForm(request.POST or None, flow=flow_of(case.round.flow), initial={"version": case.version})

    def do() -> Any:
        read = form.cleaned_data
        hand = Hand(scope.username, scope, f"{act}:{case.number}:{request.POST.get('once', '')}")
        return getattr(appeal_actions, act)(
            case=case, to=read["to"], said=form.said(), hand=hand, version=read["version"]
        )

    crumbs = [(Words(case.number, case.number), _case_address(case))]
    return take(
        request,
        form,
        Sheet(heading, heading, crumbs, lead, FORM),
        do,
        Words("บันทึกแล้ว", "Recorded"),
        _case_address(case),
    )


@require_POST
def take_on(request: HttpRequest, number: str) -> HttpResponse:
    """Take an appeal, or a case opened anew, up to be decided."""
    scope = questions.signer(request)
    case = case_for(scope, number)
    try:
        hand = Hand(scope.username, scope, f"take-on:{case.number}:{case.version}")
        appeal_actions.take_on(case=case, hand=hand)
        messages.success(request, say("รับเรื่องพิจารณาใหม่แล้ว", "The case is taken up again"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("verify-decided", case.number)


@require_safe
def decided(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case with all that was decided and why, and what may follow; the look is written down first."""
    scope = questions.signer(request)
    case = case_for(scope, number)
    looks.at_case(subjects_of(case), by=scope)
    [row] = questions.rows_of([case], case.round)
    flow = flow_of(case.round.flow)
    values = {
        "case": case,
        "row": row,
        "story": questions.story_of(case),
        "flow": flow,
        "step": flow.step(case.step),
        "may_take": case.state in ("appealed", "reopened")
        and scope.role in (flow.step(case.step).owner, "register_keeper"),
        "may_appeal": case.state == "announced",
        "may_reopen": case.state == "closed" and scope.keeps_register,
    }
    return show(request, "verify/decided.html", values)
