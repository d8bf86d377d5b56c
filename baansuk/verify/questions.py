"""What may be asked of verification; the scope is applied here, where rounds, cases and sessions are fetched."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.people.questions import sight_of
from baansuk.people.seen import area_range, visible
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Round, Session

# Who works on cases of their area. All others who see persons see the households that they added themselves.
WORKERS = frozenset(
    {"village_head", "tambon_team", "local_officer", "amphoe_officer", "amphoe_chair", "register_keeper"}
)
VILLAGE_ONLY = "village_head"


def works_on_cases(scope: Scope) -> bool:
    """Say whether a seat takes part in verification."""
    return scope.sees_persons and scope.role in WORKERS


def sees_rounds(scope: Scope) -> bool:
    """Say whether a seat may know of rounds at all: it works on them, sees figures, or may add who was missed."""
    return scope.sees_persons or scope.sees_figures


def shows_rounds(scope: Scope) -> bool:
    """Say whether the menu leads here: to whoever works on cases, or sees figures of a place."""
    return works_on_cases(scope) or (scope.sees_figures and not scope.sees_persons)


def rounds_for(scope: Scope) -> QuerySet[Round]:
    """Return the rounds of the provinces in which a scope sees something, the newest first."""
    if not sees_rounds(scope):
        return Round.objects.none()
    reach = (*scope.areas, *scope.areas_of(HOUSEHOLD), scope.post_area)
    return Round.objects.filter(area_code__in={area[:2] for area in reach if area})


def round_for(scope: Scope, code: str) -> Round:
    """Return one round by its code; raises Http404 where there is none and, exactly alike, where it is not seen."""
    found = rounds_for(scope).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def current_round(area_code: str) -> Round | None:
    """Return the newest open round of a province."""
    return Round.objects.filter(area_code=area_code[:2], state="open").first()


def cases_for(scope: Scope, found: Round) -> QuerySet[Case]:
    """Return the cases of a round that a scope may see, by house number: order and page them by ``list_key``.

    A village head sees those of the village while they stand at the village's own step. Whoever does not work on cases
    sees those that they added.
    """
    rows = Case.objects.filter(round=found)
    own = Q(added_by=scope.username) if scope.username else Q(pk=None)
    if not scope.sees_persons:
        return rows.none()
    if not works_on_cases(scope):
        return rows.filter(own).order_by("list_key", "number")
    seen = _in_reach(scope, rows)
    if scope.role == VILLAGE_ONLY:
        step = flow_of(found.flow).village_step()
        seen = seen.filter(step=step.code) if step is not None and found.state == "open" else seen.none()
    return seen.order_by("list_key", "number")


def case_for(scope: Scope, number: str) -> Case:
    """Return one case by its number, with its round; raises Http404 where there is none and, alike, where not seen."""
    found = Case.objects.filter(number=number).select_related("round").first()
    if found is None or not rounds_for(scope).filter(pk=found.round_id).exists():
        raise Http404
    seen = cases_for(scope, found.round).filter(pk=found.pk).exists()
    if not seen:
        raise Http404
    return found


def sessions_for(scope: Scope, found: Round) -> QuerySet[Session]:
    """Return the sessions of a round in the areas whose cases a scope works on, the newest first."""
    rows = Session.objects.filter(round=found)
    if not works_on_cases(scope):
        return rows.none()
    inside = Q(pk=None)
    for area in scope.areas_of(HOUSEHOLD):
        inside |= area_range("area_code", area)
    return rows.filter(inside)


def session_for(scope: Scope, number: str) -> Session:
    """Return one session by its number, with its round; raises Http404 as ``case_for`` does."""
    found = Session.objects.filter(number=number).select_related("round").first()
    if found is None or not sessions_for(scope, found.round).filter(pk=found.pk).exists():
        raise Http404
    return found


def _in_reach(scope: Scope, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The cases of households that are seen, and in the same areas those of households that the register has not."""
    sight = sight_of(scope)
    seen = visible(rows, sight, area="list_key", household="household_code")
    reaches = sight.reaches(HOUSEHOLD)
    if scope.houses is not None or all(reach.whole for reach in reaches):
        return seen
    inside = Q(pk=None)
    for reach in reaches:
        inside |= area_range("list_key", reach.area)
    return seen | rows.filter(inside, household_code="")
