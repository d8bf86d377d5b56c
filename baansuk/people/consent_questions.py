"""Who agreed to what, and whose facts are held back: asked afresh on each request, kept nowhere."""

from __future__ import annotations

from django.db import connection
from django.db.models import Case, Exists, Value, When
from django.db.models.expressions import Combinable

from baansuk.people.consent_actions import WITNESS
from baansuk.people.consent_models import Consent, HeldBack
from baansuk.people.consent_rules import PARTNER, opened
from baansuk.vault import values

# Every list and every household pays for this question: put together anew each time, it cost six times its answer.
_DECIDED = f"""select person_code, 0 from {HeldBack._meta.db_table} where purpose = %s and ended_at is null
    union all
    select person_code, 1 from {Consent._meta.db_table}
    where use = %s and partner = %s and purpose = %s and withdrawn_at is null"""


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


def anybody_decided(*, partner: str, purpose: str) -> Combinable:
    """Return the condition that somebody holds facts back from a purpose, or lets a partner read them for it.

    It goes into the question that is put anyway, so that nobody pays for decisions that nobody took.
    """
    held = HeldBack.objects.filter(purpose=purpose, ended_at=None)
    agreed = Consent.objects.filter(use=PARTNER, partner=partner, purpose=purpose, withdrawn_at=None)
    return Case(When(Exists(held) | Exists(agreed), then=Value(True)), default=Value(False))


def decided(*, partner: str, purpose: str) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return who holds facts back from a purpose, and what others let a partner read for it: one query, two where any do."""
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, [purpose, PARTNER, partner, purpose])
        rows = cursor.fetchall()
    anybody = any(agrees for _code, agrees in rows)
    classes = classes_consented(partner=partner, purpose=purpose) if anybody else {}
    return frozenset(code for code, agrees in rows if not agrees), classes


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
