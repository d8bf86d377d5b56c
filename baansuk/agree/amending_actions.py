"""What may change while an agreement lives: amendments, its paper, who is party to it, and what reports say of it."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.db import transaction

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree import paper
from baansuk.agree.granting import grant_anew
from baansuk.agree.holding import NO_WORDS, about, check_no_overlap, check_open, locked, refuse_change, seat_party
from baansuk.agree.models import Account, Agreement, Amendment, Party
from baansuk.agree.term_reading import term_of
from baansuk.agree.terms import Term, check_term
from baansuk.audit import gate
from baansuk.thai.words import Refusal, Words


@transaction.atomic
def amend(
    *,
    agreement: Agreement,
    signed_on: date,
    words: Words,
    by: str,
    term: Term | None = None,
    term_printed: Words = NO_WORDS,
    partner: str = "",
) -> Amendment:
    """Record a later paper that changes an agreement, perhaps its term; what it grants follows at once."""
    current = locked(agreement)
    if current.state not in ("signed", "in_force", "suspended"):
        refuse_change(current)
    if signed_on > today():
        raise Refusal("day_to_come", "วันลงนามยังมาไม่ถึง", "The day of signing has not come yet")
    if current.signed_on is not None and signed_on < current.signed_on:
        raise Refusal(
            "days_turned", "ฉบับแก้ไขต้องไม่ลงนามก่อนฉบับหลัก", "An amendment may not be signed before the agreement itself"
        )
    before = current.term_to
    if term is not None:
        _change_term(current, term, term_printed)
    made = Amendment.objects.create(
        agreement=current,
        number=current.amendments.count() + 1,
        signed_on=signed_on,
        words_th=words.th,
        words_en=words.en,
        term_to_before=before if term else None,
        term_to=current.term_to if term else None,
    )
    gate.write("agree.amend", by=by, partner=partner, subjects=about(current), about={"number": made.number})
    grant_anew(current, by=by)
    return made


@transaction.atomic
def keep_paper(*, agreement: Agreement, stream: BinaryIO, filename: str, by: str, partner: str = "") -> Agreement:
    """Keep the scanned paper of an agreement (PDF, JPEG or PNG); another one takes its place, both stay in the store."""
    digest = paper.keep(stream)
    current = locked(agreement)
    current.paper_sha256, current.paper_name = digest, _bare(filename)
    current.save(update_fields=["paper_sha256", "paper_name"])
    gate.write("agree.keep_paper", by=by, partner=partner, subjects=about(current), about={"sha256": digest})
    return current


@transaction.atomic
def join_party(
    *,
    agreement: Agreement,
    body: Partner,
    by: str,
    joined: date | None = None,
    signed_as: Words | None = None,
    number: int | None = None,
    partner: str = "",
) -> Party:
    """Let a partner be party to an agreement, from the beginning or from a day on."""
    current = locked(agreement)
    check_open(current)
    if current.parties.filter(partner=body).exists():
        raise Refusal("party_already", "ภาคีนี้อยู่ในข้อตกลงแล้ว", "This partner is a party to the agreement already")
    if number is None:
        number = max(current.parties.values_list("number", flat=True), default=0) + 1
    party = seat_party(current, body, number, signed_as, joined=joined)
    if current.state == "in_force":
        check_no_overlap(current, term_of(current), today())
    gate.write("agree.join_party", by=by, partner=partner, subjects=[*about(current), ("partner", body.code)])
    return party


@transaction.atomic
def leave_party(*, party: Party, last_day: date, because: str, by: str, partner: str = "") -> Party:
    """Let a partner leave an agreement after a day; until then it keeps what it was granted, afterwards nothing."""
    current = locked(party.agreement)
    check_open(current)
    if party.host:
        raise Refusal(
            "host_leaves",
            "เจ้าภาพออกจากข้อตกลงไม่ได้ ให้ภาคีอื่นสืบต่อ หรือสิ้นสุดข้อตกลง",
            "The host cannot leave; let another partner succeed it, or end the agreement",
        )
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed")
    first = party.joined or current.signed_on or current.term_from
    if first is not None and last_day < first:
        raise Refusal(
            "left_before_joining", "วันสุดท้ายต้องไม่มาก่อนวันที่เข้าร่วม", "The last day may not come before the day of joining"
        )
    party.left = last_day
    party.save(update_fields=["left"])
    gate.write(
        "agree.leave_party",
        by=by,
        partner=partner,
        subjects=[*about(current), ("partner", party.partner_id)],
        about={"last_day": last_day.isoformat()},
    )
    grant_anew(current, by=by)
    return party


@transaction.atomic
def add_account(
    *,
    agreement: Agreement,
    teller: Words,
    by: str,
    told_on: date | None = None,
    bodies: int | None = None,
    people: int | None = None,
    words: Words = NO_WORDS,
    partner: str = "",
) -> Account:
    """Keep what a report says of the agreement's event, beside what others say."""
    made = Account.objects.create(
        agreement=agreement,
        teller_th=teller.th,
        teller_en=teller.en or teller.th,
        told_on=told_on,
        bodies=bodies,
        people=people,
        words_th=words.th,
        words_en=words.en,
    )
    gate.write("agree.add_account", by=by, partner=partner, subjects=about(agreement), about={"account": made.pk})
    return made


def _change_term(agreement: Agreement, term: Term, printed: Words) -> None:
    check_term(term)
    agreement.term_from, agreement.term_to, agreement.term_precision = term.begins, term.ends, term.precision
    agreement.term_printed_th, agreement.term_printed_en = printed.th, printed.en
    if agreement.state == "in_force":
        check_no_overlap(agreement, term_of(agreement), today())
    agreement.save()


def _bare(filename: str) -> str:
    bare = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[-255:] or "paper"
