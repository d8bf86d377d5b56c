"""A file that comes again is greeted: when it came first, and whether it counts; a wrong header is compared."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from baansuk.access.tests.cast import sign_in_as
from baansuk.collect import actions, jobs
from baansuk.collect.earlier import seen_before
from baansuk.collect.models import Delivery
from baansuk.collect.tests.files import ID_1, csv_bytes, row
from baansuk.collect.tests.page_tools import send, text_of
from baansuk.collect.tests.test_pages_showing import listener
from baansuk.people.models import Edition

pytestmark = pytest.mark.django_db
ROWS = [row()]


@pytest.fixture
def earlier(receive):
    """A delivery of 5 November 2569, 10:32."""
    delivery = receive(ROWS)
    came = dt.datetime(2026, 11, 5, 10, 32, tzinfo=timezone.get_current_timezone())
    Delivery.objects.filter(pk=delivery.pk).update(received_at=came)
    return Delivery.objects.get(pk=delivery.pk)


def said_of(delivery):
    words = seen_before(Delivery.objects.get(pk=delivery.pk), since=timezone.now())
    assert words is not None
    return words


def test_what_comes_for_the_first_time_is_not_greeted(receive):
    began = timezone.now()
    assert seen_before(receive(ROWS), since=began) is None


def test_it_says_when_the_file_came_and_that_it_waits(earlier):
    words = said_of(earlier)
    assert "5 พ.ย. 2569 10:32 น." in words.th and earlier.receipt in words.th
    assert "ยังไม่นับในทะเบียน: ตรวจแล้ว รอรับเข้าทะเบียน" in words.th
    assert "5 Nov 2569 BE, 10:32" in words.en and "does not count" in words.en


def test_it_says_whether_the_present_register_counts_it(earlier):
    actions.accept(earlier, by="keeper")
    assert "จะนับเมื่อจัดทำทะเบียนฉบับถัดไป" in said_of(earlier).th
    Edition.objects.create(
        number=7, state="current", made_at=timezone.now(), about={"deliveries": {str(earlier.pk): ["people", ""]}}
    )
    assert "นับอยู่ในทะเบียนฉบับที่ 7 แล้ว" in said_of(earlier).th


def test_the_page_says_it_to_whoever_sends_the_file_again(earlier):
    keeper = sign_in_as("register_keeper")
    shown = text_of(keeper.get(send(keeper, csv_bytes(ROWS))["Location"]))
    assert "ไฟล์นี้เคยส่งมาแล้วเมื่อ 5 พ.ย. 2569 10:32 น." in shown
    assert "เคยส่งมาแล้ว" not in text_of(keeper.get(f"/registers/deliveries/{earlier.receipt}/")), "once, not for ever"


def test_the_background_reading_says_it_too(earlier):
    asked = {"by": "keeper", "partner": "", "sha256": earlier.sha256, "filename": "people.csv", "source": "people"}
    lines = jobs.receive(listener(), **asked)["lines"]
    assert any("เคยส่งมาแล้ว" in line[0] for line in lines)


def changed_headers() -> bytes:
    """The test list under eight headers that nobody declared: too few are known to take it."""
    lines = csv_bytes([row()]).decode()
    for place, old in enumerate(("วันเกิด", "บ้านเลขที่", "หมู่ที่", "ตำบล", "รหัสพื้นที่", "ละติจูด", "ลองจิจูด", "อาชีพ")):
        lines = lines.replace(old, f"ใหม่{place}", 1)
    return lines.encode()


def test_a_wrong_header_names_the_nearest_source_and_the_columns_that_differ(receive):
    delivery = receive([], content=changed_headers(), filename="x.csv")
    assert delivery.reason_code == "source_unknown"
    assert "ใกล้เคียงที่สุดคือ บัญชีทดสอบ (people)" in delivery.reason_th
    assert "“วันเกิด”" in delivery.reason_th and "“ใหม่0”" in delivery.reason_th
    assert "It comes nearest to Test list (people), but it lacks “วันเกิด”" in delivery.reason_en


def test_the_source_that_a_person_named_is_compared_too(receive):
    delivery = receive([], content=changed_headers(), filename="x.csv", source="people")
    assert "“ใหม่0”" in delivery.reason_th and "“วันเกิด”" in delivery.reason_th


def test_a_file_without_any_known_header_quotes_nobody(receive):
    lines = csv_bytes([row(), row()]).split(b"\r\n", 1)[1]
    delivery = receive([], content=lines, filename="x.csv")
    assert delivery.reason_code == "source_unknown"
    assert "ใกล้เคียงที่สุด" not in delivery.reason_th
    assert ID_1 not in delivery.reason_th and "สมมุติ" not in delivery.reason_th


def test_a_source_that_is_not_there_is_named_with_those_that_are(receive):
    assert "ที่มีอยู่คือ people" in receive(ROWS, source="zzz").reason_th
