"""Writes down who looked at which cases, before anything of what was read leaves the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from baansuk.access.scope import Scope
from baansuk.audit import gate


@transaction.atomic
def at_case(subjects: Iterable[tuple[str, str]], *, by: Scope) -> None:
    """Write down that one case was opened."""
    gate.write("verify.look", by=by.username, partner=by.partner, subjects=subjects)


@transaction.atomic
def at_list(subjects: Iterable[tuple[str, str]], *, by: Scope, round: str, area: str) -> None:
    """Write down which cases a list showed."""
    about = {"round": round, "area": area}
    gate.write("verify.look_list", by=by.username, partner=by.partner, subjects=subjects, about=about)


@transaction.atomic
def at_session(number: str, *, by: Scope) -> None:
    """Write down that the attendance of a session was opened: it holds names and kinship."""
    gate.write("verify.look_session", by=by.username, partner=by.partner, subjects=[("meeting", number)])


@transaction.atomic
def page_leaves(subjects: Iterable[tuple[str, str]], *, by: Scope, form: str) -> None:
    """Write down that a village's page leaves the house, on paper or as a workbook, before its first byte does."""
    gate.write("verify.take_page", by=by.username, partner=by.partner, subjects=subjects, about={"form": form})
