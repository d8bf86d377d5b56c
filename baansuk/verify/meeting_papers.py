"""Puts the papers of a meeting together from what is kept: members, attendance, resolutions, who stepped aside."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.places.questions import names_of
from baansuk.thai.words import Words
from baansuk.verify import minutes
from baansuk.verify.attendance import Attendee, unseal
from baansuk.verify.committees import DUTIES, Named, committee_of, named_in
from baansuk.verify.flows import flow_of
from baansuk.verify.meetings import Record, record_of, step_of
from baansuk.verify.minutes import Call, Meeting, Resolved, Sitter, Topic
from baansuk.verify.models import Case, Committee, Decision, Letter, Session
from baansuk.verify.outcomes import REASONS, outcome_words
from baansuk.verify.papers import Paper, Signer
from baansuk.verify.place_names import place_of

EVERYBODY = "กรรมการทุกท่าน"
PROVINCE = "ผู้ว่าราชการจังหวัด"


def paper_of(session: Session, kind: str, *, thai_digits: bool = True) -> Paper:
    """Return one of a meeting's papers: order, call, minutes or memo."""
    committee = committee_of(session.round, session.area_code)
    members = named_in(committee) if committee is not None else []
    letter = Letter.objects.filter(session=session, kind=kind).first()
    if kind == "order":
        return _order(session, committee, members)
    meeting = meeting_of(session, committee, members)
    if kind == "minutes":
        return minutes.minutes(meeting, thai_digits=thai_digits, signed=session.state == "signed")
    told = _call(session, committee, meeting, letter, PROVINCE if kind == "memo" else EVERYBODY)
    make = minutes.resolutions_memo if kind == "memo" else minutes.call
    return make(meeting, told, thai_digits=thai_digits)


def _order(session: Session, committee: Committee | None, members: Sequence[Named]) -> Paper:
    sitters = [Sitter(one.name, one.post, DUTIES[one.duty].th) for one in members]
    name, office = (committee.name_th, committee.office_th) if committee else ("", "")
    return minutes.appointment(office, session.order_no, session.order_date, name, sitters, Signer())


def _call(session: Session, committee: Committee | None, meeting: Meeting, letter: Letter | None, to: str) -> Call:
    signer = next(
        (Signer(one.name, one.post) for one in meeting.sitters if one.duty == DUTIES["secretary"].th), Signer()
    )
    return Call(
        committee.office_th if committee else "",
        committee.phone if committee else "",
        letter.number if letter else "",
        letter.dated if letter else None,
        to,
        signer,
        cases=waiting_cases(session),
    )


def waiting_cases(session: Session) -> int:
    """Return how many cases wait for a meeting, or were decided in it."""
    step = step_of(session.round, session.area_code)
    rows = Case.objects.filter(round=session.round, step=step.code, area_code__startswith=session.area_code)
    return rows.count() if session.state in ("called", "open") else len(_signed(session))


def meeting_of(session: Session, committee: Committee | None, members: Sequence[Named]) -> Meeting:
    """Return a meeting as its papers tell it."""
    people = unseal(session.attended, session.number)
    record = record_of(session)
    duties = {(one.name, one.account): DUTIES[one.duty].th for one in members}
    sitters = [
        Sitter(one.name, one.post, duties.get((one.name, one.account), DUTIES["member"].th), one.present)
        for one in people
    ]
    chair, secretary = (_named(sitters, DUTIES[duty]) for duty in ("chair", "secretary"))
    return Meeting(
        committee.name_th if committee else "คณะกรรมการกลั่นกรอง",
        _count(session),
        session.held_on,
        session.place,
        session.order_no,
        session.order_date,
        sitters,
        session.quorum_needed,
        record.began,
        record.ended,
        chair_told=_lines(record.chair_told),
        last_minutes=record.last_minutes,
        to_know=[Topic(line, "รับทราบ") for line in _lines(record.to_know)],
        resolved=_resolved(session, people),
        other=_other(record),
        recorder=secretary,
        checker=chair,
    )


def _other(record: Record) -> list[Topic]:
    return [Topic(line) for line in _lines(record.other)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(sitters: Sequence[Sitter], duty: Words) -> Signer:
    return next((Signer(one.name, one.post) for one in sitters if one.duty == duty.th), Signer())


def _count(session: Session) -> str:
    """Which meeting of the committee in this round it is, by the year of the round."""
    before = Session.objects.filter(
        round=session.round, kind=session.kind, area_code=session.area_code, pk__lte=session.pk
    )
    return f"{before.count()}/{session.round.budget_year}"


def _signed(session: Session) -> list[Decision]:
    """The last thing that a meeting resolved of each case."""
    rows = Decision.objects.filter(session=session, kind__in=("sign", "return")).select_related("case").order_by("pk")
    return list({one.case_id: one for one in rows}.values())


def _resolved(session: Session, people: Sequence[Attendee]) -> list[Resolved]:
    decided = sorted(_signed(session), key=lambda one: (one.case.list_key, one.case.number))
    names = names_of({one.case.area_code for one in decided})
    before = _before(decided)
    flow = flow_of(session.round.flow)
    found = []
    for one in decided:
        village = place_of(names, one.case.area_code)
        back = f"ส่งกลับ{flow.step(one.case.step).name.th}" if one.kind == "return" else outcome_words(one.outcome).th
        reason = REASONS.get(one.reason_code, Words("", "")).th
        aside = tuple(who.name for who in people if one.case.number in who.recused)
        place = f"{one.case.house_no or '–'} {village.th}"
        found.append(
            Resolved(one.case.number, place, outcome_words(before.get(one.case_id, "")).th, back, reason, aside)
        )
    return found


def _before(decided: Sequence[Decision]) -> dict[int, str]:
    """What the step before had found of each case."""
    steps = {one.case_id: one.step for one in decided}
    rows = (
        Decision.objects.filter(case__in=list(steps), kind="record")
        .order_by("pk")
        .values_list("case", "step", "outcome")
    )
    return {case: outcome for case, step, outcome in rows if step != steps[case]}
