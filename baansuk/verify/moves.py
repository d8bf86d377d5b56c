"""Which state a case or a session may go to from which, who has to move it on, and how each state is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words
from baansuk.verify.flows import Flow
from baansuk.verify.outcomes import OUTCOMES

_RESULTS = ("confirmed", "not_confirmed", "removed")
MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "waiting": frozenset({"recorded", "disputed", "objected", "returned"}),
        # To "waiting" at the next step, or to a result, where the step needs no signature.
        "recorded": frozenset({"recorded", "proposed", "disputed", "objected", "returned", "waiting", *_RESULTS}),
        # Signed: to "waiting" at the next step, or to a result at the last one.
        "proposed": frozenset({"recorded", "objected", "returned", "waiting", *_RESULTS}),
        "objected": frozenset({"waiting"}),
        "returned": frozenset({"recorded", "disputed", "objected"}),
        "disputed": frozenset({"recorded", "disputed"}),
        "confirmed": frozenset({"announced"}),
        "not_confirmed": frozenset({"announced"}),
        "removed": frozenset({"announced"}),
        "announced": frozenset({"closed", "appealed"}),
        "appealed": frozenset({"waiting"}),
        "closed": frozenset({"reopened"}),
        "reopened": frozenset({"waiting"}),
    }
)
STATES = tuple(MOVES)
OPEN = frozenset(STATES) - {"closed"}
# Roles; "@owner" and "@signer" are those of the step where the case stands, "@telling" the owner of the last step.
OWNERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "waiting": ("@owner",),
        "recorded": ("@owner",),
        "proposed": ("@signer",),
        "objected": ("@owner",),
        "returned": ("@owner",),
        # From outside the forum that could not agree.
        "disputed": ("tambon_team",),
        "confirmed": ("@telling",),
        "not_confirmed": ("@telling",),
        "removed": ("@telling",),
        "announced": ("@telling",),
        # An appeal goes to the amphoe, and outside it.
        "appealed": ("amphoe_officer", "register_keeper"),
        "closed": ("nobody",),
        "reopened": ("register_keeper",),
    }
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "waiting": Words("รอตรวจ", "Waiting"),
        "recorded": Words("บันทึกผลแล้ว", "Recorded"),
        "proposed": Words("เสนอลงนาม", "Proposed"),
        "objected": Words("มีผู้คัดค้าน", "Objected to"),
        "returned": Words("ส่งกลับให้ตรวจใหม่", "Returned"),
        "disputed": Words("เห็นต่าง รอเยี่ยมบ้าน", "Disputed"),
        "confirmed": Words("รับรองแล้ว", "Confirmed"),
        "not_confirmed": Words("ไม่รับรอง", "Not confirmed"),
        "removed": Words("จำหน่ายออก", "Removed"),
        "announced": Words("คืนข้อมูลแล้ว", "Told back"),
        "appealed": Words("อุทธรณ์", "Appealed"),
        "closed": Words("ปิดเรื่อง", "Closed"),
        "reopened": Words("เปิดเรื่องใหม่", "Reopened"),
    }
)
TONES: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "wait",
        "recorded": "info",
        "proposed": "info",
        "objected": "warn",
        "returned": "warn",
        "disputed": "warn",
        "confirmed": "good",
        "not_confirmed": "none",
        "removed": "none",
        "announced": "info",
        "appealed": "warn",
        "closed": "none",
        "reopened": "warn",
    }
)

SESSION_MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "called": frozenset({"open"}),
        "open": frozenset({"closed"}),
        "closed": frozenset({"signed"}),
        "signed": frozenset(),
    }
)
SESSION_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "called": Words("นัดประชุมแล้ว", "Called"),
        "open": Words("กำลังประชุม", "Open"),
        "closed": Words("ปิดประชุมแล้ว", "Closed"),
        "signed": Words("ลงนามรับรองแล้ว", "Signed"),
    }
)
SESSION_TONES: Mapping[str, str] = MappingProxyType(
    {"called": "wait", "open": "info", "closed": "good", "signed": "good"}
)


def owners_of(state: str, step: str, flow: Flow) -> tuple[str, ...]:
    """Return the roles that have to move a case on from a state at a step of a flow."""
    here = flow.step(step)
    by_data = {"@owner": here.owner, "@signer": here.signer or here.owner, "@telling": flow.telling.owner}
    return tuple(by_data.get(one, one) for one in OWNERS[state])


def onward(flow: Flow, step: str, outcome: str) -> tuple[str, str]:
    """Return state and step of a case that leaves a step with an outcome: the next step, or a result at the last one.

    Raises Refusal ``nothing_decided`` at the last step where the outcome decides nothing.
    """
    following = flow.after(step)
    if following is not None:
        return "waiting", following.code
    result = OUTCOMES[outcome].result if outcome in OUTCOMES else ""
    if not result:
        raise Refusal(
            "nothing_decided",
            "ยังไม่มีผลที่ใช้รับรองได้ ต้องเยี่ยมบ้านหรือบันทึกผลก่อน",
            "No outcome decides this case yet: it has to be visited or recorded first.",
        )
    return result, step


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when a case may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะเรื่องนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the case is “{STATE_WORDS[old].en}”.",
        )


def check_session_move(old: str, new: str) -> None:
    """Raise Refusal ``session_state`` when a session may not go from ``old`` to ``new``."""
    if new not in SESSION_MOVES[old]:
        raise Refusal(
            "session_state",
            f"ทำไม่ได้ เพราะการประชุมนี้อยู่ในสถานะ “{SESSION_WORDS[old].th}”",
            f"This cannot be done: the session is “{SESSION_WORDS[old].en}”.",
        )


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the docs."""
    arrows = [f"    {old} --> {new}" for old, news in MOVES.items() for new in MOVES if new in news]
    return "\n".join(["stateDiagram-v2", "    [*] --> waiting", *arrows])


def session_diagram() -> str:
    """Return the moves of a session as a Mermaid state diagram, for the docs."""
    arrows = [f"    {old} --> {new}" for old, news in SESSION_MOVES.items() for new in SESSION_MOVES if new in news]
    return "\n".join(["stateDiagram-v2", "    [*] --> called", *arrows])
