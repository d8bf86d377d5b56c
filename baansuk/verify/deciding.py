"""Writes one decision of a case and moves the case: what every action of this room ends with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.thai.words import Refusal
from baansuk.vault import values
from baansuk.verify.flows import Flow
from baansuk.verify.models import Case, Decision, Session
from baansuk.verify.verified import keep

REASON = "verify_decision.reason_sealed"


@dataclass(frozen=True, slots=True)
class Said:
    """Why something was decided: a code of ``outcomes.REASONS`` and words of one's own, which are sealed."""

    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand a decision is: who, in which seat (None: whoever keeps the machine), from where, under which key."""

    by: str
    scope: Scope | None
    key: str
    source: str = "page"


def locked(case: Case) -> Case:
    """Return a case as it stands now, locked until the transaction ends, with its round."""
    return Case.objects.select_for_update(of=("self",)).select_related("round").get(pk=case.pk)


def decided_before(key: str, case: Case) -> Decision | None:
    """Return the decision of a submission that came before; one key never decides two cases."""
    found = Decision.objects.filter(key=key).select_related("case").first()
    if found is not None and found.case_id != case.pk:
        raise Refusal("key_used", "รหัสการส่งนี้ใช้กับเรื่องอื่นแล้ว", "This submission was used for another case.")
    return found


def write_decision(
    case: Case,
    kind: str,
    new: str,
    *,
    hand: Hand,
    said: Said | None = None,
    outcome: str = "",
    session: Session | None = None,
    step: str = "",
) -> Decision:
    """Add the decision and move the locked case to state ``new`` (at ``step`` where one is named); saves both.

    The caller checks before and writes the trail after, in the same transaction.
    """
    given = said or Said()
    decision = Decision.objects.create(
        case=case,
        step=case.step,
        kind=kind,
        old=case.state,
        new=new,
        outcome=outcome,
        reason_code=given.reason,
        reason_sealed=values.seal(given.words, REASON, case.number),
        by=hand.by,
        post=hand.scope.post if hand.scope else None,
        partner=hand.scope.partner if hand.scope else "",
        at=timezone.now(),
        session=session,
        source=hand.source,
        key=hand.key,
    )
    case.state = new
    case.outcome = outcome or case.outcome
    case.version += 1
    if step:
        case.step = step
    case.save()
    keep(case, decision)
    return decision


def due_from(flow: Flow, step: str) -> dt.date:
    """Return the day by which a case that comes to a step today is to leave it."""
    return today() + dt.timedelta(days=flow.step(step).days)


def subjects_of(case: Case) -> list[tuple[str, str]]:
    """Return whom the trail names: the case, and its household where it has one."""
    household = [("household", case.household_code)] if case.household_code else []
    return [("case", case.number), *household]
