"""The page by which whoever answers requests hands one of them to another post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from baansuk.access.models import Post
from baansuk.agree.fields import paragraph
from baansuk.agree.taking import Sheet, take
from baansuk.protect import handing_actions as actions
from baansuk.protect import request_questions as questions
from baansuk.protect.doors import officer
from baansuk.protect.handing_questions import owner_of, owners
from baansuk.protect.request_pages import FORM, address_of, crumbs_to
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

HEADING = Words("มอบให้ตำแหน่งอื่นรับผิดชอบ", "Hand it to another post")


class HandForm(forms.Form):
    """The post that is to answer for a request, and why."""

    post = forms.TypedChoiceField(
        label=say("ตำแหน่งที่จะรับผิดชอบ", "The post that is to answer for it"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": say("เลือกหนึ่งข้อ", "Choose one")},
    )
    note = forms.CharField(max_length=1000, required=False, label=say("บันทึก", "Note"), widget=paragraph(3))

    def __init__(self, *args: Any, owner: Post | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, _named(one)) for one in owners() if owner is None or one.pk != owner.pk]


def _named(post: Post) -> str:
    return f"{say_words(Words(post.title_th, post.title_en or post.title_th))} · {post.user.username}"


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, number: str) -> HttpResponse:
    """Hand one open request to another post that answers requests."""
    scope = officer(request)
    found = questions.request_for(scope, number)
    owner = owner_of(found)
    form = HandForm(request.POST or None, owner=owner)

    def act() -> None:
        actions.hand_to(request=found, **form.cleaned_data, scope=scope, by=scope.username)

    now = Words(owner.title_th, owner.title_en or owner.title_th) if owner else Words("ยังไม่มี", "none yet")
    lead = Words(
        f"รับผิดชอบอยู่: {now.th} วันที่ต้องตอบไม่เปลี่ยน ผู้รับมอบตอบผู้ขอต่อได้ทันที",
        f"Owner now: {now.en}. The day by which to answer stays the same; the new owner goes on at once.",
    )
    sheet = Sheet(HEADING, Words("มอบให้", "Hand it over"), crumbs_to(found), lead, FORM)
    return take(request, form, sheet, act, Words("มอบแล้ว", "Handed over"), address_of(found))
