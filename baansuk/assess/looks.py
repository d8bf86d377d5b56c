"""Writes down who looked at which households, before anything of what was read leaves the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.audit.lasting import lasting_meanwhile
from baansuk.audit.lists import Listing
from baansuk.people.seen import SeenHousehold

# Nothing is changed here, so the rows are read first and only the trail holds the database's one write lock; the page
# is drawn after the trail is written, leaves when the trail is durable, and without it there is no page.


@transaction.atomic
def at_household(household: SeenHousehold, persons: Iterable[str], *, by: Scope) -> None:
    """Write down that one household and these persons of it were opened."""
    subjects = [("household", household.code), *(("person", code) for code in persons)]
    gate.write(
        "people.look", by=by.username, partner=by.partner, subjects=subjects, about={"edition": household.edition}
    )


@transaction.atomic
def at_list(codes: Iterable[str], *, by: Scope, edition: int, area: str, measure: str, page: int) -> None:
    """Write down which households one page of the list showed."""
    _list(codes, by=by, edition=edition, area=area, measure=measure, page=page)


@contextmanager
def drawing_list(
    codes: Iterable[str], *, by: Scope, edition: int, area: str, measure: str, page: int
) -> Iterator[None]:
    """Write down which households the page shows that is drawn inside; it leaves this only once the trail is durable."""
    with lasting_meanwhile(lambda: _list(codes, by=by, edition=edition, area=area, measure=measure, page=page)):
        yield


def _list(codes: Iterable[str], *, by: Scope, **about: str | int) -> None:
    subjects = [("household", code) for code in codes]
    gate.write("people.look_list", by=by.username, partner=by.partner, subjects=subjects, about=about)


@contextmanager
def drawing_found(codes: Iterable[str], *, by: Scope, kind: str, page: int) -> Iterator[None]:
    """Write down what the search shows that is drawn inside, and by what kind of text, never the text itself."""
    subjects = [("household", code) for code in codes]
    about = {"kind": kind, "page": page}

    def write() -> None:
        gate.write("people.search", by=by.username, partner=by.partner, subjects=subjects, about=about)

    with lasting_meanwhile(write):
        yield


@transaction.atomic
def export_begins(*, by: Scope, edition: int, area: str, measure: str, expected: int) -> None:
    """Write down that a list is about to leave the house, before its first byte does."""
    about = {"edition": edition, "area": area, "measure": measure, "households": expected}
    gate.write("people.export", by=by.username, partner=by.partner, outcome="begun", about=about)


@transaction.atomic
def export_ends(*, by: Scope, edition: int, area: str, measure: str, left: Listing, why: str) -> None:
    """Write down which households left, and why it was not all of them ('' when it was)."""
    about = {"edition": edition, "area": area, "measure": measure, "households": len(left)}
    outcome = "broken_off" if why else "done"
    if why:
        about["why"] = why
    gate.write("people.export", by=by.username, partner=by.partner, subjects=left, outcome=outcome, about=about)
