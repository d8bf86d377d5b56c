"""What each household lacks in an edition of the register, and the figures of each area."""

from django.db import models

from baansuk.places.columns import KeyField


class Profile(models.Model):
    """One household's answers to one indicator set, one letter each: P pass, F fail, N not applicable, U not known."""

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    indicator_set = models.CharField(max_length=40)
    answers = models.CharField(max_length=120)
    dimensions = models.CharField(max_length=20)
    failed = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)
    labels = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "household_code", "indicator_set"], name="profile_once")
        ]


class Mark(models.Model):
    """A household found under one measure (a failed indicator, a label, a list), in the order of the household list."""

    edition = models.PositiveIntegerField()
    measure = models.CharField(max_length=40)
    list_key = KeyField(max_length=40)
    household_code = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["edition", "measure", "list_key"])]


class Figure(models.Model):
    """Counts of one measure in one area: households by answer, and the persons who live in those that fail."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=40)
    households_pass = models.BigIntegerField(default=0)
    households_fail = models.BigIntegerField(default=0)
    households_na = models.BigIntegerField(default=0)
    households_unknown = models.BigIntegerField(default=0)
    persons_fail = models.BigIntegerField(default=0)
    persons_all = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "measure", "level", "area_code"]),
            models.Index(fields=["edition", "area_code"]),
        ]
