"""What a worker does beside its runs: it seals the trail, writes its long lists out, and counts the days that are over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError

from baansuk.audit import days, indexing
from baansuk.thai.words import Refusal

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
HOUR = timedelta(hours=1)
BY = "worker"
CHORES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("seal the trail", lambda: days.seal(by=BY, every=HOUR)),
    ("write out what pages touched", indexing.write_out),
    ("write out long lists", lambda: indexing.index_lists(by=BY)),
    ("count the days", lambda: days.count_days(by=BY)),
)


class Chores:
    """Looks once a minute whether something is due."""

    def __init__(self) -> None:
        self._looked = -LOOK_SECONDS

    def look(self) -> None:
        """Do what is due; a chore that fails is tried again a minute later and stops neither the others nor the runs."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        for name, chore in CHORES:
            try:
                chore()
            except (DatabaseError, OSError, Refusal) as error:
                log.error("could not %s: %s", name, getattr(error, "code", type(error).__name__))
