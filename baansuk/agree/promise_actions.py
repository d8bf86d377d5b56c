"""Changes promises: the roles in an agreement and how far they are, the province's shared agenda, and hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree.holding import NO_WORDS, check_open, locked, refuse_change
from baansuk.agree.kinds import KEPT, check_on
from baansuk.agree.known_areas import check_area
from baansuk.agree.models import Agreement, Commitment, HandOver, Progress, Promise
from baansuk.agree.questions import hand_over_pack
from baansuk.audit import gate
from baansuk.thai.words import Refusal, Words

# Buddhist years that an agenda may name: a Christian year typed by habit is caught here.
YEARS = (2540, 2640)


@dataclass(frozen=True, slots=True)
class Role:
    """One role as the paper says it; what the paper does not say stays empty."""

    text: Words
    condition: Words = NO_WORDS
    on_request: bool = False
    together_with: tuple[str, ...] = ()
    legal_power: Words = NO_WORDS
    measure: Words = NO_WORDS
    target: Decimal | None = None
    unit: Words = NO_WORDS
    due_on: date | None = None
    budget: Decimal | None = None


@transaction.atomic
def add_commitment(
    *, agreement: Agreement, body: Partner, role: Role, by: str, number: int | None = None, partner: str = ""
) -> Commitment:
    """Record one role that a party took on; without a number it is the party's next."""
    current = locked(agreement)
    check_open(current)
    _check_role(current, body, role)
    mine = Commitment.objects.filter(agreement=current, partner=body)
    number = number or 1 + max(mine.values_list("number", flat=True), default=0)
    if mine.filter(number=number).exists():
        raise Refusal("number_taken", f"มีบทบาทข้อ {number} อยู่แล้ว", f"There is a role number {number} already")
    made = Commitment(agreement=current, partner=body, number=number)
    _fill(made, role)
    made.save()
    gate.write("agree.add_commitment", by=by, partner=partner, subjects=_about(made), about={"number": number})
    return made


@transaction.atomic
def change_commitment(*, commitment: Commitment, role: Role, by: str, partner: str = "") -> Commitment:
    """Correct how a role is recorded, such as its measure, target or due day."""
    current = locked(commitment.agreement)
    check_open(current)
    _check_role(current, commitment.partner, role)
    _fill(commitment, role)
    commitment.save()
    about = {"number": commitment.number}
    gate.write("agree.change_commitment", by=by, partner=partner, subjects=_about(commitment), about=about)
    return commitment


@transaction.atomic
def report_progress(
    *,
    commitment: Commitment,
    day: date,
    by: str,
    value: Decimal | None = None,
    said: str = "",
    partner: str = "",
) -> Progress:
    """Record how far a role was on a day, in its unit or in words; earlier reports stay."""
    if value is None and not said.strip():
        raise Refusal("nothing_said", "กรอกตัวเลขหรือข้อความอย่างน้อยหนึ่งอย่าง", "Give a figure or some words")
    if value is not None and value < 0:
        raise Refusal("below_zero", "ผลงานต้องไม่ติดลบ", "Progress cannot be less than zero")
    if day > today():
        raise Refusal("day_to_come", "วันที่รายงานยังมาไม่ถึง", "The day of the report has not come yet")
    if commitment.agreement.state in ("draft", "withdrawn"):
        refuse_change(commitment.agreement)
    made = Progress.objects.create(
        commitment=commitment, day=day, value=value, said=said.strip(), by=by, at=timezone.now()
    )
    about = {"number": commitment.number, "day": day.isoformat()}
    gate.write("agree.report_progress", by=by, partner=partner, subjects=_about(commitment), about=about)
    return made


