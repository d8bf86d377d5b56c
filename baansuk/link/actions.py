"""The one way to link: read what was accepted, link it, store the result as a new edition of the register."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.db import transaction

from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.collect.models import Delivery
from baansuk.collect.questions import load_places
from baansuk.collect.under_agreements import check_usable, usable_tables
from baansuk.engine import open_engine
from baansuk.link.linker import FILES_BEFORE, link_tables
from baansuk.link.questions import codes_to_restore, judgements_table
from baansuk.link.reading import Table
from baansuk.link.review_loading import load_review
from baansuk.link.workshop import Asked
from baansuk.people import actions as people
from baansuk.people import editions
from baansuk.people.blind import mark_ids
from baansuk.people.models import Edition, IssuedCode
from baansuk.people.trust import Trust, load_trust
from baansuk.runs.hold import Hold
from baansuk.thai.words import Refusal, Words
from baansuk.vault.shelf import place_folder, unsealed, unsealed_folder

# Above this DuckDB spills to disk; with Python's own tables the process stays below about 3 GB at a million persons.
ENGINE_MEMORY = "2GB"

QUESTIONS = ("review.parquet", "events.parquet")

# Done, total, and the words of a stage when it begins.
Progress = Callable[[int, int, Words | None], None]

STAGE_WORDS = {
    "read": Words("เปิดรายชื่อที่รับไว้", "Opening the accepted records"),
    "persons": Words("เชื่อมระเบียนที่เป็นคนเดียวกัน", "Linking records of the same person"),
    "households": Words("จัดคนเข้าครัวเรือน", "Gathering persons into households"),
    "codes": Words("คงรหัสเดิมและออกรหัสใหม่", "Keeping codes and issuing new ones"),
    "places": Words("หาที่ตั้งของครัวเรือน", "Finding where households are"),
    "statements": Words("รวมข้อเท็จจริงจากทุกแหล่ง", "Gathering what every source says"),
    "values": Words("เลือกค่าที่ใช้เมื่อแหล่งข้อมูลไม่ตรงกัน", "Choosing the values in use"),
    "register": Words("เขียนทะเบียน", "Writing the register"),
    "store": Words("บันทึกทะเบียนลงฐานข้อมูล", "Storing the register"),
}


def link(*, by: str, run: Hold | None = None, progress: Progress | None = None, engine: str = "") -> int:
    """Link the accepted deliveries into a new edition and return its number (state ``linked``, not yet published).

    Only those count whose agreement is in force today; how many were left out stands in the edition. An attempt that was cut off before is dropped and begun anew, so it may be called again at any time.
    Raises Refusal ``nothing_accepted`` when no accepted delivery has a person or a household, ``no_agreement_in_force``
    when none of them may be used.
    """
    usable = usable_tables(today())
    check_usable(usable)
    listed = usable.tables
    parts = dict(Delivery.objects.filter(pk__in={table.delivery for table in listed}).values_list("pk", "part"))
    tables = [
        Table(
            table.delivery,
            table.source,
            table.unit,
            table.table,
            table.path,
            table.agreement,
            part=str(parts.get(table.delivery, "")),
        )
        for table in listed
    ]
    return link_given(
        tables, by=by, run=run, progress=progress, engine=engine, home=load_places().province, waiting=usable.waiting
    )


def link_given(
    tables: Sequence[Table],
    *,
    by: str,
    run: Hold | None = None,
    progress: Progress | None = None,
    engine: str = "",
    trust: Trust | None = None,
    home: str = "",
    waiting: int = 0,
) -> int:
    """Link the given clean tables (see ``link``); ``home`` is the province that all of them speak of.

    ``waiting`` is how many accepted deliveries were left out because no agreement in force covers them.
    """
    if not any(table.unit in ("person", "household") for table in tables):
        raise Refusal(
            "nothing_accepted",
            "ยังไม่มีไฟล์ที่ยืนยันให้ใช้ ให้รับไฟล์และยืนยันก่อน",
            "No delivery has been accepted yet; receive files and accept them first.",
        )
    telling = _Telling(run, progress)
    trust = trust or load_trust()
    for left in Edition.objects.filter(state="building"):
        people.drop_edition(edition=left.number, by=by, check=telling.check)
    number = people.open_edition(by=by, check=telling.check)
    counts = _make_files(number, tables, trust, home, engine, telling)
    telling.stage("store")
    about = {
        "deliveries": {str(table.delivery): [table.source, table.agreement] for table in tables},
        "sources": sorted({table.source for table in tables}),
        "counts": counts,
        "linkage": _linkage_of(number),
        "trust": trust.as_dict(),
        "waiting_for_agreement": waiting,
    }
    people.store_edition(edition=number, about=about, by=by, check=telling.check, progress=telling.tell)
    _load_questions(number, telling)
    with transaction.atomic():
        telling.check()
        gate.write("link.link", by=by, subjects=[("edition", str(number))], about=counts)
    return number


def _load_questions(number: int, telling: _Telling) -> None:
    """Bring what people are to look at, and how records moved, from the edition's files into the database."""
    with unsealed_folder(editions.folder(number), *QUESTIONS) as folder:
        load_review(number, folder / "review.parquet", folder / "events.parquet", check=telling.check)


