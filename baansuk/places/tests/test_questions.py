"""The tree, names in full, outlines for maps and zones, asked of a small import."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baansuk.places import actions, questions
from baansuk.places.models import Area
from baansuk.places.tests.conftest import ALIASES_CSV, AREAS_CSV, VILLAGES_CSV, ZONES_CSV, Desk, collection, square

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country(desk: Desk, db: None) -> None:
    outlines = collection(
        ({"code": "990101"}, square(99, 19)),
        ({"code": "990209"}, square(99.3, 19.3)),
        ({"code": "980101"}, square(98, 18)),
    )
    actions.import_places(
        desk.lay("areas.csv", AREAS_CSV),
        [desk.lay("tambon.geojson", outlines)],
        villages=desk.lay("villages.csv", VILLAGES_CSV),
        zones=desk.lay("zones.csv", ZONES_CSV),
        aliases=desk.lay("aliases.csv", ALIASES_CSV),
        origin="A survey, CC BY",
        by="register_keeper",
    )


def test_an_area_by_its_code() -> None:
    found = questions.area("990101")
    assert found is not None
    assert (found.name_th, found.level, found.parent_id) == ("ดาวเหนือ", 6, "9901")
    assert questions.area("970101") is None


def test_children_stand_in_thai_order_and_villages_by_number() -> None:
    assert [place.code for place in questions.children_of("")] == ["99", "98"]  # ฟ before ร
    assert [place.code for place in questions.children_of("9901")] == ["990101", "990102"]
    assert [place.code for place in questions.children_of("990101")] == ["99010101", "99010102", "99010103"]
    assert questions.children_of("99010101") == []


def test_a_province_is_held_where_something_below_it_is(django_assert_num_queries: Any) -> None:
    Area.objects.create(code="97", level=2, name_th="ลำเนา", match_key="ลำเนา", sort_key="ลำเนา")
    with django_assert_num_queries(1):
        assert questions.provinces_held() == {"98", "99"}
    Area.objects.filter(parent="98").update(valid_to="2001-01-01")
    assert questions.provinces_held() == {"99"}


def test_names_below_are_those_of_the_children_in_their_order() -> None:
    for code in ("99", "9901", "990101", "99010101"):
        below = [(one.code, one.name_th, one.name_en) for one in questions.names_below(code)]
        assert below == [(one.code, one.name_th, one.name_en) for one in questions.children_of(code)]


def test_the_path_goes_from_the_province_down() -> None:
    assert [place.name_th for place in questions.path_of("99010102")] == ["ฟ้าใส", "เมืองฟ้าใส", "ดาวเหนือ", "ทุ่งดาว"]
    assert [place.code for place in questions.path_of("990150")] == ["99", "9901"]
    assert questions.path_of("") == []


def test_names_of_many_codes_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        names = questions.names_of(["990101", "99010102", "980101", "111111"])
    assert names["990101"].th == "ตำบลดาวเหนือ"
    assert names["9901"].en == "Mueang Fa Sai District"
    assert names["99010102"].th == "หมู่ที่ 2 บ้านทุ่งดาว"
    assert "111111" not in names


@pytest.mark.parametrize(
    ("code", "today"),
    [("990101", ("990101",)), ("9903", ("9902",)), ("990209", ("990203", "990204")), ("555555", ())],
)
def test_what_a_code_is_today(code: str, today: tuple[str, ...]) -> None:
    assert questions.today_of(code) == today


def test_outlines_are_a_feature_collection_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        drawn = json.loads(questions.boundaries_of("99", 6))
    assert drawn["type"] == "FeatureCollection"
    by_code = {feature["properties"]["code"]: feature for feature in drawn["features"]}
    assert sorted(by_code) == ["990101", "990203", "990204"]
    assert by_code["990101"]["geometry"] == square(99, 19)
    assert by_code["990101"]["properties"] == {"code": "990101", "th": "ดาวเหนือ", "en": "Dao Nuea", "parent": "9901"}
    assert by_code["990203"]["properties"]["shared"] is True
    assert drawn["features"][-1]["properties"]["code"] == "990101"  # its own outline lies above the shared ones


def test_outlines_of_the_country_and_of_nothing() -> None:
    assert len(json.loads(questions.boundaries_of("", 6))["features"]) == 4
    assert json.loads(questions.boundaries_of("97", 6)) == {"type": "FeatureCollection", "features": []}


def test_a_name_with_quotes_stays_inside_its_string() -> None:
    place = questions.area("990101")
    assert place is not None
    place.name_en = '"}],<script>'
    place.save()
    assert json.loads(questions.boundaries_of("99", 6))["features"][-1]["properties"]["en"] == '"}],<script>'


def test_maps_can_show_the_credit() -> None:
    assert questions.boundary_origins("99", 6) == ["A survey, CC BY"]
    assert questions.boundary_origins("97", 6) == []


def test_counts() -> None:
    counted = questions.counts()
    assert counted.areas == {2: 2, 4: 3, 6: 7, 8: 3}
    assert (counted.zones, counted.aliases, counted.boundaries) == (3, 5, 4)


@pytest.mark.parametrize(
    ("code", "zones"),
    [
        ("99010102", ["HM-01", "LG-01"]),  # its own hamlet, and the local government of its tambon
        ("99010101", ["LG-01"]),
        ("990201", ["RB-01"]),  # the basin holds the whole amphoe
        ("9801", ["RB-01"]),  # the basin holds one of its tambons
        ("980102", []),
    ],
)
def test_zones_of_an_area(code: str, zones: list[str]) -> None:
    assert [zone.code for zone in questions.zones_of(code)] == zones


def test_a_zone_that_holds_an_area_in_part_says_nothing_of_what_lies_inside(desk: Desk) -> None:
    forest = "zone_code,kind,name_th,member_codes,part_codes\nF-1,forest,ป่าดาว,990201,9901\n"
    actions.import_places(desk.lay("areas.csv", AREAS_CSV), zones=desk.lay("f.csv", forest), by="register_keeper")
    assert "F-1" in [zone.code for zone in questions.zones_of("9901")]
    assert "F-1" not in [zone.code for zone in questions.zones_of("990101")]


def test_the_resolver_and_its_table_know_what_is_held() -> None:
    assert questions.load_resolver().resolve("ฟ้าใส", "เมือง", "ดาวเหนือ", "2").code == "99010102"
    names = questions.name_table()
    assert set(names["code"]) == set(questions.load_place_table().names["code"])
    assert names.height > 7
