"""Changes what is known of partners: their card, names, succession, offices and seats; each leaves its trail."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree.granting import grant_anew
from baansuk.agree.kinds import CONTACT_KINDS, FORCES, PARTNER_KINDS, check_on
from baansuk.agree.known_areas import check_area
from baansuk.agree.models import Agreement, Contact, MechanismSeat, PartnerCard, PartnerName, Party
from baansuk.audit import gate
from baansuk.thai.words import Refusal, Words

# Codes stand in addresses, in deliveries and in file names.
CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")


@transaction.atomic
def register_partner(
    *,
    code: str,
    name_th: str,
    name_en: str,
    kind: str,
    force: str,
    legal_personality: bool,
    official_authority: bool,
    by: str,
    partner: str = "",
    valid_from: date | None = None,
    example: bool = False,
) -> PartnerCard:
    """Record a partner. Raises Refusal for a code that is taken or no code, a kind or force not on the list, no name."""
    check_code(code)
    check_on(PARTNER_KINDS, kind, Words("ชนิดของภาคี", "Kind of partner"))
    check_on(FORCES, force, Words("กลุ่มพลัง", "Force"))
    _check_name(name_th)
    if PartnerCard.objects.filter(partner_id=code).exists():
        raise Refusal("code_taken", f"มีภาคีรหัส “{code}” อยู่แล้ว", f"There is a partner with the code “{code}” already")
    body, _ = Partner.objects.update_or_create(code=code, defaults={"name_th": name_th, "name_en": name_en or name_th})
    card = PartnerCard.objects.create(
        partner=body,
        kind=kind,
        force=force,
        legal_personality=legal_personality,
        official_authority=official_authority,
        valid_from=valid_from,
        example=example,
    )
    PartnerName.objects.create(partner=body, name_th=name_th, name_en=name_en or name_th, valid_from=valid_from)
    about = {"kind": kind, "legal_personality": legal_personality, "official_authority": official_authority}
    gate.write("agree.register_partner", by=by, partner=partner, subjects=[("partner", code)], about=about)
    return card


@transaction.atomic
def change_card(
    *,
    body: Partner,
    kind: str,
    force: str,
    legal_personality: bool,
    official_authority: bool,
    by: str,
    partner: str = "",
) -> PartnerCard:
    """Correct what kind of body a partner is; what its annexes open follows at once."""
    check_on(PARTNER_KINDS, kind, Words("ชนิดของภาคี", "Kind of partner"))
    check_on(FORCES, force, Words("กลุ่มพลัง", "Force"))
    card = PartnerCard.objects.select_for_update().get(partner=body)
    card.kind, card.force = kind, force
    card.legal_personality, card.official_authority = legal_personality, official_authority
    card.save()
    about = {"kind": kind, "legal_personality": legal_personality, "official_authority": official_authority}
    gate.write("agree.change_card", by=by, partner=partner, subjects=[("partner", body.code)], about=about)
    for agreement in _agreements_of(body):
        grant_anew(agreement, by=by)
    return card


@transaction.atomic
def rename_partner(
    *, body: Partner, name_th: str, name_en: str, from_day: date, by: str, partner: str = ""
) -> PartnerName:
    """Give a partner its new name from a day; the old one stays with its last day, and papers keep what was signed."""
    _check_name(name_th)
    if from_day > today():
        raise Refusal(
            "day_to_come",
            "ชื่อใหม่ยังไม่เริ่มใช้ ให้บันทึกในวันที่เริ่มใช้",
            "The new name is not in use yet; record it on its first day",
        )
    now = PartnerName.objects.filter(partner=body, valid_to=None).order_by("-pk").first()
    if now is not None and now.valid_from is not None and from_day <= now.valid_from:
        raise Refusal(
            "days_turned",
            "ชื่อใหม่ต้องเริ่มหลังวันที่ชื่อปัจจุบันเริ่มใช้",
            "The new name must begin after the day on which the present one began",
        )
    if now is not None:
        now.valid_to = from_day - timedelta(days=1)
        now.save(update_fields=["valid_to"])
    made = PartnerName.objects.create(
        partner=body, name_th=name_th, name_en=name_en or name_th, valid_from=from_day, valid_to=None
    )
    Partner.objects.filter(pk=body.pk).update(name_th=made.name_th, name_en=made.name_en)
    about = {"from": from_day.isoformat()}
    gate.write("agree.rename_partner", by=by, partner=partner, subjects=[("partner", body.code)], about=about)
    return made


@transaction.atomic
def succeed_partner(*, body: Partner, successor: Partner, last_day: date, by: str, partner: str = "") -> PartnerCard:
    """Let another partner take the place of one that ends: it joins its agreements on the next day.

    What the old one might read ends with its last day. The new one reads nothing until annexes of its own are approved.
    """
    if body.pk == successor.pk:
        raise Refusal("own_successor", "ภาคีสืบต่อตนเองไม่ได้", "A partner cannot succeed itself")
    card = PartnerCard.objects.select_for_update().get(partner=body)
    if card.succeeded_by_id is not None:
        raise Refusal(
            "succeeded_already",
            "ภาคีนี้มีผู้สืบต่อแล้ว ให้แก้ที่ภาคีผู้สืบต่อ",
            "This partner has been succeeded already; go on from its successor",
        )
    if card.valid_from is not None and last_day < card.valid_from:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")
    card.valid_to, card.succeeded_by = last_day, successor
    card.save(update_fields=["valid_to", "succeeded_by"])
    about = {"last_day": last_day.isoformat()}
    subjects = [("partner", body.code), ("partner", successor.code)]
    gate.write("agree.succeed_partner", by=by, partner=partner, subjects=subjects, about=about)
    for agreement in _agreements_of(body):
        _take_place(agreement, body, successor, last_day)
        grant_anew(agreement, by=by)
    return card


@transaction.atomic
def add_contact(
    *,
    body: Partner,
    kind: str,
    office_th: str,
    office_en: str,
    by: str,
    phone: str = "",
    email: str = "",
    valid_from: date | None = None,
    partner: str = "",
) -> Contact:
    """Record where a partner is reached; an office, never a person."""
    check_on(CONTACT_KINDS, kind, Words("ชนิดของการติดต่อ", "Kind of contact"))
    _check_name(office_th)
    if not phone.strip() and not email.strip():
        raise Refusal(
            "no_way_to_reach", "ต้องกรอกโทรศัพท์หรืออีเมลอย่างน้อยหนึ่งอย่าง", "Give a telephone number or an e-mail address"
        )
    made = Contact.objects.create(
        partner=body,
        kind=kind,
        office_th=office_th.strip(),
        office_en=(office_en or office_th).strip(),
        phone=phone.strip(),
        email=email.strip(),
        valid_from=valid_from or today(),
    )
    gate.write(
        "agree.add_contact", by=by, partner=partner, subjects=[("partner", body.code)], about={"contact": made.pk}
    )
    return made


@transaction.atomic
def end_contact(*, contact: Contact, last_day: date, by: str, partner: str = "") -> Contact:
    """Let a contact end after a day."""
    _check_days(contact.valid_from, last_day)
    contact.valid_to = last_day
    contact.save(update_fields=["valid_to"])
    about = {"contact": contact.pk, "last_day": last_day.isoformat()}
    gate.write("agree.end_contact", by=by, partner=partner, subjects=[("partner", contact.partner_id)], about=about)
    return contact


@transaction.atomic
def give_seat(
    *,
    body: Partner,
    area_code: str,
    mechanism_th: str,
    mechanism_en: str,
    seat_th: str,
    seat_en: str,
    by: str,
    valid_from: date | None = None,
    partner: str = "",
) -> MechanismSeat:
    """Record a partner's seat in a mechanism of the province, by the office that sits there."""
    check_area(area_code)
    _check_name(mechanism_th)
    _check_name(seat_th)
    made = MechanismSeat.objects.create(
        partner=body,
        area_code=area_code,
        mechanism_th=mechanism_th,
        mechanism_en=mechanism_en or mechanism_th,
        seat_th=seat_th,
        seat_en=seat_en or seat_th,
        valid_from=valid_from or today(),
    )
    gate.write("agree.give_seat", by=by, partner=partner, subjects=[("partner", body.code)], about={"seat": made.pk})
    return made


