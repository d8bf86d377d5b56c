"""What may be done with sources and deliveries: declare, receive, accept, reject, withdraw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.collect.declaration import SourceDeclaration, read_declaration
from baansuk.collect.models import Declaration, Delivery, Source
from baansuk.collect.moves import check_move
from baansuk.collect.openings import Opened, open_file
from baansuk.collect.questions import comparison, current_declarations, load_places
from baansuk.collect.reading import FileRead, read_file
from baansuk.collect.receipts import new_receipt
from baansuk.collect.recognising import recognise
from baansuk.collect.store import Kept, keep_raw, reading_folder
from baansuk.thai.words import Refusal

# Told stage by stage: "keeping" in bytes, "reading" in rows.
Progress = Callable[[str, int], None]


def declare(text: str, *, by: str, partner: str = "") -> Declaration:
    """Keep a declaration as the next version of its source; the same text again is the same version.

    Raises Refusal ``bad_declaration``.
    """
    read = read_declaration(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        source, _ = Source.objects.select_for_update().get_or_create(
            code=read.code, defaults={"name_th": read.name_th, "name_en": read.name_en, "partner": read.partner}
        )
        newest = source.declarations.order_by("-version").first()
        if newest is not None and newest.sha256 == digest:
            return newest
        Source.objects.filter(pk=source.pk).update(name_th=read.name_th, name_en=read.name_en, partner=read.partner)
        made = Declaration.objects.create(
            source=source,
            version=(newest.version if newest else 0) + 1,
            text=text,
            sha256=digest,
            declared_by=by,
            declared_at=timezone.now(),
        )
        gate.write(
            "collect.declare",
            by=by,
            partner=partner,
            subjects=[("source", source.code)],
            about={"version": made.version},
        )
    return made


def load_shipped_sources(*, by: str) -> list[Declaration]:
    """Declare the sources that come with the house, except where this province has declared a version of its own."""
    made = []
    for text in shipped_declarations():
        code = read_declaration(text).code
        newest = Declaration.objects.filter(source=code).order_by("-version").first()
        if newest is None or newest.declared_by == by:
            made.append(declare(text, by=by))
    return made


def shipped_declarations() -> list[str]:
    """Return the TOML text of each source that comes with the house."""
    folder = files("baansuk.collect").joinpath("sources")
    found = sorted(one.name for one in folder.iterdir() if one.is_dir() and one.joinpath("source.toml").is_file())
    return [folder.joinpath(name, "source.toml").read_text(encoding="utf-8") for name in found]


def receive(
    stream: BinaryIO | Path,
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
    reason. Raises Refusal when the store or the area list cannot take a file at all; then nothing is acknowledged.
    """
    if isinstance(stream, Path):
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
    kept = Kept(delivery.sha256, delivery.size, Path(settings.STORE) / "deliveries" / delivery.sha256 / "raw")
    sheet = str(delivery.summary.get("asked_sheet", ""))
    return _take(_Arrival(kept, delivery.filename, sheet, by, delivery.partner, progress), delivery.source_id)


def _take(arrival: _Arrival, source: str | None) -> Delivery:
    try:
        opened = open_file(arrival.kept.path, arrival.filename)
        declared = _declaration_of(opened, arrival.filename, source)
    except Refusal as refusal:
        return _refuse_unread(arrival, source, refusal)
    delivery, again = _begin(arrival, declared)
    if again:
        return delivery
    declaration = read_declaration(declared.text)
    folder = reading_folder(Path(settings.STORE), arrival.kept.sha256, declaration.code, declared.version)
    try:
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
        if refusal.code.startswith("store_"):
            raise
        return _end(delivery, "refused", {}, arrival, refusal)
    return _checked(delivery, declaration, read, arrival)


def _declaration_of(opened: Opened, filename: str, source: str | None) -> Declaration:
    newest = current_declarations()
    if source is None:
        source = recognise(opened, filename, [read_declaration(one.text) for one in newest.values()]).code
    if source not in newest:
        raise Refusal(
            "no_such_source",
            f"ยังไม่มีการประกาศแหล่งข้อมูล “{source}”",
            f"No source “{source}” has been declared.",
        )
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
                agreement=read_declaration(declared.text).agreement if declared else "",
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


