"""The pages of deliveries as the register keeper meets them; for everybody else there is no such page."""

from __future__ import annotations

import io
import re
from urllib.parse import quote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.models import Partner
from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.collect import actions
from baansuk.collect.models import Delivery, Source
from baansuk.collect.tests.files import ID_1, ID_2, PEOPLE, csv_bytes, row, saved, xlsx_bytes
from baansuk.collect.tests.page_tools import OTHERS, send, text_of

pytestmark = pytest.mark.django_db
ROWS = [row(), row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="5")]
BAD_ID = "1000000000008"
ADDRESSES = [
    "/registers/",
    "/registers/upload/",
    "/registers/deliveries/",
    "/registers/deliveries/{receipt}/",
    "/registers/deliveries/{receipt}/issues/",
    "/registers/deliveries/{receipt}/issues.xlsx",
    "/registers/sources/people/",
    "/registers/sources/new/",
]


@pytest.fixture
def keeper(source):
    return sign_in_as("register_keeper")


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_keeper_sees_each_page_without_inline_script(address, language, receive):
    client = sign_in_as("register_keeper", language=language)
    answer = client.get(address.format(receipt=receive([*ROWS, row(nr="3", id=BAD_ID)]).receipt))
    assert answer.status_code == 200
    if answer.streaming:
        assert answer.getvalue().startswith(b"PK")
        return
    shown = text_of(answer)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", shown)
    thai = re.findall(r"<main.*</main>", shown, re.S)[0]
    assert ("รับ" in thai or "ไฟล์" in thai) if language == "th" else not re.search(r"รับไฟล์|แหล่งข้อมูล", thai)


@pytest.mark.parametrize("role", OTHERS)
def test_for_all_others_a_delivery_is_as_absent_as_one_that_never_was(role, receive):
    receipt = receive(ROWS).receipt
    client = sign_in_as(role)
    for address in ADDRESSES:
        there, absent = (
            client.get(address.format(receipt=receipt)),
            client.get("/registers/deliveries/R-2569-NEVER1-X/"),
        )
        assert (there.status_code, text_of(there)) == (404, text_of(absent)), address
    for act in ("decide", "again"):
        posted = client.post(f"/registers/deliveries/{receipt}/{act}/", {"act": "accept"})
        assert (posted.status_code, text_of(posted)) == (404, text_of(absent))
    assert send(client, csv_bytes(ROWS[:1])).status_code == 404
    assert Delivery.objects.get().state == "checked"


