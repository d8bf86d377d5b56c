"""Walks through the whole trail and says whether anything in it was touched, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from baansuk.audit import chain, days, heads, lists, waiting
from baansuk.audit.chain import MOST_TOLD, Fault, Row, Sealed, Walk
from baansuk.audit.gate import EPOCH, MICROSECOND
from baansuk.audit.models import Event, Head, IndexedList, Subject
from baansuk.thai.words import Refusal, Words

ROWS_AT_ONCE = 5_000
TOLD_EVERY = 50_000
# A day has a head when it is over; what was under way at midnight may be sealed by the first head of the next.
GRACE = timedelta(days=1)
_FIELDS = [name for name in Row.__slots__ if name not in ("number", "at", "about")]
_EVENTS = f"select id, at, about, seal, {', '.join(_FIELDS)} from audit_event where id > %s order by id limit %s"
_SUBJECTS = """select s.event, s.kind, s.code from audit_subject s join audit_event e on e.id = s.event
    where s.event > %s and s.event <= %s and e.list_hash = ''"""
_STRAY = """select s.event from (select event from audit_subject union all select event from audit_waiting) s
    where s.event >= %s and not exists (select 1 from audit_event e where e.id = s.event) limit %s"""


@dataclass
class Report:
    """What was found: how much was looked at, what stands outside the chains, and everything that is wrong.

    ``before``: rows from before the trail had chains, which nothing here covers. ``unsealed``: rows that are in a chain
    but after the last published head, where a cut of the whole end would not be seen.
    """

    rows: int = 0
    before: int = 0
    chains: int = 0
    heads: int = 0
    lists: int = 0
    unsealed: int = 0
    found: int = 0
    faults: list[Fault] = field(default_factory=list)
    restored: list[tuple[int, int]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found


def verify(*, since: date | None = None, hear: Callable[[int, int], None] | None = None) -> Report:
    """Check the trail against its chains, its heads and its lists; ``since``: only chains of that day and later.

    Streams: memory is one bit a row, one place a chain. ``hear`` is told how many events are done, of how many.
    """
    sealed = heads.together(
        days.published_lines(), Head.objects.order_by("number").values_list("number", "line"), days.key()
    )
    first = f"{since:%Y%m%d}" if since else ""
    walk = Walk(
        key=chain.key_from(settings.AUDIT_KEY),
        anchors=sealed.anchors,
        claims={name: claim for name, claim in sealed.claims.items() if name >= first},
        dense=connection.vendor == "sqlite",
    )
    for fault in sealed.faults:
        walk.add(fault)
    report = Report(heads=sealed.last, restored=sealed.restored)
    _walk_events(walk, report, first, hear)
    _check_before(walk, report, sealed, whole=not first)
    _check_strays(walk)
    _check_last_head(walk, sealed)
    walk.end()
    _check_days(walk, report, sealed)
    _check_lists(walk, report, first)
    report.rows, report.found, report.faults = walk.rows, walk.found, walk.faults
    return report


def _walk_events(walk: Walk, report: Report, first: str, hear: Callable[[int, int], None] | None) -> None:
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    begin = 0
    if first:
        begin = (Event.objects.filter(chain__gte=first).aggregate(n=Min("pk"))["n"] or last + 1) - 1
    told, chained = begin, False
    for number, row, subjects, seal in _events(begin):
        if row is None:
            walk.add(Fault("edited", number=number, told=Words("อ่านไม่ได้แล้ว", "it can no longer be read")))
        elif not row.chain:
            report.before += 1
            if chained:
                walk.add(Fault("added", number=number, told=Words("ไม่อยู่ในสายใด", "it stands in no chain")))
        elif row.chain < first:
            walk.skip(number)
        else:
            chained = True
            walk.take(Sealed(row, subjects, seal))
        if hear and number - told >= TOLD_EVERY:
            told = number
            hear(number - begin, last - begin)


def _events(begin: int) -> Iterator[tuple[int, Row | None, str, str]]:
    """Yield number, row (None when unreadable), digest of subjects and seal, in the order of the numbers."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, [begin, ROWS_AT_ONCE])
            rows = cursor.fetchall()
            if not rows:
                return
            # Before the rows, as `waiting` says.
            apart = waiting.between(begin, rows[-1][0])
            cursor.execute(_SUBJECTS, [begin, rows[-1][0]])
            touched: dict[int, list[tuple[str, str]]] = {}
            for event, kind, code in cursor.fetchall():
                touched.setdefault(event, []).append((kind, code))
        for number, at, about, seal, *parts in rows:
            subjects = chain.digest_of(apart.get(number) or touched.get(number) or ())
            yield number, _row(number, at, about, parts), subjects, str(seal)
        begin = rows[-1][0]


