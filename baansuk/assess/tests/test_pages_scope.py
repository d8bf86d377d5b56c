"""Who may see which page: outside one's scope every page answers as for what does not exist, byte for byte."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.tests.page_fixtures import CODES, make_edition
from baansuk.people.codes import issue
from tests.kept import written_once

pytestmark = pytest.mark.django_db
ABSENT = issue("household", 1, random=lambda count: b"\x07" * count)[0]
GETS = (
    "/map/",
    "/map/?area=9901",
    "/map/areas.geojson?area=99",
    "/figures/99/",
    "/figures/990101/",
    "/households/",
    "/households/?area=990101",
    f"/households/{CODES[0]}/",
)
POSTS = (("/households/find/", {"text": "ทดสอบ"}), ("/households/export/", {"area": "99"}))


def _asked(client, address, data=None):
    """Answer, and how many queries it took: time, too, can tell what is there."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(address, data) if data is not None else client.get(address)
    return answer, len(queries)


def _same(one, two):
    assert one[0].status_code == two[0].status_code == 404
    assert one[0].content == two[0].content
    assert dict(one[0].headers) == dict(two[0].headers)
    assert one[1] == two[1], "the number of queries tells them apart"


edition = written_once(make_edition)


@pytest.fixture
def stranger(edition):
    return sign_in_as("stranger")


@pytest.mark.parametrize("address", GETS)
def test_the_stranger_gets_the_same_404_as_for_an_absent_page(stranger, address):
    found = stranger.get(address)
    absent = stranger.get("/no/such/page/")
    assert found.status_code == 404
    assert found.content == absent.content
    assert dict(found.headers) == dict(absent.headers)


@pytest.mark.parametrize(("address", "data"), POSTS)
def test_the_stranger_can_neither_search_nor_export(stranger, address, data):
    found = stranger.post(address, data)
    assert found.status_code == 404
    assert found.content == stranger.get("/no/such/page/").content


def test_a_household_of_others_cannot_be_told_from_an_absent_one(stranger):
    _same(_asked(stranger, f"/households/{CODES[0]}/"), _asked(stranger, f"/households/{ABSENT}/"))


def test_an_area_of_others_cannot_be_told_from_an_absent_one(stranger):
    for address in ("/map/?area={}", "/households/?area={}", "/figures/{}/"):
        _same(_asked(stranger, address.format("990101")), _asked(stranger, address.format("985555")))


def test_a_neighbouring_tambon_is_as_absent_for_the_tambon_team(edition):
    team = sign_in_as("tambon_team")
    assert team.get(f"/households/{CODES[0]}/").status_code == 200
    _same(_asked(team, f"/households/{CODES[3]}/"), _asked(team, f"/households/{ABSENT}/"))
    _same(_asked(team, "/map/?area=990102"), _asked(team, "/map/?area=990155"))
    assert team.get("/map/?area=9901").status_code == 404, "the amphoe above is not the team's"


def test_the_governor_sees_figures_and_no_household(edition):
    governor = sign_in_as("governor_view")
    absent = governor.get("/no/such/page/").content
    for address in ("/households/", f"/households/{CODES[0]}/"):
        assert governor.get(address).content == absent
    assert governor.post("/households/find/", {"text": "ทดสอบ"}).content == absent
    assert governor.post("/households/export/", {}).content == absent
    shown = governor.get("/figures/9901/").content.decode()
    assert "คนจนหลายมิติ" in shown
    assert "/households/" not in shown


def test_the_auditor_sees_neither(edition):
    auditor = sign_in_as("auditor")
    for address in GETS:
        assert auditor.get(address).status_code == 404
    for address, data in POSTS:
        assert auditor.post(address, data).status_code == 404


def test_a_volunteer_sees_the_assigned_houses_only():
    make_edition()
    volunteer = sign_in_as("volunteer", houses=[CODES[0], CODES[3]])
    assert volunteer.get("/map/").status_code == 404
    listed = volunteer.get("/households/").content.decode()
    assert CODES[0] in listed
    assert CODES[1] not in listed, "a house of the same village that was not assigned"
    assert volunteer.get(f"/households/{CODES[0]}/").status_code == 200
    assert volunteer.get(f"/households/{CODES[1]}/").status_code == 404
    assert volunteer.post("/households/export/", {}).status_code == 404
    found = volunteer.post("/households/find/", {"text": "ตัวอย่าง"}).content.decode()
    assert CODES[1] not in found


def test_nobody_signed_in_is_led_to_the_door(client):
    make_edition()
    for address in GETS:
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
