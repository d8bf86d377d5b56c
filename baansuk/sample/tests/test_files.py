"""The folder as a user gets it: the files, their shapes, the same bytes for the same seed, and the refusals."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
import shapely

from baansuk.sample import make_sample, province
from baansuk.sample.tests.conftest import PERSONS, SEED
from baansuk.sample.tests.reading import read_tables
from baansuk.thai.words import Refusal, Words

MARKED = ("ตัวอย่าง", "ข้อมูลสมมุติ")
HEADERS = {
    ("bmn", "ครัวเรือน"): "เลขที่แบบสอบถาม วันที่สำรวจ รหัสประจำบ้าน บ้านเลขที่ หมู่ที่ ชื่อหมู่บ้าน ตำบล อำเภอ จังหวัด รหัสหมู่บ้าน "
    "จำนวนสมาชิก รายได้อาชีพหลัก รายได้อาชีพรอง รายได้อื่น รายได้จากการทำหรือหาเอง รายได้รวมต่อปี รายได้เฉลี่ยต่อคนต่อปี "
    "รายจ่ายรวมต่อปี หนี้สิน คะแนนความสุข",
    ("bmn", "สมาชิก"): "เลขที่แบบสอบถาม ลำดับที่ เลขประจำตัวประชาชน คำนำหน้า ชื่อ นามสกุล เพศ วันเกิด อายุ "
    "ความสัมพันธ์กับหัวหน้าครัวเรือน ครอบครัวที่ การศึกษา อาชีพ โรคเรื้อรัง มีบัตรคนพิการ",
    (
        "moph43",
        "PERSON",
    ): "HOSPCODE CID PID HID PRENAME NAME LNAME SEX BIRTH MSTATUS OCCUPATION_NEW RACE NATION EDUCATION FSTATUS "
    "FATHER MOTHER COUPLE VSTATUS MOVEIN DISCHARGE DDISCHARGE LABOR TYPEAREA D_UPDATE MOBILE",
    (
        "moph43",
        "HOME",
    ): "HOSPCODE HID HOUSE_ID HOUSETYPE HOUSE VILLANAME VILLAGE TAMBON AMPUR CHANGWAT LATITUDE LONGITUDE NFAMILY "
    "LOCATYPE TOILET WATER WATERTYPE HOUSING DURABILITY D_UPDATE",
    ("welfare_card", "welfare_card_2569"): "ลำดับ เลขประจำตัวประชาชน ชื่อ-นามสกุล วันเกิด ที่อยู่ โทรศัพท์ วันที่ลงทะเบียน สถานะบัตร",
    ("disability", "รายชื่อคนพิการ"): "ที่ เลขประจำตัวประชาชน คำนำหน้า ชื่อ นามสกุล เพศ วันเกิด ประเภทความพิการ วันออกบัตร วันหมดอายุ "
    "บ้านเลขที่ หมู่ที่ ตำบล อำเภอ จังหวัด โทรศัพท์",
    ("elderly", "บัญชีรายชื่อ"): "ลำดับที่ ชื่อ-สกุล เลขประจำตัวประชาชน วันเดือนปีเกิด อายุ บ้านเลขที่ หมู่ที่ ตำบล อำเภอ จำนวนเงิน หมายเหตุ",
    (
        "college",
        "college_submissions",
    ): "SubmissionDate today enumerator house-house_no house-village_no house-village_code "
    "house-village_name house-tambon house-amphoe house-house_code house-register_kind gps-Latitude gps-Longitude gps-Altitude "
    "gps-Accuracy members_count income-person_month debt-total happiness capital-human capital-physical capital-financial "
    "capital-natural capital-social note meta-instanceID KEY",
    (
        "college",
        "college_members",
    ): "members-title members-given members-family members-sex members-birth members-national_id "
    "members-relation members-family_no members-education members-occupation members-chronic members-care members-welfare_card "
    "PARENT_KEY KEY",
    ("codi", "บ้านพอเพียง"): "ลำดับ อำเภอ ตำบล หมู่ที่ บ้านเลขที่ รหัสประจำบ้าน ชื่อหัวหน้าครัวเรือน เลขบัตรประชาชน จำนวนสมาชิก "
    "เอกสารสิทธิ์ที่ดิน ส่วนที่ชำรุด งานที่เสนอ งบประมาณ วันที่สำรวจ",
    ("eef", "eef_pupils_2568_2"): "รหัสโรงเรียน โรงเรียน ชั้น เลขประจำตัวนักเรียน คำนำหน้า ชื่อ นามสกุล เพศ วันเกิด ผู้ปกครอง บ้านเลขที่ "
    "หมู่ที่ ตำบล อำเภอ จังหวัด รายได้เฉลี่ยต่อคนต่อเดือน สถานะทุน วันที่สำรวจ",
    ("nrd2c", "กชช2ค"): "รหัสหมู่บ้าน หมู่ที่ ชื่อหมู่บ้าน ตำบล อำเภอ จำนวนครัวเรือน จำนวนประชากร ถนน น้ำใช้ ไฟฟ้า สัญญาณโทรศัพท์ วันที่สำรวจ",
}
SOURCES = sorted({source for source, _ in HEADERS})


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, as the manifest has it."""
    files: dict[str, str] = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
    return files


