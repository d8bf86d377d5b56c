"""The household page tells what became of the household and where its people belong too, as far as the reader sees."""

import re

import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.tests.page_fixtures import CODES, EDITION, HOUSES, PERSON_CODES, make_edition
from baansuk.people.models import HouseholdEvent, IssuedCode, Membership

pytestmark = pytest.mark.django_db
# The tambon team sees the tambon 990101 alone.
INSIDE = [code for code, house in zip(CODES, HOUSES, strict=False) if house.area.startswith("990101")]
OUTSIDE = [code for code, house in zip(CODES, HOUSES, strict=False) if not house.area.startswith("990101")]


@pytest.fixture(autouse=True)
def edition():
    make_edition()


def _page(role="register_keeper", code=CODES[0]):
    return _read(sign_in_as(role), code)


def _read(client, code):
    answer = client.get(f"/households/{code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def _text(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def _happened(kind, other, persons=2, house=CODES[0]):
    HouseholdEvent.objects.create(
        edition=EDITION, household_code=house, kind=kind, other_code=other, persons=persons, found_in=EDITION
    )


def test_no_history_is_no_section():
    assert 'id="history"' not in _page()


def test_a_split_is_told_with_the_household_that_came_of_it():
    _happened("split_to", CODES[1])
    page = _page()
    assert f'href="/households/{CODES[1]}/"' in page
    assert "มีสมาชิกแยกไปเป็นครัวเรือนใหม่ · 2 คน" in _text(page)
    assert f"ทะเบียนฉบับที่ {EDITION}" in _text(page)


def test_a_household_out_of_sight_is_not_named():
    _happened("went_to", OUTSIDE[0], house=INSIDE[0])
    page = _page("tambon_team", INSIDE[0])
    assert "มีสมาชิกย้ายไปอยู่ครัวเรือนอื่น" in _text(page)
    assert OUTSIDE[0] not in page
    assert OUTSIDE[0] in _page("register_keeper", INSIDE[0])


def test_registered_here_and_living_there_stands_on_both_pages():
    Membership.objects.create(
        edition=EDITION, person_code=PERSON_CODES[0], household_code=CODES[1], kind="registered", source="moph43", main=False
    )  # fmt: skip
    keeper = sign_in_as("register_keeper")
    lives, registered = _read(keeper, CODES[0]), _read(keeper, CODES[1])
    assert f'href="/households/{CODES[1]}/"' in lives and "มีชื่อในทะเบียนบ้าน" in _text(lives)
    assert f'href="/households/{CODES[0]}/"' in registered
    assert "มีชื่อเกี่ยวข้องกับบ้านนี้ แต่บ้านหลักอยู่ที่อื่น (1)" in _text(registered)


def test_another_house_of_a_member_that_is_out_of_sight_is_not_told():
    Membership.objects.create(
        edition=EDITION, person_code=PERSON_CODES[CODES.index(INSIDE[0])], household_code=OUTSIDE[0], kind="registered",
        source="moph43", main=False,
    )  # fmt: skip
    page = _page("tambon_team", INSIDE[0])
    assert OUTSIDE[0] not in page and "อีกบ้านหนึ่ง" not in _text(page)


def test_a_code_that_ended_leads_to_its_successor_only_where_that_is_seen():
    for code, successor in (("H-OLD1-OLD1-O", INSIDE[0]), ("H-OLD2-OLD2-O", OUTSIDE[0])):
        IssuedCode.objects.create(code=code, kind="household", issued_in=1, retired_in=2, successor=successor)
    client = sign_in_as("tambon_team")
    led = client.get("/households/H-OLD1-OLD1-O/")
    assert (led.status_code, led["Location"]) == (302, f"/households/{INSIDE[0]}/")
    answers = [client.get(f"/households/{code}/") for code in ("H-OLD2-OLD2-O", "H-NONE-NONE-N", OUTSIDE[0])]
    assert {one.status_code for one in answers} == {404}
    assert len({re.sub(r"H-[0-9A-Z-]+", "", one.content.decode()) for one in answers}) == 1
