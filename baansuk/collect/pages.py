"""The pages of registers and deliveries: what came, what it holds, what was wrong, and what is decided about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect import actions, questions
from baansuk.collect.forms import DecideForm, UploadForm
from baansuk.collect.issues import issue_kinds
from baansuk.collect.issues_book import write_issues_book
from baansuk.collect.models import Delivery
from baansuk.collect.moves import STATE_WORDS
from baansuk.collect.showing import issue_summary, shown_preview
from baansuk.collect.store import keep_raw
from baansuk.runs import actions as runs
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.screen.pages import Slice, numbered, page_number
from baansuk.thai.words import Refusal

# Above this a file is read in the background: nobody should look at a waiting browser for longer than a few seconds.
READ_AT_ONCE_BYTES = 2_000_000
PAGE = 50


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper; for all others there is no such page."""
    scope: Scope = request.scope  # type: ignore[attr-defined]  # set by ScopeMiddleware
    if not scope.keeps_register:
        raise Http404
    return scope


def delivery_or_absent(request: HttpRequest, receipt: str) -> Delivery:
    """Return a delivery by its receipt as far as the reader may know of it."""
    try:
        return questions.delivery_for(keeper(request), receipt)
    except Delivery.DoesNotExist as absent:
        raise Http404 from absent


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Show each source with what of it counts, and what waits for a decision."""
    keeper(request)
    values = {"sources": questions.counts_per_source(), "waiting": list(questions.waiting()[:20]), "words": STATE_WORDS}
    return show(request, "collect/registers.html", values)


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """List all deliveries, newest first."""
    found = questions.deliveries_for(keeper(request))
    rows = numbered(found, page=page_number(request.GET.get("page")), size=PAGE)
    return show(request, "collect/deliveries.html", {"rows": rows}, part="collect/deliveries_part.html")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; a small one is read at once, a large one in the background."""
    scope = keeper(request)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method != "POST" or not form.is_valid():
        return show(request, "collect/upload.html", {"form": form}, status=422 if request.method == "POST" else 200)
    try:
        return _take(scope, form.cleaned_data)
    except Refusal as refusal:
        return show(request, "collect/upload.html", {"form": form, "refusal": refusal}, status=422)


def _take(scope: Scope, given: dict[str, Any]) -> HttpResponse:
    file: UploadedFile[Any] = given["file"]
    if (file.size or 0) <= READ_AT_ONCE_BYTES:
        made = actions.receive(
            file.file,  # type: ignore[arg-type]  # an uploaded file is a binary stream
            filename=file.name or "file",
            by=scope.username,
            partner=scope.partner,
            source=given["source"] or None,
            sheet=given["sheet"],
        )
        return redirect("delivery", receipt=made.receipt)
    kept = keep_raw(file.file, Path(settings.STORE))  # type: ignore[arg-type]  # as above
    asked = {"sha256": kept.sha256, "filename": file.name or "file", "source": given["source"], "sheet": given["sheet"]}
    return redirect("run", number=runs.ask("receive", by=scope.username, partner=scope.partner, arguments=asked).pk)


@require_safe
def delivery(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show what a delivery holds: counts, first rows cleaned beside raw, what was wrong, what changed since the last."""
    found = delivery_or_absent(request, receipt)
    scope = keeper(request)
    with transaction.atomic():
        gate.write("collect.look", by=scope.username, partner=scope.partner, subjects=[("delivery", found.receipt)])
    return show(request, "collect/delivery.html", _delivery_values(found))


def _delivery_values(found: Delivery, form: DecideForm | None = None, refusal: Refusal | None = None) -> dict[str, Any]:
    read = found.rows > 0
    return {
        "delivery": found,
        "state": STATE_WORDS[found.state],
        "previews": [shown_preview(one) for one in questions.preview(found)] if read else [],
        "summary": issue_summary(questions.issues(found)),
        "comparison": questions.comparison(found) if read and found.state in ("checked", "held", "accepted") else None,
        "form": form or DecideForm(),
        "refusal": refusal,
    }


@require_safe
def issues(request: HttpRequest, receipt: str) -> HttpResponse:
    """List what was wrong, row by row, perhaps of one kind only."""
    found = delivery_or_absent(request, receipt)
    code = request.GET.get("code", "")
    if code and code not in issue_kinds():
        raise Http404
    page = page_number(request.GET.get("page"))
    frame = questions.issues_page(found, first=(page - 1) * PAGE, most=PAGE + 1, code=code)
    rows = [row | {"words": issue_kinds()[row["code"]].words} for row in frame.head(PAGE).to_dicts()]
    shown = Slice(rows, before=str(page - 1) if page > 1 else "", after=str(page + 1) if frame.height > PAGE else "")
    scope = keeper(request)
    with transaction.atomic():
        gate.write("collect.issues", by=scope.username, partner=scope.partner, subjects=[("delivery", found.receipt)])
    values = {"delivery": found, "rows": shown, "code": code, "summary": issue_summary(questions.issues(found))}
    return show(request, "collect/issues.html", values)


@require_safe
def issues_workbook(request: HttpRequest, receipt: str) -> HttpResponse | FileResponse:
    """Send the workbook for the agency: bad cells marked, the reason beside them in both languages."""
    found = delivery_or_absent(request, receipt)
    scope = keeper(request)
    with transaction.atomic():
        gate.write(
            "collect.issues_workbook",
            by=scope.username,
            partner=scope.partner,
            subjects=[("delivery", found.receipt)],
            about={"refused": found.rows_refused, "held": found.rows_held},
        )
    path = write_issues_book(found)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"issues-{found.receipt}.xlsx")


@require_POST
def decide(request: HttpRequest, receipt: str) -> HttpResponse:
    """Accept, reject or withdraw a delivery."""
    found = delivery_or_absent(request, receipt)
    scope = keeper(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return show(request, "collect/delivery.html", _delivery_values(found, form), status=422)
    act = {"accept": actions.accept, "reject": actions.reject, "withdraw": actions.withdraw}[form.cleaned_data["act"]]
    try:
        act(found, by=scope.username, because=form.cleaned_data["because"], partner=scope.partner)
    except Refusal as refusal:
        return show(request, "collect/delivery.html", _delivery_values(found, form, refusal), status=422)
    messages.success(request, _done(form.cleaned_data["act"]))
    return redirect("delivery", receipt=receipt)


def _done(act: str) -> str:
    return {
        "accept": say(
            "รับเข้าทะเบียนแล้ว จะนับเมื่อจัดทำทะเบียนฉบับถัดไป", "Accepted; it counts from the next edition of the register"
        ),
        "reject": say("ไม่รับ และบันทึกเหตุผลไว้แล้ว", "Rejected, with the reason kept"),
        "withdraw": say("ถอนออกแล้ว จะไม่นับเมื่อจัดทำทะเบียนฉบับถัดไป", "Withdrawn; it no longer counts from the next edition"),
    }[act]
