"""Changes data annexes: drafted by one person, approved by another, replaced or withdrawn; grants follow at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from baansuk.access.models import Partner
from baansuk.access.person_questions import check_second_person
from baansuk.access.questions import today
from baansuk.agree.annexes import Contents, check_annex, check_move, overlap
from baansuk.agree.granting import contents_of, grant_anew, holder_of
from baansuk.agree.holding import check_open, locked
from baansuk.agree.known_areas import area_exists
from baansuk.agree.models import Agreement, Annex, Contact, PartnerCard
from baansuk.audit import gate
from baansuk.thai.words import Refusal


@transaction.atomic
def draft_annex(
    *,
    agreement: Agreement,
    body: Partner,
    contents: Contents,
    by: str,
    basis_note: str = "",
    breach_contact: Contact | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    partner: str = "",
) -> Annex:
    """Draft the next version of a party's annex. Raises Refusal for what this partner cannot hold."""
    current = locked(agreement)
    check_open(current)
    _check_party(current, body)
    _check_contents(contents, body, breach_contact, valid_from, valid_to)
    made = Annex(
        agreement=current,
        partner=body,
        version=Annex.objects.filter(agreement=current, partner=body).count() + 1,
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    _fill(made, contents, basis_note, breach_contact, valid_from, valid_to)
    made.save()
    gate.write("agree.draft_annex", by=by, partner=partner, subjects=_about(made), about=_said(made))
    return made


@transaction.atomic
def change_annex(
    *,
    annex: Annex,
    contents: Contents,
    by: str,
    basis_note: str = "",
    breach_contact: Contact | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    partner: str = "",
) -> Annex:
    """Correct an annex that is still a draft; whoever changed it last is the one who drafted it."""
    current = _locked(annex)
    if current.state != "draft":
        check_move(current.state, "draft")
    _check_contents(contents, current.partner, breach_contact, valid_from, valid_to)
    _fill(current, contents, basis_note, breach_contact, valid_from, valid_to)
    current.drafted_by, current.drafted_at = by, timezone.now()
    current.save()
    gate.write("agree.change_annex", by=by, partner=partner, subjects=_about(current), about=_said(current))
    return current


@transaction.atomic
def approve_annex(*, annex: Annex, by: str, partner: str = "") -> Annex:
    """Let an annex count, by a second person; it takes the place of the partner's approved one for the same purposes.

    Raises Refusal where it is one's own draft, where the partner cannot hold it (any more), or where it shares a purpose
    and an area with another approved annex of the partner.
    """
    current = _locked(annex)
    check_can_approve(current, by)
    return put_in_place(annex=current, by=by, partner=partner)


@transaction.atomic
def put_in_place(*, annex: Annex, by: str, partner: str = "") -> Annex:
    """Let an annex count that two persons have agreed on; ``approve_annex`` is the door that makes sure of them."""
    current = _locked(annex)
    check_move(current.state, "approved")
    replaced = []
    for other in _approved_beside(current):
        if set(other.purposes) == set(current.purposes):
            replaced.append(_close(other, by, f"v{current.version}"))
        else:
            _check_apart(current, other)
    current.state, current.approved_by, current.approved_at = "approved", by, timezone.now()
    current.save()
    gate.write(
        "agree.approve_annex",
        by=by,
        partner=partner,
        subjects=[*_about(current), *(subject for other in replaced for subject in _about(other)[:1])],
        about={**_said(current), "replaced": len(replaced)},
    )
    grant_anew(current.agreement, by=by)
    return current


@transaction.atomic
def withdraw_annex(*, annex: Annex, because: str, by: str, partner: str = "") -> Annex:
    """Take an annex back with a reason; what it opened closes with the next request."""
    current = _locked(annex)
    check_move(current.state, "withdrawn")
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed")
    _close(current, by, because.strip())
    gate.write("agree.withdraw_annex", by=by, partner=partner, subjects=_about(current))
    grant_anew(current.agreement, by=by)
    return current


def check_can_approve(annex: Annex, by: str) -> None:
    """Raise Refusal when ``by`` may not approve this annex now."""
    check_move(annex.state, "approved")
    check_second_person(by=by, drafted_by=annex.drafted_by, drafted_on=timezone.localdate(annex.drafted_at))
    check_open(annex.agreement)
    _check_party(annex.agreement, annex.partner)
    _check_contents(contents_of(annex), annex.partner, annex.breach_contact, annex.valid_from, annex.valid_to)
    if contents_of(annex).personal and annex.breach_contact is None:
        raise Refusal(
            "breach_contact_missing",
            "ต้องระบุหน่วยที่รับแจ้งเหตุข้อมูลรั่วไหลก่อนอนุมัติ เพราะกฎหมายให้แจ้งภายใน 72 ชั่วโมง",
            "Name the office that is told of a breach before approving: the law gives 72 hours",
        )


def can_approve(annex: Annex, by: str) -> bool:
    """Say whether ``by`` may approve this annex now."""
    try:
        check_can_approve(annex, by)
    except Refusal:
        return False
    return True


def _check_contents(
    contents: Contents, body: Partner, contact: Contact | None, first: date | None, last: date | None
) -> None:
    card = PartnerCard.objects.filter(partner=body).first()
    if card is None:
        raise Refusal(
            "partner_unknown", "ยังไม่มีประวัติของภาคีนี้ ให้ลงทะเบียนภาคีก่อน", "This partner has no card yet; register it first"
        )
    check_annex(contents, holder_of(card), area_exists)
    if first is not None and last is not None and last < first:
        raise Refusal("days_turned", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม", "The last day may not come before the first")
    if contact is not None and (contact.partner_id != body.code or contact.kind != "breach"):
        raise Refusal(
            "contact_of_another",
            "หน่วยรับแจ้งเหตุต้องเป็นของภาคีนี้ และเป็นชนิด “แจ้งเหตุข้อมูลรั่วไหล”",
            "The breach contact must be this partner's own, of the kind “breach of personal data”",
        )


def _check_party(agreement: Agreement, body: Partner) -> None:
    party = agreement.parties.filter(partner=body).first()
    if party is None:
        raise Refusal(
            "not_a_party",
            "หน่วยงานนี้ไม่ได้เป็นภาคีของข้อตกลง จึงมีภาคผนวกไม่ได้",
            "This partner is no party to the agreement, so it can hold no annex",
        )
    if party.left is not None and party.left < today():
        raise Refusal(
            "party_left",
            "ภาคีนี้ออกจากข้อตกลงแล้ว จึงมีภาคผนวกใหม่ไม่ได้",
            "This partner has left the agreement, so it can hold no new annex",
        )


def _check_apart(annex: Annex, other: Annex) -> None:
    if overlap(contents_of(annex), contents_of(other)):
        raise Refusal(
            "annex_overlaps",
            f"วัตถุประสงค์และพื้นที่ซ้อนกับภาคผนวกฉบับที่ {other.version} ซึ่งอนุมัติแล้ว ให้ถอนฉบับนั้นก่อน",
            f"Its purposes and areas overlap with annex {other.version}, which is approved; withdraw that one first",
        )


def _approved_beside(annex: Annex) -> list[Annex]:
    same = Annex.objects.select_for_update().filter(agreement=annex.agreement_id, partner=annex.partner_id)
    return list(same.filter(state="approved").exclude(pk=annex.pk))


def _fill(
    annex: Annex, contents: Contents, note: str, contact: Contact | None, first: date | None, last: date | None
) -> None:
    for name in ("registers", "classes", "purposes", "areas"):
        setattr(annex, name, list(getattr(contents, name)))
    annex.basis_24, annex.basis_26, annex.basis_note = contents.basis_24, contents.basis_26, note
    annex.onward, annex.consent_only = dict(contents.onward), contents.consent_only
    annex.retention_months, annex.breach_contact = contents.retention_months, contact
    annex.valid_from, annex.valid_to = first, last


def _close(annex: Annex, by: str, because: str) -> Annex:
    annex.state, annex.withdrawn_by, annex.withdrawn_at, annex.because = "withdrawn", by, timezone.now(), because
    annex.save()
    return annex


def _locked(annex: Annex) -> Annex:
    locked(annex.agreement)
    return Annex.objects.select_for_update(of=("self",)).select_related("agreement", "partner").get(pk=annex.pk)


def _about(annex: Annex) -> list[tuple[str, str]]:
    code = f"{annex.agreement_id}/{annex.partner_id}/{annex.version}"
    return [("annex", code), ("agreement", annex.agreement_id), ("partner", annex.partner_id)]


def _said(annex: Annex) -> dict[str, object]:
    return {"classes": annex.classes, "purposes": annex.purposes, "areas": annex.areas}
