"""The page of election periods: what is closed where and until when, set and ended by the register keeper."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.access import election_actions as actions
from baansuk.access.election_questions import may_set, period_kept, periods_seen
from baansuk.access.middleware import scope_on
from baansuk.access.post_forms import area_field
from baansuk.access.questions import today
from baansuk.places.questions import names_of
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic
from baansuk.thai.words import Refusal

MOST_SHOWN = 100


class ElectionForm(forms.Form):
    """Which election, where, and the days that are closed around it."""

    name_th = forms.CharField(
        label=say("การเลือกตั้ง", "Election"),
        help_text=say("เช่น เลือกตั้งนายก อบต. อย่าใส่ชื่อผู้สมัคร", "Such as: mayor of the SAO. No candidate's name."),
        max_length=160,
        error_messages={"required": say("กรอกว่าเป็นการเลือกตั้งใด", "Say which election")},
    )
    name_en = forms.CharField(label=say("ชื่อภาษาอังกฤษ", "Name in English"), max_length=160, required=False)
    area_code = area_field()
    first_day = DayField(label=say("ตั้งแต่วันที่", "From"))
    last_day = DayField(label=say("ถึงวันที่", "To"))

    def clean_area_code(self) -> str:
        """Return the code in Latin digits."""
        return to_arabic(self.cleaned_data["area_code"]).strip()


@require_http_methods(["GET", "HEAD", "POST"])
def elections(request: HttpRequest) -> HttpResponse:
    """List the election periods that touch the reader's area; the register keeper sets another."""
    scope = scope_on(request)
    if scope.post is None:
        raise Http404
    form, refusal = None, None
    if scope.keeps_register:
        form = ElectionForm(request.POST or None, initial={"area_code": scope.post_area})
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                actions.set_period(scope=scope, by=scope.username, **form.cleaned_data)
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, say("กำหนดช่วงเลือกตั้งแล้ว", "The election period is set"))
                return redirect("elections")
    periods = list(periods_seen(scope)[:MOST_SHOWN])
    names, day = names_of({one.area_code for one in periods}), today()
    rows = [(one, names.get(one.area_code), may_set(scope, one.area_code)) for one in periods]
    values = {"form": form, "refusal": refusal, "rows": rows, "day": day}
    return render(request, "access/posts/elections.html", values, status=422 if request.method == "POST" else 200)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a period at once."""
    period = period_kept(scope_on(request), number)
    try:
        actions.end_period(period=period, scope=scope_on(request), by=request.user.get_username())
    except Refusal as refused:
        messages.error(request, say_words(refused.words))
    else:
        messages.success(request, say("สิ้นสุดช่วงเลือกตั้งแล้ว", "The election period is ended"))
    return redirect("elections")
