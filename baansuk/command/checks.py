"""What the doctor looks at; each finding says what is so and, when it is not well, what to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from baansuk.access.database_addresses import ADDRESSES
from baansuk.access.database_roles import faults, name_now
from baansuk.access.demo_mark import fault_of_the_mark
from baansuk.access.models import DayReached
from baansuk.agree.questions import warnings_due
from baansuk.audit.models import Event
from baansuk.command.key_checks import Finding, key_findings
from baansuk.runs.engines import check_engine
from baansuk.thai.system_faults import reason_of
from baansuk.thai.words import Refusal, Words

LEAST_FREE_BYTES = 2 * 1024**3
LONGEST_WITHOUT_BACKUP = 7


def findings() -> Iterator[Finding]:
    """Look at everything in turn; a broken part does not hide the next."""
    yield _versions()
    yield from _database()
    yield _store(settings.STORE)
    yield from key_findings()
    yield _disk(settings.VAR)
    yield _assets()
    yield from _spark()


def _versions() -> Finding:
    named = f"Python {sys.version.split()[0]}, Django {version('django')}, DuckDB {duckdb.__version__}, Polars {version('polars')}"
    return Finding("ok", Words(named, named))


def _database() -> Iterator[Finding]:
    name = connection.vendor
    try:
        plan = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as error:
        kind = type(error).__name__
        yield Finding(
            "bad",
            Words(
                f"ติดต่อฐานข้อมูล {name} ไม่ได้ ({kind}) ตรวจ DATABASE_URL และสิทธิ์ของโฟลเดอร์",
                f"The {name} database does not answer ({kind}); check DATABASE_URL and the permissions of its folder.",
            ),
        )
        return
    if plan:
        yield Finding(
            "bad",
            Words(
                f"ฐานข้อมูลยังขาดการปรับรุ่น {len(plan)} ขั้น ให้สั่ง `baansuk init`",
                f"The database lacks {len(plan)} migration step(s): run `baansuk init`.",
            ),
        )
    else:
        yield Finding("ok", Words(f"ฐานข้อมูล {name} ตรงรุ่น", f"The {name} database is up to date."))
        yield from _roles()
        yield from _demonstration()
        yield from _day()
        yield from _agreements()
        yield _backup()
    if name == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            sync = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if mode == "wal" and sync == 2:
            yield Finding("ok", Words("SQLite ใช้ WAL และ synchronous=FULL", "SQLite uses WAL with synchronous=FULL."))
        else:
            yield Finding(
                "bad",
                Words(
                    f"SQLite ใช้ {mode}/{sync} ซึ่งอาจเสียงานที่ยืนยันแล้วเมื่อไฟดับ ให้วางฐานข้อมูลบนดิสก์ในเครื่อง",
                    f"SQLite uses {mode}/{sync} and may lose acknowledged work in a power cut; put the database on a local disk.",
                ),
            )


def _demonstration() -> Iterator[Finding]:
    """A database with printed passwords must not become the real one unnoticed."""
    fault = fault_of_the_mark()
    if fault is not None:
        yield Finding("bad", fault)


def _day() -> Iterator[Finding]:
    """A clock that once stood in the future ends agreements before their day: the house goes by the latest day it saw."""
    reached = DayReached.objects.filter(day__gt=timezone.localdate()).first()
    if reached is not None:
        day = reached.day
        yield Finding(
            "bad",
            Words(
                f'วันของระบบ ({day.day}/{day.month}/{day.year + 543}) ล้ำหน้านาฬิกา ตรวจนาฬิกา แล้วสั่ง `baansuk clock --because "เหตุผล"`',
                f'The day reached ({day}) lies ahead of the clock: check the clock, then run `baansuk clock --because "the reason"`.',
            ),
        )


def _backup() -> Finding:
    """A house whose last backup is old, or that never had one, loses what people typed since when its disk breaks."""
    done = (
        Event.objects.filter(act="house.back_up", outcome="done").order_by("-at").values_list("at", flat=True).first()
    )
    days = (timezone.now() - done).days if done else None
    if days is None:
        return Finding(
            "warn",
            Words(
                "ยังไม่เคยสำรองข้อมูล สั่ง `baansuk backup` (docs/how-to/backup.md)",
                "No backup was ever made: run `baansuk backup` (docs/how-to/backup.md).",
            ),
        )
    words = Words(f"สำรองข้อมูลครั้งล่าสุด {days} วันก่อน", f"The last backup is {days} day(s) old.")
    return Finding("ok" if days <= LONGEST_WITHOUT_BACKUP else "warn", words)


def _agreements() -> Iterator[Finding]:
    """An agreement that ends takes everybody's sight with it: 180, 90 and 30 days before, there is time to renew it."""
    # By the clock, which doctor must not write down as a day that was reached.
    due = warnings_due(day=timezone.localdate())
    if due:
        ends = [(one.code, one.days_left) for one in due]
        thai = " ".join(f"{code} (อีก {days} วัน)" for code, days in ends)
        english = ", ".join(f"{code} ({days} days left)" for code, days in ends)
        yield Finding(
            "warn",
            Words(
                f"ข้อตกลงใกล้สิ้นสุด: {thai} ต่ออายุก่อนวันสุดท้าย มิฉะนั้นทุกภาคีจะไม่เห็นข้อมูล",
                f"Agreements near their end: {english}. Renew them before the last day, or their parties see nothing.",
            ),
        )


