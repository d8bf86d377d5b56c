"""The pages of a source: how its files are read, in which versions, and the way to declare a new one from a file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from baansuk.audit import gate
from baansuk.collect import actions, questions
from baansuk.collect.declaration import SourceDeclaration, read_declaration, write_declaration
from baansuk.collect.forms import SourceForm, UploadForm
from baansuk.collect.guess import Guess, as_declaration, guess
from baansuk.collect.models import Source
from baansuk.collect.openings import open_file
from baansuk.collect.pages import keeper, take_in
from baansuk.collect.reading import read_file
from baansuk.collect.showing import field_words, issue_summary, masked, shown_preview
from baansuk.collect.store import Kept, keep_raw, raw_path
from baansuk.people.fields import UNITS, load_fields
from baansuk.screen.fragments import show
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Refusal, Words

# A preview reads the whole file; above this it would keep the reader waiting.
PREVIEW_BYTES = 5_000_000
LEAVE_OUT, AS_RECEIVED = "-", ""
ERAS = {
    "BE": Words("ปี พ.ศ.", "Buddhist years"),
    "CE": Words("ปี ค.ศ.", "Christian years"),
    "excel": Words("เลขวันที่ของ Excel", "Excel day numbers"),
    "per_value": Words("ดูทีละค่า", "Each value by itself"),
}
INCOMPLETE = ("ยังกรอกไม่ครบหรือไม่ถูกต้อง ดูข้อความใต้ช่องด้านล่าง", "Something is missing or not right; see below the fields.")
UNIT_WORDS = {
    "person": Words("บุคคล", "Person"),
    "household": Words("ครัวเรือน", "Household"),
    "area": Words("หมู่บ้าน/พื้นที่", "Village or area"),
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
        "tables": [
            (table, [(c, field_words(c.field) if c.field else None) for c in table.columns])
            for table in declared.tables
        ],
        "versions": versions,
        "eras": ERAS,
        "deliveries": questions.deliveries_for(scope).filter(source=found)[:10],
    }
    return show(request, "collect/source.html", values)


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
        _check_rows(guess(kept.path, file.name))
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
    sheet = request.POST.get("sheet") or request.GET.get("sheet", "")
    guessed = _as_chosen(guess(path, filename, sheet), request.POST)
    posted = request.method == "POST"
    form = SourceForm(request.POST) if posted else SourceForm(initial={"unit": guessed.unit})
    values = {"form": form, "guess": guessed, "columns": _rows(guessed), "choices": _choices(), "digest": digest}
    values |= {"sheet": guessed.sheet, "eras": ERAS, "filename": filename}
    with transaction.atomic():
        gate.write("collect.guess", by=scope.username, partner=scope.partner, subjects=[("file", digest)])
    if not posted:
        return show(request, "collect/source_columns.html", values)
    try:
        if not form.is_valid():
            raise Refusal("incomplete", *INCOMPLETE)
        declared = _declared(guessed, form.cleaned_data)
        if "save" in request.POST:
            made = actions.declare(write_declaration(declared), by=scope.username, partner=scope.partner)
            messages.success(request, say(f"บันทึกเป็นรุ่นที่ {made.version} แล้ว", f"Saved as version {made.version}"))
            if request.POST["save"] != "receive":
                return redirect("source", code=declared.code)
            kept = Kept(digest, path.stat().st_size, path)
            return take_in(scope, kept, filename, source=declared.code, sheet=guessed.sheet)
        values |= _preview(path, filename, declared, guessed.sheet)
    except Refusal as refusal:
        values["refusal"] = refusal
    return show(request, "collect/source_columns.html", values, status=422 if "refusal" in values else 200)


def _as_chosen(guessed: Guess, posted: Mapping[str, str]) -> Guess:
    """Return the guess with what the keeper chose in its place; what nobody knows is kept as received."""
    known = {*load_fields(), LEAVE_OUT, AS_RECEIVED}
    chosen = []
    for number, column in enumerate(guessed.columns):
        field = posted.get(f"column-{number}", column.field)
        era = posted.get(f"era-{number}", column.era)
        chosen.append(replace(column, field=field if field in known else AS_RECEIVED, era=era if era in ERAS else ""))
    return replace(guessed, unit=posted.get("unit", guessed.unit), columns=tuple(chosen))


def _declared(guessed: Guess, given: Mapping[str, Any]) -> SourceDeclaration:
    """Return the declaration as chosen; raises Refusal ``bad_columns`` that says which column does not fit."""
    names = {key: given[key] for key in ("code", "name_th", "name_en", "partner", "agreement")}
    _check_once(guessed)
    try:
        made = as_declaration(guessed, chosen={one.header: one.field for one in guessed.columns}, **names)
    except ValueError as error:
        # pydantic says which column is wrong; its words are English, so they stand behind our own sentence.
        said = _first(error)
        raise Refusal(
            "bad_columns", f"จับคู่คอลัมน์ยังไม่ถูกต้อง: {said}", f"The columns do not fit together yet: {said}"
        ) from error
    return made.model_copy(update={"delivery": given["delivery"]})


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
        summary = issue_summary(pl.scan_parquet(Path(folder) / "issues.parquet"))
    preview = shown_preview(questions.preview_of(table.name, frame), declared.tables[0])
    return {"preview": preview, "read": table, "summary": summary}


def _name_key(digest: str) -> str:
    return f"new-source-{digest}"


def _rows(guessed: Guess) -> list[dict[str, Any]]:
    """Return what the page shows of each column; first cells with their id numbers masked."""
    fields = load_fields()
    return [
        {
            "number": number,
            "header": column.header,
            "field": column.field,
            "sure": column.sure,
            "samples": [masked(cell) for cell in column.samples],
            "era": column.era or "per_value",
            "is_date": column.field in fields and fields[column.field].type == "date",
        }
        for number, column in enumerate(guessed.columns)
        if column.header
    ]


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the meanings a column can have, in groups as a page shows them."""
    groups: dict[str, list[tuple[str, str]]] = {unit: [] for unit in UNITS}
    for code, one in load_fields().items():
        groups[one.unit].append((code, say_words(one.words)))
    keep = [(AS_RECEIVED, say("เก็บไว้ตามที่ได้รับ", "Keep as received")), (LEAVE_OUT, say("ไม่ใช้คอลัมน์นี้", "Leave out"))]
    return [(say("ไม่ตีความ", "Without meaning"), keep), *((say_words(UNIT_WORDS[unit]), groups[unit]) for unit in UNITS)]


def _first(error: ValueError) -> str:
    """Return the first thing that pydantic found, without its own surroundings."""
    if isinstance(error, ValidationError):
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")[:200]
    return str(error)[:200]
