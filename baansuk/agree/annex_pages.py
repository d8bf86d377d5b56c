"""The pages on which a keeper drafts a data annex, and on which a second one approves or withdraws it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from baansuk.agree import annex_actions, page_questions, questions
from baansuk.agree.annex_forms import AnnexForm, WithdrawForm, as_typed
from baansuk.agree.models import Agreement, Annex
from baansuk.agree.registers import register_names
from baansuk.agree.taking import Sheet, address_of, crumbs_to, party_or_absent, take, to_change
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, code: str, partner: str) -> HttpResponse:
    """Draft an annex of a party, perhaps after one that it has (``from``), or correct the draft that waits."""
    scope, found = to_change(request, code)
    party = party_or_absent(found, partner)
    versions = [one for one in questions.annexes_of(found) if one.partner_id == partner]
    open_draft = next((one for one in versions if one.state == "draft"), None)
    places = page_questions.places_to_tick(found.area_code)
    contacts = [one for one in questions.partner_page(partner).contacts if one.kind == "breach"]
    boxes = [place for place, _ in places]
    after = open_draft or next((one for one in versions if str(one.pk) == request.GET.get("from")), None)
    first = as_typed(after, boxes) if after else {"areas": boxes[:1], "onward": "state"}
    form = AnnexForm(request.POST or None, initial=first, places=places, contacts=contacts, registers=_registers(after))

    def act() -> None:
        given = form.cleaned_data
        said = {
            "contents": form.contents(),
            "basis_note": given["basis_note"],
            "breach_contact": form.contact(),
            "valid_from": given["valid_from"],
            "valid_to": given["valid_to"],
            "by": scope.username,
            "partner": scope.partner,
        }
        if open_draft:
            annex_actions.change_annex(annex=open_draft, **said)
        else:
            annex_actions.draft_annex(agreement=found, body=party.partner, **said)

    name = party.signed_as
    page = Sheet(
        Words(f"ภาคผนวกข้อมูลของ{name.th}", f"Data annex of {name.en}"),
        Words("บันทึกร่าง", "Save the draft"),
        crumbs_to(found),
        Words("ยังไม่เปิดข้อมูลใด จนกว่าผู้ดูแลคนที่สองอนุมัติ", "It opens nothing until a second keeper approves it"),
        "agree/annex_form.html",
        {"wide": True, "party": party, "contacts": contacts, "card": questions.partner_page(partner).card},
    )
    done = Words("บันทึกร่างภาคผนวกแล้ว รอผู้อนุมัติคนที่สอง", "The draft is saved; it waits for a second person")
    return take(request, form, page, act, done, f"{address_of(found)}#annexes")


def _registers(after: Annex | None) -> Mapping[str, Words]:
    """Return the declared registers, and those of an earlier version that are declared no more: they may be kept."""
    declared = register_names()
    kept = {code: Words(code, code) for code in (after.registers if after else ()) if code not in declared}
    return {**declared, **kept}


def _annex_or_absent(found: Agreement, number: int) -> Annex:
    annex = next((one for one in questions.annexes_of(found) if one.pk == number), None)
    if annex is None:
        raise Http404
    return annex


@require_POST
def approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Approve an annex that somebody else drafted."""
    scope, found = to_change(request, code)
    annex = _annex_or_absent(found, number)
    if annex.state == "approved" and annex.approved_by == scope.username:
        return redirect(f"{address_of(found)}#annexes")  # pressed twice
    try:
        annex_actions.approve_annex(annex=annex, by=scope.username, partner=scope.partner)
        messages.success(request, say("อนุมัติภาคผนวกแล้ว", "The annex is approved"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
    return redirect(f"{address_of(found)}#annexes")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take an annex back with a reason."""
    scope, found = to_change(request, code)
    annex = _annex_or_absent(found, number)
    form = WithdrawForm(request.POST or None)

    def act() -> None:
        annex_actions.withdraw_annex(
            annex=annex, because=form.cleaned_data["because"], by=scope.username, partner=scope.partner
        )

    page = Sheet(
        Words(
            f"ถอนภาคผนวกฉบับที่ {annex.version} ของ{annex.partner.name_th}",
            f"Withdraw annex {annex.version} of {annex.partner.name_en}",
        ),
        Words("ถอนภาคผนวก", "Withdraw the annex"),
        crumbs_to(found),
        Words("สิ่งที่ภาคผนวกนี้เปิดไว้จะปิดทันที", "What it opened is closed at once"),
        values={"danger": True},
    )
    done = Words("ถอนภาคผนวกแล้ว", "The annex is withdrawn")
    return take(request, form, page, act, done, f"{address_of(found)}#annexes")
