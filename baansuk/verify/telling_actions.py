"""Telling a village its results: the announcement from which the time for an appeal runs."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect.receipts import new_receipt
from baansuk.thai.words import Refusal
from baansuk.verify.checks import check_round_open
from baansuk.verify.committee_questions import SETTLED
from baansuk.verify.deciding import Hand, write_decision
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Announcement, Round
from baansuk.verify.questions import cases_for


@transaction.atomic
def announce(*, round: Round, area_code: str, by: str, scope: Scope) -> Announcement:
    """Tell one village all results that it was not told yet; each case may be appealed until the day that the flow gives.

    Raises Refusal where nothing is new: pressed twice it tells once.
    """
    check_round_open(round)
    flow = flow_of(round.flow)
    if scope.role not in (flow.telling.owner, "register_keeper"):
        raise Refusal("not_your_step", "ทีมตำบลเป็นผู้คืนข้อมูล", "The tambon team tells the results.")
    rows = list(
        cases_for(scope, round)
        .filter(area_code=area_code, state__in=SETTLED)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not rows:
        raise Refusal("nothing_to_tell", "หมู่บ้านนี้ไม่มีผลใหม่ให้คืน", "There is no new result to tell this village.")
    until = today() + dt.timedelta(days=flow.telling.appeal_days)
    number = new_receipt(timezone.localdate().year + 543).replace("R-", "T-", 1)
    counts = Counter(one.state for one in rows)
    for case in rows:
        case.due_on = until
        write_decision(case, "tell", "announced", hand=Hand(by, scope, f"tell:{number}:{case.number}", "bulk"))
    made = Announcement.objects.create(
        number=number,
        round=round,
        area_code=area_code,
        told_on=today(),
        appeal_until=until,
        counts=dict(counts),
        cases=[one.number for one in sorted(rows, key=lambda one: (one.list_key, one.number))],
        by=by,
        at=timezone.now(),
    )
    about = {"round": round.code, "area": area_code, "cases": len(rows), "number": number}
    subjects = [("case", one.number) for one in rows]
    gate.write("verify.announce", by=by, partner=scope.partner, subjects=subjects, about=about)
    return made
