"""What must stay apart stays apart, through any chain, whatever the order in which the ties come."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from baansuk.link.linkage.settling import BY_HUMAN, Point, Settled, Tie, settle


def point(number: int, *ids: int) -> Point:
    return Point(number, frozenset(ids), f"r{number}")


def together(settled: Settled) -> set[frozenset[int]]:
    """The persons, each as the set of its points."""
    groups: dict[int, set[int]] = {}
    for number, label in settled.labels.items():
        groups.setdefault(label, set()).add(number)
    return {frozenset(group) for group in groups.values()}


def persons(*groups: Iterable[int]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


def test_a_chain_without_ids_is_one_person_named_after_its_smallest_point():
    points = [point(number) for number in range(1, 6)]
    ties = [Tie(number, number + 1, 0.9) for number in range(1, 5)]
    settled = settle(points, ties, [])
    assert settled.labels == dict.fromkeys(range(1, 6), 1)
    assert settled.refused == []


def test_a_point_without_ties_stays_alone():
    assert together(settle([point(1), point(2)], [], [])) == persons([1], [2])


def test_two_ids_never_meet_through_a_third_record():
    """The third record goes to whom it resembles more; the other tie is told to people."""
    weaker, stronger = Tie(1, 2, 0.8), Tie(2, 3, 0.9)
    settled = settle([point(1, 11), point(2), point(3, 33)], [weaker, stronger], [])
    assert together(settled) == persons([1], [2, 3])
    assert settled.refused == [weaker]


def test_two_ids_never_meet_through_a_long_chain():
    points = [point(1, 11), point(2), point(3), point(4), point(5, 55)]
    ties = [Tie(1, 2, 0.95), Tie(2, 3, 0.7), Tie(3, 4, 0.6), Tie(4, 5, 0.99)]
    settled = settle(points, ties, [])
    assert together(settled) == persons([1, 2, 3], [4, 5])
    assert settled.refused == [Tie(3, 4, 0.6)]


def test_equal_ids_may_meet_through_a_third_record():
    settled = settle([point(1, 11), point(2), point(3, 11)], [Tie(1, 2, 0.8), Tie(2, 3, 0.9)], [])
    assert together(settled) == persons([1, 2, 3])


def test_a_human_may_join_two_ids_and_more_records_of_either_may_follow():
    points = [point(1, 11), point(2, 22), point(3, 22), point(4, 44)]
    ties = [Tie(1, 2, BY_HUMAN), Tie(2, 3, 0.9), Tie(3, 4, 0.99)]
    settled = settle(points, ties, [])
    assert together(settled) == persons([1, 2, 3], [4])
    assert settled.refused == [Tie(3, 4, 0.99)]


def test_likeness_alone_never_joins_two_ids_however_probable():
    assert together(settle([point(1, 11), point(2, 22)], [Tie(1, 2, 1.0)], [])) == persons([1], [2])


def test_what_a_human_calls_different_never_meets_through_any_third_record():
    points = [point(number) for number in range(1, 5)]
    ties = [Tie(1, 2, 0.99), Tie(2, 3, 0.9), Tie(3, 4, 0.95), Tie(1, 4, 0.6)]
    settled = settle(points, ties, [(4, 1)])
    assert together(settled) == persons([1, 2], [3, 4])
    assert settled.refused == [Tie(2, 3, 0.9), Tie(1, 4, 0.6)]


def test_a_different_holds_for_those_who_have_joined_either_side():
    """Here 2 joins 1 and 4 joins 3 before the two groups are held against each other."""
    points = [point(number) for number in range(1, 5)]
    ties = [Tie(1, 2, 0.99), Tie(3, 4, 0.98), Tie(2, 4, 0.97)]
    assert together(settle(points, ties, [(1, 3)])) == persons([1, 2], [3, 4])


def test_a_different_stands_above_a_same():
    """Judgements that contradict each other are refused before; should two ever come here, nobody is merged."""
    assert together(settle([point(1), point(2)], [Tie(1, 2, BY_HUMAN)], [(1, 2)])) == persons([1], [2])


def test_equal_probabilities_are_settled_by_name():
    points = [Point(1, frozenset({11}), "b"), Point(2, frozenset(), "c"), Point(3, frozenset({33}), "a")]
    for ties in ([Tie(1, 2, 0.9), Tie(2, 3, 0.9)], [Tie(3, 2, 0.9), Tie(2, 1, 0.9)]):
        assert together(settle(points, ties, [])) == persons([1], [2, 3])


def test_a_tie_is_not_given_up_whose_points_come_together_by_another_way():
    """Two of three ids are one person by a human's word, then another two, then all three, who bring both together."""
    points = [point(1, 11), point(2, 22), point(3, 22), point(4, 33), point(5, 11), point(6, 22), point(7, 33)]
    said = [Tie(one, other, BY_HUMAN) for one, other in ((1, 2), (3, 4), (5, 6), (6, 7))]
    settled = settle(points, [*said, Tie(1, 3, 0.9), Tie(3, 5, 0.6), Tie(1, 5, 0.5)], [])
    assert together(settled) == persons(range(1, 8))
    assert settled.refused == []


