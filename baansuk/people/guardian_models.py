"""Who was recorded to read another person's own facts, by blind index and code; no name stands here."""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class Guardianship(models.Model):
    """One person reads another's own facts (``guardian_rules.KINDS``), until it is ended or the child is of age.

    ``guardian_index`` is the blind index of the guardian's number, as an account carries it. ``valid_to`` is the first day
    on which it does not hold any more; null where it has no end. What is recorded anew is a new row.
    """

    guardian_index = models.CharField(max_length=44)
    ward_code = KeyField(max_length=16)
    kind = models.CharField(max_length=8)
    ground = models.CharField(max_length=10)
    valid_to = models.DateField(null=True)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_why = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian_index", "ward_code"],
                condition=models.Q(ended_at=None),
                name="one_guardianship_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["ward_code"])]
