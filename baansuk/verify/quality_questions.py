"""Reads what the quality of a round is judged by, within a scope: the first word, the last, the facts, the re-visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Min, QuerySet

from baansuk.access.scope import Scope
from baansuk.people.questions import households_seen, sight_of
from baansuk.verify import attendance
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Decision, Receipt, Round, Session
from baansuk.verify.outcomes import CONFIRMED, OUTCOMES
from baansuk.verify.quality import (
    Agreement,
    Sure,
    Surnames,
    agreement,
    by_village,
    confirm_everything,
    surnames,
)
from baansuk.verify.questions import cases_for

# Rules that claim a need; a household that is only on a list while nothing is lacking claims none.
CLAIMS_NO_NEED = frozenset({"listed_without_lack"})
# Surnames are compared village by village, so only in an area that somebody can talk to.
SURNAME_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of a round's work in an area."""

    cases: int
    undecided: int
    late_added: int
    forum_and_screening: Agreement
    forum_and_facts: Agreement
    revisits: Agreement
    drawn: int
    sure: Sequence[Sure] = ()
    surnames: Sequence[Surnames] = field(default=())


def quality_of(scope: Scope, round: Round, area_code: str) -> Quality:
    """Return the quality of a round in an area as far as a scope works there."""
    rows = cases_for(scope, round).filter(area_code__startswith=area_code).order_by()
    first = flow_of(round.flow).first
    said = _first_words(rows, first.code)
    told = {one.pk: one for one in rows.only("pk", "number", "area_code", "says", "result", "after_meeting")}
    decided = {pk: yes for pk, yes in said.items() if pk in told}
    draw = draw_of(round)
    return Quality(
        cases=len(told),
        undecided=rows.filter(step=first.code, outcome="").count(),
        late_added=sum(one.after_meeting for one in told.values()),
        forum_and_screening=agreement(
            (yes, told[pk].result == CONFIRMED) for pk, yes in decided.items() if told[pk].result
        ),
        forum_and_facts=agreement((yes, claims_need(told[pk].says)) for pk, yes in decided.items()),
        revisits=agreement(_revisits(rows, decided)),
        drawn=len(draw.about["cases"]) if draw else 0,
        sure=confirm_everything(by_village((told[pk].area_code, yes) for pk, yes in decided.items())),
        surnames=_surnames(scope, round, area_code, told, decided) if len(area_code) >= SURNAME_DIGITS else (),
    )


def claims_need(says: str) -> bool:
    """Say whether the facts claim a need by any rule."""
    return bool(set(filter(None, says.split(","))) - CLAIMS_NO_NEED)


def draw_of(round: Round) -> Receipt | None:
    """Return the draw of a round's re-visits, None before it was drawn."""
    return Receipt.objects.filter(key=f"draw:{round.code}").first()


def visited_in(round: Round, cases: Iterable[int]) -> frozenset[int]:
    """Return those of some cases, by key, of which a visit from outside is written down; what it found is not told here."""
    visits = Decision.objects.filter(case__in=list(cases), case__round=round, kind="visit", source="revisit")
    return frozenset(visits.order_by().values_list("case", flat=True))


def _first_words(rows: QuerySet[Case], step: str) -> dict[int, bool]:
    """What the first step last recorded of each case, as confirmed or not; a dispute decides nothing."""
    recorded = Decision.objects.filter(case__in=rows.values("pk"), kind="record", step=step)
    newest = recorded.values("case").annotate(last=Max("pk")).values("last")
    pairs = Decision.objects.filter(pk__in=newest).order_by().values_list("case", "outcome")
    return {case: OUTCOMES[outcome].result == CONFIRMED for case, outcome in pairs if OUTCOMES[outcome].result}


def _revisits(rows: QuerySet[Case], decided: dict[int, bool]) -> list[tuple[bool, bool]]:
    """What the village said beside what a visit from outside found, the first visit of each."""
    visits = Decision.objects.filter(case__in=rows.values("pk"), kind="visit", source="revisit")
    first = visits.values("case").annotate(first=Min("pk")).values("first")
    found = Decision.objects.filter(pk__in=first).order_by().values_list("case", "outcome")
    return [(decided[case], OUTCOMES[outcome].result == CONFIRMED) for case, outcome in found if case in decided]


def _surnames(
    scope: Scope, round: Round, area_code: str, told: dict[int, Case], decided: dict[int, bool]
) -> list[Surnames]:
    sessions = Session.objects.filter(
        round=round, kind="closed_check", area_code__startswith=area_code, state__in=("closed", "signed")
    )
    attended: dict[str, set[str]] = {}
    for one in sessions:
        people = attendance.unseal(one.attended, one.number)
        attended.setdefault(one.area_code, set()).update(surname_of(who.name) for who in people if who.present)
    houses = dict(Case.objects.filter(pk__in=decided).exclude(household_code="").values_list("pk", "household_code"))
    seen = households_seen(sight_of(scope), houses.values()) if houses else {}
    listed: dict[str, list[tuple[str, bool]]] = {}
    for pk, code in houses.items():
        if code in seen:
            listed.setdefault(told[pk].area_code, []).append((surname_of(seen[code].head_name or ""), decided[pk]))
    compared = (surnames(area, names, listed.get(area, [])) for area, names in sorted(attended.items()))
    return sorted((one for one in compared if one is not None), key=lambda one: one.chance)


def surname_of(name: str) -> str:
    """Return the last word of a name of at least two words; a person of one name has no surname."""
    words = name.split()
    return words[-1] if len(words) > 1 else ""
