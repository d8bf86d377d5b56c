"""Seals the ends of all chains into heads, keeps them beside the trail, and publishes them to a file kept elsewhere."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from baansuk.audit import gate, heads
from baansuk.audit.chain import Claim, key_from
from baansuk.audit.models import DayCount, Event, Head
from baansuk.audit.questions import THAILAND, counted_now
from baansuk.thai.words import Refusal

log = logging.getLogger(__name__)
FILE = "heads.jsonl"
LOCK = 7_304_229_102
# A chain begun before midnight may still grow by what was under way then.
LOOK_BACK = timedelta(days=2)
# Heads made so lately may be missing in the file because another process is just about to write them.
JUST_NOW = timedelta(minutes=10)
# More than any line is long.
TORN = 1 << 24
DAY_IS_OVER = timedelta(hours=1)


def path() -> Path:
    """Return where heads are published."""
    folder: Path = settings.ELSEWHERE
    return folder / FILE


def key() -> bytes:
    """Return the key that seals heads."""
    return key_from(settings.AUDIT_KEY, "head")


def seal(*, by: str, because: str = "", every: timedelta | None = None) -> Head | None:
    """Seal the ends of all chains and publish the head; None when ``every`` says that the last is young enough.

    ``because``: the reason why the published file knows more than a restored database, without which that is refused.
    Raises Refusal ``heads_ahead`` then, and OSError when the file cannot be written (the head is kept, the next call
    publishes it).
    """
    with transaction.atomic():
        _alone()
        last = Head.objects.order_by("-number").first()
        if every is not None and last is not None and not _is_due(last, every):
            return None
        made = _make(last, by=by, because=because)
    publish(by=by)
    return made


def _is_due(last: Head, every: timedelta) -> bool:
    """Say whether the last head is old, or of a day that is over; one from the future (the clock was set back) is old."""
    now = timezone.now()
    return last.day < timezone.localdate(now) or not now - every < last.at <= now


def seal_quietly(*, by: str = "house") -> None:
    """Seal if anything happened since the last head, at a clean stop and after every so many events.

    Whoever is at work meanwhile is not disturbed by a file that cannot be written: the doctor and the verification
    say that heads are missing.
    """
    try:
        if Event.objects.order_by("-pk").values_list("act", flat=True).first() not in (None, "audit.seal"):
            seal(by=by)
    except (DatabaseError, OSError, Refusal) as error:
        log.error("the trail could not be sealed: %s", type(error).__name__)


def _make(last: Head | None, *, by: str, because: str) -> Head:
    published = _last_published()
    number, previous = (last.number, last.hash) if last else (0, "")
    more: dict[str, Any] = {}
    if published and published.number > number:
        # Another process's head can be nowhere but in the database first, so the database was set back.
        if not because:
            raise _ahead(number, published.number)
        more["restored"] = {"after": number, "lost_to": published.number, "because": because}
        number, previous = published.number, published.hash
    if last is None:
        old = Event.objects.filter(chain="")
        more["before"] = [old.count(), old.order_by("-pk").values_list("pk", flat=True).first() or 0]
    now = timezone.now()
    day = max(timezone.localdate(now), last.day) if last else timezone.localdate(now)
    gate.write("audit.seal", by=by, about={"number": number + 1})
    # Chains of a day that no head has seen yet are found however long ago it was.
    begin = last.day - LOOK_BACK if last else date.min
    known, tips = _known(begin), dict(_tips(begin))
    closes = last is not None and last.day < day
    grown = {chain: tip for chain, tip in tips.items() if chain not in known or tip.length > known[chain].length}
    if closes and last is not None:
        more["closes"] = last.day.isoformat()
        grown |= {chain: tip for chain, tip in tips.items() if chain.startswith(f"{last.day:%Y%m%d}")}
        grown = {chain: max(tip, known.get(chain, tip), key=lambda one: one.length) for chain, tip in grown.items()}
    line = heads.line_of(number + 1, now.isoformat(), day.isoformat(), grown, previous, key(), **more)
    return Head.objects.create(number=number + 1, at=now, day=day, line=line, hash=heads.hash_of(line))


def _ahead(number: int, published: int) -> Refusal:
    return Refusal(
        "heads_ahead",
        f"แฟ้มหัวร่องรอยที่เผยแพร่มีถึงหัวที่ {published} แต่ฐานข้อมูลมีถึงหัวที่ {number} ฐานข้อมูลถูกย้อนกลับ "
        'ถ้ากู้คืนจากสำรองโดยตั้งใจ สั่ง `baansuk audit seal --because "เหตุผล"`',
        f"The published heads reach number {published}, the database only {number}: the database was set back. If a backup "
        'was restored on purpose, run `baansuk audit seal --because "the reason"`.',
    )


def open_chains() -> dict[str, int]:
    """Return, for every chain that has grown since the last head, how many of its events no head covers yet."""
    last = Head.objects.order_by("-number").values_list("day", flat=True).first()
    begin = last - LOOK_BACK if last else date.min
    known = _known(begin)
    left = {chain: tip.length - (known[chain].length if chain in known else 0) for chain, tip in _tips(begin)}
    return {chain: events for chain, events in left.items() if events > 0}


def sealed_by(event: Event) -> Head | None:
    """Return the first head that covers an event, None while there is none (or when the event stands in no chain)."""
    if not event.chain:
        return None
    # The earlier of the two: a clock that was set back wrote into the chain of a later day.
    day = min(date.fromisoformat(event.chain[:8]), timezone.localdate(event.at))
    for head in Head.objects.filter(day__gte=day, line__contains=f'"{event.chain}"').order_by("number").iterator():
        found = heads.read(head.line, key())
        if found and event.chain in found.claims and found.claims[event.chain].length >= event.sequence:
            return head
    return None


def _tips(begin: date) -> Iterator[tuple[str, Claim]]:
    """Yield every chain since a day and where it ends, a few steps in one index each."""
    chain = begin.isoformat().replace("-", "")
    while True:
        rows = Event.objects.filter(chain__gt=chain).order_by("chain", "sequence")
        found = rows.values_list("chain", flat=True).first()
        if found is None:
            return
        chain = found
        end = Event.objects.filter(chain=chain).order_by("-sequence").values_list("sequence", "pk", "seal").first()
        if end is not None:
            yield chain, Claim(*end)


def _known(begin: date) -> dict[str, Claim]:
    """Return what the heads since a day say of each chain; no head is older than a chain that it names."""
    known: dict[str, Claim] = {}
    for line in Head.objects.filter(day__gte=begin).order_by("number").values_list("line", flat=True):
        head = heads.read(line, key())
        known |= head.claims if head else {}
    return known


def publish(*, by: str) -> None:
    """Append to the file every head that it lacks, durably; says in the trail when it lacked old ones."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path().open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_torn(file)
        head = _last_published()
        lacking = Head.objects.filter(number__gt=head.number if head else 0).order_by("number")
        old = [one.number for one in lacking if one.at < timezone.now() - JUST_NOW]
        file.write("".join(f"{one.line}\n" for one in lacking).encode())
        file.flush()
        os.fsync(file.fileno())
    if old:
        with transaction.atomic():
            gate.write("audit.mend", by=by, about={"first": old[0], "last": old[-1]})


