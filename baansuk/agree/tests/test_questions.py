"""What is asked of agreements: how they stand, what expires, who promised what, and that the asking stays cheap."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from baansuk.access.questions import today
from baansuk.agree import actions, amending_actions, partner_actions, promise_actions, questions
from baansuk.agree.example_actions import load_sample
from baansuk.agree.known_areas import area_exists, holds_sample_only
from baansuk.agree.models import Agreement, Commitment, PartnerCard
from baansuk.agree.promise_actions import Role
from baansuk.agree.terms import DAY, UNKNOWN, YEAR, Term
from baansuk.agree.tests.house import FIRST, HELP, LAST, TERM, approved, drafted, in_force, partner, signed
from baansuk.places.models import Area
from baansuk.thai.words import Words

pytestmark = pytest.mark.django_db


def test_only_what_holds_today_takes_deliveries():
    in_force("MOU-1")
    in_force("MOU-2", "CHAMBER", term=Term(None, None, UNKNOWN))
    signed("MOU-3", "NETWORK")
    actions.suspend(agreement=in_force("MOU-4", "ARMY"), because="ตรวจสอบ", by="keeper")
    drafted("MOU-5", "EEF")
    assert questions.in_force_codes(today()) == {"MOU-1"}
    assert questions.in_force_codes(LAST) == {"MOU-1"}
    assert questions.in_force_codes(LAST + timedelta(days=1)) == frozenset()
    assert questions.in_force_codes(FIRST - timedelta(days=1)) == frozenset()
    assert questions.recorded_codes() == {f"MOU-{number}" for number in range(1, 6)}


def test_a_standing_counts_parties_and_roles_and_says_its_state():
    held = in_force("MOU-1", "CDD", "CHAMBER")
    for _ in range(4):
        promise_actions.add_commitment(
            agreement=held, body=partner("CDD"), role=Role(Words("ช่วย", "Help")), by="keeper"
        )
    found = questions.standing_of("MOU-1")
    assert (found.parties, found.roles, found.state, found.grants) == (3, 4, "in_force", True)
    assert found.state_words.th == "มีผลบังคับ"
    assert found.term_words == Words("1 ต.ค. 2567 ถึง 30 ก.ย. 2642", "1 Oct 2567 BE to 30 Sep 2642 BE")
    after = questions.standing_of("MOU-1", day=LAST + timedelta(days=1))
    assert (after.state, after.grants, after.warning) == ("ended", False, None)
    with pytest.raises(Agreement.DoesNotExist):
        questions.standing_of("MOU-9")


@pytest.mark.parametrize(
    ("term", "printed", "said"),
    [
        (Term(None, None, UNKNOWN), "", "ไม่ได้พิมพ์อายุไว้ จึงไม่ให้สิทธิ์ใด"),
        (Term(None, None, UNKNOWN), "ตลอดไป", "ตลอดไป (ไม่ได้พิมพ์อายุไว้ จึงไม่ให้สิทธิ์ใด)"),
        (
            Term(date(2026, 1, 1), date(2030, 1, 1), YEAR),
            "",
            "พ.ศ. 2569-2573 (พิมพ์ไว้เพียงปี จึงอ่านว่าสิ้นสุด 1 ม.ค. 2573)",
        ),
        (TERM, "5 ปี", "5 ปี (1 ต.ค. 2567 ถึง 30 ก.ย. 2642)"),
    ],
)
def test_terms_are_said_as_printed_and_as_read(term, printed, said):
    Agreement.objects.filter(pk=drafted(term=term).pk).update(term_printed_th=printed)
    assert questions.standing_of("MOU-1").term_words.th == said


def test_warnings_come_the_nearest_first_and_for_what_lives_only():
    day = today()
    for number, (left, other) in enumerate(((170, "CDD"), (20, "CHAMBER"), (400, "NETWORK"), (60, "ARMY")), 1):
        in_force(f"MOU-{number}", other, term=Term(FIRST, day + timedelta(days=left), DAY))
    signed("MOU-5", "EEF", term=Term(FIRST, day + timedelta(days=10), DAY))
    assert [(one.code, one.warning, one.days_left) for one in questions.warnings_due()] == [
        ("MOU-2", 30, 20),
        ("MOU-4", 90, 60),
        ("MOU-1", 180, 170),
    ]


def test_examples_stand_apart():
    signed("MOU-B", example=True)
    in_force("MOU-Z")
    assert [one.code for one in questions.standings()] == ["MOU-Z", "MOU-B"]
    assert [one.code for one in questions.standings(examples=True)] == ["MOU-B"]
    assert [one.code for one in questions.standings(examples=False)] == ["MOU-Z"]


def test_roles_come_in_the_order_of_the_paper_and_late_ones_are_told():
    held = in_force("MOU-1", "NETWORK", "CDD")
    due = today() - timedelta(days=1)
    for code in ("CDD", "NETWORK", "MSDHS"):
        role = Role(Words("ช่วย", "Help"), target=Decimal(10), due_on=due)
        made = promise_actions.add_commitment(agreement=held, body=partner(code), role=role, by="keeper")
        if code == "CDD":
            promise_actions.report_progress(commitment=made, day=due, value=Decimal(12), by="officer")
    found = questions.commitments_of(held)
    assert [one.commitment.partner_id for one in found] == ["MSDHS", "NETWORK", "CDD"]
    assert [one.late_on(today()) for one in found] == [True, True, False]
    assert [one.share for one in found] == [None, None, 100]


def test_a_partners_page_shows_what_holds_on_the_day():
    held = in_force()
    approved(held)
    seat = partner_actions.give_seat(
        body=partner("CDD"),
        area_code="99",
        mechanism_th="ศจพ.จ.",
        mechanism_en="Centre",
        seat_th="เลขานุการ",
        seat_en="Secretary",
        by="keeper",
    )
    page = questions.partner_page("CDD")
    assert (len(page.names), len(page.contacts), len(page.seats)) == (1, 1, 1)
    assert [part.agreement_id for part in page.parts] == ["MOU-1"]
    assert [one.classes for one in page.annexes] == [list(HELP.classes)]
    partner_actions.end_seat(seat=seat, last_day=today(), by="keeper")
    assert questions.partner_page("CDD", day=today() + timedelta(days=1)).seats == ()
    with pytest.raises(PartnerCard.DoesNotExist):
        questions.partner_page("EEF")


def test_bodies_of_examples_and_those_that_ended_are_not_offered():
    partner("CDD")
    partner_actions.register_partner(
        code="XX",
        name_th="ตัวอย่าง",
        name_en="Example",
        kind="business",
        force="business_civil",
        legal_personality=True,
        official_authority=False,
        example=True,
        by="keeper",
    )
    yesterday = today() - timedelta(days=1)
    partner_actions.succeed_partner(body=partner("EEF"), successor=partner("DLA"), last_day=yesterday, by="keeper")
    assert {one.code for one in questions.parties_to_choose()} == {"CDD", "DLA"}
    assert questions.partners()[-1].partner_id == "XX"


def test_the_room_costs_the_same_however_much_is_in_it(django_assert_num_queries):
    today()
    in_force()
    with django_assert_num_queries(2):
        questions.standings()
    load_sample(by="keeper")
    with django_assert_num_queries(2):
        questions.standings()
    sample = Agreement.objects.get(pk="SAMPLE-2569")
    with django_assert_num_queries(3):
        assert len(questions.commitments_of(sample)) == 17
    with django_assert_num_queries(1):
        for one in questions.annexes_of(sample):
            assert one.partner.card.kind


def test_areas_that_may_be_named():
    assert area_exists("99")
    assert not area_exists("9901")
    Area.objects.create(code="99", level=2, name_th="สมมุติ", match_key="x", sort_key="x")
    assert not holds_sample_only()
    Area.objects.create(code="9901", level=4, parent_id="99", name_th="เหนือ", match_key="x", sort_key="x")
    assert area_exists("9901")
    assert holds_sample_only()


def test_a_hand_over_pack_holds_codes_and_counts_only():
    held = in_force()
    promise_actions.add_commitment(agreement=held, body=partner("CDD"), role=Role(Words("ช่วย", "Help")), by="keeper")
    amending_actions.leave_party(party=held.parties.get(partner="CDD"), last_day=LAST, because="ถอนตัว", by="keeper")
    pack = questions.hand_over_pack(partner("CDD"), "99", today())
    assert pack["agreements"][0]["left"] == LAST.isoformat()
    assert "ช่วย" not in str(pack)
    assert Commitment.objects.count() == 1
