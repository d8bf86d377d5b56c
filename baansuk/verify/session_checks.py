"""What must hold of a village's session: who may hold it, who must be there, and that enough are."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.access.scope import Scope
from baansuk.places.questions import area as area_of
from baansuk.thai.words import Refusal
from baansuk.verify.attendance import Attendee
from baansuk.verify.flows import Flow
from baansuk.verify.models import Session

VILLAGE_KINDS = ("closed_check", "open_ranking")


def check_holds(flow: Flow, kind: str, area_code: str, scope: Scope | None) -> None:
    """Raise Refusal when a flow has no such session, or another post holds it; None is whoever keeps the machine."""
    step = flow.village_step()
    if kind not in VILLAGE_KINDS or step is None:
        raise Refusal("no_such_session", "รอบนี้ไม่มีการประชุมแบบนี้", "This round has no such session.")
    place = area_of(area_code)
    reached = scope is None or any(area_code.startswith(one) for one in scope.areas_of("household"))
    if place is None or len(area_code) != 8 or not reached:
        raise Refusal("place_unknown", "ไม่พบหมู่บ้านนี้ในพื้นที่ของท่าน", "There is no such village in the area you work in.")
    if scope is not None and scope.role not in (step.owner, *step.keyed_by):
        raise Refusal(
            "not_your_session",
            "ผู้เรียกและปิดประชุมหมู่บ้านคือผู้ใหญ่บ้าน หรือทีมตำบลและ อปท. ที่บันทึกแทน",
            "A village's session is held by the village head, or kept by the tambon team or local government.",
        )


def check_attendance(people: Sequence[Attendee]) -> None:
    """Raise Refusal unless everybody has a name and exactly one who is present leads."""
    if any(not one.name.strip() for one in people):
        raise Refusal("name_missing", "โปรดใส่ชื่อผู้เข้าประชุมทุกคน", "Everybody who attends needs a name.")
    leading = [one for one in people if one.chairs]
    if len(leading) != 1 or not leading[0].present:
        raise Refusal(
            "one_leads", "ต้องมีประธานหนึ่งคน และประธานต้องอยู่ในที่ประชุม", "Exactly one person leads, and is present."
        )


def check_quorum(session: Session, people: Sequence[Attendee]) -> None:
    """Raise Refusal ``quorum`` when fewer are present than the flow asks for."""
    present = sum(one.present for one in people)
    if present < session.quorum_needed:
        raise Refusal(
            "quorum",
            f"มีผู้เข้าประชุม {present} คน ไม่ครบองค์ประชุม {session.quorum_needed} คน จึงปิดประชุมไม่ได้",
            f"{present} attend, fewer than the quorum of {session.quorum_needed}, so the session cannot be closed.",
        )
