"""What is remembered of linking: what people decided on pairs of records, what waits for them, how records came to persons.

Nothing here names a person or holds a value: records by number, persons by code.
"""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class Judgement(models.Model):
    """What somebody decided on two records, left < right; it holds for ever, and taking it back deletes nothing.

    ``by`` and ``at`` are whose decision it is and when it was made; ``recorded_by`` is who brought it in, another where it
    came in a file. ``reason`` is a code of ``reasons.py`` or, from a file, what stood there. ``batch``: decisions made by
    one act (a person split in two), taken back together. The person codes are those of the day of the decision.
    """

    DECISIONS = [(name, name) for name in ("same", "different", "unsure")]
    WAYS = [(name, name) for name in ("review", "split", "undo", "file")]

    left_record = models.BigIntegerField()
    right_record = models.BigIntegerField(db_index=True)
    left_person = KeyField(max_length=16, blank=True)
    right_person = KeyField(max_length=16, blank=True)
    decision = models.CharField(max_length=10, choices=DECISIONS)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=150, db_index=True)
    at = models.DateTimeField()
    # Asked as a second opinion, of somebody other than the first.
    second = models.BooleanField(default=False)
    way = models.CharField(max_length=10, choices=WAYS, default="review")
    batch = models.CharField(max_length=24, blank=True, db_index=True)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_record__lt=models.F("right_record")), name="left_before_right"
            ),
            # Two clerks at one pair in the same moment: the database itself lets only one of them in.
            models.UniqueConstraint(
                fields=["left_record", "right_record", "second"],
                condition=models.Q(withdrawn_at=None),
                name="one_judgement_holds",
            ),
        ]

    @property
    def holds(self) -> bool:
        """Say whether it counts."""
        return self.withdrawn_at is None


class ReviewPair(models.Model):
    """Two records of an edition that a person should look at; rank 1 matters most.

    ``code`` is the same for the same two records in every edition, and tells nothing of them. ``since`` is when the pair
    was first asked about. ``weight``, for the reason ``sample``: how many pairs it stands for.
    """

    REASONS = [(name, name) for name in ("two_ids", "uncertain", "near_id", "chain", "sample")]

    edition = models.PositiveIntegerField()
    rank = models.PositiveIntegerField()
    code = KeyField(max_length=16)
    left_record = models.BigIntegerField()
    right_record = models.BigIntegerField()
    left_person = KeyField(max_length=16)
    right_person = KeyField(max_length=16)
    reason = models.CharField(max_length=12, choices=REASONS)
    probability = models.FloatField(null=True)
    pattern = models.CharField(max_length=200, blank=True)
    weight = models.FloatField(null=True)
    second_wanted = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="pair_once_per_edition")]
        indexes = [models.Index(fields=["edition", "rank"])]


class PersonEvent(models.Model):
    """Some records moved from the person ``before`` to the person ``after`` ('' where a record came new).

    ``person_code`` is who stays, ``other_code`` who came to it (merge) or went out of it (split). Never deleted, only
    undone: ``undone_by`` is the number of the event that took it back. One that a person asked for has ``by``, and
    ``realised_in``, the edition in which the next run carried it out, is empty until then.
    """

    KINDS = [(name, name) for name in ("join", "merge", "split")]

    number = models.BigAutoField(primary_key=True)
    edition = models.PositiveIntegerField(db_index=True)
    kind = models.CharField(max_length=6, choices=KINDS)
    person_code = KeyField(max_length=16, db_index=True)
    other_code = KeyField(max_length=16, blank=True, db_index=True)
    records = models.JSONField(default=list)
    before = KeyField(max_length=16, blank=True)
    after = KeyField(max_length=16, blank=True)
    undone_by = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    # The judgements that carry it out, where a person asked for it.
    batch = models.CharField(max_length=24, blank=True)
    realised_in = models.PositiveIntegerField(null=True)