def _roles() -> Iterator[Finding]:
    """On PostgreSQL: that neither the pages nor the runs stand above row-level security."""
    if connection.vendor != "postgresql":
        return
    wrong = list(faults("application"))
    yield from (Finding("bad", words) for words in wrong)
    if not wrong:
        named = name_now()
        yield Finding(
            "ok",
            Words(
                f"บัญชีฐานข้อมูล {named} เห็นเฉพาะแถวที่ตำแหน่งและข้อตกลงให้เห็น",
                f"The database role {named} sees only the rows that posts and agreements open.",
            ),
        )
    runs = os.environ.get(ADDRESSES["runs"])
    if not runs or runs == os.environ.get(ADDRESSES["application"]):
        yield Finding(
            "bad",
            Words(
                "ยังไม่ได้ตั้ง DATABASE_RUNS_URL งานเบื้องหลังจะไม่ทำงาน สร้างบัญชีด้วย `baansuk database roles`",
                "DATABASE_RUNS_URL is not set, so no run can work: `baansuk database roles` prints how to make its role.",
            ),
        )


def _store(store: Path) -> Finding:
    try:
        store.mkdir(parents=True, exist_ok=True)
        probe = store / ".doctor"
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        reason = reason_of(error)
        return Finding(
            "bad",
            Words(
                f"เขียนคลังไฟล์ {store} ไม่ได้ ({reason.th}) ตรวจสิทธิ์ หรือตั้ง BAANSUK_STORE",
                f"The store {store} cannot be written ({reason.en}); check its permissions or set BAANSUK_STORE.",
            ),
        )
    return Finding("ok", Words(f"คลังไฟล์ {store} เขียนได้", f"The store {store} can be written."))


def _disk(folder: Path) -> Finding:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1024**3:.1f} GB"
    if free < LEAST_FREE_BYTES:
        return Finding(
            "warn", Words(f"พื้นที่ดิสก์เหลือ {shown} ควรมีอย่างน้อย 2 GB", f"Only {shown} of disk is free; keep at least 2 GB.")
        )
    return Finding("ok", Words(f"พื้นที่ดิสก์เหลือ {shown}", f"{shown} of disk is free."))


def _assets() -> Finding:
    if (settings.VAR / "assets").is_dir():
        return Finding("ok", Words("ไฟล์หน้าเว็บครบ", "The browser's files are there."))
    return Finding(
        "warn",
        Words("ยังไม่มีไฟล์หน้าเว็บ ให้สั่ง `make assets`", "The browser's files are missing: run `make assets`."),
    )


def _spark() -> Iterator[Finding]:
    try:
        check_engine()
    except Refusal as refusal:
        yield Finding("bad", refusal.words)
