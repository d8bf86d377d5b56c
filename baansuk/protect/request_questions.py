"""What may be asked of requests: the list with what is late, and one request with its words opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from baansuk.access.models import Post
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.people.fields import load_fields
from baansuk.protect.doors import answers_requests
from baansuk.protect.due import lateness
from baansuk.protect.handing_questions import is_held, owner_of
from baansuk.protect.kinds import ASKERS, CHANNELS, IDENTITY_CHECKS, KINDS, REASONS
from baansuk.protect.models import SubjectRequest
from baansuk.protect.moves import MOVES, OPEN, OWNERS, STATE_WORDS, TONES
from baansuk.protect.request_actions import ANSWER, NAME, NOTE, REACH, VALUE, WORDS
from baansuk.thai.words import Words
from baansuk.vault import values

VIEWS = {
    "open": Words("ยังไม่เสร็จ", "Open"),
    "late": Words("เกินกำหนด", "Overdue"),
    "closed": Words("เสร็จแล้ว", "Closed"),
    "all": Words("ทั้งหมด", "All"),
}
NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """One request as a list shows it: no name, only its number, what is asked and by when."""

    request: SubjectRequest
    kind: Words
    state: Words
    tone: str
    late: str
    owner: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of a request, its note opened."""

    state: Words
    tone: str
    at: object
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """One field with the value that the person says is right, and the delivery by which it went to the register."""

    words: Words
    said: Words
    receipt: str


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """One request with the person's words, for whoever answers it."""

    shown: ShownRequest
    name: str
    reach: str
    words: str
    answer: str
    channel: Words
    asker: Words
    identity: Words
    reason: Words
    owner_post: Post | None
    owner_held: bool
    steps: list[ShownStep]
    next_states: frozenset[str]


def requests_for(scope: Scope, view: str = "all") -> QuerySet[SubjectRequest]:
    """Return the requests that a seat answers, what is due first at the top; none for others."""
    rows = SubjectRequest.objects.order_by("due_on", "pk")
    if not answers_requests(scope):
        return rows.none()
    if view == "open":
        return rows.filter(state__in=OPEN)
    if view == "late":
        return rows.filter(state__in=OPEN, due_on__lt=today())
    return rows.exclude(state__in=OPEN).order_by("-answered_on", "-pk") if view == "closed" else rows


def request_for(scope: Scope, number: str) -> SubjectRequest:
    """Return one request by number; raises Http404 where there is none and, exactly alike, where the seat answers none."""
    found = requests_for(scope).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def shown(request: SubjectRequest, day: date) -> ShownRequest:
    """Return a request as lists show it."""
    late = lateness(request.due_on, day) if request.state in OPEN else ""
    state = STATE_WORDS[request.state]
    return ShownRequest(request, KINDS[request.kind], state, TONES[request.state], late, OWNERS[request.state])


def opened(request: SubjectRequest) -> OpenedRequest:
    """Return a request with its sealed words opened: call it only for a page that writes the look down."""
    number, owner = request.number, owner_of(request)
    name, reach, words, answer = (
        values.unseal(sealed, context, number)
        for sealed, context in (
            (request.name_sealed, NAME),
            (request.reach_sealed, REACH),
            (request.words_sealed, WORDS),
            (request.answer_sealed, ANSWER),
        )
    )
    steps = [
        ShownStep(STATE_WORDS[one.new], TONES[one.new], one.at, one.by, values.unseal(one.note_sealed, NOTE, number))
        for one in request.steps.all()
    ]
    return OpenedRequest(
        shown(request, today()),
        name,
        reach,
        words,
        answer,
        CHANNELS[request.channel],
        ASKERS[request.asker],
        IDENTITY_CHECKS.get(request.identity_how, NOTHING),
        REASONS.get(request.reason, NOTHING),
        owner,
        is_held(owner),
        steps,
        MOVES[request.state],
    )


def corrections_of(request: SubjectRequest) -> list[ShownCorrection]:
    """Return what a person says is right, field by field."""
    fields = load_fields()
    return [
        ShownCorrection(
            fields[one.field].words,
            fields[one.field].say(values.unseal(one.value_sealed, VALUE, request.number)),
            one.receipt,
        )
        for one in request.corrections.all()
    ]


def counts(scope: Scope) -> dict[str, int]:
    """Return how many requests are open and how many of them are late."""
    rows = requests_for(scope, "open")
    return {"open": rows.count(), "late": rows.filter(due_on__lt=today()).count()}
