"""What is remembered of partners: what kind of body each is, its names through time, its offices and seats.

Django looks for a room's models here; those of agreements, annexes and promises lie beside it in files of their own.
"""

from __future__ import annotations

from django.db import models

from baansuk.access.models import Partner
from baansuk.agree.agreement_models import Account, Agreement, Amendment, Party, Signatory, StateChange
from baansuk.agree.annex_models import Annex
from baansuk.agree.promise_models import Commitment, HandOver, Progress, Promise
from baansuk.places.columns import KeyField
from baansuk.thai.words import Words


class PartnerCard(models.Model):
    """What kind of body a partner is; ``access.Partner`` holds its code and the name it bears today.

    ``legal_personality``: its own, or that of the department or province whose office it is. ``official_authority``: it
    acts by a task that law gives it (PDPA s.24(4)). The last day it existed under this code is ``valid_to``.
    """

    partner = models.OneToOneField(Partner, primary_key=True, on_delete=models.PROTECT, related_name="card")
    kind = models.CharField(max_length=20)
    legal_personality = models.BooleanField()
    official_authority = models.BooleanField()
    force = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    succeeded_by = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="came_from")
    # A body of an example from another province, or of the fictional one: never offered where a real one is chosen.
    example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.partner_id)


class PartnerName(models.Model):
    """A name a partner bore, from a day to its last day; null where the day is not known, or has not come."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="names")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name_th

    @property
    def words(self) -> Words:
        """The name in both languages."""
        return Words(self.name_th, self.name_en)


class Contact(models.Model):
    """Where a partner is reached: an office, never a person, because officers rotate every October."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10)
    office_th = models.CharField(max_length=200)
    office_en = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.office_th

    @property
    def office(self) -> Words:
        """The office in both languages."""
        return Words(self.office_th, self.office_en)


class MechanismSeat(models.Model):
    """A seat that a partner holds in a mechanism of the province, such as ศจพ.จ., by the office that sits there."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="seats")
    area_code = KeyField(max_length=8)
    mechanism_th = models.CharField(max_length=200)
    mechanism_en = models.CharField(max_length=200)
    seat_th = models.CharField(max_length=200)
    seat_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.mechanism_th}"

    @property
    def mechanism(self) -> Words:
        """The mechanism in both languages."""
        return Words(self.mechanism_th, self.mechanism_en)

    @property
    def seat(self) -> Words:
        """The seat in both languages."""
        return Words(self.seat_th, self.seat_en)


__all__ = [
    "Account",
    "Agreement",
    "Amendment",
    "Annex",
    "Commitment",
    "Contact",
    "HandOver",
    "MechanismSeat",
    "PartnerCard",
    "PartnerName",
    "Party",
    "Progress",
    "Promise",
    "Signatory",
    "StateChange",
]
