"""What each household lacks in an edition of the register, and the figures of each area."""

from django.db import models

from baansuk.assess.causes_models import CauseFigure, CauseMember, CauseWord, HouseholdCause
from baansuk.assess.family_models import FamilyWord
from baansuk.assess.frameworks_models import FrameworkFigure, FrameworkVersion, Standing
from baansuk.assess.rights_models import BenefitsVersion, Right, RightFigure, RightMark
from baansuk.places.columns import KeyField

__all__ = [
    "AnswersBefore",
    "BenefitsVersion",
    "CauseFigure",
    "CauseMember",
    "CauseWord",
    "FamilyWord",
    "Figure",
    "FrameworkFigure",
    "FrameworkVersion",
    "GroupHeadcount",
    "Headcount",
    "HotSpot",
    "HouseholdCause",
    "Mark",
    "Moved",
    "Overlap",
    "Profile",
    "Right",
    "RightFigure",
    "RightMark",
    "Standing",
]


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


class AnswersBefore(models.Model):
    """What a household answered in the edition before, where it was something else; '' for a household that is new."""

    edition = models.PositiveIntegerField()
    household_code = models.CharField(max_length=16)
    answers = models.CharField(max_length=120, blank=True)
    dimensions = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "household_code"], name="answers_before_once")]


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


class Headcount(models.Model):
    """Households poor by a framework and cut-off, or poor and lacking one of its parts, where every answer is known.

    ``moment`` is now, or before: what the edition that this one replaced had. ``measure`` is written by ``measured.py``.
    """

    edition = models.PositiveIntegerField()
    moment = models.CharField(max_length=6)
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=60)
    poor = models.BigIntegerField(default=0)
    others = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)
    persons_poor = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "area_code"]),
            models.Index(fields=["edition", "moment", "measure", "level", "area_code"]),
        ]


class GroupHeadcount(models.Model):
    """As ``Headcount``, of one group of people (``measured_groups.py``), now and down to the tambon.

    Units are persons, each with what is said of their household; of a split by lists they are households. Of a lack that no
    poor unit of the group has there is no row.
    """

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    split = models.CharField(max_length=12)
    part = models.CharField(max_length=60, blank=True)
    measure = models.CharField(max_length=60)
    poor = models.BigIntegerField(default=0)
    others = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "split", "area_code", "measure"])]


class Moved(models.Model):
    """How many households of an area made a move into, out of or past poverty since the edition before."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=60)
    move = models.CharField(max_length=12)
    households = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "measure", "area_code"])]


class Overlap(models.Model):
    """Households of an area on exactly these lists of help, by whether they are poor and of what kind they are.

    ``lists`` has a 1 or 0 for each list, in the order kept beside the edition; ``kind`` is '' for all households.
    ``lack`` is the sum of persons times the whole-number score.
    """

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8)
    lists = models.CharField(max_length=40)
    households = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)
    lack = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "area_code", "kind"])]


class HotSpot(models.Model):
    """What a tambon is beside its neighbours by one measure; ``told`` rests on nothing but what everybody is told."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    measure = models.CharField(max_length=60)
    told = models.BooleanField()
    kind = models.CharField(max_length=8)
    gathers = models.CharField(max_length=8)
    moran = models.FloatField(null=True)
    gi = models.FloatField(null=True)
    z = models.FloatField(null=True)
    neighbours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["edition", "measure", "told", "area_code"])]
