"""The household page tells whose child and spouse a member is, which family, and the days of moving; never of whom is not seen."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from baansuk.access.tests.cast import scope_as, sign_in_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.people import questions
from baansuk.people.kin import Kin, kin_among
from baansuk.people.models import Membership, Person
from baansuk.people.questions import households_seen, sight_of
from baansuk.people.seen import see_persons
from tests.kept import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
HEAD, WIFE, SON = PERSON_CODES[0], PERSON_CODES[300], PERSON_CODES[301]
ELSEWHERE = PERSON_CODES[1]


def _joined(code, name, **said):
    made = Person.objects.get(edition=EDITION, code=HEAD)
    made.pk, made.code, made.given_name, made.relation = None, code, name, ""
    for column, value in said.items():
        setattr(made, column, value)
    made.save()
    home = Membership.objects.get(edition=EDITION, person_code=HEAD, main=True)
    home.pk, home.person_code, home.begins_on, home.begins_precision = None, code, dt.date(2024, 3, 1), "month"
    home.save()


@pytest.fixture
def family():
    _joined(WIFE, "คู่ชีวิต", spouse_code=HEAD, family_by="kin", mother_code=ELSEWHERE)
    _joined(SON, "ลูกชาย", father_code=HEAD, mother_code=WIFE, family_no=2, family_by="kin")


def _page(role="register_keeper", language="th"):
    answer = sign_in_as(role).get(f"/households/{CODES[0]}/", headers={"accept-language": language})
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page[page.index('id="members"') : page.index('id="house"')]))


edition = written_once(make_edition)


@pytest.mark.usefixtures("family")
def test_whose_spouse_and_child_a_member_is_and_which_family():
    text, head = _page(), Person.objects.get(edition=EDITION, code=HEAD)
    name = f"{head.title}{head.given_name} {head.family_name}"
    assert f"คู่สมรสของ {name}" in text
    assert re.search(rf"บุตรของ {name} และ \S*คู่ชีวิต", text)
    assert "อยู่ร่วมกัน 2 ครอบครัว" in text
    assert "แบ่งตามพ่อแม่ลูกและคู่สมรส" in text and text.count("ครอบครัวที่ 2") == 1


@pytest.mark.usefixtures("family")
def test_kin_who_live_elsewhere_are_not_named_and_nobody_s_number_stands_there():
    text = _page()
    other = Person.objects.get(edition=EDITION, code=ELSEWHERE)
    assert other.given_name not in text and ELSEWHERE not in text
    assert not re.search(r"\d{13}", text)


@pytest.mark.usefixtures("family")
def test_kin_whose_facts_are_held_back_are_not_named(monkeypatch):
    monkeypatch.setattr(questions, "_sight", _holding(questions._sight, WIFE))
    text = _page()
    assert "คู่ชีวิต" not in text and "บุตรของ" in text


def _holding(sight, code):
    def made(*given, **named):
        found = sight(*given, **named)
        found.held = found.held | {code}
        return found

    return made


@pytest.mark.usefixtures("family")
def test_where_relations_may_not_be_read_kin_are_not_asked_for(django_assert_num_queries):
    sight = sight_of(scope_as("register_keeper"))
    household = households_seen(sight, [CODES[0]])[CODES[0]]
    shown = see_persons(sight, dict.fromkeys((HEAD, WIFE, SON), household.area_code)).values()
    assert kin_among(household, shown)[SON] == Kin(father=HEAD, mother=WIFE, by_kin=True)
    with django_assert_num_queries(0):
        assert kin_among(household, [replace(one, relation=None) for one in shown]) == {}


@pytest.mark.usefixtures("family")
def test_the_days_of_moving_stand_beside_how_one_belongs():
    left = {"edition": EDITION, "kind": "left", "source": "moph43", "main": False, "ends_on": dt.date(2024, 3, 9)}
    Membership.objects.create(person_code=WIFE, household_code=CODES[1], ends_precision="day", **left)
    text = _page()
    assert "ย้ายเข้า มี.ค. 2567" in text
    assert ": เคยอยู่ · ย้ายออก 9 มี.ค. 2567" in text


def test_the_day_of_death_is_said_to_be_that():
    Membership.objects.filter(edition=EDITION, person_code=HEAD).update(
        ends_on=dt.date(2025, 5, 6), ends_precision="day"
    )
    Person.objects.filter(edition=EDITION, code=HEAD).update(life_status="dead")
    assert "เสียชีวิต 6 พ.ค. 2568" in _page()