def _linkage_of(number: int) -> dict[str, Any]:
    """Return what the edition keeps of its linkage, without the model: that stays in the store, dated with its edition."""
    with unsealed_folder(editions.folder(number), "linkage.json") as folder:
        told: dict[str, Any] = json.loads((folder / "linkage.json").read_text(encoding="utf-8"))
    return {name: value for name, value in told.items() if name != "model"}


def _make_files(
    number: int, tables: Sequence[Table], trust: Trust, home: str, engine: str, telling: _Telling
) -> dict[str, int]:
    """Fill a private folder and give it to the store as the edition's, sealed, when every file in it is whole."""
    target = editions.folder(number)
    before = Edition.objects.filter(state="current").first()
    earlier = editions.folder(before.number) if before else None
    with ExitStack() as stack:
        building = stack.enter_context(place_folder(target))
        work = building / "work"
        work.mkdir()
        asked = Asked(
            tables=[replace(table, path=stack.enter_context(unsealed(table.path))) for table in tables],
            folder=building,
            work=work,
            before=stack.enter_context(unsealed_folder(earlier, *FILES_BEFORE))
            if earlier and earlier.is_dir()
            else None,
            trust=trust,
            mark_ids=mark_ids,
            taken=set(IssuedCode.objects.values_list("code", flat=True).iterator(chunk_size=50_000)),
            home=home,
            judgements=judgements_table().rows(),
            restored=codes_to_restore().rows(),
            number=number,
        )
        with open_engine(engine, memory=ENGINE_MEMORY, spill=work / "spill") as opened:
            counts = link_tables(opened, asked, lambda name, done, total: telling.step(name, done, total))
        shutil.rmtree(work)
    return counts


class _Telling:
    """Whom to tell how far the work is, and whom to ask whether it may still write."""

    def __init__(self, run: Hold | None, progress: Progress | None) -> None:
        self._run = run
        self._progress = progress
        self._stage = ""

    def check(self) -> None:
        if self._run is not None:
            self._run.check()

    def stage(self, name: str) -> None:
        if name == self._stage:
            return
        self._stage = name
        if self._run is not None:
            self._run.stage(f"link.{name}", STAGE_WORDS[name])
        if self._progress is not None:
            self._progress(0, 0, STAGE_WORDS[name])

    def step(self, name: str, done: int, total: int) -> None:
        self.stage(name)
        self.tell(done, total)

    def tell(self, done: int, total: int) -> None:
        if self._run is not None:
            self._run.progress(done, total)
        if self._progress is not None:
            self._progress(done, total, None)
