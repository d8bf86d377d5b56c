"""Records whose account an account is, where no single sign-on can prove it; the number itself is never kept."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from baansuk.access.blind import person_index
from baansuk.access.models import User
from baansuk.audit import gate
from baansuk.thai.ids import IdReading, read_id
from baansuk.thai.words import Refusal

KEEPER, SIGN_ON = "keeper", "sign_on"


def check_number(text: str) -> IdReading:
    """Return the id number that a keeper typed from the holder's card. Raises Refusal for one that cannot be right."""
    reading = read_id(text)
    if reading.problem or not reading.digits:
        raise Refusal(
            "number_wrong",
            "เลขประจำตัวไม่ถูกต้อง ตรวจกับบัตรแล้วพิมพ์ใหม่",
            "This id number cannot be right; check it against the card and type it again",
        )
    return reading


@transaction.atomic
def record_person(*, user: User, kind: str, digits: str, by: str) -> None:
    """Bind an account to the person of an id number that a keeper saw, in place of one that a keeper recorded before.

    Raises Refusal for one's own account, for a person who has another account, and where single sign-on proved otherwise.
    """
    index = person_index(kind, digits)
    if user.username == by:
        raise Refusal(
            "own_person",
            "บันทึกเลขประจำตัวให้บัญชีตนเองไม่ได้ ให้ผู้ดูแลอีกคนบันทึก หรือเข้าสู่ระบบด้วย ThaiD",
            "You cannot vouch for yourself: another keeper must record it, or sign in with ThaiD",
        )
    if user.person_known_by == SIGN_ON and user.person_index != index:
        raise Refusal(
            "person_other",
            "บัญชีนี้ยืนยันด้วยระบบกลางแล้วว่าเป็นของบุคคลอื่น จึงบันทึกทับไม่ได้",
            "Single sign-on proved that this account is another person's, so it cannot be recorded over",
        )
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(person_index=index, person_known_by=user.person_known_by or KEEPER)
    except IntegrityError as error:
        raise Refusal(
            "person_taken",
            "บุคคลนี้มีบัญชีอื่นแล้ว หนึ่งคนมีได้หนึ่งบัญชี ให้เพิ่มตำแหน่งในบัญชีเดิม",
            "This person has another account; a person has one account, so give the post to that one",
        ) from error
    user.refresh_from_db(fields=["person_index", "person_known_by"])
    gate.write("access.record_person", by=by, partner=user.partner, subjects=[("user", user.username)])
