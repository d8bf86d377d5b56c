"""Counts how often something was asked for in the span that is running, on both databases in one statement."""

from __future__ import annotations

import time

from django.db import connection, transaction

from baansuk.access.pace import Pace, seconds_left
from baansuk.access.pace_models import Turns

DAY = 24 * 3600
# One statement counts and begins a new span where the old one is over: two requests in one moment are both counted.
# A clock that was set back must not lengthen a span, so one from the future is over too.
_RUNS = "access_turns.began > %s and access_turns.began <= excluded.began"
_COUNT = f"""insert into access_turns (key, began, count) values (%s, %s, 1)
    on conflict (key) do update set
        count = case when {_RUNS} then access_turns.count + 1 else 1 end,
        began = case when {_RUNS} then access_turns.began else excluded.began end
    returning began, count"""


def count_one(key: str, pace: Pace) -> int:
    """Count once more under a key; returns 0, or for how many seconds it is too often."""
    now = int(time.time())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, now, now - pace.seconds, now - pace.seconds])
        began, count = cursor.fetchone()
    if count == 1:
        Turns.objects.filter(began__lt=now - DAY).delete()
    return seconds_left(pace, began, now) if count > pace.most else 0
