"""The one place that writes the trail; if it cannot write, the act it stands for fails with it."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from baansuk.audit import chain, lists, waiting
from baansuk.audit.models import Event
from baansuk.audit.setting import here, watch_here
from baansuk.thai.words import Refusal, Words

# Above this many subjects the rows would outweigh the act; they go into a list file instead.
MOST_SUBJECTS = 200
# Between two heads the end of the trail could be cut off unseen: on a busy day that is not to be a whole hour's.
SEALED_EVERY = 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class NotWritten(OperationalError):
    """The trail could not be written, so the act is not done and nothing that was read may leave."""

    def __init__(self, act: str) -> None:
        super().__init__(f"the trail of {act} could not be written")
        self.words = Words(
            "ระบบบันทึกร่องรอยการใช้งานไม่ได้ จึงไม่ทำรายการนี้และไม่แสดงข้อมูลใด โปรดลองใหม่ หากยังเป็นอยู่ให้แจ้งผู้ดูแลระบบ",
            "The trail of use could not be written, so this was not done and nothing is shown. Please try again, and if "
            "it happens again tell whoever keeps the machine.",
        )


class _Thread(threading.local):
    """The chain that this thread writes: its name, and the day for which it was begun."""

    chain = ""
    day = date.min


_mine = _Thread()
_written = 0
# Set by the room when it is ready: heads are made of what is written here.
after_many: Callable[[], None] | None = None


def _forget() -> None:
    """Begin new chains after a fork: two processes must never write the same one."""
    global _mine
    _mine = _Thread()


os.register_at_fork(after_in_child=_forget)


class _Tip(NamedTuple):
    """Where the chain ends now: the number of the next event, the newest seen, its own last place and seal, the head."""

    number: int
    seen: int
    sequence: int | None
    seal: str | None
    head: str | None
    head_day: Any


def write(
    act: str,
    *,
    by: str,
    partner: str = "",
    subjects: Iterable[tuple[str, str]] = (),
    outcome: str = "done",
    about: dict[str, Any] | None = None,
    purpose: str = "",
    post: int | None = None,
) -> int:
    """Write one event; call it inside the transaction of the act itself. Returns its number.

    ``act`` is a dotted name (``collect.accept``), ``by`` the username or ``command``, ``subjects`` pairs of kind and
    code (a ``lists.Listing`` where they are many), ``about`` counts and codes only: never a name, a number of a person or a free text. Partner, purpose and post
    that are not said are those of the present setting. Raises NotWritten when the row cannot be written, RuntimeError
    outside a transaction, because a trail written apart from the act can be lost apart from it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit of {act} was called outside the transaction of the act")
    setting = here()
    try:
        listed = subjects if isinstance(subjects, lists.Listing) else list(subjects)
        kept = list(listed) if len(listed) <= MOST_SUBJECTS else []
        # Durable before the row that names it; a list without a row, of an act that was rolled back, says nothing.
        list_hash = lists.keep(listed) if len(listed) > MOST_SUBJECTS else ""
        tip = _tip()
        row = chain.Row(
            number=tip.number,
            at=(timezone.now() - EPOCH) // MICROSECOND,
            actor=by,
            partner=partner or setting.partner,
            purpose=purpose or setting.purpose,
            post=setting.post if post is None else post,
            source=setting.source,
            address=setting.address,
            request=setting.request,
            act=act,
            outcome=outcome,
            about=chain.canonical(about or {}),
            listed=len(listed),
            list_hash=list_hash,
            chain=_mine.chain,
            sequence=(tip.sequence or 0) + 1,
            seen=tip.seen,
            previous=(tip.seal if tip.sequence else tip.head) or "",
        )
        _insert(row, kept)
    except (DatabaseError, OSError, Refusal) as error:
        raise NotWritten(act) from error
    if watch := watch_here():
        transaction.on_commit(watch.mark)
    transaction.on_commit(_count_up)
    return row.number


