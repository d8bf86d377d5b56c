"""The extract of a person's own facts: made by the keeper for a request, as a page to print, a workbook and JSON.

Two steps: whoever answers the request asks for it, whoever keeps the register makes it. The data protection officer sees no case.
"""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from baansuk.access.middleware import paced
from baansuk.access.pace import EXPORT
from baansuk.access.scope import Scope
from baansuk.assess.export_pages import XLSX
from baansuk.assess.sheet_stream import workbook
from baansuk.audit import gate
from baansuk.protect import extract
from baansuk.protect.doors import keeper
from baansuk.protect.kinds import EXTRACTS
from baansuk.protect.models import SubjectRequest
from baansuk.protect.request_questions import request_for
from baansuk.screen.fragments import show
from baansuk.screen.language import language
from baansuk.thai.words import Words

NO_STORE = "no-store"
# The acts that a person meets in who looked; the others are told by their own name.
ACTS = {
    "people.look": Words("เปิดดูครัวเรือน", "Looked at the household"),
    "people.look_own": Words("เจ้าตัวเปิดดูเอง", "You looked yourself"),
    "people.look_ward": Words("ผู้ปกครองหรือผู้อ่านแทนเปิดดู", "A guardian or trustee looked"),
    "people.look_list": Words("เปิดดูรายการครัวเรือน", "Looked at a list"),
    "people.search": Words("ค้นหา", "Searched"),
    "people.export": Words("ส่งออกรายชื่อ", "Exported a list"),
    "people.full_number": Words("เปิดดูเลขประจำตัวเต็ม", "Looked at the full id number"),
    "people.look_agreed": Words("เปิดดูตามที่ยินยอม", "Looked by consent"),
    "people.look_consents": Words("เปิดดูความยินยอม", "Looked at the consents"),
    "people.give_consent": Words("บันทึกความยินยอม", "Recorded a consent"),
    "people.withdraw_consent": Words("ถอนความยินยอม", "Withdrew a consent"),
    "people.hold_back": Words("ระงับการใช้", "Held back from a use"),
    "protect.extract": Words("ทำสำเนาข้อมูลให้เจ้าตัว", "Made an extract for the person"),
    "protect.move_request": Words("เดินเรื่องคำขอ", "Moved a request on"),
    "protect.tie_request": Words("ระบุบุคคลของคำขอ", "Tied a request to the person"),
}


def _made(request: HttpRequest, number: str, form: str) -> tuple[Scope, SubjectRequest, extract.Extract]:
    """Make the extract that a request asks for; it is written down before anything of it leaves.

    Absent where the request asks for none, is not tied to a person whom the keeper sees, or nobody checked who asks.
    """
    scope = keeper(request)
    found = request_for(scope, number)
    if found.kind not in EXTRACTS or not found.person_code or found.identity_on is None:
        raise Http404
    made = extract.make(scope, found.person_code)
    with transaction.atomic():
        gate.write(
            "protect.extract",
            by=scope.username,
            partner=scope.partner,
            subjects=[("request", number), ("person", found.person_code)],
            about={"form": form, "facts": len(made.lines)},
        )
    return scope, found, made


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the extract, ready to be printed."""
    _scope, found, made = _made(request, number, "page")
    looks = [(event, ACTS.get(event.act, Words(event.act, event.act)), partner) for event, partner in made.looks]
    values = {
        "found": found,
        "made": made,
        "own": [line for line in made.lines if not line.of_house],
        "house": [line for line in made.lines if line.of_house],
        "looks": looks,
    }
    answer = show(request, "protect/extract.html", values)
    answer["Cache-Control"] = NO_STORE
    return answer


@paced(EXPORT, "GET")
@require_safe
def as_workbook(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """Send the extract as a workbook."""
    _scope, found, made = _made(request, number, "xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.xlsx"', "Cache-Control": NO_STORE}
    return StreamingHttpResponse(workbook(extract.sheets(made, language(), ACTS)), content_type=XLSX, headers=headers)


@paced(EXPORT, "GET")
@require_safe
def as_json(request: HttpRequest, number: str) -> JsonResponse:
    """Send the extract for machines."""
    _scope, found, made = _made(request, number, "json")
    answer = JsonResponse(extract.as_json(made), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    answer["Cache-Control"] = NO_STORE
    return answer
