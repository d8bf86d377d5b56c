"""What a page of a list touched, kept as one text until the worker writes it out: fifty rows are fifty places of an index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex

from baansuk.audit.models import Event, Subject, Waiting

# Below this many the rows are as cheap as the text, and whoever reads the trail finds them in one place.
FEWEST = 10
Subjects = list[tuple[str, str]]
_INSERT = "insert into audit_waiting (event, lines) values (%s, %s)"


def fits(subjects: Subjects) -> bool:
    """Say whether these subjects are kept as a text: many enough, and none with a tab or a line's end in it."""
    return len(subjects) >= FEWEST and not any("\t" in code or "\n" in code for _kind, code in subjects)


def keep(cursor: Any, event: int, subjects: Subjects) -> None:
    """Keep what an event touched, in the transaction of the event."""
    cursor.execute(_INSERT, [event, "\n" + "".join(f"{kind}\t{code}\n" for kind, code in subjects)])


def read(lines: str) -> Subjects:
    """Return the subjects of a text."""
    pairs = (line.partition("\t") for line in lines.split("\n") if line)
    return [(kind, code) for kind, _tab, code in pairs]


def touched(number: int) -> Subjects:
    """Return what one event touched, by kind and code, be it a text still or rows; of a list file nothing."""
    # The text first, here and wherever both are read: the worker moves it to the rows, so it is never in neither.
    texts = Waiting.objects.filter(event=number).values_list("lines", flat=True)
    found = [one for lines in texts for one in read(lines)]
    return sorted(found or Subject.objects.filter(event=number).values_list("kind", "code"))


def of_events(events: QuerySet[Event]) -> Iterable[tuple[str, str]]:
    """Yield what these events touched, as far as it waits; to be asked before the rows are."""
    rows = Waiting.objects.filter(event__in=events.order_by().values("pk")).values_list("lines", flat=True)
    for lines in list(rows):
        yield from read(lines)


def between(after: int, until: int) -> dict[int, Subjects]:
    """Return what waits of the events numbered above ``after``, up to ``until``."""
    rows = Waiting.objects.filter(event__gt=after, event__lte=until).values_list("event", "lines")
    return {event: read(lines) for event, lines in rows}


def touching(kind: str, code: str) -> list[int]:
    """Return the numbers of the events that touched one thing, of those that wait."""
    line = StrIndex("lines", Value(f"\n{kind}\t{code}\n"))
    return list(Waiting.objects.annotate(place=line).filter(place__gt=0).values_list("event", flat=True))
