"""A province's workbook: filled it becomes a framework, and every fault names sheet, row, column and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from baansuk.assess.frameworks import integer_weights, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework, waits_for
from baansuk.assess.frameworks_sheets import (
    ABOUT,
    AWAITED,
    DIMENSIONS,
    EXAMPLE,
    INDICATORS,
    LINES,
    OUTCOMES,
    SHEETS,
)
from baansuk.assess.frameworks_template import write_template
from baansuk.assess.frameworks_workbook import Loaded, faults_by_sheet, read_workbook
from baansuk.thai.words import Refusal

FRAME = shipped_frameworks()["bmn-2565"]
SIZES = {"health": 13, "living": 7, "education": 5, "income": 4, "access": 9}
Rows = dict[str, list[dict[str, Any]]]


def manual() -> Rows:
    """Thirty-eight made-up questions in the five dimensions, the first as the plan-13 study prints it."""
    numbered = [code for code, size in SIZES.items() for _ in range(size)]
    rows = [
        {"number": number, "dimension": code, "th": f"ตัวชี้วัดสมมุติ {number}", "unit": "ครัวเรือน", "rule_th": "ผ่านครบ"}
        for number, code in enumerate(numbered, start=1)
    ]
    return {INDICATORS: rows}


def filled(path: Path, rows: Rows, about: dict[str, Any] | None = None) -> Path:
    """Fill the template as a keeper would, below the example and what is known already."""
    write_template(path, FRAME)
    book = openpyxl.load_workbook(path)
    sheet = book[ABOUT]
    for row in sheet.iter_rows(min_row=1):
        for header, value in ({"แหล่งที่มา": "คู่มือ จปฐ. 2565-2570 (สมมุติ)"} | (about or {})).items():
            if row[0].value == header:
                row[1].value = value
    for name, listed in rows.items():
        place = {column.key: place for place, column in enumerate(SHEETS[name], start=2)}
        for line, row in enumerate(listed, start=book[name].max_row + 1):
            for key, value in row.items():
                book[name].cell(line, place[key]).value = value
    book.save(path)
    return path


def load(tmp_path: Path, rows: Rows, about: dict[str, Any] | None = None) -> Loaded:
    return read_workbook(filled(tmp_path / "manual.xlsx", rows, about), "manual.xlsx")


def test_the_template_alone_is_understood_and_its_example_never_taken(tmp_path):
    write_template(tmp_path / "empty.xlsx", FRAME)
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert book[INDICATORS]["A2"].value == EXAMPLE
    assert "ข้อที่" in [cell.value for cell in book[INDICATORS][1]]
    loaded = load(tmp_path, {})
    assert (loaded.faults, loaded.rows) == ([], [])
    assert loaded.framework is not None
    assert [one.code for one in loaded.framework.dimension] == list(SIZES)
    assert "38" in loaded.warnings[0].th


def test_a_filled_manual_becomes_a_framework_that_waits_for_its_answers(tmp_path):
    loaded = load(tmp_path, manual())
    assert (loaded.faults, loaded.warnings) == ([], [])
    framework = loaded.framework
    assert framework is not None
    assert len(framework.indicator) == 38
    assert (framework.code, str(framework.framework.valid_to)) == ("bmn-2565", "2027-12-31")
    checked = check_framework(framework)
    assert waits_for(checked, "i08") == ["bmn_2565_08"]
    assert checked.passes["i08"].text == "bmn_2565_08 = 'pass'"
    assert str(framework.line[0].value[0].value) == "40000"
    weights, common = integer_weights(framework)
    assert sum(weights.values()) == common


def test_rules_weights_ages_and_thai_digits_are_taken(tmp_path):
    rows = manual()
    rows[INDICATORS][7] |= {"passes": "bmn_05 = 'pass'", "applies": "bmn_05 <> 'not_applicable'", "source": "หน้า 42"}
    rows[INDICATORS][8] |= {"number": "๙", "unit": "บุคคล", "ages_from": "๓๕"}
    rows[OUTCOMES] = [{"code": "poor_33", "th": "จน", "definition_th": "ขาด 1 ใน 3", "cutoff": "1/3"}]
    rows[AWAITED] = [{"name": "has_internet", "type": "ใช่/ไม่ใช่", "th": "มีอินเทอร์เน็ต"}]
    rows[INDICATORS][36] |= {"passes": "has_internet"}
    loaded = load(tmp_path, rows)
    assert loaded.faults == []
    framework = loaded.framework
    assert framework is not None
    assert framework.indicator[7].passes == "bmn_05 = 'pass'"
    assert framework.indicator[8].ages is not None
    assert (framework.indicator[8].ages.from_, framework.indicator[8].ages.to) == (35, None)
    assert framework.outcome[0].cutoff == "1/3"
    assert waits_for(check_framework(framework), "i37") == ["has_internet"]


@pytest.mark.parametrize(
    ("place", "values", "column", "said"),
    [
        (0, {"number": "หนึ่ง"}, "ข้อที่", "figures"),
        (3, {"number": 2}, "ข้อที่", "row 4"),
        (2, {"dimension": "สุขภาวะ"}, "มิติ", "สุขภาวะ"),
        (4, {"th": None}, "ตัวชี้วัด", "Fill"),
        (4, {"unit": "คน"}, "หน่วย", "ครัวเรือน"),
        (5, {"ages_from": 14, "ages_to": 6}, "ถึงอายุ", "below"),
        (6, {"weight": "ห้า"}, "น้ำหนัก", "1/5"),
        (7, {"passes": "no_such_fact = 1"}, "กติกา: ผ่านเมื่อ", "line 1, column 1"),
        (7, {"passes": "bmn_05 = 3"}, "กติกา: ผ่านเมื่อ", "line 1"),
        (7, {"passes": "bmn_05 = 'pass'; select 1"}, "กติกา: ผ่านเมื่อ", "column 16"),
        (9, {"fact": "คำตอบ"}, "ชื่อข้อมูลคำตอบ", "letters"),
    ],
)
def test_a_fault_names_sheet_row_column_and_what_to_do(tmp_path, place, values, column, said):
    rows = manual()
    rows[INDICATORS][place] |= values
    loaded = load(tmp_path, rows)
    assert loaded.framework is None
    found = [one for one in loaded.faults if one.column == column]
    assert len(found) == 1, loaded.faults
    assert (found[0].sheet, found[0].row) == (INDICATORS, place + 3)
    assert said in found[0].words.en
    assert found[0].words.th


def test_every_fault_is_told_at_once_by_sheet(tmp_path):
    rows = manual()
    rows[INDICATORS][0]["unit"] = "คน"
    rows[INDICATORS][1]["dimension"] = "x"
    rows[DIMENSIONS] = [{"code": "ไทย", "th": "มิติใหม่"}]
    rows[LINES] = [{"name": "line_x", "th": "เส้น", "value": "มาก", "valid_from": "ไม่ทราบ", "source": "คู่มือ"}]
    loaded = load(tmp_path, rows, {"รหัสกรอบ": "รหัส", "ใช้ถึงวันที่": "เร็ว ๆ นี้"})
    grouped = {sheet: len(found) for sheet, found in faults_by_sheet(loaded.faults)}
    assert grouped == {ABOUT: 2, DIMENSIONS: 1, INDICATORS: 2, LINES: 2}


def test_weights_that_do_not_sum_to_one_are_told_with_the_sum(tmp_path):
    rows = manual()
    rows[DIMENSIONS] = [{"code": "extra", "th": "เพิ่ม", "weight": "1/2"}]
    rows[INDICATORS][0]["dimension"] = "extra"
    loaded = load(tmp_path, rows)
    assert loaded.framework is None
    assert "no weight" in loaded.faults[0].words.en


def test_a_formula_that_was_never_worked_out_is_told(tmp_path):
    rows = manual()
    rows[INDICATORS][2]["rule_th"] = "=A1&B1"
    loaded = load(tmp_path, rows)
    assert any(one.row == 5 and "สูตร" in one.words.th for one in loaded.faults)


def test_a_workbook_of_another_kind_is_refused_naming_what_it_lacks(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(Refusal) as caught:
        read_workbook(tmp_path / "other.xlsx", "other.xlsx")
    assert ABOUT in caught.value.words.th


def test_a_text_file_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("ข้อที่,มิติ\n1,health\n", encoding="utf-8")
    with pytest.raises(Refusal):
        read_workbook(tmp_path / "a.xlsx", "a.xlsx")
