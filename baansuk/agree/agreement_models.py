"""What is remembered of an agreement: its paper, parties, signatures, changes, and what reports say of it."""

from __future__ import annotations

from django.db import models

from baansuk.access.models import Partner
from baansuk.places.columns import KeyField
from baansuk.thai.words import Words


class Agreement(models.Model):
    """One signed agreement (MOU). Its ``code`` is what deliveries, facts and grants name.

    Days are both in force. With ``term_precision`` ``year`` the days are the first of January of the years printed (see
    ``terms``); with ``unknown`` both are null. ``objectives`` is a list of ``{"th": …, "en": …}``. ``example``: of
    another province or from a book; it never comes into force here.
    """

    code = KeyField(max_length=40, primary_key=True)
    title_th = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    host = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="hosted")
    area_code = KeyField(max_length=8)
    objectives = models.JSONField(default=list)
    term_from = models.DateField(null=True)
    term_to = models.DateField(null=True)
    term_precision = models.CharField(max_length=10, default="unknown")
    term_printed_th = models.CharField(max_length=200, blank=True)
    term_printed_en = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True)
    place_th = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="draft")
    example = models.BooleanField(default=False)
    renews = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="renewed_by")
    # Where the words of this record come from, when it was not typed from the paper itself.
    origin_th = models.CharField(max_length=400, blank=True)
    origin_en = models.CharField(max_length=400, blank=True)
    paper_name = models.CharField(max_length=255, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.code)

    @property
    def title(self) -> Words:
        """The title in both languages."""
        return Words(self.title_th, self.title_en)

    @property
    def place(self) -> Words:
        """Where it was signed, in both languages."""
        return Words(self.place_th, self.place_en)


class Party(models.Model):
    """A partner's part in an agreement, from the day it joined to its last day, under the name it signed with."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="parts")
    host = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    signed_as_th = models.CharField(max_length=200)
    signed_as_en = models.CharField(max_length=200)
    joined = models.DateField(null=True)
    left = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "partner"], name="party_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.partner_id}"

    @property
    def signed_as(self) -> Words:
        """The name it signed with, in both languages."""
        return Words(self.signed_as_th, self.signed_as_en)


class Signatory(models.Model):
    """Who signed, bore witness or presided, by office and never by name; a witness need not be of a party."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatories")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    office_th = models.CharField(max_length=200)
    office_en = models.CharField(max_length=200)
    signed_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.office_th

    @property
    def office(self) -> Words:
        """The office in both languages."""
        return Words(self.office_th, self.office_en)


class Amendment(models.Model):
    """A later paper that changes an agreement; where it moves the last day, that day stands here and in the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    words_th = models.TextField()
    words_en = models.TextField(blank=True)
    term_to_before = models.DateField(null=True)
    term_to = models.DateField(null=True)
    paper_name = models.CharField(max_length=255, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.number}"


class Account(models.Model):
    """What one report says of an agreement's event; reports that disagree are all kept, and none is chosen."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="accounts")
    teller_th = models.CharField(max_length=200)
    teller_en = models.CharField(max_length=200)
    told_on = models.DateField(null=True)
    bodies = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)
    words_th = models.TextField(blank=True)
    words_en = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.teller_th

    @property
    def teller(self) -> Words:
        """Who tells it, in both languages."""
        return Words(self.teller_th, self.teller_en)

    @property
    def words(self) -> Words:
        """What the report says, in both languages."""
        return Words(self.words_th, self.words_en)


class StateChange(models.Model):
    """One step of an agreement's life, with its day and reason: the history that its page shows."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="changes")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    day = models.DateField()
    because = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.old} > {self.new}"
