"""What sources say of one household and which value is in use: the reader's side of the orders of trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baansuk.people.fields import Field, load_fields
from baansuk.people.trust import Trust, rank
from baansuk.thai.words import Words

DELIVERY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """One source's value: ISO text (a partial date is cut to ``2500`` or ``2500-01``), its record and provenance."""

    value: str
    record_id: int
    source: str
    delivery: int
    agreement: str
    observed: str

    @property
    def row(self) -> int:
        """The row of the agency's file."""
        return self.record_id % 100_000_000


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a household (``of`` is "") or of a person: the value in use, the rule that chose it, and the others."""

    of: str
    field: Field
    in_use: Said
    others: tuple[Said, ...]
    rule: Words

    @property
    def value(self) -> str:
        return self.in_use.value

    @property
    def words(self) -> Words:
        """The value in use as people read it."""
        return self.field.say(self.in_use.value)

    @property
    def disputed(self) -> bool:
        """Whether some source says something else."""
        return any(other.value != self.in_use.value for other in self.others)


Sheet = Sequence[Sequence[Any]]
Deliveries = Mapping[str, Sequence[str]]


def read_sheet(sheet: Sheet, deliveries: Deliveries, trust: Trust) -> list[Fact]:
    """Read one stored sheet into facts, in the order of the vocabulary, the household's own before its persons'.

    ``deliveries`` is delivery number (as text) -> source and agreement, as the edition keeps them.
    """
    spoken: dict[tuple[str, str], list[Said]] = {}
    for of, record_id, observed, values in sheet:
        delivery = int(record_id) // DELIVERY
        source, agreement = deliveries.get(str(delivery), ("", ""))
        for field, value in values.items():
            said = Said(value, int(record_id), source, delivery, agreement, observed)
            spoken.setdefault((of, field), []).append(said)
    places = {code: place for place, code in enumerate(load_fields())}
    keys = sorted((key for key in spoken if key[1] in places), key=lambda key: (key[0], places[key[1]]))
    return [_fact(of, load_fields()[field], spoken[of, field], trust) for of, field in keys]


def choose(field: str, said: Iterable[Said], trust: Trust) -> list[Said]:
    """Return what is said of ``field``, the value in use first."""
    order = trust.order_of(field)
    return sorted(
        said,
        key=lambda one: rank(order, one.source, _day(one.observed), one.delivery, one.record_id % DELIVERY),
    )


def _fact(of: str, field: Field, said: Iterable[Said], trust: Trust) -> Fact:
    first, *others = choose(field.code, said, trust)
    return Fact(of, field, first, tuple(others), trust.order_of(field.code).words)


def _day(observed: str) -> dt.date | None:
    """Read a day that may be cut to its month or year; the rest counts as its first day, as in the clean tables."""
    if not observed:
        return None
    return dt.date.fromisoformat(observed + "0000-01-01"[len(observed) :])
