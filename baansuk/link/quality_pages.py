"""The pages about the whole: how good the links are, and decisions as a file out and in."""

from __future__ import annotations

from django.contrib import messages
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
from baansuk.link.forms import FileForm
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
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "link/file.html", {"form": form}, status=422)
    try:
        return _taken(request, scope, form)
    except Refusal as refusal:
        return show(request, "link/file.html", {"form": FileForm(), "refusal": refusal}, status=422)


def _taken(request: HttpRequest, scope: Scope, form: FileForm) -> HttpResponse:
    sent = form.cleaned_data["file"]
    text = judgement_file.decode(sent.read()) if sent else form.cleaned_data["text"]
    lines = judgement_file.read(text)
    if sent or not form.cleaned_data["confirmed"]:
        plan = actions.check_can_bring_in(lines)
        return show(request, "link/file.html", {"form": FileForm(), "plan": plan, "lines": len(lines), "text": text})
    plan = actions.bring_in(lines=lines, by=scope.username, partner=scope.partner)
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
