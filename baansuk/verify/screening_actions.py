"""What a step with a signature does with a case: the first person proposes an outcome, the second signs it or sends it back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from baansuk.audit import gate
from baansuk.thai.words import Refusal
from baansuk.verify import checks
from baansuk.verify.case_actions import ADDED
from baansuk.verify.checklist import check_ticked, load_checklist
from baansuk.verify.deciding import Hand, Said, decided_before, due_from, locked, subjects_of, write_decision
from baansuk.verify.flows import Flow, Step
from baansuk.verify.meetings import Sat
from baansuk.verify.models import Case, Decision, Session, Ticks
from baansuk.verify.outcomes import OUTCOMES
from baansuk.verify.screening import check_chair_may_sign, check_not_recused, check_quorum, check_two_persons

# A case is proposed from these: what was recorded before at this step, or nothing yet.
FRESH = frozenset({"waiting", "returned"})
AGREES = "papers"


@transaction.atomic
def propose(
    *,
    case: Case,
    hand: Hand,
    outcome: str = "",
    said: Said | None = None,
    ticked: Collection[str] = (),
    version: int | None = None,
    at: Sat | None = None,
) -> Decision:
    """Propose an outcome for the second person to sign; without one, that of the step before.

    An outcome that differs from the one before needs a reason. Raises Refusal (see ``checks``, ``screening``, ``checklist``).
    """
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    wanted = outcome or current.outcome
    fresh = current.state in FRESH
    flow = checks.check_decision(
        current, "recorded" if fresh else "proposed", scope=hand.scope, by=hand.by, version=version
    )
    step = flow.step(current.step)
    given = said or Said()
    _check_proposal(current, step, wanted, given, ticked)
    if at is not None:
        _check_sits(at, current, hand.by)
    if fresh or wanted != current.outcome:
        write_decision(
            current, "record", "recorded", hand=_hand(hand, "record"), said=given, outcome=wanted, session=_of(at)
        )
    decision = write_decision(current, "propose", "proposed", hand=hand, outcome=wanted, session=_of(at))
    Ticks.objects.create(decision=decision, version=load_checklist().version, items=",".join(sorted(ticked)))
    about = {"step": step.code, "outcome": wanted, "source": hand.source}
    gate.write("verify.propose", by=hand.by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


def _check_proposal(case: Case, step: Step, outcome: str, said: Said, ticked: Collection[str]) -> None:
    if not step.signer:
        raise Refusal("no_signature", "ขั้นนี้ไม่ต้องลงนาม", "This step needs no signature.")
    if not outcome:
        raise Refusal("no_outcome", "ยังไม่มีผลของขั้นก่อน ให้เลือกผล", "No step before found anything; choose an outcome.")
    if not OUTCOMES[outcome].result:
        raise Refusal(
            "still_disputed",
            "ยังเห็นต่างอยู่ ให้ทีมตำบลเยี่ยมและบันทึกผลก่อนเสนอ",
            "It is still disputed: let the tambon team visit and record what it found first.",
        )
    changed = outcome != case.outcome
    if changed and case.outcome and not said.reason:
        raise Refusal(
            "reason_missing", "ผลต่างจากขั้นก่อน ต้องเลือกเหตุผล", "The outcome differs from the step before: choose a reason."
        )
    # Why it was found is asked where it was found; whoever agrees needs no reason of their own.
    why = said.reason if changed else (said.reason or AGREES)
    checks.check_outcome(step, outcome, why, added=case.origin == ADDED or not changed)
    check_ticked(step.code, outcome, ticked)


@transaction.atomic
def sign(*, case: Case, hand: Hand, version: int | None = None, at: Sat | None = None) -> Decision:
    """Sign what was proposed: the case goes on to the next step, or has its result after the last.

    At a step with a meeting it is signed in that meeting, by whoever chairs it for this case, with a quorum that may decide.
    """
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    flow = checks.check_decision(current, "waiting", scope=None, by=hand.by, version=version)
    step = flow.step(current.step)
    if current.state != "proposed":
        raise Refusal("not_proposed", "ยังไม่มีผู้เสนอเรื่องนี้", "Nobody has proposed this case yet.")
    _check_may_sign(current, step, flow, hand, at)
    new, then = _where_to(flow, current)
    current.due_on = due_from(flow, then)
    current.result = "" if new == "waiting" else new
    decision = write_decision(current, "sign", new, hand=hand, outcome=current.outcome, session=_of(at), step=then)
    about = {"step": step.code, "outcome": current.outcome, "source": hand.source}
    gate.write("verify.sign", by=hand.by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


def _check_may_sign(case: Case, step: Step, flow: Flow, hand: Hand, at: Sat | None) -> None:
    """Check the second person: another account than the first; the chair of a meeting with a quorum, where there is one."""
    proposed_by = case.decisions.filter(kind="propose", step=case.step).order_by("-pk").values_list("by", flat=True)[:1]
    check_two_persons(next(iter(proposed_by), ""), hand.by)
    if not step.meeting:
        checks.check_seat(case, flow, hand.scope, roles=(step.signer,))
        return
    if at is None:
        raise Refusal(
            "no_meeting",
            "ขั้นนี้ลงนามในที่ประชุม ให้เปิดประชุมและบันทึกผู้มาประชุมก่อน",
            "This step is signed in a meeting: open one and record who is there first.",
        )
    _check_sits(at, case, hand.by)
    check_quorum(at.members, at.session.quorum_needed, case=case.number)
    check_chair_may_sign(case.number, hand.by, at.members)


def _check_sits(at: Sat, case: Case, account: str) -> None:
    checks.check_session(at.session, case)
    check_not_recused(case.number, account, at.members)


def _where_to(flow: Flow, case: Case) -> tuple[str, str]:
    """Return the state and the step after a signature."""
    after = flow.after(case.step)
    return ("waiting", after.code) if after is not None else (OUTCOMES[case.outcome].result, flow.telling.code)


@transaction.atomic
def send_back(
    *, case: Case, to: str, said: Said, hand: Hand, version: int | None = None, at: Sat | None = None
) -> Decision:
    """Send a case back to an earlier step, or to the one where it stands, with a reason; whoever owns or signs the step may."""
    if before := decided_before(hand.key, case):
        return before
    current = locked(case)
    flow = checks.check_decision(current, "returned", scope=None, by=hand.by, version=version)
    step = flow.step(current.step)
    checks.check_seat(current, flow, hand.scope, roles=(step.owner, step.signer))
    checks.check_reason(said.reason)
    if to not in (*step.may_return_to, step.code):
        raise Refusal("no_way_back", "ส่งกลับไปขั้นนี้ไม่ได้", "It cannot be sent back to that step.")
    if at is not None:
        _check_sits(at, current, hand.by)
    current.due_on = due_from(flow, to)
    decision = write_decision(current, "return", "returned", hand=hand, said=said, session=_of(at), step=to)
    about = {"step": step.code, "to": to, "reason": said.reason, "source": hand.source}
    gate.write("verify.send_back", by=hand.by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


def _of(at: Sat | None) -> Session | None:
    return at.session if at is not None else None


def _hand(hand: Hand, part: str) -> Hand:
    """The same hand under a key of its own: one submission may leave two decisions."""
    return Hand(hand.by, hand.scope, f"{hand.key}:{part}", hand.source)
