"""The pages of requests: the list with what is late, one request, and each step of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.classes import PURPOSES
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.audit import gate
from baansuk.protect import request_actions as actions
from baansuk.protect import request_questions as questions
from baansuk.protect.doors import officer
from baansuk.protect.forms import AnswerForm, IdentityForm, NoteForm, RefusalForm, RequestForm, TieForm
from baansuk.protect.kinds import EXTRACTS
from baansuk.protect.models import SubjectRequest
from baansuk.screen.fragments import show
from baansuk.screen.pages import numbered, page_number
from baansuk.thai.words import Words

ROOM = Words("คุ้มครองข้อมูล", "Data protection")
LIST = Words("คำขอของเจ้าของข้อมูล", "Requests of persons")
FORM = "protect/form.html"
PAGE = 50
STEPS: dict[str, tuple[Words, Words]] = {
    "begin": (Words("ส่งให้ผู้ดูแลทะเบียนดำเนินการ", "Hand it to the register keeper"), Words("ส่งต่อแล้ว", "Handed over")),
    "answer": (Words("ตอบผู้ขอ", "Answer"), Words("บันทึกคำตอบแล้ว พิมพ์หนังสือตอบได้", "Answered; the letter can be printed")),
    "refuse": (Words("ไม่รับคำขอ", "Refuse"), Words("บันทึกเหตุผลแล้ว พิมพ์หนังสือตอบได้", "Refused; the letter can be printed")),
    "withdraw": (Words("ผู้ขอถอนเรื่อง", "Withdrawn by the person"), Words("ปิดเรื่องแล้ว", "Closed")),
    "reopen": (Words("เปิดเรื่องใหม่", "Open it again"), Words("เปิดเรื่องใหม่แล้ว", "Opened again")),
}
STEP_STATES = {
    "begin": "in_work",
    "answer": "answered",
    "refuse": "refused",
    "withdraw": "withdrawn",
    "reopen": "reopened",
}


def crumbs_to(request: SubjectRequest | None = None) -> list[tuple[Words, str]]:
    """Return the way back to the room, the list and a request."""
    way = [(ROOM, reverse("protection")), (LIST, reverse("subject-requests"))]
    return [*way, (Words(request.number, request.number), address_of(request))] if request else way


def address_of(request: SubjectRequest) -> str:
    """Return the address of a request's page."""
    return reverse("subject-request", args=[request.number])


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """Show what waits in data protection, and the doors of the room."""
    scope = officer(request)
    rows = [questions.shown(one, today()) for one in questions.requests_for(scope, "open")[:5]]
    return show(request, "protect/room.html", {"counts": questions.counts(scope), "rows": rows})


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests, what is due first at the top."""
    scope = officer(request)
    view = request.GET.get("show", "open")
    if view not in questions.VIEWS:
        raise Http404
    page = numbered(questions.requests_for(scope, view), page=page_number(request.GET.get("page")), size=PAGE)
    rows = [questions.shown(one, today()) for one in page.rows]
    values = {"rows": rows, "page_of": page, "view": view, "views": questions.VIEWS, "counts": questions.counts(scope)}
    return show(request, "protect/requests.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a request in."""
    scope = officer(request)
    form = RequestForm(request.POST or None, initial={"received_on": today()})

    def act() -> None:
        actions.receive(asked=actions.Asked(**form.cleaned_data), scope=scope, by=scope.username)

    lead = Words(
        "รับทุกคำขอไว้ก่อน แม้ยังยืนยันตัวตนไม่ได้ เวลาเริ่มนับจากวันที่รับเรื่อง",
        "Take every request in, before identity is checked: the time runs from the day of receipt.",
    )
    sheet = Sheet(Words("รับคำขอใหม่", "Take a request in"), Words("รับเรื่อง", "Take it in"), crumbs_to(), lead, FORM)
    return take(request, form, sheet, act, Words("รับเรื่องแล้ว", "The request is taken in"), reverse("subject-requests"))


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request with the person's words; the look is written down first."""
    scope = officer(request)
    found = questions.request_for(scope, number)
    _look(found, scope)
    opened = questions.opened(found)
    steps = [(act, words[0]) for act, words in STEPS.items() if STEP_STATES[act] in opened.next_states]
    values = {
        "found": found,
        "opened": opened,
        "one": opened.shown,
        "steps": steps,
        "may_tie": scope.sees_persons and scope.keeps_register,
        "extracts": found.kind in EXTRACTS,
        "uses": [PURPOSES[name] for name in found.uses],
        "corrections": questions.corrections_of(found),
    }
    return show(request, "protect/request.html", values)


@transaction.atomic
def _look(found: SubjectRequest, scope: Scope) -> None:
    gate.write("protect.look_request", by=scope.username, partner=scope.partner, subjects=[("request", found.number)])


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Record how it was made sure who asks."""
    scope = officer(request)
    found = questions.request_for(scope, number)
    form = IdentityForm(request.POST or None, for_other=found.asker != "self")

    def act() -> None:
        actions.check_identity(request=found, how=form.cleaned_data["how"], scope=scope, by=scope.username)

    sheet = Sheet(Words("ยืนยันตัวตนผู้ขอ", "Check who asks"), Words("บันทึก", "Record"), crumbs_to(found), template=FORM)
    return take(request, form, sheet, act, Words("ยืนยันตัวตนแล้ว", "Identity is checked"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, number: str) -> HttpResponse:
    """Say whom a request is about: for whoever sees persons."""
    scope = officer(request)
    if not (scope.sees_persons and scope.keeps_register):
        raise Http404
    found = questions.request_for(scope, number)
    form = TieForm(request.POST or None, initial={"code": found.person_code, "nobody": found.nobody})

    def act() -> None:
        actions.tie(request=found, code=form.cleaned_data["code"], scope=scope, by=scope.username)

    lead = Words(
        "ระบุเฉพาะผู้ที่ท่านเห็นในทะเบียน ผู้ที่ไม่พบก็ตอบกลับได้",
        "Only somebody whom you see in the register; whoever is not found is answered too",
    )
    heading = Words("เป็นบุคคลใดในทะเบียน", "Whom it is about")
    sheet = Sheet(heading, Words("บันทึก", "Record"), crumbs_to(found), lead, FORM)
    return take(request, form, sheet, act, Words("บันทึกแล้ว", "Recorded"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Move a request on: begin, answer, refuse, withdraw or reopen."""
    scope = officer(request)
    found = questions.request_for(scope, number)
    if act not in STEPS:
        raise Http404
    form, do = _step_of(act, request, found, scope)
    heading, said = STEPS[act]
    values = {"danger": act == "refuse"}
    sheet = Sheet(heading, heading, crumbs_to(found), template=FORM, values=values)
    return take(request, form, sheet, do, said, address_of(found))


def _step_of(
    act: str, request: HttpRequest, found: SubjectRequest, scope: Scope
) -> tuple[forms.Form, Callable[[], Any]]:
    """Return the form of a step, and what does it."""
    form: forms.Form
    if act == "answer":
        form = AnswerForm(request.POST or None)
    elif act == "refuse":
        form = RefusalForm(request.POST or None)
    else:
        form = NoteForm(request.POST if request.method == "POST" else None, needed=act == "reopen")

    def do() -> None:
        getattr(actions, act)(request=found, scope=scope, by=scope.username, **form.cleaned_data)

    return form, do


@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Show the answer as an official letter, to be printed and signed."""
    scope = officer(request)
    found = questions.request_for(scope, number)
    if found.state not in ("answered", "refused"):
        raise Http404
    _look(found, scope)
    return show(request, "protect/letter.html", {"found": found, "opened": questions.opened(found)})
