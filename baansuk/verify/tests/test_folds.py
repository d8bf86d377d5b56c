"""A long list in folds: all of it is there, in order, and what asks for attention is open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baansuk.verify.folds import MOST_IN_ONE, SIZE, folded


def cut(rows, wrong=()):
    return folded(rows, str, lambda row: row < 0, lambda row: row in wrong)


@given(st.lists(st.integers(-9, 9), max_size=90))
def test_nothing_is_lost_and_the_order_stays(rows):
    folds = cut(rows)
    assert [row for fold in folds for row in fold.rows] == rows
    assert all(len(fold.rows) <= MOST_IN_ONE for fold in folds)
    assert sum(fold.open for fold in folds) == bool(rows)
    assert sum(fold.done for fold in folds) == sum(row < 0 for row in rows)


def test_the_first_fold_with_something_to_do_is_open_and_each_with_something_wrong_instead():
    rows = [-1] * SIZE + list(range(SIZE)) + list(range(100, 100 + SIZE))
    assert [fold.open for fold in cut(rows)] == [False, True, False]
    assert [fold.open for fold in cut(rows, wrong=[101])] == [False, False, True]
    assert (cut(rows)[1].first, cut(rows)[1].last) == ("0", "19")
