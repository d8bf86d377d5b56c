"""What a person decides about the use of their facts, recorded by a keeper: agree, withdraw, hold back, let go again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.people.consent_models import Consent, HeldBack
from baansuk.people.consent_rules import HOLDABLE, Given, check_given
from baansuk.thai.words import Refusal
from baansuk.vault import values

WITNESS = "people_consent.witness"


@transaction.atomic
def give(*, person: str, given: Given, by: str, partner: str = "") -> Consent:
    """Record what a person agreed to; it opens on the next request.

    ``partner`` is whom the keeper acts for. Raises Refusal for what is no consent (``check_given``), and
    ``consented_already`` where the same is recorded and holds: it is withdrawn first, so that each has its own day.
    """
    check_given(given, today())
    try:
        with transaction.atomic():
            made = Consent.objects.create(
                person_code=person,
                use=given.use,
                partner=given.partner,
                purpose=given.purpose,
                classes=sorted(given.classes),
                language=given.language,
                explained=given.explained,
                given_by=given.given_by,
                given_on=given.given_on,
                witness=values.seal(given.witness.strip(), WITNESS),
                recorded_by=by,
                recorded_at=timezone.now(),
            )
    except IntegrityError as twice:
        raise Refusal(
            "consented_already",
            "มีความยินยอมเรื่องนี้อยู่แล้ว ถ้าจะเปลี่ยนสิ่งที่ยินยอม ให้ถอนฉบับเดิมก่อน",
            "This consent is recorded already. To change what it covers, withdraw it first.",
        ) from twice
    about = {"use": given.use, "to": given.partner, "purpose": given.purpose, "classes": sorted(given.classes)}
    gate.write("people.give_consent", by=by, partner=partner, subjects=[("person", person)], about=about)
    return made


@transaction.atomic
def withdraw(*, consent: Consent, by: str, partner: str = "") -> bool:
    """Withdraw a consent, for whatever reason or none; what it opened is closed on the next request.

    Returns False where it was withdrawn already: a second press changes nothing.
    """
    held = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
    if not held.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        return False
    about = {"use": consent.use, "to": consent.partner, "purpose": consent.purpose}
    subjects = [("person", consent.person_code)]
    gate.write("people.withdraw_consent", by=by, partner=partner, subjects=subjects, about=about)
    return True


@transaction.atomic
def hold_back(*, person: str, purposes: Iterable[str], request: str, by: str, partner: str = "") -> list[str]:
    """Hold the facts of a person back from purposes, on the next request; return those that were not held back before."""
    wanted = [name for name in HOLDABLE if name in set(purposes)]
    if not wanted:
        raise Refusal("purpose_needed", "เลือกการใช้ที่จะระงับอย่างน้อยหนึ่งอย่าง", "Choose at least one use to hold back.")
    held = set(HeldBack.objects.filter(person_code=person, ended_at=None).values_list("purpose", flat=True))
    new = [name for name in wanted if name not in held]
    now = timezone.now()
    HeldBack.objects.bulk_create(
        [HeldBack(person_code=person, purpose=name, request=request, since=now, held_by=by) for name in new]
    )
    about = {"purposes": new, "request": request}
    gate.write("people.hold_back", by=by, partner=partner, subjects=[("person", person)], about=about)
    return new


@transaction.atomic
def let_go(*, person: str, purpose: str, by: str, partner: str = "") -> bool:
    """Let the facts of a person be used for a purpose again; False where they were not held back from it."""
    held = HeldBack.objects.filter(person_code=person, purpose=purpose, ended_at=None)
    if not held.update(ended_at=timezone.now(), ended_by=by):
        return False
    gate.write("people.let_go", by=by, partner=partner, subjects=[("person", person)], about={"purposes": [purpose]})
    return True
