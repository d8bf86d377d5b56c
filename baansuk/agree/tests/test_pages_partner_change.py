"""Partners that change, registers chosen by name with a rule each, reports that disagree, and what waits on top."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from baansuk.access.models import Grant
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as
from baansuk.agree import amending_actions, partner_actions
from baansuk.agree.models import Account, Agreement, Annex, Contact, MechanismSeat, PartnerCard, Party
from baansuk.agree.promise_actions import Role, add_commitment
from baansuk.agree.tests.house import annex, approved, drafted, in_force, partner, signed
from baansuk.audit.models import Event
from baansuk.thai.words import Words
from tests.kept import written_once

pytestmark = pytest.mark.django_db
# One of each kind; everybody else is asked in the matrix of access.
OTHERS = ["amphoe_officer", "auditor", "data_protection_officer", "governor_view", "member", "stranger"]
CARD = {"kind": "business", "force": "business_civil", "legal_personality": "on", "once": "a"}
SEAT = {"mechanism_th": "ศจพ.จ.", "seat_th": "กรรมการ", "area_code": "99", "once": "b"}
ANNEX = {
    "purposes": ["help"], "classes": ["household", "identity"], "basis_24": "task", "more_areas": "99", "onward": "state",
    "retention_months": "60", "once": "c",
}  # fmt: skip


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def keeper():
    partner("MSDHS"), partner("CDD"), partner("NETWORK")
    return sign_in_as("register_keeper")


papers = written_once(lambda: in_force("MOU-1", "CDD", "NETWORK").pk)


@pytest.fixture
def mou(papers, db):
    return Agreement.objects.get(pk=papers)


@pytest.fixture
def contact(keeper):
    return partner_actions.add_contact(
        body=partner("CDD"), kind="general", office_th="ฝ่ายแผน", office_en="Planning", phone="1", by="t",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip


@pytest.fixture
def seat(keeper):
    return partner_actions.give_seat(
        body=partner("CDD"), area_code="99", mechanism_th="ศจพ.จ.", mechanism_en="Centre", seat_th="เลขานุการ",
        seat_en="Secretary", by="t", valid_from=date(2026, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("role", OTHERS)
def test_only_a_keeper_changes_partners(role, mou, contact, seat):
    client = sign_in_as(role)
    for last in ("card", "succeed", "seats/new", f"seats/{seat.pk}/end", f"contacts/{contact.pk}/end"):
        address = f"/agreements/partners/CDD/{last}/"
        assert client.get(address).status_code == client.post(address, CARD).status_code == 404, last
    assert client.get("/agreements/MOU-1/accounts/new/").status_code == 404
    shown = text_of(client.get("/agreements/partners/CDD/"))
    assert "/succeed/" not in shown and "/end/" not in shown


def test_correcting_a_card_takes_away_what_it_may_no_longer_hold(keeper, mou):
    approved(mou)
    assert Grant.objects.filter(partner="CDD", field_class="identity").exists()
    shown = text_of(keeper.get("/agreements/partners/CDD/card/"))
    assert re.search(r'name="official_authority"[^>]*checked', shown), "it begins with what is recorded"
    answer = keeper.post("/agreements/partners/CDD/card/", CARD)
    assert answer["Location"] == "/agreements/partners/CDD/"
    card = PartnerCard.objects.get(partner="CDD")
    assert (card.kind, card.legal_personality, card.official_authority) == ("business", True, False)
    left = Grant.objects.filter(partner="CDD", agreement="MOU-1", by_consent=False)
    assert set(left.values_list("field_class", flat=True)) == {"aggregate"}, "of those only who consent is there more"
    assert "เว้นแต่เจ้าของข้อมูลยินยอม" in text_of(keeper.get("/agreements/partners/CDD/"))


def test_a_card_with_a_kind_that_is_none_is_refused(keeper):
    answer = keeper.post("/agreements/partners/CDD/card/", CARD | {"kind": "police"})
    assert answer.status_code == 422
    assert PartnerCard.objects.get(partner="CDD").kind == "provincial"


def test_a_partner_is_succeeded_once_and_the_new_one_reads_nothing_yet(keeper, mou):
    approved(mou)
    new = partner("DOLE")
    offered = text_of(keeper.get("/agreements/partners/CDD/succeed/"))
    assert 'value="DOLE"' in offered and 'value="CDD"' not in offered
    day = today()
    said = {"successor": "DOLE", "last_day": day.isoformat(), "once": "s"}
    for _ in range(2):
        assert keeper.post("/agreements/partners/CDD/succeed/", said).status_code == 302
    assert Event.objects.filter(act="agree.succeed_partner").count() == 1
    assert Party.objects.get(partner=new).joined == day + timedelta(days=1)
    assert not Grant.objects.filter(partner="DOLE", agreement="MOU-1").exists()
    page = text_of(keeper.get("/agreements/partners/CDD/"))
    assert "สืบต่อโดย" in page and "/succeed/" not in page
    again = keeper.post("/agreements/partners/CDD/succeed/", said | {"once": "t"})
    assert again.status_code == 422 and "มีผู้สืบต่อแล้ว" in text_of(again)


@pytest.mark.parametrize("wrong", [{"successor": ""}, {"successor": "CDD"}, {"last_day": ""}, {"last_day": "x"}])
def test_a_succession_typed_wrongly_changes_nothing(wrong, keeper, mou):
    partner("DOLE")
    said = {"successor": "DOLE", "last_day": "2026-11-30", "once": "s"} | wrong
    assert keeper.post("/agreements/partners/CDD/succeed/", said).status_code == 422
    assert PartnerCard.objects.get(partner="CDD").succeeded_by is None


def test_seats_are_given_and_ended(keeper):
    assert keeper.post("/agreements/partners/CDD/seats/new/", SEAT).status_code == 302
    seat = MechanismSeat.objects.get()
    assert (seat.mechanism_th, seat.mechanism_en, seat.valid_from) == ("ศจพ.จ.", "ศจพ.จ.", today())
    page = text_of(keeper.get("/agreements/partners/CDD/"))
    assert f"/agreements/partners/CDD/seats/{seat.pk}/end/" in page
    assert keeper.post(f"/agreements/partners/CDD/seats/{seat.pk}/end/", {"last_day": "1 ม.ค. 2560"}).status_code == 422
    assert (
        keeper.post(f"/agreements/partners/CDD/seats/{seat.pk}/end/", {"last_day": today().isoformat()}).status_code
        == 302
    )
    assert MechanismSeat.objects.get().valid_to == today()
    assert f"/seats/{seat.pk}/end/" not in text_of(keeper.get("/agreements/partners/CDD/")), "ended once is enough"


def test_a_contact_is_ended_and_its_history_stays(keeper, contact):
    address = f"/agreements/partners/CDD/contacts/{contact.pk}/end/"
    assert address in text_of(keeper.get("/agreements/partners/CDD/"))
    yesterday = today() - timedelta(days=1)
    assert keeper.post(address, {"last_day": yesterday.isoformat()}).status_code == 302
    assert Contact.objects.get(pk=contact.pk).valid_to == yesterday
    assert "ฝ่ายแผน" not in text_of(keeper.get("/agreements/partners/CDD/"))
    assert keeper.get(address).status_code == 404, "what is over has no page"


@pytest.mark.parametrize("what", ["seats", "contacts"])
def test_what_belongs_to_another_partner_is_not_ended_from_here(what, keeper, contact, seat):
    number = {"seats": seat.pk, "contacts": contact.pk}[what]
    assert keeper.get(f"/agreements/partners/MSDHS/{what}/{number}/end/").status_code == 404


def test_a_second_report_is_kept_beside_the_first(keeper, mou):
    amending_actions.add_account(agreement=mou, teller=Words("สวท.", "Radio"), bodies=20, people=200, by="t")
    assert "รายงานที่ไม่ตรงกัน" not in text_of(keeper.get("/agreements/MOU-1/"))
    said = {
        "teller_th": "สำนักข่าวที่สอง",
        "bodies": "5",
        "people": "๑๒๐",
        "told_on": "12 พ.ย. 2566",
        "words_th": "",
        "once": "r",
    }
    answer = keeper.post("/agreements/MOU-1/accounts/new/", said)
    assert answer.status_code == 302, text_of(answer)
    assert list(Account.objects.values_list("bodies", "people")) == [(20, 200), (5, 120)]
    page = text_of(keeper.get("/agreements/MOU-1/"))
    assert "รายงานที่ไม่ตรงกัน" in page and "สำนักข่าวที่สอง" in page and "12 พ.ย. 2566" in page


def test_a_report_that_tells_nobody_is_refused(keeper, mou):
    assert keeper.post("/agreements/MOU-1/accounts/new/", {"teller_th": "", "bodies": "-1"}).status_code == 422
    assert not Account.objects.exists()


def test_registers_are_chosen_by_name_each_with_its_own_rule(keeper, mou):
    shown = text_of(keeper.get("/agreements/MOU-1/annexes/CDD/draft/"))
    assert re.search(r'<input type="checkbox" name="registers" value="bmn"', shown) and "จปฐ" in shown
    said = ANNEX | {"registers": ["bmn", "eef"], "onward_eef": "keeping", "onward_disability": "consent"}
    assert keeper.post("/agreements/MOU-1/annexes/CDD/draft/", said).status_code == 302
    made = Annex.objects.get()
    assert made.registers == ["bmn", "eef"] and made.onward == {"bmn": "state", "eef": "keeping"}
    again = text_of(keeper.get("/agreements/MOU-1/annexes/CDD/draft/"))
    assert re.search(r'value="eef"[^>]*checked', again)
    assert re.search(r'<details class="exceptions" open>', again)
    page = text_of(keeper.get("/agreements/MOU-1/"))
    assert "ใช้จัดทำทะเบียนเท่านั้น ไม่ส่งต่อให้หน่วยงานใด" in page


def test_a_register_that_is_declared_no_more_can_be_kept(keeper, mou):
    made = annex(mou)
    Annex.objects.filter(pk=made.pk).update(registers=["old_list"], onward={"old_list": "state"})
    assert re.search(r'value="old_list"[^>]*checked', text_of(keeper.get("/agreements/MOU-1/annexes/CDD/draft/")))
    wrong = keeper.post("/agreements/MOU-1/annexes/NETWORK/draft/", ANNEX | {"registers": ["old_list"]})
    assert wrong.status_code == 422, "and is offered to nobody else"


def late_role(mou):
    role = Role(text=Words("ซ่อมบ้าน", "Repair"), target=Decimal(10), due_on=today() - timedelta(days=1))
    return add_commitment(agreement=mou, body=partner("CDD"), role=role, by="t")


def test_what_waits_stands_on_top_with_the_way_to_it(keeper, mou):
    late_role(mou)
    one = annex(mou)
    Agreement.objects.update(term_to=today() + timedelta(days=20))
    shown = text_of(keeper.get("/agreements/MOU-1/"))
    top = shown[shown.index('id="waits"') : shown.index("contents no-print")]
    for words, address in (
        ("เหลืออีก 20 วัน", "/agreements/new/?renews=MOU-1"),
        ("ยังไม่มีภาคผนวกที่อนุมัติ", "#annexes"),
        ("ยังไม่ได้เก็บเอกสารที่ลงนาม", "/agreements/MOU-1/paper/"),
        ("รอผู้อนุมัติคนที่สอง", f"#annex-{one.pk}"),
        ("เลยกำหนด 1 บทบาท", "#roles-CDD"),
    ):
        assert words in top and f'href="{address}"' in top, words
        assert not address.startswith("#") or f'id="{address[1:]}"' in shown, "the place it leads to is there"
    reader = sign_in_as("governor_view")
    seen = text_of(reader.get("/agreements/MOU-1/"))
    assert "เลยกำหนด 1 บทบาท" in seen and "ยังไม่ได้เก็บเอกสาร" not in seen and "renews=" not in seen


@pytest.mark.parametrize(
    ("made", "address"), [(drafted, "/agreements/MOU-7/sign/"), (signed, "/agreements/MOU-7/step/bring_into_force/")]
)
def test_the_next_step_of_a_paper_that_does_not_hold_yet_waits(made, address, keeper):
    made("MOU-7")
    shown = text_of(keeper.get("/agreements/MOU-7/"))
    assert f'href="{address}"' in shown[shown.index('id="waits"') : shown.index("contents no-print")]


def test_the_page_is_folded_and_the_sheet_is_whole(keeper, mou):
    late_role(mou)
    shown = text_of(keeper.get("/agreements/MOU-1/"))
    for part in ("roles", "parties", "annexes", "papers"):
        assert f'href="#{part}"' in shown and f'id="{part}"' in shown
    assert re.search(r'<details id="roles-CDD"><summary>', shown), "three taps: the agreement, the roles, the party"
    sheet = text_of(keeper.get("/agreements/MOU-1/sheet/"))
    assert "<details" not in sheet[sheet.index("<article") : sheet.index("</article")] and "ซ่อมบ้าน" in sheet
