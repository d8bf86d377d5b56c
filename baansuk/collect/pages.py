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
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.questions import offices
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.audit.sending import watched
from baansuk.collect import actions, intake, questions
from baansuk.collect.earlier import seen_before
from baansuk.collect.forms import AgainForm, AssignForm, DecideForm, UploadForm, agreements_to_assign
from baansuk.collect.issues import issue_kinds
from baansuk.collect.models import Delivery
from baansuk.collect.moves import MOVES
from baansuk.collect.remarks import remarks
from baansuk.collect.showing import IssueCount, ShownPreview, issue_summary, issue_value, shown_preview
from baansuk.collect.store import Kept, keep_raw
from baansuk.collect.under_agreements import is_unassigned
from baansuk.runs.models import Run
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.screen.pages import Slice, numbered, page_number
from baansuk.thai.words import Refusal, Words
from baansuk.vault.shelf import opened

PAGE = 50
MOST_WAITING = 6
# What a person may do here, and the state that it leads to.
ACTS = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}
# Refusals that a person can answer without touching the file.
ASKED_AGAIN = ("source_unknown", "source_ambiguous", "not_this_source", "which_sheet")
COMPARED = ("checked", "held", "accepted")
# The kinds of state that the list of deliveries is asked for.
STATES_OF = {
    "waiting": (("received", "checked", "held"), Words("รอพิจารณา", "Waiting")),
    "counting": (("accepted",), Words("รับเข้าแล้ว", "Accepted")),
    "closed": (("rejected", "withdrawn", "superseded", "refused"), Words("ไม่ใช้แล้ว", "Not in use")),
}


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper; for all others there is no such page."""
    scope = scope_on(request)
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
    counted = questions.counts_per_source()
    named = offices({one["partner"] for one in counted})
    sources = [one | {"office": named.get(one["partner"])} for one in counted]
    waiting = questions.waiting()
    values = {
        "sources": sources,
        "accepted": sum(one["accepted"] for one in sources),
        "rows": sum(one["rows"] or 0 for one in sources),
        "absent": sum(not one["accepted"] for one in sources),
        "waiting": list(waiting[:MOST_WAITING]),
        "waiting_count": waiting.count(),
    }
    return show(request, "collect/registers.html", values)


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """List all deliveries, newest first, perhaps only those in one kind of state; an unknown kind means all."""
    found = questions.deliveries_for(keeper(request))
    kind = request.GET.get("state", "")
    if kind in STATES_OF:
        found = found.filter(state__in=STATES_OF[kind][0])
    tabs = [("", say("ทั้งหมด", "All")), *((code, say_words(words)) for code, (_, words) in STATES_OF.items())]
    values = {
        "rows": numbered(found, page=page_number(request.GET.get("page")), size=PAGE),
        "kind": kind if kind in STATES_OF else "",
        "tabs": tabs,
    }
    return show(request, "collect/deliveries.html", values, part="collect/deliveries_part.html")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; a small one is read at once, a large one in the background."""
    scope = keeper(request)
    if request.method != "POST":
        return show(request, "collect/upload.html", {"form": UploadForm(initial={"source": request.GET.get("source")})})
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "collect/upload.html", {"form": form}, status=422)
    file: UploadedFile[Any] = form.cleaned_data["file"]
    began, asked = timezone.now(), form.cleaned_data
    try:
        kept = keep_raw(file.file, Path(settings.STORE))  # type: ignore[arg-type]  # an uploaded file is a binary stream
        made = intake.take_in(scope, kept, file.name or "file", source=asked["source"], sheet=asked["sheet"])
    except Refusal as refusal:
        return show(request, "collect/upload.html", {"form": form, "refusal": refusal}, status=422)
    before = seen_before(made, since=began) if isinstance(made, Delivery) else None
    if before is not None:
        messages.info(request, say_words(before))
    return lead_to(made)


def take_in(scope: Scope, kept: Kept, filename: str, *, source: str = "", sheet: str = "") -> HttpResponse:
    """Receive a kept file at once, or ask for it in the background where it is large; lead to what came of it."""
    return lead_to(intake.take_in(scope, kept, filename, source=source, sheet=sheet))


def lead_to(made: Delivery | Run) -> HttpResponse:
    """Lead to the page of a delivery, or of the run that will make it."""
    return redirect("delivery", receipt=made.receipt) if isinstance(made, Delivery) else redirect("run", number=made.pk)


