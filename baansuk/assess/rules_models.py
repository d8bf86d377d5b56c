"""What is remembered of every version of rules that a province may change: who drafted and approved it, when and why."""

from __future__ import annotations

from django.db import models


class RulesVersion(models.Model):
    """One version of rules; never changed once approved, but followed by the next.

    ``contents`` are the tables of its file. ``state``: draft, approved, withdrawn, or shipped (kept here when
    a run first used it). ``origin``: shipped, loaded from a workbook, or edited. ``rules`` is the digest of what decides its answers;
    ``breaks`` says that it is not that of the version in force when this one was drafted.
    """

    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")
    origin = models.CharField(max_length=10)
    contents = models.JSONField()
    rules = models.CharField(max_length=8)
    breaks = models.BooleanField(default=False)
    valid_from = models.DateField()
    because = models.TextField(blank=True)
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        abstract = True
