"""What the grant does not reach is not asked of the database, cannot be filtered or sorted by, and is not told by lists."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.classes import CLASSES
from baansuk.access.models import Grant, Post, User
from baansuk.access.questions import presence_of
from baansuk.access.tests.cast import grant, purpose_of, sign_in_as
from baansuk.assess.measures import allowed, measures
from baansuk.assess.tests.page_fixtures import CODES, DELIVERIES, EDITION, HOUSES, PERSON_CODES, make_edition
from baansuk.audit.models import Event
from baansuk.people.codes import issue
from baansuk.people.models import Edition, FactSheet, RecordLink
from baansuk.people.questions import sight_of
from tests.kept import written_once

pytestmark = pytest.mark.django_db
ABSENT = issue("household", 1, random=lambda count: b"\x07" * count)[0]
ABSENT_PERSON = issue("person", 1, random=lambda count: b"\x07" * count)[0]
HOUSEHOLD = f"/households/{CODES[0]}/"


edition = written_once(make_edition)


@pytest.fixture
def team(edition):
    return sign_in_as("tambon_team")


def without(*classes):
    Grant.objects.filter(field_class__in=classes).delete()


def asked(client, address, data=None):
    """The answer and the questions put to the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, data) if data is not None else client.get(address)
    return answer, [query["sql"] for query in queries]


def register(sql):
    """The questions about the register itself."""
    return " ".join(one for one in sql if '"people_' in one or '"assess_profile"' in one)


@pytest.mark.parametrize(
    ("field_class", "columns", "shown"),
    [
        ("identity", ('"given_name"', '"head_name"', '"birth_date"', '"id_masked"', '"sex"'), "สมมุติวงศ์"),
        ("position", ('"lat" ', '"people_household"."lat"', '"people_household"."lon"'), "10.12346"),
        ("contact", ('"people_household"."house_no"',), "บ้านเลขที่ 12/3"),
    ],
)
def test_a_column_outside_the_grant_is_not_fetched(team, field_class, columns, shown):
    whole, sql = asked(team, HOUSEHOLD)
    assert shown in whole.content.decode()
    assert any(column in register(sql) for column in columns)
    without(field_class)
    page, sql = asked(team, HOUSEHOLD)
    assert page.status_code == 200
    assert shown not in page.content.decode()
    listed, more = asked(team, "/households/")
    assert shown not in listed.content.decode()
    found, last = asked(team, "/households/find/", {"text": CODES[0]})
    assert CODES[0] in found.content.decode() and shown not in found.content.decode()
    for column in columns:
        assert column not in register(sql + more + last), column


def test_facts_of_a_class_outside_the_grant_are_not_fetched(team):
    without("health", "debt")
    _page, sql = asked(team, HOUSEHOLD)
    sheets = next(one for one in sql if "people_factsheet" in one)
    assert "'health'" not in sheets and "'debt'" not in sheets and "'economic'" in sheets


def test_answers_that_rest_on_a_class_outside_the_grant_are_not_told(team):
    assert "22. รายได้เฉลี่ย" in team.get(HOUSEHOLD).content.decode()
    without("economic")
    page = team.get(HOUSEHOLD).content.decode()
    assert "22. รายได้เฉลี่ย" not in page
    assert "8. " in page, "the house itself is still granted"
    assert "24,000" not in page and "31,000" not in page
    assert "คนจนเป้าหมาย" not in page, "the label rests on income as well"
    assert "อีก 4 ข้อไม่แสดง" in page
    listed = team.get("/households/").content.decode()
    assert "คนจนเป้าหมาย</span>" not in listed
    assert "เท่าที่เปิดให้เห็น" in listed


def test_lists_that_give_away_a_class_are_not_named(team):
    assert "บัญชีผู้ถือบัตรสวัสดิการแห่งรัฐ" in team.get(HOUSEHOLD).content.decode()
    RecordLink.objects.create(
        edition=EDITION, record_id=4_100_000_002, person_code=PERSON_CODES[0], household_code=CODES[0], rule="id",
        household_rule="person", source="welfare_card", delivery=4, row=2, table="card",
    )  # fmt: skip
    without("aid")
    page = team.get(HOUSEHOLD).content.decode()
    assert "บัญชีผู้ถือบัตรสวัสดิการแห่งรัฐ" not in page
    assert "แบบสำรวจ จปฐ." in page


