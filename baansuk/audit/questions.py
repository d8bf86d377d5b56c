"""Reads of the trail: how often each act was done, and who touched one thing; never what they read in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from baansuk.audit.models import Event, Subject


@dataclass(frozen=True, slots=True)
class ActCount:
    """How often one act was done or refused since a moment, and when last."""

    act: str
    outcome: str
    times: int
    last: datetime


def acts_since(moment: datetime) -> list[ActCount]:
    """Return the acts since ``moment``, the most frequent first."""
    rows = Event.objects.filter(at__gte=moment).values_list("act", "outcome").annotate(n=Count("pk"), last=Max("at"))
    return [ActCount(*row) for row in rows.order_by("-n", "act", "outcome")]


def events_about(kind: str, code: str, *, below: int, most: int) -> list[Event]:
    """Return who touched one thing, the newest first, of the events numbered below ``below``.

    An act on more things than the trail names one by one (``gate.MOST_SUBJECTS``) is not among them.
    """
    touched = Subject.objects.filter(kind=kind, code=code, event__lt=below).order_by("-event")
    numbers = list(dict.fromkeys(touched.values_list("event", flat=True)[:most]))
    found = Event.objects.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]
