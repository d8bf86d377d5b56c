"""The pages of causes: the form in which a family's or a mentor's word is kept, and which causes an area has."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.assess import causes_actions as actions
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import NotUnderstood, read_area
from baansuk.assess.causes_forms import CauseForm
from baansuk.assess.causes_telling import CauseTelling
from baansuk.assess.causes_view import causes_of
from baansuk.assess.doors import WrongAddress, area_of_figures, figures_scope, persons_scope
from baansuk.assess.family_actions import can_ask, check_can_ask
from baansuk.assess.map_words import few_words
from baansuk.assess.telling import may_open
from baansuk.people.questions import household_for
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal


@require_safe
def causes_of_area(request: HttpRequest) -> HttpResponse:
    """Show which causes the data suggest in an area, how many households each could lift at most and at least, and pairs."""
    scope = figures_scope(request)
    try:
        code = read_area(request.GET.get("area", scope.areas[0]))
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_figures(scope, code)
    edition = questions.edition_shown()
    if edition is None:
        return show(request, "assess/no_edition.html")
    telling = CauseTelling(scope, edition)
    values = {
        "area": area,
        "name": words_of(area),
        "edition": edition,
        "few": few_words(),
        "exact": telling.is_exact(code),
        "groups": telling.groups(code),
        "pairs": telling.pairs(code),
        "steps": [(say_words(words_of(one)), _address(one.code)) for one in questions.steps_to(scope, code)],
        "below": [(words_of(one), _address(one.code)) for one in children_of(code) if may_open(scope, one.code)],
    }
    return show(request, "assess/causes.html", values)


def _address(area: str) -> str:
    return f"{reverse('causes')}?{urlencode({'area': area})}"


@require_http_methods(["GET", "HEAD", "POST"])
def household_causes(request: HttpRequest, code: str, voice: str) -> HttpResponse:
    """Ask what the family says, or what the mentor confirms; what was sent twice is kept once."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    shown = causes_of(found)
    looks.at_household(found, [], by=scope)
    mentor = voice == actions.MENTOR
    values: dict[str, Any] = {"household": found, "mentor": mentor, "lacks": shown.lacks}
    try:
        check_can_ask(scope, found)
        if request.method != "POST":
            return show(request, "assess/causes_words.html", values | {"form": CauseForm(shown, mentor=mentor)})
        form = CauseForm(shown, request.POST, mentor=mentor)
        values["form"] = form
        if form.is_valid():
            keep = actions.confirm if mentor else actions.tell
            keep(household=found, said=form.said(), key=form.cleaned_data["key"], scope=scope, by=scope.username)
            messages.success(request, say("บันทึกแล้ว", "Saved"))
            return redirect(f"{reverse('household', args=[found.code])}#causes")
    except Refusal as refusal:
        values["refusal"] = refusal
    return show(request, "assess/causes_words.html", values, status=422)


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Empty what the family said of causes, at its own wish; pressed again, nothing more happens."""
    scope = persons_scope(request)
    found = household_for(scope, code)
    if can_ask(scope, found):
        actions.take_back(household=found, scope=scope, by=scope.username)
        messages.success(request, say("ลบคำของครอบครัวตามที่ขอแล้ว", "The family's words are removed, as it wished"))
    return redirect(f"{reverse('household', args=[found.code])}#causes")
