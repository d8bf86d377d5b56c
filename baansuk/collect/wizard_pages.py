"""The wizard that declares a new source from a file: guessed first, asked second, previewed, saved as a version."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from baansuk.audit import gate
from baansuk.collect import actions, questions
from baansuk.collect.declaration import SourceDeclaration, write_declaration
from baansuk.collect.forms import SourceForm, UploadForm
from baansuk.collect.guess import Guess, guess, guesses
from baansuk.collect.openings import open_file
from baansuk.collect.pages import keeper, take_in
from baansuk.collect.reading import FileRead, read_file
from baansuk.collect.showing import field_words, issue_summary, shown_preview
from baansuk.collect.source_pages import ERAS
from baansuk.collect.store import Kept, keep_raw, raw_path
from baansuk.collect.wizard import AS_RECEIVED, LEAVE_OUT, Sheet, declaration_of, sheets_of
from baansuk.collect.wizard_words import choices_of_fields, shown_sheets
from baansuk.screen.fragments import show
from baansuk.screen.language import say
from baansuk.thai.words import Refusal
from baansuk.vault.private import room
from baansuk.vault.shelf import size_of, unsealed

# A preview reads the whole file; above this it would keep the reader waiting.
PREVIEW_BYTES = 5_000_000
INCOMPLETE = ("ยังกรอกไม่ครบหรือไม่ถูกต้อง ดูข้อความใต้ช่องด้านล่าง", "Something is missing or not right; see below the fields.")


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Take a file of an agency that has no declaration yet."""
    scope = keeper(request)
    if request.method != "POST":
        return show(request, "collect/source_new.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "collect/source_new.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        kept = keep_raw(file.file, Path(settings.STORE))
        with unsealed(kept.path) as clear:
            _check_rows(guess(clear, file.name))
    except Refusal as refusal:
        return show(request, "collect/source_new.html", {"form": form, "refusal": refusal}, status=422)
    with transaction.atomic():
        gate.write("collect.guess", by=scope.username, partner=scope.partner, subjects=[("file", kept.sha256)])
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
    with unsealed(path) as clear:
        first, others = guesses(clear, filename, request.POST.get("sheet") or request.GET.get("sheet", ""))
    posted = request.method == "POST"
    sheets = sheets_of(first, others, request.POST)
    guessed = sheets[0].guess
    form = SourceForm(request.POST) if posted else SourceForm(initial={"unit": guessed.unit})
    values = {"form": form, "guess": guessed, "sheets": shown_sheets(sheets), "choices": choices_of_fields()}
    values |= {"digest": digest, "sheet": guessed.sheet, "eras": ERAS, "filename": filename}
    with transaction.atomic():
        gate.write("collect.guess", by=scope.username, partner=scope.partner, subjects=[("file", digest)])
    if not posted:
        return show(request, "collect/source_columns.html", values)
    try:
        if not form.is_valid():
            raise Refusal("incomplete", *INCOMPLETE)
        declared = _declared(sheets, form.cleaned_data)
        only = guessed.sheet if len(declared.tables) == 1 else ""
        if "save" in request.POST:
            made = actions.declare(write_declaration(declared), by=scope.username, partner=scope.partner)
            messages.success(request, say(f"บันทึกเป็นรุ่นที่ {made.version} แล้ว", f"Saved as version {made.version}"))
            if request.POST["save"] != "receive":
                return redirect("source", code=declared.code)
            kept = Kept(digest, size_of(path), path)
            return take_in(scope, kept, filename, source=declared.code, sheet=only)
        values |= _preview(path, filename, declared, only)
    except Refusal as refusal:
        values["refusal"] = refusal
    return show(request, "collect/source_columns.html", values, status=422 if "refusal" in values else 200)


def _declared(sheets: list[Sheet], given: Mapping[str, Any]) -> SourceDeclaration:
    """Return the declaration as chosen; raises Refusal ``bad_columns`` that says which column does not fit."""
    for one in sheets:
        if one.taken:
            _check_once(one.guess)
    try:
        return declaration_of(sheets, given)
    except ValueError as error:
        # pydantic says which column is wrong; its words are English, so they stand behind our own sentence.
        said = _first(error)
        raise Refusal(
            "bad_columns", f"จับคู่คอลัมน์ยังไม่ถูกต้อง: {said}", f"The columns do not fit together yet: {said}"
        ) from error


def _check_rows(guessed: Guess) -> None:
    """Refuse a file in which nothing looks like a header with values below it."""
    if not any(column.header and column.samples for column in guessed.columns):
        raise Refusal(
            "no_rows",
            "ไม่พบตารางในไฟล์นี้ ต้องมีหัวตารางและมีข้อมูลอย่างน้อยหนึ่งแถว",
            "No table was found in this file; it needs a header and at least one row below it.",
        )


def _check_once(guessed: Guess) -> None:
    """Refuse the two mistakes that people do make: one meaning for two columns, and no column that is read at all."""
    fields = [one.field for one in guessed.columns if one.header and one.field not in (AS_RECEIVED, LEAVE_OUT)]
    if not fields:
        raise Refusal(
            "no_meaning",
            "ยังไม่ได้เลือกความหมายของคอลัมน์ใดเลย เลือกอย่างน้อยหนึ่งคอลัมน์",
            "No column has a meaning yet; choose at least one.",
        )
    twice = next((code for code in fields if fields.count(code) > 1 and code != "area_code"), "")
    if twice:
        words = field_words(twice)
        headers = ", ".join(f"“{one.header}”" for one in guessed.columns if one.field == twice)
        raise Refusal(
            "field_twice",
            f"เลือก “{words.th}” ให้หลายคอลัมน์ ({headers}) ให้เหลือคอลัมน์เดียว",
            f"“{words.en}” was chosen for several columns ({headers}); leave one.",
        )
    if "full_name" in fields and {"given_name", "family_name"} & set(fields):
        raise Refusal(
            "name_twice",
            "เลือกทั้งชื่อ-สกุลรวม และชื่อหรือชื่อสกุลแยก ให้ใช้อย่างใดอย่างหนึ่ง อีกคอลัมน์เก็บไว้ตามที่ได้รับ",
            "Both a full name and its parts were chosen; use one of them and keep the other column as received.",
        )


def _preview(path: Path, filename: str, declared: SourceDeclaration, sheet: str) -> dict[str, Any]:
    """Read the file under a declaration that is not saved, into a folder that is gone afterwards."""
    if size_of(path) > PREVIEW_BYTES:
        return {"too_large": True}
    with unsealed(path) as clear, room("preview") as folder:
        read = read_file(
            open_file(clear, filename),
            filename,
            declared,
            questions.load_places(),
            folder,
            today=timezone.localdate(),
            delivery=0,
            sheet=sheet,
        )
        return _previewed(read, declared, folder)


def _previewed(read: FileRead, declared: SourceDeclaration, folder: Path) -> dict[str, Any]:
    tables = {table.name: table for table in declared.tables}
    previews = []
    for one in read.tables:
        frame = pl.read_parquet(folder / f"{one.name}.parquet").head(8)
        name = one.sheet if len(read.tables) > 1 else ""
        previews.append((name, shown_preview(questions.preview_of(one.name, frame), tables[one.name])))
    return {
        "previews": previews,
        "good": sum(one.clean for one in read.tables),
        "bad": sum(one.refused for one in read.tables),
        "summary": issue_summary(pl.scan_parquet(folder / "issues.parquet")),
    }


def _name_key(digest: str) -> str:
    return f"new-source-{digest}"


def _first(error: ValueError) -> str:
    """Return the first thing that pydantic found, without its own surroundings."""
    if isinstance(error, ValidationError):
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")[:200]
    return str(error)[:200]
