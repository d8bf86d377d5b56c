"""The pages on which frameworks are read, and on which a second keeper approves a version or takes one back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.frameworks import Framework, read_framework, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_file import can_be_file
from baansuk.assess.frameworks_main import base_of, is_main, main_frameworks
from baansuk.assess.frameworks_told import FrameworkTelling
from baansuk.assess.frameworks_trial import Trial, try_for
from baansuk.assess.frameworks_view import MISSING_WORDS, changed_rules, name_of_spot, page_of
from baansuk.assess.models import FrameworkVersion
from baansuk.assess.page_questions import edition_shown
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class Card:
    """One framework on the list: as it is in force, or as it waits."""

    framework: Framework
    row: FrameworkVersion | None
    draft: FrameworkVersion | None
    judged: str

    @property
    def missing(self) -> Words:
        return MISSING_WORDS[self.framework.framework.missing]


def keeper(request: HttpRequest) -> Scope:
    """Return the scope of a register keeper; for all others there is no such page."""
    scope = scope_on(request)
    if not scope.keeps_register:
        raise Http404
    return scope


def framework_or_absent(code: str) -> questions.InForce:
    """Return a framework in force, a main set, or the draft of one that never was in force, else the page of what does not exist."""
    if is_main(code) and code in main_frameworks():
        return questions.InForce(main_frameworks()[code], None)
    found = questions.framework_in_force(code, today())
    if found is not None:
        return found
    draft = questions.draft_of(code)
    if draft is None:
        raise Http404
    return questions.InForce(read_framework(draft.contents), draft)


@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """List the frameworks: what each asks, which version is in force and what waits for a second keeper."""
    scope = scope_on(request)
    edition, drafts, force = edition_shown(), questions.drafts(), questions.in_force(today())
    judged = questions.pinned(edition) if edition else {}
    cards = [
        Card(one.framework, one.row, drafts.pop(code, None), str(judged.get(code, ""))) for code, one in force.items()
    ]
    cards += [Card(read_framework(one.contents), None, one, "") for one in drafts.values()]
    values = {
        "cards": cards,
        "main": list(main_frameworks().values()),
        "keeps": scope.keeps_register,
        "edition": edition,
        "run": questions.run_under_way(),
        "sees_figures": scope.sees_figures,
    }
    return show(request, "assess/frameworks.html", values)


@require_safe
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """Show one framework: every rule, what it waits for, its versions, and the figures that the reader may be told."""
    scope, found = scope_on(request), framework_or_absent(code)
    edition, area = edition_shown(), _area(request, scope)
    shown, judged = found.framework, _judged(edition, code)
    # Figures of another version answer other questions: they do not stand beside these rules.
    same = judged is not None and judged.stamp == shown.stamp
    told = FrameworkTelling(scope, edition).figures(judged, area.code) if edition and judged and same and area else {}
    values = {
        "found": found,
        "rules": page_of(check_framework(shown), told),
        "about": shown.framework,
        "main": is_main(code),
        "base": base_of(shown),
        "measurable": can_be_file(shown) and not is_main(code),
        "told": bool(told),
        "figures_of": judged.framework.version if judged and not same else None,
        "edition": edition,
        "area": words_of(area) if area else None,
        "below": [(words_of(one), f"?area={one.code}") for one in _below(scope, area)],
        "versions": questions.versions_of(code),
        "sees_figures": scope.sees_figures and bool(scope.areas),
        "draft": questions.draft_of(code),
        "keeps": scope.keeps_register,
        "run": questions.run_under_way(),
    }
    return show(request, "assess/framework.html", values)


def _judged(edition: Edition | None, code: str) -> Framework | None:
    return questions.framework_of(edition, code) if edition is not None else None


def _area(request: HttpRequest, scope: Scope) -> Area | None:
    """The area whose figures are asked for, the reader's own where none is; another's is the page of what does not exist."""
    asked = request.GET.get("area", "")
    if not asked:
        return Area.objects.filter(pk=scope.areas[0]).first() if scope.areas else None
    found = Area.objects.filter(pk=asked[:8]).first()
    if found is None or not scope.covers(asked):
        raise Http404
    return found


def _below(scope: Scope, area: Area | None) -> list[Area]:
    if area is None or len(area.code) >= 8 or not scope.sees_persons or scope.houses is not None:
        return []
    return children_of(area.code)


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one version: what differs from the one before, who decided it and why, and what it would change."""
    scope = scope_on(request)
    row = questions.version_of(code, number)
    shown = read_framework(row.contents) if row else {**shipped_frameworks(), **main_frameworks()}.get(code)
    if shown is None or shown.framework.version != number:
        raise Http404
    before = _before(code, number)
    values: dict[str, Any] = {
        "row": row,
        "about": shown.framework,
        "measurable": can_be_file(shown) and not is_main(code),
        "rules": page_of(check_framework(shown), {}),
        "before": before.framework.version if before else None,
        "changes": [(name_of_spot(shown, spot), old, new) for spot, old, new in changed_rules(before, shown)]
        if before
        else [],
        "keeps": scope.keeps_register,
    }
    if row is not None and row.state == "draft" and scope.keeps_register:
        values |= {"why_not": _why_not(row, scope.username), "trial": _trial(scope, shown)}
    return show(request, "assess/framework_version.html", values)


def _why_not(row: FrameworkVersion, by: str) -> Words | None:
    """Why this keeper may not approve the version now, None where nothing is in the way."""
    try:
        actions.check_can_approve(row, by)
    except Refusal as refusal:
        return refusal.words
    return None


def _before(code: str, number: int) -> Framework | None:
    """The version that was approved or shipped before this one."""
    rows = [one for one in questions.versions_of(code) if one.version < number and one.state in ("approved", "shipped")]
    if rows:
        return read_framework(rows[0].contents)
    shipped = shipped_frameworks().get(code)
    return shipped if shipped and shipped.framework.version < number and not shipped.is_frame else None


def _trial(scope: Scope, shown: Framework) -> Trial | None:
    edition, now = edition_shown(), questions.framework_in_force(shown.code, today())
    if edition is None or shown.is_frame:
        return None
    return try_for(scope, edition, check_framework(shown), now.framework if now else base_of(shown))


@require_POST
def approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Approve a version that somebody else drafted."""
    scope, row = keeper(request), _row_or_absent(code, number)
    if row.state == "approved" and row.approved_by == scope.username:
        return redirect("framework", code=code)  # pressed twice
    try:
        actions.approve_version(made=row, by=scope.username, partner=scope.partner)
        messages.success(request, say("อนุมัติแล้ว การประมวลผลครั้งต่อไปจะใช้รุ่นนี้", "Approved; the next run uses it"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("framework-version", code=code, number=number)


@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a version back with a reason."""
    scope, row = keeper(request), _row_or_absent(code, number)
    try:
        actions.withdraw_version(
            made=row, because=request.POST.get("because", ""), by=scope.username, partner=scope.partner
        )
        messages.success(request, say("ถอนรุ่นนี้แล้ว รุ่นก่อนหน้ากลับมาใช้", "Withdrawn; the version before is in force again"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect("framework-version", code=code, number=number)


def _row_or_absent(code: str, number: int) -> FrameworkVersion:
    row = questions.version_of(code, number)
    if row is None:
        raise Http404
    return row


def address_of(code: str) -> str:
    """Return the address of a framework's page."""
    return reverse("framework", args=[code])
