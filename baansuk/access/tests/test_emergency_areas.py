"""An urgent look is asked for by the names of places, step by step, and leads to the households of what it opened."""

from __future__ import annotations

import re

import pytest

from baansuk.access.models import Emergency, Grant
from baansuk.access.tests.cast import sign_in_as
from baansuk.places.models import Area

pytestmark = pytest.mark.django_db
AREAS = {
    "99": "สมมุติ", "9901": "เมือง", "9902": "นิทาน", "990101": "ในเมือง", "990201": "ป่า", "990202": "ดอย", "99020101": "เหนือ",
    "98": "อื่น", "9801": "ไกล",
}  # fmt: skip
ASKED = {"kind": "disaster", "reason": "ไฟไหม้คืนนี้ ต้องหาที่พักให้ทุกบ้าน", "hours": "3"}
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def places():
    for code, name in AREAS.items():
        Area.objects.create(
            code=code,
            level=len(code),
            parent_id=code[:-2] or None,
            name_th=name,
            name_en=code,
            match_key=code,
            sort_key=code,
        )


@pytest.fixture
def team():
    return sign_in_as("tambon_team")


def offered(answer, name):
    """The codes that a step offers, None where the step is not there."""
    page = answer.content.decode()
    found = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="(\d+)"', found[0]) if found else None


def test_each_step_brings_the_next(team):
    first = team.get("/emergency/")
    assert offered(first, "amphoe") == ["9901", "9902"], "no amphoe of a province that nobody grants"
    assert offered(first, "tambon") is None
    second = team.get("/emergency/?amphoe=9902", headers=PART)
    assert "<html" not in second.content.decode() and "HX-Request-Type" in team.get("/emergency/")["Vary"]
    assert offered(second, "tambon") == ["990201", "990202"] and offered(second, "village") is None
    third = team.get("/emergency/?amphoe=9902&tambon=990201", headers=PART)
    assert offered(third, "village") == ["99020101"]
    assert re.search(r'<option value="990201" selected', third.content.decode())
    other = team.get("/emergency/?amphoe=9901&tambon=990201", headers=PART)
    assert offered(other, "village") is None, "a tambon of another amphoe is not chosen any more"


def test_only_what_an_agreement_grants_is_offered(team):
    Grant.objects.filter(field_class="household").update(area_code="9902")
    assert offered(team.get("/emergency/"), "amphoe") == ["9902"]
    Grant.objects.filter(field_class="household").update(area_code="990202")
    assert offered(team.get("/emergency/?amphoe=9902"), "tambon") == ["990202"]
    assert offered(team.get("/emergency/?amphoe=9801"), "tambon") is None


def test_without_a_script_the_form_itself_brings_the_next_step(team):
    answer = team.post("/emergency/", ASKED | {"amphoe": "9902"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "เลือกตำบลหรือหมู่บ้าน" in page and ASKED["reason"] in page
    assert offered(answer, "tambon") == ["990201", "990202"]
    assert not Emergency.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "area"),
    [
        ({"amphoe": "9902", "tambon": "990201"}, "990201"),
        ({"amphoe": "9902", "tambon": "990201", "village": "99020101"}, "99020101"),
        ({"area_code": "๙๙๐๒๐๒"}, "990202"),
        ({"amphoe": "9902", "tambon": "990201", "area_code": "990202"}, "990202"),
    ],
)
def test_the_smallest_area_named_is_opened_and_leads_to_its_households(team, chosen, area):
    assert team.post("/emergency/", ASKED | chosen).status_code == 302
    assert Emergency.objects.get().area_code == area
    page = team.get("/emergency/").content.decode()
    assert f'href="/households/?area={area}"' in page


@pytest.mark.parametrize(
    "chosen", [{}, {"amphoe": "9902", "tambon": "990101"}, {"amphoe": "9801"}, {"area_code": "9902x"}]
)
def test_an_area_that_was_not_offered_opens_nothing(team, chosen):
    assert team.post("/emergency/", ASKED | chosen).status_code == 422
    assert not Emergency.objects.exists()


def test_the_way_to_the_households_is_only_for_whoever_has_the_look_open(team):
    team.post("/emergency/", ASKED | {"area_code": "990201"})
    keeper = sign_in_as("register_keeper")
    page = keeper.get("/emergency/").content.decode()
    assert ASKED["reason"] in page and "/households/?area=990201" not in page
    team.post(f"/emergency/{Emergency.objects.get().pk}/end/")
    assert "/households/?area=990201" not in team.get("/emergency/").content.decode()


def test_a_post_of_single_houses_is_led_to_the_house():
    volunteer = sign_in_as("volunteer", houses=["H-AAAA-AAAA-A"])
    answer = volunteer.post("/emergency/", ASKED | {"area_code": "99020101", "household": "H-BBBB-BBBB-B"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert 'href="/households/H-BBBB-BBBB-B/"' in volunteer.get("/emergency/").content.decode()
