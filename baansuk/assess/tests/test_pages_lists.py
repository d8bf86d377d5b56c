"""The household list, its search and its workbook: what is shown, refused, counted and written down."""

import io
import re
import sqlite3

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.models import Figure, Profile
from baansuk.assess.tests.page_fixtures import CODES, EDITION, HOUSES, House, make_edition
from baansuk.audit import lasting
from baansuk.audit.lasting import Ending as lasting_ending
from baansuk.audit.models import Event, Subject
from baansuk.audit.questions import subjects_of
from baansuk.people.models import Household
from tests.kept import written_once

pytestmark = pytest.mark.django_db


edition = written_once(make_edition)


@pytest.fixture
def keeper(edition):
    return sign_in_as("register_keeper")


def _codes_in(answer):
    page = answer.content.decode()
    return sorted((code for code in CODES[: len(HOUSES)] if code in page), key=page.index)


def test_the_list_follows_the_doors_and_the_names(keeper):
    doors = _codes_in(keeper.get("/households/"))
    assert doors == [CODES[5], CODES[0], CODES[1], CODES[2], CODES[3], CODES[4]], "village by village"
    names = _codes_in(keeper.get("/households/?sort=name"))
    heads = ["จำลอง", "ตัวอย่าง", "ทดสอบ", "ในฝัน", "แสงเงา"]
    assert [HOUSES[CODES.index(code)].head[1] for code in names[:5]] == heads, (
        "ใ and แ after their consonant, as Thais sort"
    )


def test_filters_by_area_and_measure_meet(keeper):
    assert _codes_in(keeper.get("/households/?area=9901&measure=label.mpi_poor")) == [CODES[0], CODES[3]]
    assert _codes_in(keeper.get("/households/?measure=bmn.22&sort=name")) == [CODES[0], CODES[4]]
    nothing = keeper.get("/households/?area=990102&measure=bmn.22")
    assert "ไม่มีครัวเรือนตามที่เลือก" in nothing.content.decode()


def test_a_row_says_what_is_lacking_and_what_is_not_known(keeper):
    page = keeper.get("/households/?area=99010101").content.decode()
    assert "บ้านเลขที่ 12/3 หมู่ 1" in page
    assert "คนจนเป้าหมาย" in page
    assert "จนหลายมิติ</span>" not in page, "whoever is target poor is MPI-poor already"
    assert "ไม่อยู่ในบัญชีใด" in page


