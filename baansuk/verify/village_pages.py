"""The pages of one village in a round: its list, keyed in by the paper's order, its page as print and as workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet as Form
from baansuk.agree.taking import once, take
from baansuk.places.models import Area
from baansuk.places.questions import words_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Refusal, Words
from baansuk.verify import looks
from baansuk.verify.case_actions import About, add_missed
from baansuk.verify.doors import adder, keys_in, village_in, villages_of, worker
from baansuk.verify.folds import folded
from baansuk.verify.forms import HandInForm, MissedForm, outcomes_of, reasons
from baansuk.verify.handed_in import read_whole
from baansuk.verify.keying_actions import Keyed, LinesRefused, key_lines
from baansuk.verify.models import Case, Receipt, Round, Session, Sheet
from baansuk.verify.outcomes import OUTCOMES
from baansuk.verify.page_print import page_pdf
from baansuk.verify.page_receipts import said_of
from baansuk.verify.questions import cases_for, round_for, sessions_for
from baansuk.verify.reading_back import NotTaken
from baansuk.verify.round_pages import crumbs_to
from baansuk.verify.sheet_actions import issue_sheet, read_back
from baansuk.verify.sheets import ON_PAGE, pages_of, step_of_pages
from baansuk.verify.village_view import Row, numbers_of, rows_of
from baansuk.verify.workbook import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More households than any village has on its list; what is longer is shown by the workbook.
MOST = 600


@require_safe
def village(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show a village's list, by house number."""
    scope = worker(request)
    found, place = village_in(scope, code, area)
    rows = _rows(scope, found, area)
    looks.at_list(numbers_of(rows), by=scope, round=found.code, area=area)
    values = {
        "round": found,
        "place": words_of(place),
        "crumbs": crumbs_to(found),
        "area": area,
        "rows": rows,
        "folds": folded(rows, lambda one: one.case.house_no, lambda one: one.case.state != "waiting"),
        "sessions": list(sessions_for(scope, found).filter(area_code=area)),
        "keys_in": keys_in(scope, found) and found.state == "open",
        "to_decide": sum(one.case.state in ON_PAGE for one in rows),
        "recorded": sum(one.case.state != "waiting" for one in rows),
    }
    return show(request, "verify/village.html", values)


def _rows(scope: Scope, round: Round, area: str) -> list[Row]:
    cases = list(cases_for(scope, round).filter(area_code=area).select_related("round")[:MOST])
    return rows_of(cases, scope)


@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Key in what a village decided, in the order of its page; what was typed stays, and sent again it is taken once."""
    scope = worker(request)
    found, place = village_in(scope, code, area)
    rows = [one for one in _rows(scope, found, area) if one.case.state in ON_PAGE and _at_village(found, one.case)]
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            receipt = _key(request, scope, found, area, rows)
        except Refusal as refused:
            refusal = refused
        else:
            return _keyed(request, found, place, receipt)
    looks.at_list(numbers_of(rows), by=scope, round=found.code, area=area)
    return _form(request, found, place, rows, refusal)


def _at_village(round: Round, case: Case) -> bool:
    return case.step == step_of_pages(round).code


def _key(request: HttpRequest, scope: Scope, round: Round, area: str, rows: list[Row]) -> Receipt:
    posted = request.POST
    word = posted.get("once", "")
    if not word or len(word) > 40:
        raise Refusal("no_word", "แบบฟอร์มไม่ครบ โปรดเปิดหน้านี้ใหม่", "The form is incomplete. Open the page again.")
    # A form that was taken before is answered by its receipt, also when its cases have moved on meanwhile.
    lines = [
        Keyed(
            one.case,
            posted.get(f"outcome_{one.case.number}", ""),
            posted.get(f"reason_{one.case.number}", ""),
            posted.get(f"note_{one.case.number}", "")[:500],
            _version(posted.get(f"version_{one.case.number}", "")),
            place,
        )
        for place, one in enumerate(rows, 1)
    ]
    session = _newest_session(round, area)
    return key_lines(
        round=round,
        area_code=area,
        lines=[one for one in lines if not _stands(one)],
        key=f"{scope.username}:{word}",
        by=scope.username,
        scope=scope,
        session=session,
    )


def _stands(line: Keyed) -> bool:
    """Whether a line only shows what was recorded before: it is not decided again, and asks for no reason again."""
    same = line.case.state == "recorded" and line.outcome == line.case.outcome
    return same and not line.reason and not line.note


def _newest_session(round: Round, area: str) -> Session | None:
    return Session.objects.filter(round=round, kind="closed_check", area_code=area).order_by("-pk").first()


def _version(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 9 else None


def _keyed(request: HttpRequest, round: Round, place: Area, receipt: Receipt) -> HttpResponse:
    values = {
        "round": round,
        "place": words_of(place),
        "area": place.code,
        "receipt": receipt,
        "crumbs": crumbs_to(round),
    }
    return show(request, "verify/keyed.html", values)


def _form(request: HttpRequest, round: Round, place: Area, rows: list[Row], refusal: Refusal | None) -> HttpResponse:
    step = step_of_pages(round)
    bad = refusal.lines if isinstance(refusal, LinesRefused) else {}
    typed = request.POST
    lines = [
        {
            "row": one,
            "place": number,
            "outcome": typed.get(f"outcome_{one.case.number}", one.case.outcome),
            "reason": typed.get(f"reason_{one.case.number}", ""),
            "note": typed.get(f"note_{one.case.number}", ""),
            "bad": bad.get(one.case.number),
            "outcomes": outcomes_of(step, one.case),
        }
        for number, one in enumerate(rows, 1)
    ]
    values = {
        "round": round,
        "place": words_of(place),
        "area": place.code,
        "crumbs": crumbs_to(round),
        "lines": lines,
        "folds": folded(lines, _door_of, lambda one: bool(one["outcome"]), lambda one: bool(one["bad"])),
        "needs_reason": [code for code, one in OUTCOMES.items() if one.reason],
        "session": _newest_session(round, place.code),
        "reasons": reasons(),
        "refusal": refusal,
        "once": typed.get("once") or once(),
    }
    return show(request, "verify/key_in.html", values, status=422 if refusal else 200)


def _door_of(line: dict[str, Any]) -> str:
    return str(line["row"].case.house_no)


@require_POST
def workbook(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Give out the village's page as a workbook to fill."""
    scope, found, sheet = _given(request, code, area)
    [page] = pages_of(found, [sheet], scope)
    content = write_workbook(page)
    looks.page_leaves([("page", sheet.page_code)], by=scope, form="workbook")
    return _file(content, XLSX, f"{found.code}-{area}-{sheet.page_code}.xlsx")


