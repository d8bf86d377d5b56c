"""A village's session: who attends, whose kin must not decide, quorum, closed once, the open ranking, the signed photo."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest
from django.utils.timezone import localdate

from baansuk.access.questions import today
from baansuk.access.tests.cast import scope_as
from baansuk.thai.words import Refusal
from baansuk.verify import handed_in
from baansuk.verify.attendance import Attendee, deciding, is_recused, unseal
from baansuk.verify.case_actions import About, add_missed, object_to, record, take_up
from baansuk.verify.flows import flow_of
from baansuk.verify.forms import outcomes_of
from baansuk.verify.models import Case, Decision, Receipt, Round, Session
from baansuk.verify.photos import picture_only
from baansuk.verify.rankings import load_topics, ranked
from baansuk.verify.session_actions import Call, attend, call, close, rank, sign
from baansuk.verify.sheet_actions import issue_sheet, read_back
from baansuk.verify.sheets import cases_on_pages, numbered_cases
from baansuk.verify.tests.rounds import OWN, SECOND, VILLAGE, case_of, filled, make_round
from baansuk.verify.undecided import left_by
from tests.kept import written_once

pytestmark = pytest.mark.django_db
HELD = Call(localdate(), "ศาลาสมมุติ", "ทส 2/2569")
HEAD = scope_as("village_head")


def people(*kin: str) -> list[Attendee]:
    """Six who attend; the first leads, is the village head's account, and declared ``kin``."""
    first = Attendee("นายสมมุติ หนึ่ง", "ผู้ใหญ่บ้าน", account="village_head", chairs=True, recused=kin)
    return [first, *(Attendee(f"กรรมการสมมุติ {place}", "กรรมการ") for place in range(2, 7))]


def make_session() -> Session:
    found = make_round()
    held = call(round=found, kind="closed_check", area_code=VILLAGE, held=HELD, by="village_head", scope=HEAD)
    return attend(session=held, people=people(case_of(OWN).number), by="village_head", scope=HEAD)


session = written_once(make_session)


def note(household: str, outcome: str = "confirmed", by: str = "tambon_team", **named) -> Decision:
    scope = scope_as(by)
    given: dict[str, Any] = {"session": Session.objects.first(), "key": f"{household}-{outcome}-{by}"} | named
    return record(case=case_of(household), outcome=outcome, by=by, scope=scope, **given)


def test_whoever_declared_kinship_may_not_decide_and_another_may(session):
    with pytest.raises(Refusal) as refused:
        note(OWN, by="village_head")
    assert refused.value.code == "recused"
    assert note(OWN).new == "recorded"
    assert note(SECOND, by="village_head").new == "recorded"


def test_a_filled_page_with_a_decision_of_somebody_recused_is_refused_at_its_row(session):
    sheet = issue_sheet(round=session.round, area_code=VILLAGE, by="village_head", scope=HEAD, session=session)
    content = filled(sheet, {case_of(OWN).number: ("confirmed", ""), case_of(SECOND).number: ("confirmed", "")})
    with pytest.raises(Refusal, match="kinship"):
        read_back(content=content, filename="1.xlsx", by="village_head", scope=HEAD)
    assert not Decision.objects.filter(kind="record").exists()
    assert read_back(content=content, filename="1.xlsx", by="tambon_team", scope=scope_as("tambon_team"))


def test_where_too_few_are_left_only_a_dispute_is_recorded(session):
    number = case_of(OWN).number
    kin = [Attendee(one.name, one.post, chairs=one.chairs, recused=(number,)) for one in people()[:3]]
    attend(session=session, people=[*kin, *people()[3:]], by="village_head", scope=HEAD)
    with pytest.raises(Refusal) as refused:
        note(OWN)
    assert refused.value.code == "too_few_may_decide"
    assert note(OWN, "disputed", reason="views_differ").new == "disputed"


