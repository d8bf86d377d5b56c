"""What the house remembers of places: the area tree, retired codes, boundaries, and groups beside the tree."""

from django.db import models


class Area(models.Model):
    """A province, amphoe, tambon or village, by its DOPA code of 2, 4, 6 or 8 digits (text)."""

    LEVELS = [(2, "province"), (4, "amphoe"), (6, "tambon"), (8, "village")]

    code = models.CharField(max_length=8, primary_key=True)
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    match_key = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240)
    postcode = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    point_source = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["level", "match_key"]), models.Index(fields=["parent", "sort_key"])]

    def __str__(self) -> str:
        return self.name_th


class AreaAlias(models.Model):
    """A code that is no longer in use, and the code that stands for it today."""

    old_code = models.CharField(max_length=8, primary_key=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="aliases")
    retired_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)


class Boundary(models.Model):
    """The outline of an area as one GeoJSON geometry, WGS84, with where it comes from."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.TextField()
    origin = models.CharField(max_length=200)


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


class ZoneMember(models.Model):
    """An area that lies in a zone, whole or in part."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="zones")
    whole = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "area"], name="zone_area_once")]
