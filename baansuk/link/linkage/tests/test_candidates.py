"""Rows that share a key meet, and no others; who has one id goes first by name; keys that too many bear are told."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from baansuk.link.linkage import rules
from baansuk.link.linkage.candidates import propose
from baansuk.link.linkage.meeting import Side, in_first_bits, likely_met, meet, meet_within, mixed, numbered
from baansuk.link.linkage.records import Records
from baansuk.link.linkage.same_ids import sharing

NUMBERS = some.lists(some.integers(0, 6), max_size=40)


def side(numbers):
    return Side(np.arange(len(numbers)), in_first_bits(np.array(numbers, np.uint64)))


def pairs_of(meeting):
    return sorted(zip(*(rows.tolist() for rows in meeting.pairs()), strict=True))


@given(asking=NUMBERS, answering=NUMBERS)
def test_rows_that_share_a_key_meet(asking, answering):
    found = pairs_of(meet(side(asking), side(answering)))
    expected = [
        (a, b) for (a, one), (b, other) in product(enumerate(asking), enumerate(answering)) if one == other and a != b
    ]
    assert found == expected


@given(keys=NUMBERS, data=some.data())
def test_those_that_ask_meet_all_of_their_key(keys, data):
    asks = data.draw(some.lists(some.booleans(), min_size=len(keys), max_size=len(keys)))
    found = pairs_of(meet_within(side(keys), np.array(asks, np.bool_)))
    expected = [
        (a, b)
        for (a, one), (b, other) in product(enumerate(keys), enumerate(keys))
        if one == other and a != b and asks[a]
    ]
    assert found == expected


@given(rows=some.lists(some.tuples(some.integers(-1, 3), some.integers(-1, 2**62)), min_size=1, max_size=30))
def test_equal_columns_have_equal_keys(rows):
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    keys = mixed(columns)
    exact, again = numbered(columns, columns)
    for (a, one), (b, other) in product(enumerate(rows), enumerate(rows)):
        assert (keys[a] == keys[b]) == (one == other)
        assert (exact[a] == again[b]) == (one == other)
    assert likely_met(keys[::2], keys)[::2].all()


def records(**columns):
    schema = {"rid": pl.Int32, "record_id": pl.String}
    size = len(next(iter(columns.values())))
    told = {"rid": range(size), "record_id": [f"r{n:03}" for n in range(size)]}
    named = (
        "id",
        "given_skeleton",
        "family_skeleton",
        "birth",
        "home",
        "house",
        "village",
        "place",
        "tambon",
        "district",
    )
    empty = dict.fromkeys(named, [None] * size)
    return Records(pl.DataFrame(told | empty | columns, schema=schema | dict.fromkeys(named, pl.Int64)))


def test_records_of_one_id_are_held_against_the_first_by_name():
    names = ["d", "b", "c", "a", "e", "f"]
    found = records(id=[7, 7, 7, 8, None, 9], record_id=names)
    shared = sharing(found, None, ())
    told = {names[row]: names[node] for row, node in zip(shared.rows, shared.node, strict=True)}
    assert told == {"d": "b", "b": "b", "c": "b"}
    beside = sharing(found, np.array([False, True, True, True, True, True]), ())
    assert {names[node] for node in beside.node} == {"d"}, "of an older linkage one goes first"


@given(order=some.permutations(range(9)))
def test_groups_of_any_size_find_their_first(order):
    names = [f"{n}" for n in order]
    shared = sharing(records(id=[5] * 9, record_id=names), None, ())
    assert {names[node] for node in shared.node} == {"0"}
    assert shared.sizes.tolist() == [9]


def test_one_id_with_two_names_and_births_is_doubted():
    columns = {"given_skeleton": [1, 2, 1, 1], "birth": [19800101, 19900202, 19800101, 19900202]}
    shared = sharing(records(id=[7, 7, 8, 8], **columns), None, ())
    doubted = dict(zip(shared.rows.tolist(), shared.doubted.tolist(), strict=True))
    assert doubted == {0: True, 1: True, 2: False, 3: False}
    assert all(sharing(records(id=[7, 7, 8, 8]), None, (7, 8)).doubted)


def test_one_id_with_both_names_different_is_doubted_where_a_birth_is_not_known():
    columns = {"given_skeleton": [1, 2, 1, 1], "family_skeleton": [5, 6, 5, 6], "birth": [None, 19900202, None, None]}
    shared = sharing(records(id=[7, 7, 8, 8], **columns), None, ())
    assert dict(zip(shared.rows.tolist(), shared.doubted.tolist(), strict=True)) == {
        0: True,
        1: True,
        2: False,
        3: False,
    }
    same_birth = columns | {"birth": [19900202] * 4}
    assert not any(sharing(records(id=[7, 7, 8, 8], **same_birth), None, ()).doubted), (
        "a new name, and the day as it was"
    )


@pytest.mark.parametrize("told", ["given_skeleton", "birth"])
def test_an_id_that_a_clerk_writes_wherever_none_is_known_says_nothing(told):
    """Fifty records of no two people alike; who is paid fifty times has one name and one birth."""
    many = [*range(19800101, 19800151)]
    shared = sharing(records(id=[7] * 50 + [8] * 50, **{told: many + [19800101] * 50}), None, ())
    assert shared.nobodys.tolist() == [7]
    assert dict(zip(shared.begins.tolist(), shared.doubted[shared.begins].tolist(), strict=True)) == {
        0: True,
        50: False,
    }
    few = sharing(records(id=[7] * 40, **{told: many[:40]}), None, ())
    assert not len(few.nobodys), "of so few each is held against each"


def test_a_key_that_too_many_bear_is_told_and_asked_by_a_finer_one(monkeypatch):
    monkeypatch.setattr(rules, "MOST_TO_A_KEY", 3)
    monkeypatch.setattr(rules, "MOST_TO_A_RECORD", 0)
    monkeypatch.setattr(rules, "MOST_BESIDE", 3)
    births = [19800101, 19800101, 19810101, 19820101, 19830101, 19840101]
    found = propose(records(given_skeleton=[1] * 6, family_skeleton=[2] * 6, birth=births))
    by_names = defaultdict(set)
    for one, other, bits in zip(found.one.tolist(), found.other.tolist(), found.rules.tolist(), strict=True):
        by_names[bool(bits >> 1 & 1)].add((one, other))
    assert by_names[True] == {(0, 1)}
    [hot] = [key for key in found.hot if key.rule == "names"]
    assert (hot.records, hot.example, hot.named) == (6, 0, "r000")


@pytest.mark.parametrize("village", [None, 4])
def test_nobody_is_proposed_by_what_is_unknown(village):
    assert len(propose(records(village=[village] * 5)).one) == 0
