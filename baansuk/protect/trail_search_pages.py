"""The auditor's pages: a search of the trail in sentences, one event with its place in the chain, and how the trail stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.middleware import paced, scope_on
from baansuk.access.pace import EXPORT, SEARCH
from baansuk.access.scope import Scope
from baansuk.assess.export_pages import XLSX
from baansuk.audit import days, gate
from baansuk.audit.models import Event, Subject
from baansuk.audit.questions import COMPARTMENT, events_of_request, subjects_of
from baansuk.audit.searching import MOST_COUNTED, read_place, search
from baansuk.audit.standing import is_whole, standing
from baansuk.protect.trail_asked import FIELDS, SPAN, Question, question_of
from baansuk.protect.trail_export import Export
from baansuk.protect.trail_folds import day_of
from baansuk.protect.trail_forms import TrailForm
from baansuk.protect.trail_kinds import SUBJECTS, TONES
from baansuk.protect.trail_names import Names, Who, words_of_act, words_of_outcome, words_of_purpose, words_of_source
from baansuk.screen.fragments import show
from baansuk.screen.language import language
from baansuk.screen.pages import Slice
from baansuk.thai.words import Refusal, Words

PAGE = 25
# What is asked most often; the others lie folded beneath.
FIRST_FIELDS = frozenset({"account", "act", "begins", "ends"})
MOST_SUBJECTS_SHOWN = 200
MOST_OF_REQUEST = 50
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@dataclass(frozen=True, slots=True)
class Row:
    """One event in words: who did what, how it ended, by which door, and what it touched where that is one thing."""

    event: Event
    who: Who
    sentence: Words
    outcome: Words
    tone: str
    purpose: Words
    source: Words
    touched: str


def reader(request: HttpRequest) -> Scope:
    """Return the scope of whoever reads the trail: the auditor and the data protection officer."""
    scope = scope_on(request)
    if not scope.sees_trail:
        raise Http404
    return scope


@paced(SEARCH, "GET")
@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: HttpRequest) -> HttpResponse:
    """Search the trail. What is typed is sent apart from the address, and turned into codes that may stand in it."""
    scope = reader(request)
    if request.method == "POST":
        form = TrailForm(request.POST)
        if form.is_valid():
            question = question_of(form.said(), timezone.localdate())
            return redirect(f"{reverse('trail')}?{question.query}")
        values = {"form": form, "first_fields": FIRST_FIELDS, "more_open": bool(set(form.errors) - FIRST_FIELDS)}
        return show(request, "protect/trail_search.html", values, status=422)
    question = question_of(request.GET.dict(), timezone.localdate())
    found = search(question.asked, after=read_place(request.GET.get("after", "")), most=PAGE)
    _write_search(question, scope, shown=len(found.events))
    values = {
        "form": TrailForm(initial=_typed(question)),
        "question": question,
        "found": found,
        "most_counted": MOST_COUNTED,
        "slice": Slice(rows=found.events, after=str(found.next or "")),
        "rows": found.events,
        "rows_by_day": _by_day(rows_of(found.events)),
        "first_fields": FIRST_FIELDS,
        "more_open": bool(set(question.said) - FIRST_FIELDS),
        "later": bool(request.GET.get("after")),
    }
    return _kept_here(show(request, "protect/trail_search.html", values))


def _typed(question: Question) -> dict[str, Any]:
    """What the form shows of a question: the account and the machine by name; days only where they were said."""
    asked = question.asked
    typed: dict[str, Any] = {name: question.said.get(name, "") for name in FIELDS}
    typed |= {name: getattr(asked, name) if name in question.said else None for name in ("begins", "ends")}
    return typed | {"account": asked.actor, "address": asked.address}


@transaction.atomic
def _write_search(question: Question, scope: Scope, *, shown: int) -> None:
    asked = question.asked
    subjects = [("user", asked.actor)] if asked.actor else []
    # Whose trail is read stands in the trail as well; what is no code of ours was never anybody's.
    subjects += [(asked.kind, asked.code)] if asked.code else []
    about = {"filters": question.filters, "shown": shown}
    gate.write("audit.search", by=scope.username, partner=scope.partner, subjects=subjects, about=about)


def rows_of(events: Sequence[Event]) -> list[Row]:
    """Return events in words."""
    names, touched = Names(events), _touched(events)
    return [
        Row(
            event=event,
            who=names.who(event),
            sentence=names.sentence(event),
            outcome=words_of_outcome(event.outcome),
            tone=TONES.get(event.outcome, "plain"),
            purpose=words_of_purpose(event.purpose),
            source=words_of_source(event.source),
            touched=touched.get(event.pk, ""),
        )
        for event in events
    ]


def _by_day(rows: Sequence[Row]) -> list[tuple[date, list[Row]]]:
    return [(day, list(listed)) for day, listed in groupby(rows, lambda row: day_of(row.event.at))]


def _touched(events: Sequence[Event]) -> dict[int, str]:
    """Return the code of the one thing that an event touched, for those that touched one."""
    single = [one.pk for one in events if one.listed == 1 and not one.act.startswith(COMPARTMENT)]
    return dict(Subject.objects.filter(event__in=single).values_list("event", "code"))


@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show one event: all that was written of it, its place in its chain, and whether a head seals it."""
    scope = reader(request)
    found = Event.objects.filter(pk=number).first() if number < 1 << 63 else None
    if found is None:
        raise Http404
    with transaction.atomic():
        gate.write("audit.open_event", by=scope.username, partner=scope.partner, about={"event": found.pk})
    together = events_of_request(found)
    subjects, gone = _subjects(found)
    values = {
        "event": found,
        "row": rows_of([found])[0],
        "act": words_of_act(found.act),
        "about": sorted(found.about.items()),
        "compartment": found.act.startswith(COMPARTMENT),
        "subjects": [(SUBJECTS.get(kind, Words(kind, kind)), code) for kind, code in subjects[:MOST_SUBJECTS_SHOWN]],
        "more_subjects": max(0, len(subjects) - MOST_SUBJECTS_SHOWN),
        "gone": gone,
        "together": [(one, words_of_act(one.act)) for one in together[:MOST_OF_REQUEST] if one.pk != found.pk],
        "whole": is_whole(found),
        "head": days.sealed_by(found),
    }
    return _kept_here(show(request, "protect/trail_event.html", values))


def _subjects(found: Event) -> tuple[list[tuple[str, str]], Refusal | None]:
    try:
        return subjects_of(found), None
    except Refusal as refusal:
        return [], refusal


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Show how the trail stands: how far it is sealed, and what the last verification found."""
    reader(request)
    stands = standing()
    checked = stands.verified
    values = {
        "stands": stands,
        "checked": checked,
        "rows": checked.about.get("rows") if checked else None,
        "faults": checked.about.get("found") if checked else None,
        "open": sorted(stands.open.items(), reverse=True),
    }
    return show(request, "protect/trail_state.html", values)


@paced(EXPORT)
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send what a search finds, all of it, as CSV or as a workbook."""
    scope = reader(request)
    form = request.POST.get("form", "")
    if form not in TYPES:
        raise Http404
    today = timezone.localdate()
    question = question_of(request.POST.dict(), today)
    out = Export(scope, question, form, language())
    out.begin()
    name = f"baansuk-trail-{(question.asked.begins or today - SPAN).isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(out.stream(), content_type=TYPES[form], headers=headers)


def _kept_here(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