@pytest.mark.parametrize(
    "asked",
    [
        "page=0", "page=1000000000", "page=abc", "page=๒", "page=2", "page=-1", "page=1.0", "size=5", "sort=password",
        "sort=", "area=9", "area=99010A", "area=..", "measure=nothing", "measure=bmn.22'", "edition=1",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_a_sentence(keeper, asked):
    answer = keeper.get(f"/households/?{asked}")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "ที่อยู่ของหน้านี้มีส่วนที่ระบบไม่รู้จัก" in page or "ไม่มีหน้าที่ 2" in page


def test_the_number_of_queries_does_not_grow_with_the_rows():
    make_edition((HOUSES[0],))
    client = sign_in_as("register_keeper")
    client.get("/households/")  # what may be chosen in an edition is asked once
    few = _queries(client, "/households/")
    _many(120)
    assert _queries(client, "/households/") == few
    assert _queries(client, "/households/?page=2&sort=name") == few
    assert few <= 20


def test_no_question_is_put_to_the_database_twice(keeper):
    keeper.get("/households/")
    with CaptureQueriesContext(connection) as queries:
        assert keeper.get("/households/").status_code == 200
    asked = [re.sub(r"'[0-9T:. -]+'", "''", query["sql"]) for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) > 10 and len(asked) == len(set(asked)), sorted(one for one in asked if asked.count(one) > 1)


@pytest.mark.parametrize("ask", [lambda one: one.get("/households/"), lambda one: one.post(FIND, {"text": "ทดส"})])
def test_nothing_is_asked_of_the_database_while_a_page_is_drawn(keeper, ask):
    with CaptureQueriesContext(connection) as queries:
        assert ask(keeper).status_code == 200
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert "audit_" in asked[-1], "the disk takes the trail meanwhile, and who asks would wait for it"


FIND = "/households/find/"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="on PostgreSQL the whole request is one transaction")
@pytest.mark.django_db(transaction=True)
def test_a_list_whose_trail_the_disk_does_not_take_is_not_shown(monkeypatch):
    class Disk:
        def commit(self):
            raise sqlite3.OperationalError("disk is full")

    make_edition((HOUSES[0],))
    client = sign_in_as("register_keeper")
    client.raise_request_exception = False
    monkeypatch.setattr(lasting, "Ending", lambda _driver: lasting_ending(Disk()))
    answer = client.get("/households/")
    assert answer.status_code == 503 and CODES[0] not in answer.content.decode()
    assert not Event.objects.filter(act="people.look_list").exists()


def _many(count):
    """Put more households of the same village straight into the tables that the list reads."""
    rows = [
        Household(
            edition=EDITION, code=CODES[n], area_code="99010101", list_key=f"99010101{n:06d}", name_key=f"{n:06d}"
        )
        for n in range(1, count)
    ]
    Household.objects.bulk_create(rows)
    Profile.objects.bulk_create(
        Profile(edition=EDITION, household_code=row.code, indicator_set="x", answers="P" * 31, dimensions="PPPPP")
        for row in rows
    )
    Figure.objects.filter(area_code="99", measure="all").update(households_fail=count)


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/3 ม.1", [0]), ("12/3 หมู่ที่ ๑", [0]), ("ทดส", [0]), ("สมมุติว", [0]), ("นางตัวอย่าง", [1]), ("9900000" "0004", [4]),
        ("ไม่มีใครชื่อนี้", []),
    ],
)  # fmt: skip
def test_search_by_door_word_and_code(keeper, text, expected):
    answer = keeper.post("/households/find/", {"text": text})
    assert answer.status_code == 200
    assert _codes_in(answer) == [CODES[place] for place in expected]


def test_search_by_a_code_typed_carelessly(keeper):
    typed = CODES[2].lower().replace("-", " ")
    assert _codes_in(keeper.post("/households/find/", {"text": typed})) == [CODES[2]]


def test_search_texts_never_stand_in_an_address_or_the_trail(keeper):
    answer = keeper.get("/households/find/?text=ทดสอบ")
    assert (answer.status_code, answer["Location"]) == (302, "/households/"), "the text is not carried on"
    assert keeper.get("/households/?text=ทดสอบ").status_code == 400
    page = keeper.post("/households/find/", {"text": "ทดสอบ"}).content.decode()
    assert "?text=" not in page
    told = Event.objects.get(act="people.search")
    assert "ทดสอบ" not in str(told.about)
    assert told.about["kind"] == "name"
    assert Subject.objects.filter(event=told.pk, code=CODES[0]).exists()


def test_an_empty_or_endless_search_keeps_what_was_typed(keeper):
    empty = keeper.post("/households/find/", {"text": " "})
    assert empty.status_code == 422
    assert "พิมพ์สิ่งที่ต้องการค้นหาก่อน" in empty.content.decode()
    endless = keeper.post("/households/find/", {"text": "ก" * 500})
    assert endless.status_code == 422
    assert keeper.post("/households/find/", {"text": "ทดสอบ", "page": "10**9"}).status_code == 400


def test_each_list_is_written_down_with_the_households_it_showed(keeper):
    keeper.get("/households/?area=990102")
    told = Event.objects.get(act="people.look_list")
    assert told.actor == "register_keeper"
    assert told.about == {"edition": EDITION, "area": "990102", "measure": "", "page": 1}
    assert [one.code for one in Subject.objects.filter(event=told.pk)] == [CODES[3]]


