"""The forms that change an agreement: who may, what was typed stays, a second press changes nothing, and what follows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baansuk.access import actions
from baansuk.access.models import Grant, Post
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down, vouch_for
from baansuk.agree.models import Agreement, Annex, Commitment, Contact, HandOver, PartnerCard, Progress, Promise
from baansuk.agree.promise_actions import Role, add_commitment
from baansuk.agree.tests.house import FIRST, annex, approved, drafted, in_force, partner, signed
from baansuk.audit.models import Event
from baansuk.thai.words import Words
from tests.kept import written_once

pytestmark = pytest.mark.django_db
# One of each kind; everybody else is asked in the matrix of access.
OTHERS = ["amphoe_officer", "auditor", "data_protection_officer", "governor_view", "member", "stranger"]
DRAFT = {
    "code": "MOU-9", "title_th": "ข้อตกลงใหม่", "title_en": "", "host": "MSDHS", "area_code": "99", "parties": "cdd, NETWORK",
    "objectives_th": "๑. ช่วยเหลือ\n- วางแผน", "objectives_en": "", "term_precision": "day", "term_from": "๑ ต.ค. ๒๕๖๘",
    "term_to": "30/9/2642", "term_printed_th": "", "once": "a",
}  # fmt: skip
ANNEX = {
    "purposes": ["help"], "classes": ["household", "identity"], "basis_24": "task", "more_areas": "99", "onward": "state",
    "retention_months": "60", "registers": "bmn", "once": "b",
}  # fmt: skip


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def keeper():
    partner("MSDHS"), partner("CDD"), partner("NETWORK")
    return sign_in_as("register_keeper")


made = written_once(lambda: in_force("MOU-1", "CDD", "NETWORK").pk)


@pytest.fixture
def mou(made, db):
    return Agreement.objects.get(pk=made)


def second_keeper(client):
    """Return a client of another keeper, both of them confirmed persons."""
    user = actions.create_user(username="second", password="word-of-second-1", partner="MSDHS", by="test")
    title = {"title_th": "ผู้ดูแลคนที่สอง", "title_en": "Second keeper"}
    post = Post.objects.create(
        user=user, role="register_keeper", partner="MSDHS", area_code="99", valid_from=FIRST, **title
    )
    vouch_for("second", "register_keeper")
    sign_in(client, user)
    sit_down(client, post.pk, "register")
    return client


def test_for_all_others_the_changing_pages_are_as_absent_as_ones_that_never_were(mou):
    role = add_role(mou)
    one = annex(mou)
    addresses = [
        "/agreements/new/",
        *(f"/agreements/MOU-1/{last}/" for last in ("draft", "sign", "amend", "paper", "step/end", "step/suspend")),
        *(
            f"/agreements/MOU-1/{last}/"
            for last in ("parties/new", "parties/CDD/leave", "annexes/CDD/draft", "roles/new")
        ),
        f"/agreements/MOU-1/annexes/{one.pk}/approve/",
        f"/agreements/MOU-1/annexes/{one.pk}/withdraw/",
        f"/agreements/MOU-1/roles/{role.pk}/",
        f"/agreements/MOU-1/roles/{role.pk}/progress/",
        "/agreements/partners/new/",
        "/agreements/partners/CDD/name/",
        "/agreements/partners/CDD/contacts/new/",
        "/agreements/agenda/new/",
        "/agreements/agenda/2569/1/",
        "/agreements/hand-overs/new/",
    ]
    before = (Event.objects.filter(act__startswith="agree.").count(), Grant.objects.count())
    for name in OTHERS:
        client = sign_in_as(name)
        absent = client.get("/no/such/page/")
        for address in addresses:
            if not address.endswith("approve/"):
                there = client.get(address)
                assert (there.status_code, text_of(there)) == (404, text_of(absent)), (name, address)
            posted = client.post(address, {"because": "x", **DRAFT})
            assert (posted.status_code, text_of(posted)) == (404, text_of(absent)), (name, address)
    assert Event.objects.filter(act__startswith="agree.").count() == before[0]


def add_role(agreement, **parts):
    role = Role(text=Words("ซ่อมบ้าน", "Repair"), **parts)
    return add_commitment(agreement=agreement, body=partner("CDD"), role=role, by="keeper")


def test_every_form_needs_its_token(keeper, mou):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = keeper.cookies
    assert strict.post("/agreements/MOU-1/step/end/", {"because": "x"}).status_code == 403
    assert Agreement.objects.get().state == "in_force"


def test_an_agreement_is_drafted_as_thais_write_and_leads_to_its_page(keeper):
    answer = keeper.post("/agreements/new/", DRAFT)
    assert answer["Location"] == "/agreements/MOU-9/"
    made = Agreement.objects.get(pk="MOU-9")
    assert (made.term_from, made.term_to) == (date(2025, 10, 1), date(2099, 9, 30))
    assert [one["th"] for one in made.objectives] == ["ช่วยเหลือ", "วางแผน"]
    assert set(made.parties.values_list("partner_id", flat=True)) == {"MSDHS", "CDD", "NETWORK"}
    assert Event.objects.filter(act="agree.draft_agreement", actor="register_keeper").exists()
    assert "บันทึกร่างแล้ว" in text_of(keeper.get(answer["Location"]))


def test_a_form_sent_twice_makes_one_agreement_and_leads_to_the_same_page(keeper):
    first, second = (keeper.post("/agreements/new/", DRAFT) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": ""}, "กรอกช่องนี้ก่อน"),
        ({"code": "mou 9"}, "รหัสใช้ได้เฉพาะ"),
        ({"parties": "NEVER"}, "ไม่มีภาคีรหัส NEVER"),
        ({"area_code": "77"}, "ไม่มีพื้นที่รหัส"),
        ({"term_from": "31 ก.พ. 2568"}, "อ่านเป็นวันที่ไม่ได้"),
        ({"term_to": "1/1/2560"}, "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"),
        ({"term_to": ""}, "ต้องกรอกทั้งวันเริ่มและวันสิ้นสุด"),
        ({"term_precision": "unknown"}, "จึงต้องไม่กรอกวันเริ่ม"),
    ],
)
def test_what_cannot_be_drafted_is_said_and_what_was_typed_stays(changed, said, keeper):
    answer = keeper.post("/agreements/new/", DRAFT | {"title_th": "<i>ชื่อ</i>"} | changed)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert said in shown
    assert "&lt;i&gt;ชื่อ" in shown
    assert 'value="MSDHS" selected' in shown
    assert "๑. ช่วยเหลือ" in shown
    assert Agreement.objects.count() == 0


def test_a_year_only_is_taken_and_read_at_its_earliest_end(keeper):
    keeper.post("/agreements/new/", DRAFT | {"term_precision": "year", "term_from": "พ.ศ. 2568", "term_to": "๒๕๗๒"})
    made = Agreement.objects.get()
    assert (made.term_from, made.term_to) == (date(2025, 1, 1), date(2029, 1, 1))
    assert "อ่านว่าสิ้นสุด 1 ม.ค. 2572" in text_of(keeper.get("/agreements/MOU-9/"))


def test_a_draft_is_corrected_signed_and_brought_into_force_step_by_step(keeper):
    drafted("MOU-1")
    keeper.post("/agreements/MOU-1/draft/", DRAFT | {"title_th": "ชื่อใหม่", "once": "1"})
    shown = text_of(keeper.get("/agreements/MOU-1/"))
    assert "ชื่อใหม่" in shown
    assert "/agreements/MOU-1/sign/" in shown
    assert "/step/bring_into_force/" not in shown
    answer = keeper.post(
        "/agreements/MOU-1/sign/",
        {
            "signed_on": "1 ต.ค. 2567",
            "office_1": "พมจ.",
            "office_2": "พัฒนาการจังหวัด",
            "witnesses": "ปลัดจังหวัด",
            "chair": "ผู้ว่าฯ",
            "once": "2",
        },
    )
    assert answer["Location"] == "/agreements/MOU-1/"
    found = Agreement.objects.get()
    assert (found.state, found.signed_on) == ("signed", FIRST)
    assert sorted(found.signatories.values_list("kind", "office_th")) == [
        ("chair", "ผู้ว่าฯ"), ("signatory", "พมจ."), ("signatory", "พัฒนาการจังหวัด"), ("witness", "ปลัดจังหวัด"),
    ]  # fmt: skip
    keeper.post("/agreements/MOU-1/step/bring_into_force/", {"once": "3"})
    assert Agreement.objects.get().state == "in_force"


def test_a_day_of_signing_to_come_is_refused(keeper):
    drafted("MOU-1")
    later = today() + timedelta(days=1)
    answer = keeper.post("/agreements/MOU-1/sign/", {"signed_on": f"{later.day}/{later.month}/{later.year + 543}"})
    assert answer.status_code == 422
    assert "วันลงนามยังมาไม่ถึง" in text_of(answer)
    assert Agreement.objects.get().state == "draft"


@pytest.mark.parametrize(("act", "state"), [("suspend", "suspended"), ("end", "ended"), ("withdraw", "withdrawn")])
def test_halting_needs_a_reason_and_takes_all_grants_away_at_once(act, state, keeper, mou):
    approved(mou)
    assert Grant.objects.filter(agreement="MOU-1").exists()
    refused = keeper.post(f"/agreements/MOU-1/step/{act}/", {"because": " ", "once": "1"})
    assert refused.status_code == 422
    assert "ต้องเขียนเหตุผล" in text_of(refused)
    assert Grant.objects.filter(agreement="MOU-1").exists()
    keeper.post(f"/agreements/MOU-1/step/{act}/", {"because": "ครบกำหนด", "once": "2"})
    assert Agreement.objects.get().state == state
    assert not Grant.objects.filter(agreement="MOU-1").exists()
    assert "ครบกำหนด" in text_of(keeper.get("/agreements/MOU-1/"))


def test_a_step_that_the_state_does_not_allow_is_said_and_one_that_is_none_is_absent(keeper):
    signed("MOU-1")
    answer = keeper.post("/agreements/MOU-1/step/suspend/", {"because": "x"})
    assert answer.status_code == 422
    assert "ลงนามแล้ว ยังไม่มีผล" in text_of(answer)
    for act in ("delete", "draft_agreement", "sign"):
        assert keeper.post(f"/agreements/MOU-1/step/{act}/", {"because": "x"}).status_code == 404


def test_an_example_of_elsewhere_cannot_be_changed(keeper):
    drafted("MOU-1", example=True)
    for last in ("sign", "step/withdraw", "roles/new", "paper", "draft", "annexes/CDD/draft"):
        assert keeper.get(f"/agreements/MOU-1/{last}/").status_code == 404


def test_an_amendment_may_leave_the_term_or_move_it(keeper, mou):
    told = {"signed_on": "1 พ.ย. 2568", "words_th": "เพิ่มบทบาท", "term_precision": "day", "once": "1"}
    keeper.post("/agreements/MOU-1/amend/", told)
    assert Agreement.objects.get().term_to == date(2099, 9, 30)
    keeper.post(
        "/agreements/MOU-1/amend/",
        told | {"new_term": "on", "term_from": "1 ต.ค. 2568", "term_to": "30 ก.ย. 2643", "once": "2"},
    )
    assert Agreement.objects.get().term_to == date(2100, 9, 30)
    assert list(mou.amendments.values_list("number", flat=True)) == [1, 2]


def test_a_party_joins_and_leaves_with_its_last_day(keeper, mou):
    partner("CHAMBER")
    keeper.post("/agreements/MOU-1/parties/new/", {"body": "CHAMBER", "joined": "1 พ.ย. 2568", "once": "1"})
    party = mou.parties.get(partner="CHAMBER")
    assert party.joined == date(2025, 11, 1)
    early = keeper.post(
        "/agreements/MOU-1/parties/CHAMBER/leave/", {"last_day": "1 ต.ค. 2568", "because": "เลิก", "once": "2"}
    )
    assert early.status_code == 422
    assert "ไม่มาก่อนวันที่เข้าร่วม" in text_of(early)
    keeper.post("/agreements/MOU-1/parties/CHAMBER/leave/", {"last_day": "31 ธ.ค. 2568", "because": "เลิก", "once": "3"})
    party.refresh_from_db()
    assert party.left == date(2025, 12, 31)
    assert keeper.get("/agreements/MOU-1/parties/NEVER/leave/").status_code == 404


def send(client, content, name="mou.pdf"):
    return client.post("/agreements/MOU-1/paper/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("content", [b"%PDF-1.7\nx", b"\xff\xd8\xff\xe0jpeg", b"\x89PNG\r\n\x1a\nx"])
def test_a_scan_is_taken_by_what_it_is_and_not_by_its_name(content, keeper, mou):
    assert send(keeper, content, "scan.exe").status_code == 302
    assert Agreement.objects.get().paper_sha256


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90", b"PK\x03\x04"])
def test_what_is_no_scan_is_refused_and_nothing_is_kept(content, keeper, mou, own_store):
    answer = send(keeper, content)
    assert answer.status_code == 422
    assert Agreement.objects.get().paper_sha256 == ""
    assert not list(own_store.rglob("agreements/*"))


def test_a_scan_over_the_limit_is_refused(keeper, mou, monkeypatch):
    monkeypatch.setattr("baansuk.agree.paper.MOST_BYTES", 10)
    answer = send(keeper, b"%PDF-1.7\n0123456789")
    assert answer.status_code == 422
    assert "ไฟล์ใหญ่เกิน" in text_of(answer)


def test_an_annex_is_drafted_by_one_keeper_and_approved_by_another_only(keeper, mou, client):
    Contact.objects.create(
        partner=partner("CDD"), kind="breach", office_th="ดีพีโอ", office_en="DPO", phone="1", valid_from=FIRST
    )
    contact = Contact.objects.get()
    answer = keeper.post("/agreements/MOU-1/annexes/CDD/draft/", ANNEX | {"breach_contact": str(contact.pk)})
    assert answer["Location"] == "/agreements/MOU-1/#annexes"
    made = Annex.objects.get()
    assert (made.state, made.classes, made.onward) == (
        "draft",
        ["aggregate", "household", "identity"],
        {"bmn": "state"},
    )
    assert not Grant.objects.filter(agreement="MOU-1").exists()
    other = second_keeper(client)
    shown = text_of(keeper.get("/agreements/MOU-1/"))
    assert re.search(r"<button disabled data-refused", shown)
    assert "จึงต้องให้ผู้อื่นอนุมัติ" in shown
    own = keeper.post(f"/agreements/MOU-1/annexes/{made.pk}/approve/", follow=True)
    assert "จึงต้องให้ผู้อื่นอนุมัติ" in text_of(own)
    assert Annex.objects.get().state == "draft"
    for _ in range(2):
        assert other.post(f"/agreements/MOU-1/annexes/{made.pk}/approve/").status_code == 302
    assert (Annex.objects.get().state, Annex.objects.get().approved_by) == ("approved", "second")
    assert Grant.objects.filter(agreement="MOU-1", partner="CDD", field_class="identity").exists()
    assert Event.objects.filter(act="agree.approve_annex").count() == 1
    other.post(f"/agreements/MOU-1/annexes/{made.pk}/withdraw/", {"because": "ไม่ต้องใช้แล้ว", "once": "w"})
    assert not Grant.objects.filter(agreement="MOU-1").exists()


@pytest.mark.parametrize(
    ("body", "changed", "said"),
    [
        ("CDD", {"purposes": []}, "เลือกวัตถุประสงค์อย่างน้อยหนึ่งข้อ"),
        ("CDD", {"purposes": ["police"]}, "police"),
        ("CDD", {"more_areas": ""}, "เลือกพื้นที่"),
        ("CDD", {"more_areas": "9977"}, "ไม่มีพื้นที่รหัส"),
        ("CDD", {"sensitive": ["health"]}, "เลือกฐานตามมาตรา 26 เพราะให้ข้อมูลอ่อนไหว: สุขภาพ"),
        ("CDD", {"basis_24": ""}, "เลือกฐานทางกฎหมาย"),
        ("CDD", {"retention_months": ""}, "ต้องระบุระยะเวลาเก็บ"),
        ("CDD", {"classes": ["identity"]}, "ครัวเรือนและสภาพบ้าน"),
        ("NETWORK", {"basis_24": "consent"}, "ไม่มีสถานะนิติบุคคล จึงรับข้อมูลบุคคลไม่ได้"),
    ],
)
def test_what_an_annex_cannot_hold_is_said_and_the_ticks_stay(body, changed, said, keeper, mou):
    answer = keeper.post(f"/agreements/MOU-1/annexes/{body}/draft/", ANNEX | changed)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert said in shown
    if "registers" not in changed:
        assert re.search(r'value="bmn"[^>]*checked', shown)
    assert not Annex.objects.exists()


def test_drafting_again_corrects_the_draft_that_waits(keeper, mou):
    keeper.post("/agreements/MOU-1/annexes/CDD/draft/", ANNEX)
    keeper.post("/agreements/MOU-1/annexes/CDD/draft/", ANNEX | {"purposes": ["plan"], "once": "c"})
    assert list(Annex.objects.values_list("version", "purposes")) == [(1, ["plan"])]


def test_a_successor_begins_with_what_the_annex_says(keeper, mou):
    one = approved(mou)
    shown = text_of(keeper.get(f"/agreements/MOU-1/annexes/CDD/draft/?from={one.pk}"))
    assert re.search(r'value="identity"[^>]*checked', shown)
    assert re.search(r'value="bmn"[^>]*checked', shown)
    blank = text_of(keeper.get("/agreements/MOU-1/annexes/CDD/draft/"))
    assert not re.search(r'value="identity"[^>]*checked', blank)


def test_the_form_of_a_partner_without_legal_personality_says_so(keeper, mou):
    assert "ภาคีนี้ไม่มีสถานะนิติบุคคล" in text_of(keeper.get("/agreements/MOU-1/annexes/NETWORK/draft/"))


ROLE = {"body": "CDD", "text_th": "ซ่อมบ้าน", "target": "๕๐", "unit_th": "หลัง", "budget": "1,250.50", "due_on": "30 ก.ย. 2570", "together_with": ["NETWORK"], "on_request": "on", "once": "r"}  # fmt: skip


def test_a_role_is_added_once_corrected_and_reported_on(keeper, mou):
    for _ in range(2):
        keeper.post("/agreements/MOU-1/roles/new/", ROLE)
    role = Commitment.objects.get()
    assert (role.number, role.target, str(role.budget), role.due_on, role.together_with, role.on_request) == (
        1, Decimal(50), "1250.50", date(2027, 9, 30), ["NETWORK"], True,
    )  # fmt: skip
    shown = text_of(keeper.get(f"/agreements/MOU-1/roles/{role.pk}/"))
    assert "30 ก.ย. 2570" in shown
    keeper.post(f"/agreements/MOU-1/roles/{role.pk}/", ROLE | {"text_th": "ซ่อมบ้าน 50 หลัง", "once": "s"})
    assert Commitment.objects.get().text_th == "ซ่อมบ้าน 50 หลัง"
    address = f"/agreements/MOU-1/roles/{role.pk}/progress/"
    empty = keeper.post(address, {"day": "1 พ.ย. 2568"})
    assert empty.status_code == 422
    assert "กรอกจำนวน หรือเขียนว่าทำอะไรไปแล้ว" in text_of(empty)
    for _ in range(2):
        keeper.post(address, {"day": "1 พ.ย. 2568", "value": "๑๒", "said": "เริ่มแล้ว", "once": "p"})
    assert Progress.objects.get().value == 12
    later = keeper.post(address, {"day": "1 พ.ย. 2580", "value": "1", "once": "q"})
    assert later.status_code == 422
    assert "วันที่รายงานยังมาไม่ถึง" in text_of(later)


@pytest.mark.parametrize(
    "changed", [{"target": "-1"}, {"target": "ห้า"}, {"budget": "1.234"}, {"body": "NEVER"}, {"text_th": " "}]
)
def test_a_role_that_cannot_be_is_refused_with_what_was_typed(changed, keeper, mou):
    answer = keeper.post("/agreements/MOU-1/roles/new/", ROLE | changed)
    assert answer.status_code == 422
    assert "30 ก.ย. 2570" in text_of(answer)
    assert not Commitment.objects.exists()


def test_a_role_of_another_agreement_is_absent(keeper, mou):
    role = add_role(mou)
    drafted("MOU-2")
    assert keeper.get(f"/agreements/MOU-2/roles/{role.pk}/").status_code == 404


def test_a_partner_is_recorded_renamed_and_gets_a_contact(keeper):
    told = {
        "code": "SKR",
        "name_th": "กศน.",
        "kind": "provincial",
        "force": "state",
        "legal_personality": "on",
        "once": "1",
    }
    for _ in range(2):
        assert keeper.post("/agreements/partners/new/", told)["Location"] == "/agreements/partners/"
    card = PartnerCard.objects.get(partner="SKR")
    assert (card.legal_personality, card.official_authority) == (True, False)
    keeper.post("/agreements/partners/SKR/name/", {"name_th": "สกร.", "from_day": "19 พ.ค. 2566", "once": "2"})
    bare = keeper.post("/agreements/partners/SKR/contacts/new/", {"kind": "breach", "office_th": "ดีพีโอ"})
    assert bare.status_code == 422
    assert "โทรศัพท์หรืออีเมล" in text_of(bare)
    keeper.post(
        "/agreements/partners/SKR/contacts/new/", {"kind": "breach", "office_th": "ดีพีโอ", "phone": "1300", "once": "3"}
    )
    shown = text_of(keeper.get("/agreements/partners/SKR/"))
    for said in ("กศน.", "สกร.", "18 พ.ค. 2566", "ดีพีโอ", "1300"):
        assert said in shown, said


def test_the_agenda_takes_promises_and_says_whether_they_were_kept(keeper, mou):
    for _ in range(2):
        keeper.post("/agreements/agenda/new/", {"year": "2569", "text_th": "ไม่ทิ้งใคร", "body": "CDD", "once": "1"})
    promise = Promise.objects.get()
    address = f"/agreements/agenda/2569/{promise.number}/"
    why = keeper.post(address, {"kept": "no", "note": ""})
    assert why.status_code == 422
    assert "ต้องเขียนว่าติดขัดเรื่องใด" in text_of(why)
    keeper.post(address, {"kept": "partly", "note": "รองบประมาณ", "once": "2"})
    shown = text_of(keeper.get("/agreements/agenda/"))
    assert "ทำได้บางส่วน" in shown
    assert "รองบประมาณ" in shown
    assert keeper.get("/agreements/agenda/2500/9/").status_code == 404


def test_an_office_is_handed_over_once_with_its_open_work(keeper, mou):
    add_role(mou)
    told = {"body": "CDD", "office_th": "พัฒนาการจังหวัด", "day": "1 ต.ค. 2569", "note": "ฝากด้วย", "once": "1"}
    for _ in range(2):
        keeper.post("/agreements/hand-overs/new/", told)
    made = HandOver.objects.get()
    shown = text_of(keeper.get(f"/agreements/hand-overs/{made.pk}/"))
    assert "๑ ตุลาคม ๒๕๖๙" in shown
    assert "ฝากด้วย" in shown
    assert made.pack["roles"][0]["agreement"] == "MOU-1"


def test_a_renewal_begins_with_what_the_old_one_says(keeper, mou):
    shown = text_of(keeper.get("/agreements/new/?renews=MOU-1"))
    assert "ข้อตกลง MOU-1" in shown
    assert "CDD NETWORK" in shown
    keeper.post("/agreements/new/?renews=MOU-1", DRAFT)
    assert Agreement.objects.get(pk="MOU-9").renews_id == "MOU-1"
    assert keeper.get("/agreements/new/?renews=NEVER").status_code == 404


def test_what_one_reader_did_once_is_not_remembered_for_another(keeper, client):
    keeper.post("/agreements/new/", DRAFT)
    other = second_keeper(client)
    answer = other.post("/agreements/new/", DRAFT)
    assert answer.status_code == 422
    assert "มีข้อตกลงรหัส" in text_of(answer)
