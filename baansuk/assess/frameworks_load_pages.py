"""The pages on which a province loads its own manual: the template, what was understood of it, and saving it as a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.scope import Scope
from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import Framework, as_contents, read_framework
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_forms import ManualForm, WhenAndWhy
from baansuk.assess.frameworks_pages import framework_or_absent, keeper
from baansuk.assess.frameworks_template import write_template
from baansuk.assess.frameworks_view import page_of
from baansuk.assess.frameworks_workbook import Loaded, faults_by_sheet, read_workbook
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal
from baansuk.vault.private import lying, room

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Of a workbook with a fault in every row the first of each sheet are enough to see what is wrong.
MOST_FAULTS = 60


@require_safe
def template(request: HttpRequest, code: str) -> FileResponse:
    """Give the workbook to fill, with what is known of the framework already."""
    keeper(request)
    found = framework_or_absent(code).framework
    with room("template") as folder:
        path = folder / f"{code}.xlsx"
        write_template(path, found)
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=f"{code}.xlsx", content_type=WORKBOOK)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled workbook, show what was understood and every fault, and save it as a version that waits.

    The workbook says itself which framework it is: by the page of one framework another, or a new one, is loaded too.
    """
    scope, found = keeper(request), framework_or_absent(code).framework
    values: dict[str, Any] = {"about": found.framework, "code": code, "form": ManualForm(), "when": WhenAndWhy()}
    if request.method != "POST":
        return show(request, "assess/framework_load.html", values)
    if "save" in request.POST:
        return _save(request, scope, code, values)
    form = ManualForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "assess/framework_load.html", values | {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        loaded = _read(file)
    except Refusal as refusal:
        return show(request, "assess/framework_load.html", values | {"refusal": refusal}, status=422)
    request.session[_key(code)] = as_contents(loaded.framework) if loaded.framework else None
    return show(request, "assess/framework_load.html", values | _understood(loaded) | {"filename": file.name})


def _read(file: Any) -> Loaded:
    with lying(file.chunks(), "manual.xlsx") as path:
        return read_workbook(path, file.name)


def _understood(loaded: Loaded) -> dict[str, Any]:
    framework = loaded.framework
    return {
        "loaded": loaded,
        "faults": [(sheet, found[:MOST_FAULTS], len(found)) for sheet, found in faults_by_sheet(loaded.faults)],
        "rules": page_of(check_framework(framework), {}) if framework else None,
        "new": framework is not None and framework.code not in questions.codes(),
    }


def _save(request: HttpRequest, scope: Scope, code: str, values: dict[str, Any]) -> HttpResponse:
    contents = request.session.get(_key(code))
    when = WhenAndWhy(request.POST)
    if not contents:
        return redirect("framework-load", code=code)
    if not when.is_valid():
        return show(request, "assess/framework_load.html", values | _again(contents) | {"when": when}, status=422)
    try:
        made = actions.draft_version(
            contents=contents,
            origin=actions.LOADED,
            valid_from=when.cleaned_data["valid_from"],
            because=when.cleaned_data["because"],
            by=scope.username,
            partner=scope.partner,
        )
    except Refusal as refusal:
        return show(
            request,
            "assess/framework_load.html",
            values | _again(contents) | {"when": when, "refusal": refusal},
            status=422,
        )
    del request.session[_key(code)]
    messages.success(request, say("บันทึกเป็นร่างแล้ว รอผู้ดูแลคนที่สองอนุมัติ", "Saved as a draft; it waits for a second keeper"))
    return redirect("framework-version", code=made.code, number=made.version)


def _again(contents: dict[str, Any]) -> dict[str, Any]:
    framework: Framework = read_framework(contents)
    return _understood(Loaded(framework, [], []))


def _key(code: str) -> str:
    return f"framework-{code}"
