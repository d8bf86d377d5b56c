"""Outlines are matched by whatever property carries the code, and refused when their numbers cannot be degrees."""

import json

import pytest

from baansuk.places.outlines import points_inside, read_outlines
from baansuk.places.tests.conftest import Desk, collection, square
from baansuk.thai.words import Refusal


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "990101", "amphoe": "9901", "province": "99"},
        {"ADM3_PCODE": "TH990101", "ADM2_PCODE": "TH9901", "ADM1_PCODE": "TH99", "ADM3_TH": "ดาวเหนือ"},
        {"adm3_pcode": "TH990101", "adm1_pcode": "TH99"},
        {"tambon_code": 990101, "province_code": 99},
        {"code": 990101.0},
    ],
)
def test_the_code_is_found(desk: Desk, properties: dict) -> None:
    outlines = read_outlines([desk.lay("f.geojson", collection((properties, square(99, 19))))])
    assert list(outlines) == ["990101"]
    assert json.loads(outlines["990101"].geometry) == square(99, 19)
    assert outlines["990101"].origin == "f.geojson"


def test_the_credit_is_the_one_given_else_the_files_own(desk: Desk) -> None:
    text = collection(({"code": "99"}, square(99, 19)))
    credited = desk.lay("c.geojson", json.dumps({**json.loads(text), "attribution": "Survey, CC BY"}))
    assert read_outlines([credited])["99"].origin == "Survey, CC BY"
    assert read_outlines([credited], "Another")["99"].origin == "Another"


def test_pieces_of_one_area_become_one_outline(desk: Desk) -> None:
    island = {"type": "MultiPolygon", "coordinates": [square(98, 18)["coordinates"]]}
    text = collection(({"code": "99"}, square(99, 19)), ({"code": "99"}, island), ({"code": "99"}, square(99, 19)))
    shape = json.loads(read_outlines([desk.lay("f.geojson", text)])["99"].geometry)
    assert shape["type"] == "MultiPolygon"
    assert shape["coordinates"] == [square(99, 19)["coordinates"], square(98, 18)["coordinates"]]


def test_of_two_files_the_later_is_used(desk: Desk) -> None:
    coarse = desk.lay("coarse.geojson", collection(({"code": "99"}, square(99, 19)), ({"code": "98"}, square(98, 18))))
    fine = desk.lay("fine.geojson", collection(({"code": "99"}, square(99, 19, 0.2))))
    outlines = read_outlines([coarse, fine])
    assert (outlines["99"].origin, outlines["98"].origin) == ("fine.geojson", "coarse.geojson")


POINT = {"type": "Point", "coordinates": [99, 19]}
METRES = {
    "type": "Polygon",
    "coordinates": [[[500000, 2100000], [500100, 2100000], [500100, 2100100], [500000, 2100000]]],
}
LATITUDE_FIRST = {"type": "Polygon", "coordinates": [[[19, 99], [19.1, 99], [19.1, 99.1], [19, 99]]]}
NOT_CLOSED = {"type": "Polygon", "coordinates": [[[99, 19], [99.1, 19]]]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "places.not_geojson"),
        ("code,name\n", "places.not_geojson"),
        ("[1, 2]", "places.not_geojson"),
        ('{"type":"Topology","objects":{}}', "places.not_geojson"),
        ("[" * 100_000, "places.not_geojson"),
        (collection(), "places.empty_file"),
        ('{"features":[5]}', "places.no_code"),
        (collection(({"name": "ดาวเหนือ"}, square(99, 19))), "places.no_code"),
        (collection(({"code": "TH"}, square(99, 19))), "places.no_code"),
        (collection(({"code": "99"}, None)), "places.not_polygon"),
        (collection(({"code": "99"}, POINT)), "places.not_polygon"),
        (collection(({"code": "99"}, {"type": "Polygon"})), "places.not_geojson"),
        (collection(({"code": "99"}, NOT_CLOSED)), "places.not_geojson"),
        (collection(({"code": "99"}, {"type": "Polygon", "coordinates": []})), "places.not_degrees"),
        (collection(({"code": "99"}, METRES)), "places.not_degrees"),
        (collection(({"code": "99"}, LATITUDE_FIRST)), "places.not_degrees"),
    ],
)
def test_a_bad_file_is_refused(desk: Desk, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_outlines([desk.lay("f.geojson", text)])
    assert refused.value.code == code
    assert "f.geojson" in refused.value.words.en
    assert "f.geojson" in refused.value.words.th


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    (desk.folder / "f.geojson").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(Refusal, match="not a GeoJSON"):
        read_outlines([desk.folder / "f.geojson"])


def test_points_lie_inside() -> None:
    (lat, lon) = points_inside({"99": json.dumps(square(99, 19))})["99"]
    assert 19 < lat < 19.1
    assert 99 < lon < 99.1
