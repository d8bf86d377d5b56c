"""The page on which the register keeper gives a delivery the agreement it came under."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from baansuk.collect.assigning_actions import assign_agreement
from baansuk.collect.forms import AssignForm, agreements_to_assign
from baansuk.collect.pages import delivery_or_absent, keeper, show_delivery
from baansuk.screen.language import say
from baansuk.thai.words import Refusal


@require_POST
def assign(request: HttpRequest, receipt: str) -> HttpResponse:
    """Let a delivery that names no recorded agreement count under one from the next edition on."""
    found = delivery_or_absent(request, receipt)
    scope = keeper(request)
    form = AssignForm(request.POST, agreements=agreements_to_assign())
    if not form.is_valid():
        return show_delivery(request, found, assigning=form, status=422)
    chosen = form.cleaned_data["agreement"]
    if found.agreement == chosen:
        return redirect("delivery", receipt=receipt)  # pressed twice
    try:
        assign_agreement(delivery=found, agreement=chosen, by=scope.username, partner=scope.partner)
    except Refusal as refusal:
        return show_delivery(request, found, refusal=refusal, assigning=form, status=422)
    messages.success(
        request,
        say(
            f"กำหนดให้อยู่ใต้ข้อตกลง {chosen} แล้ว จะนับเมื่อจัดทำทะเบียนฉบับถัดไป",
            f"It now stands under {chosen} and counts from the next edition",
        ),
    )
    return redirect("delivery", receipt=receipt)
