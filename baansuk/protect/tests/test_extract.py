"""The extract holds the person's own facts with their sources and who looked, and nothing of others; the record of processing says what annexes grant."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client

from baansuk.access.tests.cast import sign_in_as
from baansuk.agree.annexes import Contents
from baansuk.agree.tests.house import approved, in_force, partner
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES
from baansuk.audit.models import Event
from baansuk.people.models import FactSheet
from baansuk.protect import request_actions, ropa
from baansuk.protect.models import SubjectRequest
from baansuk.protect.tests.conftest import take_in

pytestmark = pytest.mark.django_db
PERSON, OTHER = PERSON_CODES[0], PERSON_CODES[1]


@pytest.fixture
def asked(edition, dpo) -> SubjectRequest:
    """A request to see one's own facts, tied to somebody and recognised; a neighbour's fact lies in the same sheet."""
    facts = [
        [PERSON, 1_100_000_002, "2026-01-23", {"occupation": "ทำสวนเครื่องหมาย"}],
        [OTHER, 1_100_000_003, "2026-01-23", {"occupation": "ของผู้อื่นเครื่องหมาย"}],
        [PERSON, 4_100_000_002, "2025-01-23", {"occupation": "ค้าขายเครื่องหมาย"}],
    ]
    FactSheet.objects.filter(edition=EDITION, household_code=CODES[0], field_class="economic").delete()
    FactSheet.objects.create(edition=EDITION, household_code=CODES[0], field_class="economic", facts=facts)
    made = take_in(dpo, "copy")
    request_actions.check_identity(request=made, how="card", scope=dpo, by="x")
    SubjectRequest.objects.update(person_code=PERSON)
    return SubjectRequest.objects.get()


@pytest.fixture
def keeper_client(asked) -> Client:
    return sign_in_as("register_keeper")


def test_the_extract_tells_what_every_source_says_and_nothing_of_others(asked, keeper_client):
    page = keeper_client.get(f"/protection/requests/{asked.number}/extract/").content.decode()
    assert "ทำสวนเครื่องหมาย" in page and "ค้าขายเครื่องหมาย" in page and "บัตรสวัสดิการ" in page
    assert "ของผู้อื่นเครื่องหมาย" not in page
    event = Event.objects.get(act="protect.extract")
    assert event.about["form"] == "page"


def test_it_is_taken_along_as_a_workbook_and_for_machines_with_who_looked(asked, keeper_client):
    keeper_client.get(f"/households/{CODES[0]}/")
    said = json.loads(keeper_client.get(f"/protection/requests/{asked.number}/extract/json/").content)
    facts = {(one["field"], one["value"], one["source"], one["in_use"]) for one in said["facts"]}
    assert ("occupation", "ทำสวนเครื่องหมาย", "bmn", True) in facts
    assert ("occupation", "ค้าขายเครื่องหมาย", "welfare_card", False) in facts
    assert not any("ของผู้อื่น" in one["value"] for one in said["facts"])
    assert any(look["act"] == "people.look" for look in said["looks"])
    answer = keeper_client.get(f"/protection/requests/{asked.number}/extract/xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.worksheets) == 3 and "ทำสวนเครื่องหมาย" in {cell.value for row in book.worksheets[0] for cell in row}


@pytest.mark.parametrize("why", ["not recognised", "not tied", "another kind", "the officer"])
def test_there_is_no_extract_before_its_time_or_for_whoever_sees_no_case(why, asked, keeper_client):
    if why == "not recognised":
        SubjectRequest.objects.update(identity_on=None)
    elif why == "not tied":
        SubjectRequest.objects.update(person_code="")
    elif why == "another kind":
        SubjectRequest.objects.update(kind="correct")
    client = sign_in_as("social_worker") if why == "the officer" else keeper_client
    for form in ("", "xlsx/", "json/"):
        assert client.get(f"/protection/requests/{asked.number}/extract/{form}").status_code == 404
    assert not Event.objects.filter(act="protect.extract").exists()


def test_the_record_of_processing_says_what_the_annexes_grant():
    made = in_force("MOU-1", "CDD", "CHAMBER")
    partner_of = partner("CHAMBER")
    assert partner_of is not None
    approved(made, "CDD", Contents(
        registers=("bmn",), classes=("aggregate", "household", "identity", "health"), purposes=("help",), areas=("99",),
        basis_24="task", basis_26="social_protection", onward={"bmn": "consent"}, retention_months=24,
    ))  # fmt: skip
    [one] = ropa.records()
    assert [words.en for words in one.purposes] == ["Help households and follow up"]
    assert {"Health", "Figures"} <= {words.en for words in one.classes} and one.retention == 24
    assert "s.24(4)" in one.basis_24.en and "s.26(5)" in one.basis_26.en
    assert [words.en for words in one.sources] and "Non-state" in one.recipients[0].en
    client = sign_in_as("data_protection_officer")
    page = client.get("/protection/processing/").content.decode()
    assert "ม.24(4)" in page.replace("๒๔", "24").replace("๔", "4") and "มาตรการรักษาความปลอดภัย" in page
    answer: Any = client.get("/protection/processing/xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.worksheets[0].max_row == 2 and book.worksheets[0].max_column == len(ropa.HEADINGS)


def test_a_partner_by_consent_stands_in_the_record_as_one():
    made = in_force("MOU-1", "CHAMBER")
    approved(made, "CHAMBER", Contents(
        classes=("aggregate", "household", "identity"), purposes=("help",), areas=("99",), basis_24="consent", consent_only=True,
        retention_months=12,
    ))  # fmt: skip
    [one] = ropa.records()
    assert one.by_consent and [words.en for words in one.sources] == []
