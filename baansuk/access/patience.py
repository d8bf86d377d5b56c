"""How long a name must wait after failed sign-ins: long enough to stop guessing, short enough for a slip of the finger."""

from __future__ import annotations

from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(failures: int) -> timedelta:
    """Return the wait that follows the given number of failures: none up to five, then 30 s doubling to 15 minutes."""
    extra = failures - FREE_TRIES
    if extra < 0:
        return timedelta(0)
    # Beyond a few doublings the longest wait is reached anyway; the bound keeps the power small.
    doublings: int = 2 ** min(extra, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def seconds_left(failures: int, last_at: datetime, now: datetime) -> int:
    """Return how many whole seconds are left to wait, 0 when the name may be tried."""
    if now - last_at >= FORGOTTEN_AFTER:
        return 0
    left = last_at + wait_after(failures) - now
    return max(0, -int(-left.total_seconds() // 1))
