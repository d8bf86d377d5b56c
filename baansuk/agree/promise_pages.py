"""The pages of promises: roles and how far they are, the province's shared agenda, and what offices hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.middleware import scope_on
from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree import page_questions, promise_actions, questions
from baansuk.agree.forms import both
from baansuk.agree.kinds import KEPT
from baansuk.agree.models import Agreement, Commitment, HandOver, Promise
from baansuk.agree.promise_forms import CommitmentForm, HandOverForm, KeptForm, ProgressForm, PromiseForm
from baansuk.agree.taking import ROOM, SAVE, Sheet, address_of, crumbs_to, keeper, named, take, to_change
from baansuk.places.questions import names_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

AGENDA = Words("วาระร่วมของจังหวัด", "The province's shared agenda")
HAND_OVERS = Words("การส่งมอบงาน", "Hand-overs")


def _role(form: CommitmentForm) -> promise_actions.Role:
    given = form.cleaned_data
    return promise_actions.Role(
        text=both(given, "text"),
        condition=both(given, "condition"),
        on_request=given["on_request"],
        together_with=tuple(given["together_with"]),
        legal_power=both(given, "legal_power"),
        measure=both(given, "measure"),
        target=given["target"],
        unit=both(given, "unit"),
        due_on=given["due_on"],
        budget=given["budget"],
    )


def _parties(found: Agreement) -> list[Partner]:
    return [one.partner for one in questions.parties_of(found)]


@require_http_methods(["GET", "HEAD", "POST"])
def add_commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Record one role of a party."""
    scope, found = to_change(request, code)
    bodies = _parties(found)
    form = CommitmentForm(request.POST or None, partners=named(bodies), initial={"body": request.GET.get("partner")})

    def act() -> None:
        body = next(one for one in bodies if one.code == form.cleaned_data["body"])
        promise_actions.add_commitment(
            agreement=found, body=body, role=_role(form), by=scope.username, partner=scope.partner
        )

    page = Sheet(
        Words("เพิ่มบทบาท", "Add a role"),
        SAVE,
        crumbs_to(found),
        Words("กรอกตามเอกสาร สิ่งที่เอกสารไม่ได้เขียนไว้ให้เว้นว่าง", "As in the paper; leave empty what it does not say"),
    )
    return take(request, form, page, act, Words("เพิ่มบทบาทแล้ว", "The role is added"), f"{address_of(found)}#roles")


def _commitment_or_absent(found: Agreement, number: int) -> Commitment:
    one = next((one.commitment for one in questions.commitments_of(found) if one.commitment.pk == number), None)
    if one is None:
        raise Http404
    return one


@require_http_methods(["GET", "HEAD", "POST"])
def change_commitment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Correct how a role is recorded; whose it is stays."""
    scope, found = to_change(request, code)
    role = _commitment_or_absent(found, number)
    first = {name: getattr(role, name) for name in CommitmentForm.base_fields if hasattr(role, name)}
    form = CommitmentForm(request.POST or None, partners=named(_parties(found)), initial=first)
    del form.fields["body"]

    def act() -> None:
        promise_actions.change_commitment(commitment=role, role=_role(form), by=scope.username, partner=scope.partner)

    heading = Words(f"แก้ไขบทบาทข้อ {role.number}", f"Correct role {role.number}")
    page = Sheet(heading, SAVE, crumbs_to(found), Words(role.partner.name_th, role.partner.name_en))
    return take(request, form, page, act, Words("แก้ไขบทบาทแล้ว", "The role is corrected"), f"{address_of(found)}#roles")


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Record how far a role is, as its partner says."""
    scope, found = to_change(request, code)
    role = _commitment_or_absent(found, number)
    form = ProgressForm(request.POST or None, initial={"day": today()})

    def act() -> None:
        promise_actions.report_progress(commitment=role, **form.cleaned_data, by=scope.username, partner=scope.partner)

    page = Sheet(
        Words("รายงานความก้าวหน้า", "Report progress"),
        SAVE,
        crumbs_to(found),
        Words(f"{role.partner.name_th}: {role.text.th}", f"{role.partner.name_en}: {role.text.en}"),
    )
    done = Words("บันทึกความก้าวหน้าแล้ว รายงานก่อนหน้ายังอยู่", "The progress is recorded; earlier reports stay")
    return take(request, form, page, act, done, f"{address_of(found)}#roles")


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the promises of the province by year, and which were kept; they outlive agreements and governors."""
    area = page_questions.agenda_area()
    values = {
        "years": questions.shared_agenda(area) if area else [],
        "place": names_of([area]).get(area) if area else None,
        "may_change": scope_on(request).keeps_register and bool(area),
        "kept_words": KEPT,
    }
    return show(request, "agree/agenda.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def add_promise(request: HttpRequest) -> HttpResponse:
    """Add a promise to the shared agenda."""
    scope, area = _agenda_keeper(request)
    bodies = questions.parties_to_choose()
    form = PromiseForm(request.POST or None, partners=named(bodies), initial={"year": today().year + 543})

    def act() -> None:
        given = form.cleaned_data
        promise_actions.make_promise(
            area_code=area,
            year=given["year"],
            text=both(given, "text"),
            body=next((one for one in bodies if one.code == given["body"]), None),
            by=scope.username,
            partner=scope.partner,
        )

    page = Sheet(
        Words("เพิ่มสัญญาของจังหวัด", "Add a promise"), SAVE, [(ROOM, reverse("agreements")), (AGENDA, reverse("agenda"))]
    )
    return take(request, form, page, act, Words("เพิ่มแล้ว", "Added"), reverse("agenda"))


def _agenda_keeper(request: HttpRequest) -> tuple[Scope, str]:
    scope, area = keeper(request), page_questions.agenda_area()
    if not area:
        raise Http404
    return scope, area


@require_http_methods(["GET", "HEAD", "POST"])
def say_kept(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say whether a promise was kept."""
    scope, area = _agenda_keeper(request)
    promise = _promise_or_absent(area, year, number)
    form = KeptForm(request.POST or None, initial={"kept": promise.kept, "note": promise.note})

    def act() -> None:
        promise_actions.say_kept(promise=promise, **form.cleaned_data, by=scope.username, partner=scope.partner)

    crumbs = [(ROOM, reverse("agreements")), (AGENDA, reverse("agenda"))]
    page = Sheet(Words("สัญญานี้ทำได้เพียงใด", "Was this promise kept"), SAVE, crumbs, promise.text)
    return take(request, form, page, act, Words("บันทึกแล้ว", "Recorded"), reverse("agenda"))


