"""The pages of benefits: what is told to whom, whom to call on, what leaves the house, and the household's own section."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.measuring.rounding import Rounded
from baansuk.assess.models import Right, RightFigure, RightMark
from baansuk.assess.rights_telling import _province, bounded
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES
from baansuk.assess.tests.rights_fixtures import make_rights, mark
from baansuk.audit.models import Event
from baansuk.audit.questions import subjects_of
from baansuk.people.consent_actions import hold_back
from baansuk.people.models import Edition, Household, Person
from tests.kept import written_once

pytestmark = pytest.mark.django_db

edition = written_once(make_rights)
WORKLIST = "/rights/worklist/"


@pytest.fixture
def keeper(edition: Any) -> Client:
    return sign_in_as("register_keeper")


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def listed(page: str) -> list[str]:
    return sorted((code for code in CODES[:6] if code in page), key=page.index)


def test_whoever_sees_everybody_is_told_exactly_and_led_to_the_list(keeper: Client) -> None:
    page = said(keeper, "/rights/?area=99")
    assert "1,200" in page, "two times 600 baht a month"
    assert "benefit=elderly_allowance" in page
    assert "benefit=elderly_allowance_new" not in page, "what only would be calls nobody"
    assert "ปัดเป็นหลักสิบ" not in page


def test_whoever_sees_no_household_is_told_tens_and_a_range(edition: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # So few households that no figure is told of them at all; here some are.
    monkeypatch.setattr("baansuk.assess.release_alone.hidden_counts", lambda _reader: (frozenset({"99", "9901"}), {}))
    _province.cache_clear()
    governor = sign_in_as("governor_view")
    assert "น้อยกว่า 10" in (page := said(governor, "/rights/?area=9901"))
    assert "1,200" not in page and "รายชื่อที่ต้องไปพบ" not in page
    assert "ไม่เกิน 9,000" in page, "what so few can miss, which the sum holds as well"
    RightFigure.objects.filter(benefit="elderly_allowance").update(unclaimed=F("unclaimed") * 61, satang=7_770_000)
    _province.cache_clear()  # a published edition does not change, but this one just did
    page = said(governor, "/rights/?area=9901")
    _province.cache_clear()
    assert "ประมาณ 120" in page
    assert "ประมาณ 72,000–120,000" in page
    assert "77,700" not in page and "122" not in page


def test_the_baht_of_a_rounded_count_lies_between_what_one_could_miss() -> None:
    amounts = (Decimal(600), Decimal(1000))
    assert bounded(Rounded(120), amounts, 10).most == 120_000
    few = bounded(Rounded(None, few=True), amounts, 10)
    assert few.unclaimed is None
    assert [few.least, few.most] == [0, 9_000]
    assert bounded(Rounded(None), amounts, 10).most is None


def test_no_figure_below_the_tambon_without_seeing_households(edition: Any) -> None:
    assert sign_in_as("governor_view").get("/rights/?area=99010101").status_code == 404


@pytest.mark.parametrize(
    "asked", ["area=9", "area=..", "office=x", "benefit=x", "kind=x", "size=5", "page=0", "page=x"]
)
def test_what_is_not_understood_is_refused(keeper: Client, asked: str) -> None:
    assert keeper.get(f"{WORKLIST}?{asked}").status_code == 400


@pytest.mark.parametrize("address", ["/rights/", WORKLIST])
def test_a_stranger_meets_what_does_not_exist(edition: Any, address: str) -> None:
    stranger = sign_in_as("stranger")
    other, absent = (stranger.get(f"{address}?area={area}") for area in ("9901", "9977"))
    assert (other.status_code, absent.status_code) == (404, 404)
    assert listed(other.content.decode()) == []


def test_the_worklist_follows_the_doors_and_knows_its_office(keeper: Client) -> None:
    assert listed(said(keeper, WORKLIST)) == [CODES[0], CODES[3], CODES[4]]
    assert listed(said(keeper, f"{WORKLIST}?office=social")) == [CODES[4]]
    page = said(keeper, f"{WORKLIST}?benefit=elderly_allowance&area=9901")
    assert listed(page) == [CODES[0], CODES[3]]
    assert "สมุดบัญชีธนาคาร" in page, "the papers that the claim needs"
    assert "600 บาท/เดือน" in page


def test_rates_that_are_not_confirmed_and_relief_are_on_lists_of_their_own(keeper: Client) -> None:
    key = Household.objects.get(edition=EDITION, code=CODES[1]).list_key
    for benefit in ("welfare_card", "family_relief"):
        RightMark.objects.create(
            edition=EDITION, benefit=benefit, office="bank", kind="unclaimed", list_key=key, household_code=CODES[1],
            person_code=PERSON_CODES[1] if benefit == "welfare_card" else "",
        )  # fmt: skip
    assert listed(said(keeper, WORKLIST)) == [CODES[0], CODES[3], CODES[4]]
    for kind, benefit in (("unsure", "welfare_card"), ("relief", "family_relief")):
        page = said(keeper, f"{WORKLIST}?kind={kind}")
        assert listed(page) == [CODES[1]]
        assert "1 รายการ" in page
        assert listed(said(keeper, f"{WORKLIST}?benefit={benefit}")) == [CODES[1]], "a benefit leads to its own list"


def test_no_door_to_figures_for_whoever_reads_none(keeper: Client) -> None:
    assert 'href="/rights/?area=' in said(keeper, f"{WORKLIST}?area=9901")
    assert "/rights/?area=" not in said(sign_in_as("village_head"), WORKLIST)


def test_the_look_at_a_worklist_is_written_down(keeper: Client) -> None:
    said(keeper, f"{WORKLIST}?office=social")
    event = Event.objects.order_by("-id").filter(act="people.look_list")[0]
    assert subjects_of(event) == [("household", CODES[4])]


def test_a_benefit_that_rests_on_a_class_outside_the_grant_is_not_offered(edition: Any) -> None:
    """A village head sees neither help nor disability: nobody is listed by them."""
    head = sign_in_as("village_head")
    page = said(head, f"{WORKLIST}?area=99010101")
    assert listed(page) == []
    assert "elderly_allowance" not in page


def test_a_volunteer_meets_the_assigned_houses_only(edition: Any) -> None:
    assert listed(said(sign_in_as("volunteer", houses=[CODES[0]]), WORKLIST)) == [CODES[0]]


def test_whose_facts_are_held_back_is_on_no_list(edition: Any) -> None:
    hold_back(person=PERSON_CODES[0], purposes=["help"], request="", by="register_keeper")
    officer = sign_in_as("amphoe_officer")
    assert listed(said(officer, f"{WORKLIST}?area=9901")) == [CODES[3]]


def test_doubles_are_a_list_of_their_own_and_refuse_nothing(keeper: Client) -> None:
    key = Household.objects.get(edition=EDITION, code=CODES[1]).list_key
    mark(CODES[1], 1, key, "elderly_allowance", kind="double", why="list:elderly")
    page = said(keeper, f"{WORKLIST}?kind=double")
    assert listed(page) == [CODES[1]]
    assert "ไม่มีใครถูกตัดสิทธิ" in page
    assert "มีชื่อซ้ำในบัญชีที่จ่าย" in said(keeper, f"/households/{CODES[1]}/")


def test_the_workbook_holds_the_same_lines_and_no_formula(keeper: Client) -> None:
    Person.objects.filter(code=PERSON_CODES[0]).update(title="", given_name="=cmd|'/C calc'!A0")
    answer = keeper.post(f"{WORKLIST}export/", {"area": "9901", "benefit": "elderly_allowance"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[7] for row in rows[1:]] == [CODES[0], CODES[3]]
    assert str(rows[1][3]).startswith("'=cmd")
    outcomes = Event.objects.filter(act="people.export").order_by("id").values_list("outcome", flat=True)
    assert list(outcomes)[-2:] == ["begun", "done"]


def test_the_workbook_goes_through_every_piece(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baansuk.assess.rights_questions.PIECE", 1)
    answer = keeper.post(f"{WORKLIST}export/", {"area": "99"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert [row[7] for row in sheet.iter_rows(min_row=2, values_only=True)] == [CODES[0], CODES[3], CODES[4]]


def test_the_number_of_queries_does_not_grow_with_the_rows(keeper: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            said(keeper, f"{WORKLIST}?area=9901")
        return len(caught)

    RightMark.objects.filter(household_code=CODES[3]).delete()
    said(keeper, f"{WORKLIST}?area=9901")
    few = asked()
    key = Household.objects.get(edition=EDITION, code=CODES[3]).list_key
    mark(CODES[3], 3, key, "elderly_allowance")
    mark(CODES[3], 3, key, "disability_card")
    assert asked() == few


def test_the_household_is_told_all_four_answers(keeper: Client) -> None:
    page = said(keeper, f"/households/{CODES[0]}/")
    section = page[page.index('id="rights"') :]
    assert "เบี้ยยังชีพผู้สูงอายุ" in section and "อปท. (อบต./เทศบาล)" in section
    assert "ต้องถาม: ได้รับเบี้ยความพิการ" in section
    assert "ไม่เข้าเงื่อนไข “อายุต่ำกว่า 6 ปี”" in section
    assert "ได้รับแล้ว" in (other := said(keeper, f"/households/{CODES[1]}/"))[other.index('id="rights"') :]


def test_of_a_closed_class_nothing_is_fetched(edition: Any) -> None:
    """A local officer sees no health, but help and disability; a village head sees neither: no answer is told."""
    head = sign_in_as("village_head")
    with CaptureQueriesContext(connection) as caught:
        page = said(head, f"/households/{CODES[0]}/")
    assert 'id="rights"' not in page or "เบี้ยยังชีพ" not in page
    assert not [one for one in caught if 'SELECT "assess_right"."letters"' in one["sql"]]


def test_an_edition_judged_by_another_list_says_nothing_by_this_one(keeper: Client) -> None:
    row = Edition.objects.get(number=EDITION)
    row.about["assessed"]["rights"]["stamp"] = "benefits/0~00000000"
    row.save()
    assert 'id="rights"' not in said(keeper, f"/households/{CODES[0]}/")
    assert listed(said(keeper, WORKLIST)) == []
    assert Right.objects.filter(edition=EDITION).exists()


def test_the_benefits_are_read_with_dates_sources_and_what_is_not_sure(keeper: Client) -> None:
    page = said(keeper, "/rights/benefits/")
    assert page.count("ยังไม่ยืนยัน</span>") == 4
    assert "yakdungkhaw.com" in page and "อายุ 60 ปีขึ้นไป" in page
