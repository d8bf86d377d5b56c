"""The page of a family, the form for its own words, and its sheet to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.election_questions import check_may_export
from baansuk.access.middleware import paced
from baansuk.access.pace import EXPORT
from baansuk.access.scope import Scope
from baansuk.assess import family_actions as actions
from baansuk.assess import family_sheet, looks
from baansuk.assess.doors import persons_scope
from baansuk.assess.family_forms import FamilyWordForm
from baansuk.assess.family_outline import Family, family_of
from baansuk.assess.leaving import check_one_may_leave
from baansuk.audit.sending import watched
from baansuk.people.household_history import successor_of
from baansuk.people.questions import household_for
from baansuk.people.seen import SeenHousehold
from baansuk.screen.fragments import show
from baansuk.screen.language import LANGUAGES, language, say
from baansuk.thai.words import Refusal


@require_safe
def family(request: HttpRequest, code: str) -> HttpResponse:
    """Show a family on one page; the look is written down before the page is drawn."""
    scope = persons_scope(request)
    try:
        found = household_for(scope, code)
    except Http404:
        successor = successor_of(code)
        if not successor:
            raise
        return redirect("family", household_for(scope, successor).code)
    shown = _looked_at(found, scope)
    return show(request, "assess/family.html", {"family": shown, "may_ask": actions.can_ask(scope, found)})


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the family says of itself; sent twice, it is kept once."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    form = FamilyWordForm(request.POST or None)
    values: dict[str, object] = {"form": form, "household": found}
    try:
        actions.check_can_ask(scope, found)
        if request.method != "POST":
            return show(request, "assess/family_words.html", values)
        if form.is_valid():
            actions.tell(
                household=found, told=form.told(), key=form.cleaned_data["key"], scope=scope, by=scope.username
            )
            messages.success(request, say("บันทึกคำของครอบครัวแล้ว", "The family's words are kept"))
            return redirect("family", found.code)
    except Refusal as refusal:
        values["refusal"] = refusal
    return show(request, "assess/family_words.html", values, status=422)


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Empty what the family said, at its own wish; pressed again, nothing more happens."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    try:
        actions.take_back(household=found, scope=scope, by=scope.username)
        messages.success(request, say("ลบคำของครอบครัวตามที่ขอแล้ว", "The family's words are gone, as it wished"))
    except Refusal as refusal:
        messages.error(request, say(refusal.words.th, refusal.words.en))
    return redirect("family", found.code)


@paced(EXPORT)
@require_POST
def sheet(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """Send the family's sheet as a PDF of one page in one language, for the family to keep."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    try:
        check_may_export(scope, found.area_code)
        check_one_may_leave(found)
    except Refusal as refusal:
        messages.error(request, say(refusal.words.th, refusal.words.en))
        return redirect("family", found.code)
    spoken = request.POST.get("sheet_language", "")
    spoken = spoken if spoken in LANGUAGES else language()
    # Names of numbers and days are put into words while the family is read, so all of it is read in the sheet's language.
    with override(spoken):
        made = family_sheet.printed_sheet(family_of(found, to_print=True), scope, at=timezone.now(), language=spoken)
    headers = {"Content-Disposition": f'attachment; filename="{found.code}.pdf"', "Cache-Control": "no-store"}
    answer = FileResponse(made, content_type="application/pdf", headers=headers)
    subjects = [("household", found.code)]
    return watched(
        answer,
        "assess.print_family",
        by=scope.username,
        partner=scope.partner,
        subjects=subjects,
        edition=found.edition,
    )


def _looked_at(found: SeenHousehold, scope: Scope) -> Family:
    shown = family_of(found)
    looks.at_household(found, [person.code for person in shown.persons], by=scope)
    return shown