@pytest.mark.parametrize("measure", [one.code for one in measures() if one.classes & {"health", "aid", "disability"}])
def test_nothing_can_be_found_by_a_measure_outside_the_grant(team, measure):
    without("health", "aid", "disability")
    for answer in (
        team.get(f"/households/?measure={measure}"),
        team.post("/households/export/", {"measure": measure}),
    ):
        assert answer.status_code == 400
        assert "ข้อตกลงไม่ได้ให้หน่วยงานของท่านเห็น" in answer.content.decode()
    assert f'value="{measure}"' not in team.get("/households/").content.decode()


def test_without_names_nobody_is_sorted_or_found_by_one(team):
    without("identity")
    assert team.get("/households/?sort=name").status_code == 400
    assert "sort=name" not in team.get("/households/").content.decode()
    for text in ("ทดสอบ", "ไม่มีใครชื่อนี้", "3000000000129"):
        page = team.post("/households/find/", {"text": text}).content.decode()
        assert "ข้อตกลงไม่ได้ให้หน่วยงานของท่านเห็น" in page
        assert CODES[0] not in page
    without("contact")
    assert CODES[0] not in team.post("/households/find/", {"text": "12/3 ม.1"}).content.decode()


@pytest.mark.parametrize("left_out", [(), ("health",), ("health", "aid", "debt"), ("household",), tuple(CLASSES)])
@pytest.mark.parametrize("areas", [[], ["990101"], ["99"], ["990101", "990202"]])
def test_the_measures_offered_are_those_whose_every_class_is_seen(left_out, areas, edition):
    client = sign_in_as("tambon_team")
    assert client.get("/households/").status_code == 200
    without(*left_out)
    user = User.objects.get(username="tambon_team")
    sight = sight_of(presence_of(user, user.posts.get().pk, purpose_of("tambon_team")).scope)
    obvious = [one for one in measures() if sight.throughout(one.classes, areas)]
    assert allowed(measures(), sight, areas) == obvious
    assert len(obvious) > 20 or left_out or areas != ["990101"], "or this would prove nothing"


def _workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_workbook_has_no_column_outside_the_grant(team):
    without("identity", "contact", "health", "aid")
    answer, _sql = asked(team, "/households/export/", {})
    with CaptureQueriesContext(connection) as queries:
        sheet, about = _workbook(answer).worksheets
    heads = [cell.value for cell in sheet[1]]
    assert not {"บ้านเลขที่", "หัวหน้าครัวเรือน", "คนจนเป้าหมาย", "จำนวนบัญชีที่อยู่"} & set(heads)
    assert {"รหัสครัวเรือน", "ข้อที่ตก"} <= set(heads)
    sql = register(query["sql"] for query in queries)
    assert '"head_name"' not in sql and '"house_no"' not in sql
    assert any("สุขภาพ" in str(row[1]) for row in about.iter_rows(values_only=True))


@pytest.mark.parametrize("ended", ["agreement", "a class", "post"])
def test_an_export_stops_when_its_grant_ends(team, ended):
    answer = team.post("/households/export/", {})
    if ended == "agreement":
        Grant.objects.all().delete()
    elif ended == "a class":
        without("identity")
    else:
        Post.objects.all().delete()
    left = []
    with pytest.raises(Exception, match="ended"):
        left.extend(answer.streaming_content)
    with pytest.raises(Exception, match="zip"):
        openpyxl.load_workbook(io.BytesIO(b"".join(left)))
    told = Event.objects.filter(act="people.export").latest("pk")
    assert (told.outcome, told.about["why"], told.about["households"]) == ("broken_off", "access_ended", 0)


def _second_agreement(*households):
    """Let records of some households come under another agreement as well."""
    edition = Edition.objects.get()
    edition.about = {"deliveries": {**DELIVERIES, "9": ["college", "OTHER-2570"]}}
    edition.save()
    for place in households:
        RecordLink.objects.create(
            edition=EDITION, record_id=9_100_000_000 + place, person_code=PERSON_CODES[place], rule="id", row=place,
            household_code=CODES[place], household_rule="person", source="college", delivery=9, table="survey",
        )  # fmt: skip


