"""What is remembered of a breach: which account, when, what was counted, and what was done."""

from __future__ import annotations

from django.db import models


class Breach(models.Model):
    """An account in wrong hands from ``begins`` to before ``ends``, known since ``known_at``.

    ``counts`` holds numbers, codes of classes and days; ``event`` is the row of the trail whose subjects are the persons
    and households affected, None while they are being counted. Nothing here names a person.
    """

    number = models.CharField(max_length=20, unique=True)
    account = models.CharField(max_length=150)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    known_at = models.DateTimeField()
    reported_by = models.CharField(max_length=150)
    reported_at = models.DateTimeField()
    run = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    event = models.BigIntegerField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return self.number
