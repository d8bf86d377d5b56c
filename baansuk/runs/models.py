"""What is remembered of a background run: what was asked, by whom, how far it is, who holds it."""

from django.db import models


class Run(models.Model):
    """One run of a job named by dotted text.

    ``fence`` rises each time a worker takes the run; a worker that lost its lease finds its number no longer valid and
    may write nothing more. ``step`` of ``steps`` is the stage at work; 0 steps means that nobody said how many there are.
    Runs of the same ``lane`` go one after another.
    """

    STATES = [(name, name) for name in ("queued", "running", "done", "failed", "stopped")]

    job = models.CharField(max_length=80)
    lane = models.CharField(max_length=40, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    stage = models.CharField(max_length=60, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    said_th = models.TextField(blank=True)
    said_en = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    # The seat and purpose it was asked from; without a post (the command line) there is no seat that could end.
    purpose = models.CharField(max_length=20, blank=True)
    post = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            # Two processes may both believe that the lane is free; the database lets only one of them begin.
            models.UniqueConstraint(
                fields=["lane"],
                condition=models.Q(state="running") & ~models.Q(lane=""),
                name="one_running_run_per_lane",
            )
        ]


class StageDone(models.Model):
    """A stage that a run has finished, with how long it took."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=60)
    words_th = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=200, blank=True)
    seconds = models.FloatField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="stage_once_per_run")]
