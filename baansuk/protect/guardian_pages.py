"""The keeper's page of who reads a person's own facts: a child's guardians and a trustee, recorded on a ground and ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.access.models import User
from baansuk.agree.fields import NEEDED
from baansuk.people import guardian_actions as actions
from baansuk.people import guardian_questions as questions
from baansuk.people.guardian_models import Guardianship
from baansuk.people.guardian_rules import KINDS, endings, grounds
from baansuk.people.questions import person_for
from baansuk.protect.consent_pages import crumbs_to, look, name_of
from baansuk.protect.doors import keeper
from baansuk.protect.forms import choice
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words

HEADING = Words("ผู้ปกครองและผู้อ่านแทน", "Guardians and trustees")


class GuardianForm(forms.Form):
    """Which member's account reads the person's own facts, as what, and on which ground."""

    guardian = forms.CharField(
        max_length=150,
        label=say("ชื่อบัญชีสมาชิกของผู้ปกครองหรือผู้อ่านแทน", "The member's account of the guardian or trustee"),
        help_text=say("บัญชีที่ยืนยันตัวตนแล้วด้วย ThaiD หรือบัตรประชาชน", "An account proved by ThaiD or the card"),
        error_messages={"required": NEEDED},
    )
    kind = choice(KINDS, say("เป็น", "As"), initial="child")
    ground = choice({one.code: one.words for one in grounds()}, say("หลักฐาน", "On the ground of"), initial="birth")


@require_http_methods(["GET", "HEAD", "POST"])
def guardians(request: HttpRequest, code: str) -> HttpResponse:
    """Show who reads a person's own facts, and record one more."""
    scope = keeper(request)
    person = person_for(scope, code)
    form = GuardianForm(request.POST or None)
    values: dict[str, object] = {
        "person": person,
        "name": name_of(person),
        "crumbs": crumbs_to(person),
        "heading": HEADING,
        "form": form,
        "endings": list(endings().items()),
    }
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                given = form.cleaned_data
                actions.record_guardian(ward=person, **given, by=scope.username, partner=scope.partner)
                messages.success(request, say("บันทึกแล้ว มีผลทันที", "Recorded; it holds at once"))
                return redirect("guardians", code)
        except Refusal as refusal:
            values["refusal"] = refusal
    look("people.look_guardians", person, scope)
    return show(request, "protect/guardians.html", values | {"held": _shown(code)}, status=status)


def _shown(code: str) -> list[tuple[Guardianship, str, Words, Words]]:
    """What is recorded of a person: the row, the account by which it is known, kind and ground in words."""
    rows = questions.of_ward(code)
    indexes = [one.guardian_index for one in rows]
    names = dict(User.objects.filter(person_index__in=indexes).values_list("person_index", "username"))
    words = {one.code: one.words for one in grounds()}
    return [(one, names.get(one.guardian_index, "–"), KINDS[one.kind], words[one.ground]) for one in rows]


@require_POST
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """End one record; pressed again, nothing more happens."""
    scope = keeper(request)
    person_for(scope, code)
    made = questions.guardianship(number)
    if made is None or made.ward_code != code:
        raise Http404
    try:
        actions.end_guardian(made=made, why=request.POST.get("why", ""), by=scope.username, partner=scope.partner)
        messages.success(request, say("เลิกแล้ว", "Ended"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect(reverse("guardians", args=[code]))
