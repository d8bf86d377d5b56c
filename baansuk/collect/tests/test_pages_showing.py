"""How rows, masked numbers and issues are laid out; and a large upload read by the worker."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from baansuk.collect import jobs, questions
from baansuk.collect.declaration import Column, Table
from baansuk.collect.models import Delivery
from baansuk.collect.showing import Cell, issue_value, masked, shown_preview
from baansuk.collect.store import keep_raw
from baansuk.collect.tests.files import ID_1, ID_2, csv_bytes, row
from baansuk.thai.digits import to_thai
from baansuk.thai.words import Refusal


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("1000000000009", "x-xxxx-xxxx0-00-9"),
        ("1-0000-00000-00-9", "x-xxxx-xxxx0-00-9"),
        ("1 0000 00000 00 9", "x-xxxx-xxxx0-00-9"),
        (to_thai("1000000000009"), "x-xxxx-xxxx0-00-9"),
        ("บัตร 1000000000009 และ 3000000000129", "บัตร x-xxxx-xxxx0-00-9 และ x-xxxx-xxxx0-12-9"),
        ("100000000009", "x-xxxx-xxxx0-00-9"),
        ("0800000001", "0800000001"),
        ("99000000077", "99000000077"),
        ("12/3 หมู่ 4", "12/3 หมู่ 4"),
        ("02/05/2510", "02/05/2510"),
        ("1.23457E+12", "1.23457E+12"),
        ("", ""),
    ],
)
def test_only_id_numbers_are_masked(cell, shown):
    assert masked(cell) == shown


def test_the_number_of_a_form_is_shown_unless_it_is_an_id():
    assert masked("9902000000012", only_valid=True) == "9902000000012"
    assert masked("990200000001", only_valid=True) == "990200000001"
    assert masked(ID_1, only_valid=True) == "x-xxxx-xxxx0-00-9"


def test_the_number_of_a_form_stands_in_the_preview():
    table = Table(
        name="household", unit="household", kind="text", columns=(Column(header="เลขที่แบบ", field="household_key"),)
    )
    frame = pl.DataFrame(
        {"record_id": [1], "row": [2], "household_key": ["990200000001"], "raw.เลขที่แบบ": ["990200000001"]}
    )
    shown = shown_preview(questions.preview_of("household", frame), table)
    assert shown.rows == [(2, [Cell("990200000001")])]


def test_the_number_of_a_parent_is_masked_as_the_person_s_own():
    column = Column(header="FATHER", field="father_id")
    table = Table(name="PERSON", unit="person", kind="text", columns=(column,))
    frame = pl.DataFrame({"record_id": [1], "row": [2], "father_id": [ID_1], "raw.FATHER": [ID_1]})
    shown = shown_preview(questions.preview_of("person", frame), table)
    assert shown.rows == [(2, [Cell("x-xxxx-xxxx0-00-9")])]


@given(st.text(alphabet="0123456789", min_size=13, max_size=13), st.sampled_from(["", "-", " "]), st.text(max_size=5))
def test_no_spelling_of_an_id_shows_its_first_nine_digits(digits, between, around):
    around = "".join(letter for letter in around if not letter.isdecimal())
    assert digits[:9] not in masked(around + between.join(digits) + around).replace(between or "-", "")


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("id_letters", "1OOOOOOOOOOO9", "1OOOOOOOOOOO9"),
        ("id_letters", "10000000O0009", "xxxxxxxxx0009"),
        ("id_length", "10000000000099", "xxxxxxxxxx0099"),
        ("id_scientific", "1.23457E+12", "1.23457E+12"),
        ("money_text", "สามพัน", "สามพัน"),
        ("missing_required", "1000000000009", "x-xxxx-xxxx0-00-9"),
    ],
)
def test_the_value_of_an_issue_hides_what_was_meant_as_an_id(code, value, shown):
    assert issue_value(code, value) == shown


def preview_of(receive, *rows):
    delivery = receive(list(rows))
    declaration = questions.declaration_of(delivery)
    assert declaration is not None
    return shown_preview(questions.preview(delivery)[0], declaration.tables[0])


@pytest.mark.django_db
def test_what_was_read_stands_above_what_was_received_where_they_differ(receive):
    with translation.override("th"):
        shown = preview_of(receive, row(birth="๐๒/๐๕/๒๕๑๐"), row(nr="2", id=ID_2, birth="00/00/2506"))
    cells = [dict(zip([h.header or h.read_as.th for h in shown.headings], line, strict=True)) for _, line in shown.rows]
    assert [number for number, _ in shown.rows] == [2, 3]
    assert (cells[0]["วันเกิด"].read, cells[0]["วันเกิด"].raw) == ("2 พ.ค. 2510", "๐๒/๐๕/๒๕๑๐")
    assert cells[1]["วันเกิด"].read == "พ.ศ. 2506", "only the year is known"
    assert (cells[0]["บ้านเลขที่"].read, cells[0]["บ้านเลขที่"].raw) == ("12/3", "")
    assert cells[0]["ชื่อ-สกุล"].read == "นาง สมมุติ ตัวอย่าง"
    assert cells[0]["เลขประจำตัว"].read == "x-xxxx-xxxx0-00-9"
    assert cells[0]["ที่"].read == "1"
    assert cells[0]["หมู่บ้านที่ตรงกัน"].read == "หมู่ที่ 4 บ้านตัวอย่างงาม"
    assert cells[0]["เพศ"].read == "หญิง", "read from the title"


@pytest.mark.django_db
def test_a_value_that_could_not_be_used_is_said_to_be_not_known(receive):
    with translation.override("en"):
        shown = preview_of(receive, row(lat="999", lon="999"))
    cells = dict(zip([h.header for h in shown.headings], shown.rows[0][1], strict=False))
    assert (cells["ละติจูด"].read, cells["ละติจูด"].raw) == ("not known", "999")


class Listener:
    """Stands for the run that a job reports to."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def stage(self, name, words):
        self.told.append(name)

    def progress(self, done, total, words=None):
        self.told.append(done)


def listener() -> Any:
    """Return a stand-in for a Hold, which needs a run in the database."""
    return Listener()


@pytest.mark.django_db
def test_the_worker_reads_what_an_upload_left_and_once_only(source):
    kept = keep_raw(io.BytesIO(csv_bytes([row()])), settings.STORE)
    asked = {"by": "keeper", "partner": "P", "sha256": kept.sha256, "filename": "people.csv", "source": "people"}
    results = [jobs.receive(listener(), **asked) for _ in range(2)]
    delivery = Delivery.objects.get()
    assert {one["receipt"] for one in results} == {delivery.receipt}
    assert (delivery.rows, delivery.partner, delivery.filename) == (1, "P", "people.csv")
    assert results[0]["address"] == f"/registers/deliveries/{delivery.receipt}/", "the page of the run leads there"
    assert ID_1 not in str(results)


@pytest.mark.django_db
def test_the_worker_says_why_a_source_is_not_known(source):
    kept = keep_raw(io.BytesIO(csv_bytes([row()])), settings.STORE)
    made = jobs.receive(listener(), by="k", partner="", sha256=kept.sha256, filename="x.csv", source="absent")
    assert Delivery.objects.get(receipt=made["receipt"]).reason_code == "no_such_source"
    with pytest.raises((Refusal, FileNotFoundError)):
        jobs.receive(listener(), by="k", partner="", sha256="0" * 64, filename="x.csv")
