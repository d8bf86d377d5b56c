"""Fills a trail with any number of rows that are sealed as real ones are, by plain bulk inserts; one thread, no acts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from baansuk.audit import chain
from baansuk.audit.gate import EPOCH, MICROSECOND
from baansuk.audit.models import Event, Subject

ACTORS, PARTNERS, HOUSEHOLDS = 400, 20, 200_000
CHAINS_A_DAY, ROWS_A_DAY = 12, 27_000
ACTS = (
    *(("people.look", "done"),) * 30, *(("people.look_list", "done"),) * 8, *(("people.search", "done"),) * 8,
    *(("web.request", "done"),) * 40, *(("web.request", "refused"),) * 2, ("people.export", "done"),
    ("access.come_in", "done"), ("access.turn_away", "refused"), ("collect.accept", "done"),
)  # fmt: skip
AT_ONCE = 20_000
LAST = datetime(2026, 11, 1, tzinfo=UTC)


def days_of(rows: int) -> int:
    """Return how many days so many events fill."""
    return -(-rows // ROWS_A_DAY)


def fill(rows: int, copies: int = 1) -> None:
    """Write ``rows`` sealed events, each with at most three subjects, from ``copies`` times their days before the last day."""
    first = LAST - timedelta(days=days_of(rows) * copies)
    made = _events(rows, first, chain.key_from(settings.AUDIT_KEY))
    columns = [field.column for field in Event._meta.local_concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    values = attrgetter(*(NAMES.get(name, f"row.{name}") for name in columns))
    with _without_indexes((Event, Subject)):
        while batch := list(islice(made, AT_ONCE)):
            events = [values(one) for one in batch]
            subjects = [(one.row.number, *touched) for one in batch for touched in one.touched]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(f"insert into audit_event ({', '.join(columns)}) values ({places})", events)
                cursor.executemany("insert into audit_subject (event, kind, code) values (%s, %s, %s)", subjects)


def multiply(rows: int, copies: int) -> None:
    """Repeat the events ``copies`` times in all, later each time: enough to be searched, though their seals no longer hold."""
    shift = days_of(rows)
    at = {
        "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', at, '+{0} days')",
        "postgresql": "at + interval '{0} days'",
    }[connection.vendor]
    columns = [field.column for field in Event._meta.local_concrete_fields]
    with _without_indexes((Event, Subject)):
        for copy in range(1, copies):
            said = {"id": f"id + {copy * rows}", "at": at.format(copy * shift), "chain": f"chain || '.{copy}'"}
            values = ", ".join(said.get(name, name) for name in columns)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"insert into audit_event ({', '.join(columns)}) select {values} from audit_event where id <= %s",
                    [rows],
                )
                cursor.execute(
                    f"insert into audit_subject (event, kind, code) select event + {copy * rows}, kind, code"
                    " from audit_subject where event <= %s",
                    [rows],
                )


NAMES = {"id": "row.number", "at": "at", "seal": "seal"}


class Made(NamedTuple):
    """One event on its way in."""

    row: Any
    at: Any
    seal: str
    touched: list[tuple[str, str]]


@contextmanager
def _without_indexes(models: tuple[Any, ...]) -> Iterator[None]:
    """Fill first, then make the indexes: in order it takes a tenth of the time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous = off")  # nothing here is worth keeping
    parts = [(model, index) for model in models for index in model._meta.indexes]
    with connection.schema_editor() as editor:
        for model, index in parts:
            editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model, index in parts:
            editor.add_index(model, index)


def _events(rows: int, first: datetime, key: bytes) -> Iterator[Made]:
    draw = random.Random(1)
    step = timedelta(days=days_of(rows)) / (rows + 1)
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
        yield Made(row, connection.ops.adapt_datetimefield_value(at), seal, touched)


def household(draw: random.Random) -> str:
    """Return a code of some household; a few are opened a thousand times more often than the others."""
    number = draw.randrange(10) if draw.random() < 0.02 else draw.randrange(HOUSEHOLDS)
    return f"H-{number:08}-X"
