"""The pages on which a keeper changes an agreement: its draft, its signing, and the steps of its life."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from baansuk.access.scope import Scope
from baansuk.agree import actions, amending_actions, questions
from baansuk.agree.forms import AgreementForm, ChangeDraftForm, SignForm, StepForm, both
from baansuk.agree.models import Agreement
from baansuk.agree.partner_actions import CODE
from baansuk.agree.taking import SAVE, Sheet, address_of, agreement_or_absent, crumbs_to, keeper, named, take, to_change
from baansuk.thai.words import Words

STEP_DONE = {
    "bring_into_force": Words(
        "ข้อตกลงมีผลบังคับแล้ว สิทธิ์ตามภาคผนวกที่อนุมัติเริ่มใช้ทันที", "In force; its approved annexes hold at once"
    ),
    "suspend": Words(
        "ระงับแล้ว ไม่มีใครเห็นข้อมูลภายใต้ข้อตกลงนี้จนกว่าจะให้กลับมามีผล",
        "Suspended; nobody sees anything under it until it is resumed",
    ),
    "resume": Words("กลับมามีผลแล้ว", "Resumed"),
    "end": Words("สิ้นสุดแล้ว การเข้าถึงภายใต้ข้อตกลงนี้ปิดทันที", "Ended; access under it is closed at once"),
    "withdraw": Words("ยกเลิกแล้ว การเข้าถึงภายใต้ข้อตกลงนี้ปิดทันที", "Withdrawn; access under it is closed at once"),
}
STEP_WORDS = {
    "bring_into_force": Words("ให้ข้อตกลงมีผล", "Bring into force"),
    "suspend": Words("ระงับข้อตกลง", "Suspend the agreement"),
    "resume": Words("ให้กลับมามีผล", "Resume the agreement"),
    "end": Words("ให้ข้อตกลงสิ้นสุด", "End the agreement"),
    "withdraw": Words("ยกเลิกข้อตกลง", "Withdraw the agreement"),
}
# These take away what others may see, so they say why.
HALTING = frozenset({"suspend", "end", "withdraw"})
STEP_LEADS = {
    "bring_into_force": Words(
        "ภาคีจะเห็นข้อมูลตามภาคผนวกที่อนุมัติแล้วทันที", "The parties see at once what their approved annexes open"
    ),
    "suspend": Words(
        "ทุกภาคีหยุดเห็นข้อมูลทันที จนกว่าจะให้กลับมามีผล", "All parties stop seeing anything at once, until it is resumed"
    ),
    "resume": Words("ภาคีกลับมาเห็นข้อมูลตามภาคผนวก", "The parties see again what their annexes open"),
    "end": Words("ทุกภาคีหยุดเห็นข้อมูลทันที และกลับมามีผลอีกไม่ได้", "All parties stop seeing anything at once, for good"),
    "withdraw": Words("ใช้เมื่อข้อตกลงไม่ควรมีอยู่ กลับมามีผลอีกไม่ได้", "For an agreement that should not stand; for good"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Begin to record an agreement, perhaps one that renews another."""
    scope = keeper(request)
    offered = questions.parties_to_choose()
    renews = agreement_or_absent(request.GET["renews"]) if request.GET.get("renews") else None
    form = AgreementForm(request.POST or None, partners=named(offered), initial=_first_values(renews, scope))

    def act() -> None:
        given = form.cleaned_data
        bodies = {one.code: one for one in offered}
        made = actions.draft_agreement(
            code=given["code"],
            title=both(given, "title"),
            host=bodies[given["host"]],
            area_code=given["area_code"],
            term=form.term(),
            term_printed=form.printed(),
            objectives=form.objectives(),
            renews=renews,
            by=scope.username,
            partner=scope.partner,
        )
        for code in given["parties"]:
            if code != given["host"]:
                amending_actions.join_party(agreement=made, body=bodies[code], by=scope.username, partner=scope.partner)

    heading = Words("ร่างข้อตกลงต่ออายุ", "Draft a renewal") if renews else Words("ร่างข้อตกลงใหม่", "Draft an agreement")
    lead = Words(
        "บันทึกตามเอกสารที่จะลงนาม แก้ไขได้จนกว่าจะลงนาม", "As in the paper to be signed; it can be corrected until then"
    )
    page = Sheet(heading, Words("บันทึกร่าง", "Save the draft"), crumbs_to(renews), lead)
    code = request.POST.get("code", "").strip()
    to = reverse("agreement", args=[code]) if CODE.match(code) else reverse("agreements")
    return take(request, form, page, act, Words("บันทึกร่างแล้ว", "The draft is saved"), to)


