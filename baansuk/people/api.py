"""Who looked at a household: for the auditor, and for the register keeper who must answer the household itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.audit import gate
from baansuk.audit.models import Event
from baansuk.audit.questions import events_about
from baansuk.people.codes import ALPHABET
from baansuk.people.questions import household_for
from baansuk.screen.answers import answers

router = Router(tags=["audit"], auth=Bearer(only=lambda scope: scope.sees_trail or scope.keeps_register))
CODE = rf"^H-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]$"
LARGEST = 2**63 - 1
MOST = 50


class Look(Schema):
    """One act that touched the household: who, when, for which partner, and how it ended; nothing of what was read."""

    number: int
    at: datetime
    actor: str
    partner: str
    act: str
    outcome: str


class LookPage(Schema):
    """Acts, the newest first; ``next`` goes into ``before`` for those that follow, null at the end."""

    looks: list[Look]
    next: int | None


@router.get("/households/{code}/audit", response=answers(LookPage, 404), summary="Who looked at a household")
def looks(
    request: HttpRequest,
    code: Annotated[str, Path(pattern=CODE)],
    before: Annotated[int, Query(ge=1, le=LARGEST)] = LARGEST,
) -> LookPage:
    """List who opened, listed, found or exported the household.

    The auditor sees the trail of any household and no household; the register keeper that of the households in sight.
    """
    scope = scope_on(request)
    if not scope.sees_trail:
        household_for(scope, code)
    found = events_about("household", code, below=before, most=MOST + 1)
    if not found and scope.sees_trail:
        raise Http404
    with transaction.atomic():
        gate.write("audit.look", by=scope.username, partner=scope.partner, subjects=[("household", code)])
    shown = found[:MOST]
    return LookPage(looks=[_look(one) for one in shown], next=shown[-1].pk if len(found) > MOST else None)


def _look(event: Event) -> Look:
    return Look(
        number=event.pk, at=event.at, actor=event.actor, partner=event.partner, act=event.act, outcome=event.outcome
    )