def test_a_different_about_points_that_are_not_here_does_no_harm():
    assert together(settle([point(1), point(2)], [Tie(1, 2, 0.9)], [(1, 9), (8, 9)])) == persons([1, 2])


NUMBERS = range(8)
some_points = st.tuples(*(st.frozensets(st.sampled_from([11, 22, 33]), max_size=1) for _ in NUMBERS)).map(
    lambda ids: [point(number, *of_one) for number, of_one in enumerate(ids)]
)
some_pair = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)).filter(lambda pair: pair[0] < pair[1])
some_ties = st.dictionaries(some_pair, st.sampled_from([0.5, 0.6, 0.9, 0.99, BY_HUMAN]), max_size=20).map(
    lambda told: [Tie(left, right, probability) for (left, right), probability in told.items()]
)
some_apart = st.lists(some_pair, max_size=4)


@given(some_points, some_ties, some_apart, st.randoms(use_true_random=False))
def test_the_order_of_ties_and_points_changes_nothing(points, ties, apart, chance):
    settled = settle(points, ties, apart)
    turned = [Tie(tie.right, tie.left, tie.probability) for tie in ties]
    for given_list in (points, turned, apart):
        chance.shuffle(given_list)
    again = settle(points, turned, [(right, left) for left, right in apart])
    assert again.labels == settled.labels
    assert {frozenset((tie.left, tie.right)) for tie in again.refused} == {
        frozenset((tie.left, tie.right)) for tie in settled.refused
    }


def joined(ties: Iterable[Tie]) -> list[set[int]]:
    """Groups by ties alone, said slowly."""
    groups = [{number} for number in NUMBERS]
    for tie in ties:
        left, right = (next(group for group in groups if number in group) for number in (tie.left, tie.right))
        if left is not right:
            groups.remove(right)
            left |= right
    return groups


@given(some_points, some_ties, some_apart)
def test_no_person_holds_what_must_stay_apart(points, ties, apart):
    settled = settle(points, ties, apart)
    ids = {one.number: one.ids for one in points}
    # Only what people have joined may hold several ids, and nobody else brings it another.
    allowed = [
        set().union(*(ids[number] for number in group))
        for group in joined(t for t in ties if t.probability == BY_HUMAN)
    ]
    for group in together(settled):
        held = set().union(*(ids[number] for number in group))
        assert any(held <= by_human for by_human in allowed)
    for left, right in apart:
        assert settled.labels[left] != settled.labels[right]


@given(some_points, some_ties, some_apart)
def test_a_tie_is_given_up_only_where_it_must_be(points, ties, apart):
    """Every tie ends within one person or among the refused; without ids and words of people none is refused."""
    settled = settle(points, ties, apart)
    for tie in ties:
        assert (settled.labels[tie.left] == settled.labels[tie.right]) != (tie in settled.refused)
    free = settle([point(one.number) for one in points], ties, [])
    assert free.refused == []
    assert together(free) == {frozenset(group) for group in joined(ties)}
