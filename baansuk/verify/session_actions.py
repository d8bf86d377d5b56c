"""What is done with a village's sessions: called, attended, closed once, signed; and its open ranking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal
from baansuk.verify import attendance, handed_in
from baansuk.verify.attendance import Attendee
from baansuk.verify.checks import check_day_of_round, check_round_open
from baansuk.verify.deciding import Hand, due_from, write_decision
from baansuk.verify.flows import Flow, flow_of
from baansuk.verify.models import Case, Ranking, Receipt, Round, Session
from baansuk.verify.moves import check_session_move, onward
from baansuk.verify.photos import picture_only
from baansuk.verify.rankings import Ranked, load_topics, ranked
from baansuk.verify.session_checks import check_attendance, check_holds, check_quorum
from baansuk.verify.undecided import check_leaving

CLOSED_CHECK, OPEN_RANKING = "closed_check", "open_ranking"


@dataclass(frozen=True, slots=True)
class Call:
    """When and where a session is held, and by which order."""

    held_on: dt.date
    place: str
    order_no: str
    order_date: dt.date | None = None


@transaction.atomic
def call(*, round: Round, kind: str, area_code: str, held: Call, by: str, scope: Scope | None) -> Session:
    """Call a session of a village; called again for the same day it is the same session."""
    check_round_open(round)
    flow = flow_of(round.flow)
    check_holds(flow, kind, area_code, scope)
    check_day_of_round(round, held.held_on)
    open_one = Session.objects.filter(round=round, kind=kind, area_code=area_code, state__in=("called", "open")).first()
    if open_one is not None:
        if open_one.held_on == held.held_on:
            return open_one
        raise Refusal(
            "session_open",
            f"หมู่บ้านนี้มีการประชุม {open_one.number} ที่ยังไม่ปิดอยู่แล้ว",
            f"Session {open_one.number} of this village is not closed yet.",
        )
    step = flow.village_step()
    made = Session.objects.create(
        number=issue("meeting", 1)[0],
        round=round,
        kind=kind,
        area_code=area_code,
        held_on=held.held_on,
        place=held.place,
        order_no=held.order_no,
        order_date=held.order_date,
        quorum_needed=step.quorum if step is not None and kind == CLOSED_CHECK else 0,
        called_by=by,
        called_at=timezone.now(),
    )
    _write("verify.call_session", made, by, scope, {"kind": kind, "area": area_code})
    return made


@transaction.atomic
def attend(*, session: Session, people: Sequence[Attendee], by: str, scope: Scope | None) -> Session:
    """Write down who attends, who leads and whose kin is at stake; the session is open from then on."""
    current = _locked(session)
    check_holds(flow_of(current.round.flow), current.kind, current.area_code, scope)
    if current.state != "open":
        check_session_move(current.state, "open")
    check_attendance(people)
    current.attended = attendance.seal(people, current.number)
    current.state = "open"
    current.save(update_fields=["attended", "state"])
    about = {"called": len(people), "present": sum(one.present for one in people)}
    _write("verify.attend", current, by, scope, about)
    return current


@transaction.atomic
def close(*, session: Session, by: str, scope: Scope | None, leaving: int = 0) -> Receipt:
    """Close a session and hand on what it decided; closed again it is the same receipt.

    Cases without an outcome stay where they are, and whoever closes it says how many (``leaving``, see ``undecided``).
    """
    key = f"close:{session.number}"
    # Locked first: whoever closes it at the same moment waits here, and gets the receipt of the other.
    current = _locked(session)
    if (before := Receipt.objects.filter(key=key).first()) is not None:
        return before
    check_round_open(current.round)
    flow = flow_of(current.round.flow)
    check_holds(flow, current.kind, current.area_code, scope)
    check_session_move(current.state, "closed")
    check_quorum(current, attendance.unseal(current.attended, current.number))
    left = check_leaving(current, leaving)
    handed_on = _hand_on(current, flow, Hand(by, scope, key)) if current.kind == CLOSED_CHECK else 0
    current.state, current.closed_by, current.closed_at = "closed", by, timezone.now()
    current.save(update_fields=["state", "closed_by", "closed_at"])
    receipt = Receipt.objects.create(
        number=issue("receipt", 1)[0],
        key=key,
        kind="session",
        by=by,
        partner=scope.partner if scope else "",
        at=timezone.now(),
        about={"session": current.number, "handed_on": handed_on, "left": left},
    )
    _write("verify.close_session", current, by, scope, {"handed_on": handed_on, "left": left})
    return receipt


@transaction.atomic
def sign(*, session: Session, photo: bytes, by: str, scope: Scope | None) -> Session:
    """File the photo of the signed page, without what the camera wrote beside the picture; the session is signed then."""
    kind, clean = picture_only(photo)
    digest = handed_in.keep(clean)
    current = _locked(session)
    check_holds(flow_of(current.round.flow), current.kind, current.area_code, scope)
    if current.state == "signed" and current.photo == digest:
        return current
    check_session_move(current.state, "signed")
    current.photo, current.photo_kind = digest, kind
    current.state, current.signed_by, current.signed_at = "signed", by, timezone.now()
    current.save(update_fields=["photo", "photo_kind", "state", "signed_by", "signed_at"])
    _write("verify.sign_session", current, by, scope, {"kind": kind})
    return current


@transaction.atomic
def rank(*, session: Session, votes: Mapping[str, int], by: str, scope: Scope | None) -> list[Ranked]:
    """Write down the votes of an open ranking and put the shared things in order; said again it is written anew."""
    current = _locked(session)
    check_holds(flow_of(current.round.flow), current.kind, current.area_code, scope)
    if current.kind != OPEN_RANKING or current.state not in ("called", "open"):
        raise Refusal(
            "not_a_ranking", "การประชุมนี้ไม่รับการจัดลำดับแล้ว", "This session takes no ranking, or takes none any more."
        )
    if set(votes) - set(load_topics()) or any(count < 0 for count in votes.values()):
        raise Refusal("topic_unknown", "ไม่มีเรื่องนี้ในรายการ", "There is no such topic on the list.")
    listed = ranked(votes, current.number)
    current.rankings.all().delete()
    Ranking.objects.bulk_create(
        Ranking(session=current, topic=one.topic, votes=one.votes, rank=one.rank) for one in listed
    )
    _write("verify.rank", current, by, scope, {"topics": len(listed), "votes": sum(votes.values())})
    return listed


def _locked(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).select_related("round").get(pk=session.pk)


def _hand_on(session: Session, flow: Flow, hand: Hand) -> int:
    """Lead every recorded case of the village to the next step; a decision each, so that its story has no gap."""
    step = flow.village_step()
    assert step is not None, "a closed check belongs to a step"
    decided = Case.objects.select_for_update().filter(
        round=session.round_id, area_code=session.area_code, step=step.code, state="recorded"
    )
    handed = 0
    for case in decided.order_by("list_key"):
        state, following = onward(flow, case.step, case.outcome)
        case.due_on = due_from(flow, following)
        # Results of a flow that ends in the village itself.
        case.result = state if state != "waiting" else case.result
        own = Hand(hand.by, hand.scope, f"{hand.key}:{case.number}", hand.source)
        write_decision(case, "sign", state, hand=own, session=session, step=following)
        handed += 1
    return handed


def _write(act: str, session: Session, by: str, scope: Scope | None, about: Mapping[str, object]) -> None:
    subjects = [("meeting", session.number)]
    gate.write(act, by=by, partner=scope.partner if scope else "", subjects=subjects, about=dict(about))
