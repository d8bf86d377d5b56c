"""What is due to be erased, what waits for a second person, and which rows of which deliveries are a person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from baansuk.access.person_questions import may_approve
from baansuk.access.questions import today
from baansuk.agree.models import Annex
from baansuk.agree.term_reading import term_of
from baansuk.collect.kin_cells import kin_cells, numbers_of
from baansuk.collect.models import Delivery
from baansuk.collect.questions import table_path
from baansuk.people.models import RecordLink
from baansuk.people.questions import current_edition
from baansuk.protect.models import Erasure, Tombstone
from baansuk.protect.retention import Keeping, due_of
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed

AHEAD = timedelta(days=180)
TO_ERASE = ("accepted", "superseded", "rejected", "withdrawn", "checked", "held", "refused")


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery with the day from which it may not be kept."""

    delivery: Delivery
    day: date
    over: bool


def keepings() -> list[Keeping]:
    """Return what the annexes say of how long each register is kept, the newest approved version of each."""
    found = Annex.objects.exclude(approved_at=None).select_related("agreement").order_by("version")
    said: dict[tuple[str, str, str], Keeping] = {}
    for annex in found:
        ends = term_of(annex.agreement).last_day
        if ends is None or annex.retention_months is None:
            continue
        for source in annex.registers:
            key = (annex.agreement_id, annex.partner_id, source)
            said[key] = Keeping(annex.agreement_id, source, annex.partner_id, annex.retention_months, ends)
    return list(said.values())


def due_deliveries() -> list[Due]:
    """Return the deliveries whose time is over, and those whose time ends soon, what is over longest first."""
    rules, day = keepings(), today()
    listed = Delivery.objects.filter(state__in=TO_ERASE).exclude(agreement="").select_related("source")
    found = [
        Due(one, due, due <= day)
        for one in listed
        if (due := due_of(one.agreement, str(one.source_id), rules)) is not None and due <= day + AHEAD
    ]
    return sorted(found, key=lambda one: (one.day, one.delivery.pk))


def waiting_erasures(username: str) -> list[tuple[Erasure, bool]]:
    """Return the erasures that wait for a second person, each with whether this account may be that person."""
    waiting = Erasure.objects.filter(state="asked").order_by("asked_at", "pk")
    return [(one, may_approve(by=username, drafted_by=one.asked_by, drafted_on=one.asked_at.date())) for one in waiting]


def tombstones() -> list[Tombstone]:
    """Return what was erased, the newest first."""
    return list(Tombstone.objects.order_by("-pk")[:100])


def records_of(person: str) -> dict[int, set[int]]:
    """Return the ids of a person's records by delivery, in lists that count and in those that no longer do.

    What counts is known by its link. In an older, withdrawn or waiting list a row is the person's by the same id number, or,
    where neither has one, by the same name and full birth date.
    """
    links = RecordLink.objects.filter(edition=current_edition(), person_code=person)
    found: dict[int, set[int]] = {}
    for record, delivery in links.values_list("record_id", "delivery"):
        found.setdefault(delivery, set()).add(record)
    own = [_rows(one, found[one.pk]) for one in Delivery.objects.filter(pk__in=list(found))]
    marks = pl.concat(own).unique() if own else _no_marks()
    for other in Delivery.objects.filter(state__in=TO_ERASE).exclude(pk__in=list(found)):
        if same := _same_person(other, marks):
            found[other.pk] = same
    return found


def kin_cells_of(found: dict[int, set[int]]) -> dict[int, dict[str, list[int]]]:
    """Return by delivery and column the other persons' records that bear the number of the person whose records these are."""
    own = Delivery.objects.filter(pk__in=list(found)).select_related("declaration")
    numbers = {number for one in own for number in numbers_of(one, found[one.pk])}
    listed = Delivery.objects.filter(state__in=TO_ERASE).select_related("declaration").order_by("pk")
    cells = {one.pk: _others(kin_cells(one, numbers), found.get(one.pk, set())) for one in listed}
    return {number: kin for number, kin in cells.items() if kin}


def _others(kin: dict[str, list[int]], own: set[int]) -> dict[str, list[int]]:
    left = {column: [record for record in records if record not in own] for column, records in kin.items()}
    return {column: records for column, records in left.items() if records}


_MARKS = {"national_id": pl.String, "given_key": pl.String, "family_key": pl.String, "birth_date": pl.Date}


def _no_marks() -> pl.DataFrame:
    return pl.DataFrame(schema=_MARKS)


def _tables(delivery: Delivery) -> list[pl.DataFrame]:
    """Return record ids and marks of each table of persons of a delivery."""
    frames = []
    for about in delivery.summary.get("tables", []):
        path = table_path(delivery, about["name"])
        if about["unit"] == "person" and path.exists():
            with unsealed(path) as clear:
                frames.append(pl.read_parquet(clear, columns=["record_id", *_MARKS]))
    return frames


def _rows(delivery: Delivery, records: set[int]) -> pl.DataFrame:
    frames = [frame.filter(pl.col("record_id").is_in(sorted(records))).select(*_MARKS) for frame in _tables(delivery)]
    return pl.concat([_no_marks(), *frames])


def _same_person(delivery: Delivery, marks: pl.DataFrame) -> set[int]:
    ids = marks["national_id"].drop_nulls().to_list()
    by_name = marks.filter(pl.col("birth_date").is_not_null() & pl.col("given_key").is_not_null())
    found: set[int] = set()
    for frame in _tables(delivery):
        found |= set(frame.filter(pl.col("national_id").is_in(ids))["record_id"].to_list())
        unnumbered = frame.filter(pl.col("national_id").is_null())
        keys = by_name.select("given_key", "family_key", "birth_date").unique()
        joined = unnumbered.join(keys, on=["given_key", "family_key", "birth_date"], how="semi", nulls_equal=True)
        found |= set(joined["record_id"].to_list())
    return found


def check_no_law(person: str) -> None:
    """Raise Refusal ``law_keeps`` where facts of a person came in under an annex whose basis is a legal duty."""
    numbers = RecordLink.objects.filter(edition=current_edition(), person_code=person).values("delivery").distinct()
    came = set(Delivery.objects.filter(pk__in=numbers).values_list("agreement", "source"))
    duties = Annex.objects.filter(state="approved", basis_24="legal_duty").select_related("partner")
    for annex in duties:
        if any((annex.agreement_id, source) in came for source in annex.registers):
            raise Refusal(
                "law_keeps",
                f"ลบไม่ได้ เพราะ{annex.partner.name_th}มีหน้าที่ตามกฎหมายต้องเก็บข้อมูลนี้ (ม.24(6)) ให้ตอบผู้ขอตามนี้ "
                "หรือใช้การระงับการใช้ข้อมูลแทน",
                f"It cannot be erased: {annex.partner.name_en} is obliged by law to keep it (s.24(6)). Answer so, or hold the "
                "facts back instead.",
            )
