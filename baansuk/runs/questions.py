"""Reads of runs for pages and commands."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from baansuk.runs.models import Run


def recent_runs(most: int = 50) -> QuerySet[Run]:
    """The newest runs first."""
    return Run.objects.order_by("-asked_at", "-pk")[:most]


def active_runs() -> QuerySet[Run]:
    """Runs that wait or work."""
    return Run.objects.filter(state__in=("queued", "running")).order_by("asked_at", "pk")


def run_numbered(number: int) -> Run:
    """The run of that number; raises Http404 when there is none."""
    run = Run.objects.filter(pk=number).first()
    if run is None:
        raise Http404
    return run
