"""The pages of a meeting's papers: shown to be printed, as Word files, and the number and scan of the signed one."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.access.scope import Scope
from baansuk.agree.taking import Sheet, take
from baansuk.audit import gate
from baansuk.screen.fragments import show
from baansuk.thai.words import Words
from baansuk.verify import handed_in
from baansuk.verify import meeting_actions as actions
from baansuk.verify.committee_forms import LetterForm
from baansuk.verify.meeting_pages import FORM, address_of, crumbs_of, meeting_in
from baansuk.verify.meeting_papers import paper_of
from baansuk.verify.meetings import LETTERS
from baansuk.verify.models import Letter, Session
from baansuk.verify.papers import as_shown
from baansuk.verify.papers_docx import write_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Keep the register number of a paper and the scan of the signed one."""
    scope, found, _step = meeting_in(request, number)
    words = _kind(kind)
    form = LetterForm(request.POST or None, request.FILES or None)
    sheet = Sheet(words, Words("บันทึก", "Save"), crumbs_of(found), None, FORM, {"upload": True})

    def act() -> None:
        read = form.cleaned_data
        scan = handed_in.read_whole(read["scan"]) if read["scan"] else b""
        actions.keep_letter(
            session=found,
            kind=kind,
            by=scope.username,
            scope=scope,
            number=read["number"],
            dated=read["dated"],
            scan=scan,
        )

    return take(request, form, sheet, act, Words("บันทึกแล้ว", "Saved"), address_of(found))


@require_safe
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Show a paper of the meeting, to be printed."""
    scope, found, _step = meeting_in(request, number)
    words = _kind(kind)
    _leaves(found, scope, kind, "page")
    made = paper_of(found, kind, thai_digits=request.GET.get("digits") != "latin")
    values = {"draft": made.draft, "parts": as_shown(made), "name": words, "found": found, "kind": kind}
    return show(request, "verify/paper.html", values)


@require_safe
def paper_docx(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Give a paper of the meeting as a Word file."""
    scope, found, _step = meeting_in(request, number)
    _kind(kind)
    _leaves(found, scope, kind, "docx")
    made = write_docx(paper_of(found, kind, thai_digits=request.GET.get("digits") != "latin"))
    headers = {
        "Content-Disposition": f'attachment; filename="baansuk-{number}-{kind}.docx"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(made, content_type=DOCX, headers=headers)


@require_safe
def scan(request: HttpRequest, number: str, kind: str) -> FileResponse:
    """Give the scan of a signed paper."""
    scope, found, _step = meeting_in(request, number)
    kept = Letter.objects.filter(session=found, kind=kind).exclude(sha256="").first()
    stream = handed_in.open_kept(kept.sha256) if kept is not None else None
    if stream is None:
        raise Http404
    _leaves(found, scope, kind, "scan")
    return FileResponse(
        stream, as_attachment=True, filename=f"baansuk-{number}-{kind}", content_type="application/octet-stream"
    )


@transaction.atomic
def _leaves(found: Session, scope: Scope, kind: str, form: str) -> None:
    about = {"paper": kind, "form": form}
    subjects = [("meeting", found.number)]
    gate.write("verify.print_paper", by=scope.username, partner=scope.partner, subjects=subjects, about=about)


def _kind(kind: str) -> Words:
    if kind not in LETTERS:
        raise Http404
    return LETTERS[kind]
