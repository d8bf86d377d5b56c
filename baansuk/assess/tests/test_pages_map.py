"""The map, its table, its legend and its outlines tell the same figures; addresses carry codes only."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.measures import measures
from baansuk.assess.models import Figure
from baansuk.assess.tests.page_fixtures import make_edition
from tests.kept import written_once

pytestmark = pytest.mark.django_db


edition = written_once(make_edition)


@pytest.fixture
def governor(edition):
    return sign_in_as("governor_view")


@pytest.fixture
def keeper(edition):
    """Somebody who sees the households themselves, and so every figure as it is."""
    return sign_in_as("register_keeper")


def _geo(client, asked):
    answer = client.get(f"/map/areas.geojson?{asked}")
    assert answer.status_code == 200
    return json.loads(answer.content)


def _part(pattern, page, flags=0):
    found = re.search(pattern, page, flags)
    assert found, f"the page has no {pattern}"
    return found.group(1)


def _coloured(found):
    return {one["properties"]["code"]: one["properties"] for one in found["features"] if "code" in one["properties"]}


def test_the_outlines_carry_the_figures_of_the_table(keeper):
    areas = _coloured(_geo(keeper, "area=99&measure=label.mpi_poor&level=4"))
    assert areas["9901"]["figure"] == "50.0%", "2 of the 4 that have an answer"
    assert areas["9901"]["detail"] == "2 จาก 4 ครัวเรือนที่ทราบคำตอบ · ไม่ทราบ 1"
    assert areas["9902"]["figure"] == "100.0%"
    page = keeper.get("/map/?area=99&measure=label.mpi_poor&level=4").content.decode()
    for code, area in areas.items():
        row = _part(rf'<tr data-code="{code}">(.*?)</tr>', page, re.DOTALL)
        assert area["figure"] in row
        assert f"swatch-{area['step']}" in row, "table and map have one colour"


def test_the_legend_counts_every_area_once(keeper):
    page = keeper.get("/map/?area=99&measure=label.mpi_poor&level=6").content.decode()
    legend = page[page.index('class="legend"') : page.index("map-source")]
    assert sum(int(count) for count in re.findall(r"· (\d+) ตำบล", legend)) == 3


def test_villages_are_points_over_the_tambons(keeper):
    found = _geo(keeper, "area=9901&measure=all&level=8")
    shapes = [(one["geometry"]["type"], one["properties"].get("role", "")) for one in found["features"]]
    assert shapes.count(("Point", "")) == 3
    assert shapes.count(("Polygon", "backdrop")) == 2


def test_households_without_a_known_village_have_a_row_so_that_parts_add_up(keeper):
    page = keeper.get("/map/?area=990101&measure=all").content.decode()
    assert "ไม่ทราบหมู่บ้าน" in page
    counts = [int(count) for count in re.findall(r'<td class="num">(\d+)<meter', page)]
    total = int(_part(r'<tfoot>.*?<td class="num">(\d+)</td>', page, re.DOTALL))
    assert sum(counts) == total == 4


def test_drilling_down_leads_through_links(keeper):
    page = keeper.get("/map/").content.decode()
    address = _part(r'<a href="(/map/\?area=9901[^"]*)"', page).replace("&amp;", "&")
    assert keeper.get(address).status_code == 200
    village = keeper.get("/map/?area=990101").content.decode()
    assert "/figures/99010101/" in village


def test_an_unchanged_map_is_not_sent_again(keeper):
    asked = "/map/areas.geojson?area=99&measure=all"
    first = keeper.get(asked)
    again = keeper.get(asked, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    Figure.objects.filter(area_code="9901", measure="all").update(households_fail=3)
    assert keeper.get(asked, headers={"If-None-Match": first["ETag"]}).status_code == 200
    keeper.cookies["language"] = "en"
    assert keeper.get(asked)["ETag"] != first["ETag"]
    assert "private" in first["Cache-Control"]


def test_every_measure_has_its_map_with_its_definition(governor):
    for measure in measures():
        answer = governor.get(f"/map/?area=99&measure={measure.code}")
        assert answer.status_code == 200, measure.code
        assert measure.definition.th in answer.content.decode().replace("&quot;", '"'), measure.code


@pytest.mark.parametrize(
    "asked",
    ["area=1", "area=99x", "area=", "measure=x", "measure=", "level=5", "level=2", "area=9901&level=4", "show=all", "order=x", "page=2", "name=ทดสอบ"],
)  # fmt: skip
def test_what_is_not_understood_is_refused(governor, asked):
    for address in ("/map/", "/map/areas.geojson"):
        assert governor.get(f"{address}?{asked}").status_code in (400, 404)
    if asked != "area=":
        assert governor.get(f"/map/?{asked}").status_code == 400


def test_share_and_number_differ_and_all_households_have_only_a_number(keeper):
    share = keeper.get("/map/?measure=bmn.22&show=share").content.decode()
    number = keeper.get("/map/?measure=bmn.22&show=count").content.decode()
    assert "40.0%" in share
    assert "40.0%" not in number
    assert "%" not in re.sub(
        r"{%|%}|href=\S+",
        "",
        keeper.get("/map/?measure=all").content.decode().split("headline-figure")[1].split("</p>")[0],
    )


def test_the_number_of_queries_does_not_grow_with_the_areas(keeper):
    counts = []
    for asked in ("/map/?area=990102", "/map/?area=99&level=8"):
        with CaptureQueriesContext(connection) as queries:
            keeper.get(asked)
        counts.append(len(queries))
    assert max(counts) <= 20
    assert counts[0] >= counts[1] - 1


def test_all_figures_of_an_area_beside_those_of_the_area_above(keeper):
    page = keeper.get("/figures/9901/").content.decode()
    for measure in measures():
        if measure.code != "all":
            assert measure.words.th.replace("'", "&#x27;") in page, measure.code
    chart = json.loads(_part(r'id="chart-dimension" type="application/json">(.*?)</script>', page))
    assert [one["name"] for one in chart["series"]] == ["อำเภอเมืองสมมุติ", "จังหวัดสมมุติ"]
    team = sign_in_as("tambon_team").get("/figures/990101/").content.decode()
    chart = json.loads(_part(r'id="chart-dimension" type="application/json">(.*?)</script>', team))
    assert len(chart["series"]) == 1, "the amphoe's figures are not the tambon team's"


def test_an_area_without_households_is_a_designed_page(governor):
    Figure.objects.filter(area_code="990102").delete()
    assert "ยังไม่มีครัวเรือนในพื้นที่นี้" in governor.get("/figures/990102/").content.decode()
    assert governor.get("/map/?area=990102").status_code == 200


def test_area_codes_that_are_none_are_refused(governor):
    assert governor.get("/figures/abc/").status_code == 400
    assert governor.get("/figures/99019/").status_code == 400
    assert governor.get("/figures/9955/").status_code == 404
