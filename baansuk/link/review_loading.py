"""Brings what a run found for people to look at, and how records moved between persons, into the database in bulk."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from baansuk.link.models import PersonEvent, ReviewPair
from baansuk.link.undoing import JOIN, MERGE
from baansuk.people.models import Edition, RecordLink

ROWS_AT_ONCE = 5_000
# Of a hundred pairs this many are shown to a second person, who is not told what the first one said.
SECOND_OF_HUNDRED = 10


def _anyone() -> None:
    """Nobody else could be writing."""


def load_review(
    edition: int, review_parquet: Path, events_parquet: Path, *, check: Callable[[], None] = _anyone
) -> dict[str, int]:
    """Load the review queue and the events of an edition whose records are stored; called again, it begins anew.

    ``review_parquet``: left, right (record ids), reason, rank, probability, pattern, weight. ``events_parquet``: event,
    kind (join: the record came new to person_code; merge: it came from other_code to person_code; split: it went from
    person_code to other_code), person_code, other_code, record_id, one row for each record that moved. Returns counts;
    ``without_person``: pairs left out because one of their records is no person's. Queues and unfinished events of editions
    that nobody reads any more go. ``check`` is called inside every transaction and raises when nothing more may be written.
    """
    review = pl.read_parquet(review_parquet)
    since = dict(ReviewPair.objects.order_by("-since").values_list("code", "since"))
    pairs, missing = _pairs(edition, review, since)
    with transaction.atomic():
        check()
        read = Edition.objects.filter(state__in=("current", "linked")).values("number")
        ReviewPair.objects.exclude(edition__in=read).delete()
        ReviewPair.objects.filter(edition=edition).delete()
        _forget_unread_events(edition)
        ReviewPair.objects.bulk_create(pairs, batch_size=ROWS_AT_ONCE)
    events = 0
    for piece in _pieces(_events(edition, pl.read_parquet(events_parquet))):
        with transaction.atomic():
            check()
            events += _add_events(edition, piece)
    return {"pairs": len(pairs), "events": events, "without_person": missing}


def pair_code(left: int, right: int) -> str:
    """Return the code of a pair: always the same for the same two records, and nothing of them can be read from it."""
    digest = hashlib.blake2b(f"{left}/{right}".encode(), digest_size=8, person=b"review pair").digest()
    return b32encode(digest)[:12].decode().lower()


def wants_second(code: str) -> bool:
    """Say whether a pair is one of those that a second person is asked about, the same whenever it is asked."""
    digest = hashlib.blake2b(code.encode(), digest_size=4, person=b"second opinion").digest()
    return int.from_bytes(digest, "big") % 100 < SECOND_OF_HUNDRED


def _pairs(edition: int, review: pl.DataFrame, since: dict[str, datetime]) -> tuple[list[ReviewPair], int]:
    persons = _persons_of(edition, {*review["left"].to_list(), *review["right"].to_list()})
    now, found = timezone.now(), []
    for row in review.iter_rows(named=True):
        left, right = sorted((row["left"], row["right"]))
        if not persons.get(left) or not persons.get(right):
            continue
        code = pair_code(left, right)
        found.append(
            ReviewPair(
                edition=edition, rank=row["rank"], code=code, left_record=left, right_record=right,
                left_person=persons[left], right_person=persons[right], reason=row["reason"],
                probability=row["probability"], pattern=row["pattern"] or "", weight=row["weight"],
                second_wanted=wants_second(code), since=since.get(code, now),
            )
        )  # fmt: skip
    return found, review.height - len(found)


def _persons_of(edition: int, records: set[int]) -> dict[int, str]:
    """Whose the records are. No index leads there, so a few thousand records cost one walk over the edition's links."""
    found: dict[int, str] = {}
    links = RecordLink.objects.filter(edition=edition)
    for piece in _pieces(sorted(records)):
        found |= dict(links.filter(record_id__in=piece).values_list("record_id", "person_code"))
    return found


def _forget_unread_events(edition: int) -> None:
    """Drop events of editions that were never finished, and this one's from an attempt before; a person's wish stays."""
    lost = Edition.objects.filter(published_at=None).exclude(state="linked").values("number")
    made = PersonEvent.objects.filter(by="")
    made.filter(edition__in=lost).delete()
    made.filter(edition=edition).delete()
    realised = PersonEvent.objects.filter(realised_in__in=lost) | PersonEvent.objects.filter(realised_in=edition)
    realised.update(realised_in=None)


def _events(edition: int, moved: pl.DataFrame) -> Iterator[PersonEvent]:
    """One event for each number, in the order of the run."""
    now = timezone.now()
    grouped = moved.sort("event", "record_id").group_by(
        "event", "kind", "person_code", "other_code", maintain_order=True
    )
    for row in grouped.agg(pl.col("record_id")).iter_rows(named=True):
        kind, person, other = row["kind"], row["person_code"] or "", row["other_code"] or ""
        before, after = ("", person) if kind == JOIN else (other, person) if kind == MERGE else (person, other)
        yield PersonEvent(
            edition=edition, kind=kind, person_code=person, other_code=other, records=row["record_id"], before=before,
            after=after, at=now,
        )  # fmt: skip


def _add_events(edition: int, events: list[PersonEvent]) -> int:
    """Add what the run did; what it did because somebody asked for it stands in the log already, and is marked done."""
    asked = {_moved(one): one for one in PersonEvent.objects.exclude(by="").filter(realised_in=None, undone_by=None)}
    new = []
    for event in events:
        wish = asked.pop(_moved(event), None)
        if wish is None:
            new.append(event)
            continue
        PersonEvent.objects.filter(pk=wish.pk).update(
            realised_in=edition, after=event.after, other_code=event.other_code
        )
    PersonEvent.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    return len(new)


def _moved(event: PersonEvent) -> tuple[Any, ...]:
    return (event.kind, event.before, tuple(event.records))


def _pieces(things: Iterable[Any]) -> Iterator[list[Any]]:
    piece: list[Any] = []
    for thing in things:
        piece.append(thing)
        if len(piece) == ROWS_AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece
