"""Who agreed to what, and whose facts are held back: asked afresh on each request, kept nowhere."""

from __future__ import annotations

from baansuk.people.consent_actions import WITNESS
from baansuk.people.consent_models import Consent, HeldBack
from baansuk.people.consent_rules import PARTNER, opened
from baansuk.vault import values


def consented(*, person: str, partner: str, purpose: str) -> bool:
    """Say whether the person with this code agreed that a partner reads their facts for a purpose, and still does."""
    held = Consent.objects.filter(use=PARTNER, partner=partner, purpose=purpose, withdrawn_at=None)
    return held.filter(person_code=person).exists()


def classes_consented(*, partner: str, purpose: str, person: str = "") -> dict[str, frozenset[str]]:
    """Return what each person lets a partner read for a purpose, by code: of one person where one is named."""
    held = Consent.objects.filter(use=PARTNER, partner=partner, purpose=purpose, withdrawn_at=None)
    if person:
        held = held.filter(person_code=person)
    return {code: opened(classes) for code, classes in held.values_list("person_code", "classes")}


def consents_of(person: str) -> list[Consent]:
    """Return all that a person ever agreed to, what holds first, then the newest."""
    listed = Consent.objects.filter(person_code=person).order_by("-recorded_at", "-pk")
    return sorted(listed, key=lambda one: not one.holds)


def witness_of(consent: Consent) -> str:
    """Return who bore witness."""
    return values.unseal(consent.witness, WITNESS)


def held_back(purpose: str) -> frozenset[str]:
    """Return the codes of the persons whose facts are held back from a purpose."""
    held = HeldBack.objects.filter(purpose=purpose, ended_at=None)
    return frozenset(held.values_list("person_code", flat=True))


def holdings_of(person: str) -> list[HeldBack]:
    """Return from what a person's facts are held back now."""
    return list(HeldBack.objects.filter(person_code=person, ended_at=None).order_by("since", "pk"))
