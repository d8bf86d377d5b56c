"""The agreement room as those who signed in read it, and what the public and strangers get."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.access.tests.cast import PLAYERS, sign_in_as
from baansuk.agree import actions, amending_actions, partner_actions, promise_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.example_actions import load_examples, load_sample
from baansuk.agree.models import Agreement, Commitment, HandOver
from baansuk.agree.promise_actions import Role
from baansuk.agree.terms import DAY, Term
from baansuk.agree.tests.house import FIGURES, annex, approved, drafted, in_force, partner, signed
from baansuk.places.actions import load_provinces
from baansuk.thai.words import Words
from tests.kept import written_once

pytestmark = pytest.mark.django_db
READ = [
    "/agreements/",
    "/agreements/MOU-1/",
    "/agreements/MOU-1/sheet/",
    "/agreements/partners/",
    "/agreements/partners/CDD/",
    "/agreements/agenda/",
    "/agreements/hand-overs/",
]
OPEN = ["/public/agreements/", "/public/agreements/MOU-1/"]


def text_of(answer):
    return answer.content.decode()


def _mou():
    """An agreement in force with a role, a report, an annex and a promise of the province."""
    made = in_force("MOU-1", "CDD", "NETWORK")
    role = Role(text=Words("ซ่อมบ้าน", "Repair houses"), target=Decimal(50), unit=Words("หลัง", "houses"), on_request=True)
    kept = promise_actions.add_commitment(agreement=made, body=partner("CDD"), role=role, by="keeper")
    promise_actions.report_progress(commitment=kept, day=today(), value=Decimal(10), said="เริ่มแล้ว", by="keeper-of-cdd")
    approved(made)
    promise_actions.make_promise(area_code="99", year=2569, text=Words("ไม่ทิ้งใครไว้", "Leave nobody"), by="keeper")
    return made.pk


made = written_once(_mou)


@pytest.fixture
def mou(made, db):
    return Agreement.objects.get(pk=made)


@pytest.mark.parametrize("role", sorted(PLAYERS))
def test_everybody_who_signed_in_reads_the_room(role, mou):
    client = sign_in_as(role)
    assert {address: client.get(address).status_code for address in READ} == dict.fromkeys(READ, 200)


@pytest.mark.parametrize("language", ["th", "en"])
def test_pages_speak_the_language_asked_for_and_hold_nothing_inline(language, mou):
    client = sign_in_as("register_keeper", language=language)
    for address in (*READ, *OPEN):
        shown = text_of(client.get(address))
        assert f'lang="{language}"' in shown, address
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", shown), address
        main = re.findall(r"<main.*</main>", shown, re.S)[0]
        found = re.search("ข้อตกลง|ภาคี|สัญญา|ส่งมอบ" if language == "th" else "ข้อตกลงของ|ภาคี", main)
        assert bool(found) is (language == "th"), address


def test_whoever_has_not_signed_in_is_sent_to_the_door(client, mou):
    for address in READ:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/"), address


def test_an_agreement_that_is_not_there_is_the_page_of_what_does_not_exist(mou):
    client = sign_in_as("stranger")
    absent = text_of(client.get("/no/such/page/"))
    for address in (
        "/agreements/NEVER/",
        "/agreements/NEVER/sheet/",
        "/agreements/partners/NEVER/",
        "/agreements/hand-overs/9/",
        "/public/agreements/NEVER/",
    ):
        answer = client.get(address)
        assert (answer.status_code, text_of(answer)) == (404, absent), address


def test_an_empty_house_says_what_to_do_to_the_keeper_and_nothing_to_press_to_others():
    shown = text_of(sign_in_as("register_keeper").get("/agreements/"))
    assert "ยังไม่มีข้อตกลงของจังหวัดนี้" in shown
    assert 'href="/agreements/new/"' in shown
    assert 'href="/agreements/new/"' not in text_of(sign_in_as("governor_view").get("/agreements/"))


def test_the_room_counts_what_holds_what_is_late_and_who_promised(mou):
    late = Role(
        text=Words("ส่งรายชื่อ", "Send lists"),
        target=Decimal(2),
        unit=Words("ฉบับ", "lists"),
        due_on=today() - timedelta(days=1),
    )
    promise_actions.add_commitment(agreement=mou, body=partner("CDD"), role=late, by="keeper")
    shown = text_of(sign_in_as("governor_view", language="en").get("/agreements/"))
    assert re.search(r'stat-value">1</p>\s*<details class="meaning"><summary>Agreements that hold', shown)
    assert re.search(r'stat-value">2</p>\s*<details class="meaning"><summary>Roles taken on', shown)
    assert "Late 1" in shown
    assert "2 roles, 1 reported on" in shown


@pytest.mark.parametrize(
    ("days", "said"), [(29, "30 days or less"), (90, "90 days or less"), (180, "180 days or less"), (181, "")]
)
def test_the_room_warns_of_what_ends_soon(days, said):
    term = Term(today() - timedelta(days=400), today() + timedelta(days=days), DAY)
    in_force("MOU-1", term=term)
    shown = text_of(sign_in_as("governor_view", language="en").get("/agreements/?show=expiring"))
    found = re.search(r"\d+ days or less", shown)
    assert (found[0] if found else "") == said
    assert ("No agreement fits" in shown) is not bool(said)


def test_filters_by_state_and_partner_and_takes_garbage_as_all(mou):
    drafted("MOU-2", "NETWORK")
    client = sign_in_as("governor_view")

    def listed(query):
        return set(
            re.findall(r'<th scope="row"><a href="/agreements/(MOU-\d)/', text_of(client.get(f"/agreements/{query}")))
        )

    assert listed("") == {"MOU-1", "MOU-2"}
    assert listed("?show=in_force") == {"MOU-1"}
    assert listed("?show=preparing") == {"MOU-2"}
    assert listed("?show=closed") == set()
    assert listed("?partner=CDD") == {"MOU-1"}
    assert listed("?show=preparing&partner=NETWORK") == {"MOU-2"}
    assert listed("?partner=NEVER") == set()
    assert listed("?show=<b>") == {"MOU-1", "MOU-2"}


def test_examples_stand_apart_hold_nothing_and_keep_both_reports():
    load_provinces(by="test")
    load_sample(by="test")
    load_examples(by="test")
    client = sign_in_as("register_keeper", language="en")
    room = text_of(client.get("/agreements/"))
    here, examples = room.split('id="examples"')
    assert "MHS-2566" not in here
    for code in ("MHS-2566", "MUK-2564", "NMA-2564-1", "NMA-2564-2"):
        assert f"/agreements/{code}/" in examples
    assert examples.count("Holds nothing here") + examples.count("Ended") == 4
    shown = text_of(client.get("/agreements/MHS-2566/"))
    told = shown[shown.index('id="accounts"') : shown.index('id="signatories"')]
    assert re.findall(r"<dd>(\d+)</dd>", told) == ["20", "200", "5", "120"]
    assert 'id="doors"' not in shown
    assert client.get("/public/agreements/MHS-2566/").status_code == 404


def test_the_page_shows_roles_with_their_conditions_and_how_far_they_are(mou):
    shown = text_of(sign_in_as("governor_view", language="en").get("/agreements/MOU-1/"))
    assert "10 / 50 houses · 20%" in shown
    assert '<progress max="100" value="20"' in shown
    assert "On request" in shown
    assert "เริ่มแล้ว" in shown


def test_a_role_of_which_nothing_was_reported_is_not_known_and_not_zero(mou):
    role = Role(text=Words("ฝึกอาชีพ", "Train"), target=Decimal(30), unit=Words("คน", "persons"))
    promise_actions.add_commitment(agreement=mou, body=partner("NETWORK"), role=role, by="keeper")
    shown = text_of(sign_in_as("governor_view", language="en").get("/agreements/MOU-1/"))
    assert "nothing reported yet: not known" in shown
    assert "0 / 30" not in shown


def test_the_matrix_tells_open_from_draft_and_from_what_is_not_in_force(mou):
    annex(mou, "MSDHS", Contents(classes=("aggregate",), purposes=("plan",), areas=("99",), basis_24="task"))
    client = sign_in_as("governor_view", language="en")
    shown = text_of(client.get("/agreements/MOU-1/"))
    assert (shown.count("cell cell-open"), shown.count("cell cell-draft"), shown.count("cell cell-closed")) == (4, 1, 0)
    actions.suspend(agreement=mou, because="ตรวจสอบ", by="keeper")
    shown = text_of(client.get("/agreements/MOU-1/"))
    assert (shown.count("cell cell-open"), shown.count("cell cell-closed")) == (0, 4)
    assert "No party sees anything under this agreement at present" in shown


def test_contacts_are_shown_to_those_who_sit_at_a_partner_only(mou, client):
    team = sign_in_as("tambon_team")
    for address in ("/agreements/MOU-1/", "/agreements/partners/CDD/"):
        assert "1300" in text_of(team.get(address))
    assert "1300" not in text_of(client.get("/public/agreements/MOU-1/"))


def test_who_did_what_is_shown_to_keeper_and_auditor_only(mou):
    for role, sees in (("register_keeper", True), ("auditor", True), ("governor_view", False), ("stranger", False)):
        shown = text_of(sign_in_as(role, language="en").get("/agreements/MOU-1/"))
        assert ("Drafted by" in shown) is sees, role


def test_the_public_reads_what_was_signed_and_nothing_of_persons(client, mou):
    drafted("MOU-2", "NETWORK")
    room = text_of(client.get("/public/agreements/"))
    assert "MOU-1" in room
    assert "MOU-2" not in room
    assert client.get("/public/agreements/MOU-2/").status_code == 404
    shown = text_of(client.get("/public/agreements/MOU-1/"))
    assert "หน่วยงาน CDD" in shown
    assert "10 / 50" in shown
    for private in ("1300", "เริ่มแล้ว", "keeper", "second", "/agreements/partners/", "ดีพีโอ"):
        assert private not in re.findall(r"<main.*</main>", shown, re.S)[0], private


@pytest.mark.parametrize(
    ("reached", "told"), [(10, True), (40, True), (0, True), (9, False), (1, False), (41, False), (50, True)]
)
def test_the_public_is_told_no_small_number_nor_what_gives_it_away(reached, told, client):
    made = in_force("MOU-1")
    role = Role(text=Words("ออกบัตร", "Issue cards"), target=Decimal(50), unit=Words("คน", "persons"))
    kept = promise_actions.add_commitment(agreement=made, body=partner("CDD"), role=role, by="keeper")
    promise_actions.report_progress(commitment=kept, day=today(), value=Decimal(reached), by="keeper")
    shown = text_of(client.get("/public/agreements/MOU-1/"))
    assert (f"{reached} / 50" in shown) is told
    assert ("จำนวนน้อย จึงไม่แสดงตัวเลข" in shown) is not told
    assert ("/ 50" in shown) is told, "neither the figure nor its share"
    assert f"{reached} / 50" in text_of(sign_in_as("governor_view").get("/agreements/MOU-1/")), "those inside see it"


def test_the_sheet_has_thai_digits_in_thai_and_latin_ones_in_english(mou):
    thai = text_of(sign_in_as("governor_view").get("/agreements/MOU-1/sheet/"))
    assert "๒๕๖๗" in thai
    assert "MOU-1" in thai, "a code is an address, not a number"
    assert "๓ ฝ่าย" in thai
    english = text_of(sign_in_as("auditor", language="en").get("/agreements/MOU-1/sheet/"))
    assert not re.search("[๐-๙]", english)


def test_a_partner_is_shown_through_time_with_why_and_until_when(mou):
    partner_actions.rename_partner(body=partner("CDD"), name_th="สกร.", name_en="New", from_day=today(), by="keeper")
    partner_actions.give_seat(
        body=partner("CDD"), area_code="99", mechanism_th="ศจพ.จ.", mechanism_en="Centre", seat_th="เลขานุการ",
        seat_en="Secretary", by="keeper",
    )  # fmt: skip
    shown = text_of(sign_in_as("governor_view").get("/agreements/partners/CDD/"))
    for said in ("หน่วยงาน CDD", "สกร.", "ศจพ.จ.", "เลขานุการ", "30 กันยายน 2642", "ม.24(4)", "ซ่อมบ้าน"):
        assert said in shown, said


def test_a_partner_that_left_reads_nothing_from_the_day_after(mou):
    party = mou.parties.get(partner="CDD")
    amending_actions.leave_party(party=party, last_day=today() - timedelta(days=1), because="ยุบ", by="keeper")
    shown = text_of(sign_in_as("governor_view", language="en").get("/agreements/partners/CDD/"))
    assert "Not in force today" in shown
    assert 'class="badge tone-good">' not in shown[shown.index("What it may read") : shown.index("What it promised")]


def test_a_hand_over_is_read_by_its_own_partner_and_the_keeper_only(mou):
    promise_actions.hand_over(
        body=partner("CDD"), area_code="99", office=Words("พัฒนาการจังหวัด", "Officer"), note="<b>ฝาก</b>", by="keeper"
    )
    address = f"/agreements/hand-overs/{HandOver.objects.get().pk}/"
    for role in ("tambon_team", "register_keeper"):
        shown = text_of(sign_in_as(role).get(address))
        assert "&lt;b&gt;ฝาก" in shown
        assert "MOU-1" in shown
    for role in ("governor_view", "auditor", "volunteer"):
        client = sign_in_as(role)
        answer = client.get(address)
        assert (answer.status_code, text_of(answer)) == (404, text_of(client.get("/no/such/page/")))
        assert "พัฒนาการจังหวัด" not in text_of(client.get("/agreements/hand-overs/"))
        assert "พัฒนาการจังหวัด" not in text_of(client.get("/agreements/partners/CDD/"))


def test_the_scan_is_for_keeper_auditor_and_parties(mou):
    file = io.BytesIO(b"%PDF-1.7\nsigned")
    amending_actions.keep_paper(agreement=mou, stream=file, filename="mou.pdf", by="keeper")
    for role in ("register_keeper", "auditor", "tambon_team"):
        answer = sign_in_as(role).get("/agreements/MOU-1/scan/")
        assert answer["Content-Type"] == "application/pdf"
        assert "attachment" in answer["Content-Disposition"]
        assert answer.getvalue() == b"%PDF-1.7\nsigned"
    for role in ("governor_view", "volunteer"):
        client = sign_in_as(role)
        answer = client.get("/agreements/MOU-1/scan/")
        assert (answer.status_code, text_of(answer)) == (404, text_of(client.get("/no/such/page/")))


def test_an_agreement_without_a_scan_has_no_page_for_it(mou):
    assert sign_in_as("register_keeper").get("/agreements/MOU-1/scan/").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_agreements(mou):
    client = sign_in_as("governor_view")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/agreements/")
        return len(queries)

    before = asked()
    for number in range(2, 6):
        signed(f"MOU-{number}", "CDD", "NETWORK")
    assert asked() == before


def test_a_title_that_looks_like_html_is_shown_as_it_is():
    made = drafted("MOU-1")
    actions.change_draft(
        agreement=made,
        title=Words("<script>x</script>", "<b>x</b>"),
        area_code="99",
        term=Term(None, None, "unknown"),
        by="k",
    )
    reader = sign_in_as("governor_view")
    for address in ("/agreements/", "/agreements/MOU-1/", "/agreements/MOU-1/sheet/"):
        assert "<script>x" not in text_of(reader.get(address))


def test_figures_only_annexes_open_figures_only():
    made = in_force("MOU-1", "CHAMBER")
    approved(made, "CHAMBER", FIGURES)
    shown = text_of(sign_in_as("auditor", language="en").get("/agreements/MOU-1/"))
    assert shown.count("cell cell-open") == 1
    assert Partner.objects.filter(pk="CHAMBER").exists()
    assert not Commitment.objects.exists()
