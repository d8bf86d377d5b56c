"""The auditor's pages: every filter, nothing personal in an address, what leaves is in the trail, and no case is told."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone

from baansuk.access.models import Partner, Post
from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.tests.page_fixtures import CODES
from baansuk.audit import days, gate, searching
from baansuk.audit.models import Event, Subject
from baansuk.audit.setting import Setting, acting_from
from baansuk.protect import trail_export, trail_search_pages
from baansuk.protect.trail_asked import question_of, subject_code

pytestmark = pytest.mark.django_db
HOUSE = CODES[0]
TODAY = date(2026, 3, 31)


def write(act="people.look", by="somchai.j", address="192.0.2.1", **said) -> int:
    with acting_from(Setting("web", purpose="help", partner="DOPA", address=address)), transaction.atomic():
        return gate.write(act, by=by, **said)


@pytest.fixture
def auditor(db):
    Partner.objects.update_or_create(pk="DOPA", defaults={"name_th": "ที่ทำการปกครองสมมุติ", "name_en": "Administration"})
    return sign_in_as("auditor")


def text_of(answer):
    assert answer.status_code == 200, answer
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def shown(page):
    return [int(number) for number in re.findall(r'<p class="trail-hour"><a href="/trail/events/(\d+)/"', page)]


def asked(auditor, **typed) -> tuple[str, str]:
    """Type a search; returns the address it leads to, and the page there."""
    answer = auditor.post("/trail/", typed)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], text_of(auditor.get(answer["Location"]))


def test_the_newest_events_are_told_in_sentences(auditor):
    number = write(subjects=[("household", HOUSE)])
    page = text_of(auditor.get("/trail/"))
    assert number in shown(page)
    assert "บัญชี somchai.j ที่ทำการปกครองสมมุติ เปิดดูครัวเรือน" in page
    assert f"<code>{HOUSE}</code>" in page and f"/households/{HOUSE}" not in page
    assert Event.objects.filter(act="audit.search", actor="auditor").exists()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"account": "somchai.j"}, "look"), ({"partner": "DOPA", "act": "people.look"}, "look"),
        ({"act": "leave"}, "export"), ({"outcome": "refused", "account": "malee"}, "export"),
        ({"address": "192.0.2.2"}, "export"), ({"kind": "household", "code": HOUSE.lower().replace("-", " ")}, "look"),
        ({"kind": "agreement", "code": "A-1"}, "export"), ({"source": "web", "act": "leave"}, "export"),
        ({"account": "somchai.j", "act": "leave"}, ""),
    ],
)  # fmt: skip
def test_each_filter_finds_what_it_names(auditor, typed, expected):
    made = {
        "look": write(subjects=[("household", HOUSE)]),
        "export": write(
            "people.export", by="malee", address="192.0.2.2", outcome="refused", subjects=[("agreement", "A-1")]
        ),
    }
    _address, page = asked(auditor, **typed)
    assert shown(page) == ([made[expected]] if expected else []), page


def test_no_name_and_no_machine_stands_in_the_address(auditor):
    number = write()
    address, page = asked(auditor, account="somchai.j", address="192.0.2.1", begins="1 ม.ค. 2569", ends="")
    assert parse_qs(urlsplit(address).query)["account"] == [str(number)]
    assert "somchai" not in address and "192" not in address and "begins=2026-01-01" in address
    assert 'value="somchai.j"' in page and 'value="192.0.2.1"' in page
    row = Event.objects.filter(act="audit.search").latest("pk")
    assert "somchai" not in str(row.about) and Subject.objects.filter(event=row.pk, kind="user").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account": "nobody.at.all"}, "ไม่พบบัญชีนี้"), ({"address": "somewhere"}, "ไม่ใช่หมายเลขเครื่อง"),
        ({"address": "198.51.100.9"}, "ไม่พบเครื่องนี้"), ({"code": HOUSE}, "เลือกว่าเป็นรหัสของอะไร"),
        ({"kind": "household"}, "กรอกรหัส"), ({"kind": "household", "code": "นายสมชาย"}, "ไม่ใช่รหัส"),
        ({"kind": "person", "code": "1101700203450"}, "ไม่ใช่รหัส"),
        ({"kind": "delivery", "code": "1101700203450"}, "ไม่ใช่รหัส"),
        ({"begins": "2/1/2569", "ends": "1/1/2569"}, "วันสุดท้ายอยู่ก่อนวันแรก"), ({"begins": "เมื่อวาน"}, "อ่านเป็นวันที่ไม่ได้"),
        ({"begins": "1/1/2560", "ends": "1/1/2569"}, "ไม่เกินหนึ่งปี"),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_said_and_kept(auditor, typed, said):
    answer = auditor.post("/trail/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert all(f'value="{value}"' in page for name, value in typed.items() if name not in ("kind",))


def test_an_address_of_nonsense_is_answered_and_said(auditor):
    page = text_of(auditor.get("/trail/?account=x&act=drop&kind=household&begins=31-12&after=zz&outcome=done"))
    assert "อ่านไม่ได้" in page and shown(page)


def test_every_search_ends_at_a_year_and_begins_with_a_month():
    assert question_of({}, TODAY).asked.begins == date(2026, 3, 1)
    assert question_of({"ends": "2025-12-31"}, TODAY).asked.begins == date(2025, 12, 1)
    assert question_of({"begins": "2001-01-01"}, TODAY).asked.begins == date(2025, 3, 31)
    subject = question_of({"kind": "run", "code": "12"}, TODAY)
    assert subject.asked.begins is None and not subject.unread
    assert question_of({"begins": "2026-03-02", "ends": "2026-03-01"}, TODAY).unread


def test_codes_are_read_as_people_type_them():
    assert subject_code("household", f" {HOUSE.lower()} ") == HOUSE
    assert subject_code("person", HOUSE) == ""
    assert subject_code("run", "๑๒") == "12"
    assert subject_code("agreement", "MOU 2569") == ""


def test_pages_go_on_where_the_last_ended_and_counting_is_bounded(auditor, monkeypatch):
    monkeypatch.setattr(trail_search_pages, "PAGE", 3)
    monkeypatch.setattr(searching, "MOST_COUNTED", 5)
    monkeypatch.setattr(trail_search_pages, "MOST_COUNTED", 5)
    made = [write() for _ in range(8)]
    address, page = asked(auditor, act="people.look")
    assert "มากกว่า 5 รายการ" in page
    found = shown(page)
    while after := re.search(r"after=(\d+-\d+)", page):
        page = text_of(auditor.get(f"{address}&after={after[1]}"))
        found += shown(page)
    assert found == made[::-1] and "เหลือ 2 รายการ" in page


def test_what_leaves_is_whole_and_in_the_trail(auditor, monkeypatch):
    monkeypatch.setattr(trail_export, "AT_ONCE", 2)
    made = [write(about={"n": number}) for number in range(5)]
    lines = text_of(auditor.post("/trail/export/", {"form": "csv", "act": "people.look"})).splitlines()
    assert lines[0].startswith("\ufeffเลขที่,เวลา,ข้อความ")
    assert [int(line.split(",")[0]) for line in lines[1:]] == made[::-1]
    answer = auditor.post("/trail/export/", {"form": "xlsx", "act": "people.look"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == made[::-1]
    rows = Event.objects.filter(act="audit.export").order_by("pk").values_list("outcome", "about")
    assert [(outcome, about["rows"]) for outcome, about in rows] == [("begun", 0), ("done", 5)] * 2
    assert rows[0][1]["filters"] == ["act"]


def test_a_formula_stays_a_text_in_csv(auditor):
    with transaction.atomic():
        gate.write("people.look", by="=cmd()")
    assert "'=cmd()" in text_of(auditor.post("/trail/export/", {"form": "csv"}))


def test_an_export_stops_when_the_seat_ends(auditor):
    write()
    answer = auditor.post("/trail/export/", {"form": "csv"})
    Post.objects.filter(user__username="auditor").update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Exception, match="seat has ended"):
        b"".join(answer.streaming_content)
    assert Event.objects.filter(act="audit.export").latest("pk").outcome == "broken_off"


def test_an_event_shows_its_place_and_whether_it_is_sealed_and_whole(auditor):
    number = write(subjects=[("household", HOUSE), ("person", "P-1")], about={"edition": 7})
    page = text_of(auditor.get(f"/trail/events/{number}/"))
    assert "ตรงกับที่เขียนไว้" in page and "ยังไม่ผนึก" in page and HOUSE in page and "edition" in page
    assert f"?account={number}" in page and f"?address={number}" in page
    days.seal(by="test")
    assert "ผนึกแล้ว" in text_of(auditor.get(f"/trail/events/{number}/"))
    Event.objects.filter(pk=number).update(actor="somebody_else")
    assert "รายการถูกแก้" in text_of(auditor.get(f"/trail/events/{number}/"))
    assert auditor.get(f"/trail/events/{1 << 70}/").status_code == 404
    assert auditor.get("/trail/events/999999/").status_code == 404


def test_whom_a_case_of_protection_touched_is_shown_to_nobody(auditor):
    case = write("protection.open", subjects=[("household", HOUSE)])
    page = text_of(auditor.get(f"/trail/events/{case}/"))
    assert HOUSE not in page and "ช่องคุ้มครอง" in page and "ตรงกับที่เขียนไว้" in page
    assert HOUSE not in text_of(auditor.get("/trail/"))
    assert case not in shown(asked(auditor, kind="household", code=HOUSE)[1])


def test_the_state_tells_of_heads_and_of_the_last_verification(auditor):
    assert "ยังไม่เคยตรวจร่องรอย" in text_of(auditor.get("/trail/state/"))
    days.seal(by="test")
    with transaction.atomic():
        gate.write("audit.verify", by="command", about={"rows": 12, "found": 0})
    page = text_of(auditor.get("/trail/state/"))
    assert "ครั้งล่าสุดไม่พบสิ่งผิดปกติ" in page and "12 รายการ" in page
    with transaction.atomic():
        gate.write("audit.verify", by="command", outcome="failed", about={"rows": 12, "found": 2})
    assert "พบ 2 แห่ง" in text_of(auditor.get("/trail/state/"))


@pytest.mark.parametrize("address", ["/trail/", "/trail/state/", "/trail/events/{number}/"])
def test_for_all_who_do_not_read_the_trail_there_is_none(db, address):
    address = address.format(number=write())
    for role in ("register_keeper", "tambon_team", "stranger"):
        assert sign_in_as(role).get(address).status_code == 404
    assert sign_in_as("data_protection_officer").get(address).status_code == 200


def test_a_keeper_exports_no_trail(db):
    assert sign_in_as("register_keeper").post("/trail/export/", {"form": "csv"}).status_code == 404
    assert sign_in_as("auditor").post("/trail/export/", {"form": "pdf"}).status_code == 404
