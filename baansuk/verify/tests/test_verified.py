"""What was verified of a household: a label of its own on pages, lists, exports and data, which outlives every new edition."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.family_outline import family_of
from baansuk.assess.family_sheet import sheet_values
from baansuk.assess.verified import labels_of
from baansuk.people.models import Household, IssuedCode
from baansuk.people.questions import household_for
from baansuk.verify import appeal_actions
from baansuk.verify.case_actions import record
from baansuk.verify.checklist import load_checklist
from baansuk.verify.deciding import Hand, Said, write_decision
from baansuk.verify.following import follow
from baansuk.verify.models import Case, Round, Verified
from baansuk.verify.screening_actions import propose
from baansuk.verify.tests.committee import bring_to, hand, scope_in
from baansuk.verify.tests.rounds import OTHER, OWN, SECOND, add_round, case_of, make_round
from tests.kept import written_once

pytestmark = pytest.mark.django_db
round_made = written_once(make_round)
WHY = Said("papers", "")


@pytest.fixture
def round(round_made: Round) -> Round:
    return Round.objects.get(pk=round_made.pk)


def settle(household: str, outcome: str = "confirmed", result: str = "confirmed", round: Round | None = None) -> Case:
    """Let the province sign a case, as the last step does."""
    case = bring_to(case_of(household, round), "province", "proposed", outcome)
    case.result = result
    write_decision(case, "sign", result, hand=hand("register_keeper"), outcome=outcome, step="told")
    return case


def label_of(household: str):
    return labels_of([household], scope_in("register_keeper")).get(household)


def test_what_the_last_step_signed_is_told_with_its_day_round_and_step_and_nothing_before(round):
    propose(
        case=bring_to(case_of(OWN), "amphoe"),
        hand=hand("amphoe_officer"),
        ticked=[one.code for one in load_checklist().items],
    )
    assert label_of(OWN) is None
    settle(OWN, "missed")
    told = label_of(OWN)
    assert (told.result, told.outcome, told.step, told.round_code) == ("confirmed", "missed", "province", round.code)
    assert told.decided_on == today() and told.standing_words is None
    settle(SECOND, "died", "removed")
    assert label_of(SECOND).result == "removed" and label_of(OTHER) is None


def test_an_appeal_puts_it_in_question_and_a_new_result_takes_its_place(round):
    case = settle(OWN)
    Case.objects.filter(pk=case.pk).update(state="announced", due_on=today() + dt.timedelta(days=3))
    appeal_actions.appeal(case=case, to="amphoe", said=WHY, hand=hand("tambon_team"))
    told = label_of(OWN)
    assert (told.result, told.standing) == ("confirmed", "appealed"), "the result stands until there is another"
    settle(OWN, "not_poor", "not_confirmed")
    assert (label_of(OWN).result, label_of(OWN).standing) == ("not_confirmed", "")
    Case.objects.filter(pk=case.pk).update(state="closed")
    appeal_actions.reopen(case=case, to="province", said=WHY, hand=hand("register_keeper"))
    assert label_of(OWN).standing == "reopened"


def test_a_dispute_is_told_while_it_lasts_and_leaves_the_result_of_a_round_before_as_it_stood(round):
    by = hand("village_head")
    for household in (OWN, SECOND):
        case = case_of(household)
        record(case=case, outcome="disputed", reason="views_differ", by=by.by, scope=by.scope, key=f"d{household}")
        assert (label_of(household).result, label_of(household).standing) == ("", "disputed")
    team = hand("tambon_team")
    record(case=case, outcome="confirmed", by=team.by, scope=team.scope, key="settled")
    assert label_of(SECOND) is None, "nothing is decided of it"
    settle(OWN)
    second = add_round("2570-1")
    assert label_of(OWN).standing == ""
    again = case_of(OWN, second)
    record(case=again, outcome="disputed", reason="views_differ", by=by.by, scope=by.scope, key="again")
    assert (label_of(OWN).result, label_of(OWN).standing, label_of(OWN).round_code) == (
        "confirmed",
        "disputed",
        round.code,
    )
    record(case=again, outcome="confirmed", by=team.by, scope=team.scope, key="over")
    assert label_of(OWN).standing == ""


def test_it_follows_the_household_to_a_new_edition_and_to_the_code_that_took_its_place(round):
    settle(OWN)
    settle(OTHER, "away", "not_confirmed")
    before = follow(by="test")
    Household.objects.filter(code=OWN).update(area_code="99020101", list_key="99020101moved")
    Household.objects.filter(code=OTHER).delete()
    IssuedCode.objects.update_or_create(
        code=OTHER, defaults={"kind": "household", "issued_in": 1, "retired_in": 2, "successor": SECOND}
    )
    assert (before, follow(by="test"), follow(by="test")) == (0, 2, 0), "called again it changes nothing"
    moved = Verified.objects.get(household_code=OWN)
    assert (moved.area_code, moved.list_key, moved.result) == ("99020101", "99020101moved", "confirmed")
    assert label_of(SECOND).outcome == "away" and label_of(OTHER) is None


def test_two_that_became_one_household_keep_the_later_word(round):
    settle(OWN, "moved", "removed")
    settle(SECOND)
    Verified.objects.filter(household_code=OWN).update(decided_on=today() - dt.timedelta(days=90))
    Household.objects.filter(code=OWN).delete()
    IssuedCode.objects.update_or_create(
        code=OWN, defaults={"kind": "household", "issued_in": 1, "retired_in": 2, "successor": SECOND}
    )
    follow(by="test")
    assert label_of(SECOND).result == "confirmed" and Verified.objects.count() == 1


# The register's own pages
def test_the_pages_of_a_household_and_a_family_say_it_beside_the_labels_of_the_data(round):
    settle(OWN, "hidden_household")
    client = sign_in_as("tambon_team")
    for page in (f"/households/{OWN}/", f"/households/{OWN}/family/"):
        told = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert "ครัวเรือนแฝง" in told and "จังหวัดรับรอง" in told, page
        assert reverse("verify-case", args=[case_of(OWN).number]) in told
        assert 'id="verified"' not in client.get(page.replace(OWN, SECOND)).content.decode()
    scope = scope_in("register_keeper")
    family = family_of(household_for(scope, OWN), to_print=True)
    assert "ผลตรวจสอบ: ครัวเรือนแฝง" in sheet_values(family, scope, at=timezone.now(), language="th")["places"]


def test_the_confirmed_register_can_be_listed_and_taken_out(round):
    settle(OWN)
    settle(SECOND, "not_poor", "not_confirmed")
    settle(OTHER, "missed")
    client = sign_in_as("tambon_team")
    page = client.get("/households/?measure=verified.confirmed").content.decode()
    assert OWN in page and SECOND not in page and OTHER not in page, "within the reader's area"
    assert OWN not in client.get("/households/?measure=verified.outcome-missed").content.decode()
    assert SECOND in client.get("/households/?measure=verified.outcome-not_poor").content.decode()
    assert client.get("/households/?measure=verified.nonsense").status_code == 400
    book = client.post("/households/export/", {"area": "990101", "measure": "", "sort": "door"})
    sheet = load_workbook(BytesIO(book.getvalue())).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    place = heads.index("ผลตรวจสอบ")
    told = {row[0]: row[place : place + 3] for row in rows}
    assert told[OWN][0] == "ยืนยันว่าเดือดร้อนจริง" and told[OWN][2] == round.code
    assert told[SECOND][0] == "ไม่เข้าข่าย"


def test_whoever_sees_the_household_and_not_the_case_is_told_the_result_without_a_way_to_the_case(round):
    settle(OWN)
    told = labels_of([OWN], scope_in("agency_officer"))[OWN]
    assert told.result == "confirmed" and told.address == ""


def test_what_was_signed_for_a_household_of_no_register_leaves_no_label(round):
    case = case_of(OWN)
    Case.objects.filter(pk=case.pk).update(household_code="")
    case.refresh_from_db()
    write_decision(case, "sign", "confirmed", hand=Hand("x", None, "y"), outcome="missed")
    assert not Verified.objects.exists()
