"""What is remembered of data annexes: which registers a partner gives, and what it may read."""

from __future__ import annotations

from django.db import models

from baansuk.access.models import Partner
from baansuk.agree.agreement_models import Agreement


class Annex(models.Model):
    """The data annex of one partner, in one version; never changed once approved, but replaced by the next version.

    Lists are of codes: ``registers`` of sources it gives, ``classes`` and ``purposes`` from the closed lists of
    ``access.classes``, ``areas`` of area codes. ``onward`` is source code -> a rule of ``kinds.ONWARD``.
    ``consent_only``: facts of persons open only where the person agreed. Without days of its own it lasts as long as the
    agreement.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="annexes")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="annexes")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")
    registers = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    basis_24 = models.CharField(max_length=30, blank=True)
    basis_26 = models.CharField(max_length=30, blank=True)
    basis_note = models.TextField(blank=True)
    onward = models.JSONField(default=dict)
    consent_only = models.BooleanField(default=False)
    retention_months = models.PositiveSmallIntegerField(null=True)
    breach_contact = models.ForeignKey("agree.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "partner", "version"], name="annex_version_once")]
        ordering = ["partner", "version"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.partner_id} v{self.version}"
