"""Which grants follow from an agreement and its approved annexes on a day; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from baansuk.access.classes import AGGREGATE
from baansuk.agree.annexes import Contents, Holder, classes_by_consent, classes_opened
from baansuk.agree.moves import state_on
from baansuk.agree.onward import NO_RULES, Rules
from baansuk.agree.terms import Term

# What a person says of themselves is theirs to pass on.
THE_PERSON = "person_statement"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agreement stands: its recorded state, its term, and whether it is an example of somewhere else."""

    code: str
    state: str
    term: Term
    example: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An annex of a party: what it says, its own days if it has any, and the party's first and last day."""

    partner: str
    holder: Holder
    contents: Contents
    state: str
    valid_from: date | None = None
    valid_to: date | None = None
    joined: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class GrantRow:
    """One thing granted, as ``access`` stores it; both days are in force."""

    partner: str
    purpose: str
    area_code: str
    field_class: str
    valid_from: date
    valid_to: date
    refused: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    by_consent: bool = False
    only: tuple[str, ...] = ()


def grants_of(standing: Standing, annexes: Iterable[Held], day: date, rules: Rules = NO_RULES) -> list[GrantRow]:
    """Return all that an agreement grants from ``day`` on, in order; nothing unless it is in force.

    Each row lasts for the smallest of the agreement's term, the annex's and the party's own days: a partner that left in
    the middle of the year keeps what it had until its last day. What is over by ``day`` is not written. ``rules`` say
    which registers their givers keep from whom; figures are made of all of them.
    """
    if standing.example or state_on(standing.state, standing.term, day) != "in_force":
        return []
    found = {row for held in annexes if held.state == "approved" for row in _rows(standing.term, held, day, rules)}
    return sorted(found)


def _rows(term: Term, held: Held, day: date, rules: Rules) -> list[GrantRow]:
    begins, ends = term.first_day, term.last_day
    if begins is None or ends is None:
        return []
    first = max(one for one in (begins, held.valid_from, held.joined) if one is not None)
    last = min(one for one in (ends, held.valid_to, held.left) if one is not None)
    if last < first or last < day:
        return []
    places = [(purpose, area) for purpose in held.contents.purposes for area in held.contents.areas]
    opened = [
        GrantRow(held.partner, purpose, area, name, first, last, *_kept_back(held, purpose, name, rules))
        for purpose, area in places
        for name in classes_opened(held.contents, held.holder)
    ]
    only = (THE_PERSON, *rules.open_by_consent(held.partner))
    return opened + [
        GrantRow(held.partner, purpose, area, name, first, last, by_consent=True, only=only)
        for purpose, area in places
        for name in classes_by_consent(held.contents, held.holder)
    ]


def _kept_back(held: Held, purpose: str, name: str, rules: Rules) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The registers whose facts are refused, and those whose facts must stay in the house."""
    if name == AGGREGATE:
        return (), ()
    refused = rules.refused(held.partner, purpose, official=held.holder.official_authority)
    return refused, rules.staying(held.partner, purpose)
