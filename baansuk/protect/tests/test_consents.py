"""Consents on the pages: recorded by the keeper, seen by the partner on the next request, gone on the next after withdrawal."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from baansuk.access.models import Grant, User
from baansuk.access.questions import today
from baansuk.access.tests.cast import AGREEMENT, FROM, TO, sign_in_as, sit_down
from baansuk.agree import partner_actions
from baansuk.assess.export_pages import Cut
from baansuk.assess.tests.page_fixtures import EDITION, PERSON_CODES
from baansuk.audit.models import Event, Subject
from baansuk.people import by_consent, consent_actions
from baansuk.people.consent_models import Consent
from baansuk.people.consent_rules import Given
from baansuk.people.models import Edition, Person
from baansuk.people.sealed import seal_numbers
from baansuk.protect import shared_pages
from baansuk.protect.consent_pages import check_needs_consent
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
PERSON = PERSON_CODES[0]
NUMBER = "9999900000011"
FORM = {
    "use": "partner", "to": "CHAMBER", "purpose": "help", "classes": ["contact"], "given_by": "self", "language": "ksw",
    "explained": "interpreter", "witness": "พยานสมมติ",
}  # fmt: skip


@pytest.fixture
def chamber(edition) -> Client:
    """Somebody of a chamber of commerce, to which an annex opens some classes by consent."""
    Edition.objects.update(about={"deliveries": {"1": ["bmn", AGREEMENT]}})
    for code, official in (("CHAMBER", False), ("CDD", True)):
        partner_actions.register_partner(
            code=code, name_th=f"ภาคีสมมติ {code}", name_en=f"Fictional {code}", kind="business" if not official else "provincial",
            force="business_civil" if not official else "state", legal_personality=True, official_authority=official, by="test",
        )  # fmt: skip
    client = sign_in_as("nonstate_partner")
    Grant.objects.filter(partner="CHAMBER").exclude(field_class="aggregate").delete()
    Grant.objects.bulk_create(
        Grant(agreement=AGREEMENT, partner="CHAMBER", purpose="help", area_code="99", field_class=name, valid_from=FROM,
              valid_to=TO, by_consent=True, only="bmn")
        for name in ("household", "identity", "contact")
    )  # fmt: skip
    sit_down(client, User.objects.get(username="nonstate_partner").posts.get().pk, "help")
    return client


def test_a_consent_recorded_by_the_keeper_opens_one_page_and_its_withdrawal_closes_it_on_the_next_request(chamber):
    keeper = sign_in_as("register_keeper")
    absent = chamber.get(f"/agreed/{PERSON_CODES[9]}/")
    assert chamber.get(f"/agreed/{PERSON}/").status_code == absent.status_code == 404
    answer = keeper.post(f"/protection/persons/{PERSON}/new/", {**FORM, "given_on": today().isoformat()})
    assert answer.status_code == 302, answer.context["form"].errors
    assert chamber.get(f"/agreed/{PERSON}/").status_code == 200
    assert PERSON in chamber.get("/agreed/").content.decode()
    assert Subject.objects.filter(
        kind="person", code=PERSON, event__in=Event.objects.filter(act="people.look_agreed").values("pk")
    ).exists()
    page = keeper.get(f"/protection/persons/{PERSON}/").content.decode()
    assert "พยานสมมติ" in page and "ไม่มีผลต่อสิทธิ" in page
    consent = Consent.objects.get()
    for _ in range(2):
        assert keeper.post(f"/protection/persons/{PERSON}/{consent.pk}/withdraw/").status_code == 302
    closed = chamber.get(f"/agreed/{PERSON}/")
    assert closed.status_code == 404 and closed.content.decode().replace(PERSON, "") == absent.content.decode().replace(
        PERSON_CODES[9], ""
    )
    assert PERSON not in chamber.get("/agreed/").content.decode()
    assert Event.objects.filter(act="people.withdraw_consent").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": "CDD"}, "เลือก"),
        ({"classes": []}, "เลือกข้อนี้ด้วย"),
        ({"witness": ""}, "กรอกช่องนี้"),
        ({"given_on": "เมื่อวาน"}, "อ่านเป็นวันที่"),
    ],
)
def test_what_is_no_consent_is_said_above_what_was_typed(change, said, chamber):
    keeper = sign_in_as("register_keeper")
    answer = keeper.post(f"/protection/persons/{PERSON}/new/", {**FORM, "given_on": today().isoformat(), **change})
    assert answer.status_code == 422 and said in answer.content.decode() and not Consent.objects.exists()


def test_state_work_needs_no_consent(chamber):
    for code, why in (("CDD", "consent_not_needed"), ("NOBODY", "partner_cannot_hold")):
        with pytest.raises(Refusal) as refused:
            check_needs_consent(code)
        assert refused.value.code == why
    check_needs_consent("CHAMBER")


def agree(person: str) -> Consent:
    given = Given("partner", today(), "th", "read_aloud", "พยานสมมติ", "self", "CHAMBER", "help", ("contact",))
    return consent_actions.give(person=person, given=given, by="keeper")


def test_the_list_leaves_as_a_workbook_of_those_who_agreed(chamber):
    agree(PERSON)
    answer = chamber.post("/agreed/export/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert {row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)} <= {PERSON}
    assert [*Event.objects.filter(act="people.export_agreed").order_by("pk").values_list("outcome", flat=True)] == [
        "begun",
        "done",
    ]


def test_an_export_on_its_way_stops_when_a_consent_is_withdrawn(chamber, monkeypatch):
    monkeypatch.setattr(shared_pages, "AT_ONCE", 1)
    first, _second = agree(PERSON), agree(PERSON_CODES[1])
    read = by_consent.persons_by_consent

    def withdrawn_meanwhile(scope, codes):
        found = read(scope, codes)
        consent_actions.withdraw(consent=first, by="keeper")
        return found

    monkeypatch.setattr(shared_pages, "persons_by_consent", withdrawn_meanwhile)
    answer = chamber.post("/agreed/export/")
    got: list[bytes] = []
    with pytest.raises(Cut):
        for piece in answer.streaming_content:
            got.append(piece)
    with pytest.raises(Exception, match="zip"):
        openpyxl.load_workbook(io.BytesIO(b"".join(got)))
    assert Event.objects.filter(act="people.export_agreed").latest("pk").outcome == "broken_off"


def test_a_full_number_is_shown_for_a_reason_and_masked_everywhere_else(edition):
    [sealed] = seal_numbers([NUMBER], [PERSON])
    Person.objects.filter(edition=EDITION, code=PERSON).update(id_sealed=sealed)
    keeper = sign_in_as("register_keeper")
    address = f"/protection/persons/{PERSON}/number/"
    assert NUMBER not in keeper.get(address).content.decode()
    assert keeper.post(address, {}).status_code == 422
    assert not Event.objects.filter(act="people.full_number").exists()
    answer = keeper.post(address, {"because": "law"})
    assert NUMBER in answer.content.decode() and "no-store" in answer["Cache-Control"]
    event = Event.objects.get(act="people.full_number")
    assert event.about["because"] == "law"
    assert NUMBER not in keeper.get(f"/protection/persons/{PERSON}/").content.decode()


@pytest.mark.parametrize("role", ["stranger", "data_protection_officer", "tambon_team", "auditor", "member"])
def test_others_find_no_such_pages(role, edition):
    client = sign_in_as(role)
    for address in (
        f"protection/persons/{PERSON}/",
        f"protection/persons/{PERSON}/number/",
        "agreed/",
        f"agreed/{PERSON}/",
    ):
        assert client.get(f"/{address}").status_code == 404
