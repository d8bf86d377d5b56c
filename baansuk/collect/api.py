"""Deliveries, for the register keeper's programs: send a file, get its receipt, read what was wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import File, Path, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.audit import gate
from baansuk.collect import intake, questions
from baansuk.collect.issues import issue_kinds
from baansuk.collect.models import Delivery
from baansuk.collect.receipts import SIGNS
from baansuk.collect.showing import issue_value
from baansuk.collect.store import keep_raw
from baansuk.screen.answers import Problem, Said, answers
from baansuk.thai.words import Refusal

router = Router(tags=["deliveries"], auth=Bearer(only=lambda scope: scope.keeps_register))
PAGE = 50
LARGEST = 10**9
Receipt = Annotated[str, Path(pattern=rf"^R-[0-9]{{4}}-[{SIGNS}]{{6}}-[{SIGNS}]$")]
# What the description of the form does not say by itself: nothing beside the file, and not an empty one.
ONE_FILE = {"additionalProperties": False, "properties": {"file": {"minLength": 1}}}
State = Literal["received", "checked", "held", "accepted", "rejected", "withdrawn", "superseded", "refused"]


class DeliveryShown(Schema):
    """One file as it arrived and what became of it; ``reason`` says why it waits, was refused or was sent back."""

    receipt: str
    state: State
    source: str | None
    partner: str
    agreement: str
    filename: str
    size: int
    sha256: str
    rows: int
    rows_clean: int
    rows_refused: int
    rows_held: int
    observed_first: date | None
    observed_last: date | None
    reason: Problem | None
    received_by: str
    received_at: datetime


class DeliveryPage(Schema):
    """Deliveries, the newest first; ``next`` goes into ``before`` for those that follow, null at the end."""

    deliveries: list[DeliveryShown]
    next: str | None


class Taken(Schema):
    """What came of a file: a delivery, or the number of the run that reads a large one in the background."""

    delivery: DeliveryShown | None
    run: int | None


class IssueShown(Schema):
    """One thing that was wrong: where it stands in the file, and why. ``answer``: R row refused, Q taken in question."""

    table: str
    row: int
    column: str
    value: str = Field(description="As received; id numbers are masked.")
    code: str
    answer: str
    said: Said


class IssuePage(Schema):
    """Issues in the order of the file; ``next`` goes into ``first`` for those that follow, null at the end."""

    issues: list[IssueShown]
    next: int | None


def shown(one: Delivery) -> DeliveryShown:
    """Return a delivery as a program reads it."""
    reason = Problem(code=one.reason_code, th=one.reason_th, en=one.reason_en) if one.reason_code else None
    same = {name: getattr(one, name) for name in DeliveryShown.model_fields if name not in ("source", "reason")}
    return DeliveryShown(source=one.source_id, reason=reason, **same)


def _found(request: HttpRequest, receipt: str) -> Delivery:
    try:
        return questions.delivery_for(scope_on(request), receipt)
    except Delivery.DoesNotExist as absent:
        raise Http404 from absent


def _look(request: HttpRequest, act: str, found: Delivery) -> None:
    scope = scope_on(request)
    with transaction.atomic():
        gate.write(act, by=scope.username, partner=scope.partner, subjects=[("delivery", found.receipt)])


@router.post(
    "/deliveries",
    response=answers(Taken, 400, 404, 413, 503) | {201: Taken, 202: Taken},
    summary="Send a file",
    openapi_extra={"requestBody": {"content": {"multipart/form-data": {"schema": ONE_FILE}}}},
)
def send(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="Excel, ODS, CSV or text, as the agency handed it over.")],
    source: Annotated[str, Query(pattern=r"^([a-z][a-z0-9_]{1,39})?$", description="'' = find it.")] = "",
    sheet: Annotated[str, Query(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$", description="Of a workbook.")] = "",
) -> Status[Taken]:
    """Keep a file and say what came of it: 201 a new delivery, 200 the same file again with its first receipt, 202 a
    large file that a run is reading.

    A file that nobody can read is kept too, as a delivery in the state ``refused`` with its reason.
    """
    if file.size == 0:
        raise Refusal("empty_file", "ไฟล์นี้ว่างเปล่า (0 ไบต์) โปรดตรวจสอบที่ต้นทาง", "This file is empty (0 bytes).")
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise RequestDataTooBig
    scope = scope_on(request)
    kept = keep_raw(file.file, FilePath(settings.STORE))  # type: ignore[arg-type]  # an uploaded file is a binary stream
    known = set(questions.deliveries_for(scope).filter(sha256=kept.sha256).values_list("pk", flat=True))
    made = intake.take_in(scope, kept, file.name or "file", source=source, sheet=sheet)
    if isinstance(made, Delivery):
        return Status(200 if made.pk in known else 201, Taken(delivery=shown(made), run=None))
    return Status(202, Taken(delivery=None, run=made.pk))


@router.get("/deliveries", response=answers(DeliveryPage, 404), summary="Files received, the newest first")
def deliveries(
    request: HttpRequest,
    state: Annotated[State | None, Query(description="Only those in one state.")] = None,
    before: Annotated[str, Query(pattern=rf"^(R-[0-9]{{4}}-[{SIGNS}]{{6}}-[{SIGNS}])?$")] = "",
) -> DeliveryPage:
    """List deliveries, fifty at a time; ``before`` is the receipt after which to go on."""
    found = questions.deliveries_for(scope_on(request)).order_by("-pk")
    if before:
        found = found.filter(pk__lt=_found(request, before).pk)
    if state:
        found = found.filter(state=state)
    rows = list(found[: PAGE + 1])
    return DeliveryPage(
        deliveries=[shown(one) for one in rows[:PAGE]], next=rows[PAGE - 1].receipt if len(rows) > PAGE else None
    )


@router.get("/deliveries/{receipt}", response=answers(DeliveryShown, 404), summary="One file by its receipt")
def delivery(request: HttpRequest, receipt: Receipt) -> DeliveryShown:
    """Return one delivery with its counts and state."""
    found = _found(request, receipt)
    _look(request, "collect.look", found)
    return shown(found)


@router.get("/deliveries/{receipt}/issues", response=answers(IssuePage, 404), summary="What was wrong in a file")
def issues(
    request: HttpRequest,
    receipt: Receipt,
    code: Annotated[str, Query(pattern=r"^[a-z0-9_]{0,60}$", description="Only issues of one kind.")] = "",
    first: Annotated[int, Query(ge=0, le=LARGEST, description="How many to leave out.")] = 0,
) -> IssuePage:
    """List what was wrong row by row, fifty at a time."""
    found = _found(request, receipt)
    _look(request, "collect.issues", found)
    rows = questions.issues_page(found, first=first, most=PAGE + 1, code=code).to_dicts()
    return IssuePage(issues=[_issue(row) for row in rows[:PAGE]], next=first + PAGE if len(rows) > PAGE else None)


def _issue(row: dict[str, Any]) -> IssueShown:
    words = issue_kinds()[row["code"]].words
    kept = {name: row[name] for name in ("table", "row", "column", "code", "answer")}
    return IssueShown(value=issue_value(row["code"], row["value"]), said=Said(th=words.th, en=words.en), **kept)
