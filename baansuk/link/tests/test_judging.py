"""Decisions that contradict each other through third records are found, and only those."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from baansuk.link.judging import Said, contradiction, contradictions_within, effective

SAME = [Said(1, 2, "same", 1), Said(2, 3, "same", 2)]


def test_same_same_different_over_three_records():
    assert [one.number for one in contradiction(SAME, Said(1, 3, "different"))] == [2, 1]
    assert contradiction([SAME[0], Said(1, 3, "different", 9)], Said(2, 3, "same"))[0].number == 9
    assert contradiction(SAME, Said(1, 4, "different")) == []
    assert contradiction([*SAME, Said(1, 4, "different", 3)], Said(2, 5, "same")) == []
    assert contradiction(SAME, Said(1, 3, "unsure")) == []


def test_opinions_that_differ_bind_nobody():
    said = effective([Said(1, 2, "same", 1), Said(1, 2, "different", 2), Said(3, 4, "same", 3), Said(3, 4, "same", 4)])
    assert [(one.pair, one.decision) for one in said] == [((1, 2), "unsure"), ((3, 4), "same")]


PAIRS = some.tuples(some.integers(0, 6), some.integers(0, 6)).filter(lambda pair: pair[0] < pair[1])


@given(some.dictionaries(PAIRS, some.sampled_from(["same", "different", "unsure"]), max_size=10))
def test_against_a_slow_twin(decided):
    """Deciding one after the other is refused exactly when the whole could not be true."""
    held: list[Said] = []
    for number, ((left, right), decision) in enumerate(decided.items(), 1):
        new = Said(left, right, decision, number)
        refused = bool(contradiction(held, new))
        assert refused == (not _possible([*held, new]))
        if not refused:
            held.append(new)
    assert contradictions_within(held) == []


def _possible(said: list[Said]) -> bool:
    group = {record: record for record in range(7)}
    for _ in range(7):
        for one in said:
            if one.decision == "same":
                group[one.left] = group[one.right] = min(group[one.left], group[one.right])
    return all(group[one.left] != group[one.right] for one in said if one.decision == "different")
