"""When a session ends by itself."""

from __future__ import annotations

import pytest

from baansuk.access.session_time import ended, stamp_due


@pytest.mark.parametrize(
    ("came_in", "last_seen", "now", "why"),
    [
        (0, 0, 1199, ""),
        (0, 0, 1200, "idle"),
        (0, 35_999, 36_000, "long"),
        (0, 35_000, 35_999, ""),
        (0, 5000, 4000, ""),  # a clock set back ends nothing
    ],
)
def test_session_ends_when_nobody_is_there_or_after_a_working_day(came_in, last_seen, now, why):
    assert ended(came_in, last_seen, now, idle_after=1200, longest=36_000) == why


@pytest.mark.parametrize(("last_seen", "now", "due"), [(0, 59, False), (0, 60, True), (100, 40, True), (0, 0, False)])
def test_session_is_stamped_once_a_minute(last_seen, now, due):
    assert stamp_due(last_seen, now) is due
