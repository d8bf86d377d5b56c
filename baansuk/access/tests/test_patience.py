"""How long a name waits after failed sign-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from baansuk.access.patience import FORGOTTEN_AFTER, LONGEST_WAIT, seconds_left, wait_after

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (500, 900)]
)
def test_wait_grows_after_five_free_tries_and_stops_growing(failures, seconds):
    assert wait_after(failures) == timedelta(seconds=seconds)


def test_wait_runs_down_and_never_below_nothing():
    assert seconds_left(5, NOW - timedelta(seconds=10), NOW) == 20
    assert seconds_left(5, NOW - timedelta(seconds=29.5), NOW) == 1
    assert seconds_left(5, NOW - timedelta(seconds=30), NOW) == 0
    assert seconds_left(5, NOW - timedelta(seconds=300), NOW) == 0


def test_failures_are_forgotten_after_a_day():
    assert FORGOTTEN_AFTER > LONGEST_WAIT
    assert seconds_left(10_000, NOW - FORGOTTEN_AFTER, NOW) == 0
