"""What persons decided about the use of their facts, by code; no name and no fact of anybody stands in clear here."""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class Consent(models.Model):
    """One thing that a person agreed to (``consent_rules.USES``), until it is withdrawn.

    For a partner: which, for what purpose, which classes. ``witness`` is sealed. A consent is never changed: what is
    agreed anew is a new row, and what was withdrawn stays as it was with the moment of the withdrawal.
    """

    person_code = KeyField(max_length=16)
    use = models.CharField(max_length=12)
    partner = KeyField(max_length=40, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    classes = models.JSONField(default=list)
    language = models.CharField(max_length=8)
    explained = models.CharField(max_length=12)
    given_by = models.CharField(max_length=10, default="self")
    given_on = models.DateField()
    witness = models.TextField()
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_code", "use", "partner", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["partner", "purpose", "person_code"])]

    @property
    def holds(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


class HeldBack(models.Model):
    """A person whose facts are held back from one purpose, at the person's own request, until they are let go again."""

    person_code = KeyField(max_length=16)
    purpose = models.CharField(max_length=20)
    request = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    held_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_code", "purpose"], condition=models.Q(ended_at=None), name="held_back_once"
            )
        ]
