"""What all acts on an agreement share: fetching it locked, checking that it may hold, remembering each step."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.utils import timezone

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree.models import Agreement, Party, StateChange
from baansuk.agree.moves import OPEN_TO_CHANGE, STATE_WORDS, state_on
from baansuk.agree.term_reading import term_of
from baansuk.agree.terms import Term
from baansuk.thai.words import Refusal, Words

NO_WORDS = Words("", "")


def check_can_hold(agreement: Agreement) -> None:
    """Raise Refusal when a signed or suspended agreement cannot come into force today."""
    day, term = today(), term_of(agreement)
    if agreement.example:
        raise Refusal(
            "example_only",
            "ข้อตกลงนี้เป็นตัวอย่างจากที่อื่น จึงมีผลในระบบนี้ไม่ได้",
            "This agreement is an example from elsewhere, so it cannot be in force here",
        )
    if term.last_day is not None and term.last_day < day:
        raise Refusal(
            "term_over",
            "อายุข้อตกลงหมดแล้ว ให้ต่ออายุหรือบันทึกฉบับแก้ไข",
            "The term is over; renew the agreement or record an amendment",
        )
    check_no_overlap(agreement, term, day)


def check_no_overlap(agreement: Agreement, term: Term, day: date) -> None:
    """Raise Refusal ``terms_overlap`` where the same parties hold another agreement of this province at the same time."""
    mine = _partners_of(agreement, day)
    others = Agreement.objects.filter(area_code=agreement.area_code, example=False, state__in=("in_force", "suspended"))
    for other in others.exclude(pk=agreement.pk):
        alive = state_on(other.state, term_of(other), day) != "ended"
        if alive and term.overlaps(term_of(other)) and _partners_of(other, day) == mine:
            raise Refusal(
                "terms_overlap",
                f"ภาคีชุดเดียวกันมีข้อตกลง {other.code} ในช่วงเวลาเดียวกันอยู่แล้ว ให้ฉบับเดิมสิ้นสุดก่อน หรือเริ่มฉบับใหม่หลังวันสุดท้ายของฉบับเดิม",
                f"The same parties hold the agreement {other.code} in the same time; end it first, or begin after its last day",
            )


def _partners_of(agreement: Agreement, day: date) -> set[str]:
    staying = agreement.parties.exclude(left__lt=day)
    return set(staying.values_list("partner_id", flat=True))


def locked(agreement: Agreement) -> Agreement:
    """Return an agreement as it stands, locked with those of its area: of two that overlap, the second sees the first."""
    beside = Agreement.objects.select_for_update().filter(area_code=agreement.area_code).order_by("pk")
    list(beside.values_list("pk", flat=True))
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def refuse_change(agreement: Agreement) -> NoReturn:
    raise Refusal(
        "wrong_state",
        f"ทำไม่ได้ เพราะข้อตกลงนี้อยู่ในสถานะ “{STATE_WORDS[agreement.state].th}”",
        f"This cannot be done: the agreement is “{STATE_WORDS[agreement.state].en}”.",
    )


def check_open(agreement: Agreement) -> None:
    if agreement.state not in OPEN_TO_CHANGE:
        refuse_change(agreement)


def about(agreement: Agreement) -> list[tuple[str, str]]:
    return [("agreement", agreement.code)]


def remember(agreement: Agreement, old: str, new: str, by: str, because: str) -> None:
    StateChange.objects.create(
        agreement=agreement, old=old, new=new, day=today(), because=because, by=by, at=timezone.now()
    )


def step(agreement: Agreement, state: str, by: str, because: str) -> None:
    old, agreement.state = agreement.state, state
    agreement.save()
    remember(agreement, old, state, by, because)


def seat_party(
    agreement: Agreement,
    body: Partner,
    number: int,
    signed_as: Words | None,
    *,
    host: bool = False,
    joined: date | None = None,
) -> Party:
    name = signed_as or Words(body.name_th, body.name_en)
    return Party.objects.create(
        agreement=agreement,
        partner=body,
        host=host,
        number=number,
        signed_as_th=name.th,
        signed_as_en=name.en,
        joined=joined,
    )
