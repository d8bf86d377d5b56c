"""Area lists in every form they come, and what is wrong with a bad one, said by row and column."""

import datetime

import pytest

from baansuk.places.area_files import AreaRow, read_areas
from baansuk.places.names import VILLAGE
from baansuk.places.tests.conftest import ALIASES_CSV, AREAS_CSV, HEADINGS, VILLAGES_CSV, ZONES_CSV, Desk
from baansuk.places.zone_files import read_aliases, read_zones
from baansuk.thai.words import Refusal

GOOD = "990101,ดาวเหนือ,Dao Nuea,9901,เมืองฟ้าใส,Mueang Fa Sai,99,ฟ้าใส,Fa Sai,99000,19.1,99.1,polygon,990101"


def test_a_list_gives_each_level_once(desk: Desk) -> None:
    listed = read_areas(desk.lay("areas.csv", AREAS_CSV))
    assert sorted(listed.areas, key=lambda code: (len(code), code))[:5] == ["98", "99", "9801", "9901", "9902"]
    assert len(listed.areas) == 2 + 3 + 7
    assert listed.areas["990102"] == AreaRow("990102", "หนองดาว", "Nong Dao", 3, "99000", 19.2, 99.2, "polygon")
    assert listed.areas["9902"] == AreaRow("9902", "จันทร์ฉาย", "Chan Chai", 4)
    assert listed.outline_of["990203"] == "990209"


@pytest.mark.parametrize("newer", [False, True])
def test_ocha_p_codes_in_both_spellings(desk: Desk, newer: bool) -> None:
    older_headings = "ADM3_EN,ADM3_TH,ADM3_PCODE,ADM2_EN,ADM2_TH,ADM2_PCODE,ADM1_EN,ADM1_TH,ADM1_PCODE,validOn"
    newer_headings = "adm3_name,adm3_name1,adm3_pcode,adm2_name,adm2_name1,adm2_pcode,adm1_name,adm1_name1,adm1_pcode,x"
    row = "Dao Nuea,ดาวเหนือ,TH990101,Mueang Fa Sai,เมืองฟ้าใส,TH9901,Fa Sai,ฟ้าใส,TH99,2022"
    listed = read_areas(desk.lay("p.csv", f"{newer_headings if newer else older_headings}\n{row}\n"))
    names = {code: (area.name_th, area.name_en) for code, area in listed.areas.items()}
    assert names == {
        "99": ("ฟ้าใส", "Fa Sai"),
        "9901": ("เมืองฟ้าใส", "Mueang Fa Sai"),
        "990101": ("ดาวเหนือ", "Dao Nuea"),
    }


def test_a_plain_list_holds_codes_of_any_level(desk: Desk) -> None:
    listed = read_areas(desk.lay("plain.csv", "code,name_th\n99,จังหวัดฟ้าใส\n9901,อำเภอเมืองฟ้าใส\n99010101,บ้านแสงดาว\n"))
    assert [area.name_th for area in listed.areas.values()] == ["ฟ้าใส", "เมืองฟ้าใส", "บ้านแสงดาว"]
    assert listed.parents.keys() == {"99", "990101"}


def test_villages_point_at_their_tambon(desk: Desk) -> None:
    listed = read_areas(desk.lay("villages.csv", VILLAGES_CSV), only=VILLAGE)
    assert listed.parents == {"990101": 2}
    assert (listed.areas["99010101"].lat, listed.areas["99010101"].point_source) == (19.11, "list")
    assert (listed.areas["99010103"].lat, listed.areas["99010103"].point_source) == (None, "")


def test_a_parent_code_without_name_is_only_a_parent(desk: Desk) -> None:
    listed = read_areas(desk.lay("v.csv", "tambon_code,village_code,village_th\n990101,99010101,แสงดาว\n"))
    assert list(listed.areas) == ["99010101"]
    assert list(listed.parents) == ["990101"]


def test_bom_quotes_blank_lines_and_untidy_names_are_taken(desk: Desk) -> None:
    text = '\ufeffcode,name_th,name_en\n\n99," ฟ้าใส ","Fa, Sai"\n\n'
    area = read_areas(desk.lay("a.csv", text)).areas["99"]
    assert (area.name_th, area.name_en, area.row) == ("ฟ้าใส", "Fa, Sai", 3)


