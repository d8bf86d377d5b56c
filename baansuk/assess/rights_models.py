"""What is remembered of benefits: what each person and household was answered, whom to call on, and how many there are in each area."""

from __future__ import annotations

from django.db import models

from baansuk.assess.rules_models import RulesVersion
from baansuk.places.columns import KeyField


class BenefitsVersion(RulesVersion):
    """One version of the list of benefits; ``digest`` is that of all its contents, also of what decides no answer."""

    digest = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version"], name="benefits_version_once"),
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="draft"), name="one_draft_of_benefits"),
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"benefits/{self.version}"


class Right(models.Model):
    """The answers about all benefits to one person, or to a household (``person_code`` is ''): two letters for each.

    Which benefits they stand for, in which order, is kept beside the edition (see ``rights_letters``).
    """

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    person_code = models.CharField(max_length=16, blank=True)
    letters = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "household_code", "person_code"], name="right_once")]


class RightMark(models.Model):
    """Somebody to call on: who does not receive what is theirs (``unclaimed``), or seems to receive it twice (``double``).

    ``office`` is whom the claim goes to; what only would be in another benefit's place calls nobody.
    ``person_code`` is '' where the benefit is the household's; ``satang`` is what it would be. ``why`` of a double:
    ``list:<source>`` (two records in the list that pays it) or ``with:<benefit>`` (not given together).
    """

    edition = models.PositiveIntegerField()
    benefit = models.CharField(max_length=30)
    office = models.CharField(max_length=30, default="")
    kind = models.CharField(max_length=10)
    list_key = KeyField(max_length=40)
    household_code = models.CharField(max_length=16)
    person_code = models.CharField(max_length=16, blank=True)
    satang = models.BigIntegerField(default=0)
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "kind", "benefit", "list_key"]),
            models.Index(fields=["edition", "kind", "office", "list_key"]),
            models.Index(fields=["edition", "household_code"]),
        ]


class RightFigure(models.Model):
    """Counts of one benefit in one area, of persons or of households as the benefit is, and the satang not claimed."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    benefit = models.CharField(max_length=30)
    receives = models.BigIntegerField(default=0)
    unclaimed = models.BigIntegerField(default=0)
    not_eligible = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)
    satang = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "area_code"]),
            models.Index(fields=["edition", "benefit", "level", "area_code"]),
        ]
