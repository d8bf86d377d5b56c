"""The life of an agreement: drafted, signed, in force, suspended, ended, withdrawn, renewed.

Every step writes what the agreement grants anew in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree.granting import grant_anew
from baansuk.agree.holding import (
    NO_WORDS,
    about,
    check_can_hold,
    locked,
    refuse_change,
    remember,
    seat_party,
    step,
)
from baansuk.agree.kinds import SIGNATORY_KINDS, check_on
from baansuk.agree.known_areas import check_area
from baansuk.agree.models import Agreement, Annex, Commitment, Signatory
from baansuk.agree.moves import check_move
from baansuk.agree.partner_actions import check_code
from baansuk.agree.terms import Term, check_term
from baansuk.audit import gate
from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature to record: the office, of which partner if any, and as what (``kinds.SIGNATORY_KINDS``)."""

    office: Words
    partner: str = ""
    kind: str = "signatory"


@transaction.atomic
def draft_agreement(
    *,
    code: str,
    title: Words,
    host: Partner,
    area_code: str,
    term: Term,
    by: str,
    objectives: Sequence[Words] = (),
    term_printed: Words = NO_WORDS,
    host_number: int = 1,
    host_signed_as: Words | None = None,
    renews: Agreement | None = None,
    example: bool = False,
    origin: Words = NO_WORDS,
    partner: str = "",
) -> Agreement:
    """Begin to record an agreement; its host is its first party. Raises Refusal for a code, area or term that cannot be."""
    check_code(code)
    check_area(area_code)
    check_term(term)
    if not title.th.strip():
        raise Refusal("name_missing", "ต้องกรอกชื่อข้อตกลงเป็นภาษาไทย", "A title in Thai is needed")
    if Agreement.objects.filter(pk=code).exists():
        raise Refusal(
            "code_taken", f"มีข้อตกลงรหัส “{code}” อยู่แล้ว", f"There is an agreement with the code “{code}” already"
        )
    agreement = Agreement.objects.create(
        code=code,
        title_th=title.th,
        title_en=title.en or title.th,
        host=host,
        area_code=area_code,
        objectives=[{"th": one.th, "en": one.en} for one in objectives],
        term_from=term.begins,
        term_to=term.ends,
        term_precision=term.precision,
        term_printed_th=term_printed.th,
        term_printed_en=term_printed.en,
        renews=renews,
        example=example,
        origin_th=origin.th,
        origin_en=origin.en,
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    seat_party(agreement, host, host_number, host_signed_as, host=True)
    remember(agreement, "", "draft", by, "")
    gate.write("agree.draft_agreement", by=by, partner=partner, subjects=about(agreement), about={"host": host.code})
    return agreement


@transaction.atomic
def change_draft(
    *,
    agreement: Agreement,
    title: Words,
    area_code: str,
    term: Term,
    by: str,
    objectives: Sequence[Words] = (),
    term_printed: Words = NO_WORDS,
    partner: str = "",
) -> Agreement:
    """Correct an agreement before it is signed; afterwards only an amendment changes it."""
    current = locked(agreement)
    if current.state != "draft":
        refuse_change(current)
    check_area(area_code)
    check_term(term)
    current.title_th, current.title_en, current.area_code = title.th, title.en or title.th, area_code
    current.objectives = [{"th": one.th, "en": one.en} for one in objectives]
    current.term_from, current.term_to, current.term_precision = term.begins, term.ends, term.precision
    current.term_printed_th, current.term_printed_en = term_printed.th, term_printed.en
    current.save()
    gate.write("agree.change_draft", by=by, partner=partner, subjects=about(current))
    return current


@transaction.atomic
def sign(
    *,
    agreement: Agreement,
    signed_on: date,
    by: str,
    signatures: Sequence[Signed] = (),
    place: Words = NO_WORDS,
    partner: str = "",
) -> Agreement:
    """Record that an agreement was signed, where and by which offices; it is not in force by that alone."""
    current = locked(agreement)
    check_move(current.state, "signed")
    if signed_on > today():
        raise Refusal("day_to_come", "วันลงนามยังมาไม่ถึง", "The day of signing has not come yet")
    if current.parties.count() < 2:
        raise Refusal("parties_missing", "ข้อตกลงต้องมีภาคีอย่างน้อยสองฝ่าย", "An agreement needs at least two parties")
    for one in signatures:
        check_on(SIGNATORY_KINDS, one.kind, Words("ฐานะในการลงนาม", "Kind of signature"))
    Signatory.objects.bulk_create(
        Signatory(
            agreement=current,
            partner_id=one.partner or None,
            kind=one.kind,
            office_th=one.office.th,
            office_en=one.office.en or one.office.th,
            signed_on=signed_on,
        )
        for one in signatures
    )
    current.signed_on, current.place_th, current.place_en = signed_on, place.th, place.en
    step(current, "signed", by, "")
    gate.write("agree.sign", by=by, partner=partner, subjects=about(current), about={"signed": signed_on.isoformat()})
    return current


@transaction.atomic
def bring_into_force(*, agreement: Agreement, by: str, because: str = "", partner: str = "") -> Agreement:
    """Let a signed agreement hold: its approved annexes open what they grant. Without a known term it grants nothing."""
    current = locked(agreement)
    if current.state == "suspended":
        raise Refusal("use_resume", "ข้อตกลงนี้ระงับอยู่ ให้สั่งกลับมามีผล", "This agreement is suspended; resume it")
    return _let_hold(current, "agree.bring_into_force", because, by, partner)


@transaction.atomic
def suspend(*, agreement: Agreement, because: str, by: str, partner: str = "") -> Agreement:
    """Take away at once what an agreement grants, until it is resumed; a reason is needed."""
    return _halt(agreement, "suspended", "agree.suspend", because, by, partner)


@transaction.atomic
def resume(*, agreement: Agreement, by: str, because: str = "", partner: str = "") -> Agreement:
    """Let a suspended agreement hold again, while its term lasts."""
    current = locked(agreement)
    if current.state != "suspended":
        refuse_change(current)
    return _let_hold(current, "agree.resume", because, by, partner)


@transaction.atomic
def end(*, agreement: Agreement, because: str, by: str, partner: str = "") -> Agreement:
    """End an agreement now, before its term does; access ends with the next request, for good."""
    return _halt(agreement, "ended", "agree.end", because, by, partner)


@transaction.atomic
def withdraw(*, agreement: Agreement, because: str, by: str, partner: str = "") -> Agreement:
    """Take an agreement back, as one that should not hold; access ends with the next request, for good."""
    return _halt(agreement, "withdrawn", "agree.withdraw", because, by, partner)


@transaction.atomic
def renew(
    *,
    agreement: Agreement,
    code: str,
    term: Term,
    by: str,
    title: Words | None = None,
    term_printed: Words = NO_WORDS,
    partner: str = "",
) -> Agreement:
    """Draft the agreement that follows this one: same parties and roles, its annexes as drafts to be approved anew."""
    old = locked(agreement)
    if old.state not in ("in_force", "suspended", "ended"):
        refuse_change(old)
    made = draft_agreement(
        code=code,
        title=title or old.title,
        host=old.host,
        area_code=old.area_code,
        term=term,
        objectives=[Words(one["th"], one["en"]) for one in old.objectives],
        term_printed=term_printed,
        renews=old,
        by=by,
        partner=partner,
    )
    _carry_over(old, made, by)
    gate.write("agree.renew", by=by, partner=partner, subjects=[*about(old), *about(made)])
    return made


def _halt(agreement: Agreement, state: str, act: str, because: str, by: str, partner: str) -> Agreement:
    current = locked(agreement)
    check_move(current.state, state)
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed")
    return _go_to(current, state, act, because.strip(), by, partner)


def _let_hold(current: Agreement, act: str, because: str, by: str, partner: str) -> Agreement:
    check_move(current.state, "in_force")
    check_can_hold(current)
    return _go_to(current, "in_force", act, because, by, partner)


def _go_to(current: Agreement, state: str, act: str, because: str, by: str, partner: str) -> Agreement:
    step(current, state, by, because)
    gate.write(act, by=by, partner=partner, subjects=about(current))
    grant_anew(current, by=by)
    return current


def _carry_over(old: Agreement, new: Agreement, by: str) -> None:
    staying = [party for party in old.parties.select_related("partner") if party.left is None]
    for party in staying:
        if not party.host:
            seat_party(new, party.partner, party.number, None)
    partners = {party.partner_id for party in staying}
    for commitment in Commitment.objects.filter(agreement=old, partner__in=partners):
        commitment.pk, commitment.agreement, commitment.due_on = None, new, None
        commitment._state.adding = True
        commitment.save()
    for annex in Annex.objects.filter(agreement=old, partner__in=partners, state="approved").order_by("pk"):
        annex.pk, annex.agreement, annex.state = None, new, "draft"
        annex.valid_from = annex.valid_to = annex.approved_at = None
        annex.approved_by, annex.drafted_by, annex.drafted_at = "", by, timezone.now()
        annex._state.adding = True
        annex.save()
