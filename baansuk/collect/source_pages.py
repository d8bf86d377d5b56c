"""The pages of a source: how its files are read, in which versions, and the way to declare a new one from a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from baansuk.collect import actions, questions
from baansuk.collect.declaration import SourceDeclaration, read_declaration, write_declaration
from baansuk.collect.forms import SourceForm, UploadForm
from baansuk.collect.guess import Guess, as_declaration, guess
from baansuk.collect.issues import issue_kinds
from baansuk.collect.models import Source
from baansuk.collect.openings import open_file
from baansuk.collect.pages import keeper
from baansuk.collect.reading import read_file
from baansuk.collect.showing import ShownPreview, field_words, shown_preview
from baansuk.collect.store import keep_raw, raw_path
from baansuk.people.fields import load_fields
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal

# A preview reads the whole file; above this it would keep the reader waiting.
PREVIEW_BYTES = 5_000_000
LEAVE_OUT, AS_RECEIVED = "-", ""


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
        "tables": [
            (table, [(c, field_words(c.field) if c.field else None) for c in table.columns])
            for table in declared.tables
        ],
        "versions": versions,
        "deliveries": questions.deliveries_for(scope).filter(source=found)[:10],
    }
    return show(request, "collect/source.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Take a file of an agency that has no declaration yet."""
    keeper(request)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method != "POST" or not form.is_valid():
        return show(request, "collect/source_new.html", {"form": form}, status=422 if request.method == "POST" else 200)
    file = form.cleaned_data["file"]
    try:
        kept = keep_raw(file.file, Path(settings.STORE))
        guess(kept.path, file.name)
    except Refusal as refusal:
        return show(request, "collect/source_new.html", {"form": form, "refusal": refusal}, status=422)
    request.session[_name_key(kept.sha256)] = file.name
    return redirect("source-columns", digest=kept.sha256)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, digest: str) -> HttpResponse:
    """Show the guessed columns beside their first cells; preview what they would become, and save the declaration."""
    scope = keeper(request)
    filename = request.session.get(_name_key(digest))
    path = raw_path(Path(settings.STORE), digest)
    if not filename or not path.exists():
        raise Http404
    sheet = request.POST.get("sheet") or request.GET.get("sheet", "")
    guessed = guess(path, filename, sheet)
    form = SourceForm(request.POST or None)
    values: dict[str, Any] = {
        "form": form,
        "guess": guessed,
        "rows": _rows(guessed, request),
        "choices": _choices(),
        "digest": digest,
        "sheet": sheet,
    }
    if request.method != "POST" or not form.is_valid():
        return show(request, "collect/source_columns.html", values, status=422 if request.method == "POST" else 200)
    try:
        declared = as_declaration(guessed, chosen=_chosen(guessed, request), **form.cleaned_data)
        if "save" in request.POST:
            made = actions.declare(write_declaration(declared), by=scope.username, partner=scope.partner)
            messages.success(request, say(f"บันทึกเป็นรุ่นที่ {made.version} แล้ว", f"Saved as version {made.version}"))
            return redirect("source", code=declared.code)
        values |= _preview(path, filename, declared, sheet)
    except Refusal as refusal:
        values["refusal"] = refusal
    except ValueError as error:
        # pydantic says which column is wrong; its words are English, so they stand behind our own sentence.
        values["refusal"] = Refusal(
            "bad_columns",
            f"จับคู่คอลัมน์ยังไม่ถูกต้อง: {_first(error)}",
            f"The columns do not fit together yet: {_first(error)}",
        )
    return show(request, "collect/source_columns.html", values, status=422 if "refusal" in values else 200)


def _preview(path: Path, filename: str, declared: SourceDeclaration, sheet: str) -> dict[str, Any]:
    """Read the file under a declaration that is not saved, into a folder that is gone afterwards."""
    if path.stat().st_size > PREVIEW_BYTES:
        return {"too_large": True}
    with tempfile.TemporaryDirectory() as folder:
        read = read_file(
            open_file(path, filename),
            filename,
            declared,
            questions.load_places(),
            Path(folder),
            today=timezone.localdate(),
            delivery=0,
            sheet=sheet,
        )
        table = read.tables[0]
        frame = pl.read_parquet(Path(folder) / f"{table.name}.parquet").head(8)
        found = pl.read_parquet(Path(folder) / "issues.parquet").group_by("code").len().sort("len", descending=True)
    preview: ShownPreview = shown_preview(questions.preview_of(table.name, frame))
    counts = [(issue_kinds()[code].words, count) for code, count in found.iter_rows()]
    return {"preview": preview, "read": table, "counts": counts}


def _name_key(digest: str) -> str:
    return f"new-source-{digest}"


def _rows(guessed: Guess, request: HttpRequest) -> list[dict[str, Any]]:
    chosen = _chosen(guessed, request) if request.method == "POST" else {}
    return [
        {
            "number": number,
            "header": column.header,
            "field": chosen.get(column.header, column.field),
            "sure": column.sure,
            "samples": column.samples,
            "era": column.era,
        }
        for number, column in enumerate(guessed.columns)
        if column.header
    ]


def _chosen(guessed: Guess, request: HttpRequest) -> dict[str, str]:
    known = {*load_fields(), LEAVE_OUT, AS_RECEIVED}
    chosen = {}
    for number, column in enumerate(guessed.columns):
        asked = request.POST.get(f"column-{number}", column.field)
        chosen[column.header] = asked if asked in known else AS_RECEIVED
    return chosen


def _choices() -> list[tuple[str, str]]:
    fields = [(code, say_words(one.words)) for code, one in load_fields().items()]
    return [
        (AS_RECEIVED, say("เก็บตามที่ได้รับ", "Keep as received")),
        (LEAVE_OUT, say("ไม่ใช้", "Leave out")),
        *fields,
    ]


def _first(error: ValueError) -> str:
    return next((line.strip() for line in str(error).splitlines()[2:] if line.strip()), str(error))[:200]
