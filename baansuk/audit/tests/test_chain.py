"""The chain by itself: what one changed, missing, moved or added row does to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from baansuk.audit.chain import Claim, Row, Sealed, Walk, canonical, digest_of, key_from, seal_of

KEY = key_from("a secret of the tests")
PLAIN = Row(
    number=1, at=1_700_000_000_000_000, actor="keeper", partner="KEEPER", purpose="register", post=3, source="web",
    address="192.0.2.7", request="r", act="people.look", outcome="done", about='{"edition":1}', listed=1, list_hash="",
    chain="20261121-a", sequence=1, seen=0, previous="",
)  # fmt: skip


def made(count: int, chains: int = 2) -> list[Sealed]:
    """Return rows of several chains, in turns, each row having seen the one before it."""
    rows: list[Sealed] = []
    tips: dict[str, tuple[int, str]] = {}
    for number in range(1, count + 1):
        chain = f"20261121-{number % chains}"
        sequence, seal = tips.get(chain, (0, ""))
        row = replace(PLAIN, number=number, chain=chain, sequence=sequence + 1, seen=number - 1, previous=seal)
        subjects = digest_of([("household", f"H-{number}")])
        rows.append(Sealed(row, subjects, seal_of(row, subjects, KEY)))
        tips[chain] = (row.sequence, rows[-1].seal)
    return rows


def faults(rows: list[Sealed], claims: dict[str, Claim] | None = None, **more) -> list[str]:
    walk = Walk(KEY, claims=claims or {}, **more)
    for row in rows:
        walk.take(row)
    return [fault.kind for fault in walk.end()]


def claims_of(rows: list[Sealed]) -> dict[str, Claim]:
    return {one.row.chain: Claim(one.row.sequence, one.row.number, one.seal) for one in rows}


def test_an_untouched_trail_has_no_fault():
    rows = made(40)
    assert faults(rows, claims_of(rows)) == []


@pytest.mark.parametrize("name", Row.__slots__)
def test_every_part_of_a_row_is_under_its_seal(name):
    value = getattr(PLAIN, name)
    changed: dict[str, Any] = {name: f"{value}x" if isinstance(value, str) else (value or 0) + 1}
    other = replace(PLAIN, **changed)
    assert seal_of(other, "", KEY) != seal_of(PLAIN, "", KEY)


def test_parts_cannot_be_pushed_from_one_into_the_next():
    one, other = replace(PLAIN, actor="ab", partner="c"), replace(PLAIN, actor="a", partner="bc")
    assert seal_of(one, "", KEY) != seal_of(other, "", KEY)


def test_another_key_makes_another_seal():
    assert seal_of(PLAIN, "", key_from("another")) != seal_of(PLAIN, "", KEY)


def test_subjects_are_under_the_seal_in_any_order():
    assert digest_of([("a", "1"), ("b", "2")]) == digest_of([("b", "2"), ("a", "1")])
    assert digest_of([("a", "1")]) != digest_of([("a", "2")])
    assert digest_of([("a", "1")]) != digest_of([("a", "1"), ("a", "1")])
    rows = made(6)
    rows[2] = replace(rows[2], subjects=digest_of([]))
    assert faults(rows) == ["edited"]


def test_an_edit_is_found_even_with_a_seal_of_its_own():
    rows = made(10)
    forged = replace(rows[4].row, actor="somebody_else")
    rows[4] = Sealed(forged, rows[4].subjects, seal_of(forged, rows[4].subjects, key_from("guessed")))
    assert "edited" in faults(rows)


def test_a_removed_row_is_found():
    rows = made(10)
    assert "removed" in faults(rows[:4] + rows[5:])


def test_a_removed_first_row_is_found():
    rows = made(10)
    assert "removed" in faults(rows[1:])


def test_rows_that_changed_places_are_found():
    rows = made(10)
    rows[3], rows[5] = rows[5], rows[3]
    assert "moved" in faults(rows)


def test_a_row_that_was_added_twice_is_found():
    rows = made(10)
    assert "moved" in faults([*rows, rows[-1]])


def test_a_cut_tail_is_found_by_what_the_others_saw():
    rows = made(12)
    ends = [place for place, one in enumerate(rows) if one.row.chain == "20261121-0"]
    cut = [one for place, one in enumerate(rows) if place not in ends[-3:]]
    assert "removed" in faults(cut)


def test_a_cut_tail_and_a_lost_chain_are_found_by_a_head():
    rows = made(12)
    claims = claims_of(rows)
    assert "cut_tail" in faults(rows[:-2], claims)
    assert "lost_chain" in faults([one for one in rows if one.row.chain != "20261121-0"], claims)


def test_a_trail_written_anew_with_the_right_key_differs_from_its_head():
    rows = made(12)
    claims = claims_of(rows)
    first = replace(rows[0].row, actor="somebody_else")
    again = [Sealed(first, rows[0].subjects, seal_of(first, rows[0].subjects, KEY))]
    for one in rows[2::2]:
        row = replace(one.row, previous=again[-1].seal)
        again.append(Sealed(row, one.subjects, seal_of(row, one.subjects, KEY)))
    both = sorted([*again, *rows[1::2]], key=lambda one: one.row.number)
    assert faults(both, claims) == ["edited"]


def test_the_end_of_the_whole_trail_after_the_last_head_is_the_one_thing_not_found():
    """This is the window that the explanation names; heads are published often to keep it small."""
    rows = made(12)
    claims = claims_of(rows[:8])
    assert faults(rows[:9], claims) == []
    assert faults(rows[:7], claims) != []


def test_a_chain_tied_to_a_head_that_is_gone_is_found():
    row = replace(PLAIN, previous="head-hash")
    sealed = Sealed(row, "", seal_of(row, "", KEY))
    assert faults([sealed], anchors={"head-hash"}) == []
    assert faults([sealed], anchors=set()) == ["head"]


def test_a_missing_number_is_found_where_numbers_leave_no_gaps():
    rows = made(10)
    assert faults(rows, dense=True) == []
    other = replace(rows[-1].row, number=12)
    rows[-1] = Sealed(other, rows[-1].subjects, seal_of(other, rows[-1].subjects, KEY))
    assert faults(rows, dense=True) == ["removed"]
    assert faults(rows) == []


def test_a_number_far_beyond_all_others_costs_no_memory():
    row = replace(PLAIN, number=2**62, sequence=2)
    assert "edited" in faults([*made(3, chains=1), Sealed(row, "", "")])


def test_what_an_event_is_about_is_written_in_one_way():
    assert canonical({"b": 1, "a": [1, "ก"]}) == canonical('{"a": [1, "ก"], "b": 1}') == '{"a":[1,"ก"],"b":1}'
    assert canonical({"n": 1e16}) == canonical('{"n": 10000000000000000}')
    assert canonical({2: 1, 10: 2}) == canonical('{"10": 2, "2": 1}')