@pytest.mark.parametrize("source", SOURCES)
def test_every_table_has_the_declared_header_and_says_that_it_is_fictional(folder, source):
    found = set()
    for _, table, rows in read_tables(folder, source):
        found.add(table)
        assert rows
        for row in rows.values():
            assert row[MARKED[0]] == MARKED[1]
        header = list(next(iter(rows.values())))
        expected = HEADERS[source, table].split()
        if table == "ครัวเรือน":
            expected += [f"ข้อ {number}" for number in range(1, 32)]
        assert header == [MARKED[0], *expected]
    assert found == {table for of, table in HEADERS if of == source}


def test_titles_stand_above_the_header_and_a_total_row_below(folder):
    for source, first in (("disability", "รวม "), ("elderly", "รวม")):
        for _, _, rows in read_tables(folder, source):
            last = list(rows.values())[-1]
            assert list(last.values())[1].startswith(first)
            assert not any(list(last.values())[2:])


def test_workbooks_per_amphoe_and_per_local_government(folder):
    areas = pl.read_csv(folder / "places" / "areas.csv", infer_schema=False)
    names = {path.name for path in (folder / "registers" / "bmn").iterdir()}
    assert names == {f"bmn_2569_{code}.xlsx" for code in areas["amphoe_code"].unique()}
    zones = pl.read_csv(folder / "places" / "zones.csv", infer_schema=False)
    payers = set(zones.filter(kind="local_government")["zone_code"])
    lists = {path.stem.removeprefix("elderly_2569_") for path in (folder / "registers" / "elderly").iterdir()}
    assert lists <= payers
    assert len(lists) > len(payers) / 2


