"""What is remembered of promises: the roles in an agreement, how far they are, the province's shared agenda, hand-overs."""

from __future__ import annotations

from django.db import models

from baansuk.access.models import Partner
from baansuk.agree.agreement_models import Agreement
from baansuk.places.columns import KeyField
from baansuk.thai.words import Words


class Commitment(models.Model):
    """One role (บทบาท) that a partner took on in an agreement, by its number in the paper.

    ``together_with`` lists partner codes. ``target`` is in ``unit``; ``budget`` in baht. What the paper does not say is
    empty, never a guess.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    condition_th = models.TextField(blank=True)
    condition_en = models.TextField(blank=True)
    on_request = models.BooleanField(default=False)
    together_with = models.JSONField(default=list)
    legal_power_th = models.TextField(blank=True)
    legal_power_en = models.TextField(blank=True)
    measure_th = models.CharField(max_length=200, blank=True)
    measure_en = models.CharField(max_length=200, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit_th = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner", "number"], name="commitment_number_once")
        ]
        ordering = ["partner", "number"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.partner_id} {self.number}"

    @property
    def text(self) -> Words:
        """The role in both languages; Thai where it was not said in English."""
        return Words(self.text_th, self.text_en or self.text_th)

    @property
    def condition(self) -> Words:
        """Under which condition, in both languages."""
        return Words(self.condition_th, self.condition_en or self.condition_th)

    @property
    def legal_power(self) -> Words:
        """By which legal power, in both languages."""
        return Words(self.legal_power_th, self.legal_power_en or self.legal_power_th)

    @property
    def measure(self) -> Words:
        """What is counted, in both languages."""
        return Words(self.measure_th, self.measure_en or self.measure_th)

    @property
    def unit(self) -> Words:
        """In what it is counted, in both languages."""
        return Words(self.unit_th, self.unit_en or self.unit_th)


class Progress(models.Model):
    """How far a commitment was on a day, as its partner says: typed for now, later derived from the ledger."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress")
    day = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    said = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.day}"


class Promise(models.Model):
    """One promise of the province's shared agenda in a (Buddhist) year; it belongs to no agreement and outlives them.

    ``kept`` is empty until somebody says ``yes``, ``partly`` or ``no``.
    """

    area_code = KeyField(max_length=8)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="promises")
    kept = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    said_by = models.CharField(max_length=150, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_code", "year", "number"], name="promise_number_once")]
        ordering = ["-year", "number"]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year}/{self.number}"

    @property
    def text(self) -> Words:
        """The promise in both languages; Thai where it was not said in English."""
        return Words(self.text_th, self.text_en or self.text_th)


class HandOver(models.Model):
    """What an office handed over on a day: the pack as it stood then, so that the next holder can begin.

    ``pack`` holds codes, counts and days only (see ``questions.hand_over_pack``).
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="hand_overs")
    area_code = KeyField(max_length=8)
    office_th = models.CharField(max_length=200)
    office_en = models.CharField(max_length=200)
    day = models.DateField()
    pack = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.office_th} {self.day}"

    @property
    def office(self) -> Words:
        """The office in both languages."""
        return Words(self.office_th, self.office_en)
