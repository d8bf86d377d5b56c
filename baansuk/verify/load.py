"""What waits in a round with whom, what of it is late, and who decided how much: the load of its posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Substr

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.verify.committee_questions import roles_of
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Decision, Round
from baansuk.verify.moves import STATE_WORDS
from baansuk.verify.questions import cases_for
from baansuk.verify.who import posts_of


@dataclass(frozen=True, slots=True)
class Load:
    """What waits with one owner in one place: how many, how many of them late, the oldest day."""

    area_code: str
    place: Words
    step: Words
    step_code: str
    state: Words
    roles: Sequence[Words]
    cases: int
    late: int
    oldest: dt.date | None


def loads_of(scope: Scope, round: Round, digits: int = 6) -> list[Load]:
    """Return the open cases by place, step and state with whoever has to move them on: two queries."""
    flow, day = flow_of(round.flow), today()
    rows = (
        cases_for(scope, round)
        .exclude(state="closed")
        .order_by()
        .annotate(place=Substr("area_code", 1, digits))
        .values_list("place", "step", "state")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)), oldest=Min("due_on"))
    )
    listed = list(rows)
    names = names_of({one[0] for one in listed})
    order = {one.code: place for place, one in enumerate(flow.steps)}
    found = [
        Load(
            place, names.get(place, Words(place, place)), flow.step(step).name, step, STATE_WORDS[state],
            roles_of(state, step, flow), n, late, oldest,
        )
        for place, step, state, n, late, oldest in listed
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.late, one.area_code, order[one.step_code]))


@dataclass(frozen=True, slots=True)
class Hands:
    """What was decided in one post in the last days; ``who`` is None for what was done in none."""

    account: str
    who: Words | None
    decisions: int
    proposed: int
    signed: int
    returned: int


def hands_of(scope: Scope, round: Round, since: dt.date) -> list[Hands]:
    """Return who decided how much since a day, in the areas of a seat: two queries."""
    rows = (
        Decision.objects.filter(case__in=cases_for(scope, round).order_by().values("pk"), at__date__gte=since)
        .order_by()
        .values("by", "post")
        .annotate(
            decisions=Count("pk"),
            proposed=Count("pk", filter=Q(kind="propose")),
            signed=Count("pk", filter=Q(kind="sign")),
            returned=Count("pk", filter=Q(kind="return")),
        )
        .order_by(F("decisions").desc(), "by", "post")
    )
    listed = list(rows)
    posts = posts_of(one["post"] for one in listed)
    return [
        Hands(
            one["by"],
            posts.who(one["by"], one["post"]),
            *(one[what] for what in ("decisions", "proposed", "signed", "returned")),
        )
        for one in listed
    ]
