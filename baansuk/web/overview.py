"""Gathers for the home page what is in the register, what waits and what runs, as far as one scope may know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.assess.map_words import count_words
from baansuk.assess.measures import ALL
from baansuk.assess.models import Figure
from baansuk.assess.page_questions import together
from baansuk.assess.telling import Telling, Told
from baansuk.audit.questions import ActCount, acts_since
from baansuk.collect.models import Delivery
from baansuk.collect.questions import counts_per_source, waiting
from baansuk.people.models import Edition
from baansuk.places.questions import names_of
from baansuk.runs.jobs import job_named
from baansuk.runs.models import Run
from baansuk.runs.questions import active_runs
from baansuk.thai.words import Words
from baansuk.web.acts import words_of_act

TRAIL_DAYS = 7
MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over the scope's areas: households found under it, how many persons live in those, of how many whose
    answer is known. None is not told; ``few``: because it is below the least count that is.
    """

    households: int | None
    answered: int | None
    unknown: int | None
    persons: int | None
    few: bool = False
    exact: bool = False

    @property
    def households_words(self) -> Words:
        """The households as they are shown."""
        return count_words(self.households, few=self.few)

    @property
    def persons_words(self) -> Words:
        """The persons as they are shown."""
        return count_words(self.persons)


@dataclass(frozen=True, slots=True)
class Register:
    """The current edition as the scope's areas show it."""

    number: int
    published_at: datetime | None
    measures: dict[str, Measured]

    @property
    def everyone(self) -> Measured | None:
        """All households and persons of the scope's areas."""
        return self.measures.get("all")


@dataclass(frozen=True, slots=True)
class RunState:
    """One run with the words of its job."""

    run: Run
    name: Words

    @property
    def said(self) -> Words:
        """What the run last said of itself."""
        return Words(self.run.said_th, self.run.said_en or self.run.said_th)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the home page shows; what the scope may not know is left empty."""

    register: Register | None = None
    houses: int | None = None
    sources: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[Delivery] = field(default_factory=list)
    running: list[RunState] = field(default_factory=list)
    last_failed: RunState | None = None
    trail: list[tuple[Words, ActCount]] = field(default_factory=list)


def _measures_of(telling: Telling) -> dict[str, Measured]:
    """Add up what is told of the scope's areas; where one of them is not told, the sum is not either."""
    held = Figure.objects.filter(edition=telling.edition.number, area_code__in=telling.scope.areas).filter(
        Q(measure="all") | Q(measure__startswith="label.") | Q(measure="none.bmn")
    )
    parts: dict[str, list[Told]] = {}
    for (measure, _area), told in telling.read(held).items():
        parts.setdefault(measure, []).append(told)
    return {measure: _measured(measure, together(listed)) for measure, listed in parts.items()}


def _measured(measure: str, told: Told) -> Measured:
    answered = None if told.fail is None or told.passed is None else told.fail + told.passed
    everyone = measure == ALL
    return Measured(
        households=told.households if everyone else told.fail,
        answered=answered,
        unknown=told.unknown,
        persons=told.persons_all if everyone else told.persons,
        few=told.few,
        exact=told.exact,
    )


def register_for(scope: Scope) -> Register | None:
    """Return the figures of the current edition in the scope's areas, None without an edition or the right to figures."""
    if not scope.sees_figures:
        return None
    edition = Edition.objects.filter(state="current").first()
    if edition is None:
        return None
    return Register(edition.number, edition.published_at, _measures_of(Telling(scope, edition)))


def run_states(runs: list[Run]) -> list[RunState]:
    """Return runs with the words of their jobs."""
    return [RunState(run, job_named(run.job).words) for run in runs]


def heading_for(scope: Scope) -> Words:
    """Return what the home page is called for this scope: its place, its houses or its trail."""
    if not scope.role:
        return Words("ยินดีต้อนรับ", "Welcome")
    if scope.sees_trail:
        return Words("ร่องรอยการใช้ระบบ", "The trail")
    if scope.houses is not None:
        return Words("บ้านที่ท่านดูแล", "The houses in your care")
    names = names_of(scope.areas)
    place = next((names[area] for area in scope.areas if area in names), None)
    return Words(f"ภาพรวม{place.th}", f"Overview of {place.en}") if place else Words("ภาพรวม", "Overview")


def overview_for(scope: Scope) -> Overview:
    """Return what the home page of this scope shows."""
    if scope.sees_trail:
        counted = acts_since(timezone.now() - timedelta(days=TRAIL_DAYS))
        return Overview(trail=[(words_of_act(act.act), act) for act in counted])
    if not scope.keeps_register:
        houses = len(scope.houses) if scope.houses is not None else None
        return Overview(register=register_for(scope), houses=houses)
    newest = Run.objects.filter(state__in=("done", "failed")).order_by("-finished_at").first()
    return Overview(
        register=register_for(scope),
        sources=counts_per_source(),
        waiting=list(waiting()[:MOST_WAITING]),
        running=run_states(list(active_runs()[:5])),
        last_failed=run_states([newest])[0] if newest and newest.state == "failed" else None,
    )
