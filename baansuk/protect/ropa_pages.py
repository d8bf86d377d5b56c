"""The record of processing as a page, on paper and as a workbook."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from baansuk.assess.export_pages import XLSX
from baansuk.assess.sheet_stream import workbook
from baansuk.audit import gate
from baansuk.protect import ropa
from baansuk.protect.doors import officer
from baansuk.screen.fragments import show
from baansuk.screen.language import language


@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    """Show the record of processing; it names partners and no person."""
    officer(request)
    values = {"records": ropa.records(), "measures": ropa.MEASURES, "as_of": timezone.now()}
    return show(request, "protect/processing.html", values)


@require_safe
def workbook_of(request: HttpRequest) -> StreamingHttpResponse:
    """Send the record of processing as a workbook."""
    scope = officer(request)
    listed = ropa.records()
    with transaction.atomic():
        gate.write(
            "protect.export_processing", by=scope.username, partner=scope.partner, about={"records": len(listed)}
        )
    headers = {"Content-Disposition": 'attachment; filename="baansuk-ropa.xlsx"'}
    return StreamingHttpResponse(workbook([ropa.sheet(listed, language())]), content_type=XLSX, headers=headers)