@require_safe
def delivery(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show what a delivery holds: counts, first rows cleaned beside raw, what was wrong, what changed since the last."""
    return show_delivery(request, delivery_or_absent(request, receipt))


def show_delivery(
    request: HttpRequest,
    found: Delivery,
    form: DecideForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    assigning: AssignForm | None = None,
) -> HttpResponse:
    """Show a delivery with the forms that its state allows, as they were typed."""
    scope = keeper(request)
    with transaction.atomic():
        gate.write("collect.look", by=scope.username, partner=scope.partner, subjects=[("delivery", found.receipt)])
    read = found.rows > 0
    values = {
        "delivery": found,
        "previews": _previews(found) if read else [],
        "summary": _issue_counts(found),
        "remarks": remarks(questions.tables_of(found)),
        "comparison": questions.comparison(found) if read and found.state in COMPARED else None,
        "acts": [act for act, state in ACTS.items() if state in MOVES[found.state]],
        "form": form or DecideForm(),
        "assigning": (assigning or AssignForm(agreements=agreements_to_assign())) if _waits(found) else None,
        "again": AgainForm(initial={"source": found.source_id}) if found.reason_code in ASKED_AGAIN else None,
        "refusal": refusal,
    }
    return show(request, "collect/delivery.html", values, status=status)


def _waits(found: Delivery) -> bool:
    """Say whether a delivery that may count names no agreement that is recorded here."""
    return found.state in ("checked", "held", "accepted") and is_unassigned(found)


def _previews(found: Delivery) -> list[ShownPreview]:
    declaration = questions.declaration_of(found)
    tables = {table.name: table for table in declaration.tables} if declaration else {}
    return [shown_preview(one, tables.get(one.table)) for one in questions.preview(found)]


def _issue_counts(found: Delivery) -> list[IssueCount]:
    with questions.issues(found) as listed:
        return issue_summary(listed)


@require_safe
def issues(request: HttpRequest, receipt: str) -> HttpResponse:
    """List what was wrong, row by row, perhaps of one kind only."""
    found = delivery_or_absent(request, receipt)
    summary = _issue_counts(found)
    counts = {one.kind.code: one.count for one in summary}
    code = request.GET.get("code", "")
    code = code if code in counts else ""
    total = counts[code] if code else sum(counts.values())
    page = min(page_number(request.GET.get("page")), max(1, -(-total // PAGE)))
    first = (page - 1) * PAGE
    kinds = issue_kinds()
    rows = [
        row | {"words": kinds[row["code"]].words, "shown": issue_value(row["code"], row["value"])}
        for row in questions.issues_page(found, first=first, most=PAGE, code=code).to_dicts()
    ]
    shown = Slice(
        rows,
        before=str(page - 1) if page > 1 else "",
        after=str(page + 1) if first + len(rows) < total else "",
        first=first + 1 if rows else 0,
        total=total,
    )
    scope = keeper(request)
    with transaction.atomic():
        gate.write("collect.issues", by=scope.username, partner=scope.partner, subjects=[("delivery", found.receipt)])
    values = {"delivery": found, "rows": shown, "code": code, "summary": summary, "total": sum(counts.values())}
    return show(request, "collect/issues.html", values)


@require_safe
def issues_workbook(request: HttpRequest, receipt: str) -> HttpResponse | FileResponse:
    """Send the workbook for the agency: bad cells marked, the reason beside them in both languages."""
    found = delivery_or_absent(request, receipt)
    if found.rows == 0:
        raise Http404  # a file that nobody could read has no rows to mark
    scope = keeper(request)
    path = questions.issues_workbook(found)
    return watched(
        FileResponse(opened(path), as_attachment=True, filename=f"issues-{found.receipt}.xlsx"),
        "collect.issues_workbook",
        by=scope.username,
        partner=scope.partner,
        subjects=[("delivery", found.receipt)],
        refused=found.rows_refused,
        held=found.rows_held,
    )


@require_POST
def again(request: HttpRequest, receipt: str) -> HttpResponse:
    """Read a kept file again under the source or sheet that the keeper names, without sending it a second time."""
    found = delivery_or_absent(request, receipt)
    form = AgainForm(request.POST)
    if found.state != "refused" or not form.is_valid():
        return redirect("delivery", receipt=receipt)
    kept = Kept(found.sha256, found.size, questions.raw_file(found))
    asked = form.cleaned_data
    try:
        return take_in(
            keeper(request), kept, found.filename, source=asked["source"] or found.source_id or "", sheet=asked["sheet"]
        )
    except Refusal as refusal:
        return show_delivery(request, found, None, refusal, status=422)


@require_POST
def decide(request: HttpRequest, receipt: str) -> HttpResponse:
    """Accept, reject or withdraw a delivery."""
    found = delivery_or_absent(request, receipt)
    scope = keeper(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return show_delivery(request, found, form, status=422)
    act = {"accept": actions.accept, "reject": actions.reject, "withdraw": actions.withdraw}[form.cleaned_data["act"]]
    try:
        act(found, by=scope.username, because=form.cleaned_data["because"], partner=scope.partner)
    except Refusal as refusal:
        return show_delivery(request, found, form, refusal, status=422)
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
