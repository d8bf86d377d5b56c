"""What is remembered of a background run: what was asked, by whom, how far it is, who holds it."""

from django.db import models


class Run(models.Model):
    """One run of a job named by dotted text, with its lease; ``fence`` rises each time another worker takes it."""

    STATES = [(name, name) for name in ("queued", "running", "done", "failed", "stopped")]

    job = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    stage = models.CharField(max_length=60, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    said_th = models.TextField(blank=True)
    said_en = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"])]


class StageDone(models.Model):
    """A stage that a run has finished, so that the next attempt begins after it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=60)
    seconds = models.FloatField()
    about = models.JSONField(default=dict)
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="stage_once_per_run")]
