"""What a family says of itself: its goal and its happiness in its own words, kept by household code beyond any edition."""

from django.db import models

from baansuk.places.columns import KeyField


class FamilyWord(models.Model):
    """One time that a family was asked. Nothing is changed afterwards: said anew is a new row, the newest is in use.

    ``goal`` and ``happiness`` are sealed texts ('' where the family would not or was not asked to say); ``rating`` is the
    family's own, 0 to 10, null where it gave none. ``key`` is the sender's own mark of one submission: sent twice, it is
    kept once. ``taken_back_at``: the family wanted it gone; the texts are then empty.
    """

    household_code = KeyField(max_length=16)
    goal = models.TextField(blank=True)
    happiness = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    # In which language it was said, and whether somebody interpreted.
    language = models.CharField(max_length=20)
    interpreted = models.BooleanField(default=False)
    told_on = models.DateField()
    told_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40, unique=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__lte=10), name="family_rating_of_ten"
            )
        ]
        indexes = [models.Index(fields=["household_code", "-told_at"])]
