"""The nine sources that come with the house: each sample file is recognised, read whole, and every column has a fate."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from baansuk.collect import clean_file, reading_once, sources
from baansuk.collect.actions import shipped_declarations
from baansuk.collect.clean_tables import always
from baansuk.collect.declaration import read_declaration, write_declaration
from baansuk.collect.openings import Opened, open_file
from baansuk.collect.reading import FileRead, read_file
from baansuk.collect.recognising import recognise
from baansuk.collect.tests.files import TODAY, some_places

FOLDER = Path(str(sources.__file__)).parent
SAMPLES = sorted(path for path in FOLDER.glob("*/*.*") if path.suffix in (".csv", ".txt", ".xlsx"))
DECLARED = {one.code: one for one in map(read_declaration, shipped_declarations())}


@pytest.fixture(autouse=True, scope="module")
def remembering():
    """Read also these few rows by what is remembered of equal cells, as the thousand rows of a real file are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_once, "_FEW", 0)
        patch.setattr(clean_file, "_FEW", 0)
        yield


@cache
def done(path: Path) -> tuple[Opened, FileRead, dict[str, pl.DataFrame]]:
    """A sample, what came of reading it, and its clean tables: read once for all tests."""
    opened, declared = open_file(path, path.name), DECLARED[path.parent.name]
    with tempfile.TemporaryDirectory() as folder:
        found = read_file(opened, path.name, declared, some_places(), Path(folder), today=TODAY, delivery=1)
        return opened, found, {one.name: pl.read_parquet(Path(folder) / f"{one.name}.parquet") for one in found.tables}


def read(path: Path) -> dict[str, pl.DataFrame]:
    return done(path)[2]


def sample(name: str) -> Path:
    return next(path for path in SAMPLES if path.name.startswith(name))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_recognised_and_read_without_surprise(path):
    opened, found, _ = done(path)
    assert recognise(opened, path.name, DECLARED.values()).code == path.parent.name
    for table in found.tables:
        assert (table.unexpected, table.missing) == ([], [])
        # One row of a disability or elderly list is its total; in the others nothing is refused but what is wrong.
        assert table.clean >= table.rows - 2
        assert not {"value_unknown", "ragged_row"} & set(table.issues)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_clean_tables_have_the_columns_that_the_linker_reads(path):
    units = {table.name: table.unit for table in DECLARED[path.parent.name].tables}
    for name, frame in read(path).items():
        shape = always(units[name])
        assert list(frame.columns)[: len(shape)] == list(shape)
        assert {column: frame.schema[column] for column in shape} == shape
        assert not [column for column in frame.columns if column == "raw.ตัวอย่าง"]


@pytest.mark.parametrize("name", ["PERSON", "welfare_card"])
def test_few_rows_come_to_the_same_read_cell_by_cell(name, tmp_path, monkeypatch):
    monkeypatch.setattr(reading_once, "_FEW", 200)
    monkeypatch.setattr(clean_file, "_FEW", 200)
    path = sample(name)
    opened, declared = open_file(path, path.name), DECLARED[path.parent.name]
    found = read_file(opened, path.name, declared, some_places(), tmp_path, today=TODAY, delivery=1)
    assert found == done(path)[1]
    for table, frame in read(path).items():
        assert len(frame) <= 200
        assert pl.read_parquet(tmp_path / f"{table}.parquet").equals(frame)


def test_every_source_has_a_sample_and_every_sample_a_source():
    assert {path.parent.name for path in SAMPLES} == set(DECLARED)
    assert len(DECLARED) == 9


def test_every_ignored_column_says_why_in_both_languages():
    for declared in DECLARED.values():
        for column in (column for table in declared.tables for column in table.columns if column.ignore):
            assert " / " in column.ignore, (declared.code, column.header)


@pytest.mark.parametrize("text", shipped_declarations(), ids=lambda text: read_declaration(text).code)
def test_a_declaration_written_out_reads_back_the_same(text):
    assert read_declaration(write_declaration(read_declaration(text))) == read_declaration(text)


def test_bmn_answers_are_pass_fail_not_applicable_or_unknown():
    household = read(sample("bmn"))["household"]
    answers = {household[f"bmn_{n:02d}"][row] for n in range(1, 32) for row in range(len(household))}
    assert answers <= {"pass", "fail", "not_applicable", None}
    assert {"pass", "fail"} <= answers
    raw = household["raw.ข้อ 1"].to_list()
    assert [{"1": "pass", "0": "fail", "-": "not_applicable", "": None}[cell] for cell in raw] == household[
        "bmn_01"
    ].to_list()


