"""The wizard asks no more than it must: codes, needed columns, row names and further sheets are guessed, then answered."""

from __future__ import annotations

import io

import openpyxl
import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.collect import questions
from baansuk.collect.declaration import read_declaration
from baansuk.collect.guess_codes import guess_meaning, is_needed, meanings_to_declare, names_rows, values_of
from baansuk.collect.models import Declaration, Delivery
from baansuk.collect.tests.files import ID_1, ID_2, ID_3
from baansuk.collect.tests.page_tools import send, text_of
from baansuk.collect.tests.test_pages_sources import NAMES, NEW

CODED = (
    "uuid,เลขบัตรประชาชน,ชื่อ-สกุล,เพศ,สวัสดิการ\r\n"
    f"a1,{ID_1},นางสมมุติ ตัวอย่าง,2,9\r\nb2,{ID_2},นายสอง ตัวอย่าง,1,1\r\nc3,{ID_3},นายสาม ตัวอย่าง,1,0\r\n"
).encode()


def test_few_values_are_codes_and_many_are_not():
    assert values_of(["1", " 2", "", "1"]) == ("1", "2")
    assert values_of([str(n) for n in range(40)]) == ()


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        ("sex", "2", "female"),
        ("sex", "ชาย", "male"),
        ("bmn_01", "ผ่าน", "pass"),
        ("welfare_card", "มี", "true"),
        ("welfare_card", "9", "?"),
        ("sex", "-", ""),
    ],
)
def test_what_a_code_means_is_guessed_and_what_nobody_can_tell_is_asked(field, value, meant):
    assert guess_meaning(field, value) == meant


def test_only_what_is_not_read_so_anyway_is_declared_and_then_all_of_it():
    assert meanings_to_declare("sex", {"ชาย": "male", "หญิง": "female"}) == {}
    assert meanings_to_declare("welfare_card", {"1": "true", "0": "false", "9": ""}) == {
        "1": "true",
        "0": "false",
        "9": "",
    }
    assert meanings_to_declare("welfare_card", {"1": "true", "9": "?"}) == {}


def test_needed_and_naming_columns_are_guessed():
    assert is_needed("person", "national_id", 1.0) and not is_needed("person", "national_id", 0.5)
    assert not is_needed("person", "house_no", 1.0)
    assert (
        names_rows("_uuid", ["a", "b"]) and not names_rows("_uuid", ["a", "a"]) and not names_rows("ลำดับ", ["1", "2"])
    )


@pytest.fixture
def keeper(areas):
    return sign_in_as("register_keeper")


def declared_by(keeper, content, name, **answers):
    address = send(keeper, content, name=name, to=NEW)["Location"]
    answer = keeper.post(address, {**NAMES, "save": "only", **answers})
    assert answer.status_code == 302, text_of(answer)
    return read_declaration(Declaration.objects.latest("pk").text)


@pytest.mark.django_db
def test_codes_needed_columns_and_row_names_are_guessed_without_a_question(keeper):
    declared = declared_by(keeper, CODED, "x.csv", **{"column-4": "welfare_card"})
    table = declared.tables[0]
    sex = table.column_of("sex")
    assert sex.meanings == {"2": "female", "1": "male"}
    assert table.column_of("national_id").required and table.column_of("full_name").required and not sex.required
    assert table.row_key == ("uuid",)


@pytest.mark.django_db
def test_a_code_that_nobody_can_tell_is_asked_for_and_the_answer_declared(keeper):
    address = send(keeper, CODED, name="x.csv", to=NEW)["Location"]
    shown = text_of(keeper.post(address, {**NAMES, "column-4": "welfare_card", "preview": "1"}))
    assert "มีรหัสที่ยังไม่รู้ความหมาย" in shown
    assert 'name="meaning-4-0"' in shown
    answers = {"asked": "1", "column-4": "welfare_card", "meant-4": "welfare_card"}
    answers |= {"meaning-4-0": "", "meaning-4-1": "true", "meaning-4-2": "false"}
    answers |= {"needed-1": "on", "names-1": "on"}
    declared = declared_by(keeper, CODED, "x.csv", **answers)
    table = declared.tables[0]
    assert table.column_of("welfare_card").meanings == {"9": "", "1": "true", "0": "false"}
    assert table.row_key == ("เลขบัตรประชาชน",), "what was unticked is not guessed again"
    assert [one.header for one in table.columns if one.required] == ["เลขบัตรประชาชน"]


