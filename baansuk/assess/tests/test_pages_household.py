"""The page of one household: what it tells, what it keeps to itself, and that the look is written down first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.models import Grant
from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.models import Profile
from baansuk.assess.tests.page_fixtures import CODES, PERSON_CODES, make_edition
from baansuk.audit import gate
from baansuk.audit.models import Event, Subject
from baansuk.people.models import Person, RecordLink
from tests.kept import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]


edition = written_once(make_edition)


def _page(role="register_keeper", place=0, **options):
    answer = sign_in_as(role, **options).get(f"/households/{CODES[place]}/")
    assert answer.status_code == 200
    return answer.content.decode()


def _text(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_it_says_what_is_lacking_with_source_and_day():
    text = _text(_page())
    assert "บ้านเลขที่ 12/3 หมู่ 1" in text
    assert "22. รายได้เฉลี่ยของคนในครัวเรือนต่อปี" in text
    assert "แบบสำรวจ จปฐ.: ไม่ผ่าน · 23 ม.ค. 2569" in text
    assert "1 ข้อ ไม่นับว่าผ่าน และไม่นับว่าจน" in text, "what is not known stands apart"


def test_a_household_nobody_surveyed_is_neither_passed_nor_poor():
    text = _text(_page(place=5))
    assert "31 ข้อ ไม่นับว่าผ่าน และไม่นับว่าจน" in text
    assert "ยังบอกไม่ได้ว่าไม่ขาด" in text
    assert "ไม่มีบ้านเลขที่" in text


def test_disagreeing_sources_stand_side_by_side_with_the_rule():
    text = _text(_page())
    assert "31,000 บาท ใช้ค่านี้ แบบสำรวจวิทยาลัยชุมชน · ก.พ. 2569" in text, "the later survey, its day known to the month"
    assert "24,000 บาท แบบสำรวจ จปฐ." in text
    assert "ใช้ข้อมูลสำรวจครัวเรือน" in text


def test_classes_outside_the_grant_are_named_and_their_facts_are_not_there():
    client = sign_in_as("register_keeper")
    whole = _text(client.get(f"/households/{CODES[0]}/").content.decode())
    assert "77,777" in whole
    assert "ติดเตียง" in whole
    assert "ข้อตกลงไม่ได้ให้" not in whole
    Grant.objects.filter(field_class__in=("debt", "health")).delete()
    page = _text(client.get(f"/households/{CODES[0]}/").content.decode())
    assert "77,777" not in page
    assert "ติดเตียง" not in page
    assert "ไม่ว่าจะมีหรือไม่: หนี้สิน · สุขภาพ" in page


def test_members_have_ages_and_masked_numbers():
    text = _text(_page())
    assert "x-xxxx-xxxx0-00-9" in text
    assert re.search(r"ชาย \d\d ปี", text)
    assert "1 มิ.ย. 2523" in text


def test_records_tell_why_they_belong():
    text = _text(_page())
    assert "เลขประจำตัวตรงกันและถูกต้อง" in text
    assert "รหัสประจำบ้าน 11 หลักตรงกัน" in text


def test_lists_it_is_not_on_are_told_too():
    page = _page()
    lists = _text(page[page.index('id="lists"') : page.index('id="members"')])
    assert "อยู่ในบัญชี บัญชีผู้ถือบัตรสวัสดิการแห่งรัฐ" in lists
    assert "ไม่อยู่ บัญชีนักเรียนทุนเสมอภาค" in lists
    assert "ทะเบียนคนพิการ" not in lists, "a list that never came says nothing about anybody"


@pytest.mark.parametrize(
    ("role", "exact"), [("register_keeper", False), ("amphoe_officer", False), ("tambon_team", True)]
)
def test_the_exact_place_is_for_those_sent_there(role, exact):
    page = _page(role)
    assert ("10.12346" in page) is exact
    assert "100.654" not in page or exact


def test_the_title_of_the_window_names_nobody():
    client = sign_in_as("register_keeper")
    for place in range(2):
        page = client.get(f"/households/{CODES[place]}/").content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert CODES[place] in title
        assert "12/3" not in title
        assert "ทดสอบ" not in title


def test_the_look_is_written_down_with_the_persons():
    _page()
    told = Event.objects.get(act="people.look")
    assert told.actor == "register_keeper"
    subjects = {(one.kind, one.code) for one in Subject.objects.filter(event=told.pk)}
    assert subjects == {("household", CODES[0]), ("person", PERSON_CODES[0])}


def test_without_a_trail_there_is_no_page(monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError("the trail cannot be written")

    client = sign_in_as("register_keeper")
    monkeypatch.setattr(gate, "write", broken)
    client.raise_request_exception = False
    answer = client.get(f"/households/{CODES[0]}/")
    assert answer.status_code == 500
    assert "ทดสอบ" not in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_records():
    client = sign_in_as("register_keeper")
    counts = []
    for more in (0, 40):
        RecordLink.objects.bulk_create(
            RecordLink(
                edition=7,
                record_id=n,
                person_code=PERSON_CODES[0],
                household_code=CODES[0],
                rule="id",
                source="bmn",
                delivery=1,
                row=n,
            )
            for n in range(5, 5 + more)
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/households/{CODES[0]}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 36


def test_a_household_not_yet_assessed_says_so():
    Profile.objects.all().delete()
    assert "ยังไม่ได้ประเมิน" in _text(_page())


def test_in_english():
    page = _text(_page(language="en"))
    assert "House 12/3, Moo 1" in page
    assert "BMN survey: Fail · 23 Jan 2569 BE" in page


def test_a_name_that_looks_like_markup_is_only_a_name():
    Person.objects.filter(code=PERSON_CODES[0]).update(given_name="<script>alert(1)</script>")
    page = _page()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
