"""The pages of the review queue: one pair at a time, one's own decisions, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.registers import register_names
from baansuk.link import judging_actions as actions
from baansuk.link import looks
from baansuk.link import review_questions as questions
from baansuk.link.doors import reviewer
from baansuk.link.forms import JudgeForm, WithdrawForm, decision_choices
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.questions import code_of
from baansuk.link.reasons import DECISIONS, WHY_ASKED, WITHDRAWN, reason_words
from baansuk.link.record_questions import SeenRecord, persons_named, records_of
from baansuk.link.showing import Side, apart_words, compared, evidence_of, side
from baansuk.people.number_comparing import digits_apart
from baansuk.people.questions import sight_of
from baansuk.people.seen import SeenPerson
from baansuk.people.sight import Sight
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.screen.pages import page_number
from baansuk.thai.words import Refusal


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show how far the queue is and where to go on."""
    scope = reviewer(request)
    sight = sight_of(scope)
    values = {
        "progress": questions.progress(sight, scope.username),
        "waits": questions.next_pair(sight, scope.username) is not None,
        "disputed": questions.disputed(sight),
        "latest": shown_decisions(scope, sight, questions.decisions_by(scope.username, most=5)),
    }
    return show(request, "link/review.html", values)


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Lead to the next pair that waits for the reader, after a rank where one is named."""
    scope = reviewer(request)
    return redirect(_next(sight_of(scope), scope.username, page_number(request.GET.get("after", "0"))))


KEYS_OFF = "review_keys_off"


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, code: str) -> HttpResponse:
    """Show two records side by side, and keep what is decided on them."""
    scope = reviewer(request)
    sight, found = questions.pair_for(scope, code)
    if request.method != "POST":
        return _show_pair(request, scope, sight, found)
    # Whoever works without the keys is not asked again on the next pair; the browser itself keeps nothing.
    request.session[KEYS_OFF] = "keys" not in request.POST
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _show_pair(request, scope, sight, found, form, status=422)
    asked = form.cleaned_data
    try:
        made = actions.judge(
            pair=found, decision=asked["decision"], reason=asked["reason"], by=scope.username, partner=scope.partner
        )
    except Refusal as refusal:
        return _show_pair(request, scope, sight, found, form, refusal, status=422)
    messages.success(request, _kept(made, as_first=request.POST.get("as") == "first"))
    return redirect(_next(sight, scope.username, found.rank))


def _next(sight: Sight, by: str, after: int) -> str:
    following = questions.next_pair(sight, by, after)
    return reverse("review-pair", args=[following.code]) if following else reverse("review")


def _kept(made: Judgement, *, as_first: bool) -> str:
    said = DECISIONS[made.decision]
    if made.second and as_first:
        return say(
            f"มีผู้อื่นตัดสินคู่นี้ก่อนท่านครู่เดียว จึงบันทึก “{said.th}” ของท่านเป็นความเห็นที่สอง",
            f"Somebody decided this pair a moment before you, so your “{said.en}” was kept as the second opinion",
        )
    return say(f"บันทึกแล้ว: {said.th}", f"Saved: {said.en}")


def _show_pair(
    request: HttpRequest,
    scope: Scope,
    sight: Sight,
    found: ReviewPair,
    form: JudgeForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    left, right = _sides(sight, found)
    looks.at_pair(found, [left.person, right.person], by=scope)
    latest = questions.decisions_by(scope.username, most=1)
    values = {
        "pair": found,
        "left": left,
        "right": right,
        "rows": compared(left, right, sight),
        "evidence": evidence_of(found.pattern, left.record, right.record),
        # The number belongs to the person: of a random pair it would tell whether the two stand linked.
        "ids_shown": found.reason != "sample",
        "apart": apart_words(digits_apart(found.edition, left.person, right.person)),
        "why_asked": WHY_ASKED.get(found.reason),
        "progress": questions.progress(sight, scope.username),
        "latest": shown_decisions(scope, sight, latest)[0] if latest and latest[0].holds else None,
        "refusal": refusal,
        "form": form,
        "keys_on": not request.session.get(KEYS_OFF, False),
        **_asked(scope, found, form),
    }
    return show(request, "link/pair.html", values, status=status)


def _asked(scope: Scope, found: ReviewPair, form: JudgeForm | None) -> dict[str, Any]:
    """Whether the reader is asked, and what was said where it may be known: a second opinion is given without the first."""
    said = questions.opinions(found)
    second_asked = found.second_wanted and len(said) == 1 and said[0].by != scope.username
    asked = not said or second_asked
    chosen = form.data if form is not None else {}
    return {
        "asked": asked or form is not None,
        "second": second_asked,
        "opinions": [] if asked else [shown_decision(scope, one) for one in said],
        "choices": decision_choices(str(chosen.get("decision", "")), str(chosen.get("reason", ""))),
    }


def _sides(sight: Sight, found: ReviewPair) -> tuple[Side, Side]:
    persons = persons_named(sight, [found.left_person, found.right_person])
    names = register_names()
    sides = []
    for record_id, code in ((found.left_record, found.left_person), (found.right_record, found.right_person)):
        if code not in persons:
            raise Http404
        sides.append(side(_record(sight, persons[code], record_id), persons[code], names))
    return sides[0], sides[1]


def _record(sight: Sight, person: SeenPerson, record_id: int) -> SeenRecord:
    told, _hidden = records_of(sight, person)
    for one in told:
        if one.record_id == record_id:
            return one
    raise Http404


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the reader's own decisions, the latest first."""
    scope = reviewer(request)
    sight = sight_of(scope)
    mine = questions.decisions_by(scope.username)
    return show(request, "link/decisions.html", {"decisions": shown_decisions(scope, sight, mine)})


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a decision back."""
    scope = reviewer(request)
    found = questions.decision_for(scope, number)
    form = WithdrawForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        actions.withdraw(
            judgement=found, because=because, by=scope.username, partner=scope.partner,
            keeps_register=scope.keeps_register,
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("review-decisions")
    messages.success(
        request, say("ยกเลิกคำตัดสินแล้ว คำเดิมยังอยู่ในประวัติ", "Taken back; what was decided stays in the history")
    )
    if found.way == "split":
        return redirect("person-records", found.left_person)
    return redirect("review-pair", code_of(found)) if found.way == "review" else redirect("review-decisions")


def shown_decisions(scope: Scope, sight: Sight, listed: list[Judgement]) -> list[dict[str, Any]]:
    """Return decisions as a page lists them, with the way to those pairs that are still in the queue."""
    codes = [code_of(one) for one in listed]
    here = set(questions.visible_pairs(sight).filter(code__in=codes).values_list("code", flat=True))
    return [shown_decision(scope, one) | {"in_queue": code_of(one) in here} for one in listed]


def shown_decision(scope: Scope, one: Judgement) -> dict[str, Any]:
    """Return a decision as a page draws it, and whether the reader may take it back."""
    return {
        "judgement": one,
        "code": code_of(one),
        "decision": DECISIONS[one.decision],
        "reason": reason_words(one.reason),
        "withdrawn_why": WITHDRAWN.get(one.withdrawn_why),
        "may_withdraw": actions.can_withdraw(one, scope.username, keeps_register=scope.keeps_register),
    }