@transaction.atomic
def end_seat(*, seat: MechanismSeat, last_day: date, by: str, partner: str = "") -> MechanismSeat:
    """Let a seat in a mechanism end after a day."""
    _check_days(seat.valid_from, last_day)
    seat.valid_to = last_day
    seat.save(update_fields=["valid_to"])
    about = {"seat": seat.pk, "last_day": last_day.isoformat()}
    gate.write("agree.end_seat", by=by, partner=partner, subjects=[("partner", seat.partner_id)], about=about)
    return seat


def check_code(code: str) -> None:
    """Raise Refusal ``bad_code`` for a code that cannot stand in an address."""
    if not CODE.fullmatch(code):
        raise Refusal(
            "bad_code",
            "รหัสใช้ได้เฉพาะตัวอักษรอังกฤษพิมพ์ใหญ่ ตัวเลข และขีดกลาง 2-40 ตัว เช่น MSDHS หรือ MOU-2569",
            "A code has 2 to 40 capital letters, digits and hyphens, such as MSDHS or MOU-2569",
        )


def _agreements_of(body: Partner) -> list[Agreement]:
    return list(Agreement.objects.filter(parties__partner=body).order_by("code"))


def _take_place(agreement: Agreement, body: Partner, successor: Partner, last_day: date) -> None:
    if agreement.example or agreement.state in ("ended", "withdrawn"):
        return
    old = Party.objects.get(agreement=agreement, partner=body)
    if old.left is None or old.left > last_day:
        old.left = last_day
        old.save(update_fields=["left"])
    Party.objects.get_or_create(
        agreement=agreement,
        partner=successor,
        defaults={
            "host": old.host,
            "number": old.number,
            "signed_as_th": old.signed_as_th,
            "signed_as_en": old.signed_as_en,
            "joined": last_day + timedelta(days=1),
        },
    )
    if old.host:
        Agreement.objects.filter(pk=agreement.pk).update(host=successor)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refusal("name_missing", "ต้องกรอกชื่อภาษาไทย", "A name in Thai is needed")


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")
