"""The pages of partners: what each is, its names through time, what it promised, gives and may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.questions import today
from baansuk.agree import page_questions, partner_actions, questions
from baansuk.agree.kinds import CONTACT_KINDS, FORCES, PARTNER_KINDS
from baansuk.agree.models import PartnerCard
from baansuk.agree.partner_forms import ContactForm, NameForm, PartnerForm
from baansuk.agree.questions import PartnerPage
from baansuk.agree.taking import ROOM, SAVE, Sheet, keeper, take
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

PARTNERS = Words("ภาคี", "Partners")


def _page_or_absent(code: str) -> PartnerPage:
    try:
        return questions.partner_page(code)
    except PartnerCard.DoesNotExist as absent:
        raise Http404 from absent


def crumbs_to_partner(page: PartnerPage | None = None) -> list[tuple[Words, str]]:
    """Return the way back to the partners, and to one of them."""
    way = [(ROOM, reverse("agreements")), (PARTNERS, reverse("partners"))]
    if page is None:
        return way
    body = page.card.partner
    return [*way, (Words(body.name_th, body.name_en), reverse("partner", args=[body.code]))]


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List the partners by the four forces; those of examples stand apart."""
    cards = questions.partners()
    here = [one for one in cards if not one.example]
    values = {
        "forces": [(words, [one for one in here if one.force == code]) for code, words in FORCES.items()],
        "any": bool(here),
        "examples": [one for one in cards if one.example],
        "kinds": PARTNER_KINDS,
        "may_change": scope_on(request).keeps_register,
    }
    return show(request, "agree/partners.html", values)


@require_safe
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """Show one partner; its contacts only to those who sit at a partner themselves."""
    scope, page, day = scope_on(request), _page_or_absent(code), today()
    opened = page_questions.opened(page.annexes, page.parts, day)
    values = {
        "card": page.card,
        "body": page.card.partner,
        "kind": PARTNER_KINDS.get(page.card.kind),
        "force": FORCES.get(page.card.force),
        "names": page.names,
        "contacts": [(CONTACT_KINDS[one.kind], one) for one in page.contacts] if scope.partner else [],
        "may_see_contacts": bool(scope.partner),
        "seats": page.seats,
        "parts": [(part, page_questions.state_of(part.agreement, day)) for part in page.parts],
        "promised": page.commitments,
        "tally": page_questions.tally_of(page.commitments, day),
        "partner_names": page_questions.partners_named(page.commitments),
        "annexes": [one for one in opened if one.annex.state != "withdrawn"],
        "hand_overs": page.hand_overs if scope.keeps_register or scope.partner == code else (),
        "may_change": scope.keeps_register and not page.card.example,
        "day": day,
    }
    return show(request, "agree/partner.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Record a partner."""
    scope = keeper(request)
    form = PartnerForm(request.POST or None, initial={"force": "state"})

    def act() -> None:
        partner_actions.register_partner(**form.cleaned_data, by=scope.username, partner=scope.partner)

    page = Sheet(
        Words("บันทึกภาคีใหม่", "Record a partner"),
        SAVE,
        crumbs_to_partner(),
        Words(
            "คำตอบเหล่านี้กำหนดว่าภาคีจะถือข้อมูลบุคคลได้หรือไม่", "These answers decide whether it can ever hold facts of persons"
        ),
    )
    return take(request, form, page, act, Words("บันทึกภาคีแล้ว", "The partner is recorded"), reverse("partners"))


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a partner its new name from a day; the old one stays in its history."""
    scope, page = keeper(request), own_or_absent(code)
    form = NameForm(request.POST or None)

    def act() -> None:
        partner_actions.rename_partner(
            body=page.card.partner, **form.cleaned_data, by=scope.username, partner=scope.partner
        )

    lead = Words("ชื่อเดิมยังอยู่ในเอกสารที่ลงนามไว้", "Papers keep the name that was signed")
    sheet = Sheet(Words("เปลี่ยนชื่อภาคี", "Rename the partner"), SAVE, crumbs_to_partner(page), lead)
    return take(request, form, sheet, act, Words("เปลี่ยนชื่อแล้ว", "Renamed"), reverse("partner", args=[code]))


def own_or_absent(code: str) -> PartnerPage:
    """Return a partner of this house to change; one of an example is there to read only."""
    page = _page_or_absent(code)
    if page.card.example:
        raise Http404
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Record an office at which a partner is reached."""
    scope, page = keeper(request), own_or_absent(code)
    form = ContactForm(request.POST or None, initial={"kind": request.GET.get("kind")})

    def act() -> None:
        partner_actions.add_contact(
            body=page.card.partner, **form.cleaned_data, by=scope.username, partner=scope.partner
        )

    sheet = Sheet(Words("เพิ่มช่องทางติดต่อ", "Add a contact"), SAVE, crumbs_to_partner(page))
    return take(request, form, sheet, act, Words("เพิ่มแล้ว", "Added"), reverse("partner", args=[code]))