def test_whoever_has_not_signed_in_is_sent_to_the_door(client, receive):
    answer = client.get(f"/registers/deliveries/{receive(ROWS).receipt}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_the_keeper_is_told_where_to_begin(keeper):
    shown = text_of(keeper.get("/registers/"))
    assert "ยังไม่มีข้อมูลจากหน่วยงาน" in shown
    assert 'href="/registers/upload/"' in shown
    assert "ยังไม่เคยรับไฟล์" in text_of(keeper.get("/registers/deliveries/"))


def test_an_upload_leads_to_its_delivery(keeper):
    answer = send(keeper, csv_bytes(ROWS), name="people_2569.csv")
    made = Delivery.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/registers/deliveries/{made.receipt}/")
    shown = text_of(keeper.get(answer["Location"]))
    assert "people_2569.csv" in shown
    assert made.receipt in text_of(keeper.get("/registers/deliveries/"))
    assert made.received_by == "register_keeper"


def test_pressing_twice_makes_one_delivery_and_the_same_receipt(keeper):
    first, second = (send(keeper, csv_bytes(ROWS)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Delivery.objects.count() == 1


def test_a_large_file_is_read_in_the_background(keeper, monkeypatch):
    monkeypatch.setattr("baansuk.collect.intake.READ_AT_ONCE_BYTES", 10)
    answer = send(keeper, csv_bytes(ROWS), source="people")
    assert answer["Location"].startswith("/runs/")
    assert Delivery.objects.count() == 0, "the worker makes it"


@pytest.mark.parametrize(("content", "said"), [(b"", "ว่างเปล่า"), (None, "เลือกไฟล์ก่อน")], ids=["empty file", "no file"])
def test_a_form_that_cannot_be_taken_keeps_what_was_typed(content, said, keeper):
    typed = {"source": "people", "sheet": "แผ่นหนึ่ง"}
    answer = send(keeper, content, **typed) if content is not None else keeper.post("/registers/upload/", typed)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert said in shown
    assert 'value="people" selected' in shown
    assert 'value="แผ่นหนึ่ง"' in shown
    assert Delivery.objects.count() == 0


def test_a_full_store_is_said_and_nothing_is_acknowledged(keeper, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("baansuk.collect.store.os.fsync", full)
    answer = send(keeper, csv_bytes(ROWS), source="people")
    assert answer.status_code == 422
    assert "พื้นที่เก็บไฟล์เต็ม" in text_of(answer)
    assert 'value="people" selected' in text_of(answer)
    assert Delivery.objects.count() == 0


def test_case_67_a_body_over_the_limit_is_refused_before_it_is_read(keeper, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = keeper.post(
        "/registers/upload/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="2000000000"
    )
    assert answer.status_code == 413
    assert Delivery.objects.count() == 0


def test_a_file_over_the_limit_that_came_within_the_envelope_is_refused_by_the_form(keeper, settings):
    settings.UPLOAD_MAX_BYTES = 100
    answer = send(keeper, csv_bytes(ROWS))
    assert answer.status_code == 422
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    "name", ['<b>ชื่อ & "แปลก".csv', "../../etc/passwd", "ยาว" * 200 + ".csv", "\u202egpj.csv", "๑'--.csv"]
)
def test_odd_file_names_are_shown_as_they_are_and_do_nothing(name, keeper):
    answer = send(keeper, csv_bytes(ROWS), name=name)
    shown = text_of(keeper.get(answer["Location"]))
    kept = Delivery.objects.get().filename
    assert "<b>ชื่อ" not in shown
    assert len(kept) <= 255
    assert "/" not in kept
    assert "\u202e" not in kept


def test_a_file_of_unknown_shape_says_why_and_is_read_again_under_the_source_a_person_names(keeper):
    lines = csv_bytes([row()]).decode().replace("ที่,เลขประจำตัว,ชื่อ-สกุล", "no,เลขประจำตัว,ชื่อ-สกุล")
    for old, new in (("วันเกิด", "a"), ("บ้านเลขที่", "b"), ("หมู่ที่", "c"), ("ตำบล", "d"), ("รหัสพื้นที่", "e")):
        lines = lines.replace(old, new, 1)
    refused = send(keeper, lines.encode(), name="x.csv")["Location"]
    shown = text_of(keeper.get(refused))
    assert "ไม่รู้จักรูปแบบของไฟล์นี้" in shown
    assert "อ่านไฟล์นี้ใหม่" in shown
    again = keeper.post(f"{refused}again/", {"source": "people"})
    assert again["Location"] != refused
    assert Delivery.objects.get(source="people").sha256 == Delivery.objects.get(source=None).sha256


def test_reading_again_is_only_for_refused_files(keeper, receive):
    receipt = receive(ROWS).receipt
    answer = keeper.post(f"/registers/deliveries/{receipt}/again/", {"source": "people"})
    assert answer["Location"] == f"/registers/deliveries/{receipt}/"
    assert Delivery.objects.count() == 1


def test_a_pdf_is_refused_with_its_reason_and_has_no_workbook(keeper):
    address = send(keeper, b"%PDF-1.7\n", name="doc.pdf")["Location"]
    shown = text_of(keeper.get(address))
    assert "PDF" in shown
    assert "ส่งไฟล์ใหม่" in shown
    assert keeper.get(f"{address}issues.xlsx").status_code == 404
    assert "อ่านไม่ได้ทั้งไฟล์" in text_of(keeper.get(f"{address}issues/"))


def test_accepting_needs_no_reason_and_rejecting_does(keeper, receive):
    receipt = receive(ROWS).receipt
    decide = f"/registers/deliveries/{receipt}/decide/"
    refused = keeper.post(decide, {"act": "reject", "because": "  "})
    assert refused.status_code == 422
    assert "ต้องเขียนเหตุผล" in text_of(refused)
    assert Delivery.objects.get().state == "checked"
    accepted = keeper.post(decide, {"act": "accept"}, follow=True)
    assert "รับเข้าทะเบียนแล้ว" in text_of(accepted)
    assert Delivery.objects.get().state == "accepted"


def test_what_was_typed_stays_when_a_decision_is_refused(keeper, receive):
    delivery = receive(ROWS)
    actions.reject(delivery, by="other", because="มาก่อน")
    answer = keeper.post(
        f"/registers/deliveries/{delivery.receipt}/decide/", {"act": "accept", "because": "<i>ตรวจแล้ว</i>"}
    )
    assert answer.status_code == 422
    assert "ทำไม่ได้ เพราะ" in text_of(answer), "two officers, one decision: the second is told"
    assert Delivery.objects.get().state == "rejected"
    assert "<i>" not in text_of(answer)


def test_withdrawing_needs_a_reason_and_brings_the_earlier_list_back(keeper, receive):
    first, second = receive(ROWS), receive(ROWS[:1], filename="people.csv")
    for one in (first, second):
        keeper.post(f"/registers/deliveries/{one.receipt}/decide/", {"act": "accept"})
    decide = f"/registers/deliveries/{second.receipt}/decide/"
    assert keeper.post(decide, {"act": "withdraw"}).status_code == 422
    keeper.post(decide, {"act": "withdraw", "because": "ส่งผิดไฟล์"})
    states = dict(Delivery.objects.values_list("receipt", "state"))
    assert states == {first.receipt: "accepted", second.receipt: "withdrawn"}
    assert "ส่งผิดไฟล์" in text_of(keeper.get(f"/registers/deliveries/{second.receipt}/"))


@pytest.mark.parametrize("asked", [{}, {"act": "delete"}, {"act": "accept", "because": "ก" * 501}])
def test_garbage_decisions_change_nothing(asked, keeper, receive):
    delivery = receive(ROWS)
    assert keeper.post(f"/registers/deliveries/{delivery.receipt}/decide/", asked).status_code == 422
    assert Delivery.objects.get().state == "checked"
    assert keeper.get(f"/registers/deliveries/{delivery.receipt}/decide/").status_code == 405


def test_the_buttons_are_those_that_the_state_allows(keeper, receive):
    delivery = receive(ROWS)
    address = f"/registers/deliveries/{delivery.receipt}/"
    assert {'value="accept"', 'value="reject"'} <= set(
        re.findall(r'value="(?:accept|reject|withdraw)"', text_of(keeper.get(address)))
    )
    actions.accept(delivery, by="keeper")
    shown = re.findall(r'value="(accept|reject|withdraw)"', text_of(keeper.get(address)))
    assert shown == ["withdraw"]


def test_case_16_20_the_page_says_where_the_header_stood_and_what_was_hidden(areas):
    keeper = sign_in_as("register_keeper")
    actions.declare(PEOPLE % "workbook", by="keeper")
    as_declared = send(keeper, xlsx_bytes(ROWS), name="people.xlsx")["Location"]
    assert "ไฟล์ต่างจากที่ประกาศไว้" not in text_of(keeper.get(as_declared))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(ROWS, above=[["บัญชีทดสอบ"], ["ประจำปี 2569"], [""]])))
    book.active.row_dimensions[5].hidden = True
    page = text_of(keeper.get(send(keeper, saved(book), name="people.xlsx")["Location"]))
    assert "ไฟล์ต่างจากที่ประกาศไว้" in page
    assert "หัวตารางอยู่แถวที่ 4 ไม่ใช่แถวที่ 1 ตามที่ประกาศไว้" in page
    assert "มีแถวที่ซ่อนไว้ 1 แถว" in page


def test_case_35_one_changed_row_is_one_change(keeper, receive):
    actions.accept(receive(ROWS), by="keeper")
    second = receive([ROWS[0], row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="6")])
    shown = text_of(keeper.get(f"/registers/deliveries/{second.receipt}/"))
    assert re.search(r"แถวที่เปลี่ยน</dt><dd>1<", shown)
    assert re.search(r"แถวเหมือนเดิม</dt><dd>1<", shown)


def test_id_numbers_are_masked_wherever_they_stand(keeper, receive):
    written = "1-0000-00000-00-8"
    delivery = receive(
        [*ROWS, row(nr="3", id=BAD_ID), row(nr="4", id=written), row(nr="5", id="๓๐๐๐๐๐๐๐๐๐๑๒๙", job=f"บัตร {ID_1}")]
    )
    pages = [f"/registers/deliveries/{delivery.receipt}/", f"/registers/deliveries/{delivery.receipt}/issues/"]
    for address in pages:
        shown = text_of(keeper.get(address))
        for number in (ID_1, ID_2, BAD_ID, written, "๓๐๐๐๐๐๐๐๐๐๑๒๙"):
            assert number not in shown, address
    assert "x-xxxx-xxxx0-00-9" in text_of(keeper.get(pages[0]))


def test_looking_at_rows_leaves_a_trace(keeper, receive):
    receipt = receive(ROWS).receipt
    for page, act in (("", "look"), ("issues/", "issues"), ("issues.xlsx", "issues_workbook")):
        keeper.get(f"/registers/deliveries/{receipt}/{page}")
        event = Event.objects.order_by("-pk")[0]
        assert (event.act, event.actor) == (f"collect.{act}", "register_keeper")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", 2),
        ("?page=2", 52),
        ("?page=1000000000", 2),
        ("?page=9999", 52),
        ("?page=-1", 2),
        ("?code=xyz", 2),
        ("?page=๒", 52),
        ("?code=%00", 2),
    ],
)
def test_issues_are_paged_and_garbage_is_dropped(asked, first, keeper, receive):
    receipt = receive([row(nr=str(n), income="มาก") for n in range(1, 61)]).receipt
    answer = keeper.get(f"/registers/deliveries/{receipt}/issues/{asked}")
    assert answer.status_code == 200
    assert answer.context["rows"].rows[0]["row"] == first
    assert answer.context["rows"].total == 60


