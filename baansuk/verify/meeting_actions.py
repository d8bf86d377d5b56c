"""The sittings of a committee: appointed by order, called, attended, closed with a quorum, its minutes kept and signed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal
from baansuk.vault import values
from baansuk.verify import attendance, handed_in
from baansuk.verify.checks import check_day_of_round, check_round_open
from baansuk.verify.committees import (
    DUTIES,
    Named,
    as_attendees,
    committee_of,
    named_in,
    needed_for,
    seal_members,
    sitting,
)
from baansuk.verify.meetings import LETTERS, MINUTES, Record, step_of
from baansuk.verify.models import Committee, Letter, Round, Session
from baansuk.verify.moves import check_session_move
from baansuk.verify.screening import check_quorum, check_two_persons, load_rules
from baansuk.verify.undecided import check_leaving

KINDS_OF_SCAN = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}


@dataclass(frozen=True, slots=True)
class Appointed:
    """What the order that appoints a committee says."""

    name: str
    order_no: str
    order_date: dt.date
    members: Sequence[Named]
    office: str = ""
    phone: str = ""


@transaction.atomic
def appoint(*, round: Round, area_code: str, order: Appointed, by: str, scope: Scope) -> Committee:
    """Keep who sits in a committee by which order; a newer order takes the place of the older for meetings to come.

    Raises Refusal unless exactly one of them is the chair and one the secretary.
    """
    check_round_open(round)
    step_of(round, area_code)
    _check_office(scope, round, area_code)
    duties = [one.duty for one in order.members]
    if duties.count("chair") != 1 or duties.count("secretary") != 1 or set(duties) - set(DUTIES):
        raise Refusal(
            "chair_and_secretary",
            "คณะกรรมการต้องมีประธานหนึ่งคนและเลขานุการหนึ่งคน",
            "A committee has one chair and one secretary.",
        )
    made, _new = Committee.objects.update_or_create(
        round=round,
        area_code=area_code,
        defaults={
            "name_th": order.name,
            "office_th": order.office,
            "phone": order.phone,
            "order_no": order.order_no,
            "order_date": order.order_date,
            "members": seal_members(order.members, round, area_code),
            "set_by": by,
            "set_at": timezone.now(),
        },
    )
    about = {"round": round.code, "area": area_code, "members": len(duties)}
    gate.write("verify.appoint", by=by, partner=scope.partner, about=about)
    return made


@transaction.atomic
def call(*, round: Round, area_code: str, held_on: dt.date, place: str, by: str, scope: Scope) -> Session:
    """Call a committee to sit on a day. Raises Refusal where none was appointed, or one sitting is not closed yet."""
    check_round_open(round)
    step = step_of(round, area_code)
    _check_office(scope, round, area_code)
    check_day_of_round(round, held_on)
    committee = committee_of(round, area_code)
    if committee is None:
        raise Refusal(
            "no_committee", "บันทึกคำสั่งแต่งตั้งคณะกรรมการก่อน", "Record the order that appoints the committee first."
        )
    members = named_in(committee)
    number = issue("meeting", 1)[0]
    try:
        with transaction.atomic():
            made = Session.objects.create(
                number=number,
                round=round,
                kind=step.meeting,
                area_code=area_code,
                order_no=committee.order_no,
                order_date=committee.order_date,
                held_on=held_on,
                place=place.strip(),
                quorum_needed=needed_for(step, len(members)),
                attended=attendance.seal(as_attendees(members), number),
                called_by=by,
                called_at=timezone.now(),
            )
    except IntegrityError as taken:
        raise Refusal(
            "meeting_open", "มีการประชุมที่ยังไม่ปิดอยู่แล้ว ปิดครั้งก่อนก่อน", "A meeting is not closed yet; close it first."
        ) from taken
    gate.write("verify.call_meeting", by=by, partner=scope.partner, subjects=_about(made))
    return made


@dataclass(frozen=True, slots=True)
class Came:
    """Who came and what each declared: places in the list of members; cases by place, all of one tie."""

    present: frozenset[int]
    recused: Mapping[int, tuple[tuple[str, ...], str]]


@transaction.atomic
def attend(*, session: Session, came: Came, by: str, scope: Scope) -> Session:
    """Record who is there and who declared a tie to which case; it opens the meeting. It may be recorded again until the end.

    Raises Refusal without a quorum: then nobody may decide anything.
    """
    current = _locked(session, scope)
    if current.state != "open":
        check_session_move(current.state, "open")
    people = attendance.unseal(current.attended, current.number)
    wrong = [tie for _cases, tie in came.recused.values() if tie not in load_rules().ties]
    if wrong:
        raise Refusal("unknown_tie", "เลือกลักษณะความเกี่ยวข้อง", "Choose the kind of tie.")
    marked = [
        replace(one, present=place in came.present, recused=came.recused.get(place, ((), ""))[0],
                interest=came.recused.get(place, ((), ""))[1])
        for place, one in enumerate(people, 1)
    ]  # fmt: skip
    current.attended = attendance.seal(marked, current.number)
    current.state = "open"
    check_quorum(sitting(current), current.quorum_needed)
    current.save(update_fields=["attended", "state"])
    about = {"present": len(came.present), "recused": sum(len(cases) for cases, _tie in came.recused.values())}
    gate.write("verify.attend_meeting", by=by, partner=scope.partner, subjects=_about(current), about=about)
    return current


@transaction.atomic
def close(*, session: Session, record: Record, by: str, scope: Scope, leaving: int = 0) -> Session:
    """Close a meeting with what goes into its minutes; a meeting is closed once.

    Cases that it did not sign wait for the next one, and whoever closes it says how many (``leaving``, see ``undecided``).
    """
    current = _locked(session, scope)
    check_session_move(current.state, "closed")
    left = check_leaving(current, leaving)
    current.minutes = values.seal(json.dumps(asdict(record), ensure_ascii=False), MINUTES, current.number)
    current.state, current.closed_by, current.closed_at = "closed", by, timezone.now()
    current.save(update_fields=["minutes", "state", "closed_by", "closed_at"])
    gate.write("verify.close_meeting", by=by, partner=scope.partner, subjects=_about(current), about={"left": left})
    return current


@transaction.atomic
def sign_minutes(*, session: Session, by: str, scope: Scope) -> Session:
    """Sign the minutes of a closed meeting: somebody else than whoever wrote them."""
    current = _locked(session, scope, office=False)
    check_session_move(current.state, "signed")
    check_two_persons(current.closed_by, by)
    current.state, current.signed_by, current.signed_at = "signed", by, timezone.now()
    current.save(update_fields=["state", "signed_by", "signed_at"])
    gate.write("verify.sign_minutes", by=by, partner=scope.partner, subjects=_about(current))
    return current


@transaction.atomic
def keep_letter(
    *,
    session: Session,
    kind: str,
    by: str,
    scope: Scope,
    number: str = "",
    dated: dt.date | None = None,
    scan: bytes = b"",
) -> Letter:
    """Keep the number that the office's register gave a paper, and the scan of the signed one. Raises Refusal for another file."""
    if kind not in LETTERS:
        raise Refusal("paper_kind", "ไม่มีเอกสารชนิดนี้", "There is no such paper.")
    if scan and not any(scan.startswith(mark) for mark in KINDS_OF_SCAN):
        raise Refusal("paper_unreadable", "รับเฉพาะไฟล์ PDF, JPEG หรือ PNG", "Only PDF, JPEG or PNG files are taken.")
    found, _new = Letter.objects.select_for_update().get_or_create(
        session=session, kind=kind, defaults={"kept_by": by, "kept_at": timezone.now()}
    )
    found.number, found.dated = number.strip() or found.number, dated or found.dated
    found.sha256 = handed_in.keep(scan) if scan else found.sha256
    found.kept_by, found.kept_at = by, timezone.now()
    found.save()
    about = {"kind": kind, "scan": bool(scan)}
    gate.write("verify.keep_letter", by=by, partner=scope.partner, subjects=_about(session), about=about)
    return found


def _locked(session: Session, scope: Scope, *, office: bool = True) -> Session:
    current = Session.objects.select_for_update(of=("self",)).select_related("round").get(pk=session.pk)
    step = step_of(current.round, current.area_code)
    allowed = (step.owner,) if office else (step.signer, step.owner)
    if scope.role not in allowed:
        raise Refusal("not_your_meeting", "ตำแหน่งอื่นเป็นผู้ดำเนินการประชุมนี้", "Another post runs this meeting.")
    return current


def _check_office(scope: Scope, round: Round, area_code: str) -> None:
    if scope.role != step_of(round, area_code).owner or not area_code.startswith(scope.post_area):
        raise Refusal("not_your_committee", "ตำแหน่งอื่นดูแลคณะกรรมการนี้", "Another post keeps this committee.")


def _about(session: Session) -> list[tuple[str, str]]:
    return [("meeting", session.number)]
