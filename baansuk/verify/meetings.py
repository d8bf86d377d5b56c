"""Which committee sits for an area, who was in a sitting, and what its minutes keep beside the resolutions."""

from __future__ import annotations

import json
from dataclasses import dataclass

from baansuk.thai.words import Refusal, Words
from baansuk.vault import values
from baansuk.verify.committees import sitting
from baansuk.verify.flows import Flow, Step, flow_of
from baansuk.verify.models import Round, Session
from baansuk.verify.screening import Member

MINUTES = "verify_session.minutes"
LETTERS = {
    "order": Words("คำสั่งแต่งตั้ง", "Order of appointment"),
    "call": Words("บันทึกข้อความเชิญประชุม พร้อมระเบียบวาระ", "Letter that calls the meeting, with its agenda"),
    "minutes": Words("รายงานการประชุม", "Minutes"),
    "memo": Words("บันทึกข้อความส่งมติ", "Letter that sends the resolutions on"),
}


@dataclass(frozen=True, slots=True)
class Sat:
    """A session with its attendance opened once: for one decision, and for all of a bulk act."""

    session: Session
    members: tuple[Member, ...]


def sat(session: Session | None) -> Sat | None:
    """Return a session with who is there, None for none."""
    return Sat(session, tuple(sitting(session))) if session is not None else None


def open_meeting(round: Round, step: Step, area_code: str) -> Session | None:
    """Return the meeting of a step that is open now for an area; None where there is none, or the step needs none."""
    if not step.meeting:
        return None
    rows = Session.objects.filter(round=round, kind=step.meeting, area_code=area_code[: step.digits], state="open")
    return rows.first()


def appeal_steps(flow: Flow) -> tuple[str, ...]:
    """Return the steps that an appeal may go to: those above the tambon, so that nobody is only heard by whom it is against."""
    return tuple(one.code for one in flow.steps if one.decides and one.level in ("amphoe", "province"))


@dataclass(frozen=True, slots=True)
class Record:
    """What was said in a meeting beside the resolutions, for its minutes; hours are HH.MM."""

    began: str = ""
    ended: str = ""
    chair_told: str = ""
    last_minutes: str = ""
    to_know: str = ""
    other: str = ""


def record_of(session: Session) -> Record:
    """Return what was written for the minutes of a meeting, empty before it closed."""
    told = values.unseal(session.minutes, MINUTES, session.number)
    return Record(**json.loads(told)) if told else Record()


def step_of(round: Round, area_code: str) -> Step:
    """Return the step whose committee sits for an area: that with a meeting at this level. Raises Refusal for none."""
    steps = (one for one in flow_of(round.flow).steps if one.meeting in ("amphoe", "province"))
    found = next((one for one in steps if one.digits == len(area_code)), None)
    if found is None:
        raise Refusal("no_such_meeting", "รอบนี้ไม่มีการประชุมระดับนี้", "This round has no meeting at this level.")
    return found
