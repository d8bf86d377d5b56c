"""The pages of a village's sessions: called, attended, closed, ranked, signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet as Form
from baansuk.agree.taking import once, take
from baansuk.places.questions import names_of, words_of
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words
from baansuk.verify import attendance, looks
from baansuk.verify import session_actions as actions
from baansuk.verify.doors import keys_in, village_in, worker
from baansuk.verify.forms import KINDS, AttendanceForm, CallForm, LeavingForm, PhotoForm, VotesForm
from baansuk.verify.handed_in import open_kept, read_whole
from baansuk.verify.models import Session
from baansuk.verify.moves import SESSION_TONES, SESSION_WORDS
from baansuk.verify.photos import MEDIA
from baansuk.verify.place_names import place_of
from baansuk.verify.questions import session_for
from baansuk.verify.rankings import load_topics
from baansuk.verify.round_pages import crumbs_to
from baansuk.verify.session_checks import VILLAGE_KINDS
from baansuk.verify.sheets import numbered_cases
from baansuk.verify.undecided import left_by


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Call a session of a village."""
    scope = worker(request)
    found, place = village_in(scope, code, area)
    form = CallForm(request.POST or None, initial={"order_no": found.order_no, "order_date": found.order_date})

    def act() -> None:
        kind = form.cleaned_data["kind"]
        actions.call(round=found, kind=kind, area_code=area, held=form.call(), by=scope.username, scope=scope)

    way = [*crumbs_to(found), (words_of(place), reverse("verify-village", args=[code, area]))]
    sheet = Form(Words("นัดประชุมหมู่บ้าน", "Call a village session"), Words("นัดประชุม", "Call it"), way)
    said = Words("นัดประชุมแล้ว", "The session is called")
    return take(request, form, sheet, act, said, reverse("verify-village", args=[code, area]))


def _found(request: HttpRequest, number: str) -> tuple[Scope, Session]:
    scope = worker(request)
    found = session_for(scope, number)
    if found.kind not in VILLAGE_KINDS:
        raise Http404
    return scope, found


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a session, and what is next in it."""
    scope, found = _found(request, number)
    looks.at_session(found.number, by=scope)
    return _shown(request, scope, found)


def _shown(
    request: HttpRequest,
    scope: Scope,
    found: Session,
    refusal: Refusal | None = None,
    form: AttendanceForm | None = None,
) -> HttpResponse:
    people = attendance.unseal(found.attended, found.number)
    cases = numbered_cases(found.round, found.area_code)
    topics = load_topics()
    may = keys_in(scope, found.round) and found.round.state == "open"
    place = place_of(names_of([found.area_code]), found.area_code)
    values = {
        "session": found,
        "round": found.round,
        "kind": KINDS[found.kind],
        "state": SESSION_WORDS[found.state],
        "tone": SESSION_TONES[found.state],
        "place": place,
        "crumbs": [
            *crumbs_to(found.round),
            (place, reverse("verify-village", args=[found.round.code, found.area_code])),
        ],
        "people": people,
        "present": sum(one.present for one in people),
        "form": form or (AttendanceForm(cases=cases, people=people) if may else None),
        "votes": VotesForm(initial={one.topic: one.votes for one in found.rankings.all()}) if may else None,
        "rankings": [(one, topics[one.topic]) for one in found.rankings.all() if one.topic in topics],
        "photo": PhotoForm() if may else None,
        "left": left_by(found) if may and found.state == "open" else None,
        "may": may,
        "lines": len(cases),
        "refusal": refusal,
        "once": once(),
    }
    return show(request, "verify/session.html", values, status=422 if refusal or (form and form.errors) else 200)


def _done(request: HttpRequest, number: str, th: str, en: str) -> HttpResponse:
    messages.success(request, say(th, en))
    return redirect("verify-session", number)


@require_POST
def attend(request: HttpRequest, number: str) -> HttpResponse:
    """Write down who attends; the session is open from then on."""
    scope, found = _found(request, number)
    cases = numbered_cases(found.round, found.area_code)
    form = AttendanceForm(request.POST, cases=cases)
    if not form.is_valid():
        return _shown(request, scope, found, form=form)
    try:
        actions.attend(session=found, people=form.people(scope.username), by=scope.username, scope=scope)
    except Refusal as refusal:
        return _shown(request, scope, found, refusal, form)
    return _done(request, number, "บันทึกผู้เข้าประชุมแล้ว", "Who attends was recorded")


@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a session; pressed twice it is the same receipt."""
    scope, found = _found(request, number)
    try:
        leaving = LeavingForm(request.POST).count()
        receipt = actions.close(session=found, by=scope.username, scope=scope, leaving=leaving)
    except Refusal as refusal:
        return _shown(request, scope, found, refusal)
    count, left = receipt.about["handed_on"], receipt.about.get("left", 0)
    return _done(
        request,
        number,
        f"ปิดประชุมแล้ว ส่งต่อ {count} หลัง" + (f" ยังไม่มีผล {left} หลัง" if left else "") + f" ใบรับ {receipt.number}",
        f"Closed. Handed on: {count}."
        + (f" Without an outcome: {left}." if left else "")
        + f" Receipt {receipt.number}.",
    )


@require_POST
def rank(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the votes of an open ranking."""
    scope, found = _found(request, number)
    form = VotesForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("ใส่จำนวนคะแนนเป็นตัวเลข", "Votes are whole numbers"))
        return redirect("verify-session", number)
    try:
        actions.rank(session=found, votes=form.votes(), by=scope.username, scope=scope)
    except Refusal as refusal:
        return _shown(request, scope, found, refusal)
    return _done(request, number, "จัดลำดับแล้ว", "Ranked")


@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """File the photo of the signed page."""
    scope, found = _found(request, number)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, say("เลือกไฟล์", "Choose the file"))
        return redirect("verify-session", number)
    try:
        actions.sign(session=found, photo=read_whole(form.cleaned_data["file"]), by=scope.username, scope=scope)
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        return redirect("verify-session", number)
    return _done(request, number, "เก็บภาพบัญชีที่ลงนามแล้ว", "The signed page is filed")


@require_safe
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """Give the photo of the signed page back."""
    scope, found = _found(request, number)
    kept = open_kept(found.photo) if found.photo else None
    if kept is None:
        raise Http404
    looks.page_leaves([("meeting", found.number)], by=scope, form="photo")
    with kept:
        answer = HttpResponse(kept.read(), content_type=MEDIA[found.photo_kind])
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.{found.photo_kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