@pytest.mark.django_db
def test_answers_given_for_another_field_or_made_up_are_not_taken(keeper):
    answers = {"meant-3": "relation", "meaning-3-0": "head", "column-3": "sex"}
    assert declared_by(keeper, CODED, "x.csv", **answers).tables[0].column_of("sex").meanings["2"] == "female"
    made_up = {"meant-3": "sex", "meaning-3-0": "martian", "column-3": "sex", "again": "on"}
    assert declared_by(keeper, CODED, "x.csv", **made_up).tables[0].column_of("sex").meanings["2"] == "female"


def workbook(second_headers=("เลขที่แบบสอบถาม", "เลขบัตรประชาชน", "ชื่อ-สกุล")) -> bytes:
    """A workbook of two households and their members, and a sheet of notes."""
    book = openpyxl.Workbook()
    book.active.title = "ครัวเรือน"
    for line in (
        ("เลขที่แบบสอบถาม", "บ้านเลขที่", "หมู่ที่", "ตำบล"),
        ("k1", "12/3", "4", "ทุ่งตัวอย่าง"),
        ("k2", "5", "4", "ทุ่งตัวอย่าง"),
    ):
        book.active.append(line)
    book.active.append(("k3", "6", "4", "ทุ่งตัวอย่าง"))
    members = book.create_sheet("สมาชิก")
    members.append(second_headers)
    members.append(("k1", ID_1, "นางสมมุติ ตัวอย่าง"))
    members.append(("k2", ID_2, "นายสอง ตัวอย่าง"))
    notes = book.create_sheet("หมายเหตุ")
    notes.append(("อะไร",))
    notes.append(("ข้อความ",))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_sheet_of_members_is_offered_ticked_and_read_with_the_households(keeper):
    address = send(keeper, workbook(), name="survey.xlsx", to=NEW)["Location"]
    shown = text_of(keeper.get(address))
    assert "อ่านแผ่น “สมาชิก” ด้วย" in shown and 'name="s1-take" checked' in shown
    assert 'name="s2-take" checked' not in shown, "a sheet of notes is offered, not taken"
    said = {**NAMES, "unit": "household", "s1-take": "on", "s1-unit": "person"}
    preview = text_of(keeper.post(address, {**said, "preview": "1"}))
    assert "ใช้ได้ 5 แถว ไม่รับ 0 แถว" in preview and "<h3>สมาชิก</h3>" in preview
    keeper.post(address, {**said, "save": "receive"})
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.rows_clean, delivery.tables) == ("checked", 5, "elderly_club sheet_2")
    units = {about["name"]: about["unit"] for about in delivery.summary["tables"]}
    assert units == {"elderly_club": "household", "sheet_2": "person"}
    assert questions.preview(delivery)[1].rows[0]["household_key"] == "k1"


@pytest.mark.django_db
def test_an_unticked_sheet_is_left_out(keeper):
    declared = declared_by(keeper, workbook(), "survey.xlsx", unit="household")
    assert [table.sheet for table in declared.tables] == [("ครัวเรือน",)]


@pytest.mark.django_db
def test_a_sheet_of_the_same_shape_cannot_be_taken_twice(keeper):
    content = workbook(("เลขที่แบบสอบถาม", "บ้านเลขที่", "หมู่ที่"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["สมาชิก"].cell(1, 4, "ตำบล")
    out = io.BytesIO()
    book.save(out)
    address = send(keeper, out.getvalue(), name="survey.xlsx", to=NEW)["Location"]
    assert "แผ่นนี้มีคอลัมน์เหมือนแผ่นแรก" in text_of(keeper.get(address))
    keeper.post(address, {**NAMES, "unit": "household", "s1-take": "on", "save": "only"})
    assert len(read_declaration(Declaration.objects.get().text).tables) == 1


@pytest.mark.django_db
def test_id_numbers_are_masked_in_every_sheet(keeper):
    shown = text_of(keeper.get(send(keeper, workbook(), name="survey.xlsx", to=NEW)["Location"]))
    assert ID_1 not in shown and ID_2 not in shown
