"""Records who reads another person's own facts, and ends it; a register's row opens nothing by itself."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.models import User
from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.people.guardian_models import Guardianship
from baansuk.people.guardian_rules import ROSTER, STOP, check_age, check_ground, endings, is_parent
from baansuk.people.models import Person
from baansuk.people.own import MEMBER
from baansuk.people.questions import current_edition
from baansuk.people.seen import SeenPerson
from baansuk.thai.words import Refusal


@transaction.atomic
def record_guardian(
    *, ward: SeenPerson, guardian: str, kind: str, ground: str, by: str, partner: str = ""
) -> Guardianship:
    """Let the member of the account ``guardian`` read the own facts of a person who was fetched within a scope.

    The same again gives back what is recorded. Raises Refusal where the account is nobody's that was proved, kind, ground
    and age do not fit, the register does not say what ``roster`` claims, it is the keeper's own, or it was stopped.
    """
    check_ground(kind, ground)
    index = _index_of(guardian)
    _check_other(index, by)
    day = today()
    ends = check_age(kind, ward.birth_date, ward.birth_precision or "", day)
    if ground == ROSTER:
        _check_roster(index, ward)
    held = Guardianship.objects.filter(guardian_index=index, ward_code=ward.code)
    if (holds := held.filter(ended_at=None).first()) is not None:
        return holds
    if held.filter(ended_why=STOP, ended_by=by).exists():
        raise Refusal(
            "stopped",
            "เคยหยุดไว้เพื่อประโยชน์ของผู้ถูกดูแล ต้องให้ผู้ดูแลทะเบียนคนอื่นพิจารณา",
            "It was stopped for the good of whom it is about; another keeper has to decide.",
        )
    return _kept(index, ward.code, kind, ground, ends, by, partner)


def _kept(index: str, code: str, kind: str, ground: str, ends: date | None, by: str, partner: str) -> Guardianship:
    whose = {"guardian_index": index, "ward_code": code}
    try:
        with transaction.atomic():
            made = Guardianship.objects.create(
                **whose, kind=kind, ground=ground, valid_to=ends, recorded_by=by, recorded_at=timezone.now()
            )
    except IntegrityError:
        return Guardianship.objects.get(**whose, ended_at=None)  # pressed twice at one moment
    about = {"kind": kind, "ground": ground}
    gate.write("people.record_guardian", by=by, partner=partner, subjects=[("person", code)], about=about)
    return made


@transaction.atomic
def end_guardian(*, made: Guardianship, why: str, by: str, partner: str = "") -> Guardianship:
    """End it from now on; again it changes nothing. Raises Refusal without a reason of the list."""
    if why not in endings():
        raise Refusal("reason_needed", "เลือกเหตุผลที่เลิก", "Choose why it ends.")
    current = Guardianship.objects.select_for_update().get(pk=made.pk)
    if current.ended_at is None:
        current.ended_at, current.ended_by, current.ended_why = timezone.now(), by, why
        current.save()
        about = {"kind": current.kind, "why": why}
        subjects = [("person", current.ward_code)]
        gate.write("people.end_guardian", by=by, partner=partner, subjects=subjects, about=about)
    return current


def _index_of(guardian: str) -> str:
    members = User.objects.filter(username=guardian, is_active=True, posts__role=MEMBER).exclude(person_index=None)
    index = members.values_list("person_index", flat=True).first()
    if not index:
        raise Refusal(
            "guardian_unknown",
            "ไม่มีบัญชีสมาชิกชื่อนี้ที่ยืนยันตัวตนแล้ว ให้ยืนยันด้วย ThaiD หรือบัตรประชาชนก่อน",
            "No member's account of this name has been proved to be anybody's; prove it by ThaiD or the card first.",
        )
    return str(index)


def _check_other(index: str, by: str) -> None:
    if User.objects.filter(username=by, person_index=index).exists():
        raise Refusal(
            "own_guardian",
            "บันทึกให้ตนเองไม่ได้ ให้ผู้ดูแลทะเบียนคนอื่นบันทึก",
            "Nobody records this for oneself; another keeper does.",
        )


def _check_roster(index: str, ward: SeenPerson) -> None:
    same = Person.objects.filter(edition=current_edition(), id_index=index, household_code=ward.household_code)
    relations = same.filter(family_no=ward.family_no).values_list("relation", flat=True) if ward.family_no else []
    if not any(is_parent(one, ward.relation or "") for one in relations):
        raise Refusal(
            "roster_silent",
            "ทะเบียนไม่ได้ระบุว่าเป็นบิดามารดาของเด็กในบ้านและครอบครัวเดียวกัน ให้ดูเอกสารแล้วเลือกหลักฐานอื่น",
            "The register's rows do not make this member a parent of the child in the same house and family; look at a paper and "
            "choose that ground.",
        )