def test_a_session_closed_twice_is_one_receipt_and_hands_on_once(session):
    note(OWN)
    note(SECOND, "disputed", reason="views_differ")
    receipt = close(session=session, by="village_head", scope=HEAD)
    assert (receipt.about["handed_on"], receipt.about["left"]) == (1, 0), "a dispute is an outcome"
    assert close(session=session, by="tambon_team", scope=scope_as("tambon_team")) == receipt
    assert (case_of(OWN).step, case_of(OWN).state) == ("tambon", "waiting")
    assert (case_of(SECOND).step, case_of(SECOND).state) == ("village", "disputed")
    assert Decision.objects.filter(kind="sign").count() == 1 and Receipt.objects.count() == 1


def test_a_closed_session_takes_no_outcome_and_no_page(session):
    sheet = issue_sheet(round=session.round, area_code=VILLAGE, by="village_head", scope=HEAD)
    content = filled(sheet, {case_of(SECOND).number: ("confirmed", "")})
    close(session=session, by="village_head", scope=HEAD, leaving=2)
    for act in (lambda: note(SECOND), lambda: read_back(content=content, filename="x", by="a", scope=None)):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "session_closed"


def test_a_session_that_leaves_households_without_an_outcome_is_closed_by_whoever_ticked_how_many(session):
    note(OWN)
    with pytest.raises(Refusal) as refused:
        close(session=session, by="village_head", scope=HEAD)
    assert refused.value.code == "cases_left" and Session.objects.get().state == "open"
    left = left_by(session)
    assert (left.count, [doors for _place, doors in left.shown]) == (1, [[case_of(SECOND).house_no]])
    add_missed(round=session.round, about=About(VILLAGE, house_no="1"), by="tambon_team", scope=None, key="added")
    with pytest.raises(Refusal, match="2 households"):
        close(session=session, by="village_head", scope=HEAD, leaving=left.count)
    assert close(session=session, by="village_head", scope=HEAD, leaving=2).about["left"] == 2


