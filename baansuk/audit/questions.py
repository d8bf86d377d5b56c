"""Reads of the trail: how often each act was done, never what any of them touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from baansuk.audit.models import Event


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