def _promise_or_absent(area: str, year: int, number: int) -> Promise:
    listed = (one for agenda in questions.shared_agenda(area) for one in agenda.promises)
    found = next((one for one in listed if (one.year, one.number) == (year, number)), None)
    if found is None:
        raise Http404
    return found


def _may_read(scope: Scope, one: HandOver) -> bool:
    return scope.keeps_register or (bool(scope.partner) and scope.partner == one.partner_id)


@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """List what offices handed over, as far as the reader's own partner goes."""
    scope = scope_on(request)
    found = [one for one in page_questions.hand_overs() if _may_read(scope, one)]
    return show(request, "agree/hand_overs.html", {"rows": found, "may_change": scope.keeps_register})


@require_safe
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Show a hand-over pack as it was frozen, for paper; another partner's is as absent as none."""
    scope = scope_on(request)
    found = next((one for one in page_questions.hand_overs() if one.pk == number and _may_read(scope, one)), None)
    if found is None:
        raise Http404
    return show(request, "agree/hand_over.html", {"found": found, "pack": _pack(found)})


def _pack(found: HandOver) -> dict[str, Any]:
    """Return the frozen pack with its days and outcomes as a page shows them."""
    pack = found.pack
    for one in pack.get("agreements", []):
        one["last_day"] = _day(one.get("last_day"))
    for one in pack.get("roles", []):
        one["due_on"] = _day(one.get("due_on"))
    for one in pack.get("promises", []):
        one["kept_words"] = KEPT.get(one["kept"])
    return {**pack, "as_of": _day(pack.get("as_of"))}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@require_http_methods(["GET", "HEAD", "POST"])
def new_hand_over(request: HttpRequest) -> HttpResponse:
    """Freeze the pack of an office for whoever takes it next."""
    scope, area = _agenda_keeper(request)
    bodies = questions.parties_to_choose()
    form = HandOverForm(request.POST or None, partners=named(bodies), initial={"day": today()})

    def act() -> None:
        given = form.cleaned_data
        body = next(one for one in bodies if one.code == given["body"])
        promise_actions.hand_over(
            body=body,
            area_code=area,
            office=both(given, "office"),
            day=given["day"],
            note=given["note"],
            by=scope.username,
            partner=scope.partner,
        )

    page = Sheet(
        Words("ส่งมอบงานของตำแหน่ง", "Hand over an office"),
        Words("จัดทำชุดส่งมอบ", "Make the pack"),
        [(ROOM, reverse("agreements")), (HAND_OVERS, reverse("hand-overs"))],
        Words(
            "รวมข้อตกลง บทบาทที่ยังไม่เสร็จ ภาคผนวก และสัญญาของจังหวัด ณ วันนี้ เก็บไว้ตามนั้นและพิมพ์ได้",
            "Agreements, open roles, annexes and promises as they stand today, kept as they are and ready to print",
        ),
    )
    return take(request, form, page, act, Words("จัดทำชุดส่งมอบแล้ว", "The pack is made"), reverse("hand-overs"))
