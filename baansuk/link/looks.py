"""Writes down who laid which records side by side, before anything of them leaves the house."""

from __future__ import annotations

from django.db import transaction

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.link.models import ReviewPair
from baansuk.people.seen import SeenPerson


@transaction.atomic
def at_pair(pair: ReviewPair, persons: list[SeenPerson], *, by: Scope) -> None:
    """Write down that a pair was opened, with its persons and their households."""
    gate.write(
        "link.look_pair", by=by.username, partner=by.partner, subjects=[("pair", pair.code), *_about(persons)],
        about={"edition": pair.edition, "reason": pair.reason},
    )  # fmt: skip


@transaction.atomic
def at_person(person: SeenPerson, *, by: Scope, edition: int) -> None:
    """Write down that the records of a person were opened."""
    gate.write(
        "link.look_records", by=by.username, partner=by.partner, subjects=_about([person]), about={"edition": edition}
    )


def _about(persons: list[SeenPerson]) -> list[tuple[str, str]]:
    codes = {("person", one.code) for one in persons} | {("household", one.household_code) for one in persons}
    return sorted(codes)
