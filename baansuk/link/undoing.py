"""The log of how records came to persons, and its undoing: exactly back, newest first, all that depends or nothing.

An event moves some records from one person code to another: *join* (a new record comes to a person), *merge* (``other``
comes to ``person``), *split* (some of ``person`` become ``other``). Undoing is an event of its own that moves the same records
back, so an undo can be undone as well and the log never loses a line. A code that was given is never given to others: one
without records is retired and leads to where its records went; it lives again only when exactly those come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

JOIN, MERGE, SPLIT = "join", "merge", "split"
KINDS = (JOIN, MERGE, SPLIT)
# What a record has before it comes to anybody.
NOBODY = ""


class DoesNotFit(ValueError):
    """The event does not follow from the state: a record stands elsewhere, or a retired code would be given again."""


@dataclass(frozen=True, slots=True)
class Event:
    """Some records moved from the person ``before`` to the person ``after``; ``undone_by``: the number of its undoing."""

    number: int
    kind: str
    before: str
    after: str
    records: tuple[int, ...]
    undone_by: int | None = None

    @property
    def persons(self) -> frozenset[str]:
        """The codes that it touches."""
        return frozenset({self.before, self.after} - {NOBODY})


@dataclass(frozen=True, slots=True)
class State:
    """Which record is whose, and the codes that nobody bears any more with what leads on (``""`` where nothing does)."""

    persons: Mapping[int, str] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)

    def lead(self, code: str) -> str:
        """Return the living code to which a code leads, itself where it lives, ``""`` where nothing is left of it."""
        while code in self.retired:
            code = self.retired[code]
        return code


def apply(state: State, event: Event) -> State:
    """Return the state after a new event. Raises DoesNotFit."""
    if event.after in state.retired:
        raise DoesNotFit(f"{event.after} was retired and is not given again")
    return _move(state, event.records, event.before, event.after)


def newest_word(log: Iterable[Event], number: int) -> Event | None:
    """Return the event through which one stands: itself, or its latest doing again; None while it is taken back."""
    by_number = {event.number: event for event in log}
    event, steps = by_number[number], 0
    while event.undone_by is not None:
        event, steps = by_number[event.undone_by], steps + 1
    return event if steps % 2 == 0 else None


def in_force(log: Iterable[Event]) -> list[Event]:
    """Return the events whose effect stands, in the order in which they took it: each one's newest word.

    An event and its undoing cancel each other, and so does that with the undoing's own.
    """
    listed = list(log)
    undoings = {event.undone_by for event in listed}
    words = [newest_word(listed, event.number) for event in listed if event.number not in undoings]
    return sorted((word for word in words if word is not None), key=lambda event: event.number)


def dependents(log: Iterable[Event], number: int) -> list[Event]:
    """Return the later events that depend on one, newest first: those on its persons, and on theirs in turn.

    An undoing made since then counts, unless what it took back came since then as well.
    """
    listed = list(log)
    touched = set(next(event for event in listed if event.number == number).persons)
    found = []
    for event in in_force(event for event in listed if event.number > number):
        if event.persons & touched:
            touched |= event.persons
            found.append(event)
    return found[::-1]


def reversal(event: Event, number: int) -> Event:
    """Return the event that takes one back."""
    kind = SPLIT if event.kind != SPLIT else MERGE if event.after else JOIN
    return Event(number, kind, event.after, event.before, event.records)


def undo(state: State, log: Sequence[Event], number: int, *, together: Iterable[int] = ()) -> tuple[State, list[Event]]:
    """Take an event back with all that depends on it, and return the state and the log with the undoings at its end.

    ``together`` must name exactly the dependents, so that nobody undoes what they were not shown. Raises DoesNotFit, and
    then nothing is changed.
    """
    by_number = {event.number: event for event in log}
    chosen = newest_word(log, number)
    if chosen is None:
        raise DoesNotFit(f"event {number} was taken back already")
    later = dependents(log, chosen.number)
    if set(together) != {event.number for event in later}:
        raise DoesNotFit("what depends on the event is not what was named")
    following = max(by_number) + 1
    made = []
    for event in (*later, chosen):
        back = reversal(event, following)
        state = _move(state, back.records, back.before, back.after)
        by_number[event.number] = replace(event, undone_by=following)
        made.append(back)
        following += 1
    return state, [*by_number.values(), *made]


def _move(state: State, records: Sequence[int], before: str, after: str) -> State:
    persons, retired = dict(state.persons), dict(state.retired)
    for record in records:
        if persons.get(record, NOBODY) != before:
            raise DoesNotFit(f"record {record} is not {before or 'new'}")
        if after:
            persons[record] = after
        else:
            del persons[record]
    left = set(persons.values())
    if before and before not in left:
        retired[before] = after
    if after:
        retired.pop(after, None)
    return State(persons, retired)