def test_of_a_household_under_two_agreements_only_the_granted_facts_are_told(team):
    facts = [["", 9_100_000_000, "2026-05-01", {"income_person_year": "99999.00"}]]
    held = FactSheet.objects.get(household_code=CODES[0], field_class="economic")
    held.facts += facts
    held.save()
    _second_agreement(0)
    page = re.sub("<[^>]+>", " ", team.get(HOUSEHOLD).content.decode())
    assert "99,999" not in page
    assert "24,000" in page and "31,000" in page, "the value in use is chosen among what may be read"
    assert "สมมุติวงศ์" not in page, "a name in use may rest on the record that is not granted"
    assert "22. รายได้เฉลี่ย" not in page
    neighbour = team.get(f"/households/{CODES[1]}/").content.decode()
    assert "นิทานดี" in neighbour, "whose every record is granted"


def test_a_name_is_read_from_granted_facts_where_the_name_in_use_is_not_granted(team):
    said = [[PERSON_CODES[0], 1_100_000_002, "2026-01-23", {"title": "นาย", "given_name": "ทดสอบ", "family_name": "เดิม"}],
            [PERSON_CODES[0], 9_100_000_000, "2026-05-01", {"family_name": "ชื่อสกุลใหม่"}]]  # fmt: skip
    FactSheet.objects.create(edition=EDITION, household_code=CODES[0], field_class="identity", facts=said)
    _second_agreement(0)
    page = team.get(HOUSEHOLD).content.decode()
    assert "นายทดสอบ เดิม" in page
    assert "ชื่อสกุลใหม่" not in page[page.index('id="members"') : page.index('id="records"')]


def test_a_household_known_only_under_another_agreement_does_not_exist(team):
    RecordLink.objects.filter(household_code=CODES[0]).delete()
    _second_agreement(0)
    assert team.get(HOUSEHOLD).content == team.get(f"/households/{ABSENT}/").content
    assert CODES[0] not in team.get("/households/").content.decode()
    assert CODES[1] in team.get("/households/").content.decode()
    for text in ("ทดสอบ", CODES[0], PERSON_CODES[0]):
        assert f"/households/{CODES[0]}/" not in team.post("/households/find/", {"text": text}).content.decode()
    grant("CDD", "help", "plan", agreement="OTHER-2570")
    assert team.get(HOUSEHOLD).status_code == 200


def test_one_agreement_costs_no_question_more(team):
    team.get("/households/")  # what may be chosen in an edition is asked once
    _page, before = asked(team, "/households/")
    grant("CDD", "help", "plan", agreement="OTHER-2570")
    _second_agreement(0)
    _page, after = asked(team, "/households/")
    assert len(after) == len(before), "where every agreement is granted nothing more is asked"
    assert not any("people_recordlink" in one for one in before + after)
    assert '"among"' not in register(after) and "EXISTS" not in register(after)


def same(one, two):
    (first, sql), (second, other) = one, two
    assert first.status_code == second.status_code
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert len(sql) == len(other), "the number of questions tells them apart"


def test_another_areas_household_and_an_absent_one_are_alike_both_ways(team):
    theirs = CODES[HOUSES.index(next(house for house in HOUSES if house.area.startswith("9902")))]
    same(asked(team, f"/households/{theirs}/"), asked(team, f"/households/{ABSENT}/"))
    same(asked(team, f"/households/{ABSENT}/"), asked(team, f"/households/{theirs}/"))
    same(asked(team, "/figures/990201/"), asked(team, "/figures/990299/"))
    same(asked(team, "/households/export/", {"area": "990201"}), asked(team, "/households/export/", {"area": "990299"}))


def shown(answer):
    """A search page without the text typed and the form's token."""
    page = re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode())
    return re.sub(r'name="text" value="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("theirs", "absent"),
    [(CODES[4], ABSENT), (PERSON_CODES[4], ABSENT_PERSON), ("แสงเงา", "ไม่มีใคร"), ("99000000004", "99000000099")],
)
def test_a_search_for_somebody_elsewhere_is_like_one_for_nobody(team, theirs, absent):
    one, sql = asked(team, "/households/find/", {"text": theirs})
    two, other = asked(team, "/households/find/", {"text": absent})
    assert one.status_code == two.status_code == 200
    assert shown(one) == shown(two)
    assert len(sql) == len(other)
