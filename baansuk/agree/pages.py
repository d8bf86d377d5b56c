"""The agreement room as anybody who signed in reads it, the printed sheet, the scan, and the summary for the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.access.middleware import open_to_all, scope_on
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree import page_questions, paper, questions
from baansuk.agree.annex_actions import check_can_approve
from baansuk.agree.models import Agreement, Annex
from baansuk.agree.moves import MOVES, OPEN_TO_CHANGE
from baansuk.agree.page_questions import Listed
from baansuk.agree.questions import Standing
from baansuk.agree.taking import agreement_or_absent, once
from baansuk.agree.waiting import waiting
from baansuk.audit.sending import watched
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say_words
from baansuk.thai.words import Refusal, Words

TABS = {
    "": Words("ทั้งหมด", "All"),
    "in_force": Words("มีผลบังคับ", "In force"),
    "expiring": Words("ใกล้สิ้นสุด", "Near the end"),
    "preparing": Words("กำลังจัดทำ", "Being prepared"),
    "closed": Words("สิ้นสุดหรือยกเลิก", "Ended or withdrawn"),
}
# Which step of its life a keeper may order from which state; signing has a page of its own.
STEPS = {
    "signed": ("bring_into_force", "withdraw"),
    "in_force": ("suspend", "end", "withdraw"),
    "suspended": ("resume", "end", "withdraw"),
    "draft": ("withdraw",),
}


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """Show who promised what, how far it is, and what expires; examples of other provinces stand apart."""
    scope = scope_on(request)
    standings = questions.standings()
    here = [one for one in standings if not one.agreement.example]
    asked = request.GET.get("show", "")
    asked = asked if asked in TABS else ""
    body = request.GET.get("partner", "")
    promised = page_questions.promised_here()
    day = today()
    shown = _asked(here, asked, body)
    values = {
        "rows": page_questions.listed(shown, promised, day),
        "any": bool(here),
        "examples": [one for one in standings if one.agreement.example],
        "tabs": [(code, say_words(words)) for code, words in TABS.items()],
        "asked": asked,
        "partner": body,
        "partners": questions.parties_to_choose(),
        "warnings": questions.warnings_due(),
        "held": sum(one.grants for one in here),
        "tally": page_questions.tally_of(promised, day),
        "promising": page_questions.promising(promised, day),
        "waiting": page_questions.drafts_waiting() if scope.keeps_register else [],
    }
    return show(request, "agree/room.html", values)


def _asked(here: list[Standing], asked: str, body: str) -> list[Standing]:
    tests: dict[str, Callable[[Standing], bool]] = {
        "in_force": lambda one: one.state in ("in_force", "suspended"),
        "expiring": lambda one: one.warning is not None,
        "preparing": lambda one: one.state in ("draft", "signed"),
        "closed": lambda one: one.state in ("ended", "withdrawn"),
    }
    kept = [one for one in here if tests[asked](one)] if asked in tests else here
    codes = page_questions.codes_with(body) if body else {one.code for one in here}
    return [one for one in kept if one.code in codes]


@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """Show one agreement: its parties, term, signatures, promises, what its annexes open, and its history."""
    scope = scope_on(request)
    standing = _standing(code)
    values = _values(standing)
    return show(request, "agree/agreement.html", values | _doors(scope, standing, values))


def _standing(code: str) -> Standing:
    try:
        return questions.standing_of(code)
    except Agreement.DoesNotExist as absent:
        raise Http404 from absent


def _values(standing: Standing) -> dict[str, Any]:
    found, day = standing.agreement, standing.day
    parties = questions.parties_of(found)
    promised = questions.commitments_of(found)
    opened = page_questions.opened(questions.annexes_of(found), parties, day)
    return {
        "standing": standing,
        "agreement": found,
        "listed": Listed(standing, page_questions.tally_of(promised, day)),
        "parties": page_questions.roles_by_party(parties, promised, day),
        "partner_names": page_questions.partners_named(promised),
        "objectives": [Words(one["th"], one["en"] or one["th"]) for one in found.objectives],
        "signatories": list(found.signatories.all()),
        "accounts": list(found.accounts.all()),
        "amendments": list(found.amendments.all()),
        "matrix": page_questions.matrix(opened),
        "annexes": [one for one in opened if one.annex.state != "withdrawn"],
        "approved": [one for one in opened if one.annex.state == "approved"],
        "withdrawn": [one for one in opened if one.annex.state == "withdrawn"],
        "place": names_of([found.area_code]).get(found.area_code),
        "day": day,
    }


def _doors(scope: Scope, standing: Standing, values: dict[str, Any]) -> dict[str, Any]:
    """What the reader may do and see here beyond what everybody sees."""
    found = standing.agreement
    keeps = scope.keeps_register
    may_change = keeps and not found.example
    return {
        "history": page_questions.history_of(found),
        "shows_who": keeps or scope.sees_trail,
        "contacts": bool(scope.partner),
        "may_read_paper": bool(found.paper_sha256) and may_read_paper(scope, found),
        "may_change": may_change,
        "open": may_change and found.state in OPEN_TO_CHANGE and standing.state != "ended",
        "may_sign": may_change and "signed" in MOVES[found.state],
        "steps": STEPS.get(found.state, ()) if may_change else (),
        "may_amend": may_change and found.state in ("signed", "in_force", "suspended"),
        "approvals": approvals(scope, questions.annexes_of(found, states=["draft"])) if keeps else {},
        "once": once(),
        "waits": waiting(standing, values["parties"], values["annexes"], keeps=may_change),
    }


def approvals(scope: Scope, drafts: list[Annex]) -> dict[int, Words | None]:
    """Return, for each draft, why this reader may not approve it, or None where they may."""
    found: dict[int, Words | None] = {}
    for one in drafts:
        try:
            check_can_approve(one, scope.username)
            found[one.pk] = None
        except Refusal as refusal:
            found[one.pk] = refusal.words
    return found


def may_read_paper(scope: Scope, found: Agreement) -> bool:
    """Say whether a reader may open the scan: it bears signatures, so only its keeper, its auditor and its parties."""
    return scope.keeps_register or scope.sees_trail or page_questions.is_party(scope.partner, found)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show an agreement on one sheet, for paper."""
    return show(request, "agree/sheet.html", _values(_standing(code)))


@require_safe
def scan(request: HttpRequest, code: str) -> FileResponse:
    """Send the scanned paper; for those who may not read it there is none."""
    found = agreement_or_absent(code)
    if not found.paper_sha256 or not may_read_paper(scope_on(request), found):
        raise Http404
    opened = paper.open_paper(found.paper_sha256)
    if opened is None:
        raise Http404
    kind = paper.kind_of(opened.read(16))
    opened.seek(0)
    scope, paper_of = scope_on(request), [("agreement", found.code)]
    answer = FileResponse(opened, as_attachment=True, filename=found.paper_name, content_type=kind)
    return watched(answer, "agree.open_paper", by=scope.username, partner=scope.partner, subjects=paper_of)


@open_to_all
@require_safe
def public_room(request: HttpRequest) -> HttpResponse:
    """List for everybody, without signing in, the agreements that were signed here."""
    return show(request, "agree/public_room.html", {"rows": page_questions.public_standings()})


@open_to_all
@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    """Show for everybody what an agreement says: no contacts, no reports in words, no names of persons."""
    found = next((one for one in page_questions.public_standings() if one.code == code), None)
    if found is None:
        raise Http404
    small = page_questions.too_small(questions.commitments_of(found.agreement), found.day)
    return show(request, "agree/public.html", _values(found) | {"small": small})
