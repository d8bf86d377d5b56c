"""The review queue as one reader sees it; the scope is applied here, where pairs are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from baansuk.access.classes import IDENTITY
from baansuk.access.scope import Scope
from baansuk.link.models import Judgement, ReviewPair
from baansuk.people.facts import DELIVERY
from baansuk.people.models import Person
from baansuk.people.questions import sight_of, visible_persons
from baansuk.people.sight import Sight

# Beside the keeper, whose province it is: the secretary of an amphoe, for pairs that lie wholly in it.
OF_AN_AMPHOE = "amphoe_officer"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue is, as one reader sees it; ``disputed``: two opinions that differ."""

    decided: int
    total: int
    second: int
    disputed: int


def may_review(scope: Scope) -> bool:
    """Say whether a post decides on pairs at all."""
    return scope.sees_persons and (scope.keeps_register or scope.role == OF_AN_AMPHOE)


def visible_pairs(sight: Sight) -> QuerySet[ReviewPair]:
    """Return the pairs of an edition of which the reader sees both persons by name, and may be told of both records."""
    named = Q(pk=None)
    for area in sight.areas(IDENTITY):
        named |= Q(area_code__startswith=area)
    persons: QuerySet[Person] = visible_persons(sight).filter(named)
    rows = ReviewPair.objects.filter(
        Exists(persons.filter(code=OuterRef("left_person"))),
        Exists(persons.filter(code=OuterRef("right_person"))),
        edition=sight.edition,
    )
    told = told_deliveries(sight)
    if told is None:
        return rows
    return rows.filter(_of_deliveries("left_record", told), _of_deliveries("right_record", told))


def told_deliveries(sight: Sight) -> frozenset[int] | None:
    """Return the deliveries whose rows may be named wherever the reader sees names; None for all of them."""
    areas = sight.areas(IDENTITY)
    told = frozenset.intersection(*(sight.deliveries_at(area) for area in areas)) if areas else frozenset[int]()
    return None if told and len(told) == len(sight.deliveries) else told


def _of_deliveries(column: str, deliveries: frozenset[int]) -> Q:
    inside = Q(pk=None)
    for number in deliveries:
        inside |= Q(**{f"{column}__gte": number * DELIVERY, f"{column}__lt": (number + 1) * DELIVERY})
    return inside


def pair_for(scope: Scope, code: str) -> tuple[Sight, ReviewPair]:
    """Return one pair; raises Http404 where there is none and, exactly alike, where it is not the reader's."""
    if not may_review(scope):
        raise Http404
    sight = sight_of(scope)
    found = visible_pairs(sight).filter(code=code).first()
    if found is None:
        raise Http404
    return sight, found


def queue(pairs: QuerySet[ReviewPair], by: str) -> QuerySet[ReviewPair]:
    """Return the pairs that wait for ``by``, what matters most first: undecided ones, and second opinions on others'."""
    waiting = Q(judged=False) | Q(second_wanted=True, seconded=False, mine=False)
    return _told(pairs, by).filter(waiting).order_by("rank", "pk")


def next_pair(sight: Sight, by: str, after: int = 0) -> ReviewPair | None:
    """Return the first pair that waits after a rank, else the first of all."""
    waiting = queue(visible_pairs(sight), by)
    return waiting.filter(rank__gt=after).first() or waiting.first()


def progress(sight: Sight, by: str) -> Progress:
    """Return how many of the pairs that the reader sees are decided, and what of them is special."""
    second = Q(judged=True, second_wanted=True, seconded=False, mine=False)
    counted = _told(visible_pairs(sight), by).aggregate(
        decided=Count("pk", filter=Q(judged=True)), total=Count("pk"), second=Count("pk", filter=second)
    )
    return Progress(**counted, disputed=len(disputed(sight)))


def disputed(sight: Sight) -> Sequence[ReviewPair]:
    """Return the pairs on which two people differ: they bind nobody until one takes the own decision back."""
    active = _active()
    pairs = visible_pairs(sight).annotate(
        one=Subquery(active.filter(second=False).values("decision")[:1]),
        other=Subquery(active.filter(second=True).values("decision")[:1]),
    )
    return list(pairs.filter(one__isnull=False, other__isnull=False).exclude(one=F("other")).order_by("rank"))


def opinions(pair: ReviewPair) -> list[Judgement]:
    """Return the decisions on a pair that hold, the first opinion first."""
    rows = Judgement.objects.filter(left_record=pair.left_record, right_record=pair.right_record, withdrawn_at=None)
    return list(rows.order_by("second"))


def decisions_by(username: str, most: int = 30) -> list[Judgement]:
    """Return somebody's latest decisions, those taken back among them; a batch of one act by its first."""
    found: list[Judgement] = []
    batches: set[str] = set()
    for one in Judgement.objects.filter(by=username, recorded_by=username).order_by("-at", "-pk")[: most * 20]:
        if one.batch and one.batch in batches:
            continue
        batches.add(one.batch)
        found.append(one)
    return found[:most]


def decision_for(scope: Scope, number: int) -> Judgement:
    """Return a decision that the reader may take back: one's own, or any for the keeper; else Http404."""
    found = Judgement.objects.filter(pk=number).first() if may_review(scope) else None
    if found is None or (found.by != scope.username and not scope.keeps_register):
        raise Http404
    return found


def _active() -> QuerySet[Judgement]:
    return Judgement.objects.filter(
        left_record=OuterRef("left_record"), right_record=OuterRef("right_record"), withdrawn_at=None
    )


def _told(pairs: QuerySet[ReviewPair], by: str) -> QuerySet[ReviewPair]:
    active = _active()
    return pairs.annotate(
        judged=Exists(active), seconded=Exists(active.filter(second=True)), mine=Exists(active.filter(by=by))
    )
