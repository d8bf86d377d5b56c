"""Taking a file in: kept as it came, recognised, read, and said what came of it; nothing counts yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.agree.questions import agreement_of_delivery
from baansuk.audit import gate
from baansuk.collect.declaration import SourceDeclaration, read_declaration
from baansuk.collect.erased import erased_again
from baansuk.collect.known_sources import current_declarations, no_such_source
from baansuk.collect.models import Declaration, Delivery, Source
from baansuk.collect.moves import check_move
from baansuk.collect.openings import OF_THE_HOUSE, Opened, open_file, readable, told_by_name
from baansuk.collect.questions import load_places
from baansuk.collect.reading import FileRead, read_file
from baansuk.collect.receipts import new_receipt
from baansuk.collect.recognising import recognise
from baansuk.collect.store import Kept, keep_raw, raw_path, reading_folder
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import Shelved

# Told stage by stage: "keeping" in bytes, "reading" in rows.
Progress = Callable[[str, int], None]


def receive(
    stream: BinaryIO | Path | Kept,
    *,
    filename: str,
    by: str,
    source: str | None = None,
    sheet: str = "",
    partner: str = "",
    progress: Progress | None = None,
) -> Delivery:
    """Take a file in: keep it, find whose it is, read it, and say what came of it.

    The raw file is durable before anything else is written, the clean tables before the delivery leaves ``received``.
    A file cut short by a crash is read again from its raw copy when it is sent again (or by ``resume``). The same file
    under the same declaration is the same delivery. A file that cannot be read is kept too, as ``refused`` with its
    reason. A file that is in the store already is given as ``Kept``. Raises Refusal when the store or the area list cannot take a file at all; then nothing is acknowledged.
    """
    if isinstance(stream, Kept):
        kept = stream
    elif isinstance(stream, Path):
        with stream.open("rb") as handle:
            kept = keep_raw(handle, Path(settings.STORE), _bytes(progress))
    else:
        kept = keep_raw(stream, Path(settings.STORE), _bytes(progress))
    return _take(_Arrival(kept, _bare(filename), sheet, by, partner, progress), source)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A kept file and how it came."""

    kept: Kept
    filename: str
    sheet: str
    by: str
    partner: str
    progress: Progress | None


def resume(delivery: Delivery, *, by: str, progress: Progress | None = None) -> Delivery:
    """Read a delivery that a crash left as ``received`` again from its raw copy."""
    check_move(delivery.state, "checked")
    kept = Kept(delivery.sha256, delivery.size, raw_path(Path(settings.STORE), delivery.sha256))
    sheet = str(delivery.summary.get("asked_sheet", ""))
    return _take(_Arrival(kept, delivery.filename, sheet, by, delivery.partner, progress), delivery.source_id)


def _take(arrival: _Arrival, source: str | None) -> Delivery:
    if (erased := erased_again(arrival.kept)) is not None:
        return erased
    with readable(arrival.kept.path) as file:
        return _take_open(file, arrival, source)


def _take_open(file: Path | Shelved, arrival: _Arrival, source: str | None) -> Delivery:
    try:
        opened = open_file(file, arrival.filename, arrival.kept.shape)
        declared = _declaration_of(opened, arrival.filename, source)
    except Refusal as refusal:
        if refusal.code.startswith(OF_THE_HOUSE):
            raise
        return _refuse_unread(arrival, source, refusal)
    delivery, again = _begin(arrival, declared)
    if again:
        return delivery
    declaration = read_declaration(declared.text)
    folder = reading_folder(Path(settings.STORE), arrival.kept.sha256, declaration.code, declared.version)
    try:
        with told_by_name(opened):
            read = read_file(
                opened,
                arrival.filename,
                declaration,
                load_places(),
                folder,
                today=timezone.localdate(),
                delivery=delivery.pk,
                sheet=arrival.sheet,
                progress=_rows(arrival.progress),
            )
    except Refusal as refusal:
        if refusal.code.startswith(OF_THE_HOUSE):
            raise  # what is wrong is with the house, not with the file
        return _end(delivery, "refused", {}, arrival, refusal)
    return _checked(delivery, declaration, read, arrival)


def _declaration_of(opened: Opened, filename: str, source: str | None) -> Declaration:
    newest = current_declarations()
    if source is None:
        with told_by_name(opened):
            source = recognise(opened, filename, [read_declaration(one.text) for one in newest.values()]).code
    if source not in newest:
        raise no_such_source(source, sorted(newest))
    return newest[source]


def _begin(arrival: _Arrival, declared: Declaration) -> tuple[Delivery, bool]:
    """Return the delivery of this file, and whether it was already read (then nothing is left to do)."""
    same = Delivery.objects.filter(source=declared.source_id, sha256=arrival.kept.sha256)
    live = same.filter(state__in=("accepted", "superseded")).order_by("-pk").first()
    found = live or same.filter(declaration=declared).first()
    if found is not None and _asks_other_sheet(found, arrival):
        return _reopen(found, arrival), False
    if found is not None:
        return found, found.state != "received"
    return _make(arrival, declared.source_id, declared), False


def _asks_other_sheet(found: Delivery, arrival: _Arrival) -> bool:
    """Say whether a refused file comes again with the answer to the question which of its sheets is meant."""
    return found.state == "refused" and bool(arrival.sheet) and arrival.sheet != found.summary.get("asked_sheet")


