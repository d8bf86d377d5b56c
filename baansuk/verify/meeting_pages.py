"""The pages of a committee: its order and meetings, one meeting from the call to its signed minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import looks
from baansuk.verify import meeting_actions as actions
from baansuk.verify.attendance import unseal
from baansuk.verify.committee_forms import AppointForm, AttendForm, CallForm, RecordForm
from baansuk.verify.committee_questions import signer
from baansuk.verify.committees import committee_of, named_in
from baansuk.verify.flows import Step
from baansuk.verify.forms import LeavingForm
from baansuk.verify.meeting_papers import waiting_cases
from baansuk.verify.meetings import LETTERS, record_of, step_of
from baansuk.verify.models import Letter, Round, Session
from baansuk.verify.moves import SESSION_TONES, SESSION_WORDS
from baansuk.verify.questions import round_for, session_for
from baansuk.verify.undecided import left_by

FORM, CLOSE = "verify/committee_form.html", "verify/close_meeting.html"
COMMITTEE = Words("คณะกรรมการและการประชุม", "Committee and meetings")


def _place(scope: Scope, code: str, area: str) -> tuple[Round, Step]:
    """Return a round and the step of its committee; raises Http404 unless the seat owns or signs that step there."""
    found = round_for(scope, code)
    try:
        step = step_of(found, area)
    except Refusal as none:
        raise Http404 from none
    if scope.role not in (step.owner, step.signer) or not area.startswith(scope.post_area):
        raise Http404
    return found, step


@require_safe
def committee(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show a committee by its order, and its meetings."""
    scope = signer(request)
    found, step = _place(scope, code, area)
    held = committee_of(found, area)
    rows = Session.objects.filter(round=found, kind=step.meeting, area_code=area)
    values = {
        "round": found,
        "area": area,
        "place": names_of([area]).get(area),
        "committee": held,
        "members": named_in(held) if held is not None else [],
        "rows": [(one, SESSION_WORDS[one.state], SESSION_TONES[one.state]) for one in rows],
        "owns": scope.role == step.owner,
        "open": any(one.state in ("called", "open") for one in rows),
    }
    return show(request, "verify/committee.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Record the order that appoints a committee."""
    scope = signer(request)
    found, _step = _place(scope, code, area)
    held = committee_of(found, area)
    form = AppointForm(request.POST or None, initial=_as_held(held) if held else _first(area))
    back = reverse("verify-committee", args=[code, area])
    lead = Words(
        "ชื่อตามคำสั่ง เรียงตามลำดับ ประธานและเลขานุการอย่างละหนึ่งคน กรรมการที่มีบัญชีในระบบให้ใส่ชื่อบัญชี",
        "Names as in the order, in its sequence; one chair and one secretary. Give the account of those who have one.",
    )
    sheet = Sheet(
        Words("คำสั่งแต่งตั้งคณะกรรมการ", "The order of appointment"), Words("บันทึกคำสั่ง", "Record it"),
        [(COMMITTEE, back)], lead, "verify/appoint.html",
    )  # fmt: skip

    def act() -> None:
        actions.appoint(round=found, area_code=area, order=form.order(), by=scope.username, scope=scope)

    return take(request, form, sheet, act, Words("บันทึกคำสั่งแล้ว", "The order is recorded"), back)


def _as_held(held: Any) -> dict[str, Any]:
    named = {"name": held.name_th, "office": held.office_th, "phone": held.phone}
    return named | {"order_no": held.order_no, "order_date": held.order_date} | AppointForm.of_members(named_in(held))


def _first(area: str) -> dict[str, Any]:
    level = "อำเภอ" if len(area) == 4 else "จังหวัด"
    place = names_of([area]).get(area)
    return {
        "name": f"คณะกรรมการกลั่นกรองครัวเรือนระดับ{level}",
        "office": f"ที่ว่าการ{place.th}" if place and len(area) == 4 else "",
        "duty_1": "chair",
        "duty_2": "secretary",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Call a meeting of the committee."""
    scope = signer(request)
    found, _step = _place(scope, code, area)
    form = CallForm(request.POST or None, initial={"held_on": today()})
    back = reverse("verify-committee", args=[code, area])

    def act() -> None:
        actions.call(round=found, area_code=area, by=scope.username, scope=scope, **form.cleaned_data)

    sheet = Sheet(Words("นัดประชุม", "Call a meeting"), Words("นัดประชุม", "Call it"), [(COMMITTEE, back)], None, FORM)
    return take(request, form, sheet, act, Words("นัดประชุมแล้ว พิมพ์หนังสือเชิญได้", "Called; the letter can be printed"), back)


def meeting_in(request: HttpRequest, number: str) -> tuple[Scope, Session, Step]:
    """Return a committee's meeting; raises Http404 for one of a village or out of sight."""
    scope = signer(request)
    found = session_for(scope, number)
    if found.kind not in ("amphoe", "province"):
        raise Http404
    _round, step = _place(scope, found.round.code, found.area_code)
    return scope, found, step


@require_safe
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Show one meeting: who is there, what it has to decide, its papers and what comes next."""
    scope, found, step = meeting_in(request, number)
    looks.at_session(found.number, by=scope)
    kept = {one.kind: one for one in Letter.objects.filter(session=found)}
    people = unseal(found.attended, found.number)
    values = {
        "found": found,
        "round": found.round,
        "step": step,
        "state": SESSION_WORDS[found.state],
        "tone": SESSION_TONES[found.state],
        "people": people,
        "present": sum(one.present for one in people),
        "cases": waiting_cases(found),
        "papers": [(kind, words, kept.get(kind)) for kind, words in LETTERS.items()],
        "record": record_of(found),
        "owns": scope.role == step.owner,
        "signs": scope.role == step.signer and found.state == "closed" and found.closed_by != scope.username,
    }
    return show(request, "verify/meeting.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest, number: str) -> HttpResponse:
    """Record who is there and who steps aside in which case; it opens the meeting."""
    scope, found, step = meeting_in(request, number)
    if scope.role != step.owner or found.state not in ("called", "open"):
        raise Http404
    looks.at_session(found.number, by=scope)
    form = AttendForm(request.POST or None, people=unseal(found.attended, found.number))
    lead = Words(
        "ถามทุกคนก่อนเริ่มว่าเป็นญาติหรือมีส่วนได้เสียกับครัวเรือนใด ใส่เลขที่เรื่อง คั่นด้วยช่องว่าง",
        "Before you begin, ask everyone about kin and interests. Write the case numbers, with spaces between.",
    )
    sheet = Sheet(
        Words("ผู้มาประชุมและส่วนได้เสีย", "Who is present, and interests"), Words("บันทึกและเปิดประชุม", "Record and open the meeting"),
        crumbs_of(found), lead, "verify/attend.html",
    )  # fmt: skip

    def act() -> None:
        actions.attend(session=found, came=form.came(), by=scope.username, scope=scope)

    return take(request, form, sheet, act, Words("เปิดประชุมแล้ว", "The meeting is open"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a meeting with what goes into its minutes."""
    scope, found, step = meeting_in(request, number)
    if scope.role != step.owner or (found.state != "open" and request.method != "POST"):
        raise Http404
    form = RecordForm(request.POST or None)
    lead = Words("มติรายครัวเรือนเข้ารายงานเอง", "The resolution on each household is put into the minutes for you.")
    sheet = Sheet(
        Words("ปิดประชุม", "Close the meeting"),
        Words("ปิดประชุม", "Close it"),
        crumbs_of(found),
        lead,
        CLOSE,
        {"left": left_by(found)},
    )
    leaving = LeavingForm(request.POST).count()

    def act() -> None:
        actions.close(session=found, record=form.record(), by=scope.username, scope=scope, leaving=leaving)

    return take(
        request,
        form,
        sheet,
        act,
        Words("ปิดประชุมแล้ว รอลงนามรายงาน", "Closed; the minutes wait to be signed"),
        address_of(found),
    )


@require_POST
def sign_minutes(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the minutes of a closed meeting."""
    scope, found, _step = meeting_in(request, number)
    try:
        actions.sign_minutes(session=found, by=scope.username, scope=scope)
        messages.success(request, say_words(Words("ลงนามรับรองรายงานแล้ว", "The minutes are signed")))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("verify-meeting", number)


def crumbs_of(found: Session) -> list[tuple[Words, str]]:
    """Return the way back from a page of a meeting."""
    back = reverse("verify-committee", args=[found.round.code, found.area_code])
    return [(COMMITTEE, back), (Words(found.number, found.number), address_of(found))]


def address_of(found: Session) -> str:
    """Return the address of a meeting's page."""
    return reverse("verify-meeting", args=[found.number])
