"""Fills a trail with any number of rows that are sealed as real ones are, by plain bulk inserts; one thread, no acts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

ACTORS, PARTNERS, HOUSEHOLDS = 400, 20, 200_000
CHAINS_A_DAY, ROWS_A_DAY = 12, 27_000
ACTS = (
    *(("people.look", "done"),) * 30, *(("people.look_list", "done"),) * 8, *(("people.search", "done"),) * 8,
    *(("web.request", "done"),) * 40, *(("web.request", "refused"),) * 2, ("people.export", "done"),
    ("access.come_in", "done"), ("access.turn_away", "refused"), ("collect.accept", "done"),
)  # fmt: skip
AT_ONCE = 20_000
LAST = datetime(2026, 11, 1, tzinfo=UTC)


def fill(rows: int) -> None:
    """Write ``rows`` events, each with at most three subjects (in all about as many as there are events)."""
    from django.conf import settings
    from django.db import connection, transaction

    from baansuk.audit import chain

    key = chain.key_from(settings.AUDIT_KEY)
    made = _events(rows, key)
    columns = [field.column for field in _fields()]
    places = ", ".join(["%s"] * len(columns))
    done = 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous = off")  # nothing here is worth keeping
    while done < rows:
        events, subjects = [], []
        for row, seal, touched in made:
            known = {name: getattr(row, name) for name in chain.Row.__slots__}
            at = datetime.fromtimestamp(row.at // 1_000_000, UTC).replace(microsecond=row.at % 1_000_000)
            known |= {"id": row.number, "seal": seal, "at": connection.ops.adapt_datetimefield_value(at)}
            events.append([known[name] for name in columns])
            subjects += [(row.number, *one) for one in touched]
            if len(events) == AT_ONCE:
                break
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"insert into audit_event ({', '.join(columns)}) values ({places})", events)
            cursor.executemany("insert into audit_subject (event, kind, code) values (%s, %s, %s)", subjects)
        done += len(events)


def _fields() -> Any:
    from baansuk.audit.models import Event

    return Event._meta.local_concrete_fields


def _events(rows: int, key: bytes) -> Iterator[tuple[Any, str, list[tuple[str, str]]]]:
    from baansuk.audit import chain
    from baansuk.audit.gate import EPOCH, MICROSECOND

    draw = random.Random(1)
    first = LAST - timedelta(days=rows / ROWS_A_DAY)
    step = (LAST - first) / rows
    tips: dict[str, tuple[int, str]] = {}
    for number in range(1, rows + 1):
        at = first + step * number
        name = f"{at + timedelta(hours=7):%Y%m%d}-{draw.randrange(CHAINS_A_DAY):012x}"
        if name not in tips and len(tips) > 10 * CHAINS_A_DAY:
            tips = {one: tip for one, tip in tips.items() if one[:8] == name[:8]}
        sequence, previous = tips.get(name, (0, ""))
        act, outcome = draw.choice(ACTS)
        actor = int(draw.paretovariate(0.7)) % ACTORS
        touched = [("household", household(draw)) for _ in range(draw.choice((1, 1, 2, 3)))] if "people" in act else []
        row = chain.Row(
            number=number, at=(at - EPOCH) // MICROSECOND, actor=f"officer_{actor}", partner=f"P{actor % PARTNERS}",
            purpose="help", post=actor, source="web", address=f"192.0.2.{actor % 250}", request=f"{number:016x}",
            act=act, outcome=outcome, about='{"edition":7,"page":1}', listed=len(touched), list_hash="", chain=name,
            sequence=sequence + 1, seen=number - 1, previous=previous,
        )  # fmt: skip
        seal = chain.seal_of(row, chain.digest_of(touched), key)
        tips[name] = (row.sequence, seal)
        yield row, seal, touched


def household(draw: random.Random) -> str:
    """Return a code of some household; a few are opened a thousand times more often than the others."""
    number = draw.randrange(10) if draw.random() < 0.02 else draw.randrange(HOUSEHOLDS)
    return f"H-{number:08}-X"
