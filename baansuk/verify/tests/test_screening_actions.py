"""The signing steps: one proposes, another signs; kinship, quorum, returns, two at once, bulk, telling, appeal, opening anew."""

from __future__ import annotations

import datetime as dt

import pytest

from baansuk.access.questions import today
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal
from baansuk.verify import appeal_actions, bulk_actions, meeting_actions, telling_actions
from baansuk.verify.case_actions import record
from baansuk.verify.checklist import load_checklist
from baansuk.verify.committee_questions import (
    VIEWS,
    queue_for,
    rows_of,
    step_for,
    story_of,
    to_tell,
)
from baansuk.verify.committees import Named, committee_of, named_in
from baansuk.verify.deciding import Said
from baansuk.verify.evidence import CONFLICTS, Found, conflicts
from baansuk.verify.flows import flow_of
from baansuk.verify.load import hands_of, loads_of
from baansuk.verify.meetings import Record, record_of, sat
from baansuk.verify.models import Bulk, Case, Decision, Round
from baansuk.verify.screening_actions import propose, send_back, sign
from baansuk.verify.tests.committee import AMPHOE, MEMBERS, appointed, bring_to, hand, met, scope_in
from baansuk.verify.tests.rounds import OTHER, OWN, SECOND, VILLAGE, case_of, make_round
from tests.kept import written_once

pytestmark = pytest.mark.django_db
round_made = written_once(make_round)
ALL = tuple(one.code for one in load_checklist().items)
WHY = Said("data_wrong", "รายได้สูงกว่าที่บันทึก")


def refusal(code: str) -> _Refused:
    return _Refused(code)


class _Refused:
    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> _Refused:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> bool:
        assert isinstance(error, Refusal), f"not refused ({self.code})"
        assert error.code == self.code
        assert error.words.th and error.words.en
        return True


@pytest.fixture
def round(round_made: Round) -> Round:
    return Round.objects.get(pk=round_made.pk)


@pytest.fixture
def case(round: Round) -> Case:
    return bring_to(case_of(OWN), "amphoe")


# Tambon: team and local government
def test_the_tambon_team_proposes_and_the_local_government_signs(round):
    case = bring_to(case_of(OWN), "tambon")
    with refusal("not_your_step"):
        propose(case=case, hand=hand("local_officer"))
    propose(case=case, hand=hand("tambon_team"), outcome="died", said=Said("papers", "แจ้งตาย"))
    with refusal("not_your_step"):
        sign(case=case, hand=hand("amphoe_chair"))
    sign(case=case, hand=hand("local_officer"))
    case.refresh_from_db()
    assert (case.step, case.state, case.outcome) == ("amphoe", "waiting", "died")
    assert case.due_on == today() + dt.timedelta(days=flow_of(round.flow).step("amphoe").days)
    assert [one.kind for one in case.decisions.all()][-3:] == ["record", "propose", "sign"]


def test_an_outcome_other_than_the_step_before_needs_a_reason(round):
    case = bring_to(case_of(OWN), "tambon")
    with refusal("reason_missing"):
        propose(case=case, hand=hand("tambon_team"), outcome="away")
    propose(case=case, hand=hand("tambon_team"), outcome="away", said=Said("seen"))
    assert [one.outcome.en for one in story_of(Case.objects.select_related("round").get(pk=case.pk))][
        -1
    ] == "Away for work"


def test_nothing_is_proposed_without_an_outcome_or_while_it_is_disputed(round):
    with refusal("no_outcome"):
        propose(case=bring_to(case_of(OWN), "tambon", outcome=""), hand=hand("tambon_team"))
    with refusal("still_disputed"):
        propose(case=bring_to(case_of(OWN), "tambon", outcome="disputed"), hand=hand("tambon_team"))


# Amphoe: secretary proposes, chair signs, in a meeting
def test_the_secretary_proposes_and_the_chair_signs_in_the_meeting(round, case):
    session = met(round)
    with refusal("not_checked"):
        propose(case=case, hand=hand("amphoe_officer"))
    made = propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    assert made.ticks.items.split(",") == sorted(ALL) and made.ticks.version == 1
    with refusal("no_meeting"):
        sign(case=case, hand=hand("amphoe_chair"))
    with refusal("proposed_by_you"):
        sign(case=case, hand=hand("amphoe_officer"), at=sat(session))
    with refusal("not_chairing"):
        sign(case=case, hand=hand("tambon_team"), at=sat(session))
    signed = sign(case=case, hand=hand("amphoe_chair"), at=sat(session))
    case.refresh_from_db()
    assert (case.step, case.state, signed.session) == ("province", "waiting", session)
    event = Event.objects.get(act="verify.sign")
    assert event.actor == "amphoe_chair" and event.about["outcome"] == "confirmed"


