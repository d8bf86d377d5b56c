"""What people decided on pairs of records: what holds now, for the next run, for whoever decides next, and to take along."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from django.db.models import QuerySet

from baansuk.link.judging import Said, effective
from baansuk.link.models import Judgement, PersonEvent
from baansuk.link.review_loading import pair_code
from baansuk.link.undoing import Event, newest_word

_JUDGEMENTS = {"left": pl.Int64, "right": pl.Int64, "decision": pl.String}
_CODES = {"record_id": pl.Int64, "person_code": pl.String}


def judgements_table() -> pl.DataFrame:
    """Return left, right, decision of every pair decided, left < right, one row for each: what the next run is handed.

    Where a second opinion differs from the first the pair is ``unsure``: it binds nobody until one of them is taken back.
    """
    rows = [(one.left, one.right, one.decision) for one in held()]
    return pl.DataFrame(rows, schema=_JUDGEMENTS, orient="row")


def codes_to_restore() -> pl.DataFrame:
    """Return record_id, person_code: the codes that undone events give back to their records at the next run."""
    waiting = PersonEvent.objects.exclude(by="").filter(realised_in=None, undone_by=None).exclude(after="")
    rows: dict[int, str] = {}
    for records, after in waiting.order_by("number").values_list("records", "after"):
        rows |= dict.fromkeys(records, after)
    return pl.DataFrame(sorted(rows.items()), schema=_CODES, orient="row")


def held() -> list[Said]:
    """Return one decision for each pair that anybody decided and nobody took back."""
    return effective(each_held())


def each_held() -> list[Said]:
    """Return every decision that holds, a first and a second opinion of one pair apart."""
    rows = Judgement.objects.filter(withdrawn_at=None).order_by("left_record", "right_record", "second")
    return [Said(*row) for row in rows.values_list("left_record", "right_record", "decision", "pk")]


def judgements_among(records: Iterable[int]) -> QuerySet[Judgement]:
    """Return the decisions that hold between two of these records, oldest first."""
    listed = list(records)
    rows = Judgement.objects.filter(withdrawn_at=None, left_record__in=listed, right_record__in=listed)
    return rows.order_by("at", "pk")


def judgements_of(records: Iterable[int]) -> QuerySet[Judgement]:
    """Return the decisions that hold on any of these records, oldest first."""
    listed = list(records)
    rows = Judgement.objects.filter(withdrawn_at=None)
    return (rows.filter(left_record__in=listed) | rows.filter(right_record__in=listed)).order_by("at", "pk")


def code_of(judgement: Judgement) -> str:
    """Return the code of the pair that was decided."""
    return pair_code(judgement.left_record, judgement.right_record)


def event_of(row: PersonEvent) -> Event:
    """Return a stored event as the log thinks of it."""
    return Event(row.number, row.kind, row.before, row.after, tuple(row.records), row.undone_by)


def log_of(person: str) -> list[PersonEvent]:
    """Return the events that touched a person's code, oldest first."""
    rows = PersonEvent.objects.filter(person_code=person) | PersonEvent.objects.filter(other_code=person)
    return list(rows.order_by("number"))


def log_from(number: int) -> list[PersonEvent]:
    """Return an event and every later one that could depend on it: on its persons, and on theirs in turn."""
    first = PersonEvent.objects.get(pk=number)
    found, touched, asked = {first.number: first}, set(event_of(first).persons), set[str]()
    while new := touched - asked:
        asked |= new
        later = PersonEvent.objects.filter(number__gt=number)
        for row in later.filter(person_code__in=new) | later.filter(other_code__in=new):
            found[row.number] = row
            touched |= event_of(row).persons
    return [found[key] for key in sorted(found)]


def stands(row: PersonEvent) -> bool:
    """Say whether nobody has taken an event back, or its taking back was taken back."""
    return newest_word(map(event_of, log_from(row.number)), row.number) is not None
