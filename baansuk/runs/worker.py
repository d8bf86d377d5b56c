"""The loop of a worker: take the next run, do it, and look again."""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, close_old_connections

from baansuk.runs import actions

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


def work_until(ended: threading.Event, *, most: int = 0) -> int:
    """Do runs until ``ended`` is set, or until the queue is empty when ``most`` runs were asked for; return how many."""
    count = 0
    while not ended.is_set():
        close_old_connections()
        try:
            run = actions.take_next()
        except OperationalError:
            # The database is restarting or a long writer holds it: nothing is lost by asking again.
            log.warning("the database does not answer; looking again")
            run = None
        if run is not None:
            actions.work(run)
            count += 1
        if most and (count >= most or run is None):
            break
        if run is None:
            ended.wait(LOOK_SECONDS)
    return count