def test_whoever_declared_kinship_neither_proposes_nor_signs_and_another_chairs(round, case):
    own = ((case.number,), "kin")
    session = met(round, recused={1: own})
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL, at=sat(session))
    with refusal("must_step_aside"):
        sign(case=case, hand=hand("amphoe_chair"), at=sat(session))
    other = bring_to(case_of(SECOND), "amphoe")
    propose(case=other, hand=hand("amphoe_officer"), ticked=ALL)
    sign(case=other, hand=hand("amphoe_chair"), at=sat(session))
    assert Decision.objects.filter(kind="sign").count() == 1


def test_without_those_who_stepped_aside_too_few_are_left_for_that_case(round, case):
    ties = dict.fromkeys((4, 5, 6), ((case.number,), "kin"))
    session = met(round, recused=ties)
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    with refusal("no_quorum_for_case"):
        sign(case=case, hand=hand("amphoe_chair"), at=sat(session))


def test_a_meeting_without_a_quorum_does_not_open(round):
    with refusal("no_quorum"):
        met(round, present=2)


def test_a_chair_may_send_back_with_a_reason_to_a_step_that_the_flow_names(round, case):
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    with refusal("reason_missing"):
        send_back(case=case, to="tambon", said=Said(), hand=hand("amphoe_chair"))
    with refusal("no_way_back"):
        send_back(case=case, to="province", said=WHY, hand=hand("amphoe_chair"))
    with refusal("not_your_step"):
        send_back(case=case, to="tambon", said=WHY, hand=hand("tambon_team"))
    send_back(case=case, to="tambon", said=WHY, hand=hand("amphoe_chair"))
    case.refresh_from_db()
    assert (case.step, case.state) == ("tambon", "returned")
    propose(case=case, hand=hand("tambon_team"), outcome="not_poor", said=Said("enough"))
    assert "รายได้สูงกว่า" not in str(list(Decision.objects.values())) + str(list(Event.objects.values()))
    told = story_of(Case.objects.select_related("round").get(pk=case.pk))
    assert any(one.words == WHY.words and one.reason.en for one in told)


def test_two_officers_at_once_make_one_decision_and_one_clear_refusal(round, case):
    seen = case.version
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL, version=seen)
    with refusal("changed"):
        send_back(case=case, to="tambon", said=WHY, hand=hand("amphoe_chair"), version=seen)
    case.refresh_from_db()
    assert case.state == "proposed" and Decision.objects.filter(kind="return").count() == 0


def test_a_press_repeated_is_one_decision(round, case):
    first = propose(case=case, hand=hand("amphoe_officer", "same"), ticked=ALL)
    assert propose(case=case, hand=hand("amphoe_officer", "same"), ticked=ALL) == first
    assert Decision.objects.filter(case=case, kind="propose").count() == 1
    with refusal("key_used"):
        propose(case=bring_to(case_of(SECOND), "amphoe"), hand=hand("amphoe_officer", "same"), ticked=ALL)


# The meeting itself
def test_a_committee_has_one_chair_and_one_secretary_and_its_names_are_sealed(round):
    with refusal("chair_and_secretary"):
        appointed(round, (Named("ก", "ข", "", "chair"), Named("ค", "ง", "", "member")))
    with refusal("not_your_committee"):
        appointed(round, role="tambon_team")
    appointed(round)
    found = committee_of(round, AMPHOE)
    assert found is not None and tuple(named_in(found)) == MEMBERS and "สมมุติ" not in found.members


def test_a_meeting_is_called_once_closed_once_and_signed_by_a_second_person(round):
    officer, chair = scope_in("amphoe_officer"), scope_in("amphoe_chair")
    with refusal("no_committee"):
        meeting_actions.call(round=round, area_code=AMPHOE, held_on=today(), place="", by="x", scope=officer)
    session = met(round)
    for day in (round.opened_on - dt.timedelta(days=1), round.closes_on + dt.timedelta(days=1)):
        with refusal("not_in_round"):
            meeting_actions.call(round=round, area_code=AMPHOE, held_on=day, place="", by="x", scope=officer)
    with refusal("meeting_open"):
        meeting_actions.call(round=round, area_code=AMPHOE, held_on=today(), place="", by="x", scope=officer)
    with refusal("not_your_meeting"):
        meeting_actions.close(session=session, record=Record(), by="x", scope=chair)
    said = Record("09.30", "11.00", "แจ้งให้ทราบ")
    session = meeting_actions.close(session=session, record=said, by=officer.username, scope=officer)
    assert record_of(session) == said and "แจ้ง" not in session.minutes
    with refusal("session_state"):
        meeting_actions.close(session=session, record=said, by=officer.username, scope=officer)
    with refusal("proposed_by_you"):
        meeting_actions.sign_minutes(session=session, by=officer.username, scope=officer)
    assert meeting_actions.sign_minutes(session=session, by=chair.username, scope=chair).state == "signed"
    with refusal("paper_unreadable"):
        meeting_actions.keep_letter(session=session, kind="minutes", by="x", scope=officer, scan=b"MZ")
    kept = meeting_actions.keep_letter(
        session=session, kind="minutes", by="x", scope=officer, number="สม 1/2", scan=b"%PDF-1.7"
    )
    again = meeting_actions.keep_letter(session=session, kind="minutes", by="x", scope=officer)
    assert (again.pk, again.number, again.sha256) == (kept.pk, "สม 1/2", kept.sha256)