def test_days_of_validity(desk: Desk) -> None:
    area = read_areas(desk.lay("a.csv", "code,name_th,valid_from,valid_to\n99,ฟ้าใส,1999-05-01,\n")).areas["99"]
    assert (area.valid_from, area.valid_to) == (datetime.date(1999, 5, 1), None)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "places.empty_file", "empty"),
        (HEADINGS + "\n", "places.empty_file", "no rows"),
        ("name\nฟ้าใส\n", "places.missing_column", "province_code or amphoe_code"),
        ("tambon_code,tambon_en\n990101,x\n", "places.missing_column", "tambon_th"),
        (f"{HEADINGS}\n{GOOD}\n990102,หนองดาว\n", "places.wrong_width", "row 3 has 2 cells, the heading 14"),
        (f"{HEADINGS}\n{GOOD.replace('990101', '99O101', 1)}\n", "places.bad_code", "row 2 column tambon_code"),
        (f"{HEADINGS}\n{GOOD.replace('990101', '9901', 1)}\n", "places.bad_code", "not an area code of 6 digits"),
        (f"{HEADINGS}\n{GOOD.replace(',9901,', ',9801,')}\n", "places.wrong_parent", "code 9801 does not lie under 99"),
        (f"{HEADINGS}\n{GOOD}\n{GOOD.replace('ดาวเหนือ', 'ดาวใต้')}\n", "places.two_names", "row 3 column tambon_th"),
        (f"{HEADINGS}\n{GOOD}\n{GOOD.replace('เมืองฟ้าใส', 'ในเมือง')}\n", "places.two_names", "“เมืองฟ้าใส” in row 2"),
        (f"{HEADINGS}\n{GOOD.replace('ดาวเหนือ', '')}\n", "places.bad_name", "code 990101 has no name"),
        (f"{HEADINGS}\n{GOOD.replace('ดาวเหนือ', 'ด' * 121)}\n", "places.bad_name", "120 letters"),
        (f"{HEADINGS}\n{GOOD.replace('19.1', '190.1')}\n", "places.bad_point", "row 2 columns lat, lon"),
        (f"{HEADINGS}\n{GOOD.replace('19.1', '')}\n", "places.bad_point", "decimal degrees"),
        (f"{HEADINGS}\n{GOOD.replace('19.1', 'nan')}\n", "places.bad_point", "decimal degrees"),
        (f"{HEADINGS}\n{GOOD.replace('99000', '9900')}\n", "places.bad_postcode", "“9900”"),
        ("code,name_th,valid_to\n99,ฟ้าใส,2569-01-01\n", "places.bad_date", "Christian era"),
        ("code,name_th,valid_to\n99,ฟ้าใส,1/1/2026\n", "places.bad_date", "row 2 column valid_to"),
        ('code,name_th\n99,"ฟ้าใส\n98,รุ้งงาม\n', "places.two_names", ""),
    ],
)
def test_a_bad_list_is_refused_with_its_place(desk: Desk, text: str, code: str, said: str) -> None:
    if code == "places.two_names" and not said:
        # A stray quote swallows the lines after it: the name then holds a line break or is too long, never silently right.
        name = read_areas(desk.lay("a.csv", text)).areas["99"].name_th
        assert "98" in name
        return
    with pytest.raises(Refusal, match=r"a\.csv") as refused:
        read_areas(desk.lay("a.csv", text))
    assert refused.value.code == code
    assert said in refused.value.words.en
    assert "a.csv" in refused.value.words.th


def test_a_list_in_windows_874_is_refused_with_what_to_do(desk: Desk) -> None:
    with pytest.raises(Refusal, match="save it as CSV UTF-8"):
        read_areas(desk.lay("a.csv", AREAS_CSV, encoding="cp874"))


def test_a_list_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="cannot be opened"):
        read_areas(desk.folder / "absent.csv")


def test_a_file_of_villages_holds_villages(desk: Desk) -> None:
    with pytest.raises(Refusal, match="990101 is not the 8-digit code of a village"):
        read_areas(desk.lay("v.csv", "code,name_th\n990101,ดาวเหนือ\n"), only=VILLAGE)


def test_zones_with_whole_and_partial_members(desk: Desk) -> None:
    zones = read_zones(desk.lay("z.csv", ZONES_CSV))
    assert zones["RB-01"].members == {"9902": True, "980101": True}
    part = "zone_code,kind,name_th,member_codes,part_codes\nF-1,forest,ป่าดาว,990101,990102 990201\n"
    assert read_zones(desk.lay("p.csv", part))["F-1"].members == {"990102": False, "990201": False, "990101": True}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",basin,น้ำ,9902", "row 2 column zone_code"),
        ("Z1,river,น้ำ,9902", "row 2 column kind: “river”"),
        ("Z1,basin,,9902", "row 2 column zone_th"),
        ("Z1,basin,น้ำ,", "row 2 column member_codes: must hold at least one"),
        ("Z1,basin,น้ำ,99x2", "“99x2” is not an area code"),
        ("Z1,basin,น้ำ,9902\nZ1,forest,น้ำ,9902", "row 3 column zone_code: code Z1 is another zone in row 2"),
    ],
)
def test_a_bad_zone_is_refused(desk: Desk, row: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_zones(desk.lay("z.csv", f"zone_code,kind,name_th,member_codes\n{row}\n"))
    assert said in refused.value.words.en


def test_zones_with_one_row_for_each_member(desk: Desk) -> None:
    text = "zone_code,kind,zone_th,zone_en,lat,lon,area_code,whole\nF,forest,ป่า,Wood,,,9901,true\nF,forest,ป่า,Wood,,,990201,false\n"
    zones = read_zones(desk.lay("z.csv", text))
    assert list(zones) == ["F"]
    assert zones["F"].members == {"9901": True, "990201": False}
    with pytest.raises(Refusal, match="“half” must be true or false"):
        read_zones(desk.lay("bad.csv", text.replace("true", "half")))


def test_aliases(desk: Desk) -> None:
    aliases = read_aliases(desk.lay("a.csv", ALIASES_CSV))
    assert [(row.old_code, row.new_code) for row in aliases][:2] == [("990103", "990101"), ("9903", "9902")]
    assert (aliases[0].retired_on, aliases[0].reason) == (datetime.date(2001, 6, 1), "merged")


@pytest.mark.parametrize(
    ("row", "said"),
    [("99x,9902", "row 2 column old_code"), ("9903,", "row 2 column new_code"), ("9902,TH9902", "the same")],
)
def test_a_bad_alias_is_refused(desk: Desk, row: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_aliases(desk.lay("a.csv", f"old_code,new_code\n{row}\n"))
    assert said in refused.value.words.en