def _reopen(found: Delivery, arrival: _Arrival) -> Delivery:
    check_move(found.state, "received")
    with transaction.atomic():
        Delivery.objects.filter(pk=found.pk, state="refused").update(
            state="received", summary={"asked_sheet": arrival.sheet}, reason_code="", reason_th="", reason_en=""
        )
        gate.write(
            "collect.receive",
            by=arrival.by,
            partner=arrival.partner,
            subjects=[("delivery", found.receipt)],
            about={"source": found.source_id or "", "again": True},
        )
    return Delivery.objects.get(pk=found.pk)


def _make(arrival: _Arrival, source: str | None, declared: Declaration | None) -> Delivery:
    """Make the row that gives the delivery its number; of two at once the second finds the row of the first."""
    about: dict[str, Any] = {"asked_sheet": arrival.sheet} if arrival.sheet else {}
    try:
        with transaction.atomic():
            made = Delivery.objects.create(
                source_id=source,
                declaration=declared,
                receipt=new_receipt(timezone.localdate().year + 543),
                sha256=arrival.kept.sha256,
                filename=arrival.filename,
                size=arrival.kept.size,
                agreement=_agreement_of(source, declared),
                partner=arrival.partner,
                summary=about,
                received_by=arrival.by,
                received_at=timezone.now(),
            )
            gate.write(
                "collect.receive",
                by=arrival.by,
                partner=arrival.partner,
                subjects=[("delivery", made.receipt)],
                about={"source": source or "", "bytes": arrival.kept.size},
            )
    except IntegrityError:
        return Delivery.objects.get(source=source, sha256=arrival.kept.sha256, declaration=declared)
    return made


def _agreement_of(source: str | None, declared: Declaration | None) -> str:
    """Return the agreement under which a file comes in; one that is not recorded here has to be assigned."""
    return agreement_of_delivery(source or "", read_declaration(declared.text).agreement) if declared else ""


def _refuse_unread(arrival: _Arrival, source: str | None, refusal: Refusal) -> Delivery:
    """Keep a file that nobody could read, with the reason; the same one again is the same refusal."""
    known = source if source and Source.objects.filter(pk=source).exists() else None
    declared = current_declarations().get(known) if known else None
    found = Delivery.objects.filter(source=known, declaration=declared, sha256=arrival.kept.sha256).first()
    delivery = found or _make(arrival, known, declared)
    return delivery if delivery.state == "refused" else _end(delivery, "refused", {}, arrival, refusal)


def _checked(delivery: Delivery, declaration: SourceDeclaration, read: FileRead, arrival: _Arrival) -> Delivery:
    firsts = [table.first for table in read.tables if table.first]
    lasts = [table.last for table in read.tables if table.last]
    values = {
        "part": read.part,
        "tables": " ".join(sorted(table.name for table in read.tables)),
        "encoding": read.encoding,
        "rows": sum(table.rows for table in read.tables),
        "rows_clean": sum(table.clean for table in read.tables),
        "rows_refused": sum(table.refused for table in read.tables),
        "rows_held": sum(table.held for table in read.tables),
        "cells_normalised": sum(sum(table.changed.values()) for table in read.tables),
        "observed_first": min(firsts, default=None),
        "observed_last": max(lasts, default=None),
        "summary": {
            "tables": [table.about() for table in read.tables],
            "odd": list(read.odd),
            "delivery": declaration.delivery,
        },
    }
    refusal = _odd_words(declaration, read) if read.odd else None
    return _end(delivery, "held" if read.odd else "checked", values, arrival, refusal)


def _odd_words(declaration: SourceDeclaration, read: FileRead) -> Refusal:
    rows = ", ".join(f"{table.name} {table.rows:,}" for table in read.tables)
    bad = sum(table.refused for table in read.tables)
    expected = ", ".join(f"{t.name} {t.rows[0]:,}-{t.rows[1]:,}" for t in declaration.tables)
    return Refusal(
        "outside_declared",
        f"จำนวนแถว ({rows}) หรือแถวที่อ่านไม่ได้ ({bad:,}) อยู่นอกช่วงที่แหล่งข้อมูลประกาศไว้ ({expected})",
        f"The rows ({rows}) or the rows refused ({bad:,}) are outside what the source declares ({expected}).",
    )


def _end(
    delivery: Delivery, state: str, values: dict[str, Any], arrival: _Arrival, refusal: Refusal | None
) -> Delivery:
    """Take a delivery out of ``received`` with its counts, once: of two workers the second changes nothing."""
    if refusal is not None:
        values |= {
            "reason_code": refusal.code[:40],
            "reason_th": refusal.words.th,
            "reason_en": refusal.words.en,
        }
    with transaction.atomic():
        moved = Delivery.objects.filter(pk=delivery.pk, state="received").update(state=state, **values)
        if moved:
            gate.write(
                "collect.read",
                by=arrival.by,
                partner=arrival.partner,
                subjects=[("delivery", delivery.receipt)],
                outcome="refused" if state == "refused" else "done",
                about={"state": state, "rows": values.get("rows", 0), "reason": refusal.code if refusal else ""},
            )
    return Delivery.objects.get(pk=delivery.pk)


def _bare(filename: str) -> str:
    """Return the name without any folder and control characters, short enough to keep."""
    bare = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[-255:] or "file"


def _bytes(progress: Progress | None) -> Callable[[int], None] | None:
    return (lambda done: progress("keeping", done)) if progress else None


def _rows(progress: Progress | None) -> Callable[[int], None] | None:
    return (lambda done: progress("reading", done)) if progress else None
