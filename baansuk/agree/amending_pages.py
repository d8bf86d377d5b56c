"""The pages on which a keeper changes an agreement that stands: amendments, parties that join or leave, the scan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from baansuk.agree import amending_actions, questions
from baansuk.agree.forms import AccountForm, AmendForm, JoinForm, LeaveForm, PaperForm, both
from baansuk.agree.taking import SAVE, Sheet, address_of, crumbs_to, named, party_or_absent, take, to_change
from baansuk.thai.words import Words


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """Record a later paper that changes an agreement."""
    scope, found = to_change(request, code)
    first = {name: getattr(found, name) for name in ("term_precision", "term_from", "term_to", "term_printed_th")}
    form = AmendForm(request.POST or None, initial=first)

    def act() -> None:
        given = form.cleaned_data
        amending_actions.amend(
            agreement=found,
            signed_on=given["signed_on"],
            words=both(given, "words"),
            term=form.changed_term(),
            term_printed=form.printed(),
            by=scope.username,
            partner=scope.partner,
        )

    page = Sheet(Words("บันทึกฉบับแก้ไข", "Record an amendment"), SAVE, crumbs_to(found))
    return take(request, form, page, act, Words("บันทึกฉบับแก้ไขแล้ว", "The amendment is recorded"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Let a partner be party to an agreement."""
    scope, found = to_change(request, code)
    there = {one.partner_id for one in questions.parties_of(found)}
    offered = [one for one in questions.parties_to_choose() if one.code not in there]
    form = JoinForm(request.POST or None, partners=named(offered))

    def act() -> None:
        given = form.cleaned_data
        body = next(one for one in offered if one.code == given["body"])
        amending_actions.join_party(
            agreement=found, body=body, joined=given["joined"], by=scope.username, partner=scope.partner
        )

    page = Sheet(Words("เพิ่มภาคี", "Add a party"), Words("เพิ่มภาคี", "Add"), crumbs_to(found))
    return take(request, form, page, act, Words("เพิ่มภาคีแล้ว", "The party is added"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, code: str, partner: str) -> HttpResponse:
    """Let a party leave an agreement after a day."""
    scope, found = to_change(request, code)
    party = party_or_absent(found, partner)
    form = LeaveForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        amending_actions.leave_party(
            party=party,
            last_day=given["last_day"],
            because=given["because"],
            by=scope.username,
            partner=scope.partner,
        )

    heading = Words(f"{party.signed_as.th} ออกจากข้อตกลง", f"{party.signed_as.en} leaves")
    lead = Words(
        "เห็นข้อมูลได้จนถึงวันสุดท้าย หลังจากนั้นไม่เห็นอะไร", "It sees what it may until its last day, and nothing after it"
    )
    page = Sheet(heading, Words("บันทึกการออก", "Record the leaving"), crumbs_to(found), lead, values={"danger": True})
    return take(request, form, page, act, Words("บันทึกการออกแล้ว", "The leaving is recorded"), address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def add_account(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what a report says of the signing, beside what others say of it."""
    scope, found = to_change(request, code)
    form = AccountForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        amending_actions.add_account(
            agreement=found,
            teller=both(given, "teller"),
            told_on=given["told_on"],
            bodies=given["bodies"],
            people=given["people"],
            words=both(given, "words"),
            by=scope.username,
            partner=scope.partner,
        )

    lead = Words(
        "รายงานที่ไม่ตรงกันเก็บไว้ทั้งหมด ไม่เลือกฉบับใดแทนกัน", "Reports that disagree are all kept; none is chosen over another"
    )
    page = Sheet(Words("เพิ่มรายงานของงานลงนาม", "Add a report of the signing"), SAVE, crumbs_to(found), lead)
    return take(request, form, page, act, Words("เก็บรายงานแล้ว", "The report is kept"), f"{address_of(found)}#accounts")


@require_http_methods(["GET", "HEAD", "POST"])
def keep_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Take the scanned paper of an agreement; what it is, its content tells."""
    scope, found = to_change(request, code)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()

    def act() -> None:
        file = form.cleaned_data["file"]
        amending_actions.keep_paper(
            agreement=found, stream=file.file, filename=file.name, by=scope.username, partner=scope.partner
        )

    page = Sheet(
        Words("เอกสารที่สแกน", "The scanned paper"),
        Words("เก็บเอกสาร", "Keep the paper"),
        crumbs_to(found),
        Words(
            "เปิดอ่านได้เฉพาะผู้ดูแลทะเบียน ผู้ตรวจสอบ และภาคี เพราะมีลายมือชื่อ",
            "Only the keeper, the auditor and the parties can open it: it bears signatures",
        ),
        values={"upload": True},
    )
    return take(request, form, page, act, Words("เก็บเอกสารแล้ว", "The paper is kept"), address_of(found))
