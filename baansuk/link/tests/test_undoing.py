"""Undoing: whatever the history, what is taken back is back exactly, dependents go with it, and no code is given twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from baansuk.link.undoing import DoesNotFit, Event, State, apply, dependents, in_force, newest_word, undo

A, B, C, D = "P-A", "P-B", "P-C", "P-D"


def history(*events: Event) -> tuple[State, list[Event], list[State]]:
    """Apply events in order to nothing; return the state at the end, the log, and the state before each."""
    state, before = State(), []
    for event in events:
        before.append(state)
        state = apply(state, event)
    return state, list(events), before


JOINS = (
    Event(1, "join", "", A, (1, 2)),
    Event(2, "join", "", B, (3,)),
    Event(3, "join", "", C, (4,)),
)


def test_the_newest_is_taken_back_exactly():
    state, log, before = history(*JOINS, Event(4, "merge", B, A, (3,)))
    assert state.lead(B) == A
    after, longer = undo(state, log, 4)
    assert after.persons == before[-1].persons == {1: A, 2: A, 3: B, 4: C}
    assert after.lead(B) == B
    assert [event.undone_by for event in longer] == [None, None, None, 5, None]
    assert (longer[-1].kind, longer[-1].before, longer[-1].after) == ("split", A, B)


def test_an_older_one_names_what_depends_on_it_and_takes_all_or_nothing():
    state, log, before = history(
        *JOINS, Event(4, "merge", B, A, (3,)), Event(5, "merge", C, A, (4,)), Event(6, "split", A, D, (1,))
    )
    assert [event.number for event in dependents(log, 4)] == [6, 5]
    for named in ((), (5,), (6,), (4, 5, 6)):
        with pytest.raises(DoesNotFit):
            undo(state, log, 4, together=named)
    after, longer = undo(state, log, 4, together=(5, 6))
    assert after.persons == before[3].persons
    assert [event.number for event in longer if event.undone_by] == [4, 5, 6]
    # The code that the split gave was seen by people: nobody else gets it, and it leads on.
    assert after.lead(D) == A


def test_what_does_not_touch_the_same_persons_stays():
    state, log, _before = history(
        *JOINS, Event(4, "join", "", D, (5,)), Event(5, "merge", B, A, (3,)), Event(6, "merge", D, C, (5,))
    )
    after, _log = undo(state, log, 5)
    assert after.persons == {1: A, 2: A, 3: B, 4: C, 5: C}


def test_a_retired_code_is_given_to_nobody_else():
    state, _log, _before = history(*JOINS, Event(4, "merge", B, A, (3,)))
    with pytest.raises(DoesNotFit):
        apply(state, Event(5, "split", A, B, (1,)))


def test_an_undoing_can_be_undone_and_that_again():
    state, log, before = history(*JOINS, Event(4, "merge", B, A, (3,)))
    merged = state.persons
    state, log = undo(state, log, 4)
    state, log = undo(state, log, 5)
    assert state.persons == merged
    assert [event.number for event in in_force(log)] == [1, 2, 3, 6]
    state, log = undo(state, log, 4)
    assert state.persons == before[-1].persons
    with pytest.raises(DoesNotFit):
        undo(state, log, 4)


@some.composite
def histories(draw):
    """A random history of joins, merges and splits, as a run could have made it."""
    state, log, before = State(), [], []
    fresh = iter(f"P-{number}" for number in range(10_000))
    next_record = 0
    for number in range(1, draw(some.integers(2, 14)) + 1):
        living = sorted(set(state.persons.values()))
        kinds = ["join"] + ["merge"] * (len(living) > 1)
        large = [code for code in living if list(state.persons.values()).count(code) > 1]
        kinds += ["split"] * bool(large)
        kind = draw(some.sampled_from(kinds))
        if kind == "join":
            after = draw(some.sampled_from([*living, ""])) or next(fresh)
            event = Event(number, kind, "", after, (next_record,))
            next_record += 1
        elif kind == "merge":
            gone, stays = draw(some.permutations(living))[:2]
            event = Event(number, kind, gone, stays, _records(state, gone))
        else:
            code = draw(some.sampled_from(large))
            records = _records(state, code)
            event = Event(number, kind, code, next(fresh), records[: draw(some.integers(1, len(records) - 1))])
        before.append(state)
        state = apply(state, event)
        log.append(event)
    return state, log, before


def _records(state: State, code: str) -> tuple[int, ...]:
    return tuple(sorted(record for record, whose in state.persons.items() if whose == code))


def replayed(log) -> dict[int, str]:
    """The slow twin: only what is in force, one record after the other."""
    persons: dict[int, str] = {}
    for event in in_force(log):
        for record in event.records:
            persons[record] = event.after
    return {record: code for record, code in persons.items() if code}


@given(histories())
def test_undoing_the_newest_of_all_restores_exactly_the_state_before(made):
    state, log, before = made
    assert undo(state, log, log[-1].number)[0].persons == before[-1].persons


@given(histories(), some.data())
def test_undoing_any_event_leaves_what_the_rest_of_the_log_says(made, data):
    state, log, _before = made
    issued = {code for event in log for code in event.persons}
    for _ in range(data.draw(some.integers(1, 6))):
        stands = [word for event in log if (word := newest_word(log, event.number)) is not None]
        if not stands:
            break
        chosen = data.draw(some.sampled_from(stands))
        later = dependents(log, chosen.number)
        touched = {code for event in (chosen, *later) for code in event.persons}
        was = dict(state.persons)
        state, log = undo(state, log, chosen.number, together=[event.number for event in later])
        assert state.persons == replayed(log)
        for record, code in was.items():
            if code not in touched:
                assert state.persons[record] == code, "persons that it does not touch stay"
        living = set(state.persons.values())
        assert living.isdisjoint(state.retired)
        assert living | set(state.retired) == issued, "no code is lost and none is new"
        for code in issued:
            assert state.lead(code) in living | {""}


@given(histories(), some.data())
def test_of_an_untouched_history_its_persons_come_back_as_they_were_then(made, data):
    state, log, before = made
    chosen = data.draw(some.sampled_from(log))
    later = dependents(log, chosen.number)
    after, _log = undo(state, log, chosen.number, together=[event.number for event in later])
    for code in chosen.persons:
        assert _records(after, code) == _records(before[chosen.number - 1], code)


@given(histories())
def test_undone_and_done_again_is_as_if_nothing_had_happened(made):
    state, log, _before = made
    undone, longer = undo(state, log, log[-1].number)
    again, _log = undo(undone, longer, longer[-1].number)
    assert again.persons == state.persons
    for code in state.retired:
        assert again.lead(code) == state.lead(code)
