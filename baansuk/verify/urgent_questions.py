"""What may be asked of urgent cases: who sees which is decided here, for lists, counts and single cases alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.middleware import scope_on
from baansuk.access.models import Post
from baansuk.access.questions import seat_of, today
from baansuk.access.scope import Scope
from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.vault import values
from baansuk.verify.urgent import hours_left, lateness, load_kinds
from baansuk.verify.urgent_models import DutyTurn, UrgentCase, UrgentNamed, UrgentStep
from baansuk.verify.urgent_moves import ACT_WORDS, MOVES, OPEN, OWNER_WORDS, OWNERS, STATE_WORDS, TONES
from baansuk.verify.who import Posts, posts_of

TOLD, REPORTER, WORDS = "verify_urgentcase.told", "verify_urgentcase.reporter", "verify_urgentstep.words"
# Whoever sees persons may report; these go and help, see every unprotected case of their area, and stand on the roster.
HELPERS = frozenset(
    {"social_worker", "tambon_team", "local_officer", "amphoe_officer", "amphoe_chair", "register_keeper"}
)
ON_DUTY = frozenset({"social_worker", "tambon_team", "amphoe_officer", "register_keeper"})
ROSTER_KEEPERS = frozenset({"amphoe_officer", "amphoe_chair", "register_keeper", "social_worker"})
# Who may be told of a protected case at all, beside whoever is named by somebody in it.
PROTECTORS = ("social_worker", "register_keeper")
WATCHERS = frozenset({"amphoe_chair", "register_keeper"})
VIEWS = {
    "open": Words("ยังไม่เสร็จ", "Open"),
    "late": Words("เกินเวลา", "Overdue"),
    "mine": Words("ของฉัน", "Mine"),
    "closed": Words("ปิดแล้ว", "Closed"),
}


def reporter(request: HttpRequest) -> Scope:
    """Return the scope of whoever may report: any seat that sees persons; for all others there is no such page."""
    scope = scope_on(request)
    if not (scope.sees_persons and scope.post is not None):
        raise Http404
    return scope


def helper(request: HttpRequest) -> Scope:
    """Return the scope of whoever helps in urgent cases; for all others there is no such page."""
    scope = reporter(request)
    if not may_help(scope):
        raise Http404
    return scope


def may_help(scope: Scope) -> bool:
    """Say whether a seat works in the urgent lane."""
    return scope.role in HELPERS and scope.sees_persons


def may_only_report(scope: Scope) -> bool:
    """Say whether a seat reports urgent cases and does not work on them."""
    return scope.sees_persons and scope.post is not None and not may_help(scope)


def reach(scope: Scope) -> tuple[str, ...]:
    """Return the areas in which a seat may report and help: those where it may see households."""
    return scope.areas_of(HOUSEHOLD)


def urgent_for(scope: Scope) -> QuerySet[UrgentCase]:
    """Return the urgent cases that a scope may see: the unprotected of its area, and those in which its account is named."""
    inside = Q(pk__in=UrgentNamed.objects.filter(account=scope.username, ended_at=None).values("case"))
    if may_help(scope):
        here = Q()
        for prefix in reach(scope):
            here |= Q(area_code__startswith=prefix)
        inside |= Q(protected=False) & here if here else Q()
    return UrgentCase.objects.filter(inside)


def urgent_case_for(scope: Scope, number: str) -> UrgentCase:
    """Return one urgent case; raises Http404 where there is none and, exactly alike, where it is not seen."""
    found = urgent_for(scope).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def viewed(scope: Scope, view: str, now: datetime) -> QuerySet[UrgentCase]:
    """Return the cases of one view of the list, what is due first at the top."""
    rows = urgent_for(scope)
    if view == "closed":
        return rows.filter(state="closed").order_by("-reported_at", "pk")
    rows = rows.filter(state__in=OPEN)
    if view == "late":
        rows = rows.filter(due_at__lt=now)
    elif view == "mine":
        rows = rows.filter(taken_by=scope.username)
    return rows.order_by("due_at", "pk")


@dataclass(frozen=True, slots=True)
class ShownUrgent:
    """One urgent case as a list shows it: nobody's name and no word of what was told."""

    case: UrgentCase
    kind: Words
    place: Words
    state: Words
    tone: str
    owner: Words
    left: int | None
    late: str


def shown_list(rows: Iterable[UrgentCase], now: datetime) -> list[ShownUrgent]:
    """Return cases in words: two queries, for the names of their areas and for the posts that took them."""
    listed = list(rows)
    names = names_of(one.area_code for one in listed)
    posts = posts_of(one.taken_post for one in listed)
    return [shown(one, now, names.get(one.area_code, Words(one.area_code, one.area_code)), posts) for one in listed]


def shown(case: UrgentCase, now: datetime, place: Words, posts: Posts) -> ShownUrgent:
    """Return one case in words; ``posts`` holds the one that took it."""
    owner = OWNERS[case.state]
    taker = posts.who(case.taken_by, case.taken_post) or Words(case.taken_by, case.taken_by)
    words = taker if owner == "taker" else OWNER_WORDS[owner]
    left, late = hours_left(case.due_at, now), lateness(case.due_at, now)
    kind = load_kinds()[case.kind].name
    return ShownUrgent(case, kind, place, STATE_WORDS[case.state], TONES[case.state], words, left, late)


