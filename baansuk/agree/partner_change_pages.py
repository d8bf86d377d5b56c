"""The pages on which a keeper changes a partner: what kind of body it is, who succeeds it, its contacts and seats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from baansuk.access.scope import Scope
from baansuk.agree import page_questions, partner_actions, questions
from baansuk.agree.models import Contact, MechanismSeat
from baansuk.agree.partner_change_forms import CardForm, EndForm, SeatForm, SucceedForm
from baansuk.agree.partner_pages import crumbs_to_partner, own_or_absent
from baansuk.agree.questions import PartnerPage
from baansuk.agree.taking import SAVE, Sheet, keeper, named, take
from baansuk.thai.words import Words

Kept = TypeVar("Kept", Contact, MechanismSeat)


@require_http_methods(["GET", "HEAD", "POST"])
def change_card(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what kind of body a partner is."""
    scope, page = keeper(request), own_or_absent(code)
    names = ("kind", "force", "legal_personality", "official_authority")
    form = CardForm(request.POST or None, initial={name: getattr(page.card, name) for name in names})

    def act() -> None:
        partner_actions.change_card(
            body=page.card.partner, **form.cleaned_data, by=scope.username, partner=scope.partner
        )

    lead = Words(
        "คำตอบเหล่านี้กำหนดว่าภาคีถือข้อมูลบุคคลได้หรือไม่ สิทธิ์เปลี่ยนตามทันที",
        "These answers decide whether it may hold facts of persons; what it may read follows at once",
    )
    sheet = Sheet(Words("แก้ฐานะของภาคี", "Correct what it is"), SAVE, crumbs_to_partner(page), lead)
    return take(request, form, sheet, act, Words("แก้ฐานะแล้ว", "Corrected"), _address(code))


@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: HttpRequest, code: str) -> HttpResponse:
    """Let another partner take the place of one that ends."""
    scope, page = keeper(request), own_or_absent(code)
    offered = [one for one in questions.parties_to_choose() if one.code != code]
    form = SucceedForm(request.POST or None, partners=named(offered))

    def act() -> None:
        given = form.cleaned_data
        successor = next(one for one in offered if one.code == given["successor"])
        partner_actions.succeed_partner(
            body=page.card.partner,
            successor=successor,
            last_day=given["last_day"],
            by=scope.username,
            partner=scope.partner,
        )

    lead = Words(
        "ผู้สืบต่อเข้าแทนในทุกข้อตกลงตั้งแต่วันถัดไป แต่ยังไม่เห็นข้อมูล จนกว่าจะมีภาคผนวกของตนเอง",
        "It takes its place in every agreement on the next day, and reads nothing before it has annexes of its own",
    )
    body = page.card.partner
    heading = Words(f"ให้ภาคีอื่นสืบต่อ{body.name_th}", f"Let another partner succeed {body.name_en}")
    button = Words("บันทึกการสืบต่อ", "Record the succession")
    sheet = Sheet(heading, button, crumbs_to_partner(page), lead, values={"danger": True})
    return take(request, form, sheet, act, Words("บันทึกการสืบต่อแล้ว", "The succession is recorded"), _address(code))


@require_http_methods(["GET", "HEAD", "POST"])
def give_seat(request: HttpRequest, code: str) -> HttpResponse:
    """Record a partner's seat in a mechanism of the province."""
    scope, page = keeper(request), own_or_absent(code)
    province = page_questions.agenda_area() or scope.post_area[:2]
    places = page_questions.places_to_tick(province) or [(province, Words(province, province))]
    form = SeatForm(request.POST or None, places=places)

    def act() -> None:
        partner_actions.give_seat(body=page.card.partner, **form.cleaned_data, by=scope.username, partner=scope.partner)

    sheet = Sheet(Words("เพิ่มที่นั่งในกลไก", "Add a seat"), SAVE, crumbs_to_partner(page))
    return take(request, form, sheet, act, Words("เพิ่มที่นั่งแล้ว", "The seat is added"), _address(code))


@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Let a seat end after a day."""
    scope, page = keeper(request), own_or_absent(code)
    seat = _one_of(page.seats, number)
    heading = Words(f"สิ้นสุดที่นั่งใน{seat.mechanism.th}", f"End the seat in {seat.mechanism.en}")
    return _end(request, page, heading, lambda day: _ended(partner_actions.end_seat, scope, seat=seat, last_day=day))


@require_http_methods(["GET", "HEAD", "POST"])
def end_contact(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Let a contact end after a day."""
    scope, page = keeper(request), own_or_absent(code)
    contact = _one_of(page.contacts, number)
    heading = Words(f"เลิกใช้ช่องทางติดต่อ: {contact.office.th}", f"End the contact: {contact.office.en}")
    return _end(
        request, page, heading, lambda day: _ended(partner_actions.end_contact, scope, contact=contact, last_day=day)
    )


def _end(request: HttpRequest, page: PartnerPage, heading: Words, act: Callable[[Any], Any]) -> HttpResponse:
    form = EndForm(request.POST or None)
    button = Words("บันทึกวันสุดท้าย", "Record the last day")
    lead = Words("ประวัติยังอยู่ หลังวันนี้ไม่แสดงในหน้าภาคี", "Its history stays; after that day the page shows it no more")
    sheet = Sheet(heading, button, crumbs_to_partner(page), lead)
    done = Words("บันทึกวันสุดท้ายแล้ว", "The last day is recorded")
    to = _address(page.card.partner_id)
    return take(request, form, sheet, lambda: act(form.cleaned_data["last_day"]), done, to)


def _ended(act: Callable[..., Any], scope: Scope, **what: Any) -> None:
    act(**what, by=scope.username, partner=scope.partner)


def _one_of(held: tuple[Kept, ...], number: int) -> Kept:
    """Return one that the partner holds today, else the page of what does not exist."""
    found = next((one for one in held if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def _address(code: str) -> str:
    return reverse("partner", args=[code])
