"""What the trail remembers; no foreign keys, so that nothing deleted elsewhere can take a row with it."""

from django.db import models


class Event(models.Model):
    """One act: who did what, when, from where and for what, and how it ended. Values of persons are never in it.

    ``seal`` is the keyed hash of everything else in the row, of its subjects and of ``previous``, the seal before it in
    the same chain; ``seen`` is the newest event of all that stood in the trail when this one was written.
    Rows from before the trail had chains have none ('').
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True, default="")
    post = models.BigIntegerField(null=True)
    source = models.CharField(max_length=8, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    request = models.CharField(max_length=24, blank=True, default="")
    act = models.CharField(max_length=80)
    outcome = models.CharField(max_length=12)
    about = models.JSONField(default=dict)
    listed = models.BigIntegerField(default=0)
    list_hash = models.CharField(max_length=64, blank=True, default="")
    chain = models.CharField(max_length=24, blank=True, default="")
    sequence = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    previous = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_event_one_place")]
        # Act and outcome stand in the longer ones so that a search by several of them reads rows only where all fit.
        indexes = [
            models.Index(fields=["at", "act", "outcome"], name="audit_event_by_time"),
            models.Index(fields=["actor", "at", "act", "outcome"], name="audit_event_by_actor"),
            models.Index(fields=["partner", "at", "act", "outcome"], name="audit_event_by_partner"),
            models.Index(fields=["act", "at", "outcome"], name="audit_event_by_act"),
            models.Index(fields=["outcome", "at"], name="audit_event_by_outcome"),
            # What came from one machine is asked when an account was stolen.
            models.Index(fields=["address", "at"], name="audit_event_by_address"),
            models.Index(fields=["list_hash"], condition=~models.Q(list_hash=""), name="audit_event_lists"),
        ]


class Subject(models.Model):
    """One household, person or other thing that an event touched, by its code."""

    event = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "code", "event"], name="audit_subject_by_code"),
            models.Index(fields=["event"], name="audit_subject_by_event"),
        ]


class Waiting(models.Model):
    """What one event touched, a line each, until the worker has written it out as subjects and taken this away."""

    event = models.BigIntegerField(primary_key=True)
    lines = models.TextField()


class Head(models.Model):
    """How long every chain was at a moment: the very line that was published, and its hash, to which the next is tied."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    day = models.DateField()
    line = models.TextField()
    hash = models.CharField(max_length=64)


class IndexedList(models.Model):
    """An event whose list file has been written out as subjects, so that its households find it."""

    event = models.BigIntegerField(primary_key=True)
    rows = models.BigIntegerField()


class DayCount(models.Model):
    """How often an act ended in one way on a day that is over: counted once, for pages that look over years."""

    day = models.DateField()
    act = models.CharField(max_length=80)
    outcome = models.CharField(max_length=12)
    times = models.BigIntegerField()
    last = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "act", "outcome"], name="audit_day_count_once")]
