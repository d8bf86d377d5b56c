"""Cases 36 to 65 of the list of bad inputs: what becomes of a cell that is not as it should be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from baansuk.collect.tests.files import ID_1, ID_2, csv_bytes, got, people, refused, row, xlsx_bytes


def one(tmp_path, **cells):
    """Read one changed row beside a good one; return what came of it."""
    return got(csv_bytes([row(nr="9", id=ID_2, name="นายดี ดีมาก", house="99"), row(**cells)]), tmp_path)


def kept(result):
    """Return the clean row of the changed row (row 3 of the file), or None when it was refused."""
    rows = [line for line in result.rows.to_dicts() if line["row"] == 3]
    return rows[0] if rows else None


def codes(result):
    return [(code, answer) for number, code, answer in result.codes if number == 3]


def test_case_36_a_13_digit_number_cell_is_taken_when_it_is_exact(tmp_path):
    result = got(xlsx_bytes([(*row()[:1], int(ID_1), *row()[2:])]), tmp_path, name="people.xlsx")
    assert result.only("national_id") == ID_1


def test_case_36_a_number_cell_with_a_fraction_is_refused(tmp_path):
    result = got(xlsx_bytes([row(id=ID_2), (*row()[:1], 1000000000009.5, *row()[2:])]), tmp_path, name="people.xlsx")
    assert result.codes == [(3, "id_not_exact", "R")]


@pytest.mark.parametrize("text", ["1.23457E+12", "1.23457e+12", "1E+12", "1234570000000"])
def test_case_37_scientific_notation_is_refused_even_if_its_check_digit_passes(tmp_path, text):
    result = one(tmp_path, id=text)
    assert codes(result) == [("id_scientific", "R")]
    assert kept(result) is None


def test_case_38_twelve_digits_are_refused_and_never_padded(tmp_path):
    result = one(tmp_path, id="000000000009")
    assert codes(result) == [("id_length", "R")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1-0000-00000-00-9", id="case_39_dashes"),
        pytest.param("1 0000 00000 00 9", id="case_39_spaces"),
        pytest.param("๑๐๐๐๐๐๐๐๐๐๐๐๙", id="case_40_thai_digits"),
        pytest.param("１００００００００００0９", id="case_41_full_width_digits"),
        pytest.param("'1000000000009", id="apostrophe"),
    ],
)
def test_case_39_40_41_dashes_spaces_thai_and_full_width_digits_become_plain(tmp_path, text):
    result = one(tmp_path, id=text)
    assert kept(result)["national_id"] == ID_1
    assert kept(result)["raw.เลขประจำตัว"] == text
    assert result.read.tables[0].changed["เลขประจำตัว"] == 1


def test_case_42_the_letter_o_for_zero_is_refused(tmp_path):
    assert codes(one(tmp_path, id="1OOOOOOOOOOO9")) == [("id_letters", "R")]


def test_case_43_a_wrong_check_digit_is_asked_about_and_identifies_nobody(tmp_path):
    result = one(tmp_path, id="1000000000008")
    assert codes(result) == [("id_check_digit", "Q")]
    assert kept(result)["national_id"] is None
    assert kept(result)["id_kind"] == "none"
    assert kept(result)["raw.เลขประจำตัว"] == "1000000000008"


@pytest.mark.parametrize("text", ["", "-", " "])
def test_case_44_no_id_is_no_fault(tmp_path, text):
    result = one(tmp_path, id=text)
    assert codes(result) == []
    assert (kept(result)["national_id"], kept(result)["id_kind"]) == (None, "none")


def test_case_45_a_number_from_zero_is_of_its_own_kind(tmp_path):
    assert kept(one(tmp_path, id="0000089000072"))["id_kind"] == "zero_number"


def test_case_45_a_g_code_is_of_its_own_kind(tmp_path):
    assert kept(one(tmp_path, id="G000000000001"))["id_kind"] == "g_code"


def test_case_46_two_persons_under_one_id_are_both_asked_about_and_both_kept(tmp_path):
    rows = [row(nr="1"), row(nr="2", name="นายอื่น คนละคน"), row(nr="3", id=ID_2, house="99")]
    result = got(csv_bytes(rows), tmp_path)
    assert result.codes == [(2, "id_shared", "Q"), (3, "id_shared", "Q")]
    assert len(result.rows) == 3
    assert result.read.tables[0].held == 2


def test_case_46_the_same_person_twice_under_one_id_is_not_two_persons(tmp_path):
    result = got(csv_bytes([row(nr="1"), row(nr="2")]), tmp_path)
    assert result.codes == []


def test_case_47_one_person_under_two_ids_is_asked_about(tmp_path):
    result = got(csv_bytes([row(nr="1"), row(nr="2", id=ID_2)]), tmp_path)
    assert result.codes == [(2, "person_two_ids", "Q"), (3, "person_two_ids", "Q")]
    assert result.rows["national_id"].to_list() == [ID_1, ID_2]


def test_case_48_february_29_of_2567_is_a_day(tmp_path):
    assert kept(one(tmp_path, observed="29/02/2567"))["observed_on"] == date(2024, 2, 29)


def test_case_49_february_29_of_2568_is_no_day(tmp_path):
    assert codes(one(tmp_path, observed="29/02/2568")) == [("date_unreal", "R")]


def test_case_50_a_year_of_two_digits_is_refused(tmp_path):
    assert codes(one(tmp_path, birth="02/05/10")) == [("date_short_year", "R")]


def test_case_50_a_year_of_two_digits_is_taken_when_the_source_declares_it(tmp_path):
    short = people(birth_era='field = "birth_date", era = "BE_short"')
    result = got(csv_bytes([row(birth="02/05/10")]), tmp_path, declaration=short)
    assert result.only("birth_date") == date(1967, 5, 2)


def test_case_51_a_year_of_the_other_era_is_asked_about(tmp_path):
    rows = [row(nr=str(n), id="", name=f"นาย{'กขคงจ'[n]}สมมุติ ตัวอย่าง") for n in range(5)]
    result = got(csv_bytes([*rows, row(nr="6", birth="02/05/1967")]), tmp_path)
    assert result.codes == [(7, "date_other_era", "Q")]
    assert result.rows.filter(row=7)["birth_date"].to_list() == [None]


def test_case_51_the_question_says_the_year_read_both_ways(tmp_path):
    rows = [row(nr=str(n), id="", name=f"นาย{'กขคงจ'[n]}สมมุติ ตัวอย่าง") for n in range(5)]
    result = got(csv_bytes([*rows, row(nr="6", birth="02/05/1967")]), tmp_path)
    hint = result.issues["hint"][0]
    assert "1967" in hint
    assert "1424" in hint


def test_case_51_over_a_fifth_of_the_other_era_refuses_the_file(tmp_path):
    rows = [row(nr=str(n), birth="02/05/1967" if n < 4 else "02/05/2510") for n in range(10)]
    assert refused(csv_bytes(rows), tmp_path) == "wrong_era"


def test_case_52_april_31_is_refused(tmp_path):
    assert codes(one(tmp_path, birth="31/04/2510")) == [("date_unreal", "R")]


def test_case_52_an_unknown_day_lowers_the_precision(tmp_path):
    line = kept(one(tmp_path, birth="00/00/2500"))
    assert (line["birth_date"], line["birth_precision"]) == (date(1957, 1, 1), "year")


def test_case_53_an_excel_day_number_is_asked_about(tmp_path):
    assert codes(one(tmp_path, birth="24350")) == [("date_serial", "Q")]


@pytest.mark.parametrize(("text", "code"), [("02/05/2445", "birth_too_old"), ("02/05/2590", "birth_in_future")])
def test_case_54_older_than_120_or_not_yet_born_is_refused(tmp_path, text, code):
    assert codes(one(tmp_path, birth=text)) == [(code, "R")]


def test_case_55_january_to_march_2483_is_asked_about(tmp_path):
    assert codes(one(tmp_path, birth="15/02/2483")) == [("date_old_new_year", "Q")]
    assert codes(one(tmp_path, birth="15/02/2484")) == []


@pytest.mark.parametrize(("text", "value"), [("1,234.50", "1234.50"), ("๑,๒๓๔", "1234.00"), ("", None), ("-", None)])
def test_case_56_written_amounts_become_baht(tmp_path, text, value):
    assert kept(one(tmp_path, income=text))["income_person_year"] == (Decimal(value) if value else None)


def test_case_56_an_amount_in_words_is_refused(tmp_path):
    assert codes(one(tmp_path, income="สามพัน")) == [("money_unreadable", "R")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "money_negative"),
        ("NaN", "money_not_finite"),
        ("1e309", "money_not_finite"),
        ("Infinity", "money_not_finite"),
    ],
)
def test_case_57_amounts_that_are_no_amounts_are_refused(tmp_path, text, code):
    assert codes(one(tmp_path, income=text)) == [(code, "R")]


def test_case_58_three_decimals_are_refused_and_never_rounded(tmp_path):
    assert codes(one(tmp_path, income="1000.125")) == [("money_decimals", "R")]


def test_case_59_a_split_sara_am_and_swapped_marks_are_put_right_and_kept_as_received(tmp_path):
    written = "นายจํานง นำ้ดี"
    line = kept(one(tmp_path, name=written))
    assert (line["given_name"], line["family_name"]) == ("จำนง", "น้ำดี")
    assert line["raw.ชื่อ-สกุล"] == written


def test_case_60_a_title_glued_to_the_name_is_taken_off(tmp_path):
    line = kept(one(tmp_path, name="นางสาวสมหญิง ตัวอย่าง"))
    assert (line["title"], line["given_name"], line["sex"]) == ("นางสาว", "สมหญิง", "female")


def test_case_61_a_name_of_2000_letters_is_refused(tmp_path):
    assert codes(one(tmp_path, name="ก" * 2000)) == [("too_long", "R")]


def test_case_61_an_emoji_is_a_letter_like_others(tmp_path):
    line = kept(one(tmp_path, job="ทำนา 🌾"))
    assert line["occupation"] == "ทำนา 🌾"


def test_case_61_a_turned_reading_direction_is_refused(tmp_path):
    assert codes(one(tmp_path, name="นายดี \u202eรายชื่อ")) == [("direction_marks", "R")]


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1+2", "-2+3", "@SUM(A1)", "\t=1"])
def test_case_62_what_a_spreadsheet_would_run_is_kept_as_text(tmp_path, text):
    line = kept(one(tmp_path, job=text))
    assert line["raw.อาชีพ"] == text
    assert line["occupation"] == text.strip()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", "' OR 1=1 --"])
def test_case_63_markup_and_queries_are_text(tmp_path, text):
    assert kept(one(tmp_path, job=text))["occupation"] == text


def test_case_64_a_retired_code_is_asked_about_with_the_code_of_today(tmp_path):
    result = one(tmp_path, area="99010190", tambon="", village="")
    assert codes(result) == [("area_retired", "Q")]
    assert kept(result)["village_code"] == "99010104"
    assert kept(result)["raw.รหัสพื้นที่"] == "99010190"


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [("101.8", "9.4", "position_swapped"), ("0", "0", "position_zero"), ("13.7", "100.5", "position_outside")],
)
def test_case_65_odd_positions_are_asked_about(tmp_path, lat, lon, code):
    result = one(tmp_path, lat=lat, lon=lon)
    assert codes(result) == [(code, "Q")]


def test_case_65_a_position_inside_the_province_is_taken(tmp_path):
    assert codes(one(tmp_path, lat="9.4", lon="101.8")) == []