def test_issues_of_one_kind(keeper, receive):
    receipt = receive([row(income="มาก"), row(nr="2", id=BAD_ID)]).receipt
    every = keeper.get(f"/registers/deliveries/{receipt}/issues/")
    codes = {one["code"] for one in every.context["rows"].rows}
    assert len(codes) > 1
    for code in codes:
        some = keeper.get(f"/registers/deliveries/{receipt}/issues/?code={code}").context["rows"].rows
        assert {one["code"] for one in some} == {code}


def test_a_cell_of_markup_is_shown_as_text(keeper, receive):
    receipt = receive([row(name="<script>alert(1)</script>", job="{{7*7}}", income="<img src=x>")]).receipt
    for page in ("", "issues/"):
        shown = text_of(keeper.get(f"/registers/deliveries/{receipt}/{page}"))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_the_list_costs_the_same_however_long_it_is(keeper, receive):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            keeper.get("/registers/deliveries/")
            keeper.get("/registers/")
        return len(caught)

    receive(ROWS)
    few = queries()
    for number in range(5):
        receive([row(house=str(number))])
    assert queries() == few


def test_the_list_is_cut_by_kind_of_state(keeper, receive):
    waiting, accepted = receive(ROWS), receive(ROWS[:1])
    actions.accept(accepted, by="keeper")
    shown = {
        kind: text_of(keeper.get(f"/registers/deliveries/?state={kind}")) for kind in ("waiting", "counting", "xyz")
    }
    assert waiting.receipt in shown["waiting"]
    assert accepted.receipt not in shown["waiting"]
    assert accepted.receipt in shown["counting"]
    assert waiting.receipt not in shown["counting"]
    assert waiting.receipt in shown["xyz"], "an unknown kind means all"
    assert "ไม่มีไฟล์ในสถานะนี้" in text_of(keeper.get("/registers/deliveries/?state=closed"))