def _count_up() -> None:
    """Count what this process has written for good; after so many events their end is sealed at once."""
    global _written
    _written += 1
    if _written % SEALED_EVERY == 0 and after_many:
        after_many()


def lasts() -> bool:
    """Say whether anything written in the present setting lasts, or will when the open transaction ends well."""
    watch = watch_here()
    if watch is None or watch.lasting:
        return watch is not None
    # Whatever is rolled back, in whole or to a savepoint, is taken out of this list by Django; ours is among its last.
    return any(getattr(call[1], "__self__", None) is watch for call in reversed(connection.run_on_commit))


_OWN = """(select coalesce(max(id), 0) from audit_event), t.sequence, t.seal, h.hash, h.day
    from (select 1 as one) o
    left join (select sequence, seal from audit_event where chain = %s order by sequence desc limit 1) t on 1 = 1
    left join (select hash, day from audit_head order by number desc limit 1) h on 1 = 1"""
# SQLite has one writer at a time, who holds the lock already: the next number is known, and none is ever left out.
_TIP = {
    "sqlite": f"select (select coalesce(max(id), 0) + 1 from audit_event), {_OWN}",
    "postgresql": f"select nextval(pg_get_serial_sequence('audit_event', 'id')), {_OWN}",
}


def _tip() -> _Tip:
    """Read where this thread's chain ends, in the transaction of the act: what was rolled back leaves no gap."""
    today = timezone.localdate()
    if _mine.day < today:
        _begin(today)
    tip = _read_tip()
    sealed = tip.head_day
    if sealed is not None:
        day = date.fromisoformat(sealed) if isinstance(sealed, str) else sealed
        if _mine.day < day:
            # The clock was set back to before a day that has a head: a chain never belongs to an earlier day than that.
            _begin(day)
            tip = _read_tip()
    return tip


def _begin(day: date) -> None:
    _mine.chain, _mine.day = f"{day:%Y%m%d}-{secrets.token_hex(6)}", day


def _read_tip() -> _Tip:
    with connection.cursor() as cursor:
        cursor.execute(_TIP[connection.vendor], [_mine.chain])
        return _Tip(*cursor.fetchone())


_COLUMNS = [str(field.column) for field in Event._meta.local_concrete_fields]
_INSERT = f"insert into audit_event ({', '.join(_COLUMNS)}) values ({', '.join(['%s'] * len(_COLUMNS))})"
_LISTED = {
    "sqlite": "insert into audit_subject (event, kind, code) values (%s, %s, %s)",
    "postgresql": "insert into audit_subject (event, kind, code) "
    "select %s, kind, code from unnest(%s::text[], %s::text[]) as listed (kind, code)",
}


def _insert(row: chain.Row, subjects: list[tuple[str, str]]) -> None:
    """Insert plain rows: every page writes one, and as model objects they cost more than its reads."""
    seal = chain.seal_of(row, chain.digest_of(subjects), chain.key_from(settings.AUDIT_KEY))
    at = connection.ops.adapt_datetimefield_value(EPOCH + row.at * MICROSECOND)
    known = {name: getattr(row, name) for name in chain.Row.__slots__} | {"id": row.number, "at": at, "seal": seal}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [known[column] for column in _COLUMNS])
        if waiting.fits(subjects):
            waiting.keep(cursor, row.number, subjects)
        elif subjects:
            insert_subjects(cursor, row.number, subjects)


def insert_subjects(cursor: Any, event: int, subjects: list[tuple[str, str]]) -> None:
    """Insert what an event touched, a row each."""
    if connection.vendor == "postgresql":
        kinds, codes = zip(*subjects, strict=True)
        cursor.execute(_LISTED["postgresql"], [event, list(kinds), list(codes)])
    else:
        cursor.executemany(_LISTED["sqlite"], [(event, kind, code) for kind, code in subjects])
