"""A person's word becomes a fact with a source: delivered as one row, linked by code even to a changed name, in use after the run."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from django.conf import settings
from django.test import Client

from baansuk.access.models import User
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import purpose_of, sign_in, sign_in_as, sit_down, wide_scope
from baansuk.agree.tests.house import in_force
from baansuk.assess.tests.page_fixtures import PERSON_CODES
from baansuk.collect.models import Delivery
from baansuk.collect.questions import table_path
from baansuk.link import actions as linking
from baansuk.link.reading import Table
from baansuk.link.tests import registers
from baansuk.link.tests.registers import house, person
from baansuk.people import actions as people
from baansuk.people.models import Edition, Person
from baansuk.people.questions import fact_sheets_of, household_for
from baansuk.protect import correction_actions, request_actions
from baansuk.protect.models import SubjectRequest
from baansuk.protect.person_statement import SOURCE, correctable, declaration
from baansuk.protect.tests.conftest import take_in
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed
from tests.kept import written_once

pytestmark = pytest.mark.django_db
BORN = dt.date(1960, 2, 3)


def _register() -> str:
    """Make a register of two fictional persons in one house; return the code of her who has no id number."""
    number = linking.link_given(registers.write(settings.STORE / "given", rows()), by="test")
    people.publish(edition=number, by="test")
    return str(Person.objects.get(edition=number, given_name="ตัวอย่าง").code)


register = written_once(_register)


def rows() -> list[dict[str, object]]:
    where = {"household_key": "k1", "house": "12/3", "village": 4}
    return [
        house(**where),
        person(name="ทดสอบ สมมุติวงศ์", id=registers.IDS[0], born=BORN, relation="head", **where),
        person(name="ตัวอย่าง นิทานดี", born=BORN, phone="0800000000", **where),
    ]


@pytest.fixture
def asked(register, keeper) -> SubjectRequest:
    """Her request to correct, recognised, tied and in work."""
    in_force("SAMPLE-2569", "CDD")
    made = take_in(keeper, "correct")
    request_actions.check_identity(request=made, how="card", scope=keeper, by="x")
    SubjectRequest.objects.filter(pk=made.pk).update(person_code=register)
    made.refresh_from_db()
    return request_actions.begin(request=made, scope=keeper, by="x")


@pytest.fixture
def wide(keeper) -> Scope:
    return wide_scope("register_keeper", "99", role="register_keeper", keeps_register=True, sees_unassigned=True)


def test_the_declaration_reads_every_fact_of_a_person():
    assert {"phone", "given_name", "birth_date", "education", "welfare_card"} <= set(correctable())
    assert "person_statement" in declaration() and "bmn_01" not in declaration()


def test_a_correction_goes_as_one_row_and_is_the_value_in_use_after_the_next_run(asked, register, wide, tmp_path):
    said = {"given_name": "ตัวอย่างใหม่", "phone": "0899999999", "birth_date": "1961-05-06", "welfare_card": "true"}
    correction_actions.propose(request=asked, said=said, scope=wide, by="keeper")
    delivery = correction_actions.send(request=asked, scope=wide, by="keeper")
    assert (delivery.state, delivery.source_id, delivery.agreement, delivery.rows_clean) == (
        "accepted",
        SOURCE,
        "SAMPLE-2569",
        1,
    )
    assert Run.objects.filter(job="register").count() == 1
    with unsealed(table_path(delivery, SOURCE)) as clear:
        row = pl.read_parquet(clear).to_dicts()[0]
    assert row["register_code"] == register and row["phone"] and row["birth_date"] == dt.date(1961, 5, 6)
    assert row["national_id"] is None and row["welfare_card"] is True

    with unsealed(table_path(delivery, SOURCE)) as clear:
        told = Table(900, SOURCE, "person", SOURCE, _numbered(clear, tmp_path), "SAMPLE-2569")
        tables = [*registers.write(tmp_path / "again", rows()), told]
        number = linking.link_given(tables, by="test")
    people.publish(edition=number, by="test")
    assert Edition.objects.get(state="current").number == number
    her = Person.objects.get(edition=number, code=register)
    assert (her.given_name, her.family_name, her.birth_date) == ("ตัวอย่างใหม่", "นิทานดี", dt.date(1961, 5, 6))
    assert Person.objects.filter(edition=number).count() == 2, "her word makes no second person"
    facts = fact_sheets_of(household_for(wide_scope("x", "99"), her.household_code))
    phone = next(one for found in facts.values() for one in found if one.of == register and one.field.code == "phone")
    assert phone.in_use.source == SOURCE and phone.value != "0800000000"
    assert [one.value for one in phone.others] == ["0800000000"], "what others say stays beside it"


def _numbered(clear, tmp_path):
    """The same row under the delivery number of the test's tables."""
    frame = pl.read_parquet(clear).with_columns(record_id=pl.col("record_id") % 10**9 + 900 * 10**9)
    path = tmp_path / "told.parquet"
    frame.write_parquet(path)
    return path


def test_sent_twice_nothing_more_is_sent_and_the_request_can_be_answered(asked, wide):
    with pytest.raises(Refusal) as refused:
        request_actions.answer(request=asked, words="แก้แล้ว", scope=wide, by="x")
    assert refused.value.code == "not_corrected"
    correction_actions.propose(request=asked, said={"phone": "0899999999"}, scope=wide, by="keeper")
    correction_actions.send(request=asked, scope=wide, by="keeper")
    with pytest.raises(Refusal) as refused:
        correction_actions.send(request=asked, scope=wide, by="keeper")
    assert refused.value.code == "nothing_to_send" and Delivery.objects.count() == 1
    assert request_actions.answer(request=asked, words="แก้แล้ว", scope=wide, by="x").state == "answered"


@pytest.mark.parametrize("why", ["another kind", "not recognised", "closed", "unknown field"])
def test_what_cannot_be_corrected_is_refused_with_a_sentence(why, asked, wide):
    change = {"another kind": {"kind": "see"}, "not recognised": {"state": "received"}, "closed": {"state": "answered"}}
    SubjectRequest.objects.update(**change.get(why, {}))
    asked.refresh_from_db()
    said = {"national_id": "1"} if why == "unknown field" else {"phone": "0899999999"}
    with pytest.raises(Refusal) as refused:
        correction_actions.propose(request=asked, said=said, scope=wide, by="x")
    assert refused.value.code in ("not_to_be_corrected", "field_unknown") and not asked.corrections.exists()


def test_the_page_reads_values_as_they_are_written_in_thailand(edition, keeper):
    made = take_in(keeper, "correct")
    request_actions.check_identity(request=made, how="card", scope=keeper, by="x")
    SubjectRequest.objects.update(person_code=PERSON_CODES[0], state="in_work")
    client, user = Client(), User.objects.get(username="register_keeper")
    sign_in(client, user)
    sit_down(client, user.posts.get().pk, purpose_of("register_keeper"))
    address = f"/protection/requests/{made.number}/correct/"
    bad = client.post(address, {"birth_date": "ไม่รู้", "phone": "0812345678"})
    assert bad.status_code == 422 and "0812345678" in bad.content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"birth_date": "๖ พ.ค. ๒๕๐๔", "sex": "female"}).status_code == 302
    assert set(made.corrections.values_list("field", flat=True)) == {"birth_date", "sex"}
    page = client.get(f"/protection/requests/{made.number}/").content.decode()
    assert "1961-05-06" in page and "หญิง" in page
    assert sign_in_as("tambon_team").get(address).status_code == 404
