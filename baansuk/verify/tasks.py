"""What of verification waits for a seat today, for its home page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from baansuk.access.scope import Scope
from baansuk.thai.words import Words
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Round
from baansuk.verify.questions import cases_for, rounds_for, works_on_cases


@dataclass(frozen=True, slots=True)
class Task:
    """A round in which something waits for the seat: how many households, where to begin, by when the round closes."""

    round: Round
    name: Words
    waiting: int
    address: str


def task_for(scope: Scope) -> Task | None:
    """Return what waits for a seat in the newest open round, None for who does not work on cases: three queries at most."""
    if not works_on_cases(scope):
        return None
    found = rounds_for(scope).filter(state="open").first()
    if found is None:
        return None
    flow = flow_of(found.flow)
    own = [one for one in flow.steps if one.decides and scope.role in (one.owner, *one.keyed_by)]
    if not own:
        return None
    step = own[0] if scope.role != "tambon_team" else next((one for one in own if one.owner == scope.role), own[0])
    waiting = cases_for(scope, found).filter(step=step.code, state__in=("waiting", "returned", "objected")).count()
    return Task(
        found,
        step.name,
        waiting,
        reverse("verify") if step is flow.first else reverse("verify-round", args=[found.code]),
    )
