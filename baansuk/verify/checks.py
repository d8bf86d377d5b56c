"""What must hold before anybody decides about a case: the state, the seat, kinship, and that nobody else was quicker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from baansuk.access.scope import Scope
from baansuk.screen.figures import show_day
from baansuk.thai.words import Refusal
from baansuk.verify.attendance import deciding, is_recused, unseal
from baansuk.verify.flows import Flow, Step, flow_of
from baansuk.verify.models import Case, Round, Session
from baansuk.verify.moves import check_move, owners_of
from baansuk.verify.outcomes import CONFIRMED, OUTCOMES, REASONS, fits

# Who decided on paper is keyed in by others, who do not decide: the forum's word stays the forum's.
KEYABLE = frozenset({"waiting", "recorded", "returned"})


def check_round_open(found: Round) -> None:
    """Raise Refusal ``round_closed`` when a round takes nothing more."""
    if found.state != "open":
        raise Refusal("round_closed", f"รอบ {found.code} ปิดแล้ว", f"Round {found.code} is closed.")


def check_day_of_round(found: Round, day: dt.date) -> None:
    """Raise Refusal ``not_in_round`` when a meeting is dated before its round opened or after it closes."""
    if found.opened_on <= day <= found.closes_on:
        return
    ends = {way: [show_day(one, way, short=True) for one in (found.opened_on, found.closes_on)] for way in ("th", "en")}
    raise Refusal(
        "not_in_round",
        f"วันประชุมต้องอยู่ในรอบ {found.code} คือ {ends['th'][0]} ถึง {ends['th'][1]}",
        f"The meeting must be within round {found.code}: {ends['en'][0]} to {ends['en'][1]}.",
    )


def check_version(case: Case, version: int | None) -> None:
    """Raise Refusal ``changed`` when somebody decided since the page was drawn that showed ``version``."""
    if version is not None and case.version != version:
        raise Refusal(
            "changed",
            f"มีผู้บันทึกเรื่อง {case.number} ไปก่อนแล้ว โปรดเปิดดูผลล่าสุดก่อนบันทึกอีกครั้ง",
            f"Somebody decided case {case.number} before you. Look at what was decided, then decide again if needed.",
        )


def who_may(case: Case, flow: Flow) -> frozenset[str]:
    """Return the roles that may move a case on now, with those who may key in what was decided on paper."""
    roles = set(owners_of(case.state, case.step, flow))
    if case.state in KEYABLE:
        roles |= set(flow.step(case.step).keyed_by)
    return frozenset(roles)


def check_seat(case: Case, flow: Flow, scope: Scope | None, *, roles: Collection[str] | None = None) -> None:
    """Raise Refusal ``not_your_step`` when another post has to move this case on; None is whoever keeps the machine.

    ``roles`` are asked instead of the owners of the case's state, such as the signer of its step.
    """
    if scope is None or scope.role in (who_may(case, flow) if roles is None else roles):
        return
    step = flow.step(case.step)
    raise Refusal(
        "not_your_step",
        f"เรื่อง {case.number} อยู่ที่ขั้น “{step.name.th}” ผู้ดำเนินการคือตำแหน่งอื่น",
        f"Case {case.number} stands at “{step.name.en}”; another post has to move it on.",
    )


def check_session(session: Session, case: Case) -> None:
    """Raise Refusal when a session takes no decision about a case: closed, of another place, or not begun."""
    if session.state in ("closed", "signed"):
        raise Refusal(
            "session_closed",
            f"การประชุม {session.number} ปิดแล้ว บันทึกผลเพิ่มไม่ได้ ให้นัดประชุมใหม่",
            f"Session {session.number} is closed and takes no more outcomes; call a new one.",
        )
    if session.state != "open":
        raise Refusal(
            "session_not_open",
            f"การประชุม {session.number} ยังไม่เปิด บันทึกผู้เข้าประชุมก่อน",
            f"Session {session.number} is not open yet; record who attends first.",
        )
    if session.round_id != case.round_id or not case.area_code.startswith(session.area_code):
        raise Refusal(
            "other_session",
            f"เรื่อง {case.number} ไม่อยู่ในการประชุม {session.number}",
            f"Case {case.number} is not one of session {session.number}.",
        )


def check_recusal(session: Session, case: Case, account: str, *, outcome: str = "") -> None:
    """Raise Refusal when whoever records declared kin or interest, or too few are left who may decide.

    A dispute may be recorded however few are left: it sends the case to a visit from outside.
    """
    people = unseal(session.attended, session.number)
    if is_recused(people, case.number, account):
        raise Refusal(
            "recused",
            f"ท่านแจ้งไว้ว่าเป็นญาติหรือมีส่วนได้เสียกับเรื่อง {case.number} จึงต้องให้กรรมการคนอื่นบันทึก",
            f"You declared kinship or an interest in case {case.number}, so another member must record it.",
        )
    left = len(deciding(people, case.number))
    if left < session.quorum_needed and outcome != "disputed":
        raise Refusal(
            "too_few_may_decide",
            f"เรื่อง {case.number} มีกรรมการที่ลงความเห็นได้ {left} คน ไม่ครบ {session.quorum_needed} คน "
            "ให้บันทึกเป็น “เห็นต่าง” เพื่อให้คนนอกหมู่บ้านเยี่ยม",
            f"Of those present {left} may decide case {case.number}, fewer than the {session.quorum_needed} needed. "
            "Record it as disputed, and it is visited from outside.",
        )


def check_outcome(step: Step, outcome: str, reason: str, *, added: bool = True) -> None:
    """Raise Refusal when a step does not take an outcome, or takes it with a reason only.

    ``added``: whether the household was added as missed; one that was on the list is not "missed, added".
    """
    if outcome not in step.outcomes:
        raise Refusal(
            "unknown_outcome",
            f"ขั้น “{step.name.th}” ไม่มีผล “{outcome}”",
            f"“{outcome}” is no outcome of “{step.name.en}”.",
        )
    if not fits(outcome, added=added):
        name = OUTCOMES[outcome].name
        raise Refusal(
            "not_added",
            f"บ้านนี้อยู่ในบัญชีแล้ว ผล “{name.th}” ใช้กับบ้านที่แจ้งเพิ่มเท่านั้น ให้ใช้ “{OUTCOMES[CONFIRMED].name.th}”",
            f"This house was on the list. “{name.en}” is for one that was added; use “{OUTCOMES[CONFIRMED].name.en}”.",
        )
    if reason and reason not in REASONS:
        raise Refusal("unknown_reason", f"ไม่รู้จักเหตุผล “{reason}”", f"“{reason}” is no known reason.")
    if OUTCOMES[outcome].reason and not reason:
        name = OUTCOMES[outcome].name
        raise Refusal(
            "reason_missing",
            f"ผล “{name.th}” ต้องมีเหตุผล",
            f"The outcome “{name.en}” needs a reason.",
        )


def check_reason(reason: str) -> None:
    """Raise Refusal when a return, an objection, an appeal or a reopening comes without a reason of the list."""
    if reason not in REASONS:
        raise Refusal("reason_missing", "โปรดเลือกเหตุผล", "Please choose a reason.")


def check_decision(
    case: Case,
    new: str,
    *,
    scope: Scope | None,
    by: str,
    session: Session | None = None,
    version: int | None = None,
    outcome: str = "",
    roles: Collection[str] | None = None,
) -> Flow:
    """Check everything that every decision shares and return the flow: round, version, state, seat, session, kinship.

    Call it with the case locked, inside the transaction of the act. Raises Refusal with the first thing that is wrong.
    """
    check_round_open(case.round)
    check_version(case, version)
    check_move(case.state, new)
    flow = flow_of(case.round.flow)
    check_seat(case, flow, scope, roles=roles)
    if session is not None:
        check_session(session, case)
        check_recusal(session, case, by, outcome=outcome)
    return flow
