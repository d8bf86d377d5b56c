"""The page on which a keeper changes a rule and sees, while typing, whose answer would be another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import Framework, read_framework
from baansuk.assess.frameworks_checking import FrameworkRefused, read_checked
from baansuk.assess.frameworks_columns import (
    columns_of,
    member_columns,
    member_fields,
    outcome_columns,
    words_of_column,
)
from baansuk.assess.frameworks_editing import changed_contents, part_words, typed_of
from baansuk.assess.frameworks_forms import PartForm
from baansuk.assess.frameworks_main import base_of, is_main
from baansuk.assess.frameworks_pages import framework_or_absent, keeper
from baansuk.assess.frameworks_trial import try_for
from baansuk.assess.page_questions import edition_shown
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str, kind: str, part: str) -> HttpResponse:
    """Change the rules of one part; what is saved waits for a second keeper and judges nobody meanwhile."""
    scope, (_now, base) = keeper(request), _bases(code)
    name = _name_or_absent(base, kind, part)
    main = is_main(code)
    if main and request.method == "POST":
        return redirect("framework-own", code=code)  # nothing of a main set is kept; a framework of one's own may be
    form = PartForm(request.POST or None, typed=typed_of(base, kind, part))
    values: dict[str, Any] = {
        "name": name,
        "form": form,
        "code": code,
        "kind": kind,
        "part": part,
        "about": base.framework,
        "main": main,
    }
    values |= {"names": _names(base, kind), "draft": questions.draft_of(code), "run": questions.run_under_way()}
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_version(
                contents=changed_contents(base, kind, part, form.given()),
                origin=actions.EDITED,
                valid_from=form.cleaned_data["valid_from"],
                because=form.cleaned_data["because"],
                by=scope.username,
                partner=scope.partner,
            )
        except Refusal as refusal:
            return show(request, "assess/framework_rule.html", values | {"refusal": refusal}, status=422)
        messages.success(
            request, say("บันทึกร่างแล้ว รอผู้ดูแลคนที่สองอนุมัติ", "The draft is saved; it waits for a second keeper")
        )
        return redirect("framework-version", code=code, number=made.version)
    return show(request, "assess/framework_rule.html", values, status=422 if request.method == "POST" else 200)


@require_POST
def attempt(request: HttpRequest, code: str, kind: str, part: str) -> HttpResponse:
    """Say what the typed rules would change, as a part of the page; what is at fault is said with its place."""
    scope, (now, base) = keeper(request), _bases(code)
    _name_or_absent(base, kind, part)
    edition = edition_shown()
    if edition is None:
        return show(request, "assess/framework_trial.html", {"nobody": True})
    given = {one.key: request.POST.get(one.key, "").strip() for one in typed_of(base, kind, part)}
    try:
        new = read_checked(changed_contents(base, kind, part, given))
        trial = try_for(scope, edition, new, now, part=part)
    except FrameworkRefused as refusal:
        return show(request, "assess/framework_trial.html", {"refusal": refusal})
    return show(request, "assess/framework_trial.html", {"trial": trial})


def _bases(code: str) -> tuple[Framework, Framework]:
    """Return what a change is held against and what is changed: the draft that waits where there is one.

    It is held against the version in force, and of a framework that was never in force against the main set it was drawn from.
    """
    found = framework_or_absent(code)
    now, draft = found.framework, questions.draft_of(code)
    if found.row is not None and found.row == draft:
        now = base_of(now) or now
    return now, read_framework(draft.contents) if draft else now


def _name_or_absent(framework: Framework, kind: str, part: str) -> Words:
    found = part_words(framework, kind, part)
    if found is None:
        raise Http404
    return found


def _names(framework: Framework, kind: str) -> list[tuple[str, Words]]:
    """The names that a rule of this kind may read, with what they are."""
    if kind == "line":
        return []
    if kind == "count":
        fields = member_fields()
        age = Words("อายุเป็นปีเต็ม", "Age in completed years")
        return [(name, fields[name].words if name in fields else age) for name in member_columns()]
    columns = outcome_columns(framework) if kind == "outcome" else columns_of(framework)
    own: dict[str, Words] = {one.code: one.words for one in framework.indicator}
    own |= {one.code: one.words for one in framework.dimension} | {one.code: one.words for one in framework.scale}
    named = [(name, own.get(name) or words_of_column(framework, name)) for name in columns]
    return [*named, *((line.name, line.words) for line in framework.line)]
