"""What is remembered of urgent cases: the case, who may know of it, its steps, and who is on duty.

Everything that tells of a person is sealed, bound to the case's number; of a protected case the household's code too, so
that nothing leads from the house to the case.
"""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class UrgentCase(models.Model):
    """One urgent case, from the report to its end.

    ``told_sealed`` is JSON: ``place`` and ``what`` as told, ``safe`` (when and how somebody may be called without danger),
    and ``household`` of a protected case. ``reporter_sealed`` is apart: whoever helps need not know who told. ``due_at`` is
    by when it has to leave its state.
    """

    number = KeyField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    protected = models.BooleanField(default=False)
    area_code = KeyField(max_length=8)
    household_code = KeyField(max_length=16, blank=True)
    state = models.CharField(max_length=10, default="reported")
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=150)
    due_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=150, blank=True)
    taken_post = models.BigIntegerField(null=True)
    told_sealed = models.TextField()
    reporter_sealed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        indexes = [models.Index(fields=["area_code", "state", "due_at"]), models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return str(self.number)


class UrgentNamed(models.Model):
    """Somebody who may know of a protected case, since when and by whom; ended, never deleted."""

    case = models.ForeignKey(UrgentCase, on_delete=models.PROTECT, related_name="named")
    account = models.CharField(max_length=150)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], condition=models.Q(ended_at=None), name="named_once_in_a_case"
            )
        ]
        indexes = [models.Index(fields=["account", "ended_at"])]


class UrgentStep(models.Model):
    """One step of an urgent case; it is added, never changed."""

    case = models.ForeignKey(UrgentCase, on_delete=models.PROTECT, related_name="steps")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    post = models.BigIntegerField(null=True)
    late = models.BooleanField(default=False)
    words_sealed = models.TextField(blank=True)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["pk"]


class DutyTurn(models.Model):
    """Who answers for urgent cases of an area, from one hour to another, and the office's telephone number."""

    area_code = KeyField(max_length=6)
    post = models.BigIntegerField()
    account = models.CharField(max_length=150)
    phone = models.CharField(max_length=40, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["begins_at", "pk"]
        indexes = [models.Index(fields=["area_code", "ends_at"])]