def test_a_session_is_dated_within_its_round(session):
    for day in (session.round.opened_on - dt.timedelta(days=1), session.round.closes_on + dt.timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            held = replace(HELD, held_on=day)
            call(round=session.round, kind="open_ranking", area_code=VILLAGE, held=held, by="village_head", scope=HEAD)
        assert refused.value.code == "not_in_round"


def test_missed_and_added_is_said_of_an_added_household_only(session):
    with pytest.raises(Refusal) as refused:
        note(OWN, "missed")
    assert refused.value.code == "not_added"
    case = add_missed(round=session.round, about=About(VILLAGE, name="ยายสมมุติ"), by="x", scope=None, key="added")
    step = flow_of(session.round.flow).first
    shown, listed = (dict(outcomes_of(step, one)) for one in (case, case_of(OWN)))
    assert "missed" in shown and "confirmed" not in shown and "missed" not in listed and "confirmed" in listed
    assert record(case=case, outcome="missed", by="x", scope=None, key="is missed").new == "recorded"


def test_without_a_quorum_it_is_not_closed(session):
    few = [people()[0], *(Attendee(one.name, one.post, present=False) for one in people()[1:])]
    attend(session=session, people=few, by="village_head", scope=HEAD)
    with pytest.raises(Refusal) as refused:
        close(session=session, by="village_head", scope=HEAD)
    assert refused.value.code == "quorum" and Session.objects.get().state == "open"


@pytest.mark.parametrize("role", ["volunteer", "amphoe_officer", "stranger", "council_coordinator"])
def test_another_post_holds_no_session_of_a_village(session, role):
    with pytest.raises(Refusal):
        call(round=session.round, kind="open_ranking", area_code=VILLAGE, held=HELD, by=role, scope=scope_as(role))
    with pytest.raises(Refusal):
        close(session=session, by=role, scope=scope_as(role))


def test_kinship_is_declared_by_the_numbers_of_the_paper(session):
    sheet = issue_sheet(round=session.round, area_code=VILLAGE, by="village_head", scope=HEAD)
    add_missed(round=session.round, about=About(VILLAGE, house_no="1"), by="tambon_team", scope=None, key="added")
    assert numbered_cases(session.round, VILLAGE) == sheet.cases, "a house that came since does not move the numbers"
    assert sheet.cases != cases_on_pages(session.round, VILLAGE)[VILLAGE]


def test_the_attendance_is_sealed(session):
    assert "สมมุติ" not in session.attended
    held = unseal(session.attended, session.number)
    number = case_of(OWN).number
    assert len(deciding(held, number)) == 5 and is_recused(held, number, "village_head")


def test_an_objection_is_taken_within_its_days_and_taken_up_again(session):
    note(OWN)
    close(session=session, by="village_head", scope=HEAD, leaving=1)
    team = scope_as("tambon_team")
    act: dict[str, Any] = {"by": "tambon_team", "scope": team, "reason": "views_differ"}
    Session.objects.update(held_on=today() - dt.timedelta(days=30))
    with pytest.raises(Refusal) as refused:
        object_to(case=case_of(OWN), key="late", **act)
    assert refused.value.code == "too_late_to_object"
    Session.objects.update(held_on=today() - dt.timedelta(days=2))
    assert object_to(case=case_of(OWN), key="one", **act) == object_to(case=case_of(OWN), key="one", **act)
    assert case_of(OWN).state == "objected"
    take_up(case=case_of(OWN), by="tambon_team", scope=team, key="two")
    assert (case_of(OWN).state, case_of(OWN).step) == ("waiting", "tambon")


def test_two_officers_on_one_case_are_one_decision_and_one_refusal(session):
    seen = case_of(OWN).version
    note(OWN, version=seen)
    with pytest.raises(Refusal) as refused:
        note(OWN, "away", version=seen)
    assert refused.value.code == "changed" and case_of(OWN).outcome == "confirmed"


def test_the_open_ranking_orders_shared_things_by_votes_with_a_draw_anybody_can_check(session):
    held = call(round=session.round, kind="open_ranking", area_code=VILLAGE, held=HELD, by="village_head", scope=HEAD)
    votes = {"road": 9, "power": 4, "signal": 4, "fund": 0}
    listed = rank(session=held, votes=votes, by="village_head", scope=HEAD)
    assert listed[0].topic == "road" and len(listed) == 3
    assert [one.tied for one in listed] == [False, True, True]
    assert listed == ranked(votes, held.number) and held.rankings.count() == 3
    with pytest.raises(Refusal):
        rank(session=held, votes={"poorest_house": 1}, by="village_head", scope=HEAD)
    assert not {"poor", "household"} & set(load_topics())


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    told = chunk(b"tEXt", b"Location\x0019.3N 97.9E")
    return b"\x89PNG\r\n\x1a\n" + head + told + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHII", 0x8825, 4, 1, 99)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + entries + b"GPS 19.3N"
    part = b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif
    return b"\xff\xd8" + part + b"\xff\xdb\x00\x04AB" + b"\xff\xda\x00\x02pixels\xff\xd9"


def test_the_photo_of_the_signed_page_keeps_the_picture_and_nothing_else(session):
    close(session=session, by="village_head", scope=HEAD, leaving=2)
    signed = sign(session=session, photo=png(), by="village_head", scope=HEAD)
    kept = handed_in.open_kept(signed.photo)
    assert kept is not None
    content = kept.read()
    assert b"IDAT" in content and b"Location" not in content and signed.state == "signed"
    assert sign(session=signed, photo=png(), by="village_head", scope=HEAD).photo == signed.photo
    kind, cleaned = picture_only(jpeg())
    assert kind == "jpeg" and b"GPS" not in cleaned and b"pixels" in cleaned
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in cleaned, "the way up is kept"


@pytest.mark.parametrize("content", [b"<svg onload=x>", b"\xff\xd8\xff\xe1\xff", b"\x89PNG\r\n\x1a\n\0\0\0\x09IH"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(Refusal):
        picture_only(content)


def test_a_round_without_a_forum_has_no_session_of_a_village(session):
    Round.objects.update(flow="visit-first/1")
    with pytest.raises(Refusal) as refused:
        call(round=Round.objects.get(), kind="closed_check", area_code=VILLAGE, held=HELD, by="x", scope=None)
    assert refused.value.code == "no_such_session"
    assert Case.objects.count() > 0
