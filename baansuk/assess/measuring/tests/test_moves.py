"""Moves between editions: every pair of states has one, the poor of both times are in them, and SQL says the same."""

from __future__ import annotations

from itertools import product

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from baansuk.assess.measuring.moves import MOVES, POOR_AFTER, POOR_BEFORE, Move, State, move_sql, moves

SEEN = (State.POOR, State.NOT, State.UNKNOWN)
editions = st.dictionaries(st.sampled_from([f"H{number}" for number in range(12)]), st.sampled_from(SEEN))


@given(editions, editions)
def test_the_poor_of_both_times_are_counted_once(before, after):
    found = moves(before, after)
    assert found.total() == len(before.keys() | after.keys())
    assert sum(found[one] for one in POOR_BEFORE) == list(before.values()).count(State.POOR)
    assert sum(found[one] for one in POOR_AFTER) == list(after.values()).count(State.POOR)


def test_by_hand():
    before = {"a": State.POOR, "b": State.POOR, "c": State.NOT, "d": State.UNKNOWN, "e": State.POOR}
    after = {"a": State.NOT, "b": State.POOR, "c": State.POOR, "d": State.POOR, "f": State.NOT}
    assert moves(before, after) == {
        Move.LEFT: 1, Move.STAYED_POOR: 1, Move.FELL: 1, Move.FOUND_POOR: 1, Move.GONE_POOR: 1, Move.NEW: 1,
    }  # fmt: skip


def test_sql_has_the_same_table():
    states = [*SEEN, None]
    pairs = [(one, two) for one, two in product(states, states) if (one, two) != (None, None)]
    for one, two in pairs:
        said = duckdb.execute(f"select {move_sql('b', 'a')} from (select ? as b, ? as a)", [one, two]).fetchall()[0]
        assert said == (MOVES[one or State.ABSENT, two or State.ABSENT],)
