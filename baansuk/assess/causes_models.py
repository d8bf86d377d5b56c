"""What is remembered of causes: what the data suggest in an edition, and, beyond any edition, what families and mentors say of them."""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class HouseholdCause(models.Model):
    """What the data suggest of one household, a letter for each lack and cause of the catalogue (see ``causes.py``)."""

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    letters = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "household_code"], name="cause_letters_once")]


class CauseMember(models.Model):
    """A member on whom a cause rests that the data suggest of the household."""

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    person_code = models.CharField(max_length=16)
    cause = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["edition", "household_code"])]


class CauseFigure(models.Model):
    """Households of an area of which the data suggest a cause, alone, together with another (``other``), or do not know it.

    ``alone``: the household lacks one thing only, and no cause of it is suggested but this one and its kin.
    """

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=30)
    other = models.CharField(max_length=30, blank=True)
    found = models.BigIntegerField(default=0)
    alone = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "area_code"])]


class CauseWord(models.Model):
    """One thing that somebody said of one cause; said anew is a new row, and the newest of each voice is in use.

    ``voice``: family (in its words and coded), or mentor (who confirms or not, with a reason). ``words`` is sealed: the
    family's own, or the mentor's reason. ``key`` is the sender's own mark of one submission. A row outlives every edition.
    """

    household_code = KeyField(max_length=16)
    voice = models.CharField(max_length=8)
    cause = models.CharField(max_length=30)
    says = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    interpreter = models.TextField(blank=True)
    said_on = models.DateField()
    said_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "cause"], name="cause_word_once")]
        indexes = [models.Index(fields=["household_code", "voice", "-said_at"])]
