"""Three voices on causes are kept apart and sealed; the figures of an area are told as association, in tens where they must be."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.causes import causes
from baansuk.assess.causes_telling import _province
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.models import CauseFigure, CauseMember, CauseWord, HouseholdCause
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit.models import Event
from baansuk.people.models import Edition
from tests.kept import written_once

pytestmark = pytest.mark.django_db
HOME = f"/households/{CODES[0]}/"
FOUND = {"lack_income": "F", "no_earner": "F", "carer": "F", "no_land_right": "U", "single_crop": "U"}


def make_causes() -> list[str]:
    """Make the hand-made edition with the letters of one household, a member, and figures of its areas."""
    codes: list[str] = make_edition()
    edition = Edition.objects.get(number=EDITION)
    edition.about = {**edition.about, "assessed": {"causes": causes().stamp}}
    edition.save()
    letters = "".join(FOUND.get(part, "N") for part in parts_of(causes().framework.framework))
    HouseholdCause.objects.create(edition=EDITION, household_code=codes[0], letters=letters)
    CauseMember.objects.create(edition=EDITION, household_code=codes[0], person_code=PERSON_CODES[0], cause="carer")
    for area in ("99", "9901", "990101", "99010101"):
        whose = {"edition": EDITION, "area_code": area, "level": len(area)}
        CauseFigure.objects.create(**whose, cause="no_earner", found=123, alone=4, unknown=31)
        CauseFigure.objects.create(**whose, cause="carer", other="no_earner", found=57)
    return codes


edition = written_once(make_causes)


@pytest.fixture
def officer(edition: Any) -> Client:
    return sign_in_as("amphoe_officer")


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def told(**values: str) -> dict[str, str]:
    return {"language": "karen", "said_on": "2026-11-20", "key": "k1", **values}


def test_what_the_facts_suggest_stands_with_its_strength_and_what_speaks_against_it(officer: Client) -> None:
    page = said(officer, HOME)
    section = page[page.index('id="causes"') : page.index("</section>", page.index('id="causes"'))]
    assert "ไม่มีคนหารายได้" in section and "ข้อมูลชี้ว่าอาจใช่" in section
    assert "ไม่ใช่สาเหตุถ้า" in section
    assert "ต้องดูแลผู้ป่วยติดบ้านติดเตียง" in section and "ทดสอบ" in section, "the member it rests on"


def test_the_family_says_it_in_its_words_and_the_words_are_sealed(officer: Client) -> None:
    answer = officer.post(f"{HOME}causes/", told(cause_no_earner="no", words="ลูกส่งเงินมาบ้าง", interpreter="นางแปลดี"))
    assert answer.status_code == 302
    rows = CauseWord.objects.filter(household_code=CODES[0])
    assert {(one.cause, one.says) for one in rows} == {("no_earner", "no"), ("", "")}
    assert not any("ลูกส่งเงิน" in one.words or "แปลดี" in one.interpreter for one in rows)
    page = said(officer, HOME)
    assert "ลูกส่งเงินมาบ้าง" in page and "กะเหรี่ยง" in page and "นางแปลดี" in page
    assert "ข้อมูลชี้ว่าอาจใช่" in page, "what the facts suggest is not overturned by it"
    assert Event.objects.filter(act="assess.tell_causes").count() == 1


def test_sent_twice_it_is_kept_once(officer: Client) -> None:
    for _ in range(2):
        officer.post(f"{HOME}causes/", told(cause_no_earner="yes"))
    assert CauseWord.objects.count() == 1
    assert Event.objects.filter(act="assess.tell_causes").count() == 1


def test_every_question_may_be_skipped_but_an_empty_form_keeps_nothing(officer: Client) -> None:
    answer = officer.post(f"{HOME}causes/", told())
    assert answer.status_code == 422
    assert "ยังไม่ได้กรอกข้อใดเลย" in answer.content.decode()
    assert not CauseWord.objects.exists()


def test_a_mentor_needs_a_reason_and_changes_no_other_voice(officer: Client) -> None:
    refused = officer.post(f"{HOME}causes/confirm/", told(cause_no_earner="yes"))
    assert refused.status_code == 422 and "ต้องบอกเหตุผล" in refused.content.decode()
    officer.post(f"{HOME}causes/", told(cause_no_earner="no"))
    officer.post(f"{HOME}causes/confirm/", told(key="k2", cause_no_earner="partly", words="เห็นลูกชายป่วย"))
    page = said(officer, HOME)
    assert "ครอบครัวบอก: ไม่ใช่" in page and "พี่เลี้ยงว่า: มีส่วน" in page and "เห็นลูกชายป่วย" in page


def test_the_family_may_have_its_words_gone(officer: Client) -> None:
    officer.post(f"{HOME}causes/", told(cause_no_earner="no", words="คำเดิม"))
    for _ in range(2):
        officer.post(f"{HOME}causes/take-back/")
    assert "คำเดิม" not in said(officer, HOME)
    assert Event.objects.filter(act="assess.take_back_causes").count() == 1


def test_a_volunteer_of_the_house_may_ask_and_no_other(edition: Any) -> None:
    assert sign_in_as("volunteer", houses=[CODES[0]]).post(f"{HOME}causes/", told(words="ไม่มีที่ทำกิน")).status_code == 302
    head = sign_in_as("village_head")
    answer = head.post(f"{HOME}causes/", told(key="k9", words="x"))
    assert answer.status_code == 422
    page = said(head, HOME)
    assert "ไม่มีที่ทำกิน" not in page, "whoever may not read families' words reads none"
    assert CauseWord.objects.count() == 1


@pytest.mark.parametrize("address", [f"{HOME}causes/", f"{HOME}causes/confirm/", "/causes/?area=9901"])
def test_a_stranger_meets_what_does_not_exist(edition: Any, address: str) -> None:
    stranger = sign_in_as("stranger")
    absent = stranger.get(address.replace(CODES[0], "H-0000-0000-0").replace("9901", "9977"))
    assert (stranger.get(address).status_code, absent.status_code) == (404, 404)


def test_an_area_is_told_bounds_as_association(officer: Client) -> None:
    page = said(officer, "/causes/?area=9901")
    assert "123" in page and ">4<" in page
    assert "ความเกี่ยวข้อง ไม่ใช่ผล" in page
    assert "57" in page and "เชิงโครงสร้าง" in page


def test_whoever_sees_no_household_is_told_tens(edition: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    near = {"9901": frozenset({50})}
    monkeypatch.setattr("baansuk.assess.release_alone.hidden_counts", lambda _reader: (frozenset({"99", "9901"}), near))
    _province.cache_clear()
    page = said(sign_in_as("governor_view"), "/causes/?area=9901")
    _province.cache_clear()
    assert "ประมาณ 120" in page
    assert "ประมาณ 60" not in page, "57 lies within ten of a published count that is hidden"
    assert "123" not in page and ">57<" not in page and ">4<" not in page
    assert sign_in_as("province_planner").get("/causes/?area=99010101").status_code == 404
