"""What is remembered of committees: who sits by which order, letters and scans, ticks of checklists, bulk acts, what was told."""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField


class Committee(models.Model):
    """The committee of an amphoe or the province in a round, by its order.

    ``members`` is sealed JSON: name, post, account ('' for one without), duty (chair, secretary, member); it is bound to
    ``round code/area code``.
    """

    round = models.ForeignKey("verify.Round", on_delete=models.PROTECT, related_name="committees")
    area_code = KeyField(max_length=4)
    name_th = models.CharField(max_length=200)
    office_th = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    order_no = models.CharField(max_length=60)
    order_date = models.DateField()
    members = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "area_code"], name="one_committee_an_area")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.area_code}"


class Letter(models.Model):
    """One paper of a session: the number that the office's register of letters gave it, and the scan once it is signed."""

    session = models.ForeignKey("verify.Session", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    kept_by = models.CharField(max_length=150)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="one_letter_of_a_kind")]


class Ticks(models.Model):
    """What of the checklist was ticked when a case was proposed: codes of ``checklist.toml`` joined by commas."""

    decision = models.OneToOneField("verify.Decision", on_delete=models.PROTECT, related_name="ticks")
    version = models.PositiveSmallIntegerField()
    items = models.CharField(max_length=400, blank=True)


class Bulk(models.Model):
    """One act on many cases: what it was to do, as it was confirmed, and what became of each.

    ``asked`` is ``[number, version]`` of each case as the page showed it; ``done`` is ``[number, code]``, ``done`` or the
    code of a refusal.
    """

    number = models.CharField(max_length=20, unique=True)
    round = models.ForeignKey("verify.Round", on_delete=models.PROTECT, related_name="bulks")
    act = models.CharField(max_length=12)
    outcome = models.CharField(max_length=24, blank=True)
    area_code = KeyField(max_length=8)
    asked = models.JSONField(default=list)
    done = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class Announcement(models.Model):
    """The result of one village as it was told back: counts, how many were told, until when an appeal is taken."""

    number = models.CharField(max_length=20, unique=True)
    round = models.ForeignKey("verify.Round", on_delete=models.PROTECT, related_name="announcements")
    area_code = KeyField(max_length=8)
    told_on = models.DateField()
    appeal_until = models.DateField()
    counts = models.JSONField(default=dict)
    cases = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["round", "area_code"])]