def _first_values(renews: Agreement | None, scope: Scope) -> dict[str, object]:
    if renews is None:
        return {"area_code": scope.areas[0][:2] if scope.areas else ""}
    return {
        "title_th": renews.title_th,
        "title_en": renews.title_en,
        "host": renews.host_id,
        "area_code": renews.area_code,
        "parties": " ".join(
            one.partner_id for one in questions.parties_of(renews) if not one.host and one.left is None
        ),
        **_objectives(renews),
    }


def _objectives(found: Agreement) -> dict[str, object]:
    return {f"objectives_{name}": "\n".join(one[name] for one in found.objectives) for name in ("th", "en")}


@require_http_methods(["GET", "HEAD", "POST"])
def change_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Correct an agreement that is not signed yet."""
    scope, found = to_change(request, code)
    first = {
        name: getattr(found, name)
        for name in ("title_th", "title_en", "area_code", "term_precision", "term_from", "term_to", "term_printed_th")
    }
    form = ChangeDraftForm(request.POST or None, initial=first | _objectives(found))

    def act() -> None:
        given = form.cleaned_data
        actions.change_draft(
            agreement=found,
            title=both(given, "title"),
            area_code=given["area_code"],
            term=form.term(),
            term_printed=form.printed(),
            objectives=form.objectives(),
            by=scope.username,
            partner=scope.partner,
        )

    page = Sheet(Words("แก้ไขร่าง", "Correct the draft"), SAVE, crumbs_to(found))
    return take(request, form, page, act, Words("แก้ไขร่างแล้ว", "The draft is corrected"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Record that an agreement was signed, by which offices."""
    scope, found = to_change(request, code)
    form = SignForm(request.POST or None, parties=questions.parties_of(found))

    def act() -> None:
        actions.sign(
            agreement=found,
            signed_on=form.cleaned_data["signed_on"],
            place=both(form.cleaned_data, "place"),
            signatures=form.signatures(),
            by=scope.username,
            partner=scope.partner,
        )

    page = Sheet(
        Words("บันทึกการลงนาม", "Record the signing"),
        Words("บันทึกว่าลงนามแล้ว", "Record as signed"),
        crumbs_to(found),
        Words("ลงนามแล้วยังไม่มีผล จนกว่าจะสั่งให้มีผล", "Signing alone opens nothing; bringing it into force does"),
        "agree/sign.html",
    )
    return take(request, form, page, act, Words("บันทึกการลงนามแล้ว", "The signing is recorded"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Order the next step of an agreement's life, with its reason."""
    scope, found = to_change(request, code)
    if act not in STEP_WORDS:
        raise Http404
    halts = act in HALTING
    typed = {**request.POST.dict(), "act": act} if request.method == "POST" else None
    form = StepForm(typed, initial={"act": act}, halts=halts)

    def do() -> None:
        getattr(actions, act)(
            agreement=found, because=form.cleaned_data["because"], by=scope.username, partner=scope.partner
        )

    values = {"danger": halts, "skip": ("act",)}
    page = Sheet(STEP_WORDS[act], STEP_WORDS[act], crumbs_to(found), STEP_LEADS[act], values=values)
    return take(request, form, page, do, STEP_DONE[act], address_of(found))
