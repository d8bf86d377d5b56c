"""What is decided of one case: an outcome recorded, an objection, a household added that was missed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.codes import issue
from baansuk.places.questions import area as area_of
from baansuk.thai.addresses import house_key, house_order
from baansuk.thai.words import Refusal
from baansuk.vault import values
from baansuk.verify import checks
from baansuk.verify.deciding import Hand, Said, decided_before, due_from, locked, subjects_of, write_decision
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Decision, Round, Session
from baansuk.verify.told import ABOUT, pack
from baansuk.verify.windows import check_objection_time

DISPUTED = "disputed"
# The origin of a case that somebody added.
ADDED = "missed"


@dataclass(frozen=True, slots=True)
class About:
    """What was told of a household that nobody has on a list: all of it is kept sealed but the village and the door."""

    area_code: str
    house_no: str = ""
    name: str = ""
    words: str = ""


@transaction.atomic
def record(
    *,
    case: Case,
    outcome: str,
    by: str,
    scope: Scope | None,
    key: str,
    reason: str = "",
    because: str = "",
    session: Session | None = None,
    version: int | None = None,
    source: str = "page",
) -> Decision:
    """Record what a step found of a household; recorded again it takes the place of what was recorded before.

    ``reason`` is a code, ``because`` words of one's own. Sent again under the same key it is the same decision. Raises
    Refusal (see ``checks``).
    """
    if before := decided_before(key, case):
        return before
    current = locked(case)
    new = DISPUTED if outcome == DISPUTED else "recorded"
    flow = checks.check_decision(current, new, scope=scope, by=by, session=session, version=version, outcome=outcome)
    added = current.origin == ADDED or outcome == current.outcome
    checks.check_outcome(flow.step(current.step), outcome, reason, added=added)
    hand = Hand(by, scope, key, source)
    decision = write_decision(
        current, "record", new, hand=hand, said=Said(reason, because), outcome=outcome, session=session
    )
    about = {"step": decision.step, "outcome": outcome, "source": source}
    gate.write("verify.record", by=by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


@transaction.atomic
def object_to(
    *, case: Case, reason: str, by: str, scope: Scope | None, key: str, because: str = "", version: int | None = None
) -> Decision:
    """Write down that somebody objects, within the days that the flow gives after the village's meeting."""
    if before := decided_before(key, case):
        return before
    current = locked(case)
    # Anybody of the case's readers may bring an objection in; whose step it is decides nothing here.
    checks.check_decision(current, "objected", scope=None, by=by, version=version)
    checks.check_reason(reason)
    check_objection_time(current)
    decision = write_decision(current, "object", "objected", hand=Hand(by, scope, key), said=Said(reason, because))
    about = {"step": decision.step, "reason": reason}
    gate.write("verify.object_to", by=by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


@transaction.atomic
def take_up(
    *, case: Case, by: str, scope: Scope | None, key: str, because: str = "", version: int | None = None
) -> Decision:
    """Take a case that was objected to up again at the same step, so that it is decided anew."""
    if before := decided_before(key, case):
        return before
    current = locked(case)
    checks.check_decision(current, "waiting", scope=scope, by=by, version=version)
    if current.state != "objected":
        raise Refusal("wrong_state", "เรื่องนี้ไม่มีผู้คัดค้าน", "Nobody objected to this case.")
    decision = write_decision(current, "object", "waiting", hand=Hand(by, scope, key), said=Said("", because))
    about = {"step": decision.step}
    gate.write("verify.take_up", by=by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision


@transaction.atomic
def add_missed(
    *, round: Round, about: About, by: str, scope: Scope | None, key: str, source: str = "page", origin: str = "missed"
) -> Case:
    """Add a household that no list had, on any day of the round, by anybody who sees persons in the village.

    It waits at the round's first step like the others. The same key again is the same case.
    """
    if (before := Decision.objects.filter(key=key).select_related("case").first()) is not None:
        return before.case
    checks.check_round_open(round)
    _check_place(round, about, scope)
    flow = flow_of(round.flow)
    number = issue("case", 1)[0]
    case = Case.objects.create(
        number=number,
        round=round,
        area_code=about.area_code,
        # Like the list keys of the register: the village, then the door; what has no number stands at the end.
        list_key=f"{about.area_code}{house_order(house_key(about.house_no))[:24] or '~'} {number[-6:]}",
        house_no=about.house_no[:40],
        step=flow.first.code,
        due_on=due_from(flow, flow.first.code),
        origin=origin,
        added_by=by,
        added_at=timezone.now(),
        after_meeting=_met_before(round, about.area_code),
        sealed_about=values.seal(pack(about.name, about.words), ABOUT, number),
    )
    decision = write_decision(case, "add", "waiting", hand=Hand(by, scope, key, source))
    gate.write(
        "verify.add_missed",
        by=by,
        partner=decision.partner,
        subjects=subjects_of(case),
        about={"round": round.code, "area": about.area_code, "source": source},
    )
    return case


def _check_place(round: Round, about: About, scope: Scope | None) -> None:
    place = area_of(about.area_code)
    known = place is not None and len(about.area_code) == 8 and about.area_code.startswith(round.area_code)
    reached = scope is None or (scope.sees_persons and _reaches(scope, about.area_code))
    if not known or not reached:
        raise Refusal(
            "place_unknown",
            "ไม่พบหมู่บ้านนี้ในพื้นที่ที่ท่านดูแล",
            "There is no such village in the area you work in.",
        )
    if not (about.name.strip() or about.words.strip() or about.house_no.strip()):
        raise Refusal(
            "nothing_told",
            "โปรดบอกชื่อ บ้านเลขที่ หรือจุดสังเกต อย่างใดอย่างหนึ่ง",
            "Please say a name, a house number or where the house stands.",
        )


def _reaches(scope: Scope, area_code: str) -> bool:
    return any(area_code.startswith(prefix) for prefix in scope.areas_of("household"))


def _met_before(round: Round, area_code: str) -> bool:
    """Say whether the village's closed check was over: who is added after it is looked at more closely."""
    return Session.objects.filter(
        round=round, kind="closed_check", area_code=area_code, state__in=("closed", "signed")
    ).exists()
