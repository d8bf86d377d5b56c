"""The pages on which a province loads its own list of benefits: the template, what was understood, and a second keeper's approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.assess import rights_actions as actions
from baansuk.assess import rights_versions as versions
from baansuk.assess.frameworks_forms import ManualForm, WhenAndWhy
from baansuk.assess.frameworks_load_pages import MOST_FAULTS, WORKBOOK
from baansuk.assess.frameworks_pages import keeper
from baansuk.assess.models import BenefitsVersion
from baansuk.assess.page_questions import edition_shown
from baansuk.assess.rights import Benefits, as_contents, benefits, read_benefits
from baansuk.assess.rights_pages import rows_of_benefits
from baansuk.assess.rights_template import write_benefits
from baansuk.assess.rights_trial import ListTrial, differences, try_for
from baansuk.assess.rights_workbook import LoadedBenefits, faults_by_sheet, read_benefits_book
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words
from baansuk.vault.private import lying, room

KEPT = "benefits"
PAGE = "assess/benefits_load.html"


@require_safe
def template(request: HttpRequest) -> FileResponse:
    """Give the workbook of the list: the draft that waits, or the one in force."""
    keeper(request)
    with room("template") as folder:
        path = folder / "benefits.xlsx"
        write_benefits(path, _base())
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename="benefits.xlsx", content_type=WORKBOOK)


def _base() -> Benefits:
    waiting = versions.draft()
    return read_benefits(waiting.contents) if waiting else versions.in_force(today()).listed


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a filled workbook, show what was understood and every fault, and save it as a version that waits."""
    scope = keeper(request)
    values: dict[str, Any] = {"form": ManualForm(), "when": WhenAndWhy(), "draft": versions.draft()}
    if request.method != "POST":
        return show(request, PAGE, values)
    if "save" in request.POST:
        return _save(request, scope, values)
    form = ManualForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, PAGE, values | {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        loaded = _read(file)
    except Refusal as refusal:
        return show(request, PAGE, values | {"refusal": refusal}, status=422)
    request.session[KEPT] = as_contents(loaded.listed) if loaded.listed else None
    return show(request, PAGE, values | _understood(loaded) | {"filename": file.name})


def _read(file: Any) -> LoadedBenefits:
    with lying(file.chunks(), "benefits.xlsx") as path:
        return read_benefits_book(path, file.name)


def _understood(loaded: LoadedBenefits) -> dict[str, Any]:
    listed = loaded.listed
    return {
        "loaded": loaded,
        "faults": [(sheet, found[:MOST_FAULTS], len(found)) for sheet, found in faults_by_sheet(loaded.faults)],
        "listed": listed,
        "differences": differences(versions.in_force(today()).listed, listed) if listed else [],
    }


def _save(request: HttpRequest, scope: Scope, values: dict[str, Any]) -> HttpResponse:
    contents = request.session.get(KEPT)
    when = WhenAndWhy(request.POST)
    if not contents:
        return redirect("benefits-load")
    again = values | _understood(LoadedBenefits(read_benefits(contents))) | {"when": when}
    if not when.is_valid():
        return show(request, PAGE, again, status=422)
    try:
        made = actions.draft_benefits(
            contents=contents,
            valid_from=when.cleaned_data["valid_from"],
            because=when.cleaned_data["because"],
            by=scope.username,
            partner=scope.partner,
        )
    except Refusal as refusal:
        return show(request, PAGE, again | {"refusal": refusal}, status=422)
    del request.session[KEPT]
    messages.success(request, say("บันทึกเป็นร่างแล้ว รอผู้ดูแลคนที่สองอนุมัติ", "Saved as a draft; it waits for a second keeper"))
    return redirect("benefits-version", number=made.version)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version: what differs from the one before, who decided it and why, and whom a draft would change."""
    scope, row = scope_on(request), _row_or_absent(number)
    listed, before = read_benefits(row.contents), _before(number)
    values: dict[str, Any] = {
        "row": row,
        "rows": rows_of_benefits(listed),
        "before": before.about.version,
        "differences": differences(before, listed),
        "keeps": scope.keeps_register,
    }
    if row.state == "draft" and scope.keeps_register:
        values |= {"why_not": _why_not(row, scope.username), "trial": _trial(scope, listed)}
    return show(request, "assess/benefits_version.html", values)


def _before(number: int) -> Benefits:
    """The list that was approved or shipped before a version."""
    rows = [one for one in versions.versions() if one.version < number and one.state in ("approved", "shipped")]
    return read_benefits(rows[0].contents) if rows else benefits()


def _why_not(row: BenefitsVersion, by: str) -> Words | None:
    try:
        actions.check_can_approve(row, by)
    except Refusal as refusal:
        return refusal.words
    return None


def _trial(scope: Scope, listed: Benefits) -> ListTrial | None:
    edition = edition_shown()
    return try_for(scope, edition, listed, versions.in_force(today()).listed) if edition is not None else None


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a version that somebody else drafted."""
    scope, row = keeper(request), _row_or_absent(number)
    if row.state == "approved" and row.approved_by == scope.username:
        return redirect("benefits")  # pressed twice
    try:
        actions.approve_benefits(made=row, by=scope.username, partner=scope.partner)
        messages.success(request, say("อนุมัติแล้ว การประมวลผลครั้งต่อไปจะใช้รุ่นนี้", "Approved; the next run uses it"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("benefits-version", number=number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a version back with a reason."""
    scope, row = keeper(request), _row_or_absent(number)
    try:
        actions.withdraw_benefits(
            made=row, because=request.POST.get("because", ""), by=scope.username, partner=scope.partner
        )
        messages.success(request, say("ถอนรุ่นนี้แล้ว รุ่นก่อนหน้ากลับมาใช้", "Withdrawn; the version before is in force again"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("benefits-version", number=number)


def _row_or_absent(number: int) -> BenefitsVersion:
    row = versions.version_of(number)
    if row is None:
        raise Http404
    return row
