"""Which jobs may run in the background, and in which lane each goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from baansuk.runs.hold import Hold
from baansuk.thai.words import Refusal, Words

Work = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of background work: ``path`` is the dotted name of ``work(hold, *, by, partner, **arguments)``."""

    name: str
    path: str
    lane: str
    words: Words


def job_named(name: str) -> Job:
    """Return the declared job; raises a Refusal for any other name, so a row in the table can never call arbitrary code."""
    for declared in settings.BAANSUK_JOBS:
        if declared[0] == name:
            return Job(declared[0], declared[1], declared[2], Words(declared[3], declared[4]))
    raise Refusal("unknown_job", f"ไม่รู้จักงานชื่อ {name}", f"There is no job called {name}.")


def work_of(job: Job) -> Work:
    """Import the function of a job."""
    work: Work = import_string(job.path)
    return work


__all__ = ["Hold", "Job", "Work", "job_named", "work_of"]
