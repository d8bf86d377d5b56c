"""Writes lists out as subjects, so that a household finds every page and export it was in; the worker does it every minute."""

from __future__ import annotations

from django.db import connection, transaction

from baansuk.audit import gate, lists, waiting
from baansuk.audit.models import IndexedList, Subject, Waiting
from baansuk.audit.questions import waiting_lists

# One short transaction each: nobody waits long for the one write lock of SQLite.
ROWS_AT_ONCE = 10_000
TEXTS_AT_ONCE = 200
LOCK = 7_304_229_101


def index_lists(*, by: str) -> int:
    """Write out every list that waits and return how many; interrupted, the next call goes on where it stopped.

    Raises Refusal when a list file is gone or does not say what was written down.
    """
    done = 0
    for event in sorted(waiting_lists().values_list("pk", "list_hash")):
        done += _index(*event, by=by)
    return done


def _index(number: int, name: str, *, by: str) -> bool:
    listed = lists.read(name)
    while True:
        with transaction.atomic():
            alone()
            if IndexedList.objects.filter(event=number).exists():
                return False
            there = Subject.objects.filter(event=number).count()
            rows = listed[there : there + ROWS_AT_ONCE]
            Subject.objects.bulk_create([Subject(event=number, kind=kind, code=code) for kind, code in rows])
            if there + len(rows) == len(listed):
                IndexedList.objects.create(event=number, rows=len(listed))
                gate.write("audit.index", by=by, about={"event": number, "rows": len(listed)})
                return True


def write_out() -> int:
    """Write what pages touched out as subjects and return of how many events; several at once, in the index's own order."""
    done = 0
    while moved := _write_out_some():
        done += moved
    return done


def _write_out_some() -> int:
    with transaction.atomic():
        alone()
        texts = list(Waiting.objects.order_by("event")[:TEXTS_AT_ONCE])
        rows = [(kind, code, one.event) for one in texts for kind, code in waiting.read(one.lines)]
        Subject.objects.bulk_create([Subject(event=event, kind=kind, code=code) for kind, code, event in sorted(rows)])
        Waiting.objects.filter(event__in=[one.event for one in texts]).delete()
    return len(texts)


def alone() -> None:
    """Wait until no other process is at this work, until the open transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
