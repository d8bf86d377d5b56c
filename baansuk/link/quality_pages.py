"""The pages about the whole: how good the links are, and decisions as a file out and in."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.registers import register_names
from baansuk.link import judgement_file, quality_questions
from baansuk.link import judgement_file_actions as actions
from baansuk.link.doors import keeper, reviewer
from baansuk.link.estimates import FEWEST
from baansuk.link.forms import ConfirmForm, FileForm
from baansuk.people.questions import sight_of
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Show how good the links are, estimated from the random sample, and how the review goes."""
    scope = reviewer(request)
    sight = sight_of(scope)
    whole, registers, areas, drawn = quality_questions.measured(sight)
    names, places = register_names(), names_of([one.code for one in areas])
    values = {
        "whole": whole,
        "drawn": drawn,
        "fewest": FEWEST,
        "registers": [(names.get(one.code, Words(one.code, one.code)), one) for one in registers],
        "areas": [(places.get(one.code, Words(one.code, one.code)), one) for one in areas],
        "load": quality_questions.load_of(scope, sight),
        # Keys are shared by the whole province, so they are the keeper's.
        "hot_keys": quality_questions.hot_keys(sight) if scope.keeps_register else [],
    }
    return show(request, "link/quality.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Take a file of decisions: shown first, then brought in whole or not at all."""
    scope = keeper(request)
    if request.method != "POST":
        return show(request, "link/file.html", {"form": FileForm()})
    confirming = "text" in request.POST
    form = ConfirmForm(request.POST) if confirming else FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "link/file.html", {"form": FileForm() if confirming else form}, status=422)
    try:
        return _bring_in(request, scope, form.cleaned_data["text"]) if confirming else _preview(request, form)
    except Refusal as refusal:
        return show(request, "link/file.html", {"form": FileForm(), "refusal": refusal}, status=422)


def _preview(request: HttpRequest, form: Form) -> HttpResponse:
    text = judgement_file.decode(form.cleaned_data["file"].read())
    lines = judgement_file.read(text)
    values = {"form": FileForm(), "plan": actions.check_can_bring_in(lines), "lines": len(lines), "text": text}
    return show(request, "link/file.html", values)


def _bring_in(request: HttpRequest, scope: Scope, text: str) -> HttpResponse:
    plan = actions.bring_in(lines=judgement_file.read(text), by=scope.username, partner=scope.partner)
    n = len(plan.new)
    messages.success(request, say(f"นำเข้าคำตัดสินใหม่ {n:,} รายการ", f"{n:,} new decisions were brought in"))
    return redirect("judgements-file")


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    """Send all decisions that hold as CSV: record numbers and codes of reasons, no facts of anybody."""
    scope = keeper(request)
    text = actions.take_out(by=scope.username, partner=scope.partner)
    name = f"judgements-{timezone.localdate():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)