def check_can_accept(delivery: Delivery, because: str = "") -> None:
    """Raise Refusal ``wrong_state``, ``newer_counts`` or ``reason_needed`` when it cannot be accepted now."""
    check_move(delivery.state, "accepted")
    if delivery.state == "superseded":
        # Only withdrawing the newer list brings this one back: a slip of the hand must not turn the register back.
        raise Refusal(
            "newer_counts",
            "มีไฟล์ฉบับใหม่กว่านับอยู่แล้ว ถ้าต้องการกลับมาใช้ฉบับนี้ ให้ถอนฉบับใหม่ออกก่อนพร้อมเหตุผล",
            "A newer file counts in its place. To use this one again, withdraw the newer one first, with a reason.",
        )
    if delivery.state == "held" and not because.strip():
        raise Refusal(
            "reason_needed",
            f"ชุดข้อมูลนี้ผิดจากที่แหล่งข้อมูลประกาศไว้: {delivery.reason_th} ถ้าจะรับ ต้องเขียนเหตุผล",
            f"This delivery is not as its source declares: {delivery.reason_en} To accept it, write why.",
        )


def can_accept(delivery: Delivery) -> bool:
    """Say whether the delivery may be accepted, given a reason where one is needed."""
    try:
        check_can_accept(delivery, because="…")
    except Refusal:
        return False
    return True


def accept(delivery: Delivery, *, by: str, because: str = "", partner: str = "") -> Delivery:
    """Let a delivery count from the next run on; a full list takes the place of the accepted one of its part."""
    check_can_accept(delivery, because)
    with transaction.atomic():
        current = _locked(delivery)
        check_can_accept(current, because)
        replaced = _supersede(current)
        _decide(current, "accepted", by, because)
        gate.write(
            "collect.accept",
            by=by,
            partner=partner,
            subjects=[("delivery", one.receipt) for one in (current, *replaced)],
            about={"superseded": len(replaced), "held": bool(because.strip())},
        )
    return current


def reject(delivery: Delivery, *, by: str, because: str, partner: str = "") -> Delivery:
    """Send a delivery back to its agency, with the reason."""
    return _close(delivery, "rejected", "collect.reject", by, because, partner)


def withdraw(delivery: Delivery, *, by: str, because: str, partner: str = "") -> Delivery:
    """Take an accepted delivery out again, with the reason; the list that it had replaced counts again."""
    return _close(delivery, "withdrawn", "collect.withdraw", by, because, partner)


def _close(delivery: Delivery, state: str, act: str, by: str, because: str, partner: str) -> Delivery:
    check_move(delivery.state, state)
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed.")
    with transaction.atomic():
        current = _locked(delivery)
        check_move(current.state, state)
        was_accepted = current.state == "accepted"
        _decide(current, state, by, because)
        restored = _restore(current) if state == "withdrawn" and was_accepted else None
        gate.write(
            act,
            by=by,
            partner=partner,
            subjects=[("delivery", one.receipt) for one in (current, restored) if one],
            about={"state": state},
        )
    return current


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update().get(pk=delivery.pk)


def _decide(delivery: Delivery, state: str, by: str, because: str) -> None:
    delivery.state, delivery.decided_by, delivery.decided_at = state, by, timezone.now()
    if because.strip():
        delivery.reason_th = delivery.reason_en = because.strip()
        delivery.reason_code = "person"
    delivery.save(update_fields=["state", "decided_by", "decided_at", "reason_th", "reason_en", "reason_code"])


def _same_list(delivery: Delivery) -> Any:
    return Delivery.objects.filter(source=delivery.source_id, part=delivery.part, tables=delivery.tables).exclude(
        pk=delivery.pk
    )


def _supersede(delivery: Delivery) -> Sequence[Delivery]:
    if delivery.summary.get("delivery") != "full":
        return []
    replaced = list(_same_list(delivery).select_for_update().filter(state="accepted"))
    Delivery.objects.filter(pk__in=[one.pk for one in replaced]).update(state="superseded")
    return replaced


def _restore(delivery: Delivery) -> Delivery | None:
    if delivery.summary.get("delivery") != "full":
        return None
    earlier: Delivery | None = (
        _same_list(delivery).select_for_update().filter(state="superseded").order_by("-decided_at").first()
    )
    if earlier is not None:
        check_move(earlier.state, "accepted")
        Delivery.objects.filter(pk=earlier.pk).update(state="accepted")
    return earlier


def _bare(filename: str) -> str:
    """Return the name without any folder and control characters, short enough to keep."""
    bare = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[-255:] or "file"


def _bytes(progress: Progress | None) -> Callable[[int], None] | None:
    return (lambda done: progress("keeping", done)) if progress else None


def _rows(progress: Progress | None) -> Callable[[int], None] | None:
    return (lambda done: progress("reading", done)) if progress else None


__all__ = [
    "accept",
    "can_accept",
    "check_can_accept",
    "comparison",
    "declare",
    "load_shipped_sources",
    "receive",
    "reject",
    "resume",
    "withdraw",
]
