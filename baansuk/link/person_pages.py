"""The pages of one person's records: what belongs to the person and why, splitting it, and undoing how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.link import event_actions, looks, splitting_actions
from baansuk.link import questions as decided
from baansuk.link.doors import reviewer
from baansuk.link.models import PersonEvent
from baansuk.link.person_view import by_batch, coming, patterns, shown_event
from baansuk.link.record_questions import SeenRecord, person_to_review, persons_named, records_of
from baansuk.link.showing import shown_records
from baansuk.people.models import IssuedCode
from baansuk.people.questions import sight_of
from baansuk.people.seen import SeenPerson
from baansuk.people.sight import Sight
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal


def name_of(person: SeenPerson) -> str:
    """Return the name, or the code where the name may not be shown."""
    name = f"{person.title or ''}{person.given_name or ''} {person.family_name or ''}".strip()
    return name if person.named and name else person.code


@require_safe
def records(request: HttpRequest, code: str) -> HttpResponse:
    """Show a person's records, why each is there, and how they came together."""
    scope = reviewer(request)
    sight, person = person_to_review(scope, code)
    return _show_records(request, scope, sight, person)


def _show_records(
    request: HttpRequest,
    scope: Scope,
    sight: Sight,
    person: SeenPerson,
    chosen: Sequence[int] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    told, hidden = records_of(sight, person)
    looks.at_person(person, by=scope, edition=sight.edition)
    numbers = [one.record_id for one in told]
    values = {
        "person": person,
        "name": name_of(person),
        "records": shown_records(told, patterns(sight, numbers)),
        "hidden": hidden,
        "chosen": list(chosen),
        "refusal": refusal,
        "decisions": by_batch(scope, numbers),
        "coming": coming(sight, numbers),
        "events": [shown_event(row) for row in reversed(decided.log_of(person.code))],
    }
    return show(request, "link/person.html", values, status=status)


@require_POST
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Show what splitting would do, and do it once that is confirmed."""
    scope = reviewer(request)
    sight, person = person_to_review(scope, code)
    told, hidden = records_of(sight, person)
    numbers = [one.record_id for one in told]
    chosen = [number for number in numbers if str(number) in request.POST.getlist("apart")]
    try:
        if request.POST.get("confirmed") != "yes":
            decisions = splitting_actions.check_can_split(numbers, chosen, hidden=hidden)
            return _show_split(request, scope, sight, person, told, chosen, len(decisions))
        splitting_actions.split(
            person=code, records=numbers, apart=chosen, by=scope.username, partner=scope.partner, hidden=hidden
        )
    except Refusal as refusal:
        return _show_records(request, scope, sight, person, chosen, refusal, status=422)
    messages.success(
        request,
        say(
            "บันทึกการแยกแล้ว จะมีผลเมื่อจัดทำทะเบียนฉบับถัดไป และยกเลิกได้จากหน้านี้",
            "The split is kept; it takes effect with the next edition of the register and can be taken back here",
        ),
    )
    return redirect("person-records", code)


def _show_split(
    request: HttpRequest,
    scope: Scope,
    sight: Sight,
    person: SeenPerson,
    told: Sequence[SeenRecord],
    chosen: Sequence[int],
    decisions: int,
) -> HttpResponse:
    looks.at_person(person, by=scope, edition=sight.edition)
    values = {
        "person": person,
        "name": name_of(person),
        "stay": shown_records([one for one in told if one.record_id not in chosen], {}),
        "go": shown_records([one for one in told if one.record_id in chosen], {}),
        "chosen": chosen,
        "decisions": decisions,
    }
    return show(request, "link/split.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Show what undoing an event takes back with it, and undo all of it or nothing."""
    scope = reviewer(request)
    row = PersonEvent.objects.filter(pk=number).first()
    sight = sight_of(scope)
    seen = _seen_by(sight, row)
    if row is None or not seen:
        raise Http404
    try:
        plan = event_actions.check_can_undo(number)
        _check_all_seen(scope, sight, plan)
        if request.method != "POST":
            looks.at_person(seen, by=scope, edition=sight.edition)
            return show(request, "link/undo.html", _undoing(plan, row, seen))
        together = [int(text) for text in request.POST.getlist("together") if text.isdecimal()]
        event_actions.undo_event(number=number, together=together, by=scope.username, partner=scope.partner)
    except Refusal as refusal:
        return show(
            request, "link/undo.html", {"row": shown_event(row), "person": seen, "refusal": refusal}, status=422
        )
    messages.success(
        request,
        say(
            "บันทึกการยกเลิกแล้ว จะมีผลเมื่อจัดทำทะเบียนฉบับถัดไป", "Undone; it takes effect with the next edition of the register"
        ),
    )
    return redirect("person-records", seen.code)


def _undoing(plan: event_actions.Plan, row: PersonEvent, seen: SeenPerson) -> dict[str, Any]:
    return {
        "row": shown_event(row),
        "person": seen,
        "later": [shown_event(one) for one in plan.events[:-1]],
        "decisions": len(plan.decisions),
    }


def _seen_by(sight: Sight, row: PersonEvent | None) -> SeenPerson | None:
    """The person of an event, or the one it went to or came from, as far as the reader sees one of them."""
    codes = [row.person_code, row.other_code] if row is not None else []
    found = persons_named(sight, [code for code in codes if code])
    return next((found[code] for code in codes if code in found), None)


def _check_all_seen(scope: Scope, sight: Sight, plan: event_actions.Plan) -> None:
    """Raise Refusal ``persons_hidden`` where undoing would touch somebody of the register whom the reader does not see.

    Whether a code lives is asked of the list of codes: on PostgreSQL a row that the reader may not see is not there at all.
    """
    living = set(IssuedCode.objects.filter(code__in=plan.persons, retired_in=None).values_list("code", flat=True))
    missing = plan.missing and not scope.keeps_register
    if missing or living - set(persons_named(sight, living)):
        raise Refusal(
            "persons_hidden",
            "มีบุคคลที่เกี่ยวเนื่องซึ่งอยู่นอกพื้นที่ของท่าน ให้ผู้ดูแลทะเบียนเป็นผู้ยกเลิก",
            "Somebody who is touched lies outside your area; ask the register keeper to undo it.",
        )
