"""The pages of the signing steps: strangers, one round trip for one decision, many at once, a meeting, its papers, the return."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from baansuk.access.models import User
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.verify import meeting_actions
from baansuk.verify.checklist import load_checklist
from baansuk.verify.meetings import Record, sat
from baansuk.verify.models import Announcement, Bulk, Case, Committee, Decision, Round, Session
from baansuk.verify.screening_actions import propose, sign
from baansuk.verify.tests.committee import AMPHOE, MEMBERS, bring_to, hand, met, scope_in
from baansuk.verify.tests.rounds import OWN, SECOND, VILLAGE, case_of, make_round
from tests.kept import written_once

pytestmark = pytest.mark.django_db
round_made = written_once(make_round)
ALL = [one.code for one in load_checklist().items]
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
QUEUE = "/verify/rounds/2569-1/step/amphoe/"


@pytest.fixture
def round(round_made: Round) -> Round:
    return Round.objects.get(pk=round_made.pk)


@pytest.fixture
def case(round: Round) -> Case:
    return bring_to(case_of(OWN), "amphoe")


def client_as(role: str):
    User.objects.filter(username=role).delete()
    return sign_in_as(role)


def sent(case: Case, act: str, **parts: object) -> dict[str, object]:
    case.refresh_from_db()
    return {"act": act, "version": case.version, "once": f"o-{act}-{case.version}", **parts}


# Strangers
@pytest.mark.parametrize("role", ["stranger", "governor_view", "village_head", "auditor", "volunteer"])
def test_whoever_does_not_sign_gets_what_does_not_exist(round, case, role):
    session = met(round)
    client = client_as(role)
    absent = client.get("/verify/meetings/nothing-such/")
    assert absent.status_code == 404
    for address in (
        QUEUE,
        "/verify/rounds/2569-1/load/",
        "/verify/rounds/2569-1/telling/",
        f"/verify/rounds/2569-1/committee/{AMPHOE}/",
        f"/verify/meetings/{session.number}/",
        f"/verify/meetings/{session.number}/papers/minutes/docx/",
        f"/verify/decided/{case.number}/",
        "/verify/bulk/K-2569-XXXXXX-X/",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, absent.content), address
    assert client.post(f"/verify/decided/{case.number}/decide/", sent(case, "propose")).status_code == 404


def test_a_step_is_seen_by_whoever_has_a_part_in_it_only(round, case):
    assert client_as("tambon_team").get(QUEUE).status_code == 404
    assert client_as("amphoe_officer").get("/verify/rounds/2569-1/step/tambon/").status_code == 404
    assert client_as("amphoe_officer").get("/verify/rounds/2569-1/committee/9902/").status_code == 404
    assert client_as("amphoe_officer").get("/verify/rounds/2569-1/committee/99/").status_code == 404


# One decision, one round trip
def test_a_decision_answers_with_the_cases_row_and_a_stale_page_is_told(round, case):
    client = client_as("amphoe_officer")
    page = client.get(QUEUE).content.decode()
    assert case.number in page and "hx-post" in page and "12/3" in page
    stale = sent(case, "propose", ticked=ALL[:1])
    refused = client.post(f"/verify/decided/{case.number}/decide/", sent(case, "propose"), headers=PART)
    assert "ยังไม่ได้ตรวจ" in refused.content.decode() and Decision.objects.count() == 0
    answer = client.post(f"/verify/decided/{case.number}/decide/", sent(case, "propose", ticked=ALL[:1]), headers=PART)
    assert answer.status_code == 200 and answer.content.decode().startswith('<article class="case-row case-done"')
    again = client.post(f"/verify/decided/{case.number}/decide/", stale | {"once": "other"}, headers=PART)
    assert "ไปก่อนแล้ว" in again.content.decode()
    case.refresh_from_db()
    assert (case.state, Decision.objects.filter(kind="propose").count()) == ("proposed", 1)


def test_without_a_script_a_decision_leads_back_to_the_list(round, case):
    client = client_as("amphoe_officer")
    answer = client.post(
        f"/verify/decided/{case.number}/decide/", sent(case, "send_back", reason="more_needed", to="tambon")
    )
    assert answer.status_code == 302 and answer["Location"] == QUEUE
    case.refresh_from_db()
    assert (case.step, case.state) == ("tambon", "returned")


def test_a_decision_asks_the_same_few_questions_however_many_cases_there_are(
    round, case, django_assert_max_num_queries
):
    client = client_as("amphoe_officer")
    with django_assert_max_num_queries(45):
        client.post(f"/verify/decided/{case.number}/decide/", sent(case, "propose", ticked=ALL), headers=PART)


def test_what_one_proposed_is_offered_to_somebody_else_to_sign(round):
    case = bring_to(case_of(OWN), "province")
    client = client_as("register_keeper")
    ticked = {"ticked": [one.code for one in load_checklist().at("province")]}
    answer = client.post(f"/verify/decided/{case.number}/decide/", sent(case, "propose", **ticked), headers=PART)
    assert "case-done" in answer.content.decode() and "data-main" not in answer.content.decode()
    assert "data-main" not in client.get("/verify/rounds/2569-1/step/province/").content.decode()


# Many at once
def test_many_are_listed_confirmed_and_listed_again(round, case):
    client = client_as("amphoe_officer")
    assert client.post(f"{QUEUE}many/", {"act": "propose"}).status_code == 302
    assert Bulk.objects.count() == 0
    chosen = [f"{case.number}:{case.version}"]
    answer = client.post(f"{QUEUE}many/", {"act": "propose", "chosen": chosen})
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert case.number in page and "จะทำ 1 เรื่อง" in page and Decision.objects.count() == 0
    unticked = client.post(address)
    assert unticked.status_code == 422 and "รายการที่เลือกยังอยู่ครบ" in unticked.content.decode()
    assert Decision.objects.count() == 0 and Bulk.objects.get().done_at is None
    assert client.post(address, {"ticked": ALL}).status_code == 302
    assert "ทำแล้ว 1 จาก 1" in client.get(address).content.decode()
    assert client_as("amphoe_chair").get(address).status_code == 404


# The meeting
def test_a_meeting_from_the_order_to_signed_minutes_by_the_pages(round, case):
    client = client_as("amphoe_officer")
    base, day = f"/verify/rounds/2569-1/committee/{AMPHOE}/", today()
    order = {"name": "คณะกรรมการกลั่นกรอง", "order_no": "145/2569", "order_date": "9/10/2569", "once": "a"}
    for place, one in enumerate(MEMBERS, 1):
        order |= {f"name_{place}": one.name, f"post_{place}": one.post, f"account_{place}": one.account}
    order |= {f"duty_{place}": MEMBERS[place - 1].duty if place <= len(MEMBERS) else "member" for place in range(1, 13)}
    assert client.post(f"{base}appoint/", order | {"duty_2": "member"}).status_code == 422
    assert client.post(f"{base}appoint/", order).status_code == 302 and Committee.objects.count() == 1
    assert (
        client.post(
            f"{base}call/", {"held_on": f"{day.day}/{day.month}/{day.year + 543}", "place": "ห้องประชุม", "once": "b"}
        ).status_code
        == 302
    )
    number = Session.objects.get(kind="amphoe").number
    here = {f"present_{place}": "on" for place in range(1, 7)} | {"once": "c"}
    assert client.post(f"/verify/meetings/{number}/attend/", {"present_1": "on", "once": "d"}).status_code == 422
    answer = client.post(f"/verify/meetings/{number}/attend/", here | {"cases_3": case.number, "tie_3": "kin"})
    assert answer.status_code == 302
    assert case.number in client.get(f"/verify/meetings/{number}/").content.decode()
    propose(case=case, hand=hand("amphoe_officer"), ticked=ALL)
    session = Session.objects.get(number=number)
    sign(case=case, hand=hand("amphoe_chair"), at=sat(session))
    close = {"began": "9:30", "ended": "11.00", "other": "ไม่มีเรื่องอื่น", "once": "e"}
    left = bring_to(case_of(SECOND), "amphoe")
    asked = client.post(f"/verify/meetings/{number}/close/", close)
    assert asked.status_code == 422 and f"<dd>{left.house_no}</dd>" in asked.content.decode()
    close["leaving"] = "1"
    assert client.post(f"/verify/meetings/{number}/close/", close).status_code == 302
    read = _words(client.get(f"/verify/meetings/{number}/papers/minutes/docx/").content)
    assert case.number in read and "ยืนยันว่าเดือดร้อนจริง" in read and "นายกรรมการ๑ สมมุติ แจ้งว่าเป็นญาติ" in read
    assert "เริ่มประชุมเวลา ๙.๓๐ น." in read and "ร่าง" in read and "จำนวน" in read
    shown = client.get(f"/verify/meetings/{number}/papers/minutes/").content.decode()
    assert case.number in shown and "๙.๓๐" in shown
    for kind in ("call", "memo", "order"):
        assert case.number not in _words(client.get(f"/verify/meetings/{number}/papers/{kind}/docx/").content)
    kept = {"number": "สม 0118/7", "dated": "21/11/2569", "once": "f", "scan": io.BytesIO(b"%PDF-1.7 x")}
    assert client.post(f"/verify/meetings/{number}/papers/memo/keep/", kept).status_code == 302
    assert "สม ๐๑๑๘/๗" in _words(client.get(f"/verify/meetings/{number}/papers/memo/docx/").content)
    assert b"".join(client.get(f"/verify/meetings/{number}/papers/memo/scan/").streaming_content) == b"%PDF-1.7 x"
    assert client.get(f"/verify/meetings/{number}/papers/minutes/scan/").status_code == 404
    assert Event.objects.filter(act="verify.print_paper").count() == 7


def _words(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    header = [one.text for one in document.sections[0].first_page_header.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*header, *(one.text for one in document.paragraphs), *cells])


def test_the_chair_signs_the_minutes_and_whoever_closed_the_meeting_is_not_asked(round):
    session, officer = met(round), scope_in("amphoe_officer")
    meeting_actions.close(session=session, record=Record("09.00", "10.00"), by=officer.username, scope=officer)
    client = client_as("amphoe_chair")
    address = f"/verify/meetings/{session.number}/"
    assert "ลงนามรับรองรายงาน" in client.get(address).content.decode()
    assert client.post(f"{address}sign/").status_code == 302
    assert Session.objects.get(pk=session.pk).state == "signed"


# The province's queue, what waits, the return, appeals
def test_what_waits_is_shown_with_its_owner(round, case):
    page = client_as("amphoe_chair").get("/verify/rounds/2569-1/load/").content.decode()
    assert "เจ้าหน้าที่อำเภอ" in page and "กลั่นกรองระดับอำเภอ" in page


def test_the_village_is_told_by_house_number_without_a_reason_and_an_appeal_is_heard(round, case):
    Case.objects.filter(pk=case.pk).update(step="told", state="confirmed", result="confirmed")
    other = case_of(SECOND)
    Case.objects.filter(pk=other.pk).update(step="told", state="not_confirmed", result="not_confirmed", outcome="away")
    client = client_as("tambon_team")
    page = client.get("/verify/rounds/2569-1/telling/").content.decode()
    assert VILLAGE in page and "12/3" not in page
    assert client.post("/verify/rounds/2569-1/telling/announce/", {"area": VILLAGE}).status_code == 302
    made = Announcement.objects.get()
    told = client.get(f"/verify/told/{made.number}/").content.decode()
    assert "12/3" in told and "รับรองแล้ว" in told and "ต่างถิ่น" not in told and "สมมุติวงศ์" not in told
    book = load_workbook(io.BytesIO(client.post(f"/verify/told/{made.number}/workbook/").content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=6)]
    assert cells == [
        ["ลำดับ", "บ้านเลขที่", "ผล", "เลขที่เรื่อง"],
        ["1", "12/3", "รับรองแล้ว", case.number],
        ["2", "2", "ไม่รับรอง", other.number],
    ]
    assert client.get(f"/verify/decided/{case.number}/reopen/").status_code == 404
    appeal = {"to": "province", "reason": "data_wrong", "because": "ไม่จริง", "version": 1, "once": "z"}
    assert client.post(f"/verify/decided/{case.number}/appeal/", appeal).status_code == 302
    case.refresh_from_db()
    assert (case.step, case.state) == ("province", "appealed")
    assert client.post(f"/verify/decided/{case.number}/take-on/").status_code == 302
    case.refresh_from_db()
    assert case.state == "appealed", "the tambon does not hear an appeal to the province"
    keeper = client_as("register_keeper")
    assert "รับเรื่องพิจารณาใหม่" in keeper.get(f"/verify/decided/{case.number}/").content.decode()
    keeper.post(f"/verify/decided/{case.number}/take-on/")
    case.refresh_from_db()
    assert case.state == "waiting"
