"""A record that is surely found in a file is hardly there twice, unless the files themselves show that people are."""

from __future__ import annotations

import numpy as np
import pytest

from baansuk.link.linkage.rivals import ACROSS, RIVAL, WITHIN, Seen, pairs_of_kind, shifted, shifts
from baansuk.link.linkage.tests.twin import beside_rivals


def seen(*rows: tuple[int, float, int]) -> Seen:
    kind, probability, pairs = (np.array(column) for column in zip(*rows, strict=True))
    return Seen(kind, probability, pairs)


def test_pairs_are_counted_by_kind():
    """Files of 10 and 20: 9 of each are surely found in the other. Of the rest, 1 x 11 pairs are left."""
    of_kind = pairs_of_kind({0: 10, 1: 20}, {(0, 1): 9, (1, 0): 9}, seen((ACROSS, 0.99, 9), (ACROSS, 0.2, 2)))
    assert of_kind.tolist() == [45 + 190, 0, 11 + 9, 200 - 20]


def test_an_even_chance_with_a_rival_is_next_to_none_where_files_hold_nobody_twice():
    found = {(0, 1): 900, (1, 0): 900}
    counted = seen((ACROSS, 0.999, 900), (ACROSS, 0.3, 40), (ACROSS + RIVAL, 0.6, 10))
    shift = shifts(counted, pairs_of_kind({0: 1000, 1: 1000}, found, counted))
    assert shifted(0.6, shift[ACROSS + RIVAL]) < 0.01
    assert shifted(0.3, shift[ACROSS]) > 0.9, "a hundred are left on either side, where there were a thousand"


def test_files_that_hold_people_twice_keep_their_second_pairs():
    found = {(0, 1): 900, (1, 0): 900}
    counted = seen((ACROSS, 0.999, 900), (ACROSS + RIVAL, 0.9989, 400))
    shift = shifts(counted, pairs_of_kind({0: 1000, 1: 1000}, found, counted))
    assert shifted(0.9989, shift[ACROSS + RIVAL]) > 0.99


def test_nobody_at_all_shifts_nothing():
    nobody = Seen(np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64))
    assert shifts(nobody, np.zeros(4)).tolist() == [0, 0, 0, 0]
    assert shifts(seen((WITHIN, 0.0, 3)), np.array([3.0, 0, 0, 0])).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("shift", [-9.0, 0.0, 9.0])
def test_what_is_impossible_stays_so(shift):
    assert shifted(0.0, shift) == 0.0
    assert shifted(1.0, shift) > 0.999


def test_of_two_equally_sure_partners_neither_is_the_others_rival():
    """1 and 2 in one file are equally like 0 in another; 3 is less like it, and has them as rivals."""
    weighed = beside_rivals({(0, 1): 0.95, (0, 2): 0.95, (0, 3): 0.94, (4, 5): 0.94}, [0, 1, 1, 1, 0, 1])
    assert weighed[0, 1] == weighed[0, 2]
    assert weighed[0, 3] < weighed[4, 5]