def _workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_workbook_holds_the_list_and_says_what_it_is(keeper):
    answer = keeper.post("/households/export/", {"area": "9901", "measure": "label.mpi_poor"})
    assert (
        answer["Content-Disposition"] == f'attachment; filename="baansuk-households-{EDITION}-9901-label.mpi_poor.xlsx"'
    )
    book = _workbook(answer)
    sheet, about = book.worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [CODES[0], CODES[3]]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["บ้านเลขที่"] == "12/3"
    assert first["รหัสประจำบ้าน"] == "99000000000", "a code of eleven digits stays text"
    assert first["ข้อที่ตก"] == "8, 22"
    assert first["คนจนเป้าหมาย"] == "ใช่"
    assert "อำเภอเมืองสมมุติ (9901)" in [row[1] for row in about.iter_rows(values_only=True)]


def test_an_export_is_written_down_before_and_after(keeper):
    answer = keeper.post("/households/export/", {"area": "99"})
    begun = Event.objects.get(act="people.export")
    assert (begun.outcome, begun.about["households"]) == ("begun", len(HOUSES))
    b"".join(answer.streaming_content)
    ended = Event.objects.filter(act="people.export").latest("pk")
    assert (ended.outcome, ended.about["households"]) == ("done", len(HOUSES))
    assert set(subjects_of(ended)) == {("household", code) for code in CODES[: len(HOUSES)]}, "each that left"
    assert (ended.source, ended.request) == ("web", begun.request)


def test_a_download_that_is_broken_off_is_written_down_as_such(keeper):
    answer = keeper.post("/households/export/", {"area": "99"})
    # The client's own iterator: closing the answer itself would close the test's connection to PostgreSQL with it.
    pieces = vars(answer)["_iterator"]
    next(pieces)
    pieces.close()
    assert Event.objects.filter(act="people.export").latest("pk").outcome == "broken_off"


def test_a_register_that_goes_while_it_is_written_fails_the_download(keeper):
    answer = keeper.post("/households/export/", {"area": "99"})
    Household.objects.filter(code=CODES[2]).delete()
    with pytest.raises(Exception, match="5 of 6"):
        b"".join(answer.streaming_content)
    assert Event.objects.filter(act="people.export").latest("pk").outcome == "broken_off"


def test_formulas_stay_texts_in_the_workbook():
    make_edition((House("99010101", "=1+1", ("", '=HYPERLINK("http://x")', "")),))
    answer = sign_in_as("tambon_team").post("/households/export/", {})
    row = list(_workbook(answer).worksheets[0][2])
    assert row[1].value == "'=1+1"
    assert row[8].value.startswith("'=HYPERLINK")
    assert all(cell.data_type != "f" for cell in row)


def test_there_is_nothing_to_export_before_the_first_edition():
    keeper = sign_in_as("register_keeper")
    assert "ยังไม่มีทะเบียน" in keeper.get("/map/").content.decode()
    assert keeper.post("/households/export/", {}).status_code == 404


def test_the_list_in_english(keeper):
    keeper.cookies["language"] = "en"
    page = keeper.get("/households/?area=99010101").content.decode()
    assert "House 12/3, Moo 1" in page
    assert "Target poor" in page


def test_a_search_by_name_says_how_many_it_found_and_in_which_order(keeper):
    page = keeper.post("/households/find/", {"text": "ทดสอบ"}).content.decode()
    found = int(re.findall(r"ค้นด้วยชื่อ[^<]*พบ (\d+) คน", page)[0])
    assert found >= 1
    assert "เรียงตามชื่อที่ขึ้นต้นตรงกับที่พิมพ์ก่อน แล้วตามด้วยชื่อที่ออกเสียงคล้ายกัน" in page
    house = keeper.post("/households/find/", {"text": "12/3"}).content.decode()
    assert "พบ 1 ครัวเรือน" in house and "เรียงตามพื้นที่และบ้านเลขที่" in house


def test_coming_back_to_a_search_by_its_address_begins_again_at_the_list(edition):
    assert sign_in_as("amphoe_officer").get("/households/find/")["Location"] == "/households/"
    assert sign_in_as("governor_view").get("/households/find/").status_code == 404
