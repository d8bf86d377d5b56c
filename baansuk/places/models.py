"""What the house remembers of places: the area tree, retired codes, boundaries, and groups beside the tree."""

from __future__ import annotations

import datetime

from django.db import models

from baansuk.places.columns import KeyField


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, with the question that nearly every reader asks."""

    def current_on(self, day: datetime.date) -> AreaQuerySet:
        """Return the areas that exist on ``day``; ``valid_to`` is the first day without the area."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=day))


class Area(models.Model):
    """A province, amphoe, tambon or village, by its DOPA code of 2, 4, 6 or 8 digits (text)."""

    LEVELS = [(2, "province"), (4, "amphoe"), (6, "tambon"), (8, "village")]

    code = models.CharField(max_length=8, primary_key=True)
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    match_key = models.CharField(max_length=120)
    # Thai collation order as plain text; of a village its number, because villages are listed by number.
    sort_key = KeyField(max_length=240)
    postcode = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    point_source = models.CharField(max_length=20, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["level", "match_key"]), models.Index(fields=["parent", "sort_key"])]

    def __str__(self) -> str:
        return self.name_th


class FormerName(models.Model):
    """A Thai name that an area had in an earlier list; registers written then still carry it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="former_names")
    name_th = models.CharField(max_length=120)
    match_key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "match_key"], name="former_name_once")]


class AreaAlias(models.Model):
    """A code no longer in use, and a code that stands for it today; a code that was split has several rows."""

    old_code = models.CharField(max_length=8, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="aliases")
    retired_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old_code", "area"], name="alias_once")]


class Boundary(models.Model):
    """The outline of an area as one GeoJSON geometry, WGS84, with where it comes from.

    ``shared`` is true where the only outline known is that of the area this one was split from.
    """

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.TextField()
    origin = models.CharField(max_length=200)
    shared = models.BooleanField(default=False)


class Zone(models.Model):
    """A group beside the tree: hamlet, neighbourhood, municipal community, local government, river basin, forest."""

    KINDS = [
        ("hamlet", "hamlet"),
        ("neighbourhood", "neighbourhood"),
        ("community", "municipal community"),
        ("local_government", "local government"),
        ("basin", "river basin"),
        ("forest", "forest"),
    ]

    code = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name_th


class ZoneMember(models.Model):
    """An area that lies in a zone, whole or in part."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="zones")
    whole = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "area"], name="zone_area_once")]
