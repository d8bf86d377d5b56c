"""The page on which the register's keeper records what a person says is right, and sends it to the register."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.people.questions import person_for
from baansuk.protect import correction_actions as actions
from baansuk.protect.doors import keeper
from baansuk.protect.forms import CorrectionForm
from baansuk.protect.models import SubjectRequest
from baansuk.protect.person_statement import correctable
from baansuk.protect.request_pages import FORM, address_of, crumbs_to
from baansuk.protect.request_questions import request_for
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words


def _found(request: HttpRequest, number: str) -> tuple[Scope, SubjectRequest]:
    scope = keeper(request)
    found = request_for(scope, number)
    if found.kind != "correct" or not found.person_code:
        raise Http404
    person_for(scope, found.person_code)
    return scope, found


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the person says is right."""
    scope, found = _found(request, number)
    form = CorrectionForm(request.POST or None, fields=correctable().values())

    def act() -> None:
        actions.propose(request=found, said=form.cleaned_data, scope=scope, by=scope.username)

    lead = Words(
        "กรอกเฉพาะช่องที่เจ้าตัวแจ้งว่าไม่ถูกต้อง ค่าเดิมจากแหล่งอื่นยังเก็บไว้พร้อมที่มา",
        "Fill in only what the person says is wrong. What other sources say stays beside it.",
    )
    sheet = Sheet(Words("ข้อมูลที่ถูกต้อง", "What is right"), Words("บันทึก", "Record"), crumbs_to(found), lead, FORM)
    said = Words("บันทึกแล้ว ตรวจแล้วส่งเข้าทะเบียน", "Recorded; check it and send it to the register")
    return take(request, form, sheet, act, said, address_of(found))


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send what was recorded to the register."""
    scope, found = _found(request, number)
    try:
        actions.send(request=found, scope=scope, by=scope.username)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    else:
        messages.success(request, say("ส่งเข้าทะเบียนแล้ว เห็นผลหลังจัดทำทะเบียนครั้งถัดไป", "Sent; it shows after the next run"))
    return redirect(address_of(found))
