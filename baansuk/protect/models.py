"""What is remembered of requests of persons, of erasures, and of what was erased."""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField
from baansuk.protect.breach_models import Breach as Breach


class SubjectRequest(models.Model):
    """What a person asks about their own facts, from the day it came in to the answer.

    ``person_code`` is "" until somebody who sees persons has tied the request to one, and stays so where nobody of that
    description is in the register (``nobody``). The person's words, name and address, and the answer, are sealed.
    ``due_source`` is the rule that the due day came from, as it stood on the day of receipt.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    person_code = KeyField(max_length=16, blank=True, db_index=True)
    nobody = models.BooleanField(default=False)
    asker = models.CharField(max_length=10)
    name_sealed = models.TextField()
    reach_sealed = models.TextField(blank=True)
    words_sealed = models.TextField(blank=True)
    channel = models.CharField(max_length=10)
    received_on = models.DateField()
    received_by = models.CharField(max_length=150)
    due_on = models.DateField(db_index=True)
    due_source_th = models.CharField(max_length=300)
    due_source_en = models.CharField(max_length=300)
    identity_how = models.CharField(max_length=10, blank=True)
    identity_on = models.DateField(null=True)
    identity_by = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, default="received", db_index=True)
    owner_post = models.BigIntegerField(null=True)
    uses = models.JSONField(default=list)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answer_sealed = models.TextField(blank=True)
    reason = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.number


class RequestStep(models.Model):
    """One step of a request's life: who moved it, when, and why."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="steps")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    note_sealed = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]


class Correction(models.Model):
    """One value that a person says is right, sealed; ``receipt`` is the delivery by which it went to the register."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    value_sealed = models.TextField()
    receipt = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "field"], name="field_corrected_once")]
        ordering = ["pk"]


class Erasure(models.Model):
    """An erasure that one person asks for and a second one allows: of a whole delivery, or of one person's rows.

    ``what`` is ``delivery`` (``receipt`` names it) or ``person`` (``person_code``, perhaps with the ``request``). ``records``
    are the person's record ids by delivery, as whoever asked found them: the second person need not see any person. ``kin``
    names by delivery and column the records of others in which the person's number stands as a father's, mother's or spouse's.
    """

    what = models.CharField(max_length=10)
    receipt = models.CharField(max_length=20, blank=True)
    person_code = KeyField(max_length=16, blank=True)
    request = models.CharField(max_length=20, blank=True)
    records = models.JSONField(default=dict)
    kin = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "receipt", "person_code"],
                condition=models.Q(state="asked"),
                name="erasure_asked_once",
            )
        ]


class Tombstone(models.Model):
    """What was erased: which file under which hash, how many rows, why and by whom; never what stood in it.

    The same line lies in ``tombstones.jsonl`` outside the database, for a backup that is older than the erasure.
    """

    what = models.CharField(max_length=10)
    receipt = models.CharField(max_length=20, db_index=True)
    old_hash = models.CharField(max_length=64, db_index=True)
    new_hash = models.CharField(max_length=64, blank=True)
    person_code = KeyField(max_length=16, blank=True)
    rows = models.JSONField(default=list)
    kin = models.JSONField(default=dict)
    row_count = models.BigIntegerField(default=0)
    raw_dropped = models.BooleanField(default=False)
    reason = models.TextField()
    asked_by = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
