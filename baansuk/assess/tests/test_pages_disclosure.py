"""Figures for whoever may not see the households: small ones are not told, on no page, in no chart, by no address."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.models import Grant
from baansuk.access.tests.cast import grant, sign_in_as
from baansuk.assess.models import Figure
from baansuk.assess.tests.page_fixtures import make_edition

pytestmark = pytest.mark.django_db
MEASURE = "bmn.22"
# area -> found, passed
COUNTS = {"990101": (4, 96), "990102": (25, 75), "990201": (60, 40)}


@pytest.fixture
def governor():
    make_edition()
    Figure.objects.all().delete()
    for area, (found, passed) in COUNTS.items():
        for level in (2, 4, 6):
            _add(area[:level], MEASURE, found, passed)
            _add(area[:level], "all", found + passed, 0)
    _add("99010101", MEASURE, 4, 96)
    _add("99010101", "all", 100, 0)
    return sign_in_as("governor_view")


def _add(area, measure, found, passed):
    held, _new = Figure.objects.get_or_create(edition=7, area_code=area, level=len(area), measure=measure)
    held.households_fail += found
    held.households_pass += passed
    held.persons_fail += 3 * found
    held.persons_all += 3 * (found + passed)
    held.save()


def _geo(client, asked):
    found = json.loads(client.get(f"/map/areas.geojson?{asked}").content)
    return {one["properties"]["code"]: one["properties"] for one in found["features"] if "code" in one["properties"]}


def test_a_small_count_is_not_on_the_map_nor_what_would_give_it_away(governor):
    for show in ("share", "count"):
        areas = _geo(governor, f"area=9901&measure={MEASURE}&level=6&show={show}")
        assert areas["990101"]["figure"] == "น้อยกว่า 10"
        assert areas["990102"]["figure"] == "ไม่แสดง", "29 of the amphoe less 25 would be 4"
        assert areas["990101"]["step"] == areas["990102"]["step"] == 0
        assert not re.search(r"\d", areas["990102"]["detail"])
        page = governor.get(f"/map/?area=9901&measure={MEASURE}&level=6&show={show}").content.decode()
        table = page[page.index("<tbody>") : page.index("</tbody>")]
        assert not re.search(r">\s*(4|25|96|75)\s*<", table)
        assert "น้อยกว่า 10" in table
        legend = page[page.index('class="legend"') : page.index("map-source")]
        assert "ไม่แสดง" in legend and "2 ตำบล" in legend
        assert "25" not in legend, "limits are cut from what is told"
    assert _geo(governor, f"area=99&measure={MEASURE}&level=4&show=count")["9901"]["figure"] == "29"


def test_neither_table_nor_chart_of_an_area_tells_it(governor):
    page = governor.get("/figures/990101/").content.decode()
    assert "น้อยกว่า 10" in page
    assert not re.search(r'<td class="num">\s*(4|96|12)\s*<', page)
    drawn = re.search(r'id="chart-indicator" type="application/json">(.*?)</script>', page)
    assert drawn
    chart = json.loads(drawn.group(1))
    assert chart["series"][0]["shares"] == [None]
    assert chart["series"][1]["shares"] == [14.5]


def test_there_is_no_village_level(governor):
    assert governor.get("/map/?area=9901&level=8").status_code == 400
    assert governor.get("/map/areas.geojson?area=9901&level=8").status_code == 400
    assert governor.get("/map/?area=990101").status_code == 200
    page = governor.get("/figures/990101/").content.decode()
    assert "99010101" not in page
    with CaptureQueriesContext(connection) as village:
        shut = governor.get("/figures/99010101/")
    with CaptureQueriesContext(connection) as nowhere:
        absent = governor.get("/figures/99015555/")
    assert shut.status_code == absent.status_code == 404
    assert shut.content == absent.content
    assert len(village) == len(nowhere)


def test_who_sees_the_households_sees_every_count(governor):
    keeper = sign_in_as("register_keeper")
    assert _geo(keeper, f"area=9901&measure={MEASURE}&level=6&show=count")["990101"]["figure"] == "4"
    assert keeper.get("/figures/99010101/").status_code == 200


def test_a_measure_that_rests_on_a_class_outside_the_grant_is_told_as_to_anybody(governor):
    keeper = sign_in_as("register_keeper")
    Grant.objects.filter(partner="MSDHS", field_class="economic").delete()
    areas = _geo(keeper, f"area=9901&measure={MEASURE}&level=6&show=count")
    assert areas["990101"]["figure"] == "น้อยกว่า 10"
    assert keeper.get(f"/map/?area=9901&measure={MEASURE}&level=8").status_code == 400
    page = keeper.get("/figures/990102/").content.decode()
    assert f"/households/?area=990102&amp;measure={MEASURE}" not in page
    refused = keeper.get(f"/households/?area=990102&measure={MEASURE}")
    assert refused.status_code == 400
    assert "รายได้และทรัพย์สิน" in refused.content.decode()


def test_home_tells_no_small_figure(governor):
    _add("99", "label.mpi_poor", 4, 296)
    page = governor.get("/").content.decode()
    assert "น้อยกว่า 10" in page
    assert not re.search(r">\s*4\s*<", page)


def test_a_copy_in_the_browser_does_not_outlive_the_grant(governor):
    address = f"/map/areas.geojson?area=99&measure={MEASURE}"
    first = governor.get(address)
    assert "no-cache" in first["Cache-Control"], "a browser must ask before it shows its copy"
    Grant.objects.all().delete()
    again = governor.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 404
    assert "ETag" not in again


def test_a_copy_of_exact_figures_is_not_confirmed_to_who_may_only_see_the_release(governor):
    keeper = sign_in_as("register_keeper")
    address = f"/map/areas.geojson?area=9901&measure={MEASURE}&level=6"
    exact = keeper.get(address)
    Grant.objects.filter(partner="MSDHS").delete()
    grant("MSDHS", "register", "help", classes=["aggregate"])
    told = keeper.get(address, headers={"If-None-Match": exact["ETag"]})
    assert told.status_code == 200
    assert told["ETag"] != exact["ETag"]


def test_the_page_says_why_each_figure_is_not_told(governor):
    areas = _geo(governor, f"area=9901&measure={MEASURE}&level=6&show=count")
    assert areas["990101"]["detail"].startswith("ไม่แสดงจำนวน เพราะ น้อยกว่า 10 ครัวเรือน")
    assert "ไม่ให้คำนวณย้อน" in areas["990102"]["detail"]
    for address in (f"/map/?area=9901&measure={MEASURE}&level=6", "/figures/990101/"):
        page = governor.get(address).content.decode()
        assert "“น้อยกว่า 10” คือ" in page and "“ไม่แสดง” คือ" in page


def test_the_legend_says_that_colours_compare_within_the_area_shown(governor):
    page = governor.get(f"/map/?area=9901&measure={MEASURE}&level=6").content.decode()
    legend = page[page.index('id="legend-name"') : page.index('class="legend"')]
    assert "สีเทียบกันเฉพาะใน อำเภอ" in legend


def test_few_found_of_unknown_place_cost_no_amphoe_its_headline(governor):
    for area, (found, passed) in {"990101": (30, 70), "990102": (20, 80), "990201": (40, 60), "9900": (3, 57)}.items():
        for level in {2, 4, len(area)}:
            _add(area[:level], "label.mpi_poor", found, passed)
    _add("9900", "all", 60, 0)
    _add("99", "all", 60, 0)
    areas = _geo(governor, "area=99&measure=label.mpi_poor&level=4&show=count")
    assert (areas["9901"]["figure"], areas["9902"]["figure"]) == ("50", "40")
    page = governor.get("/map/?area=99&measure=label.mpi_poor&level=4&show=count").content.decode()
    headline = page[page.index('class="headline"') : page.index("นิยามและวิธีนับ")]
    assert ">90<" in headline and "ไม่รวมที่ไม่ทราบพื้นที่ ซึ่งพบ น้อยกว่า 10 ครัวเรือน" in headline


def test_where_nobody_was_asked_the_map_says_no_information(governor):
    for area, (found, passed, unknown) in {"990101": (30, 70, 0), "990102": (0, 0, 100), "990201": (40, 60, 0)}.items():
        for level in (2, 4, 6):
            _add(area[:level], "label.mpi_poor", found, passed)
            _add(area[:level], "none.bmn", unknown, found + passed)
    for area in ("99", "9901", "990102"):
        Figure.objects.filter(measure="label.mpi_poor", area_code=area).update(households_unknown=100)
    areas = _geo(governor, "area=9901&measure=label.mpi_poor&level=6&show=share")
    assert areas["990102"]["figure"] == "ยังไม่มีข้อมูล"
    assert areas["990101"]["figure"] == "30.0%"