@dataclass(frozen=True, slots=True)
class OpenedStep:
    """One step with its words opened."""

    state: Words
    tone: str
    step: UrgentStep
    words: str
    who: Words | None


@dataclass(frozen=True, slots=True)
class OpenedUrgent:
    """One urgent case with what was told, for whoever may see it."""

    shown: ShownUrgent
    place: str
    what: str
    safe: str
    household: str
    # '' to all but whoever works on a protected case as its taker, and whoever helps in an unprotected one.
    reporter: str
    steps: Sequence[OpenedStep]
    acts: Sequence[tuple[str, Words]]
    named: Sequence[UrgentNamed] = field(default_factory=tuple)


def opened(case: UrgentCase, scope: Scope, now: datetime) -> OpenedUrgent:
    """Return one case opened. Who told of a protected case is shown to whoever took it only."""
    told = json.loads(values.unseal(case.told_sealed, TOLD, case.number))
    names = names_of([case.area_code])
    listed = list(case.steps.all())
    posts = posts_of([case.taken_post, *(one.post for one in listed)])
    steps = [
        OpenedStep(
            STATE_WORDS[one.new],
            TONES[one.new],
            one,
            values.unseal(one.words_sealed, WORDS, case.number),
            posts.who(one.by, one.post),
        )
        for one in listed
    ]
    may_know = not case.protected or case.taken_by == scope.username
    return OpenedUrgent(
        shown(case, now, names.get(case.area_code, Words("", "")), posts),
        told.get("place", ""),
        told.get("what", ""),
        told.get("safe", ""),
        told.get("household", "") or case.household_code,
        values.unseal(case.reporter_sealed, REPORTER, case.number) if may_know else "",
        steps,
        [(new, ACT_WORDS[new]) for new in ACT_WORDS if new in MOVES[case.state]],
        list(case.named.filter(ended_at=None).order_by("pk")) if case.protected else (),
    )


@dataclass(frozen=True, slots=True)
class Watched:
    """What the chair sees of the lane: what is late and whose; of protected cases the number alone."""

    open: int
    late: Sequence[ShownUrgent]
    protected_open: int
    protected_late: int


def watched(scope: Scope, now: datetime) -> Watched:
    """Return the lane as whoever answers for an area sees it. Protected cases are counted over the whole area of the post."""
    here = Q()
    for prefix in reach(scope):
        here |= Q(area_code__startswith=prefix)
    rows = UrgentCase.objects.filter(here, state__in=OPEN) if here else UrgentCase.objects.none()
    late = rows.filter(due_at__lt=now)
    named = late.filter(protected=False).order_by("due_at", "pk")[:50]
    return Watched(
        rows.filter(protected=False).count(),
        shown_list(named, now),
        rows.filter(protected=True).count(),
        late.filter(protected=True).count(),
    )


def on_duty(area_code: str, now: datetime) -> list[DutyTurn]:
    """Return who is on duty now for an area: the turns of the tambon, its amphoe and province, the nearest first."""
    levels = [area_code[:6], area_code[:4], area_code[:2]]
    turns = DutyTurn.objects.filter(area_code__in=levels, begins_at__lte=now, ends_at__gt=now, ended_by="")
    return sorted(turns, key=lambda one: (-len(one.area_code), one.begins_at, one.pk))


def turns_for(scope: Scope, now: datetime) -> list[DutyTurn]:
    """Return the turns now and to come in the areas of a seat, and of those above it."""
    turns = DutyTurn.objects.filter(ends_at__gt=now, ended_by="")
    areas = reach(scope)
    return [
        one for one in turns if any(one.area_code.startswith(area) or area.startswith(one.area_code) for area in areas)
    ]


def posts_on_call(scope: Scope) -> list[Post]:
    """Return the posts held today that may be put on the roster of a seat's areas."""
    day = today()
    rows = (
        Post.objects.filter(role__in=ON_DUTY, user__is_active=True).select_related("user").order_by("area_code", "pk")
    )
    areas = reach(scope)
    return [one for one in rows if seat_of(one).in_force(day) and any(_touches(one.area_code, area) for area in areas)]


def protectors_of(area_code: str, now: datetime) -> list[str]:
    """Return the accounts to be named in a new protected case: social workers on duty, else those of the area, else keepers.

    It is never nobody while the house has a register keeper of that province: a report must reach somebody.
    """
    day = today()
    held = [
        post
        for post in Post.objects.filter(role__in=PROTECTORS, user__is_active=True).select_related("user").order_by("pk")
        if area_code.startswith(post.area_code) and post.area_code and seat_of(post).in_force(day)
    ]
    on = {turn.post for turn in on_duty(area_code, now)}
    for chosen in (
        [post for post in held if post.pk in on],
        [post for post in held if post.role == "social_worker"],
        held,
    ):
        if chosen:
            return sorted({post.user.username for post in chosen})
    return []


def _touches(one: str, other: str) -> bool:
    return bool(one) and (one.startswith(other) or other.startswith(one))
