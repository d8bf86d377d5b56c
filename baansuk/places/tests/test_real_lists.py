"""The lists of the whole country, where they lie beside the project: counts, parents, repeated names, retired codes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baansuk.places import actions, questions
from baansuk.places.area_files import AreaList, read_areas
from baansuk.places.models import Area
from baansuk.places.names import AreaName, area_key, parents_of
from baansuk.places.outlines import read_outlines
from baansuk.places.place_tables import PlaceTable
from baansuk.places.place_text import resolve_text
from baansuk.places.resolver import Resolved, Resolver

GEO = Path(__file__).resolve().parents[4] / "shared" / "data" / "geo"
pytestmark = pytest.mark.skipif(
    not (GEO / "areas.csv").is_file(), reason="the national lists are not beside the project"
)

PILOTS = {"58": (7, 45), "49": (7, 53), "30": (32, 289), "57": (18, 124), "56": (9, 68)}
SPLIT_IN_BANGKOK = {"104701": ("104702", "104703"), "105001": ("105002", "105003", "105004", "105005")}


@pytest.fixture(scope="module")
def listed() -> AreaList:
    return read_areas(GEO / "areas.csv")


@pytest.fixture(scope="module")
def resolver(listed: AreaList) -> Resolver:
    areas = [AreaName(row.code, row.name_th, row.name_en) for row in listed.areas.values()]
    split = [(filed, code) for code, filed in listed.outline_of.items() if filed not in listed.areas]
    return Resolver(areas, split)


def test_counts_and_parents(listed: AreaList) -> None:
    assert Counter(map(len, listed.areas)) == {2: 77, 4: 928, 6: 7436}
    assert all(code[:-2] in listed.areas for code in listed.areas if len(code) > 2)


@pytest.mark.parametrize("province", PILOTS)
def test_the_pilot_provinces(listed: AreaList, province: str) -> None:
    inside = Counter(len(code) for code in listed.areas if code.startswith(province))
    assert (inside[4], inside[6]) == PILOTS[province]


def test_the_shipped_provinces_are_those_of_the_list(listed: AreaList) -> None:
    shipped = read_areas(actions.PROVINCES).areas
    assert {code: (row.name_th, row.name_en) for code, row in shipped.items()} == {
        code: (row.name_th, row.name_en) for code, row in listed.areas.items() if len(code) == 2
    }


def test_names_repeat_and_folding_joins_no_two_siblings(listed: AreaList) -> None:
    names = Counter(row.name_th for row in listed.areas.values() if len(row.code) == 6)
    assert sum(times > 1 for times in names.values()) == 795
    assert [names[name] for name in ("หนองบัว", "ในเมือง", "หนองแวง")] == [28, 22, 18]
    siblings = Counter((code[:-2], area_key(row.name_th, len(code))) for code, row in listed.areas.items())
    assert max(siblings.values()) == 1


def test_every_area_is_found_by_its_path_and_by_its_p_code(listed: AreaList, resolver: Resolver) -> None:
    for code in listed.areas:
        names = [listed.areas[one].name_th for one in (*parents_of(code), code)]
        assert resolver.resolve(**dict(zip(("province", "amphoe", "tambon"), names, strict=False))) == Resolved(code)
        assert resolver.resolve(area_code=f"TH{code}") == Resolved(code)


def test_a_repeated_name_alone_is_ambiguous(resolver: Resolver) -> None:
    alone = resolver.resolve(tambon="ต.หนองบัว")
    assert (alone.problem, len(alone.candidates)) == ("ambiguous", 28)
    assert resolver.resolve("อุดรธานี", "เมือง", "หนองบัว") == Resolved("410104")
    assert resolver.resolve(amphoe="เมือง").problem == "ambiguous"
    assert len(resolver.resolve(amphoe="เฉลิมพระเกียรติ").candidates) == 5


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("อ.เมือง จ.โคราช", "3001"),
        ("ม.3 ต.แม่ยาว อ.เมือง เชียงราย", "57010603"),
        ("แขวงบางนาเหนือ เขตบางนา กทม.", "104702"),
        ("อ.เมือง จ.อยุธยา", "1401"),
        ("ต.จ.ป.ร. อ.กระบุรี จ.ระนอง", "850406"),
        ("สุไหงโกลก", "9610"),
        ("ตำบลสามตำบล อำเภอจุฬาภรณ์", "801906"),
        ("ตำบลหลักเขต อ.เมือง จ.บุรีรัมย์", "310122"),
    ],
)
def test_free_text(resolver: Resolver, line: str, code: str) -> None:
    assert resolve_text(resolver, line).code == code


@pytest.mark.parametrize("old", SPLIT_IN_BANGKOK)
def test_a_split_code_offers_its_parts(resolver: Resolver, old: str) -> None:
    assert resolver.resolve(area_code=old) == Resolved("", "ambiguous", SPLIT_IN_BANGKOK[old])
    assert resolver.resolve(tambon="บางนาใต้", area_code="104701") == Resolved("104703", "retired_code")


def test_many_rows_with_few_places_are_answered_in_their_order(listed: AreaList, resolver: Resolver) -> None:
    tambons = [code for code in listed.areas if len(code) == 6][::2]
    cells = [
        [f"จ.{listed.areas[code[:2]].name_th}", listed.areas[code[:4]].name_th, listed.areas[code].name_th]
        for code in tambons
    ]
    few = pl.DataFrame(cells, schema=["p", "a", "t"], orient="row")
    many = pl.concat([few] * 50)
    answers = PlaceTable(resolver).resolve_table(many, province_col="p", amphoe_col="a", tambon_col="t")
    assert answers["tambon_code"].to_list() == tambons * 50
    assert answers["problem"].null_count() == answers.height


def national() -> dict[str, Any]:
    return {
        "areas_csv": GEO / "areas.csv",
        "boundaries": [GEO / f"{level}.geojson" for level in ("province", "amphoe", "tambon")],
    }


@pytest.mark.django_db
def test_the_whole_country_is_imported_and_again_without_change() -> None:
    result = actions.import_places(**national(), by="command")
    assert result.held == {2: 77, 4: 928, 6: 7436, 8: 0}
    assert (result.features.read, result.features.matched, result.features.without_area) == (8430, 8430, ())
    assert (result.boundaries, len(result.features.shared), result.aliases) == (8441, 13, 2)
    assert result.without_boundary == {2: (), 4: (), 6: ()}
    assert not Area.objects.filter(lat=None).exists()
    again = actions.import_places(**national(), by="command")
    assert (again.added, again.changed, again.held) == (0, 0, result.held)
    assert questions.today_of("105001") == SPLIT_IN_BANGKOK["105001"]


@pytest.mark.django_db
def test_the_pilot_outlines_replace_the_national_ones() -> None:
    pilot = sorted((GEO / "pilot").glob("*.geojson"))
    result = actions.import_places(GEO / "areas.csv", pilot, by="command")
    assert result.features.read == result.features.matched == sum(sum(counts) for counts in PILOTS.values()) == 652
    assert result.features.without_area == ()


def p_codes(listed: AreaList) -> Iterator[list[str]]:
    yield ["ADM3_EN", "ADM3_TH", "ADM3_PCODE", "ADM2_EN", "ADM2_TH", "ADM2_PCODE", "ADM1_EN", "ADM1_TH", "ADM1_PCODE"]
    for code in listed.areas:
        if len(code) == 6:
            rows = [listed.areas[one] for one in (code, code[:4], code[:2])]
            yield [cell for row in rows for cell in (row.name_en, row.name_th, f"TH{row.code}")]


def test_the_list_as_p_codes_is_the_same_list(listed: AreaList, tmp_path: Path) -> None:
    with (tmp_path / "adm3.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(p_codes(listed))
    again = read_areas(tmp_path / "adm3.csv")
    assert {code: (row.name_th, row.name_en) for code, row in again.areas.items()} == {
        code: (row.name_th, row.name_en) for code, row in listed.areas.items()
    }


def test_outlines_of_all_files_are_read() -> None:
    outlines = read_outlines(sorted(GEO.glob("*.geojson")) + sorted((GEO / "pilot").glob("*.geojson")))
    assert Counter(map(len, outlines)) == {2: 77, 4: 928, 6: 7425}
