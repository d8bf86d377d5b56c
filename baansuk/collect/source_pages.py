"""The page of a source: how its files are read, in which versions, and what came of it lately."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.access.questions import offices
from baansuk.collect import questions
from baansuk.collect.declaration import read_declaration
from baansuk.collect.models import Source
from baansuk.collect.pages import keeper
from baansuk.collect.showing import field_words
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

ERAS = {
    "BE": Words("ปี พ.ศ.", "Buddhist years"),
    "CE": Words("ปี ค.ศ.", "Christian years"),
    "excel": Words("เลขวันที่ของ Excel", "Excel day numbers"),
    "per_value": Words("ดูทีละค่า", "Each value by itself"),
}


@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Show one source: what its columns mean, the versions of its declaration, its latest deliveries."""
    scope = keeper(request)
    found = Source.objects.filter(pk=code).first()
    if found is None:
        raise Http404
    versions = list(found.declarations.order_by("-version"))
    declared = read_declaration(versions[0].text)
    values = {
        "source": found,
        "declared": declared,
        "office": offices([found.partner]).get(found.partner),
        "tables": [
            (table, [(c, field_words(c.field) if c.field else None) for c in table.columns])
            for table in declared.tables
        ],
        "versions": versions,
        "eras": ERAS,
        "deliveries": questions.deliveries_for(scope).filter(source=found)[:10],
    }
    return show(request, "collect/source.html", values)