def _row(number: int, at: Any, about: Any, parts: list[Any]) -> Row | None:
    try:
        read = datetime.fromisoformat(at) if isinstance(at, str) else at
        moment = read if read.tzinfo else read.replace(tzinfo=UTC)
        known = dict(zip(_FIELDS, parts, strict=True))
        text = chain.canonical(about)
        return Row(number=number, at=(moment - EPOCH) // MICROSECOND, about=text, **known)
    except (ValueError, TypeError, AttributeError):
        return None


def _check_before(walk: Walk, report: Report, sealed: heads.Heads, *, whole: bool) -> None:
    """Compare how many rows stand before the chains with what the first head said; new ones cannot be slipped in."""
    if not whole or sealed.before is None:
        return
    if report.before != sealed.before[0]:
        told = Words(
            f"เคยมี {sealed.before[0]} แถวก่อนมีสาย ขณะนี้ {report.before}",
            f"{sealed.before[0]} rows stood before the chains, now {report.before}",
        )
        walk.add(Fault("removed" if report.before < sealed.before[0] else "added", told=told))


def _check_last_head(walk: Walk, sealed: heads.Heads) -> None:
    """The trail itself says which head was made last: it may not be cut off in the database and in the file together."""
    about = Event.objects.filter(act="audit.seal").order_by("-at", "-pk").values_list("about", flat=True).first()
    if about and isinstance(about.get("number"), int) and about["number"] > sealed.last:
        walk.add(
            Fault(
                "head",
                number=about["number"],
                told=Words("ร่องรอยบอกว่าเคยทำไว้ แต่หายไป", "the trail says that it was made, but it is gone"),
            )
        )


def _check_strays(walk: Walk) -> None:
    """Find subjects whose event is gone, and subjects added to events that have none."""
    first = Event.objects.exclude(chain="").order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_STRAY, [first, MOST_TOLD])
        for (number,) in cursor.fetchall():
            walk.add(
                Fault(
                    "added",
                    number=number,
                    told=Words("ผู้ถูกอ้างถึงของรายการที่ไม่มี", "a subject of an event that is not there"),
                )
            )


def _check_days(walk: Walk, report: Report, sealed: heads.Heads) -> None:
    """Count what no head covers yet, and name the days that should have had one."""
    over = timezone.localdate() - GRACE
    missing: set[str] = set()
    for name in walk.chains():
        length, claim = walk.length_of(name), sealed.claims.get(name)
        report.chains += 1
        left = length - (claim.length if claim else 0)
        report.unsealed += max(0, left)
        if left > 0 and name[:8] < f"{over:%Y%m%d}":
            missing.add(name[:8])
    for day in sorted(missing):
        walk.add(Fault("no_head", told=_said_day(day)))


def _said_day(day: str) -> Words:
    return Words(f"{int(day[6:])}/{int(day[4:6])}/{int(day[:4]) + 543}", f"{day[:4]}-{day[4:6]}-{day[6:]}")


def _check_lists(walk: Walk, report: Report, first: str) -> None:
    """Read every list file that an event names, and compare it with the subjects written out from it."""
    indexed = set(IndexedList.objects.values_list("event", flat=True))
    listed = Event.objects.exclude(list_hash="").values_list("pk", "list_hash", "listed", "chain")
    for number, name, length, named in sorted(listed):
        if named < first:
            continue
        report.lists += 1
        try:
            subjects = lists.read(name)
        except Refusal as refusal:
            walk.add(Fault("list", number=number, told=refusal.words))
            continue
        if len(subjects) != length:
            walk.add(Fault("list", number=number, told=Words("ความยาวรายการไม่ตรง", "the list has another length")))
        rows = list(Subject.objects.filter(event=number).values_list("kind", "code"))
        whole = sorted(rows) == sorted(subjects) if number in indexed else set(rows) <= set(subjects)
        if not whole:
            walk.add(
                Fault(
                    "edited",
                    number=number,
                    told=Words("ผู้ถูกอ้างถึงไม่ตรงกับแฟ้มรายการ", "its subjects are not those of its list"),
                )
            )