@require_POST
def printed(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Give out the village's page as a PDF to print, with boxes to tick."""
    scope, found, sheet = _given(request, code, area)
    [page] = pages_of(found, [sheet], scope)
    content = page_pdf(page, made_at=timezone.now())
    looks.page_leaves([("page", sheet.page_code)], by=scope, form="print")
    return _file(content, "application/pdf", f"{found.code}-{area}-{sheet.page_code}.pdf")


def _given(request: HttpRequest, code: str, area: str) -> tuple[Scope, Round, Sheet]:
    scope = worker(request)
    found, _place = village_in(scope, code, area)
    return scope, found, issue_sheet(round=found, area_code=area, by=scope.username, scope=scope)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled workbook of a village of one's area, whole or not at all."""
    scope = worker(request)
    found = round_for(scope, code)
    form = HandInForm(request.POST or None, request.FILES or None)
    values = {"round": found, "form": form, "crumbs": crumbs_to(found), "faults": [], "refusal": None, "receipt": None}
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            receipt = read_back(content=read_whole(file), filename=file.name or "", by=scope.username, scope=scope)
            values |= {"receipt": receipt, "said": said_of(receipt)}
        except Refusal as refusal:
            status = 422
            values |= {"refusal": refusal, "faults": refusal.faults if isinstance(refusal, NotTaken) else []}
    elif request.method == "POST":
        status = 422
    return show(request, "verify/hand_in.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: HttpRequest, code: str) -> HttpResponse:
    """Add a household that no list has, on any day of the round."""
    scope = adder(request)
    found = round_for(scope, code)
    form = MissedForm(request.POST or None, villages=villages_of(scope, found))
    word = request.POST.get("once") or once()

    def act() -> None:
        add_missed(
            round=found,
            about=About(**form.cleaned_data),
            by=scope.username,
            scope=scope,
            key=f"missed:{scope.username}:{word}",
        )

    lead = Words(
        "บอกเท่าที่ทราบ ไม่ต้องมีเลขประจำตัว นามสกุล บ้านเลขที่ หรือโทรศัพท์ ครัวเรือนจะได้รับการตรวจเหมือนหลังอื่น",
        "Say what you know. No id, surname, house number or phone is needed. The household is checked like all others.",
    )
    sheet = Form(
        Words("แจ้งครัวเรือนตกหล่น", "A household that was missed"), Words("แจ้ง", "Add it"), crumbs_to(found), lead
    )
    said = Words("รับแจ้งแล้ว", "It was added")
    return take(request, form, sheet, act, said, reverse("verify-mine", args=[found.code]))


@require_safe
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """List the households that the reader added to a round, and where each stands."""
    scope = adder(request)
    found = round_for(scope, code)
    added = Case.objects.filter(round=found, added_by=scope.username).select_related("round").order_by("-pk")
    rows = rows_of(list(added[:MOST]), scope)
    looks.at_list(numbers_of(rows), by=scope, round=found.code, area="")
    return show(request, "verify/mine.html", {"round": found, "rows": rows, "crumbs": crumbs_to(found)})
