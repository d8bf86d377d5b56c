"""Which households a meeting would leave without an outcome: asked before it is closed, and ticked by whoever closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from baansuk.places.questions import names_of
from baansuk.thai.words import Refusal, Words
from baansuk.verify.flows import flow_of
from baansuk.verify.meetings import step_of
from baansuk.verify.models import Case, Session
from baansuk.verify.place_names import place_of

# A disputed house has an outcome: it is visited from outside.
NONE_YET = ("waiting", "returned", "objected")
# In a committee what was proposed and not signed has none either.
NOT_SIGNED = (*NONE_YET, "recorded", "proposed", "appealed", "reopened")
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Left:
    """What would be left: how many, the first of them by village and house number, how many wait for a signature only."""

    count: int
    shown: Sequence[tuple[Words, list[str]]]
    proposed: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - sum(len(doors) for _place, doors in self.shown)


def undecided_cases(session: Session) -> QuerySet[Case]:
    """Return the cases of a session that have no outcome of it, by house number; none of an open ranking."""
    rows = Case.objects.filter(round=session.round_id, area_code__startswith=session.area_code).order_by("list_key")
    if session.kind == "closed_check":
        step = flow_of(session.round.flow).village_step()
        return rows.filter(step=step.code, state__in=NONE_YET) if step is not None else rows.none()
    if session.kind in ("amphoe", "province"):
        return rows.filter(step=step_of(session.round, session.area_code).code, state__in=NOT_SIGNED)
    return rows.none()


def left_by(session: Session) -> Left:
    """Return what a session would leave without an outcome, the first ``MOST_SHOWN`` by house number; four queries."""
    rows = undecided_cases(session)
    count = rows.count()
    if not count:
        return Left(0, ())
    places: dict[str, list[str]] = {}
    for area, door in rows.values_list("area_code", "house_no")[:MOST_SHOWN]:
        places.setdefault(area, []).append(door or "–")
    names = names_of(places)
    shown = [(place_of(names, area), doors) for area, doors in places.items()]
    return Left(count, shown, rows.filter(state="proposed").count() if session.kind != "closed_check" else 0)


def check_leaving(session: Session, leaving: int) -> int:
    """Return how many households a session leaves; raises Refusal ``cases_left`` where those are more than were ticked.

    ``leaving`` is the number that whoever closes it was shown and ticked: what came since is asked anew.
    """
    left = undecided_cases(session).count()
    if left > leaving:
        raise Refusal(
            "cases_left",
            f"ยังมี {left} หลังที่ไม่มีผลจากการประชุมนี้ ดูรายการแล้วทำเครื่องหมายยืนยันก่อนปิดประชุม",
            f"{left} household{'s have' if left > 1 else ' has'} no outcome of this meeting yet. "
            "Look at the list and tick that you close it all the same.",
        )
    return left
