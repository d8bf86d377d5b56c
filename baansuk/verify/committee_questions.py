"""What the signing steps ask: whose queue holds what, with its evidence; what is late and whose; what was told back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.middleware import scope_on
from baansuk.access.questions import today
from baansuk.access.roles import ROLES
from baansuk.access.scope import Scope
from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.vault import values
from baansuk.verify.candidates import rules_of
from baansuk.verify.checklist import Item, load_checklist
from baansuk.verify.deciding import REASON
from baansuk.verify.evidence import CONFIRMING, CONFLICTS, LISTS_AGAINST_FACTS, Found, conflicts
from baansuk.verify.flows import Flow, Step, flow_of
from baansuk.verify.models import Announcement, Bulk, Case, Decision, Round
from baansuk.verify.moves import STATE_WORDS, STATES, TONES, owners_of
from baansuk.verify.outcomes import REASONS, outcome_words
from baansuk.verify.place_names import place_of
from baansuk.verify.questions import WORKERS, cases_for
from baansuk.verify.who import posts_of

# The roles that propose, sign, send back and tell; a village head has the pages of the village.
SIGNING = WORKERS - {"village_head"}
SETTLED = ("confirmed", "not_confirmed", "removed")
VIEWS = {
    "todo": Words("รอท่านดำเนินการ", "For you"),
    "waiting": Words("รอเสนอ", "To propose"),
    "proposed": Words("รอลงนาม", "To sign"),
    "conflict": Words("ข้อมูลขัดกัน", "Conflicts"),
    "late": Words("เกินกำหนด", "Overdue"),
    "appealed": Words("อุทธรณ์", "Appeals"),
    "settled": Words("รอคืนข้อมูล", "To tell"),
}
_CONFLICT = (
    Q(outcome="not_poor") & ~Q(says__in=("", LISTS_AGAINST_FACTS))
    | Q(outcome__in=CONFIRMING, says__in=("", LISTS_AGAINST_FACTS))
    | Q(after_meeting=True)
    | Q(says__contains=LISTS_AGAINST_FACTS)
)
_PROPOSABLE = ("waiting", "returned", "recorded")
# All states in the order of their life; what a view leaves out is named instead of what it shows: of "one of these states" SQLite
# makes a search for each and sorts a whole amphoe for the first page, of "none of those" it walks the houses in their order.
_ALL = tuple(STATES)


def _only(*states: str) -> Q:
    return ~Q(state__in=[one for one in _ALL if one not in states])


def signer(request: HttpRequest) -> Scope:
    """Return the scope of whoever works on the signing steps; for all others there is no such page."""
    scope = scope_on(request)
    if not (scope.sees_persons and scope.role in SIGNING and scope.areas_of(HOUSEHOLD)):
        raise Http404
    return scope


def steps_of(scope: Scope, flow: Flow) -> list[Step]:
    """Return the steps on which a seat acts: it owns or signs them."""
    return [one for one in flow.steps if scope.role in (one.owner, one.signer) and one.level != "village"]


def step_for(scope: Scope, round: Round, code: str) -> Step:
    """Return a step of a round's flow that has a queue; raises Http404 for another, or one that the seat has no part in."""
    flow = flow_of(round.flow)
    if code not in {one.code for one in flow.steps if one.decides and one.signer}:
        raise Http404
    found = flow.step(code)
    if scope.role not in (found.owner, found.signer, "register_keeper"):
        raise Http404
    return found


def queue_for(scope: Scope, round: Round, step: Step, view: str) -> QuerySet[Case]:
    """Return the cases of one view of a step's queue, by village and house number."""
    rows = cases_for(scope, round)
    if view == "settled":
        return rows.filter(state__in=SETTLED)
    rows = rows.filter(step=step.code)
    if view == "appealed":
        return rows.filter(state__in=("appealed", "reopened"))
    if view == "waiting":
        return rows.filter(_only(*_PROPOSABLE))
    if view == "proposed":
        return rows.filter(_only("proposed"))
    if view == "conflict":
        return rows.filter(_CONFLICT, _only(*_PROPOSABLE, "proposed"))
    if view == "late":
        return rows.filter(_only(*_PROPOSABLE, "proposed", "appealed", "objected", "disputed"), due_on__lt=today())
    mine = (*_PROPOSABLE, "objected") if scope.role == step.owner else ()
    signs = ("proposed",) if scope.role == step.signer else ()
    return rows.filter(_only(*mine, *signs))


def needed_ticks(bulk: Bulk, cases: Iterable[Case]) -> list[Item]:
    """Return what has to be ticked for the cases of a bulk act, in the order of the checklist; nothing for signing."""
    if bulk.act != "propose":
        return []
    found = {(one.step, one.outcome) for one in cases}
    return [
        item for item in load_checklist().items if any(item.step == at and item.is_needed(what) for at, what in found)
    ]