@transaction.atomic
def make_promise(
    *, area_code: str, year: int, text: Words, by: str, body: Partner | None = None, partner: str = ""
) -> Promise:
    """Add a promise to the province's shared agenda of a (Buddhist) year; it outlives agreements and governors."""
    check_area(area_code)
    if not YEARS[0] <= year <= YEARS[1]:
        raise Refusal("year_odd", "กรอกปี พ.ศ. เช่น 2569", "Give a Buddhist year, such as 2569")
    if not text.th.strip():
        raise Refusal("words_missing", "ต้องกรอกข้อความภาษาไทย", "Words in Thai are needed")
    held = Promise.objects.filter(area_code=area_code, year=year)
    made = Promise.objects.create(
        area_code=area_code,
        year=year,
        number=1 + max(held.values_list("number", flat=True), default=0),
        text_th=text.th,
        text_en=text.en,
        partner=body,
    )
    gate.write("agree.make_promise", by=by, partner=partner, subjects=[("promise", str(made))])
    return made


@transaction.atomic
def say_kept(*, promise: Promise, kept: str, note: str, by: str, partner: str = "") -> Promise:
    """Say whether a promise was kept (``yes``, ``partly``, ``no``); where it was not, the note says why."""
    check_on(KEPT, kept, Words("ผล", "Outcome"))
    if kept in ("partly", "no") and not note.strip():
        raise Refusal("reason_needed", "ต้องเขียนว่าติดขัดเรื่องใด", "Write what stood in the way")
    promise.kept, promise.note = kept, note.strip()
    promise.said_by, promise.said_at = by, timezone.now()
    promise.save(update_fields=["kept", "note", "said_by", "said_at"])
    gate.write("agree.say_kept", by=by, partner=partner, subjects=[("promise", str(promise))], about={"kept": kept})
    return promise


@transaction.atomic
def hand_over(
    *, body: Partner, area_code: str, office: Words, by: str, day: date | None = None, note: str = "", partner: str = ""
) -> HandOver:
    """Freeze the pack of an office as it stands, for whoever takes the office next."""
    check_area(area_code)
    if not office.th.strip():
        raise Refusal("name_missing", "ต้องกรอกชื่อตำแหน่ง", "Name the office")
    made = HandOver.objects.create(
        partner=body,
        area_code=area_code,
        office_th=office.th,
        office_en=office.en or office.th,
        day=day or today(),
        pack=hand_over_pack(body, area_code, today()),
        note=note.strip(),
        by=by,
        at=timezone.now(),
    )
    about = {"hand_over": made.pk, "area": area_code}
    gate.write("agree.hand_over", by=by, partner=partner, subjects=[("partner", body.code)], about=about)
    return made


def _check_role(agreement: Agreement, body: Partner, role: Role) -> None:
    parties = set(agreement.parties.values_list("partner_id", flat=True))
    if body.code not in parties:
        raise Refusal("not_a_party", "หน่วยงานนี้ไม่ได้เป็นภาคีของข้อตกลง", "This partner is no party to the agreement")
    if not role.text.th.strip():
        raise Refusal("words_missing", "ต้องกรอกข้อความภาษาไทย", "Words in Thai are needed")
    strangers = set(role.together_with) - parties
    if strangers:
        listed = ", ".join(sorted(strangers))
        raise Refusal("not_a_party", f"ผู้ร่วมดำเนินการไม่ได้เป็นภาคี: {listed}", f"Not parties to the agreement: {listed}")
    for amount in (role.target, role.budget):
        if amount is not None and amount < 0:
            raise Refusal("below_zero", "เป้าหมายและงบประมาณต้องไม่ติดลบ", "Target and budget cannot be less than zero")


def _fill(commitment: Commitment, role: Role) -> None:
    for name in ("text", "condition", "legal_power", "measure", "unit"):
        words: Words = getattr(role, name)
        setattr(commitment, f"{name}_th", words.th)
        setattr(commitment, f"{name}_en", words.en)
    commitment.on_request, commitment.together_with = role.on_request, list(role.together_with)
    commitment.target, commitment.due_on, commitment.budget = role.target, role.due_on, role.budget


def _about(commitment: Commitment) -> list[tuple[str, str]]:
    return [("agreement", commitment.agreement_id), ("partner", commitment.partner_id)]