def test_two_runs_give_the_same_bytes(folder, tmp_path):
    make_sample(tmp_path / "again", persons=PERSONS, seed=SEED)
    assert hashes(tmp_path / "again") == hashes(folder)
    for name, digest in hashes(folder).items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_number_of_processes_changes_no_byte(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("baansuk.sample.workbooks.FEW_CELLS", 1)
    make_sample(tmp_path, persons=PERSONS, seed=SEED, only=["elderly", "nrd2c"])
    made = hashes(tmp_path)
    assert len(made) > 3
    assert made == {name: digest for name, digest in hashes(folder).items() if name in made}


def test_another_seed_gives_another_province(folder, tmp_path):
    make_sample(tmp_path, persons=PERSONS, seed=SEED + 1, only=["truth", "places"])
    other, mine = hashes(tmp_path), hashes(folder)
    assert all(mine.get(name) != digest for name, digest in other.items())


@pytest.mark.parametrize("name", ["places", "truth", "moph43", "disability"])
def test_only_one_part_has_the_bytes_of_the_full_run(folder, tmp_path, name):
    make_sample(tmp_path, persons=PERSONS, seed=SEED, only=[name])
    prefix = name if name in ("places", "truth") else f"registers/{name}"
    expected = {file: digest for file, digest in hashes(folder).items() if file.startswith(prefix + "/")}
    assert expected
    assert hashes(tmp_path) == expected


def test_parts_made_one_after_the_other_share_a_folder(tmp_path):
    make_sample(tmp_path, persons=500, seed=1, only=["places"])
    make_sample(tmp_path, persons=500, seed=1, only=["nrd2c"])
    assert {name.split("/")[0] for name in hashes(tmp_path)} == {"places", "registers"}


@pytest.mark.parametrize(
    ("persons", "only", "code"),
    [(99, [], "sample.persons"), (2_000_001, [], "sample.persons"), (500, ["bmn", "tax"], "sample.unknown_name")],
)
def test_refuses_with_a_sentence(tmp_path, persons, only, code):
    with pytest.raises(Refusal) as refused:
        make_sample(tmp_path / "new", persons=persons, seed=1, only=only)
    assert refused.value.code == code
    assert refused.value.words.th and refused.value.words.en
    assert not (tmp_path / "new").exists()


def test_refuses_a_negative_seed(tmp_path):
    with pytest.raises(Refusal, match="seed"):
        make_sample(tmp_path, persons=500, seed=-1)


def test_refuses_a_folder_with_other_files_and_leaves_them(tmp_path):
    letter = tmp_path / "จดหมาย.txt"
    letter.write_text("สำคัญ", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        make_sample(tmp_path, persons=500, seed=1)
    assert refused.value.code == "sample.foreign"
    assert [path.name for path in tmp_path.iterdir()] == [letter.name]


def test_refuses_to_mix_two_provinces(tmp_path):
    make_sample(tmp_path, persons=500, seed=1, only=["places"])
    with pytest.raises(Refusal) as refused:
        make_sample(tmp_path, persons=500, seed=2, only=["places"])
    assert refused.value.code == "sample.other_sample"


def test_a_run_cut_off_can_be_run_again(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(province, "write_records", stop)
        with pytest.raises(KeyboardInterrupt):
            make_sample(tmp_path, persons=500, seed=1)
    assert not (tmp_path / "MANIFEST.json").exists()
    make_sample(tmp_path, persons=500, seed=1)
    assert "truth/records.parquet" in hashes(tmp_path)
    assert not (tmp_path / province.MAKING).exists()


def test_progress_runs_to_its_end_in_both_languages(tmp_path):
    seen: list[tuple[int, int, Words]] = []
    make_sample(tmp_path, persons=300, seed=1, progress=lambda done, total, words: seen.append((done, total, words)))
    done = [step[0] for step in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1]
    assert all(words.th and words.en for _, _, words in seen)


def test_boundaries_fit_the_area_list_and_each_other(folder):
    areas = pl.read_csv(folder / "places" / "areas.csv", infer_schema=False)
    levels = {}
    for level in ("province", "amphoe", "tambon"):
        read = json.loads((folder / "places" / f"{level}.geojson").read_text(encoding="utf-8"))
        levels[level] = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in read["features"]}
    assert set(levels["tambon"]) == set(areas["tambon_code"])
    assert set(levels["amphoe"]) == set(areas["amphoe_code"])
    whole = levels["province"]["99"]
    for level in ("amphoe", "tambon"):
        assert all(shape.is_valid for shape in levels[level].values())
        assert shapely.union_all(list(levels[level].values())).symmetric_difference(whole).area < 1e-4 * whole.area
        assert sum(shape.area for shape in levels[level].values()) == pytest.approx(whole.area, rel=1e-4)
    for row in areas.iter_rows(named=True):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert levels["tambon"][row["tambon_code"]].covers(point)
        assert row["tambon_code"].startswith(row["amphoe_code"])


def test_the_province_lies_in_the_open_sea(folder):
    read = json.loads((folder / "places" / "province.geojson").read_text(encoding="utf-8"))
    west, south, east, north = shapely.geometry.shape(read["features"][0]["geometry"]).bounds
    # Between Samui in the west and Phu Quoc and Ca Mau in the east there is no land in these degrees.
    assert 100.6 < west < east < 103.2
    assert 8.2 < south < north < 10.6


def test_zones_of_every_kind_refer_to_areas(folder):
    zones = pl.read_csv(folder / "places" / "zones.csv", infer_schema=False)
    villages = pl.read_csv(folder / "places" / "villages.csv", infer_schema=False)
    areas = pl.read_csv(folder / "places" / "areas.csv", infer_schema=False)
    assert set(zones["kind"]) == {"hamlet", "community", "local_government", "basin", "forest"}
    assert zones["zone_code"].is_unique().all()
    members = zones.select(
        "zone_code",
        "kind",
        pl.concat_str("member_codes", "part_codes", separator=" ", ignore_nulls=True).str.split(" "),
    )
    members = members.explode("member_codes").rename({"member_codes": "area_code"}).filter(pl.col("area_code") != "")
    assert set(members["area_code"]) <= set(villages["village_code"]) | set(areas["tambon_code"])
    assert set(members["zone_code"]) == set(zones["zone_code"])
    assert set(villages["tambon_code"]) == set(areas["tambon_code"])
    assert villages["village_code"].is_unique().all()
    # One tambon holds a municipality and a TAO; a basin lies in more than one amphoe.
    payers = members.filter(kind="local_government").with_columns(tambon=pl.col("area_code").str.slice(0, 6))
    assert max(part["zone_code"].n_unique() for part in payers.partition_by("tambon")) == 2
    basins = members.filter(kind="basin").with_columns(amphoe=pl.col("area_code").str.slice(0, 4))
    assert max(part["amphoe"].n_unique() for part in basins.partition_by("zone_code")) > 1
    aliases = pl.read_csv(folder / "places" / "aliases.csv", infer_schema=False)
    assert set(aliases["new_code"]) <= set(villages["village_code"])
    assert not set(aliases["old_code"]) & set(villages["village_code"])
