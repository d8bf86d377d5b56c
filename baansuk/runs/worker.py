"""The loop of a worker: take the next run, do it, and look again."""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, close_old_connections

from baansuk.runs import actions
from baansuk.runs.chores import Chores

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


def work_until(ended: threading.Event, *, most: int = 0, busy: threading.Event | None = None) -> int:
    """Do runs until ``ended`` is set, or until the queue is empty when ``most`` runs were asked for; return how many.

    ``busy`` is set while a run is at work, for whoever must know whether leaving would interrupt one.
    """
    count = 0
    busy, chores = busy or threading.Event(), Chores()
    while not ended.is_set():
        close_old_connections()
        chores.look()
        try:
            run = actions.take_next()
        except OperationalError:
            # The database is restarting or a long writer holds it: nothing is lost by asking again.
            log.warning("the database does not answer; looking again")
            run = None
        if run is not None:
            busy.set()
            try:
                actions.work(run)
            finally:
                busy.clear()
            count += 1
        if most and (count >= most or run is None):
            break
        if run is None:
            ended.wait(LOOK_SECONDS)
    return count
