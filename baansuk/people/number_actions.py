"""Showing a full id number: an act of its own, with a reason, written to the trail before the number is given."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.models import Person
from baansuk.people.questions import current_edition, person_for
from baansuk.people.sealed import open_number
from baansuk.thai.words import Refusal, Words

# A closed list: a reason in free words would put names into the trail, where nothing is ever erased.
REASONS: Mapping[str, Words] = MappingProxyType(
    {
        "with_the_person": Words("ตรวจกับบัตรต่อหน้าเจ้าตัว", "Checking the card with the person present"),
        "apply": Words("ยื่นขอสิทธิหรือความช่วยเหลือให้เจ้าตัว", "Applying for a right or help for the person"),
        "refer": Words("ส่งต่อหน่วยงานที่ต้องใช้เลขประจำตัว", "Referring to an agency that needs the number"),
        "correct": Words("แก้เลขที่บันทึกผิดหรือซ้ำกับผู้อื่น", "Correcting a number that is wrong or another's"),
        "law": Words("กฎหมายหรือคำสั่งศาลกำหนดให้ใช้", "A law or a court order requires it"),
    }
)


def full_number(scope: Scope, person_code: str, *, because: str, by: str = "") -> str:
    """Return the full id number of a person whom the scope may see by name; ``because`` is a code of ``REASONS``.

    Raises Http404 where the person is not seen, Refusal ``reason_unknown``, ``identity_not_granted`` or ``no_number``.
    """
    if because not in REASONS:
        raise Refusal(
            "reason_unknown",
            "ต้องเลือกเหตุผลที่ขอดูเลขประจำตัวเต็ม",
            "Choose the reason for which the full number is needed.",
        )
    person = person_for(scope, person_code)
    if person.id_masked is None:
        raise Refusal(
            "identity_not_granted",
            "ข้อตกลงไม่ได้ให้หน่วยงานของท่านดูตัวบุคคล จึงดูเลขประจำตัวเต็มไม่ได้",
            "No agreement lets your office read who persons are, so the full number is not shown.",
        )
    stored = Person.objects.filter(edition=current_edition(), code=person_code).values_list("id_sealed", flat=True)
    sealed = stored.first() or ""
    if not sealed:
        raise Refusal(
            "no_number",
            "ไม่มีเลขประจำตัวเต็มของบุคคลนี้ในทะเบียนฉบับปัจจุบัน",
            "The current register has no full number of this person.",
        )
    with transaction.atomic():
        gate.write(
            "people.full_number",
            by=by or scope.username,
            partner=scope.partner,
            subjects=[("person", person_code), ("household", person.household_code)],
            about={"because": because},
        )
    return open_number(sealed, person_code)