def test_a_closed_meeting_takes_no_decision(round, case):
    session = met(round)
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    officer = scope_in("amphoe_officer")
    with refusal("cases_left"):
        meeting_actions.close(session=session, record=Record(), by=officer.username, scope=officer)
    session = meeting_actions.close(session=session, record=Record(), by=officer.username, scope=officer, leaving=1)
    with refusal("session_closed"):
        sign(case=case, hand=hand("amphoe_chair"), at=sat(session))


# Many at once
def test_a_bulk_act_lists_what_it_does_and_what_became_of_each(round, case):
    other = bring_to(case_of(SECOND), "amphoe")
    officer, chair = scope_in("amphoe_officer"), scope_in("amphoe_chair")
    met(round, recused={1: ((other.number,), "kin")})
    asked = [(one.number, one.version) for one in (case, other)]
    with refusal("how_many"):
        bulk_actions.prepare(round=round, act="propose", chosen=[], by="x", scope=officer)
    with refusal("not_all_there"):
        bulk_actions.prepare(round=round, act="propose", chosen=[("C-nothing", 0)], by="x", scope=officer)
    made = bulk_actions.prepare(round=round, act="propose", chosen=asked, by=officer.username, scope=officer)
    assert Decision.objects.count() == 0, "listing decides nothing"
    with refusal("not_your_bulk"):
        bulk_actions.carry_out(bulk=made, by=chair.username, scope=chair)
    done = bulk_actions.carry_out(bulk=made, by=officer.username, scope=officer, ticked=ALL)
    assert [code for _number, code in done.done] == ["done", "done"]
    assert bulk_actions.carry_out(bulk=done, by=officer.username, scope=officer) == done
    chosen = [(one.number, one.version) for one in Case.objects.filter(state="proposed")]
    made = bulk_actions.prepare(round=round, act="sign", chosen=chosen, by=chair.username, scope=chair)
    done = bulk_actions.carry_out(bulk=made, by=chair.username, scope=chair)
    assert dict(done.done) == {case.number: "done", other.number: "must_step_aside"}
    assert Decision.objects.filter(kind="sign").count() == 1 and Bulk.objects.count() == 2
    event = Event.objects.filter(act="verify.bulk").latest("pk")
    assert event.about["done"] == 1 and event.about["refused"] == 1


# Province, telling, appeal
def settle(round: Round, case: Case) -> Case:
    """Bring a case to its result as the province would."""
    Case.objects.filter(pk=case.pk).update(step="told", state="confirmed", result="confirmed", outcome="confirmed")
    case.refresh_from_db()
    return case


def test_the_last_signature_gives_the_result_and_the_village_is_told_once(round, case):
    settle(round, case)
    team = scope_in("tambon_team")
    assert to_tell(team, round)[0][2] == {"confirmed": 1}
    with refusal("not_your_step"):
        telling_actions.announce(round=round, area_code=VILLAGE, by="x", scope=scope_in("amphoe_officer"))
    made = telling_actions.announce(round=round, area_code=VILLAGE, by=team.username, scope=team)
    assert made.counts == {"confirmed": 1} and made.cases == [case.number]
    with refusal("nothing_to_tell"):
        telling_actions.announce(round=round, area_code=VILLAGE, by=team.username, scope=team)
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("announced", made.appeal_until)


def told(round: Round, case: Case) -> Case:
    team = scope_in("tambon_team")
    settle(round, case)
    telling_actions.announce(round=round, area_code=VILLAGE, by=team.username, scope=team)
    case.refresh_from_db()
    return case


def test_an_appeal_goes_to_the_amphoe_or_outside_it_within_its_time(round, case):
    told(round, case)
    with refusal("no_such_appeal"):
        appeal_actions.appeal(case=case, to="tambon", said=WHY, hand=hand("tambon_team"))
    appeal_actions.appeal(case=case, to="province", said=WHY, hand=hand("tambon_team"))
    with refusal("not_your_step"):
        appeal_actions.take_on(case=case, hand=hand("amphoe_officer"))
    appeal_actions.take_on(case=case, hand=hand("register_keeper"))
    case.refresh_from_db()
    assert (case.step, case.state) == ("province", "waiting")