def test_htmx_gets_the_list_alone(keeper, receive):
    receive(ROWS)
    part = keeper.get("/registers/deliveries/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert text_of(part).lstrip().startswith("<section")


@pytest.mark.parametrize("receipt", ["R-1", quote("ใบรับ"), "..", "%00"])
def test_garbage_receipts_are_absent(receipt, keeper):
    assert keeper.get(f"/registers/deliveries/{receipt}/").status_code in (400, 404)


def test_case_21_two_sheets_with_rows_ask_which_and_the_answer_is_taken(areas):
    keeper = sign_in_as("register_keeper")
    actions.declare(PEOPLE.replace('sheet = ["คน"]', "") % "workbook", by="keeper")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(ROWS, sheet="หนึ่ง")))
    book.copy_worksheet(book.active).title = "สอง"
    address = send(keeper, saved(book), name="people.xlsx")["Location"]
    assert "ให้ระบุว่าใช้แผ่นงานใด" in text_of(keeper.get(address))
    assert keeper.post(f"{address}again/", {"sheet": ""})["Location"] == address
    assert Delivery.objects.get().state == "refused", "no answer, no change"
    assert keeper.post(f"{address}again/", {"sheet": "สอง"})["Location"] == address, "the same receipt"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.rows, delivery.summary["tables"][0]["sheet"]) == ("checked", 2, "สอง")


def test_an_agency_is_told_by_its_name_and_by_its_code_only_where_it_has_none(keeper):
    code = Source.objects.get(pk="people").partner
    Partner.objects.filter(pk=code).delete()
    for address in ("/registers/", "/registers/sources/people/"):
        assert code in text_of(keeper.get(address))
    Partner.objects.create(pk=code, name_th="สำนักงานสมมุติ", name_en="Fictional office")
    for address in ("/registers/", "/registers/sources/people/"):
        assert "สำนักงานสมมุติ" in text_of(keeper.get(address))
