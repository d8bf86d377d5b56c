"""Counts who asks how often, and refuses with a sentence and an event when it is too often."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import transaction

from baansuk.access.pace import POST, SESSION, Pace, TooFast
from baansuk.access.pace_counting import count_one
from baansuk.access.scope import Scope
from baansuk.audit import gate


def take_turn(kind: str, *, scope: Scope, session: str, by: str) -> None:
    """Count one search, export or list for a session and for its post; raises TooFast where it is one too many.

    ``session`` is what the session or the token is known by; it is kept as a hash. The refusal stands in the trail.
    """
    paces: dict[str, Pace] = settings.PACES.get(kind, {})
    keys = {SESSION: session and hashlib.sha256(session.encode()).hexdigest()[:32], POST: str(scope.post or "")}
    for counted in (SESSION, POST):
        pace = paces.get(counted)
        if pace is None or not pace.most or not keys[counted]:
            continue
        left = count_one(f"{kind}:{counted}:{keys[counted]}", pace)
        if left:
            _refuse(TooFast(kind, counted, pace, left), scope, by)


@transaction.atomic
def _write(refusal: TooFast, scope: Scope, by: str) -> None:
    about = {"kind": refusal.kind, "counted": refusal.counted, "most": refusal.pace.most, "in": refusal.pace.seconds}
    gate.write("access.slow_down", by=by, partner=scope.partner, outcome="refused", about=about)


def _refuse(refusal: TooFast, scope: Scope, by: str) -> None:
    _write(refusal, scope, by)
    raise refusal
