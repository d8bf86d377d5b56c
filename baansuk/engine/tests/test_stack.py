"""However deep it is called, a loop of calls asks the system for no memory."""

import resource
import sys

import pytest

from baansuk.engine.stack import in_one_piece

CALLS = 2_000


def _leaf():
    return None


def _loop():
    for _ in range(CALLS):
        _leaf()


def _deep(depth):
    return _deep(depth - 1) if depth else _loop()


def _most_faults(called):
    """Return how often at most, over depths of two pieces, the system gave a page of memory."""
    most = 0
    for depth in range(400):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        called(depth)
        most = max(most, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return most


def test_no_depth_is_dear():
    assert _most_faults(in_one_piece(_deep)) < CALLS / 4


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="later versions keep the last piece")
def test_without_it_some_depth_is():
    assert _most_faults(_deep) > CALLS / 2, "Python itself has mended this: stack.py can go"


def test_it_answers_and_fails_as_what_it_calls():
    assert in_one_piece(lambda a, *, b: (a, b))(1, b=2) == (1, 2)
    with pytest.raises(ValueError, match="nobody"):
        in_one_piece(int)("nobody")
