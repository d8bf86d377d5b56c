"""Whose own facts a member reads besides one's own, and what a keeper recorded."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from baansuk.people.guardian_models import Guardianship


def held_by(index: str, today: date) -> list[Guardianship]:
    """Return what holds today for whoever's number has this blind index, the oldest first."""
    rows = Guardianship.objects.filter(guardian_index=index, ended_at=None)
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gt=today)).order_by("pk"))


def of_ward(code: str) -> list[Guardianship]:
    """Return all that was ever recorded of a person, what holds first."""
    rows = Guardianship.objects.filter(ward_code=code).order_by("-pk")
    return sorted(rows, key=lambda one: one.ended_at is not None)


def guardianship(number: int) -> Guardianship | None:
    """Return one record."""
    return Guardianship.objects.filter(pk=number).first()
