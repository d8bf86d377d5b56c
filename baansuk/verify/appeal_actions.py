"""What comes after a result was told: an appeal to the amphoe or outside it, the end of its time, and opening anew."""

from __future__ import annotations

from django.db import transaction

from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.thai.words import Refusal
from baansuk.verify import checks
from baansuk.verify.deciding import Hand, Said, decided_before, due_from, locked, subjects_of, write_decision
from baansuk.verify.flows import Flow
from baansuk.verify.meetings import appeal_steps
from baansuk.verify.models import Case, Decision, Round
from baansuk.verify.moves import check_move

CLOSED_AT_ONCE = 500


@transaction.atomic
def appeal(*, case: Case, to: str, said: Said, hand: Hand, version: int | None = None) -> Decision:
    """Write down an appeal of the household within its time; anybody who sees the case may bring it in for them."""
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    flow = checks.check_decision(current, "appealed", scope=None, by=hand.by, version=version)
    checks.check_reason(said.reason)
    _check_step(to, flow)
    if current.due_on is not None and today() > current.due_on:
        raise Refusal(
            "appeal_over",
            "พ้นเวลาอุทธรณ์แล้ว หากมีเหตุใหม่ ให้ผู้ดูแลทะเบียนเปิดเรื่องใหม่",
            "The time for an appeal is over. Where there is new cause, the register keeper can open the case again.",
        )
    return _write(current, "appeal", "appealed", to, flow, said, hand)


@transaction.atomic
def take_on(*, case: Case, hand: Hand, version: int | None = None) -> Decision:
    """Take an appeal, or a case opened anew, up at the step that it went to; it is decided from there as any other."""
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    flow = checks.check_decision(current, "waiting", scope=None, by=hand.by, version=version)
    if current.state not in ("appealed", "reopened"):
        raise Refusal("nothing_to_take", "เรื่องนี้ไม่มีคำอุทธรณ์ค้าง", "No appeal waits in this case.")
    checks.check_seat(current, flow, hand.scope, roles=(flow.step(current.step).owner, "register_keeper"))
    return _write(current, "take_on", "waiting", current.step, flow, Said(), hand)


@transaction.atomic
def reopen(*, case: Case, to: str, said: Said, hand: Hand, version: int | None = None) -> Decision:
    """Open a closed case again, for a reason; only a register keeper does, also after the time for an appeal."""
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    flow = checks.check_decision(
        current, "reopened", scope=hand.scope, by=hand.by, version=version, roles=("register_keeper",)
    )
    checks.check_reason(said.reason)
    _check_step(to, flow)
    return _write(current, "reopen", "reopened", to, flow, said, hand)


@transaction.atomic
def close_over(*, round: Round, by: str, partner: str = "", area_code: str = "") -> int:
    """Close the cases that were told back and whose time for an appeal is over; returns how many. Safe to repeat."""
    rows = Case.objects.filter(round=round, state="announced", due_on__lt=today(), area_code__startswith=area_code)
    closed = 0
    for case in rows.select_for_update().order_by("pk")[:CLOSED_AT_ONCE]:
        check_move(case.state, "closed")
        hand = Hand(by, None, f"close:{case.number}:{case.version}", "bulk")
        write_decision(case, "close", "closed", hand=hand)
        closed += 1
    gate.write("verify.close_over", by=by, partner=partner, about={"round": round.code, "cases": closed})
    return closed


def _check_step(to: str, flow: Flow) -> None:
    if to not in appeal_steps(flow):
        raise Refusal("no_such_appeal", "เลือกว่ายื่นต่ออำเภอหรือจังหวัด", "Choose the amphoe or the province.")


def _write(case: Case, kind: str, new: str, step: str, flow: Flow, said: Said, hand: Hand) -> Decision:
    case.due_on = due_from(flow, step)
    decision = write_decision(case, kind, new, hand=hand, said=said, step=step)
    about = {"step": step, "reason": said.reason, "new": new}
    gate.write(f"verify.{kind}", by=hand.by, partner=decision.partner, subjects=subjects_of(case), about=about)
    return decision
