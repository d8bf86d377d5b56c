"""An import is whole or nothing, says what it did, and done again changes nothing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from baansuk.audit.models import Event, Subject
from baansuk.places import actions, questions
from baansuk.places.import_result import Features, ImportResult
from baansuk.places.models import Area, AreaAlias, Boundary, FormerName, Zone, ZoneMember
from baansuk.places.tests.conftest import ALIASES_CSV, AREAS_CSV, VILLAGES_CSV, ZONES_CSV, Desk, collection, square
from baansuk.thai.words import Refusal, Words

pytestmark = pytest.mark.django_db

OUTLINES = collection(
    ({"code": "99"}, square(99, 19, 0.5)),
    ({"code": "9901"}, square(99, 19, 0.2)),
    ({"ADM3_PCODE": "TH990101"}, square(99, 19)),
    ({"code": "990209"}, square(99.3, 19.3)),
    ({"code": "970101"}, square(97, 17)),
)
# 9903 and 990301 were never held; 990103 neither: only codes that still stand in old registers.


@pytest.fixture
def files(desk: Desk) -> dict[str, Any]:
    return {
        "areas_csv": desk.lay("areas.csv", AREAS_CSV),
        "boundaries": [desk.lay("outlines.geojson", OUTLINES)],
        "villages": desk.lay("villages.csv", VILLAGES_CSV),
        "zones": desk.lay("zones.csv", ZONES_CSV),
        "aliases": desk.lay("aliases.csv", ALIASES_CSV),
    }


def everything() -> list[list[tuple[Any, ...]]]:
    """Return all rows of the room, without the numbers that only the database gives."""
    return [
        sorted(Area.objects.values_list(), key=str),
        sorted(AreaAlias.objects.values_list("old_code", "area_id", "retired_on", "reason"), key=str),
        sorted(FormerName.objects.values_list("area_id", "name_th", "match_key")),
        sorted(Boundary.objects.values_list()),
        sorted(Zone.objects.values_list(), key=str),
        sorted(ZoneMember.objects.values_list("zone_id", "area_id", "whole")),
    ]


def test_an_import_says_what_it_holds(files: dict[str, Any]) -> None:
    result = actions.import_places(**files, by="register_keeper")
    assert result.held == {2: 2, 4: 3, 6: 7, 8: 3}
    assert (result.added, result.changed, result.renamed, result.retired) == (15, 0, (), ())
    # four old codes of the file and the one that the list files an outline under
    assert (result.zones, result.aliases, result.boundaries) == (3, 5, 5)
    assert (result.features.read, result.features.matched) == (5, 4)
    assert result.features.shared == ("990203", "990204")
    assert result.features.without_area == ("970101",)
    assert result.without_boundary[4] == ("9801", "9902")
    assert result.without_boundary[6] == ("980101", "980102", "990102", "990201")


def test_the_lines_are_ready_to_print(files: dict[str, Any]) -> None:
    lines = actions.import_places(**files, by="register_keeper").lines()
    assert all(isinstance(line, Words) and line.th and line.en for line in lines)
    assert lines[0].en == "now held: 2 provinces, 3 amphoe/khet, 7 tambons/khwaeng, 3 villages"
    assert lines[0].th == "มีในทะเบียน: จังหวัด 2, อำเภอ/เขต 3, ตำบล/แขวง 7, หมู่บ้าน 3"
    assert any("outlines without an area: 1 (970101)" in line.en for line in lines)


def test_long_lists_of_codes_are_cut_and_counted() -> None:
    result = ImportResult(
        held={}, zones=0, aliases=0, boundaries=0, without_boundary={6: tuple(map(str, range(990101, 990120)))}
    )
    assert len(result.lines()) == 3  # no outlines were read, so nothing is said about them


def test_the_same_files_again_change_nothing(files: dict[str, Any]) -> None:
    actions.import_places(**files, by="register_keeper")
    before = everything()
    again = actions.import_places(**files, by="register_keeper")
    assert everything() == before
    assert (again.added, again.changed, again.renamed, again.retired) == (0, 0, (), ())


def test_each_import_is_in_the_trail_with_the_hashes_of_its_files(files: dict[str, Any]) -> None:
    actions.import_places(**files, by="register_keeper")
    event = Event.objects.get(act="places.import")
    assert (event.actor, event.about["added"], event.about["held"]["6"]) == ("register_keeper", 15, 7)
    assert Subject.objects.filter(event=event.pk, kind="file").count() == 5


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("areas_csv", "tambon_code,tambon_th\n990101,ดาวเหนือ\n", "places.unknown_parent"),
        ("villages", "village_code,village_th\n99990101,ไกล\n", "places.unknown_parent"),
        ("villages", "village_code,village_th\n99010101,หนึ่ง\n99010101,สอง\n", "places.two_names"),
        ("zones", "zone_code,kind,name_th,member_codes\nZ,basin,น้ำ,9999\n", "places.unknown_member"),
        ("aliases", "old_code,new_code\n990103,999999\n", "places.bad_alias"),
        ("aliases", "old_code,new_code\n990101,990102\n", "places.bad_alias"),
        ("boundaries", "not json", "places.not_geojson"),
    ],
)
def test_one_bad_file_and_nothing_is_written(
    files: dict[str, Any], desk: Desk, name: str, text: str, code: str
) -> None:
    bad: Path | list[Path] = desk.lay("bad", text)
    with pytest.raises(Refusal) as refused:
        actions.import_places(**{**files, name: [bad] if name == "boundaries" else bad}, by="register_keeper")
    assert refused.value.code == code
    assert [rows for rows in everything() if rows] == []
    assert not Event.objects.exists()


def test_codes_that_retire_each_other_are_refused(files: dict[str, Any], desk: Desk) -> None:
    circle = "old_code,new_code,retired_on\n990101,990102,2001-01-01\n990102,990101,2001-01-01\n"
    with pytest.raises(Refusal, match="leads to no code that is in use"):
        actions.import_places(**{**files, "aliases": desk.lay("c.csv", circle)}, by="register_keeper")
    assert not Area.objects.exists()


def test_a_retired_area_keeps_its_row_and_leaves_the_tree(files: dict[str, Any], desk: Desk) -> None:
    actions.import_places(**files, by="register_keeper")
    ended = desk.lay("ended.csv", "old_code,new_code,retired_on,reason\n990102,990101,2020-05-01,merged\n")
    result = actions.import_places(files["areas_csv"], aliases=ended, by="register_keeper")
    assert result.retired == ("990102",)
    assert result.held[6] == 6
    old = questions.area("990102")
    assert old is not None
    assert old.valid_to == datetime.date(2020, 5, 1)
    for below in (questions.children_of("9901"), questions.names_below("9901")):
        assert [one.code for one in below] == ["990101"]
    resolver = questions.load_resolver()
    assert resolver.resolve(area_code="990102").problem == "retired_code"
    assert resolver.resolve("ฟ้าใส", "", "หนองดาว").code == "990201"
    # The same national list again does not raise the dead.
    assert actions.import_places(files["areas_csv"], by="register_keeper").held[6] == 6


def test_a_new_name_keeps_the_old_one_findable(files: dict[str, Any], desk: Desk) -> None:
    actions.import_places(**files, by="register_keeper")
    renamed = desk.lay("renamed.csv", AREAS_CSV.replace("ดาวเหนือ", "ดาวประกาย"))
    result = actions.import_places(renamed, by="register_keeper")
    assert (result.renamed, result.changed) == (("990101",), 1)
    resolver = questions.load_resolver()
    assert resolver.resolve("", "", "ดาวประกาย").code == resolver.resolve("", "", "ดาวเหนือ").code == "990101"


def test_a_list_that_is_silent_wipes_nothing(files: dict[str, Any], desk: Desk) -> None:
    actions.import_places(**files, by="register_keeper")
    bare = desk.lay("bare.csv", "ADM3_PCODE,ADM3_TH\nTH990101,ดาวเหนือ\n")
    assert actions.import_places(bare, by="register_keeper").changed == 0
    kept = Area.objects.get(pk="990101")
    assert (kept.name_en, kept.postcode, kept.lat, kept.point_source) == ("Dao Nuea", "99000", 19.1, "polygon")


def test_areas_without_a_point_get_one_inside_their_outline(files: dict[str, Any]) -> None:
    actions.import_places(**files, by="register_keeper")
    amphoe = Area.objects.get(pk="9901")
    assert amphoe.point_source == "boundary"
    assert 19 < (amphoe.lat or 0) < 19.2
    assert Area.objects.get(pk="9902").lat is None


def test_a_finer_outline_replaces_a_coarser_and_a_shared_one(files: dict[str, Any], desk: Desk) -> None:
    actions.import_places(**files, by="register_keeper")
    fine = desk.lay("fine.geojson", collection(({"code": "990203"}, square(99.31, 19.31, 0.05))))
    actions.import_places(files["areas_csv"], [fine], by="register_keeper", origin="Survey 2022")
    drawn = Boundary.objects.get(pk="990203")
    assert (drawn.shared, drawn.origin) == (False, "Survey 2022")
    # The old files again bring back only the outlines they have: 990203 keeps its own.
    actions.import_places(**files, by="register_keeper")
    assert Boundary.objects.get(pk="990203").origin == "Survey 2022"
    assert Boundary.objects.get(pk="990204").shared


def test_members_of_a_zone_become_those_of_the_file(files: dict[str, Any], desk: Desk) -> None:
    actions.import_places(**files, by="register_keeper")
    fewer = desk.lay(
        "z.csv", "zone_code,kind,name_th,member_codes,part_codes\nLG-01,local_government,อบต.ดาว,990102,990201\n"
    )
    actions.import_places(files["areas_csv"], zones=fewer, by="register_keeper")
    members = ZoneMember.objects.filter(zone="LG-01").values_list("area_id", "whole")
    assert sorted(members) == [("990102", True), ("990201", False)]
    assert Zone.objects.get(pk="LG-01").name_th == "อบต.ดาว"
    assert ZoneMember.objects.filter(zone="RB-01").count() == 2


def test_progress_names_each_stage_and_ends(files: dict[str, Any]) -> None:
    told: list[tuple[int, int, str]] = []
    actions.import_places(
        **files, by="register_keeper", progress=lambda done, of, stage: told.append((done, of, stage.en))
    )
    assert [stage for done, _, stage in told if not done] == [
        "reading the lists",
        "reading the outlines",
        "writing the areas",
        "writing the outlines",
        "writing the zones",
    ]
    assert told[-1] == (1, 1, "writing the zones")


def test_other_provinces_without_an_outline_are_no_fault() -> None:
    result = ImportResult(
        held={},
        zones=0,
        aliases=0,
        boundaries=1,
        features=Features(read=1, matched=1),
        without_boundary={2: ("10", "11")},
    )
    said = result.lines()[-1]
    assert said.th.startswith("อีก 2 จังหวัด") and "ไม่ต้องแก้ไข" in said.th and "10" not in said.th
    assert "nothing to mend" in said.en


def test_the_77_provinces_are_shipped_and_loaded_once() -> None:
    assert actions.load_provinces(by="command") == 77
    assert actions.load_provinces(by="command") == 0
    assert questions.counts().areas == {2: 77, 4: 0, 6: 0, 8: 0}
    assert Event.objects.filter(act="places.load_provinces").count() == 1, "what adds nothing leaves no row"
    assert [place.name_th for place in questions.children_of("")][:2] == ["กระบี่", "กรุงเทพมหานคร"]


def test_shipped_provinces_do_not_overwrite_an_import(desk: Desk) -> None:
    actions.import_places(desk.lay("p.csv", "code,name_th\n57,เชียงรายใหม่\n"), by="command")
    assert actions.load_provinces(by="command") == 76
    assert Area.objects.get(pk="57").name_th == "เชียงรายใหม่"
