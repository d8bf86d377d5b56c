"""The registers against the truth: every row is somebody's, faults are written down as given, lists hardly overlap."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from baansuk.sample.draws import stream
from baansuk.sample.faults import KINDS, THAI_DIGITS
from baansuk.sample.places import choose_villages, make_places
from baansuk.sample.rates import read_rates
from baansuk.sample.registers import REGISTERS
from baansuk.sample.tables import records
from baansuk.sample.tests.reading import read_tables
from baansuk.sample.words import MARKERS

ID_COLUMNS = {
    "สมาชิก": "เลขประจำตัวประชาชน",
    "PERSON": "CID",
    "welfare_card_2569": "เลขประจำตัวประชาชน",
    "รายชื่อคนพิการ": "เลขประจำตัวประชาชน",
    "บัญชีรายชื่อ": "เลขประจำตัวประชาชน",
    "college_members": "members-national_id",
    "บ้านพอเพียง": "เลขบัตรประชาชน",
    "eef_pupils_2568_2": "เลขประจำตัวนักเรียน",
}
ARABIC = str.maketrans({thai: digit for digit, thai in THAI_DIGITS.items()})
ID_FAULTS = {kind for kind in KINDS if kind.startswith("id_")}


@pytest.fixture(scope="session")
def ledger(folder):
    return pl.read_parquet(folder / "truth" / "records.parquet")


@pytest.fixture(scope="session")
def drawn(larger):
    """Every table of the larger province with its records."""
    return {(t.source, t.name): (t, records(t)) for make in REGISTERS.values() for t in make(larger)}


@pytest.mark.parametrize("source", list(REGISTERS))
def test_every_printed_row_is_in_the_truth_and_only_those(folder, ledger, source):
    known = {
        (file, table, row)
        for file, table, row in ledger.filter(source=source).select("file", "table", "row").iter_rows()
    }
    printed = {
        (file, table, number)
        for file, table, rows in read_tables(folder, source)
        for number, row in rows.items()
        if not any(str(cell).startswith("รวม") for cell in row.values())
    }
    assert printed == known
    assert len(known) == ledger.filter(source=source).height


@pytest.mark.parametrize("source", [s for s in REGISTERS if s != "nrd2c"])
def test_ids_are_those_of_the_true_person_unless_the_ledger_says_otherwise(folder, ledger, source):
    persons = pl.read_parquet(folder / "truth" / "persons.parquet")
    true = dict(persons.select("person_no", pl.struct("national_id", "g_code")).iter_rows())
    of_row = {(f, t, r): (p, set(e)) for f, t, r, p, e in
              ledger.filter(source=source).select("file", "table", "row", "person_no", "errors").iter_rows()}  # fmt: skip
    seen = 0
    for file, table, rows in read_tables(folder, source):
        if table not in ID_COLUMNS:
            continue
        for number, row in rows.items():
            if (file, table, number) not in of_row:
                continue
            person, errors = of_row[file, table, number]
            plain = row[ID_COLUMNS[table]].translate(ARABIC).replace("-", "")
            right = true[person]["national_id"] or ""
            if source == "eef" and true[person]["g_code"]:
                right = true[person]["g_code"]
            spoilt = bool(errors & (ID_FAULTS - {"id_thai_digits"}))
            assert (plain != right) == spoilt, (file, number, errors)
            seen += plain == right != ""
    assert seen > 0


@pytest.mark.parametrize("source", [s for s in REGISTERS if s != "nrd2c"])
def test_no_printed_number_is_of_a_real_office(folder, source):
    for _, table, rows in read_tables(folder, source):
        for row in rows.values():
            digits = re.sub(r"\D", "", row.get(ID_COLUMNS.get(table, ""), "").translate(ARABIC))
            if len(digits) == 13:
                # Digits 2-3 name a province; real ones begin at 10.
                assert digits[1] == "0"


def test_printed_names_are_plainly_invented(folder):
    loose = [re.sub(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b\u00a0 ]", "", th) for th, _ in MARKERS]
    sample = 0
    for _, _, rows in read_tables(folder, "disability"):
        for row in rows.values():
            name = re.sub(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b\u00a0 ]", "", row["ชื่อ"] + row["นามสกุล"])
            sample += any(marker.replace("ำ", "า") in name.replace("ำ", "า").replace("เเ", "แ") for marker in loose)
    # A misspelt marker may escape this plain look; the first column still says what the row is.
    assert sample > 0.9 * len(rows)


def test_every_kind_of_fault_occurs(drawn):
    found = {kind for _, rows in drawn.values() for kind in rows["errors"].explode().drop_nulls()}
    assert set(KINDS) - found <= {"id_letter_o", "position_swapped", "position_zero"}  # rare: seen at 20,000 persons


def test_only_declared_kinds_occur_in_each_register(drawn):
    rates = read_rates()
    for (source, _), (_, rows) in drawn.items():
        declared = {kind for kind, rate in rates.faults[source].items() if rate > 0}
        assert set(rows["errors"].explode().drop_nulls()) <= declared


@pytest.mark.parametrize(
    ("source", "table", "kind"),
    [
        ("bmn", "สมาชิก", "id_missing"),
        ("bmn", "ครัวเรือน", "house_code_missing"),
        ("moph43", "HOME", "position_missing"),
        ("welfare_card", "welfare_card_2569", "phone_missing"),
        ("bmn", "สมาชิก", "misspelt"),
    ],
)
def test_faults_come_at_about_their_rate(drawn, source, table, kind):
    rows = drawn[source, table][1]
    share = rows["errors"].list.contains(kind).mean()
    rate = read_rates().faults[source][kind]
    # At most twice the rate (a fault may be drawn for two columns), at least a third (it needs something to spoil).
    assert rate / 3 < share < 2.2 * rate


def test_bmn_meets_only_residents_of_about_the_declared_share(larger, drawn):
    table, _ = drawn["bmn", "ครัวเรือน"]
    living = (larger.conditions.residents > 0) & larger.houses.dwelling
    assert 0.78 < len(table.rows) / living.sum() < 0.9
    members, rows = drawn["bmn", "สมาชิก"]
    away = larger.people.lives[members.rows.person] < 0
    assert away.sum() > 0
    assert rows.filter(pl.Series(away))["errors"].list.contains("away_still_listed").all()


def test_bmn_keys_link_both_sheets(folder):
    keys, members = set(), set()
    for _, table, rows in read_tables(folder, "bmn"):
        column = [row["เลขที่แบบสอบถาม"] for row in rows.values()]
        if table == "ครัวเรือน":
            assert len(set(column)) == len(column)
            keys |= set(column)
        else:
            members |= set(column)
    assert members == keys


def test_bmn_answers_are_four_valued(folder):
    answers = {
        row[f"ข้อ {n}"]
        for _, table, rows in read_tables(folder, "bmn")
        if table == "ครัวเรือน"
        for row in rows.values()
        for n in range(1, 32)
    }
    assert answers == {"1", "0", "-", ""}


def test_moph43_tells_the_ways_of_standing_to_a_house(folder):
    persons = next(rows for _, table, rows in read_tables(folder, "moph43") if table == "PERSON")
    homes = next(rows for _, table, rows in read_tables(folder, "moph43") if table == "HOME")
    assert {row["TYPEAREA"] for row in persons.values()} == {"1", "2", "3", "4", "5"}
    assert {row["DISCHARGE"] for row in persons.values()} == {"1", "2", "9"}
    keys = [row["HID"] for row in homes.values()]
    assert len(set(keys)) == len(keys)
    linked = [row["HID"] in set(keys) for row in persons.values() if row["HID"]]
    assert np.mean(linked) > 0.95
    for row in persons.values():
        assert re.fullmatch(r"\d{8}", row["BIRTH"])
        assert bool(row["DDISCHARGE"]) == (row["DISCHARGE"] != "9") or row["DISCHARGE"] == "9"
    codes = {row["CHANGWAT"] + row["AMPUR"] + row["TAMBON"] + row["VILLAGE"] for row in homes.values()}
    assert all(re.fullmatch(r"99\d{6}", code) for code in codes)


def test_moph43_names_kin_by_number_with_gaps_and_slips(larger, drawn):
    table, told = drawn["moph43", "PERSON"]
    rows, kin = table.rows, larger.kin
    numbers = larger.persons["national_id"]
    for column, whose in (("FATHER", kin.father), ("MOTHER", kin.mother), ("COUPLE", kin.spouse)):
        given, there = rows.frame[column], whose[rows.person] >= 0
        assert not given.filter(~pl.Series(there)).str.contains("^[1-9]").any()
        true = given.filter(pl.Series(there)) == numbers.gather(whose[rows.person][there])
        assert 0.9 < true.mean() < 1 and 0.3 < given.filter(pl.Series(there)).is_null().mean() < 0.6
        assert (given == "0000000000000").sum() > 0
    assert {"kin_id_typo", "kin_id_other", "zero_for_unknown"} <= set(told["errors"].explode())


def test_allowances_follow_age(folder):
    amounts = {
        row["จำนวนเงิน"].replace(",", "") for _, _, rows in read_tables(folder, "elderly") for row in rows.values()
    } - {""}
    assert amounts == {"600", "700", "800", "1000"}


def test_college_members_belong_to_submissions_and_notes_may_have_lines(folder, drawn):
    tables = {table: rows for _, table, rows in read_tables(folder, "college")}
    keys = {row["KEY"] for row in tables["college_submissions"].values()}
    assert {row["PARENT_KEY"] for row in tables["college_members"].values()} <= keys
    assert len(keys) == len(tables["college_submissions"])
    assert all(
        re.fullmatch(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", key) for key in keys
    )
    notes = drawn["college", "college_submissions"][0].rows.frame["note"].drop_nulls().to_list()
    assert any("\n" in note for note in notes)
    assert any('"' in note for note in notes)


def test_poor_pupils_carry_g_codes(drawn):
    table, _ = drawn["eef", "eef_pupils_2568_2"]
    ids = table.rows.frame["เลขประจำตัวนักเรียน"].drop_nulls()
    assert ids.str.starts_with("G").sum() > 0


def test_old_women_stand_under_their_former_names(larger, drawn):
    table, rows = drawn["welfare_card", "welfare_card_2569"]
    former = rows["errors"].list.contains("former_family_name").to_numpy()
    assert former.sum() > 10
    names = table.rows.frame["ชื่อ-นามสกุล"].to_list()
    held = larger.persons["family_name"].to_list()
    place = int(np.flatnonzero(former)[0])
    assert held[table.rows.person[place]] not in names[place]


def test_lists_hardly_overlap(larger, drawn):
    """Of all people on any of five lists of persons in need, most stand on one list only (domain paper, section 4)."""
    lists = [
        drawn[key][0]
        for key in drawn
        if key[0] in ("welfare_card", "disability", "elderly", "college", "eef") and key[1] != "college_submissions"
    ]
    count = np.zeros(len(larger.persons), dtype=int)
    for table in lists:
        count += np.isin(np.arange(len(count)), table.rows.person)
    assert (count[count > 0] == 1).mean() > 0.6
    # Some MPI-poor households stand on no list of need at all.
    listed = np.isin(np.arange(len(larger.conditions.poor)), larger.home[count > 0])
    missed = (~listed & larger.conditions.poor).sum() / larger.conditions.poor.sum()
    assert 0.05 < missed < 0.6


def test_titles_of_files_say_fictional(drawn):
    for source in ("disability", "elderly", "codi"):
        parts = next(table for (code, _), (table, _) in drawn.items() if code == source).parts
        assert all("ข้อมูลสมมุติ" in part.titles[0] for part in parts)


def test_no_sheet_is_longer_than_a_spreadsheet_allows():
    """At two million persons the largest amphoe's members still fit one sheet (its share is bounded by its villages)."""
    places = make_places(1, 2_000_000, read_rates())
    village = choose_villages(stream(1, "x"), places, 100_000)
    amphoe = places.tambons["amphoe"].to_numpy()[places.villages["tambon"].to_numpy()[village]]
    assert np.bincount(amphoe).max() / len(village) * 2_000_000 < 1_048_576