def published_lines() -> list[str]:
    """Return the lines of the published file, [] when there is none."""
    return path().read_text(encoding="utf-8", errors="replace").splitlines() if path().exists() else []


def _drop_torn(file: BinaryIO) -> None:
    """Take away half a line that a stopped process left at the end; it is written again, whole."""
    content_end = file.seek(0, os.SEEK_END)
    file.seek(max(0, content_end - TORN))
    end = file.read()
    if end and not end.endswith(b"\n"):
        file.truncate(content_end - len(end) + end.rfind(b"\n") + 1)


def _last_published() -> heads.Read | None:
    """Return the newest head in the file that was sealed here."""
    head = heads.read(_last_line(path()), key())
    if head is not None or not path().exists():
        return head
    return next((head for line in reversed(published_lines()) if (head := heads.read(line, key()))), None)


def _last_line(file: Path) -> str:
    """Return the last whole line of a file that grows for years."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        step = 1 << 16
        while True:
            opened.seek(max(0, size - step))
            lines = opened.read().splitlines()
            if len(lines) > 1 or step >= size:
                return lines[-1].decode(errors="replace") if lines else ""
            step *= 8


def count_days(*, by: str) -> int:
    """Count the acts of every day that is over, once, for pages that look over years; returns how many days."""
    last = DayCount.objects.order_by("-day").values_list("day", flat=True).first()
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return 0
    day = last + timedelta(days=1) if last else first.astimezone(THAILAND).date()
    done = 0
    while day < _day_that_is_over(timezone.now()):
        done += _count(day, by=by)
        day += timedelta(days=1)
    return done


def _day_that_is_over(now: datetime) -> date:
    return (now - DAY_IS_OVER).astimezone(THAILAND).date()


@transaction.atomic
def _count(day: date, *, by: str) -> bool:
    _alone()
    if DayCount.objects.filter(day=day).exists():
        return False
    made = [
        DayCount(day=day, act=act, outcome=outcome, times=times, last=last)
        for _day, act, outcome, times, last in counted_now(day, day)
    ]
    DayCount.objects.bulk_create(made)
    if made:
        gate.write("audit.count", by=by, about={"day": day.isoformat(), "rows": len(made)})
    return bool(made)


def _alone() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
