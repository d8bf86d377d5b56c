"""Declaring a new source from a file: guessed, checked, previewed, saved as a version, and then used."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from baansuk.access.models import User
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down
from baansuk.audit.models import Event
from baansuk.collect.declaration import read_declaration
from baansuk.collect.models import Declaration, Delivery, Source
from baansuk.collect.tests.files import ID_1, ID_2, csv_bytes, row, xlsx_bytes
from baansuk.collect.tests.page_tools import OTHERS, send, text_of

pytestmark = pytest.mark.django_db
NEW = "/registers/sources/new/"
NAMES = {
    "code": "elderly_club",
    "name_th": "ชมรมผู้สูงอายุ",
    "name_en": "Club of elders",
    "partner": "CLUB",
    "agreement": "SAMPLE-2569",
    "unit": "person",
    "delivery": "full",
}
HEADERS = "ลำดับ,เลขบัตรประชาชน,ชื่อ-สกุล,วันเกิด,บ้านเลขที่,หมู่ที่,ตำบล,อื่น ๆ\r\n"
LINES = [
    f"1,{ID_1},นางสมมุติ ตัวอย่าง,02/05/2510,12/3,4,ทุ่งตัวอย่าง,ก",
    f"2,{ID_2},นายสอง ตัวอย่าง,31/12/2500,5,4,ทุ่งตัวอย่าง,ข",
    "3,5000000000036,นายสาม ตัวอย่าง,01/01/2490,6,5,ทุ่งตัวอย่าง,ค",
]
CONTENT = (HEADERS + "\r\n".join(LINES) + "\r\n").encode()


@pytest.fixture
def keeper(areas):
    return sign_in_as("register_keeper")


@pytest.fixture
def columns(keeper):
    """The page of the columns of a new file."""
    return send(keeper, CONTENT, name="club.csv", to=NEW)["Location"]


def chosen(shown: str) -> dict[str, str]:
    """Return what each column is read as on the page, by its header."""
    found = {}
    for header, select in re.findall(
        r'<th scope="row" id="header-\d+">(.*?)</th>.*?(<select.*?</select>)', shown, re.S
    ):
        found[header] = re.findall(r'value="([^"]*)" selected', select)[0]
    return found


def test_columns_are_guessed_and_id_numbers_masked(keeper, columns):
    shown = text_of(keeper.get(columns))
    assert chosen(shown) == {
        "ลำดับ": "",
        "เลขบัตรประชาชน": "national_id",
        "ชื่อ-สกุล": "full_name",
        "วันเกิด": "birth_date",
        "บ้านเลขที่": "house_no",
        "หมู่ที่": "village_no",
        "ตำบล": "tambon",
        "อื่น ๆ": "",
    }
    assert ID_1 not in shown
    assert "x-xxxx-xxxx0-00-9" in shown
    assert Event.objects.filter(act="collect.guess").count() == 2, "the file and each look at it leave a trace"


def test_the_preview_shows_what_would_come_of_it_and_saves_nothing(keeper, columns):
    answer = keeper.post(columns, {**NAMES, "preview": "1"})
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "ใช้ได้ 3 แถว ไม่รับ 0 แถว" in shown
    assert "2 พ.ค. 2510" in shown
    assert "หมู่ที่ 4 บ้านตัวอย่างงาม" in shown
    assert ID_1 not in shown
    assert not Source.objects.exists()


def test_a_source_is_declared_and_the_same_file_received_under_it(keeper, columns):
    saved = keeper.post(columns, {**NAMES, "column-7": "-", "save": "only"})
    assert saved["Location"] == "/registers/sources/elderly_club/"
    shown = text_of(keeper.get(saved["Location"]))
    assert "บันทึกเป็นรุ่นที่ 1 แล้ว" in shown
    assert "ชมรมผู้สูงอายุ" in shown
    declared = read_declaration(Declaration.objects.get().text)
    fates = {
        column.header: column.field or ("raw" if column.raw else "left out") for column in declared.tables[0].columns
    }
    assert fates["วันเกิด"] == "birth_date"
    assert fates["ลำดับ"] == "raw"
    assert fates["อื่น ๆ"] == "left out"
    assert [c.era for c in declared.tables[0].columns_of("birth_date")] == ["BE"]
    address = send(keeper, CONTENT, name="club.csv")["Location"]
    delivery = Delivery.objects.get()
    assert address == f"/registers/deliveries/{delivery.receipt}/"
    assert (delivery.source_id, delivery.rows_clean, delivery.agreement) == ("elderly_club", 3, "SAMPLE-2569")


def test_saving_and_receiving_in_one_press(keeper, columns):
    address = keeper.post(columns, {**NAMES, "save": "receive"})["Location"]
    delivery = Delivery.objects.get()
    assert address == f"/registers/deliveries/{delivery.receipt}/"
    assert (delivery.source_id, delivery.filename, delivery.rows) == ("elderly_club", "club.csv", 3)


def test_the_second_press_saves_no_second_version(keeper, columns):
    for _ in range(2):
        keeper.post(columns, {**NAMES, "again": "on", "save": "receive"})
    assert (Declaration.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "ชมรม"}, "ขึ้นต้นด้วยอักษรอังกฤษตัวเล็ก"),
        ({"name_th": ""}, "กรอกชื่อภาษาไทย"),
        ({"agreement": ""}, "กรอกเลขที่บันทึกข้อตกลง"),
        ({"unit": "village"}, "ยังกรอกไม่ครบ"),
        ({"column-0": "full_name"}, "ให้หลายคอลัมน์"),
        ({"column-0": "given_name"}, "ใช้อย่างใดอย่างหนึ่ง"),
        ({f"column-{n}": "" for n in range(8)}, "ยังไม่ได้เลือกความหมาย"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_chosen_stays(change, said, keeper, columns):
    asked = {**NAMES, "column-7": "occupation", "save": "only"} | change
    answer = keeper.post(columns, asked)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert said in shown
    assert chosen(shown)["อื่น ๆ"] == asked["column-7"]
    assert f'value="{asked["name_en"]}"' in shown
    assert not Source.objects.exists()


def test_spaces_around_a_code_are_no_reason_to_refuse_it(keeper, columns):
    keeper.post(columns, {**NAMES, "code": " club\n", "save": "only"})
    assert Source.objects.get().code == "club"


def test_a_meaning_that_nobody_knows_is_kept_as_received(keeper, columns):
    keeper.post(columns, {**NAMES, "column-7": "password", "era-3": "martian", "save": "only"})
    table = read_declaration(Declaration.objects.get().text).tables[0]
    assert next(column for column in table.columns if column.header == "อื่น ๆ").raw
    assert [c.era for c in table.columns_of("birth_date")] == ["per_value"]


def test_the_code_of_another_source_is_refused_unless_a_new_version_is_meant(keeper, columns, source):
    asked = {**NAMES, "code": "people", "save": "only"}
    refused = keeper.post(columns, asked)
    assert refused.status_code == 422
    assert "รหัสนี้เป็นของ “บัญชีทดสอบ” แล้ว" in text_of(refused)
    assert Declaration.objects.count() == 1
    keeper.post(columns, asked | {"again": "on"})
    assert list(Declaration.objects.values_list("source", "version")) == [("people", 1), ("people", 2)]


def test_a_guardian_is_not_guessed_to_be_the_pupil(keeper):
    lines = ["ชื่อ,นามสกุล,ผู้ปกครอง", *("สมมุติ,ตัวอย่าง,นายสอง ตัวอย่าง",) * 4]
    shown = text_of(keeper.get(send(keeper, "\n".join(lines).encode(), to=NEW)["Location"]))
    assert chosen(shown) == {"ชื่อ": "given_name", "นามสกุล": "family_name", "ผู้ปกครอง": ""}


def test_the_sheet_of_a_workbook_is_chosen(keeper):
    address = send(keeper, xlsx_bytes([row()], sheet="หนึ่ง"), name="x.xlsx", to=NEW)["Location"]
    assert keeper.get(f"{address}?sheet=หนึ่ง").context["guess"].sheet == "หนึ่ง"
    assert keeper.get(f"{address}?sheet=ไม่มี").context["guess"].sheet == "หนึ่ง"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused_on_the_spot(content, keeper):
    answer = send(keeper, content, to=NEW)
    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)


def test_the_columns_of_a_file_belong_to_whoever_sent_it(keeper, columns):
    other = sign_in_as("auditor")
    assert other.get(columns).status_code == 404
    assert sign_in_as_another_keeper().get(columns).status_code == 404
    assert keeper.get(f"{NEW}{'0' * 64}/").status_code == 404


def sign_in_as_another_keeper():
    """Return the keeper's account in another browser, which never sent the file."""
    client = Client()
    keeper = User.objects.get(username="register_keeper")
    sign_in(client, keeper)
    sit_down(client, keeper.posts.get().pk, "register")
    return client


@pytest.mark.parametrize("role", OTHERS)
def test_for_all_others_there_is_no_such_page(role, source):
    client = sign_in_as(role)
    absent = text_of(client.get("/no-such-page/"))
    for address in (NEW, f"{NEW}{'0' * 64}/", "/registers/sources/people/", "/registers/sources/absent/"):
        for answer in (client.get(address), client.post(address, NAMES)):
            assert answer.status_code in (404, 405), address
            assert answer.status_code == 405 or text_of(answer) == absent
    assert send(client, csv_bytes([row()]), to=NEW).status_code == 404
