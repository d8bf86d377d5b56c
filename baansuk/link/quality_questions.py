"""How good the links are and how the review goes, in figures only: nobody's facts stand on the page that asks these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.link.estimates import FEWEST, Drawn, Quality, quality
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.questions import held
from baansuk.link.review_questions import disputed, queue, visible_pairs
from baansuk.people.facts import DELIVERY
from baansuk.people.models import Edition, Person
from baansuk.people.questions import visible_persons
from baansuk.people.sight import Sight

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """The quality of the links of one register or area; None while too few pairs of it were decided."""

    code: str
    drawn: int
    decided: int
    quality: Quality | None


@dataclass(frozen=True, slots=True)
class Load:
    """How the review goes: what waits and since how many days (median), what was decided in each week, oldest first."""

    waiting: int
    median_age: int | None
    weeks: Sequence[tuple[datetime, int]]
    agreed: int
    seconded: int


@dataclass(frozen=True, slots=True)
class _Sampled:
    drawn: Drawn
    registers: frozenset[str]
    areas: frozenset[str]


def measured(sight: Sight) -> tuple[Quality, list[Part], list[Part], int]:
    """Return the quality of all that the reader reviews, of each register, of each area, and how many pairs were drawn."""
    sample = _sample(sight)
    registers = _parts(sample, sorted({code for one in sample for code in one.registers}), lambda one: one.registers)
    areas = _parts(sample, sorted({code for one in sample for code in one.areas}), lambda one: one.areas)
    return quality(one.drawn for one in sample), registers, areas, len(sample)


def load_of(scope: Scope, sight: Sight) -> Load:
    """Return how the review of the reader's pairs goes."""
    now = timezone.now()
    since = list(queue(visible_pairs(sight), "").values_list("since", flat=True))
    ages = [(now - one).days for one in since]
    made = _judged(scope, sight).filter(at__gte=now - timedelta(weeks=WEEKS)).values_list("at", flat=True)
    weeks = [0] * WEEKS
    for at in made:
        weeks[min(WEEKS - 1, max(0, (now - at).days // 7))] += 1
    seconded = _judged(scope, sight).filter(second=True, withdrawn_at=None).count()
    return Load(
        waiting=len(ages),
        median_age=round(median(ages)) if ages else None,
        weeks=[(now - timedelta(weeks=place + 1), count) for place, count in enumerate(weeks)][::-1],
        agreed=seconded - len(disputed(sight)),
        seconded=seconded,
    )


def hot_keys(sight: Sight) -> list[Mapping[str, Any]]:
    """Return the keys that too many records share: rule, masked key and number of records, the most shared first."""
    about = Edition.objects.filter(number=sight.edition).values_list("about", flat=True).first() or {}
    listed: list[Mapping[str, Any]] = about.get("linkage", {}).get("hot_keys", [])
    return sorted(listed, key=lambda one: -int(one.get("records", 0)))


def _judged(scope: Scope, sight: Sight) -> QuerySet[Judgement]:
    """The decisions made here on pairs of the reader's area; the keeper's is the province, where nothing need be asked."""
    rows = Judgement.objects.exclude(way="file")
    if scope.keeps_register:
        return rows
    persons = visible_persons(sight)
    return rows.filter(
        Exists(persons.filter(code=OuterRef("left_person"))), Exists(persons.filter(code=OuterRef("right_person")))
    )


def _sample(sight: Sight) -> list[_Sampled]:
    pairs = list(visible_pairs(sight).filter(reason="sample"))
    decided = {one.pair: one.decision for one in held()} if pairs else {}
    areas = _areas(sight, pairs)
    # The reader of an amphoe compares tambons, the reader of a province amphoe.
    level = 6 if all(len(area) >= 4 for area in sight.areas()) else 4
    return [_sampled(one, decided, sight, areas, level) for one in pairs]


def _sampled(
    pair: ReviewPair, decided: Mapping[tuple[int, int], str], sight: Sight, areas: Mapping[str, str], level: int
) -> _Sampled:
    linked = pair.left_person == pair.right_person
    weight = pair.weight or 1.0
    # Pairs of one stratum stand for equally many; strata that happen to weigh the same may be taken together.
    drawn = Drawn(f"{weight:.9g}", weight, linked, decided.get((pair.left_record, pair.right_record), ""))
    registers = frozenset(sight.origin(record // DELIVERY)[0] for record in (pair.left_record, pair.right_record))
    places = frozenset(areas.get(code, "")[:level] for code in (pair.left_person, pair.right_person))
    return _Sampled(drawn, registers - {""}, places - {""})


def _areas(sight: Sight, pairs: Iterable[ReviewPair]) -> dict[str, str]:
    codes = {code for one in pairs for code in (one.left_person, one.right_person)}
    return dict(Person.objects.filter(edition=sight.edition, code__in=codes).values_list("code", "area_code"))


def _parts(sample: Sequence[_Sampled], codes: Sequence[str], of: Any) -> list[Part]:
    found = []
    for code in codes:
        drawn = [one.drawn for one in sample if code in of(one)]
        decided = sum(one.decision in ("same", "different") for one in drawn)
        found.append(Part(code, len(drawn), decided, quality(drawn) if decided >= FEWEST else None))
    return found
