"""The keeper's pages of one person: what the person agreed to, what is held back, and the full id number with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree.models import PartnerCard
from baansuk.agree.taking import Sheet, take
from baansuk.audit import gate
from baansuk.people import consent_actions as actions
from baansuk.people import consent_questions as questions
from baansuk.people.consent_models import Consent
from baansuk.people.consent_rules import EXPLAINED, LANGUAGES, PARTNER, USES, WITHOUT_RIGHTS_LOST
from baansuk.people.number_actions import full_number
from baansuk.people.questions import person_for
from baansuk.people.seen import SeenPerson
from baansuk.protect.consent_forms import ConsentForm, NumberForm, named
from baansuk.protect.doors import keeper
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal, Words

FORM = "protect/form.html"
HEADING = Words("ความยินยอมและการระงับใช้", "Consents and what is held back")


def crumbs_to(person: SeenPerson, *, inside: bool = True) -> list[tuple[Words, str]]:
    """Return the way back to the household, and to the person's consents."""
    home = (Words("ครัวเรือน", "The household"), reverse("household", args=[person.household_code]))
    return [home, (HEADING, reverse("consents", args=[person.code]))] if inside else [home]


def name_of(person: SeenPerson) -> str:
    """Return the name, or the code where the name may not be shown."""
    name = f"{person.title or ''}{person.given_name or ''} {person.family_name or ''}".strip()
    return name if person.named and name else person.code


@require_safe
def consents(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one person agreed to and what is held back."""
    scope = keeper(request)
    person = person_for(scope, code)
    look("people.look_consents", person, scope)
    cards = {card.partner_id: card for card in PartnerCard.objects.select_related("partner")}
    values: dict[str, Any] = {
        "person": person,
        "name": name_of(person),
        "crumbs": crumbs_to(person, inside=False),
        "heading": HEADING,
        "promise": WITHOUT_RIGHTS_LOST,
        "consents": [_shown(one, cards) for one in questions.consents_of(code)],
        "holdings": [(one, PURPOSES[one.purpose]) for one in questions.holdings_of(code)],
    }
    return show(request, "protect/consents.html", values)


def _shown(one: Consent, cards: dict[str, PartnerCard]) -> dict[str, Any]:
    to = cards.get(one.partner)
    return {
        "consent": one,
        "use": USES[one.use],
        "to": Words(to.partner.name_th, to.partner.name_en) if to else Words(one.partner, one.partner),
        "purpose": PURPOSES.get(one.purpose),
        "classes": [CLASSES[name] for name in one.classes],
        "language": LANGUAGES[one.language],
        "explained": EXPLAINED[one.explained],
        "witness": questions.witness_of(one),
    }


@transaction.atomic
def look(act: str, person: SeenPerson, scope: Scope) -> None:
    """Write down that a page of one person was looked at."""
    subjects = [("person", person.code), ("household", person.household_code)]
    gate.write(act, by=scope.username, partner=scope.partner, subjects=subjects)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Record one consent."""
    scope = keeper(request)
    person = person_for(scope, code)
    form = ConsentForm(request.POST or None, partners=named(_nonstate()), initial={"given_on": today()})

    def act() -> None:
        given = form.given()
        if given.use == PARTNER:
            check_needs_consent(given.partner)
        actions.give(person=code, given=given, by=scope.username, partner=scope.partner)

    sheet = Sheet(
        Words("บันทึกความยินยอม", "Record a consent"),
        Words("บันทึก", "Record"),
        crumbs_to(person),
        WITHOUT_RIGHTS_LOST,
        FORM,
    )
    said = Words("บันทึกความยินยอมแล้ว มีผลทันที", "The consent is recorded and holds at once")
    return take(request, form, sheet, act, said, reverse("consents", args=[code]))


def check_needs_consent(partner: str) -> None:
    """Raise Refusal for a partner that needs no consent, and for one that can hold no facts of persons whatever is agreed."""
    card = PartnerCard.objects.filter(pk=partner).first()
    if card is None or not card.legal_personality:
        raise Refusal(
            "partner_cannot_hold",
            "ภาคีนี้ไม่มีสถานะนิติบุคคล จึงรับข้อมูลบุคคลไม่ได้ แม้เจ้าตัวยินยอม",
            "This partner has no legal personality, so it can hold nobody's facts, whatever is agreed.",
        )
    if card.official_authority:
        raise Refusal(
            "consent_not_needed",
            "หน่วยงานของรัฐทำตามภารกิจ ไม่ขอความยินยอม ให้กำหนดสิทธิ์ในภาคผนวกของข้อตกลง",
            "A state agency works on its public task and asks for no consent; its annex says what it may see.",
        )


def _nonstate() -> list[tuple[str, Words]]:
    cards = PartnerCard.objects.filter(official_authority=False, legal_personality=True).select_related("partner")
    return [(card.partner_id, Words(card.partner.name_th, card.partner.name_en)) for card in cards.order_by("partner")]


@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a consent; no reason is asked for."""
    scope = keeper(request)
    person_for(scope, code)
    consent = Consent.objects.filter(pk=number, person_code=code).first()
    if consent is None:
        raise Http404
    actions.withdraw(consent=consent, by=scope.username, partner=scope.partner)
    messages.success(request, say("ถอนความยินยอมแล้ว ปิดทันที", "Withdrawn; what it opened is closed at once"))
    return redirect("consents", code)


@require_POST
def let_go(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Let a person's facts be used for a purpose again, at the person's wish."""
    scope = keeper(request)
    person_for(scope, code)
    if purpose not in PURPOSES:
        raise Http404
    actions.let_go(person=code, purpose=purpose, by=scope.username, partner=scope.partner)
    messages.success(request, say("เลิกระงับแล้ว", "It may be used again"))
    return redirect("consents", code)


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, code: str) -> HttpResponse:
    """Show a full id number once, for a reason that stands in the trail; everywhere else it is masked."""
    scope = keeper(request)
    person = person_for(scope, code)
    form = NumberForm(request.POST or None)
    shown, refusal = "", None
    if request.method == "POST" and form.is_valid():
        try:
            shown = full_number(scope, code, because=form.cleaned_data["because"])
        except Refusal as refused:
            refusal = refused
    values = {
        "form": form,
        "person": person,
        "name": name_of(person),
        "crumbs": crumbs_to(person, inside=False),
        "full": shown,
        "refusal": refusal,
    }
    bad = request.method == "POST" and not shown
    answer = show(request, "protect/number.html", values, status=422 if bad else 200)
    answer["Cache-Control"] = "no-store"
    return answer