NOBODY = Words("ไม่มี", "Nobody")


def roles_of(state: str, step: str, flow: Flow) -> list[Words]:
    """Return the names of the roles that have to move a case on."""
    return [ROLES[code].name if code in ROLES else NOBODY for code in owners_of(state, step, flow)]


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a queue with its evidence: no name, no fact but what the rules say."""

    case: Case
    place: Words
    state: Words
    tone: str
    says: Sequence[Words]
    found: Sequence[tuple[Words, Words]]
    conflicts: Sequence[Words]
    late: int
    roles: Sequence[Words]
    proposed_by: str

    @property
    def outcome(self) -> Words:
        """The outcome as it stands."""
        return outcome_words(self.case.outcome)


def rows_of(cases: Iterable[Case], round: Round) -> list[Row]:
    """Return cases with their evidence: three queries, however many there are."""
    listed = list(cases)
    decided: dict[int, list[Decision]] = {}
    for one in Decision.objects.filter(case__in=[case.pk for case in listed]).order_by("pk").defer("reason_sealed"):
        decided.setdefault(one.case_id, []).append(one)
    names = names_of({case.area_code for case in listed})
    flow, day = flow_of(round.flow), today()
    rules = rules_of(round.rules)
    return [_row(case, decided.get(case.pk, []), names, flow, day, rules.words(case.says)) for case in listed]


def _row(
    case: Case,
    decided: Sequence[Decision],
    names: dict[str, Words],
    flow: Flow,
    day: dt.date,
    said: Sequence[Words],
) -> Row:
    found = [Found(one.step, one.kind, one.outcome) for one in decided]
    by_step = {one.step: one.outcome for one in found if one.kind == "record" and one.outcome}
    return Row(
        case,
        place_of(names, case.area_code),
        STATE_WORDS[case.state],
        TONES[case.state],
        said,
        [(step.name, outcome_words(by_step[step.code])) for step in flow.steps if step.code in by_step],
        [CONFLICTS[code] for code in conflicts(case.says, case.outcome, found, after_meeting=case.after_meeting)],
        max(0, (day - case.due_on).days) if case.due_on and case.state != "closed" else 0,
        roles_of(case.state, case.step, flow),
        next((one.by for one in reversed(decided) if one.kind == "propose" and one.step == case.step), ""),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One decision of a case with its words opened."""

    decision: Decision
    step: Words
    state: Words
    tone: str
    outcome: Words
    reason: Words
    words: str
    who: Words | None


def story_of(case: Case) -> list[Told]:
    """Return all decisions of a case, the first at the top; the words are opened for whoever may see the case."""
    flow = flow_of(case.round.flow)
    rows = list(case.decisions.order_by("pk"))
    opened = values.unseal_all([one.reason_sealed for one in rows], REASON, [case.number] * len(rows))
    posts = posts_of(one.post for one in rows)
    return [
        Told(
            one,
            flow.step(one.step).name,
            STATE_WORDS[one.new],
            TONES[one.new],
            outcome_words(one.outcome),
            REASONS.get(one.reason_code, Words("", "")),
            words,
            posts.who(one.by, one.post),
        )
        for one, words in zip(rows, opened, strict=True)
    ]


def to_tell(scope: Scope, round: Round) -> list[tuple[str, Words, dict[str, int]]]:
    """Return the villages with results that were not told back yet, with the count of each result: two queries."""
    rows = cases_for(scope, round).filter(state__in=SETTLED).order_by()
    counted: dict[str, dict[str, int]] = {}
    for area, state, n in rows.values_list("area_code", "state").annotate(n=Count("pk")).order_by("area_code", "state"):
        counted.setdefault(area, {})[state] = n
    names = names_of(counted)
    return [(area, place_of(names, area), counts) for area, counts in counted.items()]


def announcements_for(scope: Scope, round: Round) -> QuerySet[Announcement]:
    """Return what was told back in the areas of a seat, the newest first."""
    inside = Q(pk=None)
    for area in scope.areas_of(HOUSEHOLD):
        inside |= Q(area_code__startswith=area)
    return Announcement.objects.filter(inside, round=round)


def announcement_for(scope: Scope, number: str) -> Announcement:
    """Return what was told to one village; raises Http404 where there is none and, exactly alike, where it is not seen."""
    found = Announcement.objects.filter(number=number).select_related("round").first()
    if found is None or not announcements_for(scope, found.round).filter(pk=found.pk).exists():
        raise Http404
    return found