def test_after_its_time_only_a_keeper_opens_a_case_again(round, case):
    told(round, case)
    Case.objects.update(due_on=today() - dt.timedelta(days=1))
    with refusal("appeal_over"):
        appeal_actions.appeal(case=case, to="amphoe", said=WHY, hand=hand("tambon_team"))
    assert appeal_actions.close_over(round=round, by="test") == 1
    assert appeal_actions.close_over(round=round, by="test") == 0
    with refusal("not_your_step"):
        appeal_actions.reopen(case=case, to="amphoe", said=WHY, hand=hand("amphoe_officer"))
    appeal_actions.reopen(case=case, to="amphoe", said=WHY, hand=hand("register_keeper"))
    appeal_actions.take_on(case=case, hand=hand("amphoe_officer"))
    case.refresh_from_db()
    assert (case.step, case.state) == ("amphoe", "waiting")


# What is asked
@pytest.mark.parametrize(
    ("says", "outcome", "found", "after", "expected"),
    [
        ("mpi_poor", "not_poor", [], False, {"data_against_forum"}),
        ("", "confirmed", [], False, {"forum_against_data"}),
        ("listed_without_lack", "confirmed", [], False, {"forum_against_data", "sources_disagree"}),
        ("mpi_poor", "confirmed", [("village", "record", "not_poor"), ("tambon", "record", "confirmed")], False, {"steps_differ"}),
        ("mpi_poor", "confirmed", [("village", "object", ""), ("village", "record", "disputed")], False, {"objected", "disputed"}),
        ("mpi_poor", "confirmed", [("amphoe", "return", ""), ("told", "appeal", "")], True, {"after_meeting", "returned", "appealed"}),
        ("mpi_poor", "confirmed", [("village", "record", "confirmed")], False, set()),
    ],
)  # fmt: skip
def test_what_disagrees_is_named(says, outcome, found, after, expected):
    told = conflicts(says, outcome, [Found(*one) for one in found], after_meeting=after)
    assert set(told) == expected and list(told) == [one for one in CONFLICTS if one in expected]


def test_the_queue_shows_each_case_to_whoever_has_to_act_with_the_same_few_questions(
    round, case, django_assert_num_queries
):
    officer, chair = scope_in("amphoe_officer"), scope_in("amphoe_chair")
    step = step_for(officer, round, "amphoe")
    assert [one.pk for one in queue_for(officer, round, step, "todo")] == [case.pk]
    assert not queue_for(chair, round, step, "todo").exists()
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    assert not queue_for(officer, round, step, "todo").exists()
    assert [one.pk for one in queue_for(chair, round, step, "todo")] == [case.pk]
    bring_to(case_of(SECOND), "amphoe", outcome="not_poor")
    assert all(queue_for(officer, round, step, view).count() >= 0 for view in VIEWS)
    listed = list(queue_for(officer, round, step, "conflict"))
    with django_assert_num_queries(3):
        rows = rows_of(listed, round)
    assert all(row.conflicts for row in rows)
    everything = list(Case.objects.filter(round=round))
    with django_assert_num_queries(3):
        rows_of(everything, round)
    assert not queue_for(scope_in("stranger"), round, step, "waiting").exists()


def test_a_load_names_the_owner_and_what_is_late(round, case):
    Case.objects.filter(pk=case.pk).update(due_on=today() - dt.timedelta(days=3))
    found = [one for one in loads_of(scope_in("amphoe_chair"), round) if one.step_code == "amphoe"]
    assert [(one.roles[0].en, one.cases, one.late, one.area_code) for one in found] == [
        ("Amphoe officer", 1, 1, "990101")
    ]
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    hands = hands_of(scope_in("amphoe_chair"), round, today())
    title = scope_in("amphoe_officer").title
    assert [(one.who, one.proposed) for one in hands] == [(title, 1)], "posts are named, no sign-in name"
    assert {one.who for one in story_of(Case.objects.select_related("round").get(pk=case.pk))} == {title}


def test_other_amphoe_sees_none_of_it(round):
    other = bring_to(case_of(OTHER), "amphoe")
    officer = scope_in("amphoe_officer")
    step = step_for(officer, round, "amphoe")
    assert other.number not in {one.number for one in queue_for(officer, round, step, "waiting")}


def test_recording_again_takes_the_place_of_a_proposal(round, case):
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    with refusal("not_your_step"):
        record(case=case, outcome="away", by="amphoe_officer", scope=scope_in("amphoe_officer"), key="r1")
