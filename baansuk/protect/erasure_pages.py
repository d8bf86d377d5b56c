"""The page of what is due to be erased, what waits for a second person, and what was erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.collect.models import Delivery
from baansuk.protect import erasure_actions as actions
from baansuk.protect import erasure_questions as questions
from baansuk.protect.doors import officer
from baansuk.protect.forms import NoteForm
from baansuk.protect.models import Erasure
from baansuk.protect.request_pages import FORM, ROOM, crumbs_to
from baansuk.protect.request_questions import request_for
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words

ERASED = Words("ขอลบแล้ว รอผู้อนุมัติคนที่สอง", "Asked for; it waits for a second person")


def _keeper(request: HttpRequest) -> Scope:
    scope = officer(request)
    if not scope.keeps_register:
        raise Http404
    return scope


@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """Show what is due, what waits and what is gone; no person is named."""
    scope = officer(request)
    values = {
        "due": questions.due_deliveries(),
        "waiting": questions.waiting_erasures(scope.username),
        "gone": questions.tombstones(),
        "may_ask": scope.keeps_register,
    }
    return show(request, "protect/erasures.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_delivery(request: HttpRequest, receipt: str) -> HttpResponse:
    """Ask that a delivery be erased."""
    scope = _keeper(request)
    delivery = Delivery.objects.filter(receipt=receipt).first()
    if delivery is None:
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None, needed=True)

    def act() -> None:
        actions.ask_for_delivery(delivery=delivery, because=form.cleaned_data["note"], scope=scope, by=scope.username)

    lead = Words(
        f"{receipt} จะถูกทำลายพร้อมกุญแจ สำเนาและไฟล์สำรองทุกชุดเปิดไม่ได้อีก ใบรับยังอยู่",
        f"{receipt} goes with its key: no copy and no backup of it opens again. Its receipt stays.",
    )
    crumbs = [(ROOM, reverse("protection")), (Words("การลบข้อมูล", "Erasure"), reverse("erasures"))]
    heading = Words("ขอลบไฟล์ถาวร", "Erase a delivery for good")
    sheet = Sheet(heading, Words("ขอลบ", "Ask for it"), crumbs, lead, FORM, {"danger": True})
    return take(request, form, sheet, act, ERASED, reverse("erasures"))


@require_http_methods(["GET", "HEAD", "POST"])
def ask_person(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that a person's rows be erased, for a request of that person."""
    scope = _keeper(request)
    found = request_for(scope, number)
    if found.kind != "erase":
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None, needed=True)

    def act() -> None:
        actions.ask_for_person(request=found, because=form.cleaned_data["note"], scope=scope, by=scope.username)

    lead = Words(
        "แถวของบุคคลนี้จะถูกลบจากทุกไฟล์ แล้วจัดทำทะเบียนใหม่ ร่องรอยเก็บเฉพาะรหัสและเวลา",
        "The person's rows go from every file, and the register is made anew. The trail keeps codes and times.",
    )
    heading = Words("ขอลบข้อมูลของบุคคล", "Erase a person's rows")
    sheet = Sheet(heading, Words("ขอลบ", "Ask for it"), crumbs_to(found), lead, FORM, {"danger": True})
    return take(request, form, sheet, act, ERASED, reverse("erasures"))


@require_POST
def decide(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Approve or decline an erasure, as the second person."""
    scope = officer(request)
    erasure = Erasure.objects.filter(pk=number).first()
    if erasure is None or act not in ("approve", "decline"):
        raise Http404
    try:
        getattr(actions, act)(erasure=erasure, scope=scope, by=scope.username)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    else:
        said = (
            say("ลบถาวรแล้ว และสั่งจัดทำทะเบียนใหม่", "Erased, and a new register is asked for")
            if act == "approve"
            else say("ไม่ลบ", "It is left as it is")
        )
        messages.success(request, said)
    return redirect("erasures")
