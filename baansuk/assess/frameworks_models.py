"""What is remembered of frameworks: their versions with who decided them and why, and what each says of every household."""

from __future__ import annotations

from django.db import models

from baansuk.assess.rules_models import RulesVersion
from baansuk.places.columns import KeyField


class FrameworkVersion(RulesVersion):
    """One version of a framework."""

    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="framework_version_once"),
            # Two keepers may open the same rule; the second draft must meet the first, not stand beside it.
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="draft"), name="one_draft_of_a_framework"
            ),
        ]
        ordering = ["code", "version"]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"


class Standing(models.Model):
    """What the frameworks of a run say of one household: ``code:letters`` with a space between.

    Which version's parts the letters stand for is kept beside the edition.
    """

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    list_key = KeyField(max_length=40)
    letters = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "household_code"], name="standing_once")]
        indexes = [models.Index(fields=["edition", "list_key"])]


class FrameworkFigure(models.Model):
    """Counts of one measure of a framework in one area, as ``Figure`` has them."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=60)
    households_pass = models.BigIntegerField(default=0)
    households_fail = models.BigIntegerField(default=0)
    households_na = models.BigIntegerField(default=0)
    households_unknown = models.BigIntegerField(default=0)
    persons_fail = models.BigIntegerField(default=0)
    persons_all = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "area_code", "measure"]),
            models.Index(fields=["edition", "measure", "level", "area_code"]),
        ]