def test_bmn_members_point_at_their_household():
    tables = read(sample("bmn"))
    assert set(tables["member"]["household_key"].drop_nulls()) & set(tables["household"]["household_key"])


def test_health_file_codes_become_words_and_areas():
    person = read(sample("PERSON"))["PERSON"]
    home = read(sample("HOME"))["HOME"]
    assert set(person["sex"].drop_nulls()) <= {"male", "female"}
    assert person["observed_on"].null_count() == 0
    january = person.filter((pl.col("birth_date").dt.month() == 1) & (pl.col("birth_date").dt.day() == 1))
    assert set(january["birth_precision"]) <= {"year"}
    assert home["raw.VILLAGE"].null_count() == 0


def test_monthly_income_of_the_college_survey_becomes_yearly():
    rows = read(sample("college_submissions"))["college_submissions"]
    monthly = rows.filter(pl.col("income_person_year").is_not_null())
    assert [float(v) for v in monthly["income_person_year"]] == [
        float(v) * 12 for v in monthly["raw.income-person_month"]
    ]


def test_lists_of_a_fiscal_year_bear_its_first_day():
    rows = read(sample("welfare_card"))["welfare_card"]
    assert set(rows["observed_on"]) == {date(2025, 10, 1)}
    assert set(rows["observed_precision"]) == {"year"}


def test_being_on_the_disability_list_means_holding_a_card():
    assert set(read(sample("disability"))["disability"]["disability_card"]) == {True}


def test_a_workbook_per_local_government_bears_its_part():
    assert DECLARED["elderly"].part_of("elderly_2569_LG990102.xlsx") == "LG990102"
    assert DECLARED["bmn"].part_of("bmn_2569_9901.xlsx") == "9901"


ID, OTHER_ID = "1000000000009", "3000000000129"


def clinic_row(tmp_path, **cells):
    """The first row of the clinic's sample with some cells changed: its clean row, or None, and its issues."""
    lines = sample("PERSON").read_text(encoding="utf-8").splitlines()
    header, given = lines[0].split("|"), dict(zip(lines[0].split("|"), lines[1].split("|"), strict=True))
    file = tmp_path / "PERSON.txt"
    file.write_text("\n".join([lines[0], "|".join((given | cells)[name] for name in header)]) + "\n", encoding="utf-8")
    opened, declared = open_file(file, file.name), DECLARED["moph43"]
    read_file(opened, file.name, declared, some_places(), tmp_path, today=TODAY, delivery=1)
    issues = pl.read_parquet(tmp_path / "issues.parquet").select("column", "code", "answer").rows()
    rows = pl.read_parquet(tmp_path / "PERSON.parquet").to_dicts()
    return (rows[0] if rows else None), issues


def test_the_clinic_tells_of_kin_by_number_and_of_the_days_of_moving(tmp_path):
    said = {"FATHER": ID, "MOTHER": "", "COUPLE": OTHER_ID, "MOVEIN": "20240500", "DDISCHARGE": "20250131"}
    row, issues = clinic_row(tmp_path, **said)
    assert [row[name] for name in ("father_id", "mother_id", "spouse_id")] == [ID, None, OTHER_ID]
    assert (row["moved_in_on"], row["moved_in_on_precision"]) == (date(2024, 5, 1), "month")
    assert (row["left_on"], row["left_on_precision"]) == (date(2025, 1, 31), "day")
    assert not [code for _, code, _ in issues if code in ("id_of_kin", "date_of_move")]


@pytest.mark.parametrize("nothing", ["0000000000000", "9999999999999", "0", "-", " "])
def test_a_number_that_stands_for_nobody_is_no_fault(tmp_path, nothing):
    row, issues = clinic_row(tmp_path, FATHER=nothing)
    assert row["father_id"] is None and "id_of_kin" not in [code for _, code, _ in issues]


@pytest.mark.parametrize("wrong", ["1000000000008", "1OOOOOOOOOOO9", "1E+12", "12345"])
def test_a_wrong_number_of_kin_never_costs_the_row(tmp_path, wrong):
    row, issues = clinic_row(tmp_path, MOTHER=wrong)
    assert row["mother_id"] is None and row["national_id"]
    assert ("MOTHER", "id_of_kin", "Q") in issues


@pytest.mark.parametrize("wrong", ["25670105", "20240231", "20990101", "ม.ค."])
def test_a_day_of_moving_that_cannot_be_never_costs_the_row(tmp_path, wrong):
    row, issues = clinic_row(tmp_path, MOVEIN=wrong)
    assert row["moved_in_on"] is None and ("MOVEIN", "date_of_move", "Q") in issues
