"""What the trail remembers; no foreign keys, so that nothing deleted elsewhere can take a row with it."""

from django.db import models


class Event(models.Model):
    """One act: who did what, when, for which partner, and how it ended. Values of persons are never in it."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=80)
    outcome = models.CharField(max_length=12)
    about = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"]), models.Index(fields=["actor", "at"])]


class Subject(models.Model):
    """One household, person or other thing that an event touched, by its code."""

    event = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "code"]), models.Index(fields=["event"])]
