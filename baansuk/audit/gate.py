"""The one place that writes the trail; if it cannot write, the act it stands for fails with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from baansuk.audit.models import Event, Subject

# Above this many subjects the rows would outweigh the act; the number alone is kept until list files exist.
MOST_SUBJECTS = 200


def write(
    act: str,
    *,
    by: str,
    partner: str = "",
    subjects: Iterable[tuple[str, str]] = (),
    outcome: str = "done",
    about: dict[str, Any] | None = None,
) -> None:
    """Write one event; call it inside the transaction of the act itself.

    ``act`` is a dotted name (``collect.accept``), ``by`` the username or ``command``, ``subjects`` pairs of kind and
    code, ``about`` counts and codes only: never a name, a number of a person or a free text.
    Raises RuntimeError outside a transaction, because a trail written apart from the act can be lost apart from it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit of {act} was called outside the transaction of the act")
    listed = list(subjects)
    details = dict(about or {})
    details["subjects"] = len(listed)
    event = Event.objects.create(at=timezone.now(), actor=by, partner=partner, act=act, outcome=outcome, about=details)
    if len(listed) <= MOST_SUBJECTS:
        _write_subjects(event.pk, listed)


def _write_subjects(event: int, listed: Iterable[tuple[str, str]]) -> None:
    """Insert plain rows: a list page writes fifty at every look, and as model objects they cost more than its reads."""
    connection = transaction.get_connection()
    table = connection.ops.quote_name(Subject._meta.db_table)
    with connection.cursor() as cursor:
        rows = [(event, kind, code) for kind, code in listed]
        cursor.executemany(f"insert into {table} (event, kind, code) values (%s, %s, %s)", rows)
