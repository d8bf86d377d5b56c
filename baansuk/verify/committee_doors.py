"""Which doors of the signing steps a seat is shown in a round, and how many cases wait behind each."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.thai.words import Words
from baansuk.verify.committee_questions import SIGNING, queue_for, steps_of
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Round

LOAD = Words("งานค้างและผู้รับผิดชอบ", "What is waiting, and with whom")
TELLING = Words("คืนข้อมูลแก่หมู่บ้าน", "Tell the villages")
COMMITTEE = Words("คณะกรรมการและการประชุม", "Committee and meetings")


@dataclass(frozen=True, slots=True)
class Door:
    """One door; ``count`` is how many cases wait for this seat behind it, None where that is no number of cases."""

    name: Words
    address: str
    count: int | None = None


def doors_for(scope: Scope, round: Round) -> list[Door]:
    """Return the doors of a seat in a round, none for a seat that has no part in the signing steps."""
    if not (scope.sees_persons and scope.role in SIGNING and scope.areas_of(HOUSEHOLD)):
        return []
    flow = flow_of(round.flow)
    own = [one for one in steps_of(scope, flow) if one.decides and one.signer]
    doors = [
        Door(
            one.name,
            reverse("verify-queue", args=[round.code, one.code]),
            queue_for(scope, round, one, "todo").count(),
        )
        for one in own
    ]
    meets = [one for one in own if one.meeting in ("amphoe", "province") and len(scope.post_area) >= one.digits]
    doors += [
        Door(COMMITTEE, reverse("verify-committee", args=[round.code, scope.post_area[: one.digits]])) for one in meets
    ]
    if scope.role in (flow.telling.owner, "register_keeper"):
        doors.append(Door(TELLING, reverse("verify-telling", args=[round.code])))
    return [*doors, Door(LOAD, reverse("verify-load", args=[round.code]))]
